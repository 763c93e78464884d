/** What members are, in words, and what that lets them do. */
import { m } from "~/lib/i18n/messages";
import type { MemberRole } from "~/lib/supabase/database-types";

const roleNames: Record<MemberRole, () => string> = {
  owner: m.desk_role_owner,
  admin: m.desk_role_admin,
  agent: m.desk_role_agent,
};

const roleTexts: Record<MemberRole, () => string> = {
  owner: m.settings_role_owner_text,
  admin: m.settings_role_admin_text,
  agent: m.settings_role_agent_text,
};

/** A role in the current language. */
export const roleName = (role: MemberRole): string => roleNames[role]();

/** What a role is for, in a sentence. */
export const roleText = (role: MemberRole): string => roleTexts[role]();

/** Whether somebody is offered the settings of the workspace; the database decides by itself. */
export const mayChangeSettings = ({ role }: { role: MemberRole }): boolean => role !== "agent";

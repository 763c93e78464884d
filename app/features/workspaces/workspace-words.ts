/** Words for what members are. */
import { m } from "~/lib/i18n/messages";
import type { MemberRole } from "~/lib/supabase/database-types";

const roleNames: Record<MemberRole, () => string> = {
  owner: m.desk_role_owner,
  admin: m.desk_role_admin,
  agent: m.desk_role_agent,
};

/** A role in the current language. */
export const roleName = (role: MemberRole): string => roleNames[role]();

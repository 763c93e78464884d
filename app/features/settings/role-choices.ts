/** Which roles are offered; the database decides by itself (`private.may_manage()`, `private.lock_staff()`). */
import type { MemberRole } from "~/lib/supabase/database-types";
import type { MemberSettingsLine } from "~/lib/supabase/workspace-types";

/** From the lowest to the highest. */
export const roles = ["agent", "admin", "owner"] as const satisfies readonly MemberRole[];

/** What one may invite somebody as: owners as anything, admins as less than they are. */
export const offeredRoles = (own: MemberRole): MemberRole[] => (own === "owner" ? [...roles] : roles.slice(0, roles.indexOf(own)));

/** What one may make of a member: what one may offer; of oneself also anything less. Only what they are: there is no choice. */
export function roleChoices(own: MemberRole, member: Pick<MemberSettingsLine, "role" | "may_manage">, isMe: boolean): MemberRole[] {
  if (!member.may_manage) return [member.role];
  return isMe ? roles.slice(0, roles.indexOf(own) + 1) : offeredRoles(own);
}

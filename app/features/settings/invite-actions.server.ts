/** The post of the form that invites people. */
import { parseWithZod } from "@conform-to/zod/v4";
import { DatabaseError } from "~/lib/database-errors";
import type { Session } from "~/lib/supabase/session.server";
import type { InviteAnswer, InviteOutcome } from "./invite-answer";
import { inviteSchema, ownInviteFields } from "./invite-schema";
import { inviteMember } from "./people.server";

/** Refusals that are about one address; any other holds for all of them. */
const ofOneAddress = new Set([
  "already_a_member",
  "workspace_invitations_open_key",
  "workspace_invitations_email_format",
  "text_unreadable",
]);

/**
 * Invites one address after the other.
 *
 * @returns how many there were when all were invited; else what became of each, with the HTTP status of the first
 *   refusal: those that were not invited stay in the form
 */
export async function inviteMembers(
  session: Session,
  workspaceSlug: string,
  posted: FormData,
): Promise<{ mails: number } | { answer: InviteAnswer; status: number }> {
  const submission = parseWithZod(ownInviteFields(posted), { schema: inviteSchema });
  if (submission.status !== "success") return { answer: { result: submission.reply() }, status: 422 };
  const { emails, role, teamIds } = submission.value;
  const outcomes: InviteOutcome[] = [];
  let ofAll: DatabaseError | undefined;
  let status = 0;
  for (const email of emails) {
    try {
      if (!ofAll) await inviteMember(session, workspaceSlug, { email, role, teamIds });
      outcomes.push({ email, refusal: ofAll?.words ?? null });
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      if (!ofOneAddress.has(error.key)) ofAll = error;
      outcomes.push({ email, refusal: error.words });
      status ||= error.status;
    }
  }
  const refused = outcomes.filter(({ refusal }) => refusal !== null);
  if (refused.length === 0) return { mails: emails.length };
  const isOne = emails.length === 1 && !ofAll;
  const result = submission.reply({
    formErrors: ofAll ? [ofAll.words] : [],
    fieldErrors: isOne ? { emails: refused.flatMap(({ refusal }) => refusal ?? []) } : {},
  });
  const left = { ...result.initialValue, emails: refused.map(({ email }) => email).join("\n") };
  return { answer: { result: { ...result, initialValue: left }, outcomes: emails.length === 1 ? [] : outcomes }, status };
}

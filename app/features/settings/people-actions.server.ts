/** What is done on the pages of members and teams with a press of a button. */
import { z } from "zod";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import type { Session } from "~/lib/supabase/session.server";
import type { PeopleAnswer } from "./people-answer";
import {
  archiveTeam,
  endMembership,
  reactivateMember,
  resendInvitation,
  revokeInvitation,
  setMemberRole,
  setSecondFactorDemand,
  transferOwnership,
} from "./people.server";

/** What the next page is to say. */
export type PeopleDone = { done: string; tickets?: number };
export type PeopleOutcome = PeopleDone | { answer: PeopleAnswer; status: number };

/** An empty choice is nobody. */
const reassignTo = z.union([z.uuid(), z.literal("").transform(() => null)]).default(null);

const peopleChange = z.discriminatedUnion("intent", [
  z.object({ intent: z.enum(["resend-invitation", "revoke-invitation"]), invitation_id: z.uuid() }),
  z.object({ intent: z.literal("set-second-factor-demand"), is_demanded: z.enum(["true", "false"]) }),
]);

const memberChange = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("set-member-role"), role: z.enum(["owner", "admin", "agent"]) }),
  z.object({ intent: z.literal("transfer-ownership") }),
  z.object({ intent: z.enum(["deactivate-member", "remove-member"]), reassign_to: reassignTo }),
  z.object({ intent: z.literal("reactivate-member") }),
]);

const teamChange = z.object({ intent: z.literal("archive-team"), reassign_to: reassignTo });

/**
 * Reads one of a page's forms and does what it says.
 *
 * @returns what the next page is to say, or the answer with its HTTP status: 422 for a form that says nothing known,
 *   the database's own for a refusal
 */
async function change<Change extends { intent: string }>(
  schema: z.ZodType<Change>,
  posted: FormData,
  apply: (change: Change) => Promise<PeopleDone>,
): Promise<PeopleOutcome> {
  const read = schema.safeParse(Object.fromEntries(posted));
  const intent = posted.get("intent");
  const refused = (words: string, status: number, isAboutReassign = false): PeopleOutcome => ({
    answer: { ok: false, words, intent: typeof intent === "string" ? intent : "", isAboutReassign },
    status,
  });
  if (!read.success) return refused(m.desk_intent_unknown(), 422);
  try {
    return await apply(read.data);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    // About the member or the team itself they come with a 404.
    const isAboutReassign = error.status === 422 && (error.key === "member_not_found" || error.key === "team_not_found");
    return refused(error.words, error.status, isAboutReassign);
  }
}

/** A mail of an invitation again, or its end; what is demanded of all members. */
export function changePeople(session: Session, workspaceSlug: string, posted: FormData): Promise<PeopleOutcome> {
  return change(peopleChange, posted, async (wanted) => {
    if (wanted.intent === "set-second-factor-demand") {
      const isDemanded = wanted.is_demanded === "true";
      await setSecondFactorDemand(session, workspaceSlug, isDemanded);
      return { done: isDemanded ? "two-steps-on" : "two-steps-off" };
    }
    const isAgain = wanted.intent === "resend-invitation";
    await (isAgain ? resendInvitation : revokeInvitation)(session, workspaceSlug, wanted.invitation_id);
    return { done: isAgain ? "resent" : "revoked" };
  });
}

/** The role and the access of a member. */
export function changeMember(session: Session, workspaceSlug: string, memberId: string, posted: FormData): Promise<PeopleOutcome> {
  return change(memberChange, posted, async (wanted) => {
    switch (wanted.intent) {
      case "set-member-role":
        await setMemberRole(session, workspaceSlug, memberId, wanted.role);
        return { done: "role" };
      case "transfer-ownership":
        await transferOwnership(session, workspaceSlug, memberId);
        return { done: "transferred" };
      case "reactivate-member":
        await reactivateMember(session, workspaceSlug, memberId);
        return { done: "reactivated" };
      case "deactivate-member":
      case "remove-member": {
        const isForGood = wanted.intent === "remove-member";
        const tickets = await endMembership(session, workspaceSlug, { memberId, reassignTo: wanted.reassign_to, isForGood });
        return { done: isForGood ? "removed" : "deactivated", tickets };
      }
    }
  });
}

/** The end of a team. */
export function changeTeam(session: Session, workspaceSlug: string, teamId: string, posted: FormData): Promise<PeopleOutcome> {
  return change(teamChange, posted, async (wanted) => ({
    done: "archived",
    tickets: await archiveTeam(session, workspaceSlug, teamId, wanted.reassign_to),
  }));
}

/** The post of the form of a team. */
import { parseWithZod } from "@conform-to/zod/v4";
import { z } from "zod";
import { DatabaseError, fieldErrors } from "~/lib/database-errors";
import { ownFields } from "~/lib/own-fields";
import type { Session } from "~/lib/supabase/session.server";
import { getPeopleSettings, saveTeam } from "./people.server";
import type { TeamAnswer } from "./team-answer";
import { mergedPlaces, type TeamPlaces } from "./team-places";
import { fieldOfTeamError, teamSchema } from "./team-schema";

/** The ids of a field that is there once for each; the rest of what was posted is nobody's. */
const idsIn = (posted: FormData, name: string): string[] =>
  posted.getAll(name).filter((value): value is string => z.uuid().safeParse(value).success);

const placesIn = (posted: FormData, prefix: "" | "seen_"): TeamPlaces => ({
  members: idsIn(posted, `${prefix}member_ids`),
  leads: idsIn(posted, `${prefix}lead_ids`),
});

/**
 * Saves a team with the changes that were made in the form.
 *
 * @param teamId null for a new team
 * @returns null when it is saved; else the answer with its HTTP status
 */
export async function saveTeamForm(
  session: Session,
  workspaceSlug: string,
  teamId: string | null,
  posted: FormData,
): Promise<{ answer: TeamAnswer; status: number } | null> {
  const chosen = placesIn(posted, "");
  const submission = parseWithZod(ownFields(posted, Object.keys(teamSchema.shape)), { schema: teamSchema });
  if (submission.status !== "success") return { answer: { result: submission.reply(), chosen }, status: 422 };
  try {
    const team = (await getPeopleSettings(session, workspaceSlug))?.teams.find(({ team_id }) => team_id === teamId);
    const current: TeamPlaces = { members: team?.member_ids ?? [], leads: team?.lead_ids ?? [] };
    const places = mergedPlaces(current, placesIn(posted, "seen_"), chosen);
    const { name, audience } = submission.value;
    const isPrivate = audience ? audience === "team" : null;
    await saveTeam(session, workspaceSlug, { teamId, name, memberIds: places.members, leadIds: places.leads, isPrivate });
    return null;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const { "": formErrors, ...errors } = fieldErrors(error, fieldOfTeamError);
    return { answer: { result: submission.reply({ formErrors, fieldErrors: errors }), chosen }, status: error.status };
  }
}

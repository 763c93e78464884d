/** The form of a team, checked alike in the browser and on the server. */
import { z } from "zod";
import { m } from "~/lib/i18n/messages";

const teamAudiences = ["everybody", "team"] as const;
export type TeamAudience = (typeof teamAudiences)[number];

export const teamSchema = z.object({
  name: z
    .string({ error: () => m.settings_team_name_required() })
    .trim()
    .min(1, { error: () => m.settings_team_name_required() })
    .max(80, { error: () => m.errors_text_length() }),
  /** Who sees its tickets; left out: as it was. */
  audience: z.enum(teamAudiences).optional(),
});

/** Which field a refusal of the database belongs to. */
export const fieldOfTeamError: Record<string, string> = { teams_name_key: "name", teams_name_length: "name" };

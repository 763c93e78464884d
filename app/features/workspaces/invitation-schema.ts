/** The form by which somebody accepts an invitation, checked alike in the browser and on the server. */
import { z } from "zod";
import { m } from "~/lib/i18n/messages";

export const acceptInvitationSchema = z.object({
  link: z.string(),
  name: z
    .string({ error: () => m.auth_name_required() })
    .trim()
    .min(1, { error: () => m.auth_name_required() })
    .max(80, { error: () => m.auth_name_too_long() }),
});

/** Which field a refusal of the database belongs to. */
export const fieldOfInvitationError: Record<string, string> = { workspace_members_display_name_length: "name" };

/** The form that invites people, checked alike in the browser and on the server. */
import { z } from "zod";
import { m } from "~/lib/i18n/messages";
import { roles } from "./role-choices";

/** So many at a time: each is a command of its own. */
export const maxInvited = 50;

/** The addresses in a text: on lines, or with commas or semicolons between; "Kim <kim@example.com>" is kim@example.com. Each once. */
export function addressesIn(text: string): string[] {
  const parts = text.split(/[\n,;]/).map((part) => (/<([^<>]*)>/.exec(part)?.[1] ?? part).trim().toLowerCase());
  return [...new Set(parts)].filter((part) => part !== "");
}

const isAddress = (text: string) => text.length <= 254 && z.email().safeParse(text).success;

export const inviteSchema = z.object({
  emails: z
    .string({ error: () => m.settings_invite_required() })
    .max(20_000, { error: () => m.settings_invite_too_many({ count: maxInvited }) })
    .transform((text, context) => {
      const addresses = addressesIn(text);
      const wrong = addresses.filter((address) => !isAddress(address));
      const issue = (message: string) => context.addIssue({ code: "custom", message });
      if (addresses.length === 0) issue(m.settings_invite_required());
      else if (addresses.length > maxInvited) issue(m.settings_invite_too_many({ count: maxInvited }));
      else if (wrong.length > 0) issue(m.settings_invite_wrong({ addresses: wrong.join(", ") }));
      return addresses;
    }),
  role: z.enum(roles),
  teamIds: z.array(z.string()).default([]),
});

export type Invite = z.infer<typeof inviteSchema>;

/** Of a posted form the fields that this one has, and only text; see lib/own-fields. */
export function ownInviteFields(posted: FormData): FormData {
  const own = new FormData();
  for (const name of ["emails", "role"]) {
    const value = posted.get(name);
    if (typeof value === "string") own.set(name, value);
  }
  for (const value of posted.getAll("teamIds").slice(0, 50)) if (typeof value === "string") own.append("teamIds", value);
  return own;
}

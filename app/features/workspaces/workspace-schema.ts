/** The form of a new workspace, checked alike in the browser and on the server. */
import { z } from "zod";
import { m } from "~/lib/i18n/messages";
import { slugPattern } from "./slug-pattern";

const shortText = (required: () => string) =>
  z
    .string({ error: required })
    .trim()
    .min(1, { error: required })
    .max(80, { error: () => m.errors_text_length() });

/** The fields by themselves, for what the browser may check before anything is sent. */
export const newWorkspaceFields = z.object({
  name: shortText(() => m.desk_workspace_name_required()),
  slug: z
    .string()
    .trim()
    .toLowerCase()
    .regex(slugPattern, { error: () => m.errors_slug_format() })
    .optional(),
  memberName: shortText(() => m.auth_name_required()),
});

/** Without JavaScript nothing proposes the address while one types the name; an empty field means "you choose". */
export const newWorkspaceSchema = newWorkspaceFields.transform((workspace, context) => {
  const slug = workspace.slug ?? slugFrom(workspace.name);
  if (slugPattern.test(slug)) return { ...workspace, slug };
  context.addIssue({ code: "custom", path: ["slug"], message: m.errors_slug_format() });
  return z.NEVER;
});

/** Which field a refusal of the database belongs to. */
export const fieldOfWorkspaceError: Record<string, string> = {
  workspaces_slug_key: "slug",
  workspaces_slug_reserved: "slug",
  workspaces_slug_format: "slug",
  workspaces_name_length: "name",
  workspace_members_display_name_length: "memberName",
};

const spelledOut: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  þ: "th",
  ð: "d",
  ä: "ae",
  ö: "oe",
  ü: "ue",
};

/** An address made from a name: "Müller & Söhne" gives "mueller-soehne". May be too short to be one ("" from "!!"). */
export function slugFrom(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[ßæœøłđþðäöü]/g, (letter) => spelledOut[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
}

/** The form of the workspace itself, checked alike in the browser and on the server. */
import { z } from "zod";
import { slugPattern } from "~/features/workspaces/slug-pattern";
import { isLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import type { WorkspaceDraft } from "~/lib/supabase/workspace-types";
import { noticeLevels } from "~/features/workspaces/notice-words";
import { brandColorPattern } from "./brand-contrast";
import { durationUnits, longestSeconds, toParts, toSeconds } from "./duration-parts";

const bytesPerMegabyte = 1024 ** 2;
/** As the constraints of the database have it. */
export const workspaceLimits = { editSeconds: 31_536_000, reopenSeconds: longestSeconds, megabytes: 25, attachments: 20 };

const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most, { error: () => m.errors_text_length() });
const number = z
  .string({ error: () => m.settings_workspace_number_required() })
  .trim()
  .max(20);
const unit = z.enum(durationUnits).default("minutes");

/** The fields by themselves, as they are typed. */
export const workspaceFields = z.object({
  name: z
    .string({ error: () => m.settings_workspace_name_required() })
    .trim()
    .min(1, { error: () => m.settings_workspace_name_required() })
    .max(80, { error: () => m.errors_text_length() }),
  slug: z
    .string({ error: () => m.errors_slug_format() })
    .trim()
    .toLowerCase()
    .regex(slugPattern, { error: () => m.errors_slug_format() }),
  brand_color: z
    .string({ error: () => m.errors_color_format() })
    .trim()
    .regex(brandColorPattern, { error: () => m.errors_color_format() })
    .toLowerCase(),
  welcome_text: words(500).default(""),
  default_locale: z.string(),
  offered_locales: z.array(z.string()).max(20).default([]),
  /** That the form asks for languages: without it none ticked would mean that none is offered. */
  has_languages: z.literal("1").optional(),
  notice_mail_levels: z.array(z.string()).max(20).default([]),
  /** As has_languages, for notices. */
  has_notices: z.literal("1").optional(),
  edit_amount: number,
  edit_unit: unit,
  reopen_amount: number,
  reopen_unit: unit,
  max_megabytes: number,
  max_attachments: number,
  /** What the form was filled with, so that only what was changed in it is saved. */
  seen: z.string().max(4000).optional(),
});

export type WorkspaceForm = z.infer<typeof workspaceFields>;
/** What can be compared with what the form was filled with. */
type Compared = Exclude<keyof WorkspaceForm, "seen" | "has_languages" | "has_notices">;

/** What the form begins as. */
export function toWorkspaceForm(settings: WorkspaceDraft): Pick<WorkspaceForm, Compared> {
  const { edit_window_seconds, reopen_window_seconds, max_attachment_bytes, max_attachments_per_message, ...same } = settings;
  const [edit, reopen] = [toParts(edit_window_seconds, "calendar"), toParts(reopen_window_seconds, "calendar")];
  return {
    ...same,
    edit_amount: edit.amount,
    edit_unit: edit.unit,
    reopen_amount: reopen.amount,
    reopen_unit: reopen.unit,
    max_megabytes: String(Math.round((max_attachment_bytes / bytesPerMegabyte) * 100) / 100),
    max_attachments: String(max_attachments_per_message),
  };
}

const seenSchema = z.object({
  name: z.string(),
  slug: z.string(),
  brand_color: z.string(),
  welcome_text: z.string(),
  default_locale: z.string(),
  offered_locales: z.array(z.string()),
  notice_mail_levels: z.array(z.enum(noticeLevels)),
  edit_window_seconds: z.number(),
  max_attachment_bytes: z.number(),
  max_attachments_per_message: z.number(),
  reopen_window_seconds: z.number(),
});

/** What the form was filled with; null where that cannot be told. */
function seenIn(typed: string | undefined): Pick<WorkspaceForm, Compared> | null {
  try {
    return toWorkspaceForm(seenSchema.parse(JSON.parse(typed ?? "")));
  } catch {
    return null;
  }
}

/** Gives what was changed, in the database's units. */
export const workspaceSettingsSchema = workspaceFields.transform((form, context): Partial<WorkspaceDraft> => {
  const seen = seenIn(form.seen);
  const wrong = (field: keyof WorkspaceForm, message: string) => {
    context.addIssue({ code: "custom", path: [field], message });
  };
  const within = (field: keyof WorkspaceForm, value: number, most: number, message: string) => {
    // NaN is not within anything.
    if (!(value <= most)) wrong(field, message);
    return value;
  };
  if (!isLocale(form.default_locale) && form.default_locale !== seen?.default_locale)
    wrong("default_locale", m.errors_value_out_of_range());
  const editSeconds = toSeconds(form.edit_amount, form.edit_unit);
  const reopenSeconds = toSeconds(form.reopen_amount, form.reopen_unit);
  const bytes = /^\d{1,4}([.,]\d{1,2})?$/.test(form.max_megabytes)
    ? Math.round(Number(form.max_megabytes.replace(",", ".")) * bytesPerMegabyte)
    : Number.NaN;
  const count = /^\d{1,4}$/.test(form.max_attachments) ? Number(form.max_attachments) : Number.NaN;
  if (!form.offered_locales.every((locale) => isLocale(locale) || seen?.offered_locales.includes(locale)))
    wrong("offered_locales", m.errors_value_out_of_range());
  const levels = noticeLevels.filter((level) => form.notice_mail_levels.includes(level));
  if (form.notice_mail_levels.some((level) => !levels.some((known) => known === level)))
    wrong("notice_mail_levels", m.errors_value_out_of_range());
  const all: [keyof WorkspaceDraft, string | number | string[], Compared[]][] = [
    ["name", form.name, ["name"]],
    ["slug", form.slug, ["slug"]],
    ["brand_color", form.brand_color, ["brand_color"]],
    ["welcome_text", form.welcome_text, ["welcome_text"]],
    ["default_locale", form.default_locale, ["default_locale"]],
    ...(form.has_languages ? [["offered_locales", form.offered_locales, ["offered_locales"]] satisfies (typeof all)[number]] : []),
    ...(form.has_notices ? [["notice_mail_levels", levels, ["notice_mail_levels"]] satisfies (typeof all)[number]] : []),
    [
      "edit_window_seconds",
      within("edit_amount", editSeconds, workspaceLimits.editSeconds, m.settings_workspace_edit_range()),
      ["edit_amount", "edit_unit"],
    ],
    [
      "reopen_window_seconds",
      within("reopen_amount", reopenSeconds, workspaceLimits.reopenSeconds, m.settings_workspace_reopen_range()),
      ["reopen_amount", "reopen_unit"],
    ],
    [
      "max_attachment_bytes",
      within("max_megabytes", bytes, workspaceLimits.megabytes * bytesPerMegabyte, m.settings_workspace_megabytes_range()),
      ["max_megabytes"],
    ],
    [
      "max_attachments_per_message",
      within("max_attachments", count, workspaceLimits.attachments, m.settings_workspace_attachments_range()),
      ["max_attachments"],
    ],
  ];
  const changed = all.filter(([, , fields]) => !seen || fields.some((field) => String(form[field]) !== String(seen[field])));
  return Object.fromEntries(changed.map(([name, value]) => [name, value]));
});

/** Which field a refusal of the database belongs to. */
export const fieldOfWorkspaceSettingsError: Record<string, string> = {
  workspaces_name_length: "name",
  workspaces_slug_key: "slug",
  workspaces_slug_reserved: "slug",
  workspaces_slug_format: "slug",
  workspaces_brand_color_format: "brand_color",
  workspaces_welcome_text_length: "welcome_text",
  workspaces_default_locale_format: "default_locale",
  workspaces_offered_locales_format: "offered_locales",
  workspaces_edit_window_range: "edit_amount",
  workspaces_reopen_window_range: "reopen_amount",
  workspaces_max_attachment_range: "max_megabytes",
  workspaces_max_attachments_range: "max_attachments",
};

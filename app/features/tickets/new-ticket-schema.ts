/**
 * The form that opens a ticket, read the same way in the browser and on the server.
 *
 * zod/mini without conform's adapter, which would bring all of zod along: this is JavaScript on a page that
 * strangers wait for, and an empty field is the only thing here that needs converting.
 */
import { parse } from "@conform-to/react";
import * as z from "zod/mini";
import { m } from "~/lib/i18n/messages";
import type { TicketFieldAnswer, TicketFieldLine } from "~/lib/supabase/form-types";
import { lengthOf } from "~/lib/text/length-of";
import { ownFields } from "~/lib/own-fields";
import { appendAnswers, isAsked, readAnswers } from "./ticket-fields";

/** The greatest lengths in characters, as the database counts them: an emoji is one. */
export const maxLengths = { subject: 200, description: 10_000, email: 254, name: 100 };

// Postgres cannot store NUL, and the other control characters are never meant.
const controls = /(?![\t\n])\p{Cc}/gu;
const oneLine = (text: string) => text.replace(/\s+/gu, " ").replace(controls, "").trim();
const manyLines = (text: string) => text.replace(/\r\n?/g, "\n").replace(controls, "").trim();
/** True when something of it can be seen: invisible characters alone say nothing. */
const isVisible = (text: string) => /[^\p{C}\p{Z}]/u.test(text);

/** One `@`, a domain with a dot, and nothing that could break a mail header. Whether it exists only a mail can tell. */
const emailPattern =
  /^[^@\s\p{Cc}<>()[\]\\,;:"]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])$/u;

function text(options: { max: number; clean: (value: string) => string; required: () => string }) {
  const { max, clean, required } = options;
  return z.string({ error: required }).check(
    z.overwrite(clean),
    z.refine(isVisible, { error: required, abort: true }),
    z.refine((value) => lengthOf(value) <= max, { error: () => m.portal_error_too_long({ max }), abort: true }),
  );
}

export const newTicketSchema = z.object({
  subject: text({ max: maxLengths.subject, clean: oneLine, required: () => m.portal_error_subject_required() }),
  description: text({ max: maxLengths.description, clean: manyLines, required: () => m.portal_error_description_required() }),
  name: text({ max: maxLengths.name, clean: oneLine, required: () => m.portal_error_name_required() }),
  email: text({ max: maxLengths.email, clean: oneLine, required: () => m.portal_error_email_required() }).check(
    z.refine((value) => emailPattern.test(value), { error: () => m.errors_email_format() }),
  ),
  category: z.optional(z.guid({ error: () => m.errors_category_not_found() })),
  submission_id: z.optional(z.string()),
});

export type NewTicketFields = z.input<typeof newTicketSchema>;
export type NewTicketField = keyof NewTicketFields;

/** In the order of the form. */
export const newTicketFields = ["subject", "description", "category", "name", "email", "submission_id"] as const satisfies NewTicketField[];

/** What a browser says about the fields before any script runs. No maxlength: it would cut a pasted text without a word. */
export const newTicketConstraint = {
  subject: { required: true },
  description: { required: true },
  name: { required: true },
  email: { required: true },
} as const;

export type NewTicket = z.output<typeof newTicketSchema> & { answers: TicketFieldAnswer[] };

/**
 * Reads the form in the page; conform's own fields say which part of it to check.
 *
 * @param fields of the workspace's own; those that belong to another category than the chosen one are left out
 */
export function parseNewTicket(form: FormData, fields: readonly TicketFieldLine[]) {
  return parse<NewTicket, string[]>(form, {
    resolve(payload) {
      const filled = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== ""));
      const result = z.safeParse(newTicketSchema, filled);
      const category = typeof filled.category === "string" ? filled.category : null;
      const asked = fields.filter((field) => isAsked(field, category));
      const own = readAnswers(
        asked,
        (name) => payload[name],
        (field) => field.is_required,
      );
      const error: Record<string, string[]> = {};
      if (!result.success) for (const issue of result.error.issues) (error[String(issue.path[0] ?? "")] ??= []).push(issue.message);
      Object.assign(error, own.errors);
      if (!result.success || Object.keys(error).length > 0) return { error };
      return { value: { ...result.data, answers: own.answers.filter(({ answers }) => answers.length > 0) } };
    },
  });
}

/**
 * Reads a posted form: its own fields only, and only text. Whatever else was sent (tokens, files, conform's fields)
 * is not looked at and not sent back.
 */
export function parsePostedTicket(posted: FormData, fields: readonly TicketFieldLine[]) {
  return parseNewTicket(appendAnswers(ownFields(posted, newTicketFields), posted), fields);
}

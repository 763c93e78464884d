/**
 * The form's own fields of a workspace: one schema for the customer's form and the desk's, made from the definition that
 * the database holds answers to. zod/mini, because it is on a page that strangers wait for.
 */
import * as z from "zod/mini";
import { formatNumber } from "~/lib/i18n/format";
import { getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import type { TicketFieldAnswer, TicketFieldLine } from "~/lib/supabase/form-types";
import { lengthOf } from "~/lib/text/length-of";
import { toNumberText } from "./number-text";

/** The greatest lengths in characters, as the database has them. */
export const maxAnswerLengths = { text: 500, long_text: 5000 };

/** What an input of a field is called. */
export const fieldName = (fieldId: string): string => `field_${fieldId}`;

/** Whether a field is asked for tickets of a category; null: of none. */
export const isAsked = ({ category_ids }: TicketFieldLine, categoryId: string | null): boolean =>
  category_ids === null || (categoryId !== null && category_ids.includes(categoryId));

/** Fields that a form still asks. */
export const isOffered = ({ archived_at }: TicketFieldLine): boolean => archived_at === null;

const controls = /(?![\t\n])\p{Cc}/gu;
const isVisible = (text: string) => /[^\p{C}\p{Z}]/u.test(text);

/** What is typed or chosen, as the database takes it: without what says nothing, each once. */
function toAnswers({ kind }: TicketFieldLine, given: unknown): string[] {
  const texts = [given].flat().filter((each): each is string => typeof each === "string");
  const cleaned = texts.map((text) =>
    kind === "long_text"
      ? text.replace(/\r\n?/g, "\n").replace(controls, "").trim()
      : text.replace(/\s+/gu, " ").replace(controls, "").trim(),
  );
  const said = [...new Set(cleaned.filter(isVisible))];
  if (kind === "checkbox") return said.length > 0 ? ["true"] : [];
  return kind === "number" ? said.map((text) => toNumberText(text, getLocale()) ?? text) : said;
}

/** What is wrong with answers; null where nothing is. */
function problemOf(field: TicketFieldLine, answers: string[], isRequired: boolean): string | null {
  const [first] = answers;
  if (first === undefined) return isRequired ? m.errors_field_required() : null;
  if (answers.length > 1 && field.kind !== "choices") return m.errors_field_invalid();
  switch (field.kind) {
    case "text":
    case "long_text": {
      const max = maxAnswerLengths[field.kind];
      return lengthOf(first) > max ? m.portal_error_too_long({ max: formatNumber(max) }) : null;
    }
    case "number":
      return /^-?\d{1,15}(\.\d{1,6})?$/.test(first) ? null : m.portal_error_number({ example: formatNumber(12.5) });
    case "date":
      return isDate(first) ? null : m.portal_error_date();
    case "choice":
    case "choices":
      return answers.every((answer) => field.options.some(({ option_id }) => option_id === answer)) ? null : m.errors_field_invalid();
    case "checkbox":
      return null;
  }
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return (
    /^(19|20|21|2200)\d*-\d\d-\d\d$/.test(text) &&
    text.length === 10 &&
    !Number.isNaN(date.valueOf()) &&
    date.toISOString().startsWith(text)
  );
}

/** Of one field: what is typed or chosen becomes what the database takes. */
export function answerSchema(field: TicketFieldLine, isRequired: boolean) {
  return z.pipe(
    z.transform((given: unknown) => toAnswers(field, given)),
    z.array(z.string()).check(({ value, issues }) => {
      const message = problemOf(field, value, isRequired);
      if (message !== null) issues.push({ code: "custom", message, input: value });
    }),
  );
}

/**
 * Reads the fields out of what was posted.
 *
 * @param valueOf what was posted under a name: a text, several, or nothing
 * @param isRequired which of them must be answered
 */
export function readAnswers(
  fields: readonly TicketFieldLine[],
  valueOf: (name: string) => unknown,
  isRequired: (field: TicketFieldLine) => boolean,
): { answers: TicketFieldAnswer[]; errors: Record<string, string[]> } {
  const answers: TicketFieldAnswer[] = [];
  const errors: Record<string, string[]> = {};
  for (const field of fields) {
    const name = fieldName(field.field_id);
    const read = z.safeParse(answerSchema(field, isRequired(field)), valueOf(name));
    if (read.success) answers.push({ field_id: field.field_id, answers: read.data });
    else errors[name] = read.error.issues.map(({ message }) => message);
  }
  return { answers, errors };
}

const namePattern = /^field_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Adds what was posted to fields of a workspace, only text, and bounded; see lib/own-fields. By their names alone: what
 * was typed comes back also where the fields cannot be read.
 */
export function appendAnswers(own: FormData, posted: FormData): FormData {
  let left = 2000;
  for (const [name, value] of posted) if (namePattern.test(name) && typeof value === "string" && left-- > 0) own.append(name, value);
  return own;
}

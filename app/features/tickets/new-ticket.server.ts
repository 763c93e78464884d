/** Opening a ticket from the portal's form. */
import { createHash, randomUUID } from "node:crypto";
import { asCustomer, orRemembered, type TokenPair } from "~/features/workspaces/portal-session.server";
import { getLocale } from "~/lib/i18n/locale";
import { DatabaseError } from "~/lib/database-errors";
import type { TicketKey } from "~/lib/supabase/database-types";
import type { TicketFieldAnswer, TicketFieldLine } from "~/lib/supabase/form-types";
import type { Session } from "~/lib/supabase/session.server";
import { fieldName } from "./ticket-fields";
import { getTicketFields, openTicket } from "./tickets.server";

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Tokens that the browser fetched and put into the form; null without a plausible pair. */
export function readOfferedTokens(posted: FormData): TokenPair | null {
  const accessToken = posted.get("access_token");
  const refreshToken = posted.get("refresh_token");
  if (typeof accessToken !== "string" || typeof refreshToken !== "string") return null;
  if (!/^[\w-]+(\.[\w-]+){2}$/.test(accessToken) || accessToken.length > 4096 || !/^[\w-]{1,512}$/.test(refreshToken)) return null;
  return { accessToken, refreshToken };
}

const remembered = new Map<string, TicketFieldLine[]>();

/** What the form asks of the workspace's own, read as readPortal() reads the portal; nothing while that cannot be told. */
export async function readTicketFields(session: Session, workspaceSlug: string): Promise<TicketFieldLine[]> {
  try {
    return (await orRemembered(session, remembered, workspaceSlug, () => getTicketFields(session, workspaceSlug))) ?? [];
  } catch (error) {
    // What was typed is worth more: the database asks for what is required when it is there again.
    if (error instanceof DatabaseError) return [];
    throw error;
  }
}

/**
 * Which sending of a form this is. The same form with the same words is the same ticket, however often it
 * arrives. The same form with other words is a new one: browsers show an old page again on "back", and what
 * somebody types there must not vanish into the ticket that exists.
 */
export function submissionIdOf(form: {
  submission_id?: string | undefined;
  subject: string;
  description: string;
  answers?: TicketFieldAnswer[];
}): string {
  if (!form.submission_id || !uuidPattern.test(form.submission_id)) return randomUUID();
  const hash = createHash("sha256")
    .update(JSON.stringify([form.submission_id.toLowerCase(), form.subject, form.description, form.answers ?? []]))
    .digest();
  hash[6] = (hash.readUInt8(6) & 0x0f) | 0x80;
  hash[8] = (hash.readUInt8(8) & 0x3f) | 0x80;
  return hash.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * Opens the ticket as this browser's customer, who gets an identity on the way if there is none.
 *
 * @param follows an own ticket that it goes on with; any other is left out
 * @throws {DatabaseError} what `openTicket` and `asCustomer` throw
 */
export function submitNewTicket(
  session: Session,
  workspaceSlug: string,
  form: {
    subject: string;
    description: string;
    email: string;
    name: string;
    category?: string | undefined;
    submission_id?: string | undefined;
    answers: TicketFieldAnswer[];
  },
  offered: TokenPair | null,
  follows: string | null = null,
): Promise<TicketKey> {
  const ticket = {
    workspaceSlug,
    subject: form.subject,
    description: form.description,
    email: form.email,
    name: form.name,
    categoryId: form.category ?? null,
    fieldAnswers: form.answers,
    locale: getLocale(),
    submissionId: submissionIdOf(form),
    followsTicketId: follows && uuidPattern.test(follows) ? follows : null,
  };
  return asCustomer(session, offered, () => openTicket(session, ticket));
}

/** Where a refusal of the database belongs in the form: one about a workspace's own field names it. */
export function fieldOfTicketError(error: DatabaseError): string {
  if (error.key.startsWith("ticket_field_") && error.cause?.details) return fieldName(error.cause.details);
  return fieldByKey[error.key] ?? "";
}

const fieldByKey: Record<string, string> = {
  tickets_subject_length: "subject",
  messages_body_length: "description",
  customers_email_format: "email",
  customers_name_length: "name",
  category_not_found: "category",
};

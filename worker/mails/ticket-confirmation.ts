/** The words of the mail that confirms a new ticket to its customer. */
import { baseLocale, directionOf, formatTag, locales, offeredLocale, type Locale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { LogoLine } from "~/lib/supabase/database-types";
import { escapeHtml } from "~/lib/text/escape-html";
import { headerText, type Mail } from "../mail";
import { mailLogo, mailPage } from "./layout";

export type ConfirmedTicket = {
  ticket_id: string;
  /** A bigint, as text. */
  number: string;
  subject: string;
  body: string;
  reply_due_at: Date | null;
  customer_name: string;
  customer_email: string;
  customer_locale: string;
  workspace_slug: string;
  workspace_name: string;
  workspace_brand_color: string;
  workspace_locale: string;
  workspace_logo: LogoLine | null;
};

/** The first of the wanted languages that the mail is written in, a dialect by its language (`de-AT` by `de`), else English. */
export function mailLocale(wanted: string[], offered: readonly Locale[] = locales): Locale {
  return wanted.map((tag) => offeredLocale(tag, offered)).find((locale) => locale !== undefined) ?? baseLocale;
}

/** A customer's time zone is not known, so the mail names the one it speaks of. */
function dueTime(at: Date, locale: Locale): string {
  return new Intl.DateTimeFormat(formatTag(locale), {
    weekday: "long",
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZone: "UTC",
    timeZoneName: "short",
  }).format(at);
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Keeps the reading direction of a name or subject to itself inside a sentence (by U+2068 … U+2069), where it has another one. */
export function isolate(text: string): string {
  const line = headerText(text);
  return RIGHT_TO_LEFT.test(line) ? `\u2068${line}\u2069` : line;
}
export const isolateHtml = (text: string) => `<bdi>${escapeHtml(headerText(text))}</bdi>`;

/**
 * Writes the mail, in the customer's language.
 *
 * @param appUrl without a slash at its end
 * @param mailFrom the bare address it comes from
 * @param now a due time that has passed is not promised any more
 */
export function ticketConfirmation(
  ticket: ConfirmedTicket,
  { appUrl, mailFrom, now }: { appUrl: string; mailFrom: string; now: Date },
): Mail {
  const locale = mailLocale([ticket.customer_locale, ticket.workspace_locale]);
  const inWords = { locale };
  const { number } = ticket;
  const url = appUrl + paths.ticket(ticket.workspace_slug, ticket.ticket_id);
  const sentences = (wrap: (text: string) => string) => [
    m.mail_ticket_confirmation_greeting({ name: wrap(ticket.customer_name) }, inWords),
    m.mail_ticket_confirmation_received({ workspace: wrap(ticket.workspace_name), subject: wrap(ticket.subject), number }, inWords),
    ...(ticket.reply_due_at && ticket.reply_due_at > now
      ? [m.mail_ticket_confirmation_due({ time: dueTime(ticket.reply_due_at, locale) }, inWords)]
      : []),
  ];
  const title = m.mail_ticket_confirmation_title({}, inWords);
  const open = m.mail_ticket_confirmation_open({}, inWords);
  const where = m.mail_ticket_confirmation_where({}, inWords);
  const written = m.mail_ticket_confirmation_written({}, inWords);
  const footer = (wrap: (text: string) => string) => m.mail_ticket_confirmation_footer({ workspace: wrap(ticket.workspace_name) }, inWords);

  return {
    // The same for every try, so that whoever gets the mail twice can tell.
    messageId: `ticket-confirmation.${ticket.ticket_id}@${mailFrom.split("@")[1] ?? "localhost"}`,
    from: { name: ticket.workspace_name, address: mailFrom },
    to: ticket.customer_email,
    // Without the customer's own words: the address is not proved, and nobody shall write a stranger's subject line.
    subject: m.mail_ticket_confirmation_subject({ workspace: headerText(ticket.workspace_name), number }, inWords),
    language: locale,
    text: [
      ...sentences(isolate),
      `${m.mail_label({ label: open }, inWords)} ${url}\n${where}`,
      `${m.mail_label({ label: written }, inWords)}\n\n${ticket.body.replace(/^/gm, "> ")}`,
      `-- \n${footer(isolate)}`,
      "",
    ].join("\n\n"),
    html: mailPage({
      language: locale,
      direction: directionOf(locale),
      title,
      preview: `#${number}`,
      workspace: {
        name: headerText(ticket.workspace_name),
        brandColor: ticket.workspace_brand_color,
        logo: mailLogo(ticket.workspace_logo, appUrl),
      },
      paragraphs: [...sentences(isolateHtml), escapeHtml(where)],
      button: { label: open, url },
      quote: { label: written, text: ticket.body },
      footer: footer(isolateHtml),
    }),
  };
}

/** The words of the mail that tells a member what is due soon, or is overdue. */
import { deskLocales, directionOf, type Locale } from "~/lib/i18n/locale";
import { formatDate } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { LogoLine } from "~/lib/supabase/database-types";
import { escapeHtml } from "~/lib/text/escape-html";
import { headerText, type Mail } from "../mail";
import { mailLogo, mailPage } from "./layout";
import { isolate, isolateHtml, mailLocale } from "./ticket-confirmation";

export type ToldMember = {
  name: string;
  email: string;
  workspace_slug: string;
  workspace_name: string;
  workspace_brand_color: string;
  workspace_locale: string;
  workspace_logo: LogoLine | null;
};

export type SlaNotice = {
  ticket_id: string;
  /** A bigint, as text. */
  number: string;
  subject: string;
  customer_name: string;
  level: "warning" | "breach" | "escalation";
  metric: "first_response" | "next_response" | "resolution";
  due_at: Date;
  /** Of the calendar that the ticket's people work by. */
  time_zone: string;
};

type InWords = { locale: Locale };

const dueWords: Record<SlaNotice["metric"], (inputs: { time: string }, options: InWords) => string> = {
  first_response: m.mail_sla_first_response_due,
  next_response: m.mail_sla_next_response_due,
  resolution: m.mail_sla_resolution_due,
};
const overdueWords: typeof dueWords = {
  first_response: m.mail_sla_first_response_overdue,
  next_response: m.mail_sla_next_response_overdue,
  resolution: m.mail_sla_resolution_overdue,
};

const oneWords: Record<SlaNotice["level"], (inputs: Record<never, never>, options: InWords) => string> = {
  warning: m.mail_sla_due_one,
  breach: m.mail_sla_overdue_one,
  escalation: m.mail_sla_escalated_one,
};
const countWords: Record<SlaNotice["level"], (inputs: { count: number }, options: InWords) => string> = {
  warning: m.mail_sla_due_title,
  breach: m.mail_sla_overdue_title,
  escalation: m.mail_sla_escalated_title,
};

/** So many stand in the mail; of the others it says how many they are. */
const SHOWN = 20;

/**
 * Writes the mail, in the workspace's language where the desk has it, else in English. Of the conversation it holds subjects and names only.
 *
 * @param notices most pressing first
 * @param appUrl without a slash at its end
 * @param mailFrom the bare address it comes from
 * @param claimId tells one mail from the next; the same when it is tried again
 */
export function slaNoticesMail(
  member: ToldMember,
  notices: [SlaNotice, ...SlaNotice[]],
  { appUrl, mailFrom, claimId }: { appUrl: string; mailFrom: string; claimId: string },
): Mail {
  const inWords = { locale: mailLocale([member.workspace_locale], deskLocales) };
  const [first] = notices;
  const ticketsOf = (some: SlaNotice[]) => new Set(some.map(({ ticket_id: id }) => id)).size;
  const isOne = ticketsOf(notices) === 1;
  // What the title speaks of: the most pressing ones.
  const count = ticketsOf(notices.filter(({ level }) => level === first.level));
  const place = (notice: SlaNotice) => appUrl + paths.deskTicket(member.workspace_slug, notice.ticket_id);
  const due = ({ level, metric, due_at, time_zone }: SlaNotice) =>
    (level === "warning" ? dueWords : overdueWords)[metric](
      { time: formatDate(due_at.toISOString(), "full", { timeZone: time_zone, locale: inWords.locale }) },
      inWords,
    );
  const shown = notices.slice(0, SHOWN);
  const more = notices.length > SHOWN ? [m.mail_sla_more({ count: notices.length - SHOWN }, inWords)] : [];
  const title = isOne ? oneWords[first.level]({}, inWords) : countWords[first.level]({ count }, inWords);
  const footer = (wrap: (text: string) => string) => m.mail_sla_footer({ workspace: wrap(member.workspace_name) }, inWords);
  const label = isOne ? m.mail_sla_open_ticket({}, inWords) : m.mail_sla_open_desk({}, inWords);
  const url = isOne ? place(first) : appUrl + paths.inbox(member.workspace_slug, { order: "due" });

  return {
    messageId: `sla-notices.${claimId}@${mailFrom.split("@")[1] ?? "localhost"}`,
    from: { name: member.workspace_name, address: mailFrom },
    to: member.email,
    subject: isOne ? `#${first.number} ${headerText(first.subject)}: ${title}` : `${headerText(member.workspace_name)}: ${title}`,
    language: inWords.locale,
    text: [
      m.mail_sla_greeting({ name: isolate(member.name) }, inWords),
      ...shown.map(
        (notice) => `#${notice.number} ${isolate(notice.subject)} (${isolate(notice.customer_name)})\n${due(notice)}\n${place(notice)}`,
      ),
      ...more,
      `${label}: ${url}`,
      `-- \n${footer(isolate)}`,
      "",
    ].join("\n\n"),
    html: mailPage({
      language: inWords.locale,
      direction: directionOf(inWords.locale),
      title,
      preview: shown.map(({ number }) => `#${number}`).join(" "),
      workspace: {
        name: headerText(member.workspace_name),
        brandColor: member.workspace_brand_color,
        logo: mailLogo(member.workspace_logo, appUrl),
      },
      paragraphs: [
        m.mail_sla_greeting({ name: isolateHtml(member.name) }, inWords),
        ...shown.map(
          (notice) =>
            `<a href="${escapeHtml(place(notice))}" style="color: inherit; font-weight: 600;">#${notice.number} ${isolateHtml(notice.subject)}</a> · ${isolateHtml(notice.customer_name)}<br>${escapeHtml(due(notice))}`,
        ),
        ...more.map(escapeHtml),
      ],
      button: { label, url },
      footer: footer(isolateHtml),
    }),
  };
}

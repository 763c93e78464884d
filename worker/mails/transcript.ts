/** The words of the mail that brings a transcript. */
import { directionOf, type Locale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { escapeHtml } from "~/lib/text/escape-html";
import type { LogoLine, TranscriptHead } from "~/lib/supabase/database-types";
import { headerText, type Mail, type MailAttachment } from "../mail";
import { mailLogo, mailPage } from "./layout";

export type Recipient = { recipient_name: string; recipient_address: string; brand_color: string; logo: LogoLine | null };

/**
 * Writes the mail, in the language of whoever asked.
 *
 * @param attachment null for a file that is too large to be mailed: then the mail says where it is downloaded
 * @param appUrl without a slash at its end
 */
export function transcriptMail(
  given: {
    requestId: string;
    head: TranscriptHead;
    recipient: Recipient;
    attachment: MailAttachment | null;
    locale: Locale;
    isAgent: boolean;
  },
  { appUrl, mailFrom }: { appUrl: string; mailFrom: string },
): Mail {
  const { requestId, head, recipient, attachment, locale, isAgent } = given;
  const inWords = { locale };
  const { number } = head;
  const place = isAgent ? paths.deskTicket : paths.ticket;
  const url = appUrl + place(head.workspace_slug, head.ticket_id);
  const bdi = (text: string) => `<bdi>${escapeHtml(headerText(text))}</bdi>`;
  const sentences = (wrap: (text: string) => string) => [
    m.mail_transcript_greeting({ name: wrap(recipient.recipient_name) }, inWords),
    attachment
      ? m.mail_transcript_attached({ number, workspace: wrap(head.workspace_name) }, inWords)
      : m.mail_transcript_too_large({ number, workspace: wrap(head.workspace_name) }, inWords),
  ];
  const open = m.mail_transcript_open({}, inWords);
  const title = m.mail_transcript_title({ number }, inWords);
  const footer = (wrap: (text: string) => string) => m.mail_transcript_footer({ workspace: wrap(head.workspace_name) }, inWords);
  return {
    // The same for every try, so that whoever gets the mail twice can tell.
    messageId: `transcript.${requestId}@${mailFrom.split("@")[1] ?? "localhost"}`,
    from: { name: head.workspace_name, address: mailFrom },
    to: recipient.recipient_address,
    // Without the ticket's subject: an address may be somebody else's, and nobody shall write a stranger's subject line.
    subject: m.mail_transcript_subject({ number, workspace: headerText(head.workspace_name) }, inWords),
    language: locale,
    text: [...sentences(headerText), `${m.mail_label({ label: open }, inWords)} ${url}`, `-- \n${footer(headerText)}`, ""].join("\n\n"),
    html: mailPage({
      language: locale,
      direction: directionOf(locale),
      title,
      preview: `#${number}`,
      workspace: { name: headerText(head.workspace_name), brandColor: recipient.brand_color, logo: mailLogo(recipient.logo, appUrl) },
      paragraphs: sentences(bdi),
      button: { label: open, url },
      footer: footer(bdi),
    }),
    ...(attachment && { attachments: [attachment] }),
  };
}

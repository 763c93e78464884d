/** The words of the mail by which somebody who was added to a ticket comes to it. */
import { directionOf } from "~/lib/i18n/locale";
import { formatDate } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { LogoLine } from "~/lib/supabase/database-types";
import { escapeHtml } from "~/lib/text/escape-html";
import { headerText, type Mail } from "../mail";
import { mailLogo, mailPage } from "./layout";
import { isolate, isolateHtml, mailLocale } from "./ticket-confirmation";

export type AccessLinkRequest = {
  /** A bigint, as text. */
  number: string;
  customer_id: string;
  /** When this mail was asked for. */
  asked_at: string;
  invited_by_name: string;
  customer_name: string;
  customer_email: string;
  customer_locale: string;
  workspace_slug: string;
  workspace_name: string;
  workspace_brand_color: string;
  workspace_locale: string;
  workspace_logo: LogoLine | null;
};

/**
 * Writes the mail. Nothing of the conversation is in it: the address was typed by somebody else.
 *
 * @param appUrl without a slash at its end
 * @param mailFrom the bare address it comes from
 * @param secret what opens the link
 */
export function accessLinkMail(
  request: AccessLinkRequest,
  { appUrl, mailFrom, secret, expiresAt }: { appUrl: string; mailFrom: string; secret: string; expiresAt: Date },
): Mail {
  const locale = mailLocale([request.customer_locale, request.workspace_locale]);
  const inWords = { locale };
  const { number } = request;
  const url = appUrl + paths.join(request.workspace_slug, secret);
  const sentences = (wrap: (text: string) => string) => [
    m.mail_access_link_greeting({ name: wrap(request.customer_name) }, inWords),
    m.mail_access_link_added({ inviter: wrap(request.invited_by_name), workspace: wrap(request.workspace_name), number }, inWords),
  ];
  const day = formatDate(expiresAt.toISOString(), "date", { timeZone: "UTC", locale });
  const open = m.mail_access_link_open({}, inWords);
  const yours = m.mail_access_link_yours({ day }, inWords);
  const footer = (wrap: (text: string) => string) =>
    m.mail_access_link_footer({ inviter: wrap(request.invited_by_name), workspace: wrap(request.workspace_name) }, inWords);

  return {
    messageId: `access-link.${request.customer_id}.${Date.parse(request.asked_at)}@${mailFrom.split("@")[1] ?? "localhost"}`,
    from: { name: request.workspace_name, address: mailFrom },
    to: request.customer_email,
    // Without anybody's own words: nobody shall write a stranger's subject line.
    subject: m.mail_access_link_subject({ workspace: headerText(request.workspace_name), number }, inWords),
    language: locale,
    text: [...sentences(isolate), `${m.mail_label({ label: open }, inWords)} ${url}\n${yours}`, `-- \n${footer(isolate)}`, ""].join("\n\n"),
    html: mailPage({
      language: locale,
      direction: directionOf(locale),
      title: m.mail_access_link_title({}, inWords),
      preview: `#${number}`,
      workspace: {
        name: headerText(request.workspace_name),
        brandColor: request.workspace_brand_color,
        logo: mailLogo(request.workspace_logo, appUrl),
      },
      paragraphs: [...sentences(isolateHtml), escapeHtml(yours)],
      button: { label: open, url },
      footer: footer(isolateHtml),
    }),
  };
}

/** The words of the mails about the end of a workspace: to its owners when one asks for it, to its members when it is over. */
import { formatDate } from "~/lib/i18n/format";
import { deskLocales, directionOf } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { LogoLine } from "~/lib/supabase/database-types";
import { escapeHtml } from "~/lib/text/escape-html";
import { headerText, type Mail } from "../mail";
import { mailLogo, mailPage } from "./layout";
import { isolate, isolateHtml, mailLocale } from "./ticket-confirmation";

export type WorkspaceDeletionNotice = {
  /** Part of the mail's own id: the same mail sent twice is one. */
  key: string;
  email: string;
  name: string;
  workspace_name: string;
  workspace_locale: string;
  /** Of one that is still there. */
  closing: { slug: string; brand_color: string; logo: LogoLine | null; deletion_at: Date } | null;
};

/**
 * Writes the mail, in the workspace's language.
 *
 * @param appUrl without a slash at its end
 * @param mailFrom the bare address it comes from
 */
export function workspaceDeletionMail(
  { key, email, name, workspace_name, workspace_locale, closing }: WorkspaceDeletionNotice,
  { appUrl, mailFrom }: { appUrl: string; mailFrom: string },
): Mail {
  const locale = mailLocale([workspace_locale], deskLocales);
  const inWords = { locale };
  const title = closing ? m.mail_deletion_closing_title({}, inWords) : m.mail_deletion_over_title({}, inWords);
  const greeting = (wrap: (text: string) => string) => m.mail_sla_greeting({ name: wrap(name) }, inWords);
  const what = (wrap: (text: string) => string) =>
    closing
      ? m.mail_deletion_closing(
          { workspace: wrap(workspace_name), time: `${formatDate(closing.deletion_at, "datetime", { timeZone: "UTC", locale })} UTC` },
          inWords,
        )
      : m.mail_deletion_over({ workspace: wrap(workspace_name) }, inWords);
  const way = closing ? m.mail_deletion_closing_way({}, inWords) : m.mail_deletion_over_way({}, inWords);
  const button = closing
    ? { label: m.mail_deletion_open({}, inWords), url: appUrl + paths.dataSettings(closing.slug) }
    : { label: m.mail_deletion_desks({}, inWords), url: appUrl + paths.desks() };
  const footer = m.mail_deletion_footer({}, inWords);
  return {
    messageId: `workspace-deletion.${key}@${mailFrom.split("@")[1] ?? "localhost"}`,
    from: { name: workspace_name, address: mailFrom },
    to: email,
    subject: `${headerText(workspace_name)}: ${title}`,
    language: locale,
    text: [greeting(isolate), what(isolate), way, `${button.label}: ${button.url}`, `-- \n${footer}`, ""].join("\n\n"),
    html: mailPage({
      language: locale,
      direction: directionOf(locale),
      title,
      preview: way,
      workspace: {
        name: headerText(workspace_name),
        brandColor: closing?.brand_color ?? "#0f766e",
        logo: mailLogo(closing?.logo ?? null, appUrl),
      },
      paragraphs: [greeting(isolateHtml), what(isolateHtml), escapeHtml(way)],
      button,
      footer: escapeHtml(footer),
    }),
  };
}

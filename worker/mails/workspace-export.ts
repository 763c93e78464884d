/** The words of the mail about an export: to the owner who asked, when it is ready or could not be made. */
import { formatDate } from "~/lib/i18n/format";
import { deskLocales, directionOf } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { LogoLine } from "~/lib/supabase/database-types";
import { escapeHtml } from "~/lib/text/escape-html";
import { headerText, type Mail } from "../mail";
import { mailLogo, mailPage } from "./layout";
import { isolate, isolateHtml, mailLocale } from "./ticket-confirmation";

export type WorkspaceExportNotice = {
  export_id: string;
  /** Until when it can be downloaded; null: it could not be made. */
  expires_at: Date | null;
  email: string;
  name: string;
  /** What the account chose; null: nothing. */
  locale: string | null;
  workspace_slug: string;
  workspace_name: string;
  workspace_brand_color: string;
  workspace_locale: string;
  workspace_logo: LogoLine | null;
};

/**
 * Writes the mail, in the owner's language, else the workspace's. Its link leads to the page of exports and opens
 * nothing by itself.
 *
 * @param appUrl without a slash at its end
 * @param mailFrom the bare address it comes from
 */
export function workspaceExportMail(notice: WorkspaceExportNotice, { appUrl, mailFrom }: { appUrl: string; mailFrom: string }): Mail {
  const { expires_at: expiresAt, workspace_name: workspace } = notice;
  const locale = mailLocale([notice.locale ?? "", notice.workspace_locale], deskLocales);
  const inWords = { locale };
  const title = expiresAt ? m.mail_export_done_title({}, inWords) : m.mail_export_failed_title({}, inWords);
  const way = expiresAt ? m.mail_export_done_way({}, inWords) : m.mail_export_failed_way({}, inWords);
  const sentences = (wrap: (text: string) => string) => [
    m.mail_sla_greeting({ name: wrap(notice.name) }, inWords),
    expiresAt
      ? m.mail_export_done(
          { workspace: wrap(workspace), time: `${formatDate(expiresAt, "datetime", { timeZone: "UTC", locale })} UTC` },
          inWords,
        )
      : m.mail_export_failed({ workspace: wrap(workspace) }, inWords),
  ];
  const button = { label: m.mail_deletion_open({}, inWords), url: appUrl + paths.dataSettings(notice.workspace_slug) };
  const footer = (wrap: (text: string) => string) => m.mail_export_footer({ workspace: wrap(workspace) }, inWords);
  return {
    // The same for every try, so that whoever gets the mail twice can tell.
    messageId: `workspace-export.${notice.export_id}@${mailFrom.split("@")[1] ?? "localhost"}`,
    from: { name: workspace, address: mailFrom },
    to: notice.email,
    subject: `${headerText(workspace)}: ${title}`,
    language: locale,
    text: [...sentences(isolate), way, `${button.label}: ${button.url}`, `-- \n${footer(isolate)}`, ""].join("\n\n"),
    html: mailPage({
      language: locale,
      direction: directionOf(locale),
      title,
      preview: way,
      workspace: {
        name: headerText(workspace),
        brandColor: notice.workspace_brand_color,
        logo: mailLogo(notice.workspace_logo, appUrl),
      },
      paragraphs: [...sentences(isolateHtml), escapeHtml(way)],
      button,
      footer: footer(isolateHtml),
    }),
  };
}

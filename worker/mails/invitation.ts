/** The words of the mail that asks somebody to become a member of a workspace. */
import { deskLocales, directionOf, type Locale } from "~/lib/i18n/locale";
import { formatDate } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { LogoLine, MemberRole } from "~/lib/supabase/database-types";
import { escapeHtml } from "~/lib/text/escape-html";
import { headerText, type Mail } from "../mail";
import { mailLogo, mailPage } from "./layout";
import { isolate, isolateHtml, mailLocale } from "./ticket-confirmation";

export type InvitationRequest = {
  invitation_id: string;
  email: string;
  role: MemberRole;
  expires_at: Date;
  /** When this mail was asked for. */
  asked_at: string;
  invited_by_name: string;
  workspace_name: string;
  workspace_brand_color: string;
  workspace_locale: string;
  workspace_logo: LogoLine | null;
};

type Sentence = (names: { inviter: string; workspace: string }, inWords: { locale: Locale }) => string;

const asked: Record<MemberRole, Sentence> = {
  owner: m.mail_invitation_owner,
  admin: m.mail_invitation_admin,
  agent: m.mail_invitation_agent,
};

/**
 * Writes the mail, in the workspace's language: of the person there is nothing but an address.
 *
 * @param appUrl without a slash at its end
 * @param mailFrom the bare address it comes from
 * @param secret what opens the link
 */
export function invitationMail(
  request: InvitationRequest,
  { appUrl, mailFrom, secret }: { appUrl: string; mailFrom: string; secret: string },
): Mail {
  const locale = mailLocale([request.workspace_locale], deskLocales);
  const inWords = { locale };
  const url = appUrl + paths.invitation(secret);
  const names = (wrap: (text: string) => string) => ({
    inviter: wrap(request.invited_by_name),
    workspace: wrap(request.workspace_name),
  });
  const day = formatDate(request.expires_at, "date", { timeZone: "UTC", locale });
  const greeting = m.mail_invitation_greeting({}, inWords);
  const open = m.mail_invitation_open({}, inWords);
  const yours = m.mail_invitation_yours({ email: request.email, day }, inWords);
  const footer = (wrap: (text: string) => string) => m.mail_invitation_footer(names(wrap), inWords);

  return {
    messageId: `invitation.${request.invitation_id}.${Date.parse(request.asked_at)}@${mailFrom.split("@")[1] ?? "localhost"}`,
    from: { name: request.workspace_name, address: mailFrom },
    to: request.email,
    // Without the name of whoever asked: nobody shall write a stranger's subject line.
    subject: m.mail_invitation_subject({ workspace: headerText(request.workspace_name) }, inWords),
    language: locale,
    text: [greeting, asked[request.role](names(isolate), inWords), `${open}: ${url}\n${yours}`, `-- \n${footer(isolate)}`, ""].join("\n\n"),
    html: mailPage({
      language: locale,
      direction: directionOf(locale),
      title: m.mail_invitation_title({}, inWords),
      preview: yours,
      workspace: {
        name: headerText(request.workspace_name),
        brandColor: request.workspace_brand_color,
        logo: mailLogo(request.workspace_logo, appUrl),
      },
      paragraphs: [escapeHtml(greeting), asked[request.role](names(isolateHtml), inWords), escapeHtml(yours)],
      button: { label: open, url },
      footer: footer(isolateHtml),
    }),
  };
}

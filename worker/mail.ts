/** Handing a mail over to the mail server. */
import { createTransport } from "nodemailer";
import { type WorkerEnvironment } from "./environment";

export type MailAttachment = { fileName: string; contentType: string; content: Buffer };

export type Mail = {
  messageId: string;
  from: { name: string; address: string };
  /** One bare address. */
  to: string;
  subject: string;
  text: string;
  html: string;
  language: string;
  attachments?: MailAttachment[];
};

/** The mail server took the mail, or will never take one for this address. Anything else throws, to be tried again. */
export type Delivery = { outcome: "sent" } | { outcome: "rejected"; reply: string };

export type Mailer = { send(mail: Mail): Promise<Delivery> };

const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;
/** Marks that turn the reading direction: in a header they could dress one address as another. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from people made safe for a mail header: one line, no direction marks, at most 200 characters. */
export function headerText(text: string): string {
  const line = text.replace(CONTROLS, " ").replace(DIRECTION_MARKS, "").replace(/ {2,}/g, " ").trim();
  return Array.from(line).slice(0, 200).join("");
}

/**
 * A mailer on the configured server. Each mail gets its own connection: there is nothing to go stale in between.
 * The waits together stay below the time in which the queue takes a job for lost.
 */
export function createMailer({ smtp }: Pick<WorkerEnvironment, "smtp">): Mailer {
  const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };
  const transport = createTransport({
    ...(typeof smtp === "string" ? { url: smtp } : smtp),
    ...timeouts,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      try {
        await transport.sendMail({
          messageId: `<${mail.messageId}>`,
          from: { name: headerText(mail.from.name), address: mail.from.address },
          // Objects, never strings: a string would be parsed, and could hold more than one address.
          to: { name: "", address: mail.to },
          envelope: { from: mail.from.address, to: [mail.to] },
          subject: headerText(mail.subject),
          text: mail.text,
          html: mail.html,
          attachments: mail.attachments?.map(({ fileName, contentType, content }) => ({ filename: fileName, contentType, content })),
          headers: {
            // So that absence notes do not answer it, and no two machines talk to each other.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": mail.language,
          },
        });
        return { outcome: "sent" };
      } catch (error) {
        const { code, responseCode, response } = error as { code?: string; responseCode?: number; response?: string };
        if (code === "EENVELOPE" && (responseCode === undefined || responseCode >= 500)) {
          return { outcome: "rejected", reply: (response ?? (error as Error).message).slice(0, 300) };
        }
        throw error;
      }
    },
  };
}

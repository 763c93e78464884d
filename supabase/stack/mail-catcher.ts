import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import PostalMime, { type Address } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { sendJson } from "./http";
import { inboxPage, messagePage } from "./mail-pages";

/** A caught mail. `to` are the addresses it was sent to (the envelope), not those it claims. */
export type CaughtMail = {
  id: string;
  receivedAt: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string | undefined;
  headers: Record<string, string>;
  attachments: { filename: string; contentType: string; size: number }[];
  source: string;
};

export type MailCatcher = { smtpPort: number; webPort: number; close(): Promise<void> };

const KEPT = 1000;
const MAX_BYTES = 25_000_000;

function addressText(address: Address | undefined): string {
  if (!address) return "";
  const mailbox = "address" in address && address.address ? address.address : "";
  return address.name ? `${address.name} <${mailbox}>` : mailbox;
}

async function readMail(source: Buffer, sender: string, recipients: string[]): Promise<CaughtMail> {
  const mail = await PostalMime.parse(source);
  return {
    id: randomUUID(),
    receivedAt: new Date().toISOString(),
    from: addressText(mail.from) || sender,
    to: recipients,
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    html: mail.html,
    headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
    attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
      filename: filename ?? "",
      contentType: mimeType,
      size: typeof content === "string" ? Buffer.byteLength(content, "base64") : content.byteLength,
    })),
    source: source.toString(),
  };
}

/**
 * Catches every mail instead of sending it: SMTP on one port, an inbox for people and a JSON API for tests on another,
 * both on 127.0.0.1. The newest 1000 are kept, in memory.
 *
 * `GET /api/messages` (newest first; `?to=address` for one recipient), `GET /api/messages/:id`, `DELETE /api/messages`.
 */
export async function startMailCatcher({ smtpPort, webPort }: { smtpPort: number; webPort: number }): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    size: MAX_BYTES,
    onAuth: (_auth, _session, done) => done(null, { user: "anyone" }),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (stream.sizeExceeded) return done(Object.assign(new Error("Message too large"), { responseCode: 552 }));
        const { mailFrom, rcptTo } = session.envelope;
        readMail(
          Buffer.concat(chunks),
          mailFrom ? mailFrom.address : "",
          rcptTo.map(({ address }) => address),
        )
          .then((mail) => {
            mails.unshift(mail);
            mails.length = Math.min(mails.length, KEPT);
            done();
          })
          .catch((error: Error) => done(error));
      });
    },
  });
  // Clients that hang up mid-way are no concern of ours.
  smtp.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    smtp.server.once("error", reject);
    smtp.listen(smtpPort, "127.0.0.1", resolve);
  });

  const web = createServer((request, response) => {
    const url = addressOf(request);
    if (url) answer(mails, request, response, url);
    else sendJson(response, 400, { message: "Bad request" });
  });
  await new Promise<void>((resolve, reject) => {
    web.once("error", reject);
    web.listen(webPort, "127.0.0.1", resolve);
  }).catch(async (error: unknown) => {
    await new Promise<void>((resolve) => smtp.close(resolve));
    throw error;
  });
  return {
    smtpPort,
    webPort,
    async close() {
      web.closeAllConnections();
      await Promise.all([new Promise<void>((resolve) => smtp.close(resolve)), new Promise<void>((resolve) => web.close(() => resolve()))]);
    },
  };
}

function sendPage(response: ServerResponse, html: string, policy: string): void {
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
  response.end(html);
}

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'self'";
/** A mail's own HTML: styles and pictures, but no script and no form. */
const MAIL_POLICY = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; font-src data:";

/** What was asked for; `//` and the like are no address. An error thrown here would end the whole stack. */
function addressOf(request: IncomingMessage): URL | undefined {
  const path = request.url ?? "/";
  return URL.canParse(path, "http://mail") ? new URL(path, "http://mail") : undefined;
}

function answer(mails: CaughtMail[], request: IncomingMessage, response: ServerResponse, url: URL): void {
  // A page elsewhere must not read the inbox through a name that it points at this machine.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? ""))
    return sendJson(response, 403, { message: "Ask for 127.0.0.1." });
  const id = /^(?:\/api)?\/messages\/([^/]+)/.exec(url.pathname)?.[1];
  const mail = id ? mails.find((each) => each.id === id) : undefined;
  const summary = ({ html: _html, source: _source, headers: _headers, ...rest }: CaughtMail) => rest;
  if (url.pathname === "/api/messages") {
    if (request.method === "DELETE") {
      mails.length = 0;
      return sendJson(response, 200, []);
    }
    const to = url.searchParams.get("to")?.toLowerCase();
    const chosen = to ? mails.filter((each) => each.to.some((address) => address.toLowerCase() === to)) : mails;
    return sendJson(response, 200, chosen.map(summary));
  }
  if (request.method !== "GET") return sendJson(response, 405, { message: "Method not allowed" });
  if (url.pathname === "/") return sendPage(response, inboxPage(mails), PAGE_POLICY);
  if (id && !mail) return sendJson(response, 404, { message: "No such message" });
  if (mail && url.pathname === `/api/messages/${mail.id}`) return sendJson(response, 200, mail);
  if (mail && url.pathname === `/messages/${mail.id}`) return sendPage(response, messagePage(mail), PAGE_POLICY);
  if (mail?.html && url.pathname === `/messages/${mail.id}/html`) return sendPage(response, mail.html, MAIL_POLICY);
  return sendJson(response, 404, { message: "Not found" });
}

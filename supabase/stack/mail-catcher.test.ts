import { get } from "node:http";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CaughtMail, type MailCatcher, startMailCatcher } from "./mail-catcher";
import { freePort } from "./ports";

let catcher: MailCatcher;
let web: string;

beforeAll(async () => {
  const smtpPort = await freePort();
  catcher = await startMailCatcher({ smtpPort, webPort: await freePort(new Set([smtpPort])) });
  web = `http://127.0.0.1:${catcher.webPort}`;
});
afterAll(() => catcher?.close());
beforeEach(() => fetch(`${web}/api/messages`, { method: "DELETE" }));

const transport = () => createTransport({ host: "127.0.0.1", port: catcher.smtpPort, secure: false });
const list = async (query = "") => (await (await fetch(`${web}/api/messages${query}`)).json()) as CaughtMail[];

const MAIL = {
  from: "Acme <help@acme.test>",
  to: "Ada Läufer <ada@example.test>",
  subject: "Größe <b>und</b> Preis",
  text: "Hello & <script>alert(1)</script>",
  html: '<p id="x">Hello <script>alert(1)</script></p>',
  headers: { "X-Job": "17" },
  attachments: [{ filename: "a.txt", content: "12345" }],
};

describe("the mail catcher", () => {
  it("keeps what was sent, newest first, and finds it by recipient", async () => {
    await transport().sendMail(MAIL);
    await transport().sendMail({ ...MAIL, to: "bob@example.test", bcc: "eve@example.test", subject: "second" });
    expect((await list()).map(({ subject }) => subject)).toEqual(["second", MAIL.subject]);
    expect((await list("?to=EVE@example.test")).map(({ to }) => to)).toEqual([["bob@example.test", "eve@example.test"]]);
    expect(await list("?to=nobody@example.test")).toEqual([]);
    const [first] = await list("?to=ada@example.test");
    const mail = (await (await fetch(`${web}/api/messages/${first!.id}`)).json()) as CaughtMail;
    expect(mail).toMatchObject({
      from: "Acme <help@acme.test>",
      subject: MAIL.subject,
      html: expect.stringContaining('id="x"') as unknown,
      attachments: [{ filename: "a.txt", contentType: "text/plain", size: 5 }],
      headers: { "x-job": "17" },
    });
    expect(mail.text.trim()).toBe(MAIL.text);
    await fetch(`${web}/api/messages`, { method: "DELETE" });
    expect(await list()).toEqual([]);
  });

  it("takes a login, which senders for a real server bring along", async () => {
    const withLogin = createTransport({ host: "127.0.0.1", port: catcher.smtpPort, secure: false, auth: { user: "u", pass: "p" } });
    await withLogin.sendMail(MAIL);
    expect(await list()).toHaveLength(1);
  });

  it("shows mails to people, and lets nothing in them run", async () => {
    await transport().sendMail(MAIL);
    const [mail] = await list();
    const inbox = await (await fetch(web)).text();
    expect(inbox).toContain("Größe &lt;b&gt;und&lt;/b&gt; Preis");
    const page = await fetch(`${web}/messages/${mail!.id}`);
    const text = await page.text();
    expect(text).toContain('<iframe sandbox=""');
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(text).not.toContain("<script>");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const html = await fetch(`${web}/messages/${mail!.id}/html`);
    expect(await html.text()).toContain("<script>");
    expect(html.headers.get("content-security-policy")).toMatch(/^sandbox allow-popups; default-src 'none'/);
  });

  it("answers what it does not have", async () => {
    expect((await fetch(`${web}/messages/none`)).status).toBe(404);
    expect((await fetch(`${web}/none`)).status).toBe(404);
    expect((await fetch(web, { method: "POST" })).status).toBe(405);
  });

  it("outlives addresses that are none", async () => {
    const status = (path: string) =>
      new Promise((resolve, reject) => {
        get({ host: "127.0.0.1", port: catcher.webPort, path }, (response) => resolve(response.resume().statusCode)).on("error", reject);
      });
    for (const path of ["//", "///", "http://["]) expect(await status(path), path).toBe(400);
    expect(await status("/messages/%")).toBe(404);
    expect(await status("/")).toBe(200);
  });
});

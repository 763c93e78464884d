import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type CaughtMail, startMailCatcher } from "../supabase/stack/mail-catcher";
import { freePort } from "../supabase/stack/ports";
import { removeData, type Stack, startStack } from "../supabase/stack/stack";
import { png } from "../tests/support/files";
import { giveLogo } from "../tests/support/logo";
import { Cable } from "./test-support/cable";
import { until, WorkerProcess } from "./test-support/worker-process";

const APP_URL = "https://support.frontroom.test";
const BRAND = "#b45309";

// A stack of its own: a worker takes every job it finds, also those that other tests look at.
let stack: Stack;
let database: pg.Client;
let dataDir: string;
let logo: string;
const running: WorkerProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "frontroom-worker-"));
  stack = await startStack({ dataDir });
  database = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  await database.connect();
  await database.query("insert into public.workspaces (slug, name, brand_color) values ('paperworks', 'Paper & Works', $1)", [BRAND]);
  logo = `${APP_URL}/pictures/${await giveLogo(database, "paperworks")}`;
});

afterAll(async () => {
  await database?.end();
  await stack?.stop();
  if (!dataDir) return;
  await removeData(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

afterEach(async () => {
  for (const worker of running.splice(0)) await worker.stop();
});

function startWorker(changes: Record<string, string> = {}): WorkerProcess {
  const { DATABASE_URL, SMTP_URL, SUPABASE_URL, SUPABASE_SECRET_KEY } = stack.env;
  const own = { DATABASE_URL, SMTP_URL, SUPABASE_URL, SUPABASE_SECRET_KEY };
  const worker = new WorkerProcess({ ...own, APP_URL, MAIL_FROM: "Frontroom <desk@frontroom.test>", ...changes });
  running.push(worker);
  return worker;
}

type Opened = { ticket_id: string; number: number };

/** Opens a ticket as a customer's browser does: an anonymous identity, then the command. */
async function openTicket(changes: Record<string, string> = {}): Promise<Opened> {
  const call = async (place: string, body: object, token?: string) => {
    const answer = await fetch(stack.env.SUPABASE_URL + place, {
      method: "POST",
      headers: {
        apikey: stack.env.SUPABASE_PUBLISHABLE_KEY,
        "content-type": "application/json",
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    expect(answer.ok, await answer.clone().text()).toBe(true);
    return (await answer.json()) as Record<string, unknown>;
  };
  const { access_token } = await call("/auth/v1/signup", {});
  const form = {
    workspace_slug: "paperworks",
    subject: "A question",
    body: "Hello",
    email: `${randomUUID()}@customer.test`,
    name: "Kim",
    submission_id: randomUUID(),
  };
  return (await call("/rest/v1/rpc/open_ticket", { ...form, ...changes }, access_token as string)) as Opened;
}

async function mailsTo(address: string, web = stack.env.MAIL_WEB_URL): Promise<CaughtMail[]> {
  const list = (await (await fetch(`${web}/api/messages?to=${encodeURIComponent(address)}`)).json()) as { id: string }[];
  return Promise.all(list.map(async ({ id }) => (await (await fetch(`${web}/api/messages/${id}`)).json()) as CaughtMail));
}

async function oneMailTo(address: string, web?: string): Promise<CaughtMail> {
  await until(`a mail to ${address}`, async () => (await mailsTo(address, web)).length > 0);
  const mails = await mailsTo(address, web);
  expect(mails).toHaveLength(1);
  return mails[0]!;
}

type JobRow = { state: string; retry_count: number; waits: boolean; output: Record<string, unknown> | null };

async function jobOf(ticketId: string): Promise<JobRow | undefined> {
  const { rows } = await database.query<JobRow>(
    `select state, retry_count, start_after > now() as waits, output from pgboss.job
     where name = 'send-ticket-confirmation' and data ->> 'ticket_id' = $1`,
    [ticketId],
  );
  return rows[0];
}

const jobIs = (ticketId: string, state: string) =>
  until(`job of ${ticketId} ${state}`, async () => ((await jobOf(ticketId))?.state === state ? jobOf(ticketId) : undefined));

describe("the confirmation of a new ticket", () => {
  test("reaches its customer once, in English, with number, words, promise and link", async () => {
    startWorker();
    const email = "kim@customer.test";
    const ticket = await openTicket({ email, subject: "Where is tray 2?", body: "First line\nSecond line" });
    const mail = await oneMailTo(email);
    expect(mail.subject).toBe(`Paper & Works: we have received your request #${ticket.number}`);
    expect(mail.from).toBe("Paper & Works <desk@frontroom.test>");
    expect(mail.text).toContain("Hello Kim,");
    expect(mail.text).toContain(`Your request “Where is tray 2?” has the number #${ticket.number}.`);
    expect(mail.text).toContain("> First line\n> Second line");
    expect(mail.text).toContain(`${APP_URL}/support/paperworks/ticket/${ticket.ticket_id}`);
    expect(mail.html).toContain(`href="${APP_URL}/support/paperworks/ticket/${ticket.ticket_id}"`);
    expect(mail.html).toContain("First line<br>Second line");
    expect(mail.html).toContain('<html lang="en" dir="ltr">');
    expect(mail.html).toContain(BRAND);
    // Decoration, since the name stands beside it, also where no pictures are shown.
    expect(mail.html).toContain(`<img src="${logo}" alt="" width="54" height="36"`);
    expect(mail.html).toMatch(/<img [^>]*>&nbsp; <bdi>Paper &#38; Works<\/bdi>/);
    const { rows } = await database.query<{ due: Date }>("select reply_due_at as due from public.tickets where ticket_id = $1", [
      ticket.ticket_id,
    ]);
    const due = new Intl.DateTimeFormat("en", { dateStyle: "full", timeZone: "UTC" }).format(rows[0]!.due);
    expect(mail.text).toContain(`You can expect an answer by ${due}`);
    expect(mail.headers["message-id"]).toBe(`<ticket-confirmation.${ticket.ticket_id}@frontroom.test>`);
    expect(mail.headers["auto-submitted"]).toBe("auto-generated");
    expect(await jobIs(ticket.ticket_id, "completed")).toMatchObject({ retry_count: 0, output: { outcome: "sent" } });
  });

  test("speaks the customer's language", async () => {
    startWorker();
    const email = "jonas@customer.test";
    const ticket = await openTicket({ email, locale: "de", name: "Jürgen Groß" });
    const mail = await oneMailTo(email);
    expect(mail.subject).toBe(`Paper & Works: Wir haben Ihre Anfrage #${ticket.number} erhalten`);
    expect(mail.text).toContain("Guten Tag Jürgen Groß,");
    expect(mail.text).toContain("Sie erhalten eine Antwort bis ");
    expect(mail.html).toContain('<html lang="de" dir="ltr">');
    expect(mail.headers["content-language"]).toBe("de");
  });

  test("speaks the workspace's language where the customer's is none of the product's", async () => {
    startWorker();
    await database.query("insert into public.workspaces (slug, name, default_locale) values ('druckwerk', 'Druckwerk', 'de-AT')");
    const email = "taro@customer.test";
    await openTicket({ workspace_slug: "druckwerk", email, locale: "ko" });
    expect((await oneMailTo(email)).subject).toContain("Wir haben Ihre Anfrage");
  });

  test("is harmless whatever names and subjects hold", async () => {
    startWorker();
    await database.query("insert into public.workspaces (slug, name) values ('hostile', $1)", [
      "Evil\r\nBcc: third@victim.test\r\n\r\n<b>Hi</b>\u202e",
    ]);
    // So wide that it has the name in it: the name is what is read out then, and what stands there without pictures.
    const wordmark = await giveLogo(database, "hostile", png(300, 60));
    const email = "mallory@customer.test";
    const name = 'Mallory"\r\nBcc: other@victim.test\r\nX-Injected: yes <script>alert(1)</script>';
    const subject = "\u202eevil\u202c <img src=x onerror=alert(1)> 🖨️ مرحبا\nSubject: other";
    const body = "</div><script>alert(2)</script>\r\n.\r\nQUIT\r\n<a href='javascript:alert(3)'>x</a> 👩‍👩‍👧";
    const ticket = await openTicket({ workspace_slug: "hostile", email, name, subject, body });
    const mail = await oneMailTo(email);
    expect(mail.to).toEqual([email]);
    expect(await mailsTo("third@victim.test")).toEqual([]);
    expect(await mailsTo("other@victim.test")).toEqual([]);
    expect(Object.keys(mail.headers).sort()).toEqual([
      "auto-submitted",
      "content-language",
      "content-type",
      "date",
      "from",
      "message-id",
      "mime-version",
      "subject",
      "to",
      "x-auto-response-suppress",
    ]);
    expect(mail.subject).toBe(`Evil Bcc: third@victim.test <b>Hi</b>: we have received your request #${ticket.number}`);
    expect(mail.subject + mail.from).not.toMatch(/[\r\n\u202a-\u202e\u2066-\u2069]/);
    // What it shows is whole; what a mail program would run is text.
    expect(mail.text).toContain("> </div><script>alert(2)</script>");
    expect(mail.text).toContain("👩‍👩‍👧");
    expect(mail.text).toContain("> QUIT");
    expect(mail.html).toContain("&#60;script&#62;alert(2)&#60;/script&#62;");
    expect(mail.html).toContain("&#60;img src=x onerror=alert(1)&#62;");
    const tags = new Set(Array.from(mail.html!.matchAll(/<\/?([a-z0-9]+)/gi), ([, tag]) => tag));
    expect([...tags].sort()).toEqual([
      "a",
      "bdi",
      "body",
      "br",
      "div",
      "h1",
      "head",
      "html",
      "img",
      "meta",
      "p",
      "style",
      "table",
      "td",
      "title",
      "tr",
    ]);
    expect(mail.html).toMatch(/<img [^>]* alt="Evil Bcc: third@victim.test &#60;b&#62;Hi&#60;\/b&#62;" width="180" height="36"/);
    // Nothing is fetched but the logo, and the one link is ours.
    expect(mail.html!.match(/<[^>]*\b(?:src|href|background|on\w+)\s*=\s*"[^"]*"/gi)).toEqual([
      `<img src="${APP_URL}/pictures/${wordmark}"`,
      `<a href="${APP_URL}/support/hostile/ticket/${ticket.ticket_id}"`,
    ]);
    expect(mail.html).not.toMatch(/url\(|@import/i);
  });

  test("is not sent where there is no address", async () => {
    const worker = startWorker();
    const ticket = await openTicket({ email: "gone@customer.test" });
    // The control: with its address it is sent.
    await oneMailTo("gone@customer.test");
    await until("the job is done", () => worker.lines("job_done").length === 1);
    await database.query("update public.customers set email = null where email = 'gone@customer.test'");
    await worker.stop();
    const again = startWorker();
    await database.query("select private.enqueue_job('send-ticket-confirmation', jsonb_build_object('ticket_id', $1::text))", [
      ticket.ticket_id,
    ]);
    await database.query("select private.enqueue_job('send-ticket-confirmation', '{\"ticket_id\": \"nonsense\"}')");
    await database.query("select private.enqueue_job('send-ticket-confirmation', jsonb_build_object('ticket_id', gen_random_uuid()))");
    await until("three jobs are done", () => again.lines("job_done").length === 3);
    expect(
      again
        .lines("job_done")
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(["malformed", "no_address", "ticket_gone"]);
    expect(await mailsTo("gone@customer.test")).toHaveLength(1);
  });
});

describe("when something is down", () => {
  test("the mail server: the mail is tried again, later and later, and arrives once", async () => {
    const [smtpPort, webPort] = [await freePort(), await freePort()];
    const worker = startWorker({ SMTP_URL: `smtp://127.0.0.1:${smtpPort}` });
    const email = "patient@customer.test";
    const ticket = await openTicket({ email });
    expect(await jobIs(ticket.ticket_id, "retry")).toMatchObject({ waits: true });
    const mails = await startMailCatcher({ smtpPort, webPort });
    try {
      // Time passes.
      await database.query("update pgboss.job set start_after = now() where data ->> 'ticket_id' = $1", [ticket.ticket_id]);
      const mail = await oneMailTo(email, `http://127.0.0.1:${webPort}`);
      expect(mail.headers["message-id"]).toContain(ticket.ticket_id);
      expect(await jobIs(ticket.ticket_id, "completed")).toMatchObject({ retry_count: 1 });
      const [failure] = worker.lines("job_failed");
      expect(failure).toMatchObject({ level: "warn", attempt: 1, of: 9 });
      expect(worker.output).not.toContain(email);
    } finally {
      await mails.close();
    }
  });

  test("an address that the mail server refuses for good is not tried again", async () => {
    const smtpPort = await freePort();
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error("no such mailbox"), { responseCode: 550 })),
    });
    await new Promise<void>((resolve) => smtp.listen(smtpPort, "127.0.0.1", resolve));
    try {
      startWorker({ SMTP_URL: `smtp://127.0.0.1:${smtpPort}` });
      const ticket = await openTicket();
      expect(await jobIs(ticket.ticket_id, "completed")).toMatchObject({ retry_count: 0, output: { outcome: "rejected" } });
    } finally {
      await new Promise<void>((resolve) => smtp.close(resolve));
    }
  });

  test("the database: the same worker goes on when it is back", async () => {
    const cable = await Cable.to(stack.ports.database);
    try {
      const worker = startWorker({ DATABASE_URL: stack.env.DATABASE_URL.replace(/:\d+\//, `:${cable.port}/`) });
      await openTicket({ email: "before@customer.test" });
      await oneMailTo("before@customer.test");
      await cable.pull();
      await openTicket({ email: "meanwhile@customer.test" });
      await until("the worker notices", () => worker.lines("database_unreachable").length > 0);
      expect(await mailsTo("meanwhile@customer.test")).toEqual([]);
      await cable.plug();
      await oneMailTo("meanwhile@customer.test");
      expect(worker.isRunning).toBe(true);
      expect(worker.lines("database_reached")).not.toHaveLength(0);
      expect(await worker.stop()).toBe(0);
    } finally {
      await cable.pull();
    }
  });

  test("the database, in the moment between sending a mail and noting it: the mail is not sent twice", async () => {
    const cable = await Cable.to(stack.ports.database);
    const smtpPort = await freePort();
    let taken = 0;
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      onData(stream, _session, done) {
        stream.resume();
        stream.on("end", () => {
          taken += 1;
          void cable.pull().then(() => done());
        });
      },
    });
    await new Promise<void>((resolve) => smtp.listen(smtpPort, "127.0.0.1", resolve));
    try {
      const worker = startWorker({
        DATABASE_URL: stack.env.DATABASE_URL.replace(/:\d+\//, `:${cable.port}/`),
        SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      });
      const ticket = await openTicket();
      await until("the mail is sent", () => worker.lines("job_done").length > 0);
      expect((await jobOf(ticket.ticket_id))?.state).toBe("active");
      await cable.plug();
      await jobIs(ticket.ticket_id, "completed");
      expect(taken).toBe(1);
      expect(worker.isRunning).toBe(true);
    } finally {
      await cable.pull();
      await new Promise<void>((resolve) => smtp.close(resolve));
    }
  });

  test("a worker that starts before its database waits for it", async () => {
    const cable = await Cable.to(stack.ports.database);
    await cable.pull();
    const worker = startWorker({ DATABASE_URL: stack.env.DATABASE_URL.replace(/:\d+\//, `:${cable.port}/`) });
    await until("the worker waits", () => worker.lines("database_unreachable").length > 0);
    await cable.plug();
    await until("the worker works", () => worker.lines("worker_started").length > 0);
    expect(await worker.stop()).toBe(0);
    await cable.pull();
  });
});

describe("the program", () => {
  test.each(["SIGTERM", "SIGINT"] as const)("ends cleanly on %s, within seconds", async (signal) => {
    const worker = startWorker();
    await until("the worker works", () => worker.lines("worker_started").length > 0);
    const asked = Date.now();
    expect(await worker.stop(signal)).toBe(0);
    expect(Date.now() - asked).toBeLessThan(5000);
    expect(worker.lines("worker_stopped")).toHaveLength(1);
    const { rows } = await database.query("select from pg_stat_activity where application_name = 'frontroom-worker'");
    expect(rows).toHaveLength(0);
  });

  test("says which variables are missing or wrong, and nothing else", async () => {
    const worker = new WorkerProcess({ APP_URL: "frontroom", SMTP_PORT: "x", DATABASE_URL: "mysql://here" });
    expect(await worker.ended).toBe(1);
    expect(worker.output).toContain("  DATABASE_URL ");
    expect(worker.output).toContain("  APP_URL ");
    expect(worker.output).toContain("  SUPABASE_SECRET_KEY is missing");
    expect(worker.output).toContain("  SMTP_PORT must be a port number");
    expect(worker.output).toContain("  SMTP_URL is missing");
    expect(worker.output).not.toMatch(/^\s+at /m);
  });

  test("says in one line that the database refuses it", async () => {
    const worker = startWorker({ DATABASE_URL: stack.env.DATABASE_URL.replace(/\/\/postgres:[^@]*@/, "//postgres:wrong@") });
    expect(await worker.ended).toBe(1);
    expect(worker.lines("worker_not_started")).toHaveLength(1);
    expect(worker.output.trim().split("\n")).toHaveLength(1);
  });
});

describe("the mail with an access link", () => {
  /** Adds somebody as the requester does, whose identity is the ticket's. */
  async function add(ticketId: string, email: string, name: string): Promise<string> {
    const { rows } = await database.query<{ customer_id: string }>(
      `with me as (
         select set_config('request.jwt.claims', json_build_object('sub', user_id, 'role', 'authenticated')::text, false)
         from public.tickets join public.customer_identities using (workspace_id, customer_id) where ticket_id = $1
       )
       select line.customer_id from me, public.add_participant($1, $2, $3) as line`,
      [ticketId, email, name],
    );
    return rows[0]!.customer_id;
  }
  const linkIn = (text: string) => new RegExp(`${APP_URL}/support/paperworks/join\\?link=([\\w-]{43})`).exec(text)?.[1];
  const opens = async (secret: string) =>
    (await database.query("select from public.get_access_link('paperworks', $1)", [secret])).rowCount === 1;

  test("brings one secret to the address that was typed, which nothing else holds, and says who asked for it", async () => {
    startWorker();
    const ticket = await openTicket({ email: "lea@customer.test", name: "Lea", locale: "de", subject: "Not for mails" });
    await add(ticket.ticket_id, "pat@customer.test", "Pat <b>Q</b>");
    const mail = await oneMailTo("pat@customer.test");
    expect(mail.subject).toBe(`Paper & Works: Sie wurden zu Ticket #${ticket.number} hinzugefügt`);
    expect(mail.text).toContain(`Lea möchte, dass Sie an Ticket #${ticket.number} bei Paper & Works teilnehmen.`);
    expect(mail.text + mail.html).not.toContain("Not for mails");
    expect(mail.html).toContain("Pat &#60;b&#62;Q&#60;/b&#62;");
    expect(mail.html).toContain(`<img src="${logo}"`);
    const secret = linkIn(mail.text)!;
    expect(linkIn(mail.html!)).toBe(secret);
    expect(await opens(secret)).toBe(true);
    expect(await opens(secret.replace(/.$/, (last) => (last === "A" ? "B" : "A")))).toBe(false);
    const { rows } = await database.query<{ kept: string }>(
      "select (select string_agg(to_jsonb(job)::text, ' ') from pgboss.job) || (select string_agg(to_jsonb(link)::text, ' ') from private.access_links as link) as kept",
    );
    expect(rows[0]!.kept).not.toContain(secret);
  });

  test("is not sent for somebody who was removed before it was written", async () => {
    const ticket = await openTicket({ email: "max@customer.test" });
    await add(ticket.ticket_id, "gone-too@customer.test", "Gone");
    await database.query("update public.ticket_participants set removed_at = now() where ticket_id = $1", [ticket.ticket_id]);
    await add(ticket.ticket_id, "stays@customer.test", "Stays");
    startWorker();
    // The control: the one who stays gets one.
    await oneMailTo("stays@customer.test");
    await until("both jobs done", async () => {
      const { rows } = await database.query<{ outcome: string }>(
        "select output ->> 'outcome' as outcome from pgboss.job where name = 'send-access-link' and data ->> 'ticket_id' = $1 and state = 'completed' order by created_on",
        [ticket.ticket_id],
      );
      return rows.map(({ outcome }) => outcome).join(" ") === "not_wanted_any_more sent" || undefined;
    });
    expect(await mailsTo("gone-too@customer.test")).toEqual([]);
  });
});

/** The first owner of a workspace of its own. */
async function owned(slug: string, changes: { name?: string; locale?: string; owner?: string; ownLocale?: string } = {}) {
  const { name = "Paper & Works", locale = "en", owner = "Olivia Owens" } = changes;
  const userId = randomUUID();
  const address = `${userId}@owner.test`;
  await database.query("insert into auth.users (id, email, email_confirmed_at, raw_user_meta_data) values ($1, $2, now(), $3)", [
    userId,
    address,
    { locale: changes.ownLocale ?? null },
  ]);
  await database.query(
    `with made as (insert into public.workspaces (slug, name, default_locale) values ($1, $2, $3) returning workspace_id)
     insert into public.workspace_members (workspace_id, user_id, role, display_name) select workspace_id, $4, 'owner', $5 from made`,
    [slug, name, locale, userId, owner],
  );
  const command = async <T>(call: string, values: unknown[]): Promise<T> => {
    await database.query("select set_config('request.jwt.claims', $1, false)", [JSON.stringify({ sub: userId, role: "authenticated" })]);
    return (await database.query<{ answer: T }>(`select public.${call} as answer`, values)).rows[0]!.answer;
  };
  return {
    address,
    requestExport: () => command<string>("request_workspace_export($1)", [slug]),
    invite: (email: string, role = "agent") => command<string>("invite_member($1, $2, $3::public.member_role)", [slug, email, role]),
    revoke: (id: string) => command<void>("revoke_invitation($1, $2)", [slug, id]),
    resend: async (id: string) => {
      await database.query("update public.workspace_invitations set expires_at = now() where invitation_id = $1", [id]);
      await command<void>("resend_invitation($1, $2)", [slug, id]);
    },
  };
}

describe("the mail with an invitation", () => {
  const linkIn = (text: string) => new RegExp(`${APP_URL}/join\\?link=([\\w-]{43})`).exec(text)?.[1] ?? "";
  const opens = async (secret: string) => (await database.query("select from public.get_invitation($1)", [secret])).rowCount === 1;
  const outcomes = async (id: string) => {
    const { rows } = await database.query<{ outcome: string }>(
      `select output ->> 'outcome' as outcome from pgboss.job
       where name = 'send-invitation' and data ->> 'invitation_id' = $1 and state = 'completed' order by created_on`,
      [id],
    );
    return rows.map(({ outcome }) => outcome).join(" ");
  };

  test("says who asks, to what and as what, and holds a secret that nothing else does", async () => {
    startWorker();
    const { invite } = await owned("invites", { owner: "Olivia <b>O</b>" });
    const own = await giveLogo(database, "invites");
    await invite("Nora@Colleague.test", "admin");
    const mail = await oneMailTo("nora@colleague.test");
    expect(mail.subject).toBe("You are invited to Paper & Works");
    expect(mail.text).toContain("Olivia <b>O</b> would like you to be an admin of Paper & Works’s support desk");
    expect(mail.text).toContain("It is for nora@colleague.test");
    expect(mail.html).toContain("Olivia &#60;b&#62;O&#60;/b&#62;");
    expect(mail.html).toContain(`<img src="${APP_URL}/pictures/${own}"`);
    const secret = linkIn(mail.text);
    expect(linkIn(mail.html!)).toBe(secret);
    expect(await opens(secret)).toBe(true);
    expect(await opens(secret.replace(/.$/, (last) => (last === "A" ? "B" : "A")))).toBe(false);
    const { rows } = await database.query<{ kept: string }>(
      "select (select string_agg(to_jsonb(job)::text, ' ') from pgboss.job) || (select string_agg(to_jsonb(known)::text, ' ') from private.invitation_secrets as known) as kept",
    );
    expect(rows[0]!.kept).not.toContain(secret);
  });

  test("speaks the workspace's language", async () => {
    startWorker();
    const { invite } = await owned("einladend", { name: "Druckwerk", locale: "de-AT", owner: "Jörg" });
    await invite("max@colleague.test");
    const mail = await oneMailTo("max@colleague.test");
    expect(mail.subject).toBe("Einladung zu Druckwerk");
    // The control: it has no logo.
    expect(mail.html).not.toContain("<img");
    expect(mail.text).toContain("Jörg möchte, dass Sie im Support von Druckwerk als Agent arbeiten");
    expect(mail.headers["content-language"]).toBe("de");
  });

  test("sent again has another link, and the one before opens nothing any more", async () => {
    startWorker();
    const { invite, resend } = await owned("again");
    const id = await invite("twice@colleague.test");
    const first = linkIn((await oneMailTo("twice@colleague.test")).text);
    await resend(id);
    await until("a second mail", async () => (await mailsTo("twice@colleague.test")).length === 2);
    const links = (await mailsTo("twice@colleague.test")).map(({ text }) => linkIn(text));
    expect(new Set(links).size).toBe(2);
    expect([await opens(first), await opens(links.find((link) => link !== first)!)]).toEqual([false, true]);
  });

  test("is not sent when it was taken back, nor for a request that a later one replaced", async () => {
    const { invite, revoke, resend } = await owned("taken-back");
    const gone = await invite("taken-back@colleague.test");
    await revoke(gone);
    const stays = await invite("stays@colleague.test");
    await resend(stays);
    startWorker();
    // The control: what was asked for last is sent, once.
    await oneMailTo("stays@colleague.test");
    await until("all three jobs", async () => (await outcomes(gone)) !== "" && (await outcomes(stays)).includes(" "));
    expect([await outcomes(gone), await outcomes(stays)]).toEqual(["not_wanted_any_more", "not_wanted_any_more sent"]);
    expect(await mailsTo("taken-back@colleague.test")).toEqual([]);
  });
});

describe("the mail about an export", () => {
  const after = (id: string, what: string) =>
    database.query(
      `select private.${what}(workspace_id${what.startsWith("fail") ? ", export_id" : ""}) from private.workspace_exports where export_id = $1`,
      [id],
    );

  test("tells the owner who asked, in their own language, once it is ready, and once that it could not be made", async () => {
    const { address, requestExport } = await owned("exports", { owner: "Olga", ownLocale: "de" });
    // Nobody waits any more for what was taken back.
    await after(await requestExport(), "drop_workspace_exports");
    await after(await requestExport(), "fail_workspace_export");
    startWorker();
    const failed = await oneMailTo(address);
    expect(failed.subject).toBe("Paper & Works: Ihr Export konnte nicht erstellt werden");
    expect(failed.text).not.toContain("UTC");

    const id = await requestExport();
    await until("a second mail", async () => (await mailsTo(address)).length === 2);
    const mail = (await mailsTo(address)).find(({ subject }) => subject === "Paper & Works: Ihr Export ist fertig")!;
    expect(mail.headers["content-language"]).toBe("de");
    expect(mail.text).toContain("Hallo Olga,");
    const { rows } = await database.query<{ at: Date }>("select expires_at as at from private.workspace_exports where export_id = $1", [
      id,
    ]);
    const day = new Intl.DateTimeFormat("de", {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      timeZone: "UTC",
    }).format(rows[0]!.at);
    expect(mail.text).toContain(`bis ${day} UTC herunterladen`);
    // The page, and nothing that opens the file.
    expect(mail.text.match(/https?:\S+/g)).toEqual([`${APP_URL}/desk/exports/settings/data`]);
    expect(mail.html).toContain(`href="${APP_URL}/desk/exports/settings/data"`);
    expect(mail.text + mail.html).not.toContain(id);
  });

  test("is not sent to who is an owner no more, and in the workspace's language to who chose none", async () => {
    const [gone, stays] = [await owned("exports-gone"), await owned("exports-stays", { locale: "de" })];
    await after(await gone.requestExport(), "fail_workspace_export");
    await after(await stays.requestExport(), "fail_workspace_export");
    await database.query("alter table public.workspace_members disable trigger user");
    await database.query(
      "update public.workspace_members set role = 'admin' where workspace_id = (select workspace_id from public.workspaces where slug = 'exports-gone')",
    );
    await database.query("alter table public.workspace_members enable trigger user");
    startWorker();
    expect((await oneMailTo(stays.address)).subject).toContain("Ihr Export konnte nicht erstellt werden");
    await until("both jobs", async () => {
      const { rows } = await database.query<{ outcome: string }>(
        `select output ->> 'outcome' as outcome from pgboss.job join public.workspaces on workspace_id::text = data ->> 'workspace_id'
         where job.name = 'send-workspace-export' and slug like 'exports-%' and state = 'completed' order by slug`,
      );
      return rows.map(({ outcome }) => outcome).join(" ") === "not_wanted_any_more sent" || undefined;
    });
    expect(await mailsTo(gone.address)).toEqual([]);
  });
});

describe("SLA clocks", () => {
  test("are swept while the worker runs: what is overdue becomes a breach, what is not stays as it is", async () => {
    const [late, early] = [await openTicket(), await openTicket()];
    await database.query(
      "update public.sla_clocks set due_at = now() - interval '20 seconds', next_at = now() - interval '20 seconds' where ticket_id = $1",
      [late.ticket_id],
    );
    const states = async () => {
      const { rows } = await database.query<{ state: string }>(
        "select state from public.sla_clocks where ticket_id = any ($1) order by ticket_id = $2 desc",
        [[late.ticket_id, early.ticket_id], late.ticket_id],
      );
      return rows.map(({ state }) => state).join(" ");
    };
    expect(await states()).toBe("running running");
    startWorker();
    await until("the sweep", async () => (await states()) !== "running running");
    expect(await states()).toBe("breached running");
  });
});

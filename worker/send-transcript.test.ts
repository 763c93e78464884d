/** A transcript that somebody asked for arrives by mail, as a file. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "@supabase/supabase-js";
import pg from "pg";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import type { Database } from "../app/lib/supabase/database-types";
import type { CaughtMail } from "../supabase/stack/mail-catcher";
import { removeData, type Stack, startStack } from "../supabase/stack/stack";
import { giveLogo } from "../tests/support/logo";
import { until, WorkerProcess } from "./test-support/worker-process";
import { confirmAddress } from "../tests/support/mailbox";
import { readPdf } from "../tests/support/read-pdf";

const APP_URL = "https://support.frontroom.test";

// A stack of its own: a worker takes every job it finds, also those that other tests look at.
let stack: Stack;
let database: pg.Client;
let dataDir: string;
let worker: WorkerProcess;
let kim: ReturnType<typeof openSupabase>;
let agent: ReturnType<typeof openSupabase>;
let ticket: { ticket_id: string; number: number };
let roomId: string;

function openSupabase() {
  return createClient<Database>(stack.env.SUPABASE_URL, stack.env.SUPABASE_PUBLISHABLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket as never },
  });
}

async function ok<T>(call: PromiseLike<{ data: T; error: { message: string } | null }>): Promise<NonNullable<T>> {
  const { data, error } = await call;
  if (data === null || data === undefined) throw new Error(error?.message ?? "No answer.");
  return data;
}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "frontroom-worker-"));
  stack = await startStack({ dataDir });
  database = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  await database.connect();
  agent = openSupabase();
  await agent.auth.signUp({ email: "sana@paperworks.test", password: "correct horse battery" });
  await confirmAddress(stack.env, "sana@paperworks.test");
  await agent.auth.signInWithPassword({ email: "sana@paperworks.test", password: "correct horse battery" });
  await ok(agent.rpc("create_workspace", { workspace_name: "Paper & Works", workspace_slug: "paperworks", member_name: "Sana Iqbal" }));

  kim = openSupabase();
  await kim.auth.signInAnonymously();
  const opened = await ok(
    kim.rpc("open_ticket", {
      workspace_slug: "paperworks",
      subject: "Where is tray 2?",
      body: "مرحبا from tray 2",
      email: "kim@customer.test",
      name: "Kim",
      submission_id: randomUUID(),
    }),
  );
  ticket = opened;
  const { rows } = await database.query<{ id: string }>("select chat_room_id as id from public.tickets where ticket_id = $1", [
    ticket.ticket_id,
  ]);
  roomId = rows[0]!.id;
  await ok(agent.rpc("send_message", { room_id: roomId, body: "Below tray 1", client_id: randomUUID() }));
  await ok(agent.rpc("add_note", { room_id: roomId, body: "Between ourselves", client_id: randomUUID() }));
  const { DATABASE_URL, SMTP_URL, SUPABASE_URL, SUPABASE_SECRET_KEY } = stack.env;
  worker = new WorkerProcess({ DATABASE_URL, SMTP_URL, SUPABASE_URL, SUPABASE_SECRET_KEY, APP_URL });
});

afterAll(async () => {
  await worker?.stop();
  await database?.end();
  await stack?.stop();
  if (!dataDir) return;
  await removeData(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

async function transcriptsTo(address: string): Promise<CaughtMail[]> {
  const web = stack.env.MAIL_WEB_URL;
  const list = (await (await fetch(`${web}/api/messages?to=${encodeURIComponent(address)}`)).json()) as { id: string }[];
  const mails = await Promise.all(list.map(async ({ id }) => (await (await fetch(`${web}/api/messages/${id}`)).json()) as CaughtMail));
  return mails.filter(({ subject }) => /transcript|Protokoll/.test(subject));
}

const newestTo = (address: string, count: number) =>
  until(`transcript ${count} to ${address}`, async () => {
    const mails = await transcriptsTo(address);
    return mails.length === count && mails[0];
  });

async function attached(mail: CaughtMail): Promise<{ name: string; type: string; bytes: Buffer }> {
  const { attachments } = await PostalMime.parse(mail.source, { attachmentEncoding: "arraybuffer" });
  expect(attachments).toHaveLength(1);
  const { filename, mimeType, content } = attachments[0]!;
  return { name: filename ?? "", type: mimeType, bytes: Buffer.from(content as ArrayBuffer) };
}

describe("a transcript by mail", () => {
  test("reaches the customer who asked, in the language asked in, with the file and without notes", async () => {
    const logoId = await giveLogo(database, "paperworks");
    const address = await ok(
      kim.rpc("request_transcript", { ticket_id: ticket.ticket_id, format: "pdf", time_zone: "Europe/Berlin", locale: "de" }),
    );
    expect(address).toBe("kim@customer.test");
    const mail = await newestTo("kim@customer.test", 1);
    expect(mail.subject).toBe(`Paper & Works: Protokoll zu Ticket #${ticket.number}`);
    expect(mail.text).toContain("Guten Tag Kim,");
    expect(mail.text).toContain(`${APP_URL}/support/paperworks/ticket/${ticket.ticket_id}`);
    expect(mail.html).toContain('<html lang="de" dir="ltr">');
    expect(mail.html).toContain(`<img src="${APP_URL}/pictures/${logoId}"`);
    const file = await attached(mail);
    expect(file).toMatchObject({ name: `frontroom-paperworks-${ticket.number}.pdf`, type: "application/pdf" });
    const words = (await readPdf(file.bytes)).text;
    for (const said of ["Where is tray 2?", "مرحبا", "Below tray 1", "Sana Iqbal", "Europe/Berlin", "Ende des Protokolls: 2 Nachrichten."])
      expect(words).toContain(said);
    expect(words).not.toContain("Between ourselves");
    expect(mail.text + mail.html).not.toContain("Between ourselves");
  });

  test("reaches the agent who asked, with notes if they were asked for", async () => {
    const wish = { ticket_id: ticket.ticket_id, format: "txt" as const };
    await ok(agent.rpc("request_transcript", wish));
    const without = await attached(await newestTo("sana@paperworks.test", 1));
    expect(without.type).toMatch(/^text\/plain/);
    expect(without.bytes.toString()).toContain("Below tray 1");
    expect(without.bytes.toString()).not.toContain("Between ourselves");
    await ok(agent.rpc("request_transcript", { ...wish, include_notes: true }));
    const mail = await newestTo("sana@paperworks.test", 2);
    expect((await attached(mail)).bytes.toString()).toContain("Between ourselves");
    expect(mail.text).toContain(`${APP_URL}/desk/paperworks/ticket/${ticket.ticket_id}`);
  });

  test("is not sent to somebody who was removed meanwhile, and once to somebody who was not", async () => {
    await worker.stop();
    await ok(kim.rpc("request_transcript", { ticket_id: ticket.ticket_id, format: "html" }));
    await ok(agent.rpc("request_transcript", { ticket_id: ticket.ticket_id, format: "html", include_notes: true }));
    await database.query("alter table public.workspace_members disable trigger user");
    await database.query("update public.workspace_members set removed_at = now()");
    await database.query("alter table public.workspace_members enable trigger user");
    const { DATABASE_URL, SMTP_URL, SUPABASE_URL, SUPABASE_SECRET_KEY } = stack.env;
    worker = new WorkerProcess({ DATABASE_URL, SMTP_URL, SUPABASE_URL, SUPABASE_SECRET_KEY, APP_URL });
    const file = await attached(await newestTo("kim@customer.test", 2));
    expect(file.bytes.toString()).toContain("<!doctype html>");
    await until("the agent's job", () => worker.lines("job_done").some(({ outcome }) => outcome === "recipient_gone"));
    expect(await transcriptsTo("sana@paperworks.test")).toHaveLength(2);
    // Asked for again by the queue, as after a crash: it knows that it was sent.
    await database.query(
      `insert into pgboss.job (name, data)
       select 'send-transcript', jsonb_build_object('request_id', request_id)
       from private.transcript_requests where customer_id is not null and sent_at is not null limit 1`,
    );
    await until("the repeated job", () => worker.lines("job_done").some(({ outcome }) => outcome === "sent_before"));
    expect(await transcriptsTo("kim@customer.test")).toHaveLength(2);
  });
});

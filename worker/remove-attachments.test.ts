/** Files leave the bucket when no message has them any more. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "@supabase/supabase-js";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import type { Database } from "../app/lib/supabase/database-types";
import { removeData, type Stack, startStack } from "../supabase/stack/stack";
import { until, WorkerProcess } from "./test-support/worker-process";

// A stack of its own: a worker takes every job it finds, also those that other tests look at.
let stack: Stack;
let database: pg.Client;
let dataDir: string;
let worker: WorkerProcess;
let kim: ReturnType<typeof openSupabase>;
let roomId: string;

function openSupabase(key: "SUPABASE_PUBLISHABLE_KEY" | "SUPABASE_SECRET_KEY") {
  return createClient<Database>(stack.env.SUPABASE_URL, stack.env[key], {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket as never },
  });
}

function startWorker(changes: Record<string, string> = {}): WorkerProcess {
  const { DATABASE_URL, SMTP_URL, SUPABASE_URL, SUPABASE_SECRET_KEY } = stack.env;
  const own = { DATABASE_URL, SMTP_URL, SUPABASE_URL, SUPABASE_SECRET_KEY };
  return new WorkerProcess({ ...own, APP_URL: "https://support.frontroom.test", ...changes });
}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "frontroom-worker-"));
  stack = await startStack({ dataDir });
  database = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  await database.connect();
  await database.query("insert into public.workspaces (slug, name) values ('paperworks', 'Paper & Works')");
  kim = openSupabase("SUPABASE_PUBLISHABLE_KEY");
  await kim.auth.signInAnonymously();
  const opened = await kim.rpc("open_ticket", {
    workspace_slug: "paperworks",
    subject: "A question",
    body: "Hello",
    email: "kim@customer.test",
    name: "Kim",
    submission_id: randomUUID(),
  });
  const { rows } = await database.query<{ id: string }>("select chat_room_id as id from public.tickets where ticket_id = $1", [
    opened.data!.ticket_id,
  ]);
  roomId = rows[0]!.id;
  worker = startWorker();
});

afterAll(async () => {
  await worker?.stop();
  await database?.end();
  await stack?.stop();
  if (!dataDir) return;
  await removeData(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

type File = { attachment_id: string; object_path: string };

async function upload(): Promise<File> {
  const { data, error } = await kim.rpc("create_attachment", {
    room_id: roomId,
    client_id: randomUUID(),
    file_name: "a.txt",
    content_type: "text/plain",
    byte_size: 5,
  });
  if (error) throw new Error(error.message);
  await put(data);
  return data;
}

async function put({ object_path: place }: File): Promise<void> {
  const { error } = await kim.storage.from("attachments").upload(place, Buffer.from("Hello"), { contentType: "text/plain" });
  if (error) throw new Error(error.message);
}

/** As the key of the service sees it: there is no policy between it and the file. */
async function isStored({ object_path: place }: File): Promise<boolean> {
  const { data } = await openSupabase("SUPABASE_SECRET_KEY").storage.from("attachments").download(place);
  return data !== null;
}

async function isRow({ attachment_id: id }: File): Promise<boolean> {
  return (await database.query("select from public.attachments where attachment_id = $1", [id])).rowCount === 1;
}

const send = async (file: File) => {
  const { data, error } = await kim.rpc("send_message", {
    room_id: roomId,
    body: "Look",
    client_id: randomUUID(),
    attachment_ids: [file.attachment_id],
  });
  if (error) throw new Error(error.message);
  return data.seq;
};

/** Makes a file's jobs due, as if a day had passed for it. */
const aDayLater = async ({ attachment_id: id }: File) => {
  await database.query("update public.attachments set created_at = created_at - interval '1 day' where attachment_id = $1", [id]);
  await database.query("update pgboss.job set start_after = now() where name = 'remove-attachments' and data ->> 'attachment_id' = $1", [
    id,
  ]);
};

const outcomes = (file: File) =>
  worker
    .lines("job_done")
    .filter((line) => line.attachment_id === file.attachment_id)
    .map(({ outcome }) => outcome);

describe("removing files", () => {
  test("deletes the files of a deleted message, and no others", async () => {
    const [removed, kept] = [await upload(), await upload()];
    const seq = await send(removed);
    await send(kept);
    expect([await isStored(removed), await isStored(kept)]).toEqual([true, true]);
    const { error } = await kim.rpc("delete_message", { room_id: roomId, seq });
    expect(error).toBeNull();
    await until("the file to be deleted", async () => !(await isStored(removed)));
    await until("the record of it", () => outcomes(removed).includes("deleted"));
    expect(await isStored(kept)).toBe(true);
  });

  test("deletes a file that was taken back, and once more what arrived after that", async () => {
    const file = await upload();
    await kim.rpc("discard_attachment", { attachment_id: file.attachment_id });
    await until("the file to be deleted", async () => !(await isStored(file)));
    expect(await isRow(file)).toBe(true);
    // An upload that was under way: Storage asked its policy before.
    await openSupabase("SUPABASE_SECRET_KEY")
      .storage.from("attachments")
      .upload(file.object_path, Buffer.from("Hello"), { contentType: "text/plain" });
    expect(await isStored(file)).toBe(true);
    await aDayLater(file);
    await until("the file to be deleted", async () => !(await isStored(file)));
    await until("its row to be forgotten", async () => !(await isRow(file)));
    expect(outcomes(file)).toEqual(["deleted", "forgotten"]);
  });

  test("deletes what was never sent after a day, and keeps what was sent", async () => {
    const [forgotten, sent, fresh] = [await upload(), await upload(), await upload()];
    await send(sent);
    await aDayLater(forgotten);
    await aDayLater(sent);
    await until("the file to be deleted", async () => !(await isStored(forgotten)));
    await until("the sent one to be looked at", () => outcomes(sent).includes("not_removed"));
    expect([await isStored(sent), await isStored(fresh)]).toEqual([true, true]);
    expect([await isRow(sent), await isRow(fresh)]).toEqual([true, true]);
    await until("its row to be forgotten", async () => !(await isRow(forgotten)));
  });

  test("does the same job twice, and one of a file that is not there, without harm", async () => {
    const file = await upload();
    await kim.rpc("discard_attachment", { attachment_id: file.attachment_id });
    await until("the first", () => outcomes(file).length > 0);
    for (const id of [file.attachment_id, randomUUID()])
      await database.query("select private.enqueue_job('remove-attachments', jsonb_build_object('attachment_id', $1::text))", [id]);
    await until("the second", () => outcomes(file).length > 1);
    expect(outcomes(file)).toEqual(["deleted", "deleted"]);
    await until("all of them to end well", async () => {
      const { rows } = await database.query<{ state: string }>(
        "select state from pgboss.job where name = 'remove-attachments' and start_after <= now()",
      );
      return rows.every(({ state }) => state === "completed");
    });
  });

  test("tries again when Storage does not let it, and says nothing of the key", async () => {
    await worker.stop();
    worker = startWorker({ SUPABASE_SECRET_KEY: "sb_secret_of_another_project" });
    const file = await upload();
    await kim.rpc("discard_attachment", { attachment_id: file.attachment_id });
    await until("a failure", () => worker.lines("job_failed").length > 0);
    expect(await isStored(file)).toBe(true);
    expect(worker.output).not.toContain("sb_secret");
    const { rows } = await database.query<{ text: string }>(
      "select coalesce(output::text, '') as text from pgboss.job where name = 'remove-attachments'",
    );
    expect(rows.map(({ text }) => text).join("")).not.toContain("sb_secret");
    await worker.stop();
    worker = startWorker();
    await database.query("update pgboss.job set start_after = now() where name = 'remove-attachments' and state = 'retry'");
    await until("the file to be deleted", async () => !(await isStored(file)));
  });
});

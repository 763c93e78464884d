/** Files leave the bucket when no message has them any more, and their message when they are not what was said of them. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "@supabase/supabase-js";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import type { Database } from "../app/lib/supabase/database-types";
import { pdf, png } from "../tests/support/files";
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

type Said = { file_name: string; content_type: string; width?: number; height?: number };

/** With Kim's own token, as somebody does who goes past the app: nobody has looked into the bytes. */
async function upload(
  bytes: Buffer = Buffer.from("Hello"),
  said: Said = { file_name: "a.txt", content_type: "text/plain" },
): Promise<File> {
  const { data, error } = await kim.rpc("create_attachment", {
    room_id: roomId,
    client_id: randomUUID(),
    byte_size: bytes.length,
    ...said,
  });
  if (error) throw new Error(error.message);
  const put = await kim.storage.from("attachments").upload(data.object_path, bytes, { contentType: said.content_type });
  if (put.error) throw new Error(put.error.message);
  return data;
}

/** As the key of the service sees it: there is no policy between it and the file. */
async function isStored({ object_path: place }: File): Promise<boolean> {
  const { data } = await openSupabase("SUPABASE_SECRET_KEY").storage.from("attachments").download(place);
  return data !== null;
}

async function isRow({ attachment_id: id }: File): Promise<boolean> {
  return (await database.query("select from public.attachments where attachment_id = $1", [id])).rowCount === 1;
}

const send = async (...files: File[]) => {
  const { data, error } = await kim.rpc("send_message", {
    room_id: roomId,
    body: "Look",
    client_id: randomUUID(),
    attachment_ids: files.map(({ attachment_id: id }) => id),
  });
  if (error) throw new Error(error.message);
  return data.seq;
};

/** Makes a file's jobs due, as if a day had passed for it. */
const aDayLater = async ({ attachment_id: id }: File) => {
  await database.query("update public.attachments set created_at = created_at - interval '1 day' where attachment_id = $1", [id]);
  await database.query("update pgboss.job set start_after = now() where data ->> 'attachment_id' = $1 and state = 'created'", [id]);
};

const outcomes = ({ attachment_id: id }: Pick<File, "attachment_id">, job = "remove-attachments") =>
  worker
    .lines("job_done")
    .filter((line) => line.attachment_id === id && line.job === job)
    .map(({ outcome }) => outcome);

const checks = (file: Pick<File, "attachment_id">) => outcomes(file, "check-attachments");

/** The files that people see in a message. */
const filesOf = async (seq: number) => {
  const { rows } = await database.query<{ line: { attachments: { attachment_id: string }[] } }>(
    "select to_jsonb(private.message_line(message)) as line from public.messages as message where room_id = $1 and seq = $2",
    [roomId, seq],
  );
  return rows[0]!.line.attachments.map(({ attachment_id: id }) => id);
};

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
    const [file, sent] = [await upload(), await upload()];
    await kim.rpc("discard_attachment", { attachment_id: file.attachment_id });
    const seq = await send(sent);
    const failed = (job: string) => worker.lines("job_failed").some((line) => line.job === job);
    await until("both to fail", () => failed("remove-attachments") && failed("check-attachments"));
    expect([await isStored(file), await isStored(sent)]).toEqual([true, true]);
    // What could not be looked into is neither taken out nor found good.
    expect([await filesOf(seq), checks(sent)]).toEqual([[sent.attachment_id], []]);
    expect(worker.output).not.toContain("sb_secret");
    const { rows } = await database.query<{ text: string }>(
      "select coalesce(output::text, '') as text from pgboss.job where name in ('remove-attachments', 'check-attachments')",
    );
    expect(rows.map(({ text }) => text).join("")).not.toContain("sb_secret");
    await worker.stop();
    worker = startWorker();
    await database.query("update pgboss.job set start_after = now() where state = 'retry'");
    await until("the file to be deleted", async () => !(await isStored(file)));
    await until("the sent one to be looked into", () => checks(sent).includes("as_said"));
  });
});

describe("looking into files", () => {
  test("takes out what is not what it was said to be, and leaves what is, also in the same message", async () => {
    const picture = { file_name: "a.png", content_type: "image/png" };
    const page = Buffer.from("<!doctype html><script>alert(1)</script>");
    const lying = [
      await upload(page),
      await upload(Buffer.from("MZ\x90\0 a program"), { file_name: "invoice.pdf", content_type: "application/pdf" }),
      await upload(page, { ...picture, width: 40, height: 30 }),
      await upload(png(40, 30), { ...picture, width: 4, height: 3 }),
      // Without the size that the room keeps free for it, and with one that a text does not have.
      await upload(png(40, 30), picture),
      await upload(Buffer.from("Hello"), { file_name: "a.txt", content_type: "text/plain", width: 40, height: 30 }),
    ];
    const honest = [
      await upload(),
      await upload(pdf, { file_name: "invoice.pdf", content_type: "application/pdf" }),
      await upload(png(40, 30), { ...picture, width: 40, height: 30 }),
    ];
    const [mixed, alone] = [await send(lying[0]!, ...honest), await send(...lying.slice(1))];
    for (const file of lying) await until("it to be taken out", () => checks(file).includes("content_differs"));
    for (const file of honest) await until("it to be found good", () => checks(file).includes("as_said"));
    expect(await filesOf(mixed)).toEqual(honest.map(({ attachment_id: id }) => id));
    expect(await filesOf(alone)).toEqual([]);
    for (const file of lying) {
      await until("the file to be deleted", async () => !(await isStored(file)));
      expect((await kim.rpc("get_attachment", { attachment_id: file.attachment_id })).data).toEqual([]);
    }
    for (const file of honest) expect(await isStored(file)).toBe(true);
    const warnings = worker.lines("job_done").filter(({ outcome }) => outcome === "content_differs");
    expect(warnings.map(({ level, said, found }) => `${level} ${String(said)}: ${String(found)}`).sort()).toEqual([
      "warn application/pdf: type",
      "warn image/png: image/png",
      "warn image/png: image/png",
      "warn image/png: type",
      "warn text/plain: text/plain",
      "warn text/plain: type",
    ]);
    expect(worker.output).not.toContain("invoice.pdf");
  });

  test("finds after a day what an upload under way put in the place of a good file", async () => {
    const [file, other] = [await upload(), await upload()];
    const seq = await send(file, other);
    for (const one of [file, other]) await until("the first look", () => checks(one).length > 0);
    const { error } = await openSupabase("SUPABASE_SECRET_KEY")
      .storage.from("attachments")
      .upload(file.object_path, Buffer.from("Other bytes"), { contentType: "text/plain", upsert: true });
    expect(error).toBeNull();
    await aDayLater(file);
    await aDayLater(other);
    for (const one of [file, other]) await until("the second look", () => checks(one).length > 1);
    expect([checks(file), checks(other)]).toEqual([
      ["as_said", "content_differs"],
      ["as_said", "as_said"],
    ]);
    expect(await filesOf(seq)).toEqual([other.attachment_id]);
  });

  test("does the same job twice, and one of a file or an object that is not there, without harm", async () => {
    const [lying, gone] = [await upload(Buffer.from("<html>")), await upload()];
    const look = (data: object) => database.query("select private.enqueue_job('check-attachments', $1)", [data]);
    const seq = await send(lying, gone);
    for (const file of [lying, gone]) await until("the first look", () => checks(file).length > 0);
    await openSupabase("SUPABASE_SECRET_KEY").storage.from("attachments").remove([gone.object_path]);
    const unknown = { attachment_id: randomUUID() };
    for (const { attachment_id } of [lying, gone, unknown]) await look({ attachment_id });
    await look({});
    await until("the second look", () => [lying, gone].every((file) => checks(file).length > 1) && checks(unknown).length > 0);
    expect([checks(lying), checks(gone), checks(unknown)]).toEqual([
      ["content_differs", "attachment_gone"],
      ["as_said", "object_gone"],
      ["attachment_gone"],
    ]);
    expect(await filesOf(seq)).toEqual([gone.attachment_id]);
    await until("the malformed one", () => worker.lines("job_done").some(({ outcome }) => outcome === "malformed"));
  });
});

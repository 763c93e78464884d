/** Files of messages over HTTP: through the built app, as browsers send and fetch them. */
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "content-disposition";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { signJwt } from "../../supabase/stack/jwt";
import { clientOf } from "../../supabase/stack/test-support";
import type { AttachmentLine } from "../../app/lib/supabase/database-types";
import { paths } from "../../app/lib/paths";
import { accounts, PASSWORD, type AccountName } from "../support/cast";
import { startAppServer, type AppServer } from "../support/app-server";
import { docx, gif, gifPage, hostileFiles, pdf, png, uprightJpeg, webp } from "../support/files";
import { agentInRoom, customerWithRoom, type RoomPerson } from "../support/room-people";

const { env, jwtSecret } = inject("testStack");
let app: AppServer;
let database: pg.Client;
let spoolFolder: string;

let kim: RoomPerson;
let kimTicket: string;
let sana: RoomPerson;
/** Everybody who has no business in Kim's room. */
const outsiders: Record<string, RoomPerson> = {};

const roomOf = async (ticketId: string) =>
  (await database.query<{ id: string }>("select chat_room_id as id from public.tickets where ticket_id = $1", [ticketId])).rows[0]!.id;

const removeBen = "update public.workspace_members set removed_at = $1 where display_name = 'Ben Fischer'";
const text = (words = "Hello") => Buffer.from(words);
const wordsOf = async (answer: Response) => ((await answer.json()) as { words?: string }).words;

beforeAll(async () => {
  spoolFolder = await mkdtemp(path.join(tmpdir(), "frontroom-spool-"));
  app = await startAppServer(env, { TMPDIR: spoolFolder });
  database = new pg.Client({ connectionString: env.DATABASE_URL });
  await database.connect();
  ({ person: kim, ticketId: kimTicket } = await customerWithRoom(app.url, "acme", roomOf));
  const room = { slug: "acme", ticketId: kimTicket, roomId: kim.roomId };
  sana = await agentInRoom(app.url, "sana", room);
  outsiders["another customer"] = (await customerWithRoom(app.url, "acme", roomOf)).person.at(kim);
  outsiders["a customer of another workspace"] = (await customerWithRoom(app.url, "globex", roomOf)).person.at(kim);
  for (const account of ["gina", "rita", "vera"] as const) outsiders[account] = await agentInRoom(app.url, account, room);
  // Kim's own cookies are of the portal: at the desk they are nobody.
  outsiders["the customer at the desk"] = kim.at(sana);
  outsiders["the agent in the portal"] = sana.at(kim);
});

afterAll(async () => {
  await database?.end();
  await app?.stop();
  await rm(spoolFolder, { recursive: true, force: true });
});

describe("Sending a file", () => {
  it("stores an image with its size in pixels, whatever type was claimed", async () => {
    for (const [bytes, contentType, width, height] of [
      [png(40, 30), "image/png", 40, 30],
      [uprightJpeg(40, 30), "image/jpeg", 40, 30],
      [gif, "image/gif", 1, 1],
      [webp, "image/webp", 1, 1],
    ] as const) {
      const answer = await kim.upload(bytes, { name: "x.exe", type: "text/html" });
      expect(answer.status).toBe(200);
      const { attachment } = (await answer.json()) as { attachment: AttachmentLine };
      expect(attachment).toMatchObject({ content_type: contentType, width, height, byte_size: bytes.length });
      expect(Object.keys(attachment).sort()).toEqual(["attachment_id", "byte_size", "content_type", "file_name", "height", "width"]);
      expect((await kim.discard(attachment.attachment_id)).status).toBe(204);
    }
  });

  it("refuses what a browser or a person would run, by its content, and takes the same names with harmless content", async () => {
    for (const { name, bytes } of hostileFiles) {
      const refused = await kim.upload(bytes, { name, type: "image/png" });
      expect([415, 422], `${name}: ${refused.status}`).toContain(refused.status);
      expect(await wordsOf(refused), name).toBeTruthy();
      const taken = await kim.upload(pdf, { name, type: "image/svg+xml" });
      expect(taken.status, name).toBe(200);
      const { attachment } = (await taken.json()) as { attachment: AttachmentLine };
      expect(attachment).toMatchObject({ content_type: "application/pdf", file_name: expect.stringMatching(/\.pdf$/) as string });
      await kim.discard(attachment.attachment_id);
    }
  });

  it("takes a picture that goes on as a page for the picture, and a document without macros for one", async () => {
    expect((await kim.uploaded(gifPage, "page.html")).content_type).toBe("image/gif");
    expect((await kim.uploaded(docx(), "letter.docm")).file_name).toBe("letter.docm.docx");
  });

  it("makes names safe, in the room and in the header of the download", async () => {
    for (const [given, shown] of [
      ["../../etc/passwd", "passwd.txt"],
      ["..\\..\\windows\\system32\\calc.exe", "calc.exe.txt"],
      ["/absolute/path.txt", "path.txt"],
      ['a"; filename="evil.html', "a_; filename=_evil.html.txt"],
      ["line\r\nSet-Cookie: a=b.txt", "lineSet-Cookie_ a=b.txt"],
      ["nul\0l.txt", "null.txt"],
      ["\u202etxt.exe", "txt.exe.txt"],
      ["CON.txt", "_CON.txt"],
      [".htaccess", "htaccess.txt"],
      ["Prüfung – 日本語.txt", "Prüfung – 日本語.txt"],
    ] as const) {
      const { attachment_id: id, file_name: name } = await kim.uploaded(text(), given);
      expect(name, given).toBe(shown);
      const answer = await kim.open(id);
      const header = answer.headers.get("content-disposition") ?? "";
      expect(parse(header), header).toMatchObject({ type: "attachment", parameters: { filename: shown } });
      expect(answer.headers.get("set-cookie"), given).toBeNull();
      await kim.discard(id);
    }
  });

  it("is the same file when it is sent again, and refuses another's id for another's file", async () => {
    const client = randomUUID();
    const first = (await (await kim.upload(text(), { client })).json()) as { attachment: AttachmentLine };
    expect(await (await kim.upload(text(), { client })).json()).toEqual(first);
    const other = (await (await sana.upload(text("Other"), { client })).json()) as { attachment: AttachmentLine };
    expect(other.attachment.attachment_id).not.toBe(first.attachment.attachment_id);
  });

  it("cuts what is too large, said in advance or not, and leaves nothing of it on the disk", async () => {
    const most = 10 * 1024 * 1024;
    const large = Buffer.alloc(most + 1, "a");
    const said = await kim.upload(large);
    expect(said.status).toBe(413);
    expect(await wordsOf(said)).toContain("10 MB");
    const chunks = (size: number) =>
      new ReadableStream({
        start(controller) {
          for (let left = size; left > 0; left -= 65_536) controller.enqueue(Buffer.alloc(Math.min(left, 65_536), "a"));
          controller.close();
        },
      });
    const unsaid = await kim.upload(chunks(most + 1)).catch(() => undefined);
    if (unsaid) expect(unsaid.status).toBe(413);
    // More than the server ever takes: not even read.
    const huge = await kim.upload(chunks(27 * 1024 * 1024)).catch(() => undefined);
    expect([413, undefined]).toContain(huge?.status);
    expect((await kim.upload(large.subarray(0, most))).status).toBe(200);
    expect((await kim.upload(chunks(most))).status).toBe(200);
    expect(await readdir(spoolFolder)).toEqual([]);
  });

  it("refuses more than a message may carry, and keeps no more waiting ones than of two messages", async () => {
    const { person } = await customerWithRoom(app.url, "acme", roomOf);
    const ids: string[] = [];
    for (let count = 0; count < 21; count += 1) ids.push((await person.uploaded(text(`${count}`))).attachment_id);
    expect((await person.open(ids.shift()!)).status).toBe(404);
    expect((await person.open(ids[0]!)).status).toBe(200);
    expect((await person.post({ client_id: randomUUID(), body: "" }, ids.slice(0, 11))).status).toBe(422);
    expect((await person.sent(ids.slice(0, 10))).attachments.map(({ attachment_id: id }) => id)).toEqual(ids.slice(0, 10));
    expect((await person.upload(text())).status).toBe(200);
  });

  it("wants a request that it can read, from a page of its own", async () => {
    const place = (query: string) => `${app.url}/support/acme/ticket/${kimTicket}/files?${query}`;
    const good = new URLSearchParams({ room_id: kim.roomId, client_id: randomUUID(), name: "a.txt" }).toString();
    const post = (url: string, origin = app.url) =>
      fetch(url, { method: "POST", body: "Hello", headers: { cookie: kim.browser.cookie, origin } });
    expect((await post(place(good), "http://evil.example")).status).toBe(403);
    for (const query of ["", "room_id=x&client_id=x&name=a", good.replace("name=", "names="), `${good}${"a".repeat(2000)}`])
      expect((await post(place(query))).status, query.slice(0, 60)).toBe(400);
    expect((await post(place(good))).status).toBe(200);
    expect((await kim.browser.request(`/support/acme/ticket/${kimTicket}/files`)).status).toBe(405);
  });

  it("takes none in a closed room, nor where the workspace allows none", async () => {
    const { person, ticketId } = await customerWithRoom(app.url, "acme", roomOf);
    expect((await person.upload(text())).status).toBe(200);
    await database.query("update public.tickets set status = 'closed' where ticket_id = $1", [ticketId]);
    expect((await person.upload(text())).status).toBe(409);
    const elsewhere = await customerWithRoom(app.url, "globex", roomOf);
    expect((await elsewhere.person.upload(text())).status).toBe(200);
    await database.query("update public.workspaces set max_attachment_bytes = 0 where slug = 'globex'");
    const refused = await elsewhere.person.upload(text());
    await database.query("update public.workspaces set max_attachment_bytes = default where slug = 'globex'");
    expect([refused.status, await wordsOf(refused)]).toEqual([413, "Files cannot be attached here."]);
  });
});

describe("Fetching a file", () => {
  it("answers an image that browsers show as that image and nothing else, to both sides of the room", async () => {
    const bytes = png(40, 30);
    const { attachment_id: id } = await kim.uploaded(bytes, "photo.png");
    expect((await sana.open(id)).status, "before it is sent").toBe(404);
    await kim.sent([id]);
    for (const person of [kim, sana])
      for (const method of ["GET", "HEAD"]) {
        const answer = await person.open(id, {}, { method });
        expect(answer.status).toBe(200);
        expect(Object.fromEntries(answer.headers)).toMatchObject({
          "content-type": "image/png",
          "content-length": String(bytes.length),
          "content-disposition": "inline; filename=photo.png",
          "x-content-type-options": "nosniff",
          "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
          "cross-origin-resource-policy": "same-origin",
          "cache-control": "private, no-cache, no-transform",
        });
        expect(Buffer.from(await answer.arrayBuffer()).equals(method === "GET" ? bytes : Buffer.alloc(0))).toBe(true);
      }
    const saved = await sana.open(id, { download: 1 });
    expect([saved.status, saved.headers.get("content-disposition")]).toEqual([200, "attachment; filename=photo.png"]);
    expect(saved.headers.get("cache-control")).toContain("no-store");
  });

  it("tells a browser that has an image that it may show it, and nobody that it may keep anything else", async () => {
    const [image, other, paper] = [await kim.uploaded(png(4, 3)), await kim.uploaded(png(5, 3)), await kim.uploaded(pdf)];
    await kim.sent([image.attachment_id, other.attachment_id, paper.attachment_id]);
    const tag = (await sana.open(image.attachment_id)).headers.get("etag") ?? "";
    const ask = (id: string, known: string, query = {}) => sana.open(id, query, { headers: { "if-none-match": known } });
    for (const known of [tag, `W/${tag}`, `"x", ${tag}`]) {
      const answer = await ask(image.attachment_id, known);
      expect([answer.status, await answer.text(), answer.headers.get("cache-control")]).toEqual([
        304,
        "",
        "private, no-cache, no-transform",
      ]);
    }
    for (const known of ["", '"x"', "*"]) expect((await ask(image.attachment_id, known)).status, known).toBe(200);
    expect((await ask(other.attachment_id, tag)).status).toBe(200);
    expect((await ask(image.attachment_id, tag, { download: 1 })).status).toBe(200);
    const download = await ask(paper.attachment_id, `"${paper.attachment_id}"`);
    expect([download.status, download.headers.get("etag")]).toEqual([200, null]);
  });

  it("answers everything else as a download that no browser may take for something else", async () => {
    for (const bytes of [text("a,b\n1,2\n"), pdf, docx()]) {
      const { attachment_id: id, content_type: type } = await kim.uploaded(bytes, "report");
      await kim.sent([id], "Here it is");
      const answer = await sana.open(id);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")?.split(";")[0]).toBe(type);
      expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename=/);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
      expect(answer.headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(answer.headers.get("cache-control")).toContain("no-store");
      expect(answer.headers.get("content-length")).toBe(String(bytes.length));
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    }
  });
});

describe("Files by guess and after removal", () => {
  it("gives nothing of a room to anybody outside of it, and lets nobody else put or take back a file", async () => {
    const waiting = (await kim.uploaded(text("Waiting"))).attachment_id;
    const [picture, paper] = [(await kim.uploaded(png(4, 3))).attachment_id, (await kim.uploaded(pdf)).attachment_id];
    await kim.sent([picture, paper]);
    for (const [name, person] of Object.entries(outsiders)) {
      for (const id of [waiting, picture, paper]) {
        const known = { headers: { "if-none-match": `"${id}"` } };
        for (const answer of [await person.open(id), await person.open(id, { download: 1 }), await person.open(id, {}, known)]) {
          expect(answer.status, name).toBe(404);
          expect(await answer.text(), name).not.toMatch(/object_path|storage|acme/);
        }
        expect([401, 404], name).toContain((await person.discard(id)).status);
      }
      expect([401, 404], name).toContain((await person.upload(text())).status);
      expect([401, 404, 422], name).toContain((await person.post({ client_id: randomUUID(), body: "" }, [waiting])).status);
    }
    expect((await sana.open(picture, {}, { headers: { "if-none-match": `"${picture}"` } })).status).toBe(304);
    for (const id of [picture, paper]) expect((await sana.open(id)).status).toBe(200);
    expect((await sana.discard(waiting)).status, "another's, in the same room").toBe(404);
    expect((await kim.discard(waiting)).status).toBe(204);
  });

  it("does not send a file of another room or another person along with a message", async () => {
    const theirs = (await sana.uploaded(text("Of the agent"))).attachment_id;
    expect((await kim.post({ client_id: randomUUID(), body: "mine?" }, [theirs])).status).toBe(422);
    const { person, ticketId } = await customerWithRoom(app.url, "acme", roomOf);
    const elsewhere = await agentInRoom(app.url, "sana", { slug: "acme", ticketId, roomId: person.roomId });
    expect((await elsewhere.post({ client_id: randomUUID(), body: "" }, [theirs])).status).toBe(422);
    expect((await sana.sent([theirs])).message_type).toBe("file");
  });

  it("knows no id that it did not give, nor anything that only looks like one", async () => {
    const { attachment_id: id } = await kim.uploaded(text());
    for (const guess of [
      randomUUID(),
      id.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
      "1",
      "..%2f..%2fetc",
      `${id}%00`,
      `${id}.txt`,
    ])
      expect([400, 404], guess).toContain((await kim.open(guess)).status);
    expect((await kim.open(id.toUpperCase())).status).toBe(200);
  });

  it("ends with the message, to both sides", async () => {
    const { attachment_id: id } = await kim.uploaded(png(4, 3));
    const { seq } = await kim.sent([id], "Look");
    expect((await sana.open(id)).status).toBe(200);
    const deleted = await kim.post({ intent: "delete-message", seq: String(seq) });
    expect(deleted.status).toBe(200);
    expect(((await deleted.json()) as { line: { attachments: unknown[] } }).line.attachments).toEqual([]);
    for (const person of [kim, sana]) {
      expect((await person.open(id)).status).toBe(404);
      expect((await person.open(id, { download: 1 })).status).toBe(404);
    }
  });

  it("ends when it is found not to be what was said of it: the message says so in its place, on both pages", async () => {
    const [one, two] = [await kim.uploaded(text("One")), await kim.uploaded(text("Two"))];
    await kim.sent([one.attachment_id, two.attachment_id]);
    const pages = async () => {
      const answers = [
        await kim.browser.request(paths.chat("acme", kimTicket)),
        await sana.browser.request(paths.deskTicket("acme", kimTicket)),
      ];
      return Promise.all(answers.map((answer) => answer.text()));
    };
    const takeOut = (id: string) => database.query("select private.remove_sent_attachment($1)", [id]);
    await takeOut(one.attachment_id);
    expect([(await sana.open(one.attachment_id)).status, (await sana.open(two.attachment_id)).status]).toEqual([404, 200]);
    for (const page of await pages()) expect(page).not.toContain("The attachment was removed");
    await takeOut(two.attachment_id);
    expect((await sana.open(two.attachment_id)).status).toBe(404);
    for (const page of await pages()) expect(page).toContain("The attachment was removed");
  });

  it("ends with taking back, and with the seat in the room", async () => {
    const { attachment_id: id } = await kim.uploaded(text());
    expect((await kim.open(id)).status).toBe(200);
    expect((await kim.discard(id)).status).toBe(204);
    expect((await kim.discard(id)).status, "again").toBe(204);
    expect((await kim.open(id)).status).toBe(404);
    expect((await kim.post({ client_id: randomUUID(), body: "" }, [id])).status).toBe(422);

    const { attachment_id: sent } = await kim.uploaded(text());
    await kim.sent([sent]);
    const ben = await agentInRoom(app.url, "ben", { slug: "acme", ticketId: kimTicket, roomId: kim.roomId });
    expect((await ben.open(sent)).status).toBe(200);
    await database.query(removeBen, [new Date()]);
    const after = [(await ben.open(sent)).status, (await ben.upload(text())).status];
    await database.query(removeBen, [null]);
    expect(after).toEqual([404, 404]);
  });

  it("ends at once for a member and a customer who were removed, also of what their browsers have", async () => {
    const { attachment_id: id } = await kim.uploaded(png(6, 3), "photo.png");
    await kim.sent([id]);
    const room = { slug: "acme", ticketId: kimTicket, roomId: kim.roomId };
    const guest = (await customerWithRoom(app.url, "acme", roomOf)).person;
    const [{ customer_id: guestId } = { customer_id: "" }] = (
      await database.query<{ customer_id: string }>(
        `insert into public.ticket_participants (workspace_id, ticket_id, customer_id, invited_by_name, joined_at)
         select ticket.workspace_id, $1, own.customer_id, 'Kim', now() from public.tickets as ticket
         join public.tickets as own on own.chat_room_id = $2 where ticket.ticket_id = $1 returning customer_id`,
        [kimTicket, guest.roomId],
      )
    ).rows;
    const leaving = {
      member: { person: await agentInRoom(app.url, "ben", room), remove: [removeBen] },
      customer: {
        person: guest.at(kim),
        remove: ["update public.ticket_participants set removed_at = $1 where customer_id = $2", guestId],
      },
    };
    for (const [who, { person, remove }] of Object.entries(leaving)) {
      const [statement = "", ...values] = remove;
      const tag = (await person.open(id)).headers.get("etag") ?? "";
      const answers = async () => [
        (await person.open(id)).status,
        (await person.open(id, {}, { headers: { "if-none-match": tag } })).status,
        (await person.open(id, { download: 1 })).status,
      ];
      expect(await answers(), `${who} before`).toEqual([200, 304, 200]);
      await database.query(statement, [new Date(), ...values]);
      const after = await answers();
      if (who === "member") await database.query(removeBen, [null]);
      expect(after, `${who} after`).toEqual([404, 404, 404]);
      // Nobody else lost anything by it.
      expect((await sana.open(id)).status).toBe(200);
    }
  });
});

describe("Files past the app, by somebody's own token", () => {
  const signInAs = async (account: AccountName) => {
    const client = clientOf({ env });
    const { data, error } = await client.auth.signInWithPassword({ email: accounts[account].email ?? "", password: PASSWORD });
    expect(error).toBeNull();
    return { files: client.storage.from("attachments"), token: data.session?.access_token ?? "" };
  };
  const placeOf = async (id: string) =>
    (await database.query<{ path: string }>("select object_path as path from public.attachments where attachment_id = $1", [id])).rows[0]!
      .path;
  /** A room of their own, as somebody has it who never saw the app: a file that was sent in it, and one that waits. */
  const customerByHand = async () => {
    const client = clientOf({ env });
    const signedIn = await client.auth.signInAnonymously();
    const said = { subject: "By hand", body: "Hello", email: "hand@customer.test", name: "Hand" };
    const opened = await client.rpc("open_ticket", { workspace_slug: "acme", submission_id: randomUUID(), ...said });
    const { room_id: roomId } = opened.data as { room_id: string };
    const announce = async () => {
      const file = { file_name: "a.png", content_type: "image/png", byte_size: png(4, 3).length, width: 4, height: 3 };
      const created = await client.rpc("create_attachment", { room_id: roomId, client_id: randomUUID(), ...file });
      return created.data as { attachment_id: string; object_path: string };
    };
    const files = client.storage.from("attachments");
    const [sent, waiting] = [await announce(), await announce()];
    expect((await files.upload(sent.object_path, png(4, 3), { contentType: "image/png" })).error).toBeNull();
    const message = { room_id: roomId, body: "", client_id: randomUUID(), attachment_ids: [sent.attachment_id] };
    expect((await client.rpc("send_message", message)).error).toBeNull();
    return { files, token: signedIn.data.session?.access_token ?? "", sent, waiting };
  };
  type Files = Awaited<ReturnType<typeof signInAs>>["files"];
  const year = 365 * 24 * 60 * 60;
  /** Without the client, which looks for the link where the stack's server does not say it. */
  const signUpload = async (token: string, path: string) => {
    const headers = { apikey: env.SUPABASE_PUBLISHABLE_KEY, Authorization: `Bearer ${token}` };
    return (await fetch(`${env.SUPABASE_URL}/storage/v1/object/upload/sign/attachments/${path}`, { method: "POST", headers })).status;
  };
  const isGiven = async (files: Files, path: string) => (await files.download(path)).error === null;

  it("are read, and no link is signed to one of them or to several, for however long, nor for an upload", async () => {
    const { sent, waiting, ...own } = await customerByHand();
    const service = clientOf({ env }, "SUPABASE_SECRET_KEY").storage.from("attachments");
    const { object_path: path } = sent;
    for (const [who, { files, token }] of Object.entries({ "the customer": own, "the agent": await signInAs("sana") })) {
      expect(await isGiven(files, path), who).toBe(true);
      for (const seconds of [1, 60, year]) {
        expect((await files.createSignedUrl(path, seconds)).data, who).toBeNull();
        const { data } = await files.createSignedUrls([path, waiting.object_path], seconds);
        expect(
          (data ?? []).filter(({ error, signedUrl }) => error === null || signedUrl),
          who,
        ).toEqual([]);
      }
      expect((await files.list(path.slice(0, path.lastIndexOf("/")))).data ?? [], who).toEqual([]);
      expect((await files.copy(path, waiting.object_path)).error, who).not.toBeNull();
      expect((await files.move(path, waiting.object_path)).error, who).not.toBeNull();
      expect(await signUpload(token, waiting.object_path), who).toBeGreaterThanOrEqual(400);
    }
    // The same server signs, lists and is uploaded to: for the service's key, and for the file's own sender.
    const { data } = await service.createSignedUrl(path, 60);
    const link = await fetch(data?.signedUrl ?? "");
    expect([link.status, Buffer.from(await link.arrayBuffer()).equals(png(4, 3))]).toEqual([200, true]);
    expect((await service.createSignedUrls([path], 60)).data).toMatchObject([{ error: null, path }]);
    expect((await service.list(path.slice(0, path.lastIndexOf("/")))).data).toHaveLength(1);
    expect(await signUpload(signJwt({ role: "service_role" }, jwtSecret), waiting.object_path)).toBe(200);
    expect((await own.files.upload(waiting.object_path, png(4, 3), { contentType: "image/png" })).error).toBeNull();
    // Nor by a link that somebody makes up, or as if the bucket were public.
    const base = `${env.SUPABASE_URL}/storage/v1/object`;
    const { searchParams } = new URL(data?.signedUrl ?? "");
    for (const place of [
      `sign/attachments/${waiting.object_path}?token=${searchParams.get("token")}`,
      `sign/attachments/${path}`,
      `public/attachments/${path}`,
    ])
      expect((await fetch(`${base}/${place}`)).status, place).toBeGreaterThanOrEqual(400);
  });

  it("end with the membership, by the very token that read them before", async () => {
    const { attachment_id: id } = await kim.uploaded(png(4, 3));
    await kim.sent([id]);
    const [{ files: ben }, { files: agent }, path] = [await signInAs("ben"), await signInAs("sana"), await placeOf(id)];
    expect([await isGiven(ben, path), await isGiven(agent, path)]).toEqual([true, true]);
    await database.query(removeBen, [new Date()]);
    const after = [await isGiven(ben, path), await isGiven(agent, path)];
    await database.query(removeBen, [null]);
    expect(after).toEqual([false, true]);
  });
});

/** Files of messages over HTTP: through the built app, as browsers send and fetch them. */
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "content-disposition";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { signJwt, verifyJwt } from "../../supabase/stack/jwt";
import type { AttachmentLine } from "../../app/lib/supabase/database-types";
import { paths } from "../../app/lib/paths";
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
  it("answers an image with a link to Storage that ends within a minute, to both sides of the room", async () => {
    const bytes = png(40, 30);
    const { attachment_id: id } = await kim.uploaded(bytes, "photo.png");
    expect((await sana.open(id)).status, "before it is sent").toBe(404);
    await kim.sent([id]);
    for (const person of [kim, sana]) {
      const answer = await person.open(id);
      expect(answer.status).toBe(302);
      expect(answer.headers.get("cache-control")).toBe("private, max-age=30");
      const link = new URL(answer.headers.get("location") ?? "");
      expect(link.pathname.startsWith("/storage/v1/object/sign/attachments/")).toBe(true);
      const verdict = verifyJwt(link.searchParams.get("token") ?? "", jwtSecret);
      expect(verdict.kind).toBe("ok");
      if (verdict.kind === "ok") expect(Number(verdict.claims.exp) - Date.now() / 1000).toBeLessThanOrEqual(60);
      const image = await fetch(link);
      expect(image.headers.get("content-type")).toBe("image/png");
      expect(Buffer.from(await image.arrayBuffer()).equals(bytes)).toBe(true);
    }
    const saved = await sana.open(id, { download: 1 });
    expect([saved.status, saved.headers.get("content-disposition")]).toEqual([200, "attachment; filename=photo.png"]);
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

describe("Files by guess, after removal, after expiry", () => {
  it("gives nothing of a room to anybody outside of it, and lets nobody else put or take back a file", async () => {
    const waiting = (await kim.uploaded(text("Waiting"))).attachment_id;
    const [picture, paper] = [(await kim.uploaded(png(4, 3))).attachment_id, (await kim.uploaded(pdf)).attachment_id];
    await kim.sent([picture, paper]);
    for (const [name, person] of Object.entries(outsiders)) {
      for (const id of [waiting, picture, paper]) {
        for (const answer of [await person.open(id), await person.open(id, { download: 1 })]) {
          expect(answer.status, name).toBe(404);
          expect(await answer.text(), name).not.toMatch(/object_path|storage|acme/);
        }
        expect([401, 404], name).toContain((await person.discard(id)).status);
      }
      expect([401, 404], name).toContain((await person.upload(text())).status);
      expect([401, 404, 422], name).toContain((await person.post({ client_id: randomUUID(), body: "" }, [waiting])).status);
    }
    expect((await sana.open(picture)).status).toBe(302);
    expect((await sana.open(paper)).status).toBe(200);
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
    expect((await sana.open(id)).status).toBe(302);
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
    const remove = "update public.workspace_members set removed_at = $1 where display_name = 'Ben Fischer'";
    await database.query(remove, [new Date()]);
    const after = [(await ben.open(sent)).status, (await ben.upload(text())).status];
    await database.query(remove, [null]);
    expect(after).toEqual([404, 404]);
  });

  it("gives no link to a member and a customer who were removed, and the ones from before end within a minute of it", async () => {
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
      member: {
        person: await agentInRoom(app.url, "ben", room),
        remove: ["update public.workspace_members set removed_at = $1 where display_name = 'Ben Fischer'"],
      },
      customer: {
        person: guest.at(kim),
        remove: ["update public.ticket_participants set removed_at = $1 where customer_id = $2", guestId],
      },
    };
    for (const [who, { person, remove }] of Object.entries(leaving)) {
      const [statement = "", ...values] = remove;
      const answer = await person.open(id);
      expect(answer.status, `${who} before`).toBe(302);
      // The last one that was given, and in the worst case kept.
      const link = new URL(answer.headers.get("location") ?? "");
      await database.query(statement, [new Date(), ...values]);
      const removedAt = Date.now() / 1000;
      expect((await person.open(id)).status, `${who} after`).toBe(404);
      const verdict = verifyJwt(link.searchParams.get("token") ?? "", jwtSecret);
      expect(verdict.kind === "ok" ? Number(verdict.claims.exp) - removedAt : Infinity, `${who}'s link`).toBeLessThanOrEqual(60);
      // It is its time alone that ends it: the same link, had it been given a minute earlier.
      const claims = verdict.kind === "ok" ? verdict.claims : {};
      const aged = new URL(link);
      aged.searchParams.set("token", signJwt({ ...claims, iat: Number(claims.iat) - 61, exp: Number(claims.exp) - 61 }, jwtSecret));
      expect([(await fetch(link)).status, (await fetch(aged)).status], `${who}'s link now, and a minute later`).toEqual([200, 400]);
      // Nobody else lost anything by it.
      expect((await sana.open(id)).status).toBe(302);
    }
    await database.query("update public.workspace_members set removed_at = null where display_name = 'Ben Fischer'");
  });

  it("has links that end, and that open one object and no other", async () => {
    const [mine, other] = [await kim.uploaded(png(4, 3)), await kim.uploaded(png(5, 3))];
    await kim.sent([mine.attachment_id, other.attachment_id]);
    const linkOf = async (id: string) => new URL((await sana.open(id)).headers.get("location") ?? "");
    const link = await linkOf(mine.attachment_id);
    expect((await fetch(link)).status).toBe(200);
    const signed = (claims: Record<string, unknown>, secret = jwtSecret) => {
      const verdict = verifyJwt(link.searchParams.get("token") ?? "", jwtSecret);
      const copy = new URL(link);
      copy.searchParams.set("token", signJwt({ ...(verdict.kind === "ok" ? verdict.claims : {}), ...claims }, secret));
      return copy;
    };
    expect((await fetch(signed({}))).status, "control").toBe(200);
    expect((await fetch(signed({ exp: Math.floor(Date.now() / 1000) - 1 }))).status, "expired").toBe(400);
    expect((await fetch(signed({}, "another secret that is long enough"))).status, "forged").toBe(400);
    const stretched = new URL(link);
    stretched.pathname = (await linkOf(other.attachment_id)).pathname;
    expect((await fetch(stretched)).status, "another object").toBe(400);
    stretched.search = "";
    expect((await fetch(stretched)).status, "without a token").toBe(400);
    const open = new URL(link.pathname.replace("/sign/", "/public/"), link);
    expect((await fetch(open)).status, "as if the bucket were public").toBeGreaterThanOrEqual(400);
  });
});

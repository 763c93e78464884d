/** Transcripts over HTTP: through the built app, as browsers ask for them; what is mailed is in worker/send-transcript.test.ts. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { paths } from "../../app/lib/paths";
import { startAppServer, type AppServer } from "../support/app-server";
import { fillRoom } from "../support/long-room";
import { agentInRoom, customerWithRoom, type RoomPerson } from "../support/room-people";
import { scriptPayloads } from "../support/script-payloads";
import { readPdf } from "../support/read-pdf";

const { env } = inject("testStack");
let app: AppServer;
let database: pg.Client;

let kim: RoomPerson;
let kimTicket: string;
let sana: RoomPerson;
let other: { person: RoomPerson; ticketId: string };
/** Everybody who has no business in Kim's room, with the side they come by. */
const outsiders: Record<string, { person: RoomPerson; side: "portal" | "desk" }> = {};

const formats = { txt: "text/plain; charset=utf-8", html: "text/html; charset=utf-8", pdf: "application/pdf" } as const;
const SECRET = "Between ourselves: Kim is a difficult one";

const roomOf = async (ticketId: string) =>
  (await database.query<{ id: string }>("select chat_room_id as id from public.tickets where ticket_id = $1", [ticketId])).rows[0]!.id;

const route = (side: "portal" | "desk", ticketId: string, slug = "acme") =>
  side === "portal" ? paths.transcript(slug, ticketId) : paths.deskTranscript(slug, ticketId);
const get = (person: RoomPerson, side: "portal" | "desk", query: string, ticketId = kimTicket, slug = "acme") =>
  person.browser.request(`${route(side, ticketId, slug)}?${query}`);
const mail = (person: RoomPerson, side: "portal" | "desk", fields: Record<string, string>, ticketId = kimTicket, slug = "acme") =>
  person.browser.request(route(side, ticketId, slug), { method: "POST", body: new URLSearchParams({ format: "pdf", ...fields }) });

const wordsOf = async (answer: Response, format: string) =>
  format === "pdf" ? readPdf(await answer.arrayBuffer()).then(({ text }) => text) : answer.text();

const say = async (person: RoomPerson, body: string) => {
  const answer = await person.post({ client_id: randomUUID(), body });
  expect(answer.status, await answer.clone().text()).toBe(200);
};

beforeAll(async () => {
  app = await startAppServer(env);
  database = new pg.Client({ connectionString: env.DATABASE_URL });
  await database.connect();
  ({ person: kim, ticketId: kimTicket } = await customerWithRoom(app.url, "acme", roomOf));
  const room = { slug: "acme", ticketId: kimTicket, roomId: kim.roomId };
  sana = await agentInRoom(app.url, "sana", room);
  await say(kim, "The invoice is wrong");
  await say(sana, "I look into it");
  const note = await sana.browser.request(paths.deskNotes("acme", kimTicket), {
    method: "POST",
    body: new URLSearchParams({ room_id: kim.roomId, client_id: randomUUID(), body: SECRET }),
  });
  expect(note.status, await note.text()).toBe(200);

  other = await customerWithRoom(app.url, "acme", roomOf);
  const globex = await customerWithRoom(app.url, "globex", roomOf);
  outsiders["another customer"] = { person: other.person, side: "portal" };
  outsiders["a customer of another workspace"] = { person: globex.person, side: "portal" };
  for (const account of ["gina", "rita", "vera"] as const)
    outsiders[account] = { person: await agentInRoom(app.url, account, room), side: "desk" };
  // Cookies of one side are nobody on the other.
  outsiders["the customer at the desk"] = { person: kim, side: "desk" };
  outsiders["the agent in the portal"] = { person: sana, side: "portal" };
});

afterAll(async () => {
  await database?.end();
  await app?.stop();
});

describe.each(Object.entries(formats))("A transcript as %s", (format, contentType) => {
  it("is handed to the customer as a file, with what both said and no note, also when notes are asked for by URL", async () => {
    for (const query of ["", "&notes=1", "&notes=true&notes=1"]) {
      const answer = await get(kim, "portal", `format=${format}&time_zone=Europe/Berlin${query}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe(contentType);
      expect(answer.headers.get("content-disposition")).toMatch(new RegExp(`^attachment; filename="frontroom-acme-\\d+\\.${format}"$`));
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("cache-control")).toBe("no-store");
      const words = await wordsOf(answer, format);
      expect(words).toContain("The invoice is wrong");
      expect(words).toContain("I look into it");
      expect(words).toContain("Europe/Berlin");
      expect(words).not.toContain(SECRET.slice(0, 17));
      expect(words).not.toMatch(/internal note/i);
    }
  });

  it("has an agent's notes for the agent who asks, and only then", async () => {
    const without = await wordsOf(await get(sana, "desk", `format=${format}`), format);
    expect(without).toContain("The invoice is wrong");
    expect(without).not.toContain(SECRET.slice(0, 17));
    const withNotes = await wordsOf(await get(sana, "desk", `format=${format}&notes=1`), format);
    expect(withNotes).toContain("The invoice is wrong");
    expect(withNotes).toContain(SECRET);
  });

  it("is nobody else's", async () => {
    for (const [name, { person, side }] of Object.entries(outsiders)) {
      for (const slug of ["acme", "globex"]) {
        const answer = await get(person, side, `format=${format}&notes=1`, kimTicket, slug);
        // At the desk, who is not signed in is sent there.
        expect([303, 404], `${name} ${slug}: ${answer.status}`).toContain(answer.status);
        expect(answer.headers.get("content-disposition"), name).toBeNull();
        expect(await answer.text(), name).not.toMatch(/invoice is wrong|difficult/);
      }
    }
    // They have transcripts of their own.
    expect((await get(other.person, "portal", `format=${format}`, other.ticketId)).status).toBe(200);
    // And the right person under another workspace's address has none.
    expect((await get(kim, "portal", `format=${format}`, kimTicket, "globex")).status).toBe(404);
  });
});

it("refuses a format that there is not, and reads an odd time zone as UTC", async () => {
  for (const query of ["", "format=exe", "format=", "format=../pdf"]) expect((await get(kim, "portal", query)).status).toBe(400);
  for (const zone of ["Nowhere/City", "%0d%0aX: y", "../../etc/passwd", "a".repeat(5000)])
    expect(await (await get(kim, "portal", `format=txt&time_zone=${zone}`)).text()).toContain("Time zone: UTC");
  expect(await (await get(kim, "portal", "format=txt&time_zone=Asia/Tokyo")).text()).toContain("Time zone: Asia/Tokyo");
});

it("asks to be saved, and were it shown, nothing in it could run: by header, by its own policy, by escaping", async () => {
  const { person, ticketId } = await customerWithRoom(app.url, "acme", roomOf);
  for (const payload of scriptPayloads) await say(person, payload);
  const answer = await get(person, "portal", "format=html", ticketId);
  expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'.*sandbox/);
  const html = await answer.text();
  const list = html.slice(html.indexOf('<ol class="lines">'));
  expect(list).toContain(`${scriptPayloads.length + 1} messages`);
  // Whatever is a tag is one of ours, and carries no attribute but ours.
  const tags = [...list.matchAll(/<(\/?)([^\s>]+)([^>]*)>/g)];
  expect(tags.length).toBeGreaterThan(scriptPayloads.length * 4);
  const ours = [
    "a",
    "b",
    "bdi",
    "blockquote",
    "body",
    "code",
    "del",
    "em",
    "footer",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "time",
    "ul",
  ];
  expect(tags.filter(([, , name]) => !ours.includes(name!.toLowerCase())).map(([tag]) => tag)).toEqual([]);
  const attributes = tags.flatMap(([, , , rest]) => [...rest!.matchAll(/([a-z-]+)="[^"]*"/g)].map(([, name]) => name!));
  expect([...new Set(attributes)].filter((name) => !["class", "datetime", "dir", "href", "rel", "value"].includes(name))).toEqual([]);
  const links = [...list.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!);
  expect(links.filter((href) => !/^(https?:\/\/|mailto:)/.test(href))).toEqual([]);
});

it("tells what happened to the ticket, edits, deletions and reactions", async () => {
  const { person, ticketId } = await customerWithRoom(app.url, "acme", roomOf);
  const room = { slug: "acme", ticketId, roomId: person.roomId };
  const agent = await agentInRoom(app.url, "sana", room);
  await say(person, "Frist");
  await say(person, "Forget this");
  expect((await person.post({ intent: "edit-message", seq: "2", body: "First" })).status).toBe(200);
  expect((await person.post({ intent: "delete-message", seq: "3" })).status).toBe(200);
  expect((await agent.post({ intent: "set-reaction", seq: "2", emoji: "👍", is_set: "true" })).status).toBe(200);
  const words = await (await get(person, "portal", "format=txt", ticketId)).text();
  expect(words).toMatch(/\(edited\):\n {4}First\n {4}\[Reactions: 👍 .*Sana/);
  expect(words).toContain("[Message deleted]");
  expect(words).not.toContain("Frist");
  expect(words).not.toContain("Forget this");
});

it("gives 5,000 messages as they come, while others are answered", async () => {
  const { person, ticketId } = await customerWithRoom(app.url, "acme", roomOf);
  await fillRoom(env.DATABASE_URL, ticketId, 5000);
  for (const format of ["txt", "html", "pdf"] as const) {
    const answer = await get(person, "portal", `format=${format}`, ticketId);
    expect(answer.status).toBe(200);
    let isOver = false;
    let size = 0;
    let parts = 0;
    let slowest = 0;
    const reading = (async () => {
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
        size += chunk.length;
        parts += 1;
      }
      isOver = true;
    })();
    while (!isOver) {
      const asked = performance.now();
      expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await reading;
    expect(parts, format).toBeGreaterThan(10);
    expect(size, format).toBeGreaterThan(500_000);
    // Fonts are unpacked once, which is the longest stretch there is.
    expect(slowest, format).toBeLessThan(5000);
  }
  const text = await (await get(person, "portal", "format=txt", ticketId)).text();
  expect(text).toContain("End of the transcript: 5,001 messages.");
  expect(text).toContain("Landmark 5000: the Café in Zürich");
}, 180_000);

describe("Mailing it", () => {
  const asked = async () =>
    (await database.query<{ count: number }>("select count(*)::integer as count from private.transcript_requests")).rows[0]!.count;

  it("goes to the own address, without notes for the customer, with them for an agent, whatever address is posted", async () => {
    const before = await asked();
    const answer = await mail(kim, "portal", { address: "victim@example.com", email: "victim@example.com", to: "victim@example.com" });
    expect(answer.status).toBe(200);
    const { words } = (await answer.json()) as { words: string };
    expect(words).toMatch(/on its way to .+@.+\./);
    expect(words).not.toContain("victim");
    const refused = await mail(kim, "portal", { notes: "1" });
    expect(refused.status).toBe(403);
    expect(await (await mail(sana, "desk", { notes: "1" })).text()).toContain("sana@acme.test");
    expect(await asked()).toBe(before + 2);
  });

  it("is nobody else's", async () => {
    const before = await asked();
    for (const [name, { person, side }] of Object.entries(outsiders)) {
      const answer = await mail(person, side, {});
      expect([401, 404], `${name}: ${answer.status}`).toContain(answer.status);
    }
    expect(await asked()).toBe(before);
  });

  it("waits for an answer of an agent, and is limited", async () => {
    const { person, ticketId } = await customerWithRoom(app.url, "acme", roomOf);
    const early = await mail(person, "portal", {}, ticketId);
    expect(early.status).toBe(409);
    expect(await early.text()).toContain("as soon as somebody has answered");
    const agent = await agentInRoom(app.url, "sana", { slug: "acme", ticketId, roomId: person.roomId });
    await say(agent, "Hello");
    // Another test may have had some for the same typed address.
    await database.query("delete from private.transcript_requests");
    for (let count = 0; count < 5; count += 1) expect((await mail(person, "portal", {}, ticketId)).status).toBe(200);
    expect((await mail(person, "portal", {}, ticketId)).status).toBe(429);
  });

  it("brings a browser without JavaScript back to the page, which says what became of it", async () => {
    await database.query("delete from private.transcript_requests");
    const answer = await kim.browser.request(paths.transcript("acme", kimTicket), {
      method: "POST",
      body: new URLSearchParams({ format: "txt" }),
      headers: { "Sec-Fetch-Dest": "document" },
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(paths.ticket("acme", kimTicket, { transcript: "sent" }));
    const page = await (await kim.browser.request(answer.headers.get("location")!)).text();
    expect(page).toContain("The transcript is on its way to your email address.");
  });
});

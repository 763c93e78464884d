/** The forms of a room as a browser without JavaScript sends them: nothing that was written is lost, nor sent twice. */
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Customer } from "../../bench/support/customer";
import { paths } from "../../app/lib/paths";
import { startAppServer, type AppServer } from "../support/app-server";
import { agentInRoom, customerWithRoom, type RoomPerson } from "../support/room-people";

const { env } = inject("testStack");
const WORDS = "What I wrote & want <back>";
const shown = "What I wrote &amp; want &lt;back&gt;";

/** Stands before the stack, so that it can be away for a while. */
let way: Server;
let isAway = false;
let app: AppServer;
let database: pg.Client;
let kim: RoomPerson;
let ticketId: string;
let sana: RoomPerson;
let chat: string;
let desk: string;

beforeAll(async () => {
  way = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (isAway) return void response.writeHead(503).end();
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => !["host", "connection", "content-length", "transfer-encoding"].includes(name)),
      ) as Record<string, string>;
      const { method = "GET", url = "/" } = request;
      void fetch(env.SUPABASE_URL + url, { method, headers, body: chunks.length > 0 ? Buffer.concat(chunks) : undefined }).then(
        async (answer) => {
          const type = answer.headers.get("content-type");
          response.writeHead(answer.status, type ? { "content-type": type } : {}).end(Buffer.from(await answer.arrayBuffer()));
        },
        () => response.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => way.listen(0, "127.0.0.1", resolve));
  app = await startAppServer({ ...env, SUPABASE_URL: `http://127.0.0.1:${(way.address() as AddressInfo).port}` });
  database = new pg.Client({ connectionString: env.DATABASE_URL });
  await database.connect();
  const roomOf = async (id: string) =>
    (await database.query<{ id: string }>("select chat_room_id as id from public.tickets where ticket_id = $1", [id])).rows[0]!.id;
  ({ person: kim, ticketId } = await customerWithRoom(app.url, "acme", roomOf));
  sana = await agentInRoom(app.url, "sana", { slug: "acme", ticketId, roomId: kim.roomId });
  chat = paths.chat("acme", ticketId);
  desk = paths.deskTicket("acme", ticketId);
});

afterAll(async () => {
  await database?.end();
  await app?.stop();
  way?.close();
});

function post(browser: Customer, place: string, fields: Record<string, string>, files: File[] = []): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ room_id: kim.roomId, intent: "send-message", ...fields })) body.append(name, value);
  for (const file of files) body.append("files", file);
  return browser.request(place, { method: "POST", body, headers: { "sec-fetch-dest": "document", accept: "text/html" } });
}

const textOf = (html: string) => /<textarea[^>]*>\n?([^<]*)<\/textarea>/.exec(html)?.[1];
const idOf = (html: string) => /name="client_id" value="([^"]+)"/.exec(html)?.[1];
const stranger = () => new Customer(app.url, "acme");

async function whileAway<T>(act: () => Promise<T>): Promise<T> {
  isAway = true;
  try {
    return await act();
  } finally {
    isAway = false;
  }
}

describe("A refused line", () => {
  const tooLong = `${WORDS} ${"x".repeat(10_001)}`;

  it("is in the agent's composer again, a reply as a reply and a note as a note, with its id", async () => {
    for (const [intent, label] of [
      ["send-message", "Message"],
      ["add-note", "Internal note"],
    ] as const) {
      const id = randomUUID();
      const answer = await post(sana.browser, desk, { intent, body: tooLong, client_id: id });
      const html = await answer.text();
      expect(answer.status).toBe(422);
      expect(html).toContain(`aria-label="${label}"`);
      expect(textOf(html)?.startsWith(shown), intent).toBe(true);
      expect(idOf(html), intent).toBe(id);
      expect(html).toContain("This is too long");
    }
  });

  it("is in the customer's composer again", async () => {
    const answer = await post(kim.browser, chat, { body: tooLong, client_id: randomUUID() });
    expect(answer.status).toBe(422);
    expect(textOf(await answer.text())?.startsWith(shown)).toBe(true);
  });

  it("comes back though there is nobody signed in any more, and a change that carries no text leads to the sign-in page", async () => {
    for (const place of [chat, desk]) {
      const answer = await post(stranger(), place, { body: WORDS });
      expect(answer.status, place).toBe(401);
      expect(textOf(await answer.text()), place).toBe(shown);
      const withFile = await post(stranger(), place, { body: WORDS }, [new File([Buffer.alloc(300_000, "a")], "a.txt")]);
      expect(withFile.status, place).toBe(401);
      expect(textOf(await withFile.text()), place).toBe(shown);
    }
    const change = await post(stranger(), desk, { intent: "set-ticket-status", status: "open" });
    expect([change.status, change.headers.get("location")?.startsWith(paths.signIn())]).toEqual([303, true]);
  });

  it("comes back with what is true while the database is away, and is taken when it is there again", async () => {
    for (const [person, place] of [
      [kim, chat],
      [sana, desk],
    ] as const) {
      const id = randomUUID();
      const answer = await whileAway(() => post(person.browser, place, { body: WORDS, client_id: id }));
      expect(answer.status, place).toBe(503);
      expect(textOf(await answer.text()), place).toBe(shown);
      expect((await post(person.browser, place, { body: WORDS, client_id: id })).status, place).toBe(303);
    }
  });

  it("comes back from a room that is not the writer's", async () => {
    const answer = await post(sana.browser, paths.deskTicket("acme", randomUUID()), { body: WORDS });
    expect(answer.status).toBe(404);
    expect(textOf(await answer.text())).toBe(shown);
  });
});

describe("An accepted line", () => {
  const countOf = async (body: string) =>
    (
      await database.query<{ count: number }>("select count(*)::int from public.messages where room_id = $1 and body = $2", [
        kim.roomId,
        body,
      ])
    ).rows[0]!.count;

  it("is one message however often the agent's form is sent, and the next page has another id", async () => {
    const page = await (await sana.browser.request(desk)).text();
    const id = idOf(page);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const body = `Sent twice ${randomUUID()}`;
    for (const _ of [1, 2]) expect((await post(sana.browser, desk, { body, client_id: id! })).status).toBe(303);
    expect(await countOf(body)).toBe(1);
    expect(idOf(await (await sana.browser.request(desk)).text())).not.toBe(id);
  });

  it("carries the same content under two names as two files, and the same file chosen twice as one", async () => {
    const body = `Copies ${randomUUID()}`;
    const copy = (name: string) => new File(["The same words"], name);
    const answer = await post(kim.browser, chat, { body, client_id: randomUUID() }, [copy("a.txt"), copy("b.txt"), copy("a.txt")]);
    expect(answer.status).toBe(303);
    const { rows } = await database.query<{ file_name: string }>(
      "select file_name from public.attachments join public.messages using (room_id, seq) where room_id = $1 and body = $2 order by file_name",
      [kim.roomId, body],
    );
    expect(rows.map((row) => row.file_name)).toEqual(["a.txt", "b.txt"]);
  });
});

it("says in words that the details of a message cannot be had now", async () => {
  const place = `${paths.deskMessageDetails("acme", kim.roomId)}?seq=1`;
  expect((await sana.browser.request(place)).status).toBe(200);
  const answer = await whileAway(() => sana.browser.request(place));
  expect(answer.status).toBe(503);
  expect(((await answer.json()) as { words?: string }).words).toBeTruthy();
});

describe("The forms of a ticket's people", () => {
  const people = async () =>
    (
      await database.query<{ name: string }>(
        "select name from public.ticket_participants join public.customers using (workspace_id, customer_id) where ticket_id = $1 and removed_at is null",
        [ticketId],
      )
    ).rows.map(({ name }) => name);

  it("say on both sides at which field what is wrong, keep what was typed, and take names for one line", async () => {
    for (const [person, place] of [
      [kim, paths.ticketActions("acme", ticketId)],
      [sana, desk],
    ] as const) {
      const add = (email: string, name: string) => post(person.browser, place, { intent: "add-participant", email, name });
      const refused = await add("no address", "Lea");
      const html = await refused.text();
      expect(refused.status, place).toBe(422);
      expect(html, place).toMatch(/<input(?=[^>]*name="email")(?=[^>]*aria-invalid="true")(?=[^>]*value="no address")/);
      expect((await add("lea@example.com", " ")).status, place).toBe(422);
      const name = `Lea ${randomUUID()}`;
      expect((await add(`${randomUUID()}@example.com`, name.replace(" ", " \n "))).status, place).toBe(303);
      expect(await people(), place).toContain(name);
    }
  });
});

it("names the pages of the search in a room, in the title and in a heading", async () => {
  for (const [person, place, level] of [
    [kim, paths.chatSearch("acme", ticketId), 2],
    [sana, paths.deskSearch("acme", ticketId), 1],
  ] as const) {
    const html = await (await person.browser.request(place)).text();
    expect(html, place).toMatch(/<title>Search this conversation · /);
    expect(html, place).toMatch(new RegExp(`<h${level}[^>]*>Search this conversation</h${level}>`));
    expect(html.match(/<h1/g), place).toHaveLength(1);
  }
});

describe("A message to a ticket whose time is over", () => {
  it("opens another that follows it, once, and leads there, by the plain form and by the page's own request", async () => {
    const roomOf = async (id: string) =>
      (await database.query<{ id: string }>("select chat_room_id as id from public.tickets where ticket_id = $1", [id])).rows[0]!.id;
    const { person, ticketId: old } = await customerWithRoom(app.url, "acme", roomOf);
    const closed = (ago: string) =>
      database.query(
        "update public.tickets set status = 'closed', resolved_at = now() - $2::interval, closed_at = now() - $2::interval where ticket_id = $1",
        [old, ago],
      );
    const fields = { room_id: person.roomId, client_id: randomUUID() };
    await closed("1 day");
    expect((await post(person.browser, paths.chat("acme", old), { ...fields, body: WORDS })).status).toBe(409);
    await closed("20 days");
    expect(textOf(await (await person.browser.request(paths.chat("acme", old))).text())).toBe("");
    const plain = await post(person.browser, paths.chat("acme", old), { ...fields, body: WORDS });
    const place = plain.headers.get("location") ?? "";
    expect([plain.status, place === paths.chat("acme", old)]).toEqual([303, false]);
    expect(await (await person.browser.request(place)).text()).toContain(shown);
    const again = await person.post({ client_id: fields.client_id, body: WORDS });
    expect([again.status, await again.json()]).toEqual([200, { movedTo: place }]);
    const { rows } = await database.query("select from public.tickets where follows_ticket_id = $1", [old]);
    expect(rows).toHaveLength(1);
  });
});

/** The room's own client code (no copy of it, no browser), two people at once, on the real stack with real sockets. */
import { createClient } from "@supabase/supabase-js";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import WebSocket from "ws";
import { RoomClient } from "../../app/features/rooms/room-client";
import type { Side } from "../../app/features/rooms/presence";
import { RealtimeConnection } from "../../app/lib/realtime/connection";
import type { Database, RoomPage } from "../../app/lib/supabase/database-types";
import { accounts, PASSWORD } from "../support/cast";
import { codeOf } from "../support/totp";

const { env } = inject("testStack");
const closing: (() => unknown)[] = [];
let database: pg.Client;

beforeAll(async () => {
  database = new pg.Client({ connectionString: env.DATABASE_URL });
  await database.connect();
});

afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await database.end();
});

function openSupabase() {
  return createClient<Database>(env.SUPABASE_URL, env.SUPABASE_PUBLISHABLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket as never },
  });
}

type Person = ReturnType<typeof openSupabase>;

async function customerWithTicket(workspaceSlug = "acme"): Promise<{ person: Person; ticketId: string }> {
  const person = openSupabase();
  await person.auth.signInAnonymously();
  const { data, error } = await person.rpc("open_ticket", {
    workspace_slug: workspaceSlug,
    subject: "Room clients",
    body: "first",
    email: "room@example.com",
    name: "Rosa Room",
    submission_id: crypto.randomUUID(),
  });
  if (error) throw new Error(error.message);
  return { person, ticketId: data.ticket_id };
}

async function agent(email: string = accounts.ben.email): Promise<Person> {
  const person = openSupabase();
  const { error } = await person.auth.signInWithPassword({ email, password: PASSWORD });
  if (error) throw new Error(error.message);
  return person;
}

async function setUpFactor(person: Person): Promise<void> {
  const { data } = await person.auth.mfa.enroll({ factorType: "totp", friendlyName: "Phone" });
  const { error } = await person.auth.mfa.challengeAndVerify({ factorId: data!.id, code: await codeOf(data!.totp.secret) });
  if (error) throw new Error(error.message);
}

/** Stands in for the two routes that the client asks: the same commands, with the person's own token. */
function routes(person: Person, ticketId: string, failing: { posts: number; answers: number }) {
  return (async (input: string | URL | Request, init?: RequestInit) => {
    const url = new URL(input as string, "http://app.test");
    if (url.pathname === "/token") {
      const { data } = await person.auth.getSession();
      return Response.json({ accessToken: data.session?.access_token, expiresAt: data.session?.expires_at });
    }
    if (init?.method === "POST") {
      if (failing.posts > 0) {
        failing.posts -= 1;
        throw new TypeError("No network.");
      }
      const form = new URLSearchParams(init.body as URLSearchParams);
      const { data, error, status } = await command(person, form);
      if (failing.answers > 0) {
        failing.answers -= 1;
        throw new TypeError("The answer was lost.");
      }
      return error ? Response.json({ words: error.message }, { status }) : Response.json({ line: data });
    }
    return Response.json(await readPage(person, ticketId, url.searchParams));
  }) as typeof fetch;
}

function command(person: Person, form: URLSearchParams) {
  const field = (name: string) => form.get(name) ?? "";
  const room_id = field("room_id");
  const seq = Number(field("seq"));
  switch (form.get("intent")) {
    case "edit-message":
      return person.rpc("edit_message", { room_id, seq, body: field("body") });
    case "delete-message":
      return person.rpc("delete_message", { room_id, seq });
    case "set-reaction":
      return person.rpc("set_reaction", { room_id, seq, emoji: field("emoji"), is_set: field("is_set") === "true" });
    case "acknowledge-messages":
      return person.rpc("acknowledge_messages", {
        room_id,
        delivered_seq: Number(field("delivered_seq")),
        read_seq: Number(field("read_seq")),
      });
    default:
      return person.rpc("send_message", {
        room_id,
        body: field("body"),
        client_id: field("client_id"),
        reply_to_seq: form.has("reply_to_seq") ? Number(field("reply_to_seq")) : null,
      });
  }
}

async function readPage(person: Person, ticketId: string, query = new URLSearchParams()): Promise<RoomPage> {
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : null);
  const { data, error } = await person.rpc("read_room", {
    ticket_id: ticketId,
    after_seq: number("after"),
    before_seq: number("before"),
    around_seq: number("around"),
    after_change: number("changes"),
    page_size: Number(query.get("size") ?? 50),
  });
  if (error || !data[0]) throw new Error(error?.message ?? "no room");
  return data[0];
}

function connect(fetchRoutes: typeof fetch): RealtimeConnection {
  return new RealtimeConnection({
    url: env.SUPABASE_URL,
    publishableKey: env.SUPABASE_PUBLISHABLE_KEY,
    tokenUrl: "http://app.test/token",
    fetch: fetchRoutes,
    transport: WebSocket,
  });
}

async function enter(person: Person, ticketId: string, side: Side, failing = { posts: 0, answers: 0 }, agentId?: string) {
  const page = await readPage(person, ticketId);
  const fetchRoutes = routes(person, ticketId, failing);
  const connection = connect(fetchRoutes);
  const meId = side === "customer" ? (page.messages[0]?.sender_id ?? "") : (agentId ?? (await memberId()));
  let [asked, answered] = [0, 0];
  const countedFetch: typeof fetch = async (...request) => {
    asked += 1;
    return fetchRoutes(...request).finally(() => (answered += 1));
  };
  const room = new RoomClient({ side, me: { id: meId, name: side }, page, url: "http://app.test/messages", fetch: countedFetch });
  const stop = room.start(connection);
  closing.push(async () => {
    stop();
    await connection.close();
  });
  await vi.waitFor(() => expect(room.feed.getSnapshot().status).toBe("live"), 10_000);
  // Whoever is in asks once more what came meanwhile: on a loaded machine that would find what a test does next.
  await vi.waitFor(() => expect([answered > 0, answered]).toEqual([true, asked]), 10_000);
  return {
    room,
    said: () => room.feed.getSnapshot().log.lines.map(({ body }) => body),
    waiting: () => room.feed.getSnapshot().log.outgoing,
  };
}

async function memberId(): Promise<string> {
  const { rows } = await database.query<{ member_id: string }>(
    "select member_id from public.workspace_members join public.workspaces using (workspace_id) where slug = 'acme' and display_name like 'Ben%'",
  );
  return rows[0]?.member_id ?? "";
}

const waitFor = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 25 });

describe("two clients in one room", () => {
  it("see each other's lines in one order, are seen, and are seen typing until the message comes", async () => {
    const { person, ticketId } = await customerWithTicket();
    const customer = await enter(person, ticketId, "customer");
    const desk = await enter(await agent(), ticketId, "agent");
    await waitFor(() => expect(customer.room.getState().people.agent.isHere).toBe(true));
    await waitFor(() => expect(desk.room.getState().people.customer.isHere).toBe(true));
    expect(customer.room.getState().people.agent.isTyping).toBe(false);

    desk.room.typed();
    await waitFor(() => expect(customer.room.getState().people.agent.isTyping).toBe(true));
    desk.room.send("from the desk", crypto.randomUUID());
    await waitFor(() => expect(customer.said()).toContain("from the desk"));
    await waitFor(() => expect(customer.room.getState().people.agent.isTyping).toBe(false));

    for (let number = 1; number <= 20; number += 1) {
      customer.room.send(`customer ${number}`, crypto.randomUUID());
      desk.room.send(`desk ${number}`, crypto.randomUUID());
    }
    await waitFor(() => {
      expect(customer.said()).toHaveLength(42);
      expect(desk.said()).toEqual(customer.said());
    });
    expect(customer.waiting()).toEqual([]);
    expect(customer.said().filter((body) => body.startsWith("customer"))).toEqual(
      Array.from({ length: 20 }, (_, index) => `customer ${index + 1}`),
    );
  });

  it.each(["constructor", "__proto__"])("see who is there whatever somebody calls their key: %s", async (presenceKey) => {
    const { person, ticketId } = await customerWithTicket();
    const { topic } = await readPage(person, ticketId);
    const connection = connect(routes(person, ticketId, { posts: 0, answers: 0 }));
    const hasJoined = vi.fn();
    const stranger = connection.join(topic, { onStatus: (status) => void (status === "live" && hasJoined()) }, presenceKey);
    await waitFor(() => expect(hasJoined).toHaveBeenCalled());
    stranger.track({ side: "agent", typing_until: 0 });
    closing.push(() => connection.close());

    const customer = await enter(person, ticketId, "customer");
    await waitFor(() => expect(customer.room.getState().people.agent.isHere).toBe(true));
    const desk = await enter(await agent(), ticketId, "agent");
    await waitFor(() => expect(desk.room.getState().people.customer.isHere).toBe(true));
    desk.room.send("Heard all the same", crypto.randomUUID());
    await waitFor(() => expect(customer.said()).toContain("Heard all the same"));
  });

  it("know who is there, and say so themselves, when the room is left and opened again at once", async () => {
    const { person, ticketId } = await customerWithTicket();
    const customer = await enter(person, ticketId, "customer");
    const desk = await agent();
    const fetchRoutes = routes(desk, ticketId, { posts: 0, answers: 0 });
    const connection = connect(fetchRoutes);
    closing.push(() => connection.close());
    const tracks = vi.fn();
    const join = connection.join.bind(connection);
    connection.join = (...given) => {
      const handle = join(...given);
      return { ...handle, track: (state) => (tracks(state), handle.track(state)) };
    };
    const me = { id: await memberId(), name: "agent" };
    const open = async () => {
      const page = await readPage(desk, ticketId);
      const room = new RoomClient({ side: "agent", me, page, url: "http://app.test/messages", fetch: fetchRoutes });
      return { room, stop: room.start(connection) };
    };
    const first = await open();
    await waitFor(() => expect(first.room.getState().people.customer.isHere).toBe(true));
    await waitFor(() => expect(customer.room.getState().people.agent.isHere).toBe(true));
    const before = tracks.mock.calls.length;
    expect(before).toBeGreaterThan(0);
    first.stop();
    const second = await open();
    closing.push(second.stop);
    await waitFor(() => expect(second.room.getState().people.customer.isHere).toBe(true));
    expect(tracks.mock.calls.length).toBeGreaterThan(before);
    second.room.typed();
    await waitFor(() => expect(customer.room.getState().people.agent.isTyping).toBe(true));
  });

  it("lose and double nothing when requests fail and answers are lost after the commit", async () => {
    const { person, ticketId } = await customerWithTicket();
    const failing = { posts: 0, answers: 0 };
    const customer = await enter(person, ticketId, "customer", failing);
    const desk = await enter(await agent(), ticketId, "agent");
    failing.answers = 1;
    customer.room.send("answer lost", crypto.randomUUID());
    await waitFor(() => expect(desk.said()).toEqual(["first", "answer lost"]));
    await waitFor(() => expect(customer.waiting()).toEqual([]));
    failing.posts = 2;
    customer.room.send("sent at the third attempt", crypto.randomUUID());
    customer.room.send("after it", crypto.randomUUID());
    await waitFor(() => expect(desk.said()).toEqual(["first", "answer lost", "sent at the third attempt", "after it"]));
    await waitFor(() => expect(customer.said()).toEqual(desk.said()));
  });

  it("fetch what the push did not bring", async () => {
    const { person, ticketId } = await customerWithTicket();
    const customer = await enter(person, ticketId, "customer");
    // No trigger, no push: as when Realtime was away at the moment of the commit.
    const { rows } = await database.query<{ room_id: string; workspace_id: string }>(
      "select room_id, workspace_id from public.chat_rooms where ticket_id = $1",
      [ticketId],
    );
    const [room] = rows;
    await database.query("begin");
    await database.query("alter table public.messages disable trigger t90_broadcast_message_created");
    await database.query("update public.chat_rooms set last_seq = last_seq + 1 where room_id = $1", [room?.room_id]);
    await database.query(
      "insert into public.messages (room_id, seq, workspace_id, sender_type, sender_name, message_type, system_kind, body) values ($1, 2, $2, 'system', 'Frontroom', 'system', 'status_changed', 'in silence')",
      [room?.room_id, room?.workspace_id],
    );
    await database.query("alter table public.messages enable trigger t90_broadcast_message_created");
    await database.query("commit");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(customer.said()).toEqual(["first"]);
    const desk = await agent();
    await desk.rpc("send_message", { room_id: room?.room_id ?? "", body: "aloud", client_id: crypto.randomUUID() });
    await waitFor(() => expect(customer.said()).toEqual(["first", "in silence", "aloud"]));
  });

  it("follow a room to its new topic as soon as it moves, though nothing else says so", async () => {
    const { person, ticketId } = await customerWithTicket();
    const customer = await enter(person, ticketId, "customer");
    const desk = await agent();
    const { data: added } = await desk.rpc("add_participant", { ticket_id: ticketId, email: "leaves@example.com", name: "Lea" });
    const other = openSupabase();
    const { data: identity } = await other.auth.signInAnonymously();
    await database.query(
      "insert into public.customer_identities (workspace_id, customer_id, user_id) select workspace_id, customer_id, $2 from public.customers where customer_id = $1",
      [added?.customer_id, identity.user?.id],
    );
    await waitFor(() => expect(customer.said()).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    // Somebody else's browser loses access.
    await database.query("delete from public.customer_identities where customer_id = $1", [added?.customer_id]);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const { room_id: roomId } = await readPage(person, ticketId);
    await desk.rpc("send_message", { room_id: roomId, body: "on the new topic", client_id: crypto.randomUUID() });
    // Sooner than the fetch that comes by itself.
    await vi.waitFor(() => expect(customer.said()).toContain("on the new topic"), { timeout: 4000, interval: 25 });
  });

  it("hear of a closed room, and a line sent into it is refused with its text kept", async () => {
    const { person, ticketId } = await customerWithTicket();
    const customer = await enter(person, ticketId, "customer");
    const onTicketChanged = vi.fn();
    customer.room.whenTicketChanges(onTicketChanged);
    const desk = await agent();
    const { error } = await desk.rpc("set_ticket_status", { ticket_id: ticketId, status: "closed" });
    expect(error).toBeNull();
    await waitFor(() => expect(customer.room.getState().roomStatus).toBe("closed"));
    await waitFor(() => expect(onTicketChanged).toHaveBeenCalled());
    customer.room.send("too late", crypto.randomUUID());
    await waitFor(() => expect(customer.waiting()).toMatchObject([{ body: "too late", state: "failed" }]));
  });
});

describe("access that is taken while sockets are open", () => {
  /** A workspace of its own with people who are owner, admin or agent, and somebody's ticket. */
  async function workspace(...roles: string[]) {
    const slug = `revocation-${crypto.randomUUID().slice(0, 8)}`;
    const { rows } = await database.query<{ id: string }>(
      "insert into public.workspaces (slug, name) values ($1, 'Revocation') returning workspace_id as id",
      [slug],
    );
    const people = [];
    for (const [index, role] of roles.entries()) {
      const email = `${role}-${index}@${slug}.test`;
      const made = await database.query<{ member_id: string }>(
        `with account as (
           insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, is_anonymous, raw_app_meta_data, raw_user_meta_data)
           values (gen_random_uuid(), 'authenticated', 'authenticated', $3, extensions.crypt($4, extensions.gen_salt('bf', 4)), now(), false, '{}', '{}')
           returning id
         )
         insert into public.workspace_members (workspace_id, user_id, role, display_name)
         select $1, id, $2, $3 from account returning member_id`,
        [rows[0]!.id, role, email, PASSWORD],
      );
      people.push({ memberId: made.rows[0]!.member_id, email, person: await agent(email) });
    }
    return { slug, people, ...(await customerWithTicket(slug)) };
  }

  type Scene = Awaited<ReturnType<typeof workspace>>;
  const [OWNER, LEAVER, STAYER] = [0, 1, 2];
  const of = ({ people }: Scene, index: number) => people[index]!;
  async function done(call: PromiseLike<{ error: { message: string } | null; data: unknown }>): Promise<unknown> {
    const { error, data } = await call;
    expect(error?.message).toBeUndefined();
    return data;
  }
  const saveTeam = (scene: Scene, is_private: boolean, member_ids: string[], team_id?: string) =>
    done(
      of(scene, OWNER).person.rpc("save_team", {
        workspace_slug: scene.slug,
        name: "People",
        member_ids,
        is_private,
        ...(team_id && { team_id }),
      }),
    );
  /** A team with some of the people in it, and the ticket in the team. */
  async function teamWithTicket(scene: Scene, isPrivate: boolean, ...places: number[]): Promise<string> {
    const teamId = (await saveTeam(
      scene,
      isPrivate,
      places.map((index) => of(scene, index).memberId),
    )) as string;
    await done(of(scene, OWNER).person.rpc("set_ticket_team", { ticket_id: scene.ticketId, team_id: teamId }));
    return teamId;
  }
  const stayers = (scene: Scene) => [of(scene, STAYER).memberId];

  /** What is taken from the second of the people, who may see the ticket until then. */
  const takings: Record<
    string,
    {
      role?: string;
      isStillMember?: boolean;
      prepare?: (scene: Scene) => Promise<string>;
      take: (scene: Scene, teamId: string) => Promise<unknown>;
    }
  > = {
    "is removed": {
      take: (scene) =>
        done(of(scene, OWNER).person.rpc("remove_member", { workspace_slug: scene.slug, member_id: of(scene, LEAVER).memberId })),
    },
    "is deactivated": {
      take: (scene) =>
        done(of(scene, OWNER).person.rpc("deactivate_member", { workspace_slug: scene.slug, member_id: of(scene, LEAVER).memberId })),
    },
    "is signed out from elsewhere": {
      take: async (scene) => done((await agent(of(scene, LEAVER).email)).rpc("end_other_sessions")),
    },
    "has no second factor, which an owner demands from then on": {
      prepare: async (scene) => {
        await Promise.all([OWNER, STAYER].map((index) => setUpFactor(of(scene, index).person)));
        return "";
      },
      take: (scene) => done(of(scene, OWNER).person.rpc("set_second_factor_demand", { workspace_slug: scene.slug, is_demanded: true })),
    },
    "takes off their second factor, which the workspace demands": {
      prepare: async (scene) => {
        await Promise.all(scene.people.map(({ person }) => setUpFactor(person)));
        await done(of(scene, OWNER).person.rpc("set_second_factor_demand", { workspace_slug: scene.slug, is_demanded: true }));
        return "";
      },
      take: async (scene) => {
        const { mfa } = of(scene, LEAVER).person.auth;
        const { data } = await mfa.listFactors();
        await done(mfa.unenroll({ factorId: data!.totp[0]!.id }));
      },
    },
    "leaves the ticket's private team": {
      isStillMember: true,
      prepare: (scene) => teamWithTicket(scene, true, LEAVER, STAYER),
      take: (scene, teamId) => saveTeam(scene, true, stayers(scene), teamId),
    },
    "is not in the ticket's team, which becomes private": {
      isStillMember: true,
      prepare: (scene) => teamWithTicket(scene, false, STAYER),
      take: (scene, teamId) => saveTeam(scene, true, stayers(scene), teamId),
    },
    "is not in the private team that the ticket is given to": {
      isStillMember: true,
      prepare: async (scene) => (await saveTeam(scene, true, stayers(scene))) as string,
      take: (scene, teamId) => done(of(scene, LEAVER).person.rpc("set_ticket_team", { ticket_id: scene.ticketId, team_id: teamId })),
    },
    "is an admin no more, and not in the ticket's private team": {
      role: "admin",
      isStillMember: true,
      prepare: (scene) => teamWithTicket(scene, true, STAYER),
      take: (scene) =>
        done(
          of(scene, OWNER).person.rpc("set_member_role", {
            workspace_slug: scene.slug,
            member_id: of(scene, LEAVER).memberId,
            role: "agent",
          }),
        ),
    },
  };

  it.each(Object.entries(takings))(
    "whoever %s hears and reads nothing more, at once; everybody else goes on and misses nothing",
    async (_, taking) => {
      const scene = await workspace("owner", taking.role ?? "agent", "agent");
      const { slug, person, ticketId } = scene;
      const [leaver, stayer] = [of(scene, LEAVER), of(scene, STAYER)];
      const teamId = (await taking.prepare?.(scene)) ?? "";
      const customer = await enter(person, ticketId, "customer");
      const leaving = await enter(leaver.person, ticketId, "agent", undefined, leaver.memberId);
      const staying = await enter(stayer.person, ticketId, "agent", undefined, stayer.memberId);
      const listening = connect(routes(leaver.person, ticketId, { posts: 0, answers: 0 }));
      closing.push(() => listening.close());
      /** What is said on some topics, with the topic. */
      const hear = async (...topics: string[]) => {
        const heard: string[] = [];
        const isListening = vi.fn();
        for (const topic of topics) {
          let isLive = false;
          listening.join(topic, {
            onBroadcast: (event, payload) => void heard.push(`${topic} ${event} ${JSON.stringify(payload)}`),
            onStatus: (status) => {
              if (status === "live" && !isLive) isListening();
              isLive ||= status === "live";
            },
          });
        }
        await waitFor(() => expect(isListening).toHaveBeenCalledTimes(topics.length));
        return heard;
      };
      const topicsOf = async (who: Person) => {
        const [room, notes, desk] = await Promise.all([
          readPage(who, ticketId),
          who.rpc("read_notes", { ticket_id: ticketId }),
          who.rpc("get_desk", { workspace_slug: slug }),
        ]);
        return [room.topic, notes.data![0]!.topic, ...desk.data![0]!.inbox_topics];
      };
      const before = await topicsOf(leaver.person);
      const heard = await hear(...before);
      customer.room.send("before", crypto.randomUUID());
      await stayer.person.rpc("add_note", { room_id: before[0]!.split(":")[1]!, body: "note before", client_id: crypto.randomUUID() });
      await waitFor(() => {
        for (const each of [leaving, staying]) expect(each.said()).toContain("before");
        for (const what of ["before", "note before", "ticket_changed"]) expect(heard.join()).toContain(what);
      });

      await taking.take(scene, teamId);
      const takenAt = performance.now();
      const { data } = await leaver.person.rpc("read_room", { ticket_id: ticketId });
      expect(data ?? []).toEqual([]);
      const heardUntilThen = heard.length;
      for (let number = 1; number <= 20; number += 1) customer.room.send(`after ${number}`, crypto.randomUUID());
      await stayer.person.rpc("add_note", { room_id: before[0]!.split(":")[1]!, body: "note after", client_id: crypto.randomUUID() });
      await waitFor(() => expect(staying.said().filter((body) => body.startsWith("after"))).toHaveLength(20));
      console.info(`The last of 20 messages came to who stayed ${Math.round(performance.now() - takenAt)} ms after the access was taken`);
      await waitFor(() => expect(customer.said().filter((body) => body.startsWith("after"))).toHaveLength(20));
      expect(customer.waiting()).toEqual([]);
      // Longer than anybody else needed: what was not sent by now is not coming.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(leaving.said().filter((body) => body.startsWith("after"))).toEqual([]);
      expect(heard.join()).not.toContain("after");
      // Of the ticket at most that it has changed hands, which belongs to the taking itself.
      expect(heard.slice(heardUntilThen).filter((line) => line.includes("ticket_changed")).length).toBeLessThanOrEqual(1);
      expect(heard.join()).toContain(`${before[0]} topic_moved`);
      expect(heard.join()).toContain(`${before[1]} topic_moved`);

      if (taking.isStillMember) {
        // The inbox goes on by its present name: of the others' tickets everything, of this one nothing.
        const { data: desks } = await leaver.person.rpc("get_desk", { workspace_slug: slug });
        const topics = desks![0]!.inbox_topics;
        expect(topics).toHaveLength(1);
        const inbox = topics[0] === before[2] ? heard : await hear(topics[0]!);
        const mark = inbox.length;
        const other = await customerWithTicket(slug);
        customer.room.send("after all", crypto.randomUUID());
        await waitFor(() => expect(staying.said()).toContain("after all"));
        await waitFor(() => expect(inbox.slice(mark).join()).toContain(other.ticketId));
        expect(inbox.slice(mark).join()).not.toContain(ticketId);
      }

      // The new names are no use to who has gone, though the one who stays joins by them.
      const renamed = (await readPage(stayer.person, ticketId)).topic;
      expect(renamed).not.toBe(before[0]);
      const statuses: string[] = [];
      listening.join(renamed, { onStatus: (status) => void statuses.push(status) });
      const other = connect(routes(stayer.person, ticketId, { posts: 0, answers: 0 }));
      closing.push(() => other.close());
      const hasJoined = vi.fn();
      other.join(renamed, { onStatus: (status) => void (status === "live" && hasJoined()) });
      await waitFor(() => expect(hasJoined).toHaveBeenCalled());
      expect(statuses).not.toContain("live");
    },
  );
});

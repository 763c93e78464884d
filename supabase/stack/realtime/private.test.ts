import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bothVersions, collect, collectSystem, pause, quietMs, signToken, statusesOf, subscribe } from "./test-support";
import { TestDatabase, TestRealtime, uniqueTopic, until } from "./test-support";

let database: TestDatabase;
let server: TestRealtime;
const isPrivate = { config: { private: true } };

beforeAll(async () => {
  database = await TestDatabase.create();
  server = await TestRealtime.create(database.url);
});

afterAll(async () => {
  await server?.close();
  await database?.close();
});

function send(topic: string, event: string, open = false): Promise<unknown> {
  return database.pool.query("select realtime.send('{}', $1, $2, $3)", [event, topic, !open]);
}

describe.concurrent.each(bothVersions)("private channels over vsn %s", (vsn) => {
  test("a join without the right to read is refused with the exact reason, and with it admitted", async () => {
    const topic = uniqueTopic("a:b");
    const stranger = await server.member(database, topic, [], vsn);
    const member = await server.member(database, topic, ["read broadcast"], vsn);
    await expect(subscribe(stranger.client.channel(topic, isPrivate))).rejects.toThrow(
      new Error(`Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`),
    );
    await subscribe(member.client.channel(topic, isPrivate));
  });

  test("the right to write alone does not admit", async () => {
    const topic = uniqueTopic();
    const { client } = await server.member(database, topic, ["write broadcast", "write presence"], vsn);
    await expect(subscribe(client.channel(topic, isPrivate))).rejects.toThrow("Unauthorized: ");
  });

  test("a join that does not await its token is judged as the key's role", async () => {
    const topic = uniqueTopic();
    await server.member(database, topic, ["read broadcast"], vsn);
    const anonymous = await server.client({ vsn });
    await expect(subscribe(anonymous.channel(topic, isPrivate))).rejects.toThrow("Unauthorized: ");
  });

  test("a reader of presence alone joins and hears no broadcast", async () => {
    const topic = uniqueTopic();
    const quiet = (await server.member(database, topic, ["read presence"], vsn)).client.channel(topic, isPrivate);
    const hearing = (await server.member(database, topic, ["read broadcast"], vsn)).client.channel(topic, isPrivate);
    const tracker = (await server.member(database, topic, ["read presence", "write presence"], vsn)).client.channel(topic, isPrivate);
    const [quietReceived, hearingReceived] = [collect(quiet), collect(hearing)];
    let joins = 0;
    quiet.on("presence", { event: "join" }, () => joins++);
    tracker.on("presence", { event: "sync" }, () => undefined);
    await Promise.all([subscribe(quiet), subscribe(hearing), subscribe(tracker)]);
    await send(topic, "e");
    await tracker.track({ name: "Ada" });
    await until(() => hearingReceived.length > 0 && joins > 0);
    expect(quietReceived).toEqual([]);
  });

  test("a reader of broadcast alone gets neither presence state nor changes", async () => {
    const topic = uniqueTopic();
    const seeing = await server.member(database, topic, ["read broadcast", "read presence", "write presence"], vsn);
    const blind = await server.member(database, topic, ["read broadcast"], vsn);
    const [seeingChannel, blindChannel] = [seeing.client.channel(topic, isPrivate), blind.client.channel(topic, isPrivate)];
    const events: string[] = [];
    const received = collect(blindChannel);
    let seen = 0;
    seeingChannel.on("presence", { event: "join" }, () => seen++);
    for (const event of ["sync", "join", "leave"] as const) {
      blindChannel.on("presence", { event: event as "sync" }, () => events.push(event));
    }
    await Promise.all([subscribe(seeingChannel), subscribe(blindChannel)]);
    await seeingChannel.track({ name: "Ada" });
    await send(topic, "e");
    await until(() => seen > 0 && received.length > 0);
    expect(events).toEqual([]);
    expect(blindChannel.presenceState()).toEqual({});
  });

  test("presence.enabled false with broadcast denied is refused, although presence may be read", async () => {
    const topic = uniqueTopic();
    const { client } = await server.member(database, topic, ["read presence"], vsn);
    await expect(subscribe(client.channel(topic, isPrivate))).rejects.toThrow("Unauthorized: ");
    const other = await server.member(database, topic, ["read presence"], vsn);
    await subscribe(other.client.channel(topic, { config: { private: true, presence: { enabled: true } } }));
  });

  test("a member whose row is deleted goes on receiving until a new token or a rejoin", async () => {
    const topic = uniqueTopic();
    const member = await server.member(database, topic, ["read broadcast"], vsn);
    const channel = member.client.channel(topic, isPrivate);
    const received = collect(channel);
    const system = collectSystem(channel);
    const statuses = statusesOf(channel);
    await until(() => statuses.length > 0);
    await database.pool.query("delete from public.topic_rights where user_id = $1", [member.userId]);
    await send(topic, "after the deletion");
    await until(() => received.length > 0);
    expect(received.map(({ event }) => event)).toEqual(["after the deletion"]);

    await member.client.realtime.setAuth(await signToken({ role: "authenticated", sub: member.userId, fresh: true }));
    await until(() => statuses.length > 1);
    expect(system.at(-1)?.["message"]).toBe(`You do not have permissions to read from this Channel topic: ${topic}`);
    expect(statuses.map(({ status }) => status)).toEqual(["SUBSCRIBED", "CLOSED"]);
    await expect(subscribe(member.client.channel(topic, isPrivate))).rejects.toThrow("Unauthorized: ");
  });

  test("a right to read that was there and is gone closes the channel, while another right remains", async () => {
    const topic = uniqueTopic();
    const member = await server.member(database, topic, ["read broadcast", "read presence"], vsn);
    const channel = member.client.channel(topic, { config: { private: true, presence: { enabled: true } } });
    const system = collectSystem(channel);
    const statuses = statusesOf(channel);
    await until(() => statuses.length > 0);
    await database.grant(member.userId, topic, "read presence");
    await member.client.realtime.setAuth(await signToken({ role: "authenticated", sub: member.userId, fresh: true }));
    await until(() => statuses.length > 1);
    expect(system.at(-1)).toEqual({
      extension: "system",
      status: "error",
      message: `You no longer have permission to read from this Channel topic: ${topic}`,
      channel: topic,
    });
    expect(statuses.at(-1)?.status).toBe("CLOSED");
  });

  test("a new token makes a newly granted right work at once", async () => {
    const topic = uniqueTopic();
    const member = await server.member(database, topic, ["read presence"], vsn);
    const channel = member.client.channel(topic, { config: { private: true, presence: { enabled: true } } });
    const received = collect(channel);
    await subscribe(channel);
    await database.grant(member.userId, topic, "read presence", "read broadcast");
    await send(topic, "too early");
    await pause(quietMs);
    expect(received).toEqual([]);
    await member.client.realtime.setAuth(await signToken({ role: "authenticated", sub: member.userId, fresh: true }));
    await until(async () => {
      await send(topic, "now");
      await pause(20);
      return received.length > 0;
    });
    expect(received[0]?.event).toBe("now");
  });
});

describe.concurrent("what policies can and cannot see", () => {
  test("a policy that raises an error refuses the join, as does a role that does not exist", async () => {
    await database.pool.query(
      `create policy "Divides by zero" on realtime.messages as restrictive for select to authenticated
        using (realtime.topic() <> 'raise' or 1 / (length(realtime.topic()) - length('raise')) > 0)`,
    );
    const refused = (topic: string) => `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`;
    const raising = await server.member(database, "raise", ["read broadcast"]);
    await expect(subscribe(raising.client.channel("raise", isPrivate))).rejects.toThrow(new Error(refused("raise")));
    const topic = uniqueTopic();
    const nobody = await server.client({ token: await signToken({ role: "no_such_role" }) });
    await expect(subscribe(nobody.channel(topic, isPrivate))).rejects.toThrow(new Error(refused(topic)));
    // A role outside the API's reaches public channels, where nothing is asked of the database.
    await subscribe(nobody.channel(uniqueTopic()));
  });

  test("a policy sees the request's x- headers and the claims", async () => {
    await database.pool.query(
      `create policy "Headers" on realtime.messages for select to authenticated using (
        realtime.topic() = 'headers' and current_setting('request.headers', true)::json ->> 'x-team' = 'blue'
        and auth.jwt() ->> 'level' = '7' and auth.role() = 'authenticated')`,
    );
    const token = await signToken({ role: "authenticated", sub: "6f1fe8cb-7f6e-4a3b-8c6e-0a3c3a3f0001", level: 7 });
    const wrong = await signToken({ role: "authenticated", sub: "6f1fe8cb-7f6e-4a3b-8c6e-0a3c3a3f0001", level: 8 });
    const socket = await server.rawSocket("2.0.0", undefined, { "x-team": "blue" });
    expect(await socket.join("headers", { private: true }, "1", { access_token: wrong })).toMatchObject({ status: "error" });
    expect(await socket.join("headers", { private: true }, "2", { access_token: token })).toMatchObject({ status: "ok" });
  });

  test("a check that is cancelled refuses the join with its own reason", async () => {
    await database.pool.query(
      `create policy "Sleeps" on realtime.messages for select to service_role using (realtime.topic() <> 'sleep' or pg_sleep(30) is null);
       alter role service_role nobypassrls`,
    );
    const socket = await server.rawSocket();
    const access_token = await signToken({ role: "service_role" });
    const reply = socket.join("sleep", { private: true }, "1", { access_token });
    await until(async () => {
      const { rowCount } = await database.pool.query(
        "select pg_cancel_backend(pid) from pg_stat_activity where application_name = 'realtime' and wait_event = 'PgSleep'",
      );
      return rowCount === 1;
    });
    expect(await reply).toEqual({
      status: "error",
      response: { reason: "QueryCanceled: canceling statement due to user request" },
    });
    expect(await socket.join("awake", { private: true }, "2", { access_token })).toMatchObject({ status: "ok" });
  });

  test("nothing of the checks stays in the table", async () => {
    const topic = uniqueTopic("probe");
    const { client } = await server.member(database, topic, ["read broadcast", "write broadcast", "write presence"]);
    const channel = await subscribe(client.channel(topic, { config: { private: true, broadcast: { ack: true } } }));
    expect(await channel.send({ type: "broadcast", event: "e", payload: {} })).toBe("ok");
    const rows = await database.pool.query("select count(*)::int as n from realtime.messages where topic = $1", [topic]);
    expect(rows.rows[0]).toEqual({ n: 0 });
  });
});

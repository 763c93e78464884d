import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bothVersions, collect, collectSystem, pause, quietMs, signToken, statusesOf, subscribe } from "./test-support";
import { TestDatabase, TestRealtime, uniqueTopic, until } from "./test-support";

let database: TestDatabase;
let server: TestRealtime;

beforeAll(async () => {
  database = await TestDatabase.create();
  server = await TestRealtime.create(database.url);
});

afterAll(async () => {
  await server?.close();
  await database?.close();
});

const ok = { status: "ok", response: { postgres_changes: [] } };
const refused = (reason: string) => ({ status: "error", response: { reason } });

async function withLimits<Result>(
  limits: Parameters<typeof TestRealtime.create>[1],
  run: (strict: TestRealtime) => Promise<Result>,
): Promise<Result> {
  const strict = await TestRealtime.create(database.url, limits);
  try {
    return await run(strict);
  } finally {
    await strict.close();
  }
}

describe.concurrent.each(bothVersions)("a client's channel over vsn %s", (vsn) => {
  test("a reconnect with a buffered join leaves exactly one live channel that is SUBSCRIBED", async () => {
    const topic = uniqueTopic();
    const client = await server.client({ vsn });
    // Not connected yet: this join is buffered, and the opening of the socket makes the client join again.
    const channel = client.channel(topic, { config: { broadcast: { self: true } } });
    const received = collect(channel);
    const statuses = statusesOf(channel);
    await until(() => statuses.length > 0);
    for (let round = 1; round <= 2; round++) {
      server.socketsOf(client).at(-1)?.terminate();
      await until(() => statuses.at(-1)?.status !== "SUBSCRIBED");
      await until(() => statuses.at(-1)?.status === "SUBSCRIBED");
      await pause(quietMs);
      expect(statuses.at(-1)?.status).toBe("SUBSCRIBED");
      received.length = 0;
      await channel.send({ type: "broadcast", event: `after ${round}`, payload: {} });
      await until(() => received.length > 0);
      await pause(quietMs);
      expect(received.map(({ event }) => event)).toEqual([`after ${round}`]);
    }
  });

  test("a client that unsubscribes hears nothing more and may come back", async () => {
    const topic = uniqueTopic();
    const sender = await subscribe((await server.client({ vsn })).channel(topic));
    const client = await server.client({ vsn });
    const first = client.channel(topic);
    const firstReceived = collect(first);
    await subscribe(first);
    expect(await client.removeChannel(first)).toBe("ok");
    const second = client.channel(topic);
    const secondReceived = collect(second);
    await subscribe(second);
    await sender.send({ type: "broadcast", event: "e", payload: {} });
    await until(() => secondReceived.length > 0);
    expect(firstReceived).toEqual([]);
  });

  test("postgres_changes is refused by a system message, and the channel stays joined", async () => {
    const topic = uniqueTopic();
    const channel = (await server.client({ vsn })).channel(topic, { config: { broadcast: { self: true } } });
    channel.on("postgres_changes", { event: "INSERT", schema: "public", table: "todos", filter: "id=eq.1" }, () => undefined);
    const [received, system] = [collect(channel), collectSystem(channel)];
    await subscribe(channel);
    await until(() => system.length > 0);
    expect(system[0]).toMatchObject({ extension: "postgres_changes", status: "error", channel: topic });
    expect(system[0]?.["message"]).toMatch(/^Unable to subscribe to changes with given parameters\. /);
    await channel.send({ type: "broadcast", event: "alive", payload: {} });
    await until(() => received.length > 0);
  });
});

describe.concurrent("joins and leaves on the wire", () => {
  test("a second join of a topic closes the first under the first's own reference, then joins anew", async () => {
    const socket = await server.rawSocket();
    const topic = `realtime:${uniqueTopic()}`;
    socket.send("1", "1", topic, "phx_join", { config: { presence: { enabled: true } } });
    socket.send("2", "2", topic, "phx_join", { config: {} });
    await until(() => socket.messages.length === 4);
    expect(socket.messages).toEqual([
      ["1", "1", topic, "phx_reply", ok],
      ["1", null, topic, "presence_state", {}],
      ["1", "1", topic, "phx_close", {}],
      ["2", "2", topic, "phx_reply", ok],
    ]);
  });

  test("a reply carries the reference of its own push, everything else that of the join", async () => {
    const socket = await server.rawSocket();
    const topic = `realtime:${uniqueTopic()}`;
    socket.send("7", "8", topic, "phx_join", { config: { presence: { enabled: true } } });
    await until(() => socket.messages.length === 2);
    expect(socket.messages).toEqual([
      ["7", "8", topic, "phx_reply", ok],
      ["7", null, topic, "presence_state", {}],
    ]);
  });

  test("a join holds up the socket until it is answered, heartbeats included", async () => {
    const socket = await server.rawSocket();
    const topic = uniqueTopic();
    socket.send("1", "1", `realtime:${topic}`, "phx_join", { config: { private: true } });
    socket.send(null, "2", "phoenix", "heartbeat", {});
    await until(() => socket.messages.length === 2);
    expect(socket.messages).toEqual([
      ["1", "1", `realtime:${topic}`, "phx_reply", expect.objectContaining({ status: "error" })],
      [null, "2", "phoenix", "phx_reply", { status: "ok", response: {} }],
    ]);
  });

  test("a leave is answered and followed by the close; one under another reference is ignored", async () => {
    const socket = await server.rawSocket();
    const name = uniqueTopic();
    const topic = `realtime:${name}`;
    await socket.join(name, {}, "5");
    socket.send("4", "6", topic, "phx_leave", {});
    socket.send("5", "7", topic, "phx_leave", {});
    await until(() => socket.messages.length === 3);
    expect(socket.messages.slice(1)).toEqual([
      ["5", "7", topic, "phx_reply", { status: "ok", response: {} }],
      ["5", "5", topic, "phx_close", {}],
    ]);
    socket.send(null, "8", topic, "phx_leave", {});
    await until(() => socket.messages.length === 4);
    expect(socket.messages.at(-1)).toEqual([null, "8", topic, "phx_reply", { status: "ok", response: {} }]);
  });

  test("a push to a topic that is not joined answers unmatched topic", async () => {
    const socket = await server.rawSocket();
    socket.send("1", "2", "realtime:nowhere", "broadcast", { event: "e" });
    socket.send("1", "3", "nowhere", "phx_join", {});
    await until(() => socket.messages.length === 2);
    expect(socket.messages).toEqual([
      [null, "2", "realtime:nowhere", "phx_reply", refused("unmatched topic")],
      [null, "3", "nowhere", "phx_reply", refused("unmatched topic")],
    ]);
  });

  test("a stale reference on a push is tolerated, an unknown event ignored", async () => {
    const socket = await server.rawSocket();
    const topic = uniqueTopic();
    await socket.join(topic, { broadcast: { ack: true } }, "5");
    socket.send("5", "6", `realtime:${topic}`, "no_such_event", {});
    socket.send("1", "7", `realtime:${topic}`, "broadcast", { type: "broadcast", event: "e", payload: {} });
    await until(() => socket.messages.length === 2);
    expect(socket.messages[1]).toEqual(["5", "7", `realtime:${topic}`, "phx_reply", { status: "ok", response: {} }]);
  });

  test("bad fields of a join take their defaults, and flags may be words", async () => {
    const socket = await server.rawSocket();
    expect(await socket.join(uniqueTopic(), { broadcast: 5, presence: "x", private: 7, postgres_changes: {} }, "1")).toEqual(ok);
    expect(await socket.join(uniqueTopic(), { private: "TRUE" }, "2")).toMatchObject({ status: "error" });
    expect(await socket.join(uniqueTopic(), { private: "False" }, "3")).toEqual(ok);
  });

  test("replication_ready is answered once rows are seen", async () => {
    const socket = await server.rawSocket();
    const topic = uniqueTopic();
    await socket.join(topic, { broadcast: { replication_ready: true } });
    await until(() => socket.messages.length === 2);
    expect(socket.messages[1]).toEqual([
      "1",
      null,
      `realtime:${topic}`,
      "system",
      { extension: "system", status: "ok", message: "Replication connection established", channel: topic },
    ]);
  });
});

describe.concurrent("refused joins", () => {
  test("each fault of the token has its own reason", async () => {
    const socket = await server.rawSocket();
    const unsigned = (await signToken({ role: "anon" })).replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString("base64url"));
    const cases: [string, string | RegExp][] = [
      [await signToken({ role: "anon" }, { expiresIn: -12 }), /^InvalidJWTToken: Token has expired 1[23] seconds ago$/],
      [await signToken({}), /^InvalidJWTToken: Fields `role` and `exp` are required in JWT$/],
      ["nonsense", /^MalformedJWT: The token provided is not a valid JWT$/],
      [await signToken({ role: "anon" }, { secret: "x".repeat(32) }), /^JwtSignatureError: Failed to validate JWT signature$/],
      [unsigned, /^JwtSignerError: Failed to generate JWT signer, check your JWT secret or JWKS configuration$/],
    ];
    let ref = 0;
    for (const [access_token, reason] of cases) {
      const reply = await socket.join(uniqueTopic(), {}, String(++ref), { access_token });
      expect(reply).toEqual({ status: "error", response: { reason: expect.stringMatching(reason) as string } });
    }
    // An API key is no token: the connection's own is taken.
    expect(await socket.join(uniqueTopic(), {}, "98", { access_token: "sb_publishable_other" })).toEqual(ok);
    expect(await socket.join(uniqueTopic(), {}, "99", { access_token: "nonsense", user_token: await signToken({ role: "anon" }) })).toEqual(
      ok,
    );
  });

  test("a topic needs a name", async () => {
    const socket = await server.rawSocket();
    expect(await socket.join("")).toEqual(refused("TopicNameRequired: You must provide a topic name"));
  });

  test("a project for private channels only refuses public ones", async () => {
    await withLimits({ privateOnly: true }, async (strict) => {
      const socket = await strict.rawSocket();
      expect(await socket.join("a")).toEqual(refused("PrivateOnly: This project only allows private channels"));
      const topic = uniqueTopic();
      await subscribe((await strict.member(database, topic, ["read broadcast"])).client.channel(topic, { config: { private: true } }));
    });
  });

  test("channels on one socket are limited", async () => {
    await withLimits({ maxChannelsPerSocket: 2 }, async (strict) => {
      const socket = await strict.rawSocket();
      expect(await socket.join("a", {}, "1")).toEqual(ok);
      expect(await socket.join("b", {}, "2")).toEqual(ok);
      expect(await socket.join("c", {}, "3")).toEqual(refused("ChannelRateLimitReached: Too many channels"));
      expect(await socket.join("b", {}, "4")).toEqual(ok);
    });
  });

  test("users are limited, at the join and at the handshake, counting sockets that joined", async () => {
    await withLimits({ maxConcurrentSockets: 1 }, async (strict) => {
      const [first, second] = [await strict.rawSocket(), await strict.rawSocket()];
      expect(await first.join("a")).toEqual(ok);
      expect(await first.join("b", {}, "2")).toEqual(ok);
      expect(await second.join("a")).toEqual(refused("ConnectionRateLimitReached: Too many connected users"));
      await expect(strict.rawSocket()).rejects.toThrow("429");
      first.ws.close();
      await pause(100);
      expect(await second.join("a", {}, "2")).toEqual(ok);
    });
  });

  test("joins per second are limited, and the socket is closed with 1001", async () => {
    await withLimits({ maxJoinsPerSecond: 2 / 60 }, async (strict) => {
      const socket = await strict.rawSocket();
      expect(await socket.join("a", {}, "1")).toEqual(ok);
      expect(await socket.join("b", {}, "2")).toEqual(ok);
      expect(await socket.join("c", {}, "3")).toEqual(refused("ClientJoinRateLimitReached: Too many joins per second"));
      await until(() => socket.closeCode === 1001);
      await expect(strict.rawSocket()).rejects.toThrow("429");
    });
  });
});

describe.concurrent("the server's own limits", () => {
  test("an idle socket is closed with 1000, one that beats is not", async () => {
    await withLimits({ idleTimeoutMs: 400 }, async (strict) => {
      const [idle, beating] = [await strict.rawSocket(), await strict.rawSocket()];
      const beat = setInterval(() => beating.send(null, "1", "phoenix", "heartbeat", {}), 100);
      await until(() => idle.closeCode !== undefined);
      clearInterval(beat);
      expect(idle.closeCode).toBe(1000);
      expect(beating.closeCode).toBeUndefined();
    });
  });

  test("a frame over the limit closes the socket with 1009", async () => {
    const socket = await server.rawSocket();
    socket.ws.send(Buffer.alloc(5_000_001));
    await until(() => socket.closeCode === 1009);
  });

  test("a socket that left all its channels is swept away, one that never joined is not", async () => {
    await withLimits({ emptySocketSweepMs: 200 }, async (strict) => {
      const [left, fresh, joined] = [await strict.rawSocket(), await strict.rawSocket(), await strict.rawSocket()];
      await left.join("a");
      await joined.join("a");
      left.send("1", "2", "realtime:a", "phx_leave", {});
      await until(() => left.closeCode !== undefined);
      expect([fresh.closeCode, joined.closeCode]).toEqual([undefined, undefined]);
    });
  });

  test("too many messages per second shut down the channels that receive them", async () => {
    await withLimits({ maxEventsPerSecond: 10 / 60, eventRateCheckMs: 50 }, async (strict) => {
      const topic = uniqueTopic();
      const sender = await subscribe((await strict.client()).channel(topic));
      const receiver = (await strict.client()).channel(topic);
      const system = collectSystem(receiver);
      const statuses = statusesOf(receiver);
      await until(() => statuses.length > 0);
      for (let n = 0; n < 20 && statuses.length === 1; n++) {
        await sender.send({ type: "broadcast", event: "e", payload: { n } });
        await pause(30);
      }
      await until(() => statuses.length > 1);
      expect(statuses.at(-1)?.status).toBe("CLOSED");
      expect(system.at(-1)?.["message"]).toBe("Too many messages per second");
    });
  });

  test("a server that goes away says so on every channel and closes with 1012", async () => {
    const leaving = await TestRealtime.create(database.url);
    const socket = await leaving.rawSocket();
    await socket.join("a");
    await leaving.realtime.close();
    await until(() => socket.closeCode !== undefined);
    expect(socket.closeCode).toBe(1012);
    expect(socket.messages.at(-1)?.[4]).toEqual({
      extension: "system",
      status: "ok",
      message: "Server requested disconnect",
      channel: "a",
    });
    await leaving.close();
  });
});

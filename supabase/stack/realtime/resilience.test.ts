import { randomBytes, randomUUID } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { collect, pause, publishableKey, signToken, subscribe, TestDatabase, TestRealtime, uniqueTopic, until } from "./test-support";

let database: TestDatabase;
let server: TestRealtime;

beforeAll(async () => {
  database = await TestDatabase.create();
  const roomy = { maxConcurrentSockets: 2_000, maxJoinsPerSecond: 10_000, maxEventsPerSecond: 1_000_000 };
  server = await TestRealtime.create(database.url, { ...roomy, maxBufferedBytes: 4_000_000, databaseRetryMaxMs: 200 });
});

afterAll(async () => {
  await server?.close();
  await database?.close();
});

/** Whether the server still answers a socket that was opened before. */
async function isAlive(socket: Awaited<ReturnType<TestRealtime["rawSocket"]>>): Promise<boolean> {
  const before = socket.frames.length;
  socket.ws.send('[null,"99","phoenix","heartbeat",{}]');
  await until(() => socket.frames.length > before);
  return socket.closeCode === undefined;
}

describe("what clients may do to the server", () => {
  test("10,000 malformed frames on joined sockets leave them and the server alive", async () => {
    for (const vsn of ["1.0.0", "2.0.0"] as const) {
      const socket = await server.rawSocket(vsn);
      const topic = uniqueTopic();
      const join = { config: { presence: { enabled: true } } };
      if (vsn === "2.0.0") socket.send("1", "1", `realtime:${topic}`, "phx_join", join);
      else socket.ws.send(JSON.stringify({ topic: `realtime:${topic}`, event: "phx_join", payload: join, ref: "1", join_ref: "1" }));
      await until(() => socket.frames.length > 0);
      const nothing = [null, 0, "", [], {}, "x", true, { a: null }, [[]], 1e308, "\u0000", "__proto__"];
      const any = <Value>(values: Value[]): Value => values[Math.floor(Math.random() * values.length)] as Value;
      const events = ["broadcast", "presence", "access_token", "phx_close", "heartbeat", "phx_reply", "presence_state", ""];
      for (let n = 0; n < 5_000; n++) {
        const kind = n % 5;
        if (kind === 0) socket.ws.send(randomBytes(n % 97));
        else if (kind === 1) socket.ws.send(Buffer.concat([Buffer.from([any([0, 3, 3, 4])]), randomBytes(n % 61)]));
        else if (kind === 2) socket.ws.send(randomBytes(n % 53).toString("base64"));
        else if (kind === 3)
          socket.ws.send(JSON.stringify(any<unknown>([nothing, any<unknown>(nothing), { topic: any<unknown>(nothing) }])));
        else if (vsn === "2.0.0") {
          const address = any<unknown>([`realtime:${topic}`, "realtime:", "phoenix", ...nothing]);
          socket.send(any<unknown>(nothing), any<unknown>(nothing), address, any<unknown>([...events, ...nothing]), any<unknown>(nothing));
        } else {
          const payload = any<unknown>(nothing);
          socket.ws.send(
            JSON.stringify({
              topic: `realtime:${topic}`,
              event: any<unknown>([...events, ...nothing]),
              payload,
              ref: any<unknown>(nothing),
            }),
          );
        }
      }
      socket.ws.send("[".repeat(100_000));
      socket.ws.send(`["1","1","realtime:${topic}","broadcast",${"[".repeat(50_000)}${"]".repeat(50_000)}]`);
      socket.ws.send(
        `["1","1","realtime:${topic}","presence",{"event":"track","payload":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}]`,
      );
      if (vsn === "2.0.0") expect(await isAlive(socket)).toBe(true);
    }
    const channel = (await server.client()).channel(uniqueTopic(), { config: { broadcast: { self: true } } });
    const received = collect(channel);
    await subscribe(channel);
    await channel.send({ type: "broadcast", event: "alive", payload: {} });
    await until(() => received.length > 0);
  });

  test("topics with odd characters are refused or served, never a crash", async () => {
    const socket = await server.rawSocket();
    const access_token = await signToken({ role: "authenticated", sub: randomUUID() });
    const names = ["a\u0000b", "'; drop table x; --", "\ud800", "🎈".repeat(60), "x".repeat(10_000)];
    for (const [index, name] of names.entries()) {
      const reply = await socket.join(name, { private: true }, String(index), { access_token });
      expect(reply).toMatchObject({ status: "error", response: { reason: expect.stringMatching(/^Unauthorized: /) as string } });
    }
    expect(await socket.join("a\u0000b", {}, "public")).toMatchObject({ status: "ok" });
  });

  test("half a handshake and a plain request for the socket do no harm", async () => {
    const { port } = new URL(server.url);
    const lines = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    for (const path of [`/realtime/v1/websocket?apikey=${publishableKey}`, "/realtime/v1/websocket", "/realtime/v1/%zz", "//"]) {
      const socket = connect(Number(port), "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(lines(path));
      await pause(20);
      socket.destroy();
    }
    expect((await fetch(`${server.url}/realtime/v1/websocket`)).status).toBe(404);
    expect(await isAlive(await server.rawSocket())).toBe(true);
  });

  test("1,000 sockets in one room all hear a message", async () => {
    const topic = uniqueTopic();
    const sockets: WebSocket[] = [];
    let joined = 0;
    let heard = 0;
    const open = async (): Promise<void> => {
      const ws = new WebSocket(`${server.url.replace("http", "ws")}/realtime/v1/websocket?apikey=${publishableKey}&vsn=2.0.0`);
      sockets.push(ws);
      ws.on("message", (_data, isBinary) => (isBinary ? heard++ : joined++));
      await new Promise((resolve, reject) => ws.once("open", resolve).once("error", reject));
      ws.send(JSON.stringify(["1", "1", `realtime:${topic}`, "phx_join", { config: {} }]));
    };
    for (let batch = 0; batch < 20; batch++) await Promise.all(Array.from({ length: 50 }, open));
    await until(() => joined === 1_000, 10_000);
    await database.pool.query("select realtime.send('{\"n\": 1}', 'e', $1, false)", [topic]);
    await until(() => heard === 1_000);
    for (const ws of sockets) ws.terminate();
    await pause(100);
    expect(heard).toBe(1_000);
  });

  test("a consumer that does not read is cut off, and others go on", async () => {
    const topic = uniqueTopic();
    const slow = await server.rawSocket();
    await slow.join(topic);
    const reader = (await server.client()).channel(topic);
    const received = collect(reader);
    await subscribe(reader);
    slow.ws.pause();
    const sender = await subscribe((await server.client()).channel(topic));
    const payload = { text: "x".repeat(200_000) };
    let sent = 0;
    while (!server.log.some((line) => line.includes("cut off")) && sent < 200) {
      await sender.send({ type: "broadcast", event: "e", payload });
      sent++;
      await pause(2);
    }
    await sender.send({ type: "broadcast", event: "last", payload: {} });
    await until(() => received.at(-1)?.event === "last");
    expect(server.log.filter((line) => line.includes("cut off"))).toHaveLength(1);
    expect(received).toHaveLength(sent + 1);
    slow.ws.resume();
    await until(() => slow.closeCode !== undefined);
  });

  test("a client that pushes faster than it is served is slowed down, and loses nothing", async () => {
    const topic = uniqueTopic();
    const userId = randomUUID();
    await database.grant(userId, topic, "read broadcast", "write broadcast");
    const access_token = await signToken({ role: "authenticated", sub: userId });
    const socket = await server.rawSocket();
    await socket.join(topic, { private: true, broadcast: { ack: true } }, "1", { access_token });
    for (let n = 0; n < 5_000; n++)
      socket.send("1", `n${n}`, `realtime:${topic}`, "broadcast", { type: "broadcast", event: "e", payload: { n } });
    await until(() => socket.frames.length === 5_001, 10_000);
    const refs = socket.messages.slice(1).map((message) => message[1]);
    expect(refs).toEqual(Array.from({ length: 5_000 }, (_, n) => `n${n}`));
  });
});

describe("the database going away", () => {
  test("a crash and restart of Postgres is survived: clients stay, and messages flow again by themselves", async () => {
    const topic = uniqueTopic();
    const { client } = await server.member(database, topic, ["read broadcast"]);
    const channel = client.channel(topic, { config: { private: true } });
    const received = collect(channel);
    await subscribe(channel);
    const send = (event: string) => database.pool.query("select realtime.send('{}', $1, $2)", [event, topic]);
    await send("before");
    await until(() => received.length === 1);

    await database.crash();
    const socket = await server.rawSocket();
    const reason = "UnableToConnectToProject: Realtime was unable to connect to the project database";
    await until(() => server.log.some((line) => line.startsWith("replication stream lost")));
    expect(await socket.join("public")).toEqual({ status: "error", response: { reason } });
    expect(await socket.join("private", { private: true }, "2")).toEqual({ status: "error", response: { reason } });
    socket.send("3", "3", "realtime:waiting", "phx_join", { config: { broadcast: { replication_ready: true } } });

    await database.restart();
    await until(() => server.log.filter((line) => line.includes("stream is live")).length === 2, 10_000);
    await send("after");
    await until(() => received.length === 2);
    expect(received.map(({ event }) => event)).toEqual(["before", "after"]);
    expect(await socket.join("public", {}, "4")).toMatchObject({ status: "ok" });
    expect(await socket.join("private", { private: true }, "5", { access_token: await signToken({ role: "service_role" }) })).toMatchObject(
      {
        status: "ok",
      },
    );
    const { rows } = await database.pool.query("select slot_name from pg_replication_slots");
    expect(rows).toHaveLength(1);
  });

  test("Postgres stops in order without waiting for the stream, and the server starts without a database", async () => {
    expect(await database.stopServer()).toBeLessThan(5_000);
    const starting = TestRealtime.create(database.url, { databaseRetryMaxMs: 100 });
    await pause(200);
    await database.restart();
    const late = await starting;
    const channel = (await late.client()).channel("late");
    const received = collect(channel);
    await subscribe(channel);
    await database.pool.query("select realtime.send('{}', 'e', 'late', false)");
    await until(() => received.length > 0);
    await late.close();
  });

  test("a join without a partition for today is refused with its own reason", async () => {
    const { rows } = await database.pool.query<{ child: string }>(
      "select inhrelid::regclass::text as child from pg_inherits where inhparent = 'realtime.messages'::regclass",
    );
    await database.pool.query(`drop table ${rows.map(({ child }) => child).join(", ")}`);
    const socket = await server.rawSocket();
    const access_token = await signToken({ role: "service_role" });
    const join = (ref: string) => socket.join("a", { private: true }, ref, { access_token });
    expect(await join("1")).toEqual({
      status: "error",
      response: { reason: "MissingPartition: Realtime was unable to find the expected messages partition" },
    });
    await database.pool.query("select realtime.maintain_partitions()");
    expect(await join("2")).toMatchObject({ status: "ok" });
  });

  test("closing leaves no slot and no connection behind", async () => {
    await server.close();
    await until(async () => {
      const { rows } = await database.pool.query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where application_name like 'realtime%'",
      );
      return rows[0]?.n === 0;
    });
    expect((await database.pool.query("select from pg_replication_slots")).rowCount).toBe(0);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bothVersions, collect, pause, quietMs, subscribe, TestDatabase, TestRealtime, uniqueTopic, until } from "./test-support";

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

describe.concurrent("broadcast between clients", () => {
  for (const sender of bothVersions) {
    for (const receiver of bothVersions) {
      test(`a message sent by vsn ${sender} reaches a subscriber of vsn ${receiver}`, async () => {
        const topic = uniqueTopic();
        const from = await subscribe((await server.client({ vsn: sender })).channel(topic));
        const to = (await server.client({ vsn: receiver })).channel(topic);
        const received = collect(to, "EV");
        await subscribe(to);
        await from.send({ type: "broadcast", event: "ev", payload: { a: 1, text: "grüß dich" } });
        await until(() => received.length > 0);
        expect(received).toEqual([{ type: "broadcast", event: "ev", payload: { a: 1, text: "grüß dich" } }]);
      });
    }
  }

  test("bytes reach a subscriber of vsn 2.0.0 only", async () => {
    const topic = uniqueTopic();
    const from = await subscribe((await server.client()).channel(topic));
    const modern = (await server.client()).channel(topic);
    const old = (await server.client({ vsn: "1.0.0" })).channel(topic);
    const [modernReceived, oldReceived] = [collect(modern), collect(old)];
    await Promise.all([subscribe(modern), subscribe(old)]);
    await from.send({ type: "broadcast", event: "bytes", payload: new Uint8Array([1, 2, 3]).buffer });
    await from.send({ type: "broadcast", event: "json", payload: { after: true } });
    await until(() => oldReceived.length > 0 && modernReceived.length > 1);
    expect(modernReceived[0]?.payload).toBeInstanceOf(ArrayBuffer);
    expect([...new Uint8Array(modernReceived[0]?.payload as unknown as ArrayBuffer)]).toEqual([1, 2, 3]);
    expect(oldReceived.map(({ event }) => event)).toEqual(["json"]);
  });

  test("a text broadcast is relayed with every key it came with", async () => {
    const topic = uniqueTopic();
    const listener = await server.rawSocket();
    const sender = await server.rawSocket("1.0.0");
    await listener.join(topic);
    const base = { topic: `realtime:${topic}`, join_ref: "1" };
    sender.ws.send(JSON.stringify({ ...base, event: "phx_join", payload: { config: {} }, ref: "1" }));
    const payload = { type: "broadcast", event: "e", payload: [1, null], surplus: { kept: true } };
    sender.ws.send(JSON.stringify({ ...base, event: "broadcast", payload, ref: "2" }));
    await until(() => listener.messages.some((message) => message[3] === "broadcast"));
    expect(listener.messages.at(-1)).toEqual([null, null, `realtime:${topic}`, "broadcast", payload]);
  });
});

describe.concurrent.each(bothVersions)("broadcast options over vsn %s", (vsn) => {
  test("the sender hears itself only when it asked to", async () => {
    const topic = uniqueTopic();
    const selfish = (await server.client({ vsn })).channel(topic, { config: { broadcast: { self: true } } });
    const modest = (await server.client({ vsn })).channel(topic);
    const [selfishReceived, modestReceived] = [collect(selfish), collect(modest)];
    await Promise.all([subscribe(selfish), subscribe(modest)]);
    await modest.send({ type: "broadcast", event: "from-modest", payload: {} });
    await selfish.send({ type: "broadcast", event: "from-selfish", payload: {} });
    await until(() => selfishReceived.length === 2 && modestReceived.length === 1);
    await pause(quietMs);
    expect(selfishReceived.map(({ event }) => event).sort()).toEqual(["from-modest", "from-selfish"]);
    expect(modestReceived.map(({ event }) => event)).toEqual(["from-selfish"]);
  });

  test("with ack a send answers ok once the server has it", async () => {
    const channel = (await server.client({ vsn })).channel(uniqueTopic(), { config: { broadcast: { ack: true } } });
    await subscribe(channel);
    expect(await channel.send({ type: "broadcast", event: "e", payload: {} })).toBe("ok");
  });

  test("with ack and without the right to write a send times out, and with the right it does not", async () => {
    const topic = uniqueTopic();
    const config = { private: true, broadcast: { ack: true } };
    const reader = await server.member(database, topic, ["read broadcast"], vsn);
    const writer = await server.member(database, topic, ["read broadcast", "write broadcast"], vsn);
    const denied = reader.client.channel(topic, { config });
    const allowed = writer.client.channel(topic, { config });
    const received = collect(allowed);
    await Promise.all([subscribe(denied), subscribe(allowed)]);
    expect(await denied.send({ type: "broadcast", event: "e", payload: {} }, { timeout: 400 })).toBe("timed out");
    expect(await allowed.send({ type: "broadcast", event: "e", payload: {} }, { timeout: 2_000 })).toBe("ok");
    expect(received).toEqual([]);
  });

  test("too large a message answers error with ack, silence without, and reaches nobody", async () => {
    const topic = uniqueTopic();
    const client = await server.client({ vsn });
    const strict = client.channel(topic, { config: { broadcast: { ack: true } } });
    const listener = (await server.client({ vsn })).channel(topic);
    const received = collect(listener);
    await Promise.all([subscribe(strict), subscribe(listener)]);
    const large = { text: "x".repeat(257_000) };
    expect(await strict.send({ type: "broadcast", event: "large", payload: large })).toBe("error");
    expect(await strict.send({ type: "broadcast", event: "fits", payload: { text: "x".repeat(255_000) } })).toBe("ok");
    await until(() => received.length > 0);
    expect(received.map(({ event }) => event)).toEqual(["fits"]);
  });

  test("two sends fired back to back on a fresh private channel arrive in order", async () => {
    const topic = uniqueTopic();
    const rights = ["read broadcast", "write broadcast"] as const;
    const from = (await server.member(database, topic, [...rights], vsn)).client.channel(topic, { config: { private: true } });
    const to = (await server.member(database, topic, [...rights], vsn)).client.channel(topic, { config: { private: true } });
    const received = collect(to);
    await Promise.all([subscribe(from), subscribe(to)]);
    for (let n = 0; n < 20; n++) void from.send({ type: "broadcast", event: "e", payload: { n } });
    await until(() => received.length === 20);
    expect(received.map(({ payload }) => payload["n"])).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  test("public and private rooms of one name are strangers", async () => {
    const topic = uniqueTopic();
    const { client } = await server.member(database, topic, ["read broadcast", "write broadcast"], vsn);
    const open = (await server.client({ vsn })).channel(topic);
    const openTwo = (await server.client({ vsn })).channel(topic);
    const closed = client.channel(topic, { config: { private: true, broadcast: { self: true } } });
    const [openReceived, closedReceived] = [collect(open), collect(closed)];
    await Promise.all([subscribe(open), subscribe(openTwo), subscribe(closed)]);
    await openTwo.send({ type: "broadcast", event: "public", payload: {} });
    await closed.send({ type: "broadcast", event: "private", payload: {} });
    await until(() => openReceived.length > 0 && closedReceived.length > 0);
    await pause(quietMs);
    expect(openReceived.map(({ event }) => event)).toEqual(["public"]);
    expect(closedReceived.map(({ event }) => event)).toEqual(["private"]);
  });
});

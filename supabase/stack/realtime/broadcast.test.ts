import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bothVersions, collect, pause, quietMs, subscribe, TestDatabase, TestRealtime, uniqueTopic, until } from "./test-support";

let database: TestDatabase;
let server: TestRealtime;

beforeAll(async () => {
  database = await TestDatabase.create();
  server = await TestRealtime.create(database.url);
}, 60_000);

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
        const received = collect(to, "ev");
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
});

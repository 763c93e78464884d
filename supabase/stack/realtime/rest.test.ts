import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bothVersions, collect, pause, publishableKey, quietMs, signToken, subscribe, TestDatabase } from "./test-support";
import { TestRealtime, uniqueTopic, until } from "./test-support";

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

const headers = { apikey: publishableKey, "content-type": "application/json" };

async function post(path: string, body: unknown, extra: Record<string, string> = {}, target = server) {
  const response = await fetch(`${target.url}/realtime/v1/api/broadcast${path}`, {
    method: "POST",
    headers: { ...headers, ...extra },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? "" : (JSON.parse(text) as unknown), headers: response.headers };
}

describe.concurrent.each(bothVersions)("broadcasts over HTTP to vsn %s", (vsn) => {
  test("a batch reaches every subscriber, with meta where it names an id", async () => {
    const topic = uniqueTopic();
    const channel = (await server.client({ vsn })).channel(topic);
    const received = collect(channel);
    await subscribe(channel);
    const messages = [
      { topic, event: "one", payload: { a: 1 } },
      { topic, event: "two", payload: {}, id: "mine" },
    ];
    const answer = await post("?apikey=ignored&vsn=2.0.0", { messages });
    expect(answer).toMatchObject({ status: 202, body: "" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("x-rate-limit")).toBe("10000");
    await until(() => received.length === 2);
    expect(received).toEqual([
      { type: "broadcast", event: "one", payload: { a: 1 } },
      { type: "broadcast", event: "two", payload: {}, meta: { id: "mine" } },
    ]);
  });

  test("a denied private write answers 202 in a batch and 403 alone, and reaches nobody", async () => {
    const topic = uniqueTopic();
    const reader = await server.member(database, topic, ["read broadcast"], vsn);
    const writer = await server.member(database, topic, ["write broadcast"], vsn);
    const channel = reader.client.channel(topic, { config: { private: true } });
    const received = collect(channel);
    await subscribe(channel);
    const batch = (event: string) => ({ messages: [{ topic, event, payload: {}, private: true }] });
    const as = (token: string) => ({ authorization: `bearer ${token}` });
    expect((await post("", batch("denied"), as(reader.token))).status).toBe(202);
    expect(await post(`/${topic}/events/denied?private=true`, {}, as(reader.token))).toMatchObject({
      status: 403,
      body: { message: "Unauthorized" },
    });
    expect((await post("", batch("allowed"), as(writer.token))).status).toBe(202);
    expect((await post(`/${topic}/events/allowed%20too?private=true`, {}, as(writer.token))).status).toBe(202);
    await until(() => received.length === 2);
    expect(received.map(({ event }) => event)).toEqual(["allowed", "allowed too"]);
  });

  test("httpSend carries a topic with slashes and blanks there and back", async () => {
    const topic = `${uniqueTopic("a/b c")}?ü&x=1`;
    const to = (await server.client({ vsn })).channel(topic);
    const received = collect(to);
    await subscribe(to);
    const from = (await server.client({ vsn })).channel(topic);
    expect(await from.httpSend("e/ f", { n: 1 })).toEqual({ success: true });
    await until(() => received.length > 0);
    expect(received).toEqual([{ type: "broadcast", event: "e/ f", payload: { n: 1 } }]);
  });

  test("httpSend with bytes and the fallback of send", async () => {
    const topic = uniqueTopic();
    const to = (await server.client({ vsn })).channel(topic);
    const received = collect(to);
    await subscribe(to);
    const from = (await server.client({ vsn })).channel(topic);
    await from.httpSend("bytes", new Uint8Array([7, 8]));
    expect(await from.send({ type: "broadcast", event: "not joined yet", payload: {} })).toBe("ok");
    await until(() => received.at(-1)?.event === "not joined yet");
    expect(received.map(({ event }) => event)).toEqual(vsn === "2.0.0" ? ["bytes", "not joined yet"] : ["not joined yet"]);
  });
});

describe.concurrent("requests that are refused", () => {
  test("without a valid token: 401", async () => {
    const unauthorized = { status: 401, body: { message: "Unauthorized" } };
    const body = { messages: [{ topic: "a", event: "e", payload: {} }] };
    expect(await post("", body, { apikey: "" })).toMatchObject(unauthorized);
    expect(await post("", body, { authorization: "Bearer nonsense" })).toMatchObject(unauthorized);
    const expired = await signToken({ role: "anon" }, { expiresIn: -1 });
    expect(await post("/a/events/e", {}, { authorization: `Bearer ${expired}` })).toMatchObject(unauthorized);
    expect((await post("", body, { apikey: "", authorization: `BEARER ${publishableKey}` })).status).toBe(202);
  });

  test("a batch with one bad message is refused as a whole, each message with its own faults", async () => {
    const topic = uniqueTopic();
    const channel = (await server.client()).channel(topic);
    const received = collect(channel);
    await subscribe(channel);
    const messages = [
      { topic, event: "e", payload: {} },
      { topic, payload: {} },
      { topic, event: "e", payload: "text" },
      { topic, event: "e", payload: { text: "x".repeat(257_000) } },
      {},
      5,
    ];
    expect(await post("", { messages })).toMatchObject({
      status: 422,
      body: {
        errors: {
          messages: [
            {},
            { event: ["can't be blank"] },
            { payload: ["is invalid"] },
            { payload: ["Payload size exceeds tenant limit"] },
            { topic: ["can't be blank"], event: ["can't be blank"], payload: ["can't be blank"] },
            { payload: ["is invalid"] },
          ],
        },
      },
    });
    expect(await post("", {})).toMatchObject({ status: 422 });
    expect(await post("", { messages: "x" })).toMatchObject({ status: 422 });
    expect(await post("", "{oops")).toMatchObject({ status: 400 });
    await pause(quietMs);
    expect(received).toEqual([]);
  });

  test("a single message of another type or too large a size", async () => {
    expect(await post("/a/events/e", "<a/>", { "content-type": "text/xml" })).toMatchObject({
      status: 415,
      body: { error: "Unsupported Media Type. Use application/json or application/octet-stream" },
    });
    expect(await post("/a/events/e", "x".repeat(257_000), { "content-type": "application/octet-stream" })).toMatchObject({
      status: 422,
      body: { errors: { payload: ["Payload size exceeds tenant limit"] } },
    });
    expect((await post("/%E0%A4%A/events/e", {})).status).toBe(400);
    expect((await post("/a/b/events/e", {})).status).toBe(404);
    expect((await post("/a/events/e", "x".repeat(9_000_000))).status).toBe(413);
  });

  test("a policy that raises an error answers 422 alone", async () => {
    await database.pool.query(
      `create policy "Divides by zero" on realtime.messages for insert to service_role
        with check (1 / (length(realtime.topic()) - length(realtime.topic())) > 0)`,
    );
    await database.pool.query("alter role service_role nobypassrls");
    const token = await signToken({ role: "service_role" });
    expect(await post("/a/events/e?private=true", {}, { authorization: `Bearer ${token}` })).toMatchObject({
      status: 422,
      body: { message: "RLS policy error" },
    });
    await database.pool.query("alter role service_role bypassrls");
    expect((await post("/a/events/e?private=true", {}, { authorization: `Bearer ${token}` })).status).toBe(202);
  });

  test("beyond the rate: 429", async () => {
    const strict = await TestRealtime.create(database.url, { maxEventsPerSecond: 2 });
    try {
      const message = { topic: "a", event: "e", payload: {} };
      expect(await post("", { messages: [message, message, message] }, {}, strict)).toMatchObject({
        status: 429,
        body: { message: "Too many messages to broadcast, please reduce the batch size" },
      });
      expect((await post("", { messages: [message] }, {}, strict)).status).toBe(202);
    } finally {
      await strict.close();
    }
  });
});

describe.concurrent("bodies of single messages", () => {
  test("what is no object is wrapped, and a body without a type is not read", async () => {
    const topic = uniqueTopic();
    const channel = (await server.client()).channel(topic);
    const received = collect(channel);
    await subscribe(channel);
    expect((await post(`/${topic}/events/wrapped`, [1, 2])).status).toBe(202);
    await new Promise<void>((resolve, reject) => {
      const url = `${server.url}/realtime/v1/api/broadcast/${topic}/events/untyped`;
      const req = request(url, { method: "POST", headers: { apikey: publishableKey } }, (res) => {
        expect(res.statusCode).toBe(202);
        res.resume().on("end", resolve);
      });
      req.on("error", reject).end("not read");
    });
    await until(() => received.length === 2);
    expect(received.map(({ payload }) => payload)).toEqual([{ _json: [1, 2] }, {}]);
  });

  test("the server answers a ping and a preflight", async () => {
    const ping = await fetch(`${server.url}/realtime/v1/api/ping`);
    expect(await ping.json()).toEqual({ message: "Success" });
    const preflight = await fetch(`${server.url}/realtime/v1/api/broadcast`, { method: "OPTIONS" });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bothVersions, collectSystem, jwtSecret, pause, publishableKey, quietMs, signToken, statusesOf } from "./test-support";
import { TestDatabase, TestRealtime, uniqueTopic, until } from "./test-support";
import { TokenVerifier } from "./jwt";

let database: TestDatabase;
let server: TestRealtime;
const verifier = new TokenVerifier(jwtSecret, { sb_key: "the.jwt.behind" });
const missingClaims = "Fields `role` and `exp` are required in JWT";

beforeAll(async () => {
  database = await TestDatabase.create();
  server = await TestRealtime.create(database.url);
});

afterAll(async () => {
  await server?.close();
  await database?.close();
});

describe("tokens", () => {
  test.each(["HS256", "HS384", "HS512"])("a token signed by %s with the project's secret is good", async (alg) => {
    await expect(verifier.verify(await signToken({ role: "anon" }, { alg }))).resolves.toMatchObject({ role: "anon" });
  });

  test("blanks are stripped and percent signs decoded", async () => {
    const token = await signToken({ role: "anon" });
    await expect(verifier.verify(` ${token.slice(0, 9)}\n${token.slice(9).replaceAll(".", "%2E")} `)).resolves.toBeDefined();
  });

  test("each fault is told from the others", async () => {
    const unsigned = (await signToken({ role: "anon" })).replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString("base64url"));
    const faults: [string, string][] = [
      ["not a token", "malformed"],
      ["a.b.c", "malformed"],
      ["%zz", "malformed"],
      [unsigned, "signer"],
      [await signToken({ role: "anon" }, { secret: "another-secret-that-has-32-characters" }), "signature"],
      [await signToken({ role: "anon" }, { expiresIn: -5 }), "expired"],
      [await signToken({ role: "anon", exp: undefined }), "claims"],
      [await signToken({ sub: "x" }), "claims"],
    ];
    for (const [token, fault] of faults) await expect(verifier.verify(token)).rejects.toMatchObject({ fault });
  });

  test("the time counts to the second, without leeway, and decimals are rounded", async () => {
    const token = await signToken({ role: "anon", exp: 1_000.4 });
    await expect(verifier.verify(token, 999_999)).resolves.toMatchObject({ exp: 1_000 });
    await expect(verifier.verify(token, 1_000_000)).rejects.toThrow("Token has expired 0 seconds ago");
    await expect(verifier.verify(token, 1_012_000)).rejects.toThrow("InvalidJWTToken: Token has expired 12 seconds ago");
  });

  test("an API key stands for its JWT, anything else for itself", () => {
    expect(verifier.resolve("sb_key")).toBe("the.jwt.behind");
    expect(verifier.resolve("toString")).toBe("toString");
  });
});

describe.concurrent("the handshake", () => {
  async function handshake(query: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
    const upgrade = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13" };
    const { request } = await import("node:http");
    return new Promise((resolve, reject) => {
      const url = `${server.url}/realtime/v1/websocket?${query}`;
      const req = request(url, { headers: { ...upgrade, "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==", ...headers } });
      req.on("response", (res) => {
        let body = "";
        res.on("data", (chunk: Buffer) => (body += chunk.toString()));
        res.on("end", () => resolve({ status: res.statusCode ?? 0, body }));
      });
      req.on("upgrade", (res, socket) => {
        socket.destroy();
        resolve({ status: res.statusCode ?? 0, body: "" });
      });
      req.on("error", reject).end();
    });
  }
  const error = (status: number, text: string) => ({ status, body: JSON.stringify({ error: text }) });

  test("succeeds with a key of the new style, a JWT, or the x-api-key header, which wins", async () => {
    const jwt = await signToken({ role: "anon" });
    expect((await handshake(`apikey=${publishableKey}&vsn=2.0.0`)).status).toBe(101);
    expect((await handshake(`apikey=${jwt}`)).status).toBe(101);
    expect((await handshake("apikey=nonsense", { "x-api-key": jwt })).status).toBe(101);
    expect((await handshake(`apikey=${jwt}`, { "x-api-key": "nonsense" })).status).toBe(401);
  });

  test("names what is wrong with the token", async () => {
    expect(await handshake("vsn=2.0.0")).toEqual(error(401, "API key is missing"));
    expect(await handshake("apikey=nonsense")).toEqual(error(401, "The token provided is not a valid JWT"));
    const query = async (...args: Parameters<typeof signToken>) => `apikey=${await signToken(...args)}`;
    expect(await handshake(await query({ role: "anon" }, { expiresIn: -1 }))).toEqual(error(401, "Token has expired"));
    expect(await handshake(await query({}))).toEqual(error(401, missingClaims));
    expect(await handshake(await query({ role: "anon" }, { secret: "x".repeat(32) }))).toEqual(
      error(401, "Failed to validate JWT signature"),
    );
    expect(await handshake(await query({ role: "anon", exp: "soon" }))).toEqual(error(500, "Error connecting to Realtime"));
  });

  test("refuses an unknown version with an empty body", async () => {
    expect(await handshake(`apikey=${publishableKey}&vsn=3.0.0`)).toEqual({ status: 403, body: "" });
    expect((await handshake(`apikey=${publishableKey}&vsn=1.0.0`)).status).toBe(101);
  });
});

describe.concurrent.each(bothVersions)("the life of a token over vsn %s", (vsn) => {
  test("an expired token ends its channel with a system error, without a rejoin, and leaves the socket alone", async () => {
    const topic = uniqueTopic();
    const client = await server.client({ vsn, token: await signToken({ role: "authenticated" }, { expiresIn: 2 }) });
    const channel = client.channel(topic);
    const system = collectSystem(channel);
    const statuses = statusesOf(channel);
    await until(() => statuses.some(({ status }) => status === "CLOSED"));
    expect(system).toEqual([{ extension: "system", status: "error", message: "Token has expired 0 seconds ago", channel: topic }]);
    await pause(1_200);
    expect(statuses.map(({ status }) => status)).toEqual(["SUBSCRIBED", "CLOSED"]);
    expect(client.realtime.isConnected()).toBe(true);
    expect(server.socketsOf(client)).toHaveLength(1);
  });

  test("a new token before the old one expires keeps the channel open", async () => {
    const client = await server.client({ vsn, token: await signToken({ role: "authenticated" }, { expiresIn: 2 }) });
    const statuses = statusesOf(client.channel(uniqueTopic()));
    await until(() => statuses.length > 0);
    await client.realtime.setAuth(await signToken({ role: "authenticated" }));
    await pause(2_500);
    expect(statuses.map(({ status }) => status)).toEqual(["SUBSCRIBED"]);
  });

  test("a bad new token ends the channel with its own text", async () => {
    const cases: [string, string][] = [
      [await signToken({ role: "authenticated" }, { expiresIn: -7 }), "Token has expired 7 seconds ago"],
      [await signToken({ sub: "x" }), missingClaims],
      ["nonsense", "The token provided is not a valid JWT"],
      [await signToken({ role: "authenticated" }, { secret: "x".repeat(32) }), ":signature_error"],
    ];
    for (const [token, message] of cases) {
      const client = await server.client({ vsn });
      const channel = client.channel(uniqueTopic());
      const system = collectSystem(channel);
      const statuses = statusesOf(channel);
      await until(() => statuses.length > 0);
      await client.realtime.setAuth(token);
      await until(() => statuses.length > 1);
      expect(statuses.at(-1)?.status).toBe("CLOSED");
      expect(String(system[0]?.["message"]).replace("8 seconds", "7 seconds")).toBe(message);
    }
  });
});

describe.concurrent("tokens pushed to a channel", () => {
  test("keys, null and the present token are ignored, and nothing is ever answered", async () => {
    const socket = await server.rawSocket();
    const topic = uniqueTopic();
    const token = await signToken({ role: "anon" });
    await socket.join(topic, {}, "1", { access_token: token });
    const before = socket.frames.length;
    for (const value of [publishableKey, "sb_other", null, token, 5, { a: 1 }, await signToken({ role: "anon", fresh: true })]) {
      socket.send("1", "2", `realtime:${topic}`, "access_token", { access_token: value });
    }
    await pause(quietMs);
    expect(socket.frames).toHaveLength(before);
    socket.send("1", "3", `realtime:${topic}`, "access_token", { access_token: "nonsense" });
    await until(() => socket.frames.length === before + 2);
    expect(socket.messages.at(-1)).toEqual(["1", "1", `realtime:${topic}`, "phx_close", {}]);
  });
});

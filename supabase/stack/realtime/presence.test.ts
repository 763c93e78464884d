import type { RealtimeChannel } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  bothVersions,
  collectSystem,
  pause,
  PresentMembers,
  quietMs,
  statusesOf,
  subscribe,
  TestDatabase,
  TestRealtime,
} from "./test-support";
import { uniqueTopic, until } from "./test-support";

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

const keyed = (key: string) => ({ config: { presence: { key } } });

/** Notes presence events as `join ada Ada`, with the key and the names that came or went. */
function note(channel: RealtimeChannel): string[] {
  const events: string[] = [];
  const names = (presences: Record<string, unknown>[]) => presences.map(({ name }) => String(name)).join("+");
  channel.on("presence", { event: "sync" }, () => events.push("sync"));
  channel.on("presence", { event: "join" }, ({ key, newPresences }) => events.push(`join ${key} ${names(newPresences)}`));
  channel.on("presence", { event: "leave" }, ({ key, leftPresences }) => events.push(`leave ${key} ${names(leftPresences)}`));
  return events;
}

const withoutSync = (events: string[]): string[] => events.filter((event) => event !== "sync");

describe.concurrent.each(bothVersions)("presence over vsn %s", (vsn) => {
  test("who comes later gets the state of those already there, then the changes", async () => {
    const topic = uniqueTopic();
    const ada = (await server.client({ vsn })).channel(topic, keyed("ada"));
    note(ada);
    await subscribe(ada);
    expect(await ada.track({ name: "Ada" })).toBe("ok");
    const bob = (await server.client({ vsn })).channel(topic, keyed("bob"));
    const events = note(bob);
    await subscribe(bob);
    await until(() => events.includes("join ada Ada"));
    expect(events).toEqual(["join ada Ada", "sync"]);
    expect(bob.presenceState()).toEqual({ ada: [{ name: "Ada", presence_ref: expect.any(String) as string }] });
    await bob.track({ name: "Bob" });
    await until(() => Object.keys(bob.presenceState()).length === 2 && Object.keys(ada.presenceState()).length === 2);
  });

  test("a change is one join and one leave, the same payload again is nothing, and untrack is a leave", async () => {
    const topic = uniqueTopic();
    const watcher = (await server.client({ vsn })).channel(topic);
    const events = note(watcher);
    const present = new PresentMembers(watcher);
    const ada = (await server.client({ vsn })).channel(topic, keyed("ada"));
    await Promise.all([subscribe(watcher), subscribe(ada)]);
    await ada.track({ name: "Ada" });
    expect(await ada.track({ name: "Ada" })).toBe("ok");
    await ada.track({ name: "Countess" });
    await until(() => events.includes("leave ada Ada"));
    expect(present.names).toEqual(["ada Countess"]);
    expect(await ada.untrack()).toBe("ok");
    await until(() => events.includes("leave ada Countess"));
    expect(withoutSync(events)).toEqual(["join ada Ada", "join ada Countess", "leave ada Ada", "leave ada Countess"]);
    expect(present.names).toEqual([]);
  });

  test("two tabs on one key are two metas, and the one that goes takes only its own", async () => {
    const topic = uniqueTopic();
    const watcher = (await server.client({ vsn })).channel(topic, { config: { presence: { enabled: true } } });
    const present = new PresentMembers(watcher);
    const first = (await server.client({ vsn })).channel(topic, keyed("ada"));
    const second = (await server.client({ vsn })).channel(topic, keyed("ada"));
    await Promise.all([subscribe(watcher), subscribe(first), subscribe(second)]);
    await first.track({ name: "tab 1" });
    await second.track({ name: "tab 2" });
    await until(() => present.names.length === 2);
    expect(present.names).toEqual(["ada tab 1", "ada tab 2"]);
    await first.unsubscribe();
    await until(() => present.names.length === 1);
    expect(present.names).toEqual(["ada tab 2"]);
  });

  test("a socket that breaks off leaves", async () => {
    const topic = uniqueTopic();
    const watcher = (await server.client({ vsn })).channel(topic);
    const events = note(watcher);
    const socket = await server.rawSocket();
    await Promise.all([subscribe(watcher), socket.join(topic, { presence: { key: "ada" } })]);
    socket.send("1", "2", `realtime:${topic}`, "presence", { type: "presence", event: "track", payload: { name: "Ada" } });
    await until(() => events.includes("join ada Ada"));
    socket.ws.terminate();
    await until(() => events.includes("leave ada Ada"));
    expect(watcher.presenceState()).toEqual({});
  });

  test("the sixth push within 30 seconds closes the channel, the fifth does not", async () => {
    const channel = (await server.client({ vsn })).channel(uniqueTopic());
    const system = collectSystem(channel);
    const statuses = statusesOf(channel);
    await until(() => statuses.length > 0);
    for (let n = 1; n <= 4; n++) expect(await channel.track({ name: "Ada" })).toBe("ok");
    expect(await channel.untrack()).toBe("ok");
    await pause(quietMs);
    expect(statuses).toHaveLength(1);
    void channel.track({ name: "too much" });
    await until(() => statuses.length > 1);
    expect(statuses.at(-1)?.status).toBe("CLOSED");
    expect(system.at(-1)?.["message"]).toBe("Client presence rate limit exceeded");
  });

  test("one that did not enable presence is seen by others when it tracks, and sees nobody", async () => {
    const topic = uniqueTopic();
    const watcher = (await server.client({ vsn })).channel(topic);
    const events = note(watcher);
    const hidden = (await server.client({ vsn })).channel(topic, keyed("hidden"));
    await Promise.all([subscribe(watcher), subscribe(hidden)]);
    expect(await hidden.track({ name: "Hidden" })).toBe("ok");
    await until(() => events.includes("join hidden Hidden"));
    expect(hidden.presenceState()).toEqual({});
  });

  test("on a private channel tracking needs the right to write presence, untracking none", async () => {
    const topic = uniqueTopic();
    const options = { config: { private: true, presence: { enabled: true } } };
    const denied = (await server.member(database, topic, ["read presence", "write broadcast"], vsn)).client.channel(topic, options);
    const allowed = (await server.member(database, topic, ["read presence", "write presence"], vsn)).client.channel(topic, options);
    const events = note(denied);
    await Promise.all([subscribe(denied), subscribe(allowed)]);
    expect(await denied.track({ name: "Mallory" })).toBe("error");
    expect(await denied.untrack()).toBe("ok");
    expect(await allowed.track({ name: "Ada" })).toBe("ok");
    await until(() => withoutSync(events).length > 0);
    expect(withoutSync(events).map((event) => event.split(" ").at(-1))).toEqual(["Ada"]);
  });
});

describe.concurrent("presence on the wire", () => {
  test("replies, state and changes have the documented shape", async () => {
    const socket = await server.rawSocket();
    const name = uniqueTopic();
    const topic = `realtime:${name}`;
    await socket.join(name, { presence: { key: "ada", enabled: true } });
    const push = (ref: string, payload: object) => socket.send("1", ref, topic, "presence", payload);
    push("2", { type: "presence", event: "TRACK", payload: { name: "Ada" } });
    push("3", { event: "track", payload: [1] });
    push("4", { event: "dance" });
    push("5", { event: "track" });
    await until(() => socket.messages.length === 8);
    const [, state, joined, tracked, notAMap, unknown, changed, untracked] = socket.messages;
    const ref = expect.any(String) as string;
    expect(state).toEqual(["1", null, topic, "presence_state", {}]);
    expect(joined).toEqual([
      null,
      null,
      topic,
      "presence_diff",
      { joins: { ada: { metas: [{ name: "Ada", phx_ref: ref }] } }, leaves: {} },
    ]);
    expect(tracked).toEqual(["1", "2", topic, "phx_reply", { status: "ok", response: {} }]);
    expect(notAMap?.[4]).toEqual({ status: "error", response: { reason: "Presence track payload must be a map" } });
    expect(unknown?.[4]).toEqual({ status: "error", response: {} });
    expect(changed?.[4]).toEqual({
      joins: { ada: { metas: [{ phx_ref: ref, phx_ref_prev: ref }] } },
      leaves: { ada: { metas: [{ name: "Ada", phx_ref: ref }] } },
    });
    expect(untracked?.[4]).toEqual({ status: "ok", response: {} });
  });

  test("a key may be any scalar, and one that is missing is made up", async () => {
    const name = uniqueTopic();
    const keys: unknown[] = [5, true, "__proto__", null, ""];
    for (const key of keys) {
      const socket = await server.rawSocket();
      await socket.join(name, { presence: { key } });
      socket.send("1", "2", `realtime:${name}`, "presence", { event: "track", payload: {} });
      await until(() => socket.messages.some((message) => message[1] === "2"));
    }
    const watcher = await server.rawSocket();
    await watcher.join(name, { presence: { enabled: true } });
    await until(() => watcher.messages.length === 2);
    const state = watcher.messages[1]?.[4] as object;
    expect(Object.keys(state).slice(0, 3)).toEqual(["5", "true", "__proto__"]);
    expect(Object.keys(state).slice(3)).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  test("a payload over the limit closes the channel", async () => {
    const socket = await server.rawSocket();
    const name = uniqueTopic();
    await socket.join(name);
    socket.send("1", "2", `realtime:${name}`, "presence", { event: "track", payload: { text: "x".repeat(257_000) } });
    await until(() => socket.messages.length === 3);
    expect(socket.messages[1]?.[4]).toMatchObject({ message: "Track message size exceeded" });
    expect(socket.messages[2]).toEqual(["1", "1", `realtime:${name}`, "phx_close", {}]);
  });
});

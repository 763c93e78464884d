import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { defaultLimits } from "./limits";
import { Mailbox } from "./mailbox";
import { Presence } from "./presence";
import { PresencePushes } from "./presence-pushes";
import { RateCounter } from "./rate-counter";
import { chooseToken, parseJoin } from "./join-config";

describe("a mailbox", () => {
  test("runs tasks one after another in their order, whatever each one takes", async () => {
    const done: string[] = [];
    const errors: unknown[] = [];
    const mailbox = new Mailbox((error) => errors.push(error));
    const settled = vi.fn();
    let release = (): void => undefined;
    mailbox.post(() => void done.push("at once"), settled);
    expect(done).toEqual(["at once"]);
    mailbox.post(() => new Promise<void>((resolve) => (release = resolve)).then(() => void done.push("slow")), settled);
    mailbox.post(() => void done.push("after"), settled);
    mailbox.post(() => {
      throw new Error("thrown");
    }, settled);
    mailbox.post(() => Promise.reject(new Error("rejected")), settled);
    mailbox.post(() => void done.push("last"), settled);
    expect(done).toEqual(["at once"]);
    release();
    await vi.waitFor(() => expect(done).toEqual(["at once", "slow", "after", "last"]));
    expect(errors).toEqual([new Error("thrown"), new Error("rejected")]);
    expect(settled).toHaveBeenCalledTimes(6);
  });
});

describe("a rate counter", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("averages over 60 seconds and forgets what is older", () => {
    const counter = new RateCounter(2);
    counter.add(60);
    expect(counter.average()).toBe(1);
    vi.advanceTimersByTime(30_000);
    counter.add(60);
    expect(counter.isExceeded()).toBe(true);
    vi.advanceTimersByTime(30_000);
    expect(counter.average()).toBe(1);
    vi.advanceTimersByTime(600_000);
    expect(counter.average()).toBe(0);
  });
});

test("presence pushes are counted in windows that begin with the first push", () => {
  const pushes = new PresencePushes(defaultLimits);
  expect([0, 1, 2, 3, 29_999].map((now) => pushes.admit(now))).toEqual([true, true, true, true, true]);
  expect(pushes.admit(30_000)).toBe(false);
  expect(pushes.admit(30_001)).toBe(true);
});

test("presence keeps one entry per member and tells what changed", () => {
  const presence = new Presence<object>();
  const [ada, bob] = [{}, {}];
  const first = presence.track(ada, "k", { n: 1 });
  expect(first).toEqual({ joins: { k: { metas: [{ n: 1, phx_ref: expect.any(String) as string }] } }, leaves: {} });
  expect(presence.track(ada, "k", { n: 1 })).toBeNull();
  presence.track(bob, "k", { n: 1 });
  const changed = presence.track(ada, "k", { n: 2 });
  expect(changed?.leaves).toEqual(first?.joins);
  expect((presence.state()["k"] as { metas: object[] }).metas).toHaveLength(2);
  expect(presence.untrack(ada)?.leaves).toMatchObject({ k: { metas: [{ n: 2 }] } });
  expect(presence.untrack(ada)).toBeNull();
  expect(presence.state()).toMatchObject({ k: { metas: [{ n: 1 }] } });
});

test("a join's fields are read leniently", () => {
  expect(parseJoin({ config: { private: true, broadcast: { ack: "True", self: "no" }, presence: { key: 7 } } })).toMatchObject({
    config: { isPrivate: true, ack: true, self: false, presenceKey: "7", presenceEnabled: false, postgresChanges: [] },
    faults: ["broadcast.self"],
  });
  expect(parseJoin(null).faults).toEqual([]);
  expect(parseJoin([]).faults).toEqual(["payload"]);
});

test("a join is judged by its own token, unless that is an API key", () => {
  expect(chooseToken({}, "connection")).toBe("connection");
  expect(chooseToken({ access_token: "a" }, "connection")).toBe("a");
  expect(chooseToken({ access_token: "a", user_token: "u" }, "connection")).toBe("u");
  expect(chooseToken({ access_token: "sb_x", user_token: "u" }, "connection")).toBe("connection");
  expect(chooseToken({ user_token: "sb_x" }, "connection")).toBe("connection");
  expect(chooseToken("nonsense", "connection")).toBe("connection");
});

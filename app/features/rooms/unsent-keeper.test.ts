import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Outgoing } from "./line";
import { outboxKey, tabOutbox, type OutboxPlace } from "./outbox";
import { UnsentKeeper } from "./unsent-keeper";

const place = (room: string, personId = "sana"): OutboxPlace => ({
  side: "agent",
  personId,
  roomId: room,
  kind: "message",
  url: `/desk/${room}/messages`,
});

const queued = (clientId: string): Outgoing => ({
  clientId,
  body: `body of ${clientId}`,
  writtenAt: "2026-11-20T10:00:00Z",
  state: "queued",
});

/** Lines that a page left in its outbox. */
function leave(at: OutboxPlace, ...clientIds: string[]) {
  const outbox = tabOutbox(outboxKey(at));
  outbox.open({ onLines() {}, onOwner() {}, onSent() {}, onState() {}, onAsked() {} });
  for (const id of clientIds) outbox.put(queued(id));
}

function kept(at: OutboxPlace): readonly Outgoing[] {
  let found: readonly Outgoing[] = [];
  tabOutbox(outboxKey(at)).open({ onLines: (lines) => (found = lines), onOwner() {}, onSent() {}, onState() {}, onAsked() {} });
  return found;
}

type Sent = { url: string; clientId: string };
const taken = ({ clientId }: Sent) => Response.json({ line: { seq: 1, client_id: clientId } });

/** @param answer what the server says to each line; a thrown error is a network that is away */
function start(places: OutboxPlace[], answer: (sent: Sent) => Response = taken) {
  const sent: Sent[] = [];
  const keeper = new UnsentKeeper({
    side: "agent",
    personId: "sana",
    places: () => Promise.resolve(places.filter((at) => kept(at).some(({ state }) => state === "queued"))),
    open: (at) => tabOutbox(outboxKey(at)),
    fetch: (input, init) => {
      const one = { url: input as string, clientId: (init?.body as URLSearchParams).get("client_id") ?? "" };
      sent.push(one);
      return new Promise((resolve) => resolve(answer(one)));
    },
  });
  const stop = keeper.start();
  stops.push(stop);
  return { keeper, sent, stop, ids: () => sent.map(({ clientId }) => clientId) };
}

const stops: (() => void)[] = [];
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("lines of rooms that are not open", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    sessionStorage.clear();
  });
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
    vi.useRealTimers();
  });

  it("are sent to their rooms in the order of writing, each once", async () => {
    const [first, second] = [place("first"), place("second")];
    leave(first, "a", "b");
    leave(second, "c");
    const { sent } = start([first, second]);
    await pass(60_000);
    expect(sent.filter(({ url }) => url === first.url).map(({ clientId }) => clientId)).toEqual(["a", "b"]);
    expect(sent.filter(({ url }) => url === second.url).map(({ clientId }) => clientId)).toEqual(["c"]);
    expect([kept(first), kept(second)]).toEqual([[], []]);
  });

  it("are found when they were left later", async () => {
    const room = place("room");
    const { keeper, ids } = start([room]);
    await pass(1000);
    leave(room, "a");
    keeper.wake();
    await pass(2000);
    expect(ids()).toEqual(["a"]);
    leave(room, "b");
    await pass(15_000);
    expect(ids()).toEqual(["a", "b"]);
  });

  it("wait for the network, asking ever less, and go out as soon as it is back", async () => {
    const room = place("room");
    leave(room, "a", "b");
    let isAway = true;
    const { sent, ids } = start([room], (one) => {
      if (isAway) throw new TypeError("no network");
      return taken(one);
    });
    await pass(60_000);
    expect(new Set(ids())).toEqual(new Set(["a"]));
    expect(sent.length).toBeLessThan(15);
    expect(kept(room).map(({ clientId }) => clientId)).toEqual(["a", "b"]);
    isAway = false;
    const before = sent.length;
    window.dispatchEvent(new Event("online"));
    await pass(100);
    expect(ids().slice(before)).toEqual(["a", "b"]);
    expect(kept(room)).toEqual([]);
  });

  it("of another person in the same browser stay where they are", async () => {
    const [own, others] = [place("own"), place("others", "ben")];
    leave(own, "a");
    leave(others, "b");
    const { ids } = start([own, others]);
    await pass(30_000);
    expect(ids()).toEqual(["a"]);
    expect(kept(others)).toHaveLength(1);
  });

  it("that are refused are kept with the words, and not sent again", async () => {
    const room = place("room");
    leave(room, "a");
    const { ids } = start([room], () => Response.json({ words: "Closed." }, { status: 422 }));
    await pass(60_000);
    expect(ids()).toEqual(["a"]);
    expect(kept(room)).toMatchObject([{ clientId: "a", state: "failed", words: "Closed." }]);
  });

  it("are not sent without a session, until the person is back", async () => {
    const room = place("room");
    leave(room, "a");
    let isSignedIn = false;
    const { sent, ids } = start([room], (one) => (isSignedIn ? taken(one) : new Response(null, { status: 401 })));
    await pass(120_000);
    expect(sent).toHaveLength(1);
    isSignedIn = true;
    window.dispatchEvent(new Event("pageshow"));
    await pass(1000);
    expect(ids()).toEqual(["a", "a"]);
    expect(kept(room)).toEqual([]);
  });

  it("are left alone once nobody is to send them", async () => {
    const room = place("room");
    leave(room, "a");
    const { sent, stop } = start([room], () => {
      throw new TypeError("no network");
    });
    await pass(100);
    stop();
    const before = sent.length;
    await pass(60_000);
    expect(sent).toHaveLength(before);
    expect(kept(room)).toHaveLength(1);
  });
});

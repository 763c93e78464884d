/**
 * An outbox that outlives the page: lines are kept by the browser, and of all pages of one person in one room the one
 * that holds a lock sends them. The lock passes on by itself when that page is closed or dies.
 */
import { createStore, delMany, get, keys, promisifyRequest, values, type UseStore } from "idb-keyval";
import { tabStorage } from "~/lib/tab-storage";
import type { Outgoing } from "./line";
import { isOutgoing, outboxKey, tabOutbox, type Outbox, type OutboxListener, type OutboxPlace } from "./outbox";
import type { Side } from "./presence";

type Told =
  | { type: "changed" | "ask" | "alive" }
  | { type: "sent"; line: unknown }
  | { type: "state"; clientId: string; state: "queued" | "sending" };

export type Kept = { place: OutboxPlace; lines: Outgoing[] };

/** How long a page that sends may take to answer another one; one that is frozen never does. Milliseconds. */
const answerMs = 3000;

let opened: UseStore | undefined;
const outboxStore = (): UseStore => (opened ??= createStore("frontroom", "outbox"));

const signOutChannel = "frontroom:sign-out";

/** Shared by a person's pages where the browser can do that; else each page has its own. */
export function openOutbox(place: OutboxPlace): Outbox {
  const alone = tabOutbox(outboxKey(place));
  // Not in private windows of some browsers, nor where pages come without encryption.
  const isShared = typeof indexedDB !== "undefined" && typeof BroadcastChannel !== "undefined" && globalThis.navigator?.locks;
  return isShared ? browserOutbox(place, alone) : alone;
}

/** Changes what is kept under a key, in one step whatever other pages do. */
function changeKept(place: OutboxPlace, change: (lines: Outgoing[]) => Outgoing[]): Promise<void> {
  const key = outboxKey(place);
  return outboxStore()("readwrite", async (store) => {
    const kept = await promisifyRequest<Kept | undefined>(store.get(key));
    const lines = change(kept?.lines ?? []);
    if (lines.length > 0) store.put({ place, lines } satisfies Kept, key);
    else store.delete(key);
    return promisifyRequest(store.transaction);
  });
}

/** @param alone takes over where the browser has the means but refuses to use them */
function browserOutbox(place: OutboxPlace, alone: Outbox): Outbox {
  const key = outboxKey(place);
  const name = `frontroom:outbox:${key}`;
  /** Lines that the browser does not keep yet, or would not: only this page has them. */
  const unsaved = new Map<string, Outgoing>();
  let channel: BroadcastChannel | undefined;
  let writes = 0;
  let isRefused = false;
  let takeOver: () => void = () => undefined;
  let ask: () => void = () => undefined;

  const tell = (told: Told) => channel?.postMessage(told);

  async function write(change: (lines: Outgoing[]) => Outgoing[], told: Told[]): Promise<void> {
    writes += 1;
    await changeKept(place, change);
    for (const one of told) tell(one);
  }

  function open(listener: OutboxListener): () => void {
    const stopping = new AbortController();
    const talk = (channel = new BroadcastChannel(name));
    const signOut = new BroadcastChannel(signOutChannel);
    let isOwner = false;
    let answerTimer: ReturnType<typeof setTimeout> | undefined;
    let release: () => void = () => undefined;
    let closeAlone: (() => void) | undefined;

    async function load(): Promise<void> {
      const before = writes;
      try {
        const kept = await get<Kept>(key, outboxStore());
        if (stopping.signal.aborted) return;
        // Written meanwhile: what was read may be older.
        if (before !== writes) return await load();
        const lines = (kept?.lines ?? []).filter(isOutgoing);
        const saved = new Set(lines.map(({ clientId }) => clientId));
        listener.onLines([...lines, ...[...unsaved.values()].filter(({ clientId }) => !saved.has(clientId))]);
      } catch {
        if (stopping.signal.aborted || isRefused) return;
        isRefused = true;
        unsaved.forEach((line) => alone.put(line));
        closeAlone = alone.open(listener);
      }
    }

    function own(options: LockOptions): void {
      const held = navigator.locks.request(name, options, () => {
        if (stopping.signal.aborted) return undefined;
        isOwner = true;
        listener.onOwner(true);
        return new Promise<void>((resolve) => (release = resolve));
      });
      held.catch(() => {
        // Taken over by a page that got no answer, or not wanted any more.
        if (stopping.signal.aborted) return;
        isOwner = false;
        listener.onOwner(isRefused);
        own({ signal: stopping.signal });
      });
    }

    talk.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.type === "changed") return void load();
      if (data.type === "ask") {
        if (!isOwner) return;
        listener.onAsked();
        return tell({ type: "alive" });
      }
      clearTimeout(answerTimer);
      answerTimer = undefined;
      if (data.type === "sent") listener.onSent(data.line);
      if (data.type === "state") listener.onState(data.clientId, data.state);
    };
    signOut.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data !== place.side) return;
      unsaved.clear();
      tabStorage.clear();
      listener.onLines([]);
    };
    takeOver = () => {
      if (!isOwner && !stopping.signal.aborted) own({ steal: true });
    };
    ask = () => {
      tell({ type: "ask" });
      answerTimer ??= setTimeout(() => {
        answerTimer = undefined;
        takeOver();
      }, answerMs);
    };
    void load();
    own({ signal: stopping.signal });
    return () => {
      stopping.abort();
      clearTimeout(answerTimer);
      release();
      closeAlone?.();
      talk.close();
      signOut.close();
      if (channel === talk) channel = undefined;
    };
  }

  return {
    open,
    put(line) {
      if (isRefused) return alone.put(line);
      const { clientId } = line;
      unsaved.set(clientId, line);
      const add = (lines: Outgoing[]) => {
        const isKnown = lines.some((one) => one.clientId === clientId);
        return isKnown ? lines.map((one) => (one.clientId === clientId ? line : one)) : [...lines, line];
      };
      write(add, [{ type: "changed" }]).then(() => {
        if (unsaved.get(clientId) === line) unsaved.delete(clientId);
      }, takeOver);
    },
    remove(clientId, sent) {
      unsaved.delete(clientId);
      if (isRefused) return alone.remove(clientId);
      const told: Told[] = sent === undefined ? [] : [{ type: "sent", line: sent }];
      write((lines) => lines.filter((one) => one.clientId !== clientId), [...told, { type: "changed" }]).catch(() => undefined);
    },
    tell: (clientId, state) => tell({ type: "state", clientId, state }),
    ask: () => ask(),
  };
}

/** Where lines of one side wait to be sent. Rejects where the browser does not keep any. */
export async function unsentPlaces(side: Side): Promise<OutboxPlace[]> {
  const kept = await values<Kept>(outboxStore());
  return kept.filter(({ place, lines }) => place.side === side && lines.some(({ state }) => state === "queued")).map(({ place }) => place);
}

/** Forgets everything unsent of one side, and all drafts, on all pages of this browser. To be called once the person is signed out. */
export async function forgetUnsent(side: Side): Promise<void> {
  tabStorage.clear();
  const channel = new BroadcastChannel(signOutChannel);
  channel.postMessage(side);
  channel.close();
  const kept = await keys<string>(outboxStore());
  await delMany(
    kept.filter((key) => key.startsWith(`${side}:`)),
    outboxStore(),
  );
}

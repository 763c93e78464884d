/** Where a person's unsent lines of one room are kept, and which of their pages sends them. */
import { tabStorage } from "~/lib/tab-storage";
import { record, type Outgoing } from "./line";
import type { Side } from "./presence";

/** What another tab has left in an outbox is noticed by looking: milliseconds. */
export const lookMs = 15_000;

export type OutboxListener = {
  /** All lines that are kept, in the order of writing; what is not among them was sent or discarded. */
  onLines: (lines: readonly Outgoing[]) => void;
  /** Whether this page is the one that sends. */
  onOwner: (isOwner: boolean) => void;
  /** Another page sent a line: as the server answered it. */
  onSent: (line: unknown) => void;
  /** Another page says how a line stands that it sends. */
  onState: (clientId: string, state: "queued" | "sending") => void;
  /** Another page waits: if this one sends, now is the time. */
  onAsked: () => void;
};

export type Outbox = {
  /** @returns a function that stops listening and lets another page send */
  open: (listener: OutboxListener) => () => void;
  /** Keeps a line, or what became of it. */
  put: (line: Outgoing) => void;
  /** @param sent as the server answered it; without it the line was discarded */
  remove: (clientId: string, sent?: unknown) => void;
  /** Tells the other pages. */
  tell: (clientId: string, state: "queued" | "sending") => void;
  /** Asks the page that sends to try now, and takes its place when it does not answer. */
  ask: () => void;
};

/** Whose lines, and where they are to be sent. */
export type OutboxPlace = { side: Side; personId: string; roomId: string; kind: "message" | "note"; url: string };

export function outboxKey({ side, personId, kind, roomId }: OutboxPlace): string {
  return `${side}:${personId}:${kind}:${roomId}`;
}

/** Of one page: keeps its lines for as long as the tab is there, or at least for as long as the page is. */
export function tabOutbox(key: string): Outbox {
  const name = `outbox:${key}`;
  const lines = new Map<string, Outgoing>();
  const save = () => tabStorage.set(name, lines.size > 0 ? JSON.stringify([...lines.values()]) : null);
  return {
    open(listener) {
      for (const line of readLines(tabStorage.get(name))) lines.set(line.clientId, line);
      listener.onLines([...lines.values()]);
      listener.onOwner(true);
      return () => undefined;
    },
    put(line) {
      lines.set(line.clientId, line);
      save();
    },
    remove(clientId) {
      lines.delete(clientId);
      save();
    },
    tell: () => undefined,
    ask: () => undefined,
  };
}

function readLines(json: string | null): Outgoing[] {
  try {
    const kept: unknown = JSON.parse(json ?? "[]");
    return Array.isArray(kept) ? kept.filter(isOutgoing) : [];
  } catch {
    return [];
  }
}

export function isOutgoing(value: unknown): value is Outgoing {
  const { clientId, body, writtenAt, state } = record(value) ?? {};
  return [clientId, body, writtenAt].every((field) => typeof field === "string") && (state === "queued" || state === "failed");
}

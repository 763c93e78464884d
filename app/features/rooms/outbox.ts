/** What this tab keeps while it is open: lines that are not sent yet, and drafts. A reload loses neither. */
import type { Outgoing } from "./line";

/** Where a tab keeps words. Storage may be full or forbidden; then nothing outlives a reload, and nothing breaks. */
export const tabStorage = {
  get(key: string): string | null {
    try {
      return sessionStorage.getItem(`frontroom:${key}`);
    } catch {
      return null;
    }
  },
  set(key: string, value: string | null): void {
    try {
      if (value === null) sessionStorage.removeItem(`frontroom:${key}`);
      else sessionStorage.setItem(`frontroom:${key}`, value);
    } catch {
      // Kept in memory alone.
    }
  },
};

export type Outbox = { load: () => Outgoing[]; save: (lines: readonly Outgoing[]) => void };

/**
 * Unsent lines of one person in one room. Sending one again is harmless: the server knows its client id.
 *
 * @param key names room, person and kind of line
 */
export function tabOutbox(key: string): Outbox {
  return {
    load() {
      try {
        const kept: unknown = JSON.parse(tabStorage.get(key) ?? "[]");
        if (!Array.isArray(kept)) return [];
        return kept.filter(isOutgoing).map((line) => (line.state === "failed" ? line : { ...line, state: "queued" as const }));
      } catch {
        return [];
      }
    },
    save(lines) {
      const unsent = lines.filter(({ state }) => state !== "sent");
      tabStorage.set(key, unsent.length > 0 ? JSON.stringify(unsent) : null);
    },
  };
}

function isOutgoing(value: unknown): value is Outgoing {
  if (typeof value !== "object" || value === null) return false;
  const { clientId, body, writtenAt, state } = value as Partial<Outgoing>;
  return typeof clientId === "string" && typeof body === "string" && typeof writtenAt === "string" && typeof state === "string";
}

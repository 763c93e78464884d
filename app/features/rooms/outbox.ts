/** Lines that are not sent yet, kept in this tab: a reload loses none. */
import { tabStorage } from "~/lib/tab-storage";
import type { Outgoing } from "./line";

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

import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "./framing";

interface Entry {
  key: string;
  payload: JsonObject;
  meta: JsonObject;
}

/** What a change of presence is told as: both sides are always there. */
export interface PresenceDiff extends JsonObject {
  joins: JsonObject;
  leaves: JsonObject;
}

/** Who is present in one room: one entry per tracking member, several members may share a key. */
export class Presence<Member extends object> {
  readonly #entries = new Map<Member, Entry>();

  /** Enters or changes a member; answers null when its payload is what it was. */
  track(member: Member, key: string, payload: JsonObject): PresenceDiff | null {
    const old = this.#entries.get(member);
    if (old && isDeepStrictEqual(old.payload, payload)) return null;
    const phx_ref = randomBytes(9).toString("base64url");
    const meta: JsonObject = { ...payload, phx_ref, ...(old && { phx_ref_prev: old.meta["phx_ref"] ?? null }) };
    this.#entries.set(member, { key, payload, meta });
    return { joins: single(key, meta), leaves: old ? single(key, old.meta) : {} };
  }

  /** Whether the member is tracked with exactly this payload. */
  isTracked(member: Member, payload: JsonObject): boolean {
    const entry = this.#entries.get(member);
    return entry !== undefined && isDeepStrictEqual(entry.payload, payload);
  }

  /** Removes a member's own entry; answers null when it had none. */
  untrack(member: Member): PresenceDiff | null {
    const old = this.#entries.get(member);
    if (!old) return null;
    this.#entries.delete(member);
    return { joins: {}, leaves: single(old.key, old.meta) };
  }

  /** Everyone present, grouped by key. */
  state(): JsonObject {
    const metas = new Map<string, JsonObject[]>();
    for (const { key, meta } of this.#entries.values()) {
      const list = metas.get(key);
      if (list) list.push(meta);
      else metas.set(key, [meta]);
    }
    // fromEntries defines own properties, whatever the key is called.
    return Object.fromEntries([...metas].map(([key, list]) => [key, { metas: list }]));
  }
}

function single(key: string, meta: JsonObject): JsonObject {
  return Object.fromEntries([[key, { metas: [meta] }]]);
}

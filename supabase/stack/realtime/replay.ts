import type { Database } from "./database";
import { encodeRawPush, encodeUserBroadcast } from "./framing";
import type { Json, JsonObject, OutboundFrame, Ref, Version } from "./framing";
import { userBroadcastJson } from "./hub";

/** The last millisecond JavaScript and Postgres both have a date for. */
const latestTime = 8.64e15;

export interface ReplayRequest {
  /** Milliseconds since 1970. */
  since: number;
  limit: number;
}

export interface ReplayedMessage {
  id: string;
  event: string;
  /** JSON text, or the bytes of a binary message. */
  payload: string | Buffer;
}

/** Reads the replay options of a join; null when they are not valid. */
export function parseReplay(options: JsonObject, maxRows: number): ReplayRequest | null {
  const { since, limit } = options;
  if (typeof since !== "number" || !Number.isInteger(since) || since > latestTime) return null;
  if (!isAbsent(limit) && (typeof limit !== "number" || !Number.isInteger(limit))) return null;
  return { since: Math.max(since, 0), limit: typeof limit === "number" ? Math.min(Math.max(limit, 1), maxRows) : maxRows };
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null;
}

/** The stored private broadcasts of a topic, oldest first. Throws what the database does. */
export async function fetchReplay(database: Database, topic: string, request: ReplayRequest): Promise<ReplayedMessage[]> {
  const rows = await database.query(
    `select id::text, event, payload::text, binary_payload
       from realtime.messages
      where topic = $1 and private is true and extension = 'broadcast'
        and inserted_at >= to_timestamp($2::double precision / 1000) at time zone 'utc'
        and inserted_at < (now() at time zone 'utc') + interval '1 minute'
      order by inserted_at desc
      limit $3`,
    [topic, request.since, request.limit],
  );
  return rows.reverse().flatMap((row): ReplayedMessage[] => {
    const { id, event, payload, binary_payload: bytes } = row;
    if (typeof id !== "string" || typeof event !== "string") return [];
    if (Buffer.isBuffer(bytes)) return [{ id, event, payload: bytes }];
    return typeof payload === "string" ? [{ id, event, payload }] : [];
  });
}

/** Encodes a replayed message for one channel; null when its version cannot carry it. */
export function encodeReplayed(message: ReplayedMessage, topic: string, joinRef: Ref, version: Version): OutboundFrame | null {
  const meta = { id: message.id, replayed: true };
  if (typeof message.payload !== "string") {
    if (version === 1) return null;
    const body = { event: message.event, encoding: "binary" as const, payload: message.payload };
    return encodeUserBroadcast(topic, body, JSON.stringify(meta));
  }
  const payload = userBroadcastJson(message.event, message.payload, meta);
  return encodeRawPush({ joinRef, ref: null, topic, event: "broadcast", payload }, version);
}

/**
 * The two wire formats of the Phoenix socket: vsn 1.0.0 (JSON objects) and vsn 2.0.0 (JSON arrays,
 * and binary frames for user broadcasts). Decoding never throws: what cannot be read is null.
 */

export type Version = 1 | 2;
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Correlates a reply with its request; opaque, echoed as it came. */
export type Ref = string | number | null;

/** The body of a broadcast sent as a vsn 2.0.0 binary frame: its payload is relayed untouched. */
export interface UserBroadcast {
  event: string;
  encoding: "json" | "binary";
  payload: Buffer;
}

export interface InboundFrame {
  joinRef: Ref;
  ref: Ref;
  topic: string;
  event: string;
  body: { kind: "json"; payload: Json; bytes: number } | { kind: "user"; broadcast: UserBroadcast } | { kind: "binary" };
}

/** One encoded frame, shared by all sockets that receive it. */
export interface OutboundFrame {
  data: Buffer;
  binary: boolean;
}

export interface Push {
  joinRef: Ref;
  ref: Ref;
  topic: string;
  event: string;
  payload: JsonObject;
}

const kindPush = 0;
const kindUserBroadcastPush = 3;
const kindUserBroadcast = 4;
const maxFieldBytes = 255;
const userBroadcastHeaderBytes = 5;

const utf8 = new TextDecoder("utf-8", { fatal: true });

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isRef(value: unknown): value is Ref {
  return value === null || typeof value === "string" || typeof value === "number";
}

/** Reads one frame a client sent, or answers null when it is not one. */
export function decodeFrame(data: Buffer, isBinary: boolean, version: Version): InboundFrame | null {
  try {
    if (!isBinary) return decodeText(data, version);
    return version === 2 ? decodeBinary(data) : null;
  } catch {
    return null;
  }
}

function decodeText(data: Buffer, version: Version): InboundFrame | null {
  const message: unknown = JSON.parse(utf8.decode(data));
  let joinRef: unknown, ref: unknown, topic: unknown, event: unknown, payload: unknown;
  if (version === 2) {
    if (!Array.isArray(message) || message.length < 5) return null;
    [joinRef, ref, topic, event, payload] = message as unknown[];
  } else {
    if (!isJsonObject(message)) return null;
    if (!("topic" in message && "event" in message && "payload" in message && "ref" in message)) return null;
    ({ join_ref: joinRef = null, ref, topic, event, payload } = message as Record<string, unknown>);
  }
  if (!isRef(joinRef) || !isRef(ref) || typeof topic !== "string" || typeof event !== "string") return null;
  return { joinRef, ref, topic, event, body: { kind: "json", payload: payload as Json, bytes: data.byteLength } };
}

function decodeBinary(data: Buffer): InboundFrame | null {
  const kind = data[0];
  const fieldCount = kind === kindUserBroadcastPush ? 5 : kind === kindPush ? 4 : 0;
  if (fieldCount === 0) return null;
  const headerBytes = kind === kindUserBroadcastPush ? 7 : 5;
  if (data.byteLength < headerBytes) return null;

  const fields: string[] = [];
  let offset = headerBytes;
  for (let index = 0; index < fieldCount; index++) {
    const end = offset + (data[1 + index] ?? 0);
    if (end > data.byteLength) return null;
    fields.push(utf8.decode(data.subarray(offset, end)));
    offset = end;
  }
  const [joinRef = "", ref = "", topic = "", event = "", metadata = ""] = fields;
  const refs = { joinRef: joinRef === "" ? null : joinRef, ref: ref === "" ? null : ref, topic };
  if (kind === kindPush) return { ...refs, event, body: { kind: "binary" } };

  const payload = data.subarray(offset);
  const encoding = data[6] === 0 ? "binary" : "json";
  // Parsed only to refuse what would break every receiver's decoder: the bytes are relayed as they came.
  if (metadata !== "") JSON.parse(metadata);
  if (encoding === "json") JSON.parse(utf8.decode(payload));
  return { ...refs, event: "broadcast", body: { kind: "user", broadcast: { event, encoding, payload } } };
}

/** Encodes a message made of JSON. */
export function encodePush(push: Push, version: Version): OutboundFrame {
  return encodeRawPush({ ...push, payload: JSON.stringify(push.payload) }, version);
}

/** As `encodePush`, with a payload that is JSON text already (from the database, digits untouched). */
export function encodeRawPush(push: Omit<Push, "payload"> & { payload: string }, version: Version): OutboundFrame {
  const ref = JSON.stringify(push.ref);
  const topic = JSON.stringify(push.topic);
  const event = JSON.stringify(push.event);
  const text =
    version === 2
      ? `[${JSON.stringify(push.joinRef)},${ref},${topic},${event},${push.payload}]`
      : `{"ref":${ref},"topic":${topic},"event":${event},"payload":${push.payload}}`;
  return { data: Buffer.from(text), binary: false };
}

/**
 * Encodes a user broadcast for vsn 2.0.0, or answers null when a field is over 255 bytes.
 * `metadata` is JSON text or empty.
 */
export function encodeUserBroadcast(topic: string, message: UserBroadcast, metadata: string): OutboundFrame | null {
  const topicBytes = Buffer.byteLength(topic);
  const eventBytes = Buffer.byteLength(message.event);
  const metadataBytes = Buffer.byteLength(metadata);
  if (topicBytes > maxFieldBytes || eventBytes > maxFieldBytes || metadataBytes > maxFieldBytes) return null;

  const payloadOffset = userBroadcastHeaderBytes + topicBytes + eventBytes + metadataBytes;
  const data = Buffer.allocUnsafe(payloadOffset + message.payload.byteLength);
  data[0] = kindUserBroadcast;
  data[1] = topicBytes;
  data[2] = eventBytes;
  data[3] = metadataBytes;
  data[4] = message.encoding === "json" ? 1 : 0;
  let offset = userBroadcastHeaderBytes;
  offset += data.write(topic, offset);
  offset += data.write(message.event, offset);
  data.write(metadata, offset);
  message.payload.copy(data, payloadOffset);
  return { data, binary: true };
}

import { encodePush, encodeRawPush, encodeUserBroadcast } from "./framing";
import type { JsonObject, OutboundFrame, UserBroadcast, Version } from "./framing";
import { Presence, type PresenceDiff } from "./presence";
import type { RateCounter } from "./rate-counter";

/** A broadcast on its way to a room. */
export type Broadcast =
  /** Relayed as a JSON text frame, its payload object as it came. */
  | { kind: "text"; payload: JsonObject }
  /** Relayed as a binary user broadcast where the receiver can take one. */
  | { kind: "user"; message: UserBroadcast; meta?: { id: string } };

/** A joined channel as its room sees it. */
export interface Member {
  readonly version: Version;
  readonly hearsBroadcast: boolean;
  readonly seesPresence: boolean;
  deliver(frame: OutboundFrame, messageId?: string): void;
  shutdown(message: string): void;
}

/** Everyone on one topic of one namespace (public and private topics of a name are strangers). */
export class Room {
  readonly members = new Set<Member>();
  readonly presence = new Presence<Member>();
  /** The topic as it stands on the wire. */
  readonly topic: string;

  constructor(
    readonly isPrivate: boolean,
    readonly name: string,
  ) {
    this.topic = `realtime:${name}`;
  }

  /** Tells a change of presence to all who may see it. */
  announce(diff: PresenceDiff | null): void {
    if (!diff) return;
    const push = { joinRef: null, ref: null, topic: this.topic, event: "presence_diff", payload: diff };
    const frame = oncePerVersion((version) => encodePush(push, version));
    for (const member of this.members) {
      const encoded = member.seesPresence && frame(member.version);
      if (encoded) member.deliver(encoded);
    }
  }
}

/** All rooms that have a member. */
export class Hub {
  readonly #rooms = new Map<string, Room>();

  constructor(
    private readonly events: RateCounter,
    private readonly isRateExceeded: () => boolean,
    private readonly log: (line: string) => void,
  ) {}

  enter(isPrivate: boolean, name: string, member: Member): Room {
    const key = roomKey(isPrivate, name);
    let room = this.#rooms.get(key);
    if (!room) this.#rooms.set(key, (room = new Room(isPrivate, name)));
    room.members.add(member);
    return room;
  }

  /** Removes a member and its presence, telling those who remain. */
  leave(room: Room, member: Member): void {
    if (!room.members.delete(member)) return;
    const diff = room.presence.untrack(member);
    if (room.members.size === 0) this.#rooms.delete(roomKey(room.isPrivate, room.name));
    else room.announce(diff);
  }

  /** Delivers to every member that may hear it, but for `except`. Each format is encoded once. */
  broadcast(isPrivate: boolean, name: string, broadcast: Broadcast, except?: Member): void {
    const room = this.#rooms.get(roomKey(isPrivate, name));
    if (!room) return;
    const frame = oncePerVersion((version) => this.#encode(room.topic, broadcast, version));
    const messageId = broadcast.kind === "user" ? broadcast.meta?.id : undefined;
    const exceeded = this.isRateExceeded();
    let deliveries = 0;
    for (const member of room.members) {
      if (member === except || !member.hearsBroadcast) continue;
      const encoded = frame(member.version);
      if (!encoded) continue;
      member.deliver(encoded, messageId);
      deliveries++;
      if (exceeded) member.shutdown("Too many messages per second");
    }
    this.events.add(deliveries);
  }

  #encode(topic: string, broadcast: Broadcast, version: Version): OutboundFrame | null {
    const push = { joinRef: null, ref: null, topic, event: "broadcast" };
    if (broadcast.kind === "text") return encodePush({ ...push, payload: broadcast.payload }, version);
    const { message, meta } = broadcast;
    if (version === 2) {
      const frame = encodeUserBroadcast(topic, message, meta ? JSON.stringify(meta) : "");
      if (!frame) this.log(`broadcast dropped: topic or event over 255 bytes on ${JSON.stringify(topic)}`);
      return frame;
    }
    // vsn 1.0.0 has no way to carry bytes.
    if (message.encoding === "binary") return null;
    return encodeRawPush({ ...push, payload: userBroadcastJson(message.event, message.payload.toString(), meta) }, 1);
  }
}

/** A user broadcast as the JSON text clients get; `payload` is JSON text and stays as it is. */
export function userBroadcastJson(event: string, payload: string, meta?: object): string {
  const tail = meta ? `,"meta":${JSON.stringify(meta)}` : "";
  return `{"type":"broadcast","event":${JSON.stringify(event)},"payload":${payload}${tail}}`;
}

function roomKey(isPrivate: boolean, name: string): string {
  return (isPrivate ? "private:" : "public:") + name;
}

function oncePerVersion(encode: (version: Version) => OutboundFrame | null): typeof encode {
  const frames = new Map<Version, OutboundFrame | null>();
  return (version) => {
    let frame = frames.get(version);
    if (frame === undefined) frames.set(version, (frame = encode(version)));
    return frame;
  };
}

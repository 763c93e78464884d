/**
 * Who is in a room and who is typing. Each page says `{ side, typing_until }` under a random key.
 *
 * Presence is untrusted: anybody who may be in the room chooses what they say there. So nothing but "somebody of that
 * side" is taken from it, names come from rows, and the future is limited.
 */
export type Side = "customer" | "agent";

/** `typing_until` is milliseconds since 1970 by the server's clock; 0 when not typing. */
export type PresenceState = { side: Side; typing_until: number };

/** How long one announcement of typing holds. Typing ends by itself, or by the message. */
export const typingMs = 14_000;
const renewBeforeMs = 4000;

/**
 * Realtime closes the channel at the sixth push within 30 seconds. One is kept back for a rejoin, and the window is
 * longer than the server's, because pushes may be held up on the way and arrive closer together.
 */
const maxPushes = 4;
const windowMs = 33_000;

/** Decides when to push which presence, as a value: it has no clock and no timer of its own. */
export class PresencePacer {
  private readonly pushedAt: number[] = [];
  private announcedUntil = 0;
  private typedAt = -Infinity;
  private isDue = true;

  constructor(private readonly side: Side) {}

  /** A join begins with nothing said. */
  joined(): void {
    this.isDue = true;
    this.announcedUntil = 0;
  }

  typed(now: number): void {
    this.typedAt = now;
    if (now >= this.announcedUntil - renewBeforeMs) this.isDue = true;
  }

  /** The message itself ends typing for those who see it; the next key starts it anew. */
  sent(): void {
    this.typedAt = -Infinity;
    this.announcedUntil = 0;
  }

  /**
   * What to push now, if anything; counts as pushed.
   *
   * @param now milliseconds, by any clock
   * @param serverNow milliseconds since 1970, by the server's clock
   */
  take(now: number, serverNow: number): PresenceState | null {
    if (!this.isDue || now < this.allowedAt(now)) return null;
    const isTyping = now - this.typedAt < typingMs - renewBeforeMs;
    this.isDue = false;
    // Waited for so long that typing is over, and something was said since the join: nothing left to say.
    if (!isTyping && this.announcedUntil > 0) return null;
    this.pushedAt.push(now);
    if (this.pushedAt.length > maxPushes) this.pushedAt.shift();
    this.announcedUntil = isTyping ? now + typingMs : 1;
    return { side: this.side, typing_until: isTyping ? serverNow + typingMs : 0 };
  }

  /** When to call `take` again: at this time, or null when nothing is waiting. */
  dueAt(now: number): number | null {
    return this.isDue ? this.allowedAt(now) : null;
  }

  private allowedAt(now: number): number {
    const oldest = this.pushedAt[0];
    return this.pushedAt.length < maxPushes || oldest === undefined ? now : Math.max(now, oldest + windowMs);
  }
}

export type People = Record<Side, { isHere: boolean; isTyping: boolean }>;

export const nobody: People = { customer: { isHere: false, isTyping: false }, agent: { isHere: false, isTyping: false } };

type Seen = { side: Side; typingUntil: number; ref: string };

const maxEntries = 500;

/**
 * What of a topic's presence is well formed.
 *
 * @param ownKey this page's own key, left out
 */
export function readPresence(states: Record<string, unknown[]>, ownKey: string): Seen[] {
  const seen: Seen[] = [];
  for (const [key, metas] of Object.entries(states)) {
    if (key === ownKey || !Array.isArray(metas)) continue;
    for (const meta of metas) {
      if (seen.length >= maxEntries) return seen;
      if (typeof meta !== "object" || meta === null) continue;
      const { side, typing_until: until, presence_ref: ref } = meta as Record<string, unknown>;
      if (side !== "customer" && side !== "agent") continue;
      const typingUntil = typeof until === "number" && Number.isFinite(until) ? until : 0;
      seen.push({ side, typingUntil, ref: typeof ref === "string" ? ref : "" });
    }
  }
  return seen;
}

/** Follows the presence of one room. Times are the server's, in milliseconds since 1970. */
export class PeopleTracker {
  private seen: Seen[] = [];
  private firstSeenAt = new Map<string, number>();
  private saidAt: Record<Side, number> = { customer: 0, agent: 0 };

  constructor(private readonly ownKey: string) {}

  update(states: Record<string, unknown[]>, now: number): void {
    this.seen = readPresence(states, this.ownKey);
    const before = this.firstSeenAt;
    this.firstSeenAt = new Map(this.seen.map(({ ref }) => [ref, before.get(ref) ?? now]));
  }

  /** A message of that side arrived: what was announced before it is over. */
  said(side: Side, now: number): void {
    this.saidAt[side] = now;
  }

  people(now: number): People {
    const side = (of: Side) => ({
      isHere: this.seen.some((one) => one.side === of),
      isTyping: this.seen.some((one) => one.side === of && this.endOf(one) > now),
    });
    return { customer: side("customer"), agent: side("agent") };
  }

  /** When `people` changes next by time alone; null when it does not. */
  changesAt(now: number): number | null {
    const ends = this.seen.map((one) => this.endOf(one)).filter((end) => end > now);
    return ends.length > 0 ? Math.min(...ends) : null;
  }

  private endOf({ side, typingUntil, ref }: Seen): number {
    const firstSeenAt = this.firstSeenAt.get(ref) ?? 0;
    if (firstSeenAt <= this.saidAt[side]) return 0;
    // However far ahead somebody claims to type, or their clock goes.
    return Math.min(typingUntil, firstSeenAt + typingMs);
  }
}

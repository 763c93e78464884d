/**
 * Who is in a room and who is typing. Under a random key each page says `{ side, typing_until }` in the room, and among
 * the agents alone `{ member_id, typing_until }`.
 *
 * Presence is untrusted: anybody who may be in the room chooses what they say there. So nothing but who is meant is
 * taken from it, names come from rows, and the future is limited.
 */
export type Side = "customer" | "agent";

/** `typing_until` is milliseconds since 1970 by the server's clock; 0 when not typing. */
export type PresenceState<About = { side: Side }> = About & { typing_until: number };

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
export class PresencePacer<About extends object> {
  private pushedAt: number[] = [];
  private announcedUntil = 0;
  private typedAt = -Infinity;
  private isDue = true;

  /** @param about what is said besides typing */
  constructor(private readonly about: About) {}

  /**
   * A join begins with nothing said.
   *
   * @param pushedAt when this was pushed to before, also by another pacer: they share the limit, and this array
   */
  joined(pushedAt: number[] = this.pushedAt): void {
    this.pushedAt = pushedAt;
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
  take(now: number, serverNow: number): PresenceState<About> | null {
    if (!this.isDue || now < this.allowedAt(now)) return null;
    const isTyping = now - this.typedAt < typingMs - renewBeforeMs;
    this.isDue = false;
    // Waited for so long that typing is over, and something was said since the join: nothing left to say.
    if (!isTyping && this.announcedUntil > 0) return null;
    this.pushedAt.push(now);
    if (this.pushedAt.length > maxPushes) this.pushedAt.shift();
    this.announcedUntil = isTyping ? now + typingMs : 1;
    return { ...this.about, typing_until: isTyping ? serverNow + typingMs : 0 };
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

export type Seen<Who extends string> = { who: Who; typingUntil: number; ref: string };

/** Of whom an entry speaks; null for one that is none. */
export type ReadWho<Who extends string> = (meta: Record<string, unknown>) => Who | null;

export const readSide: ReadWho<Side> = ({ side }) => (side === "customer" || side === "agent" ? side : null);

export const readMember: ReadWho<string> = ({ member_id: id }) => (typeof id === "string" ? id : null);

const maxEntries = 500;

/**
 * What of a topic's presence is well formed.
 *
 * @param ownKey this page's own key, left out
 */
export function readPresence<Who extends string>(states: Record<string, unknown[]>, ownKey: string, readWho: ReadWho<Who>): Seen<Who>[] {
  const seen: Seen<Who>[] = [];
  for (const [key, metas] of Object.entries(states)) {
    if (key === ownKey || !Array.isArray(metas)) continue;
    for (const meta of metas) {
      if (seen.length >= maxEntries) return seen;
      if (typeof meta !== "object" || meta === null) continue;
      const { typing_until: until, presence_ref: ref, ...about } = meta as Record<string, unknown>;
      const who = readWho(about);
      if (who === null) continue;
      const typingUntil = typeof until === "number" && Number.isFinite(until) ? until : 0;
      seen.push({ who, typingUntil, ref: typeof ref === "string" ? ref : "" });
    }
  }
  return seen;
}

/** Follows the presence of one topic. Times are the server's, in milliseconds since 1970. */
export class PeopleTracker<Who extends string> {
  private seen: Seen<Who>[] = [];
  private firstSeenAt = new Map<string, number>();
  private readonly saidAt = new Map<string, number>();

  constructor(
    private readonly ownKey: string,
    private readonly readWho: ReadWho<Who>,
  ) {}

  update(states: Record<string, unknown[]>, now: number): void {
    this.seen = readPresence(states, this.ownKey, this.readWho);
    const before = this.firstSeenAt;
    this.firstSeenAt = new Map(this.seen.map(({ ref }) => [ref, before.get(ref) ?? now]));
  }

  /** A message of theirs arrived: what was announced before it is over. */
  said(who: Who, now: number): void {
    this.saidAt.set(who, now);
  }

  /** Who is there, and whether they type. */
  people(now: number): Map<Who, { isTyping: boolean }> {
    const people = new Map<Who, { isTyping: boolean }>();
    for (const one of this.seen) {
      const isTyping = this.endOf(one) > now || people.get(one.who)?.isTyping === true;
      people.set(one.who, { isTyping });
    }
    return people;
  }

  /** When `people` changes next by time alone; null when it does not. */
  changesAt(now: number): number | null {
    const ends = this.seen.map((one) => this.endOf(one)).filter((end) => end > now);
    return ends.length > 0 ? Math.min(...ends) : null;
  }

  private endOf({ who, typingUntil, ref }: Seen<Who>): number {
    const firstSeenAt = this.firstSeenAt.get(ref) ?? 0;
    if (firstSeenAt <= (this.saidAt.get(who) ?? 0)) return 0;
    // However far ahead somebody claims to type, or their clock goes.
    return Math.min(typingUntil, firstSeenAt + typingMs);
  }
}

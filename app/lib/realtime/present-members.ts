/**
 * Who is present on a topic, folded from the server's own frames.
 *
 * The library's `presenceState()` is not used: in the pinned version it takes the references off its live entries, and
 * then never forgets whoever changed what they say (supabase-js issue 2565).
 */
type Meta = Record<string, unknown>;
type Entries = Record<string, { metas?: Meta[] } | undefined>;

/** A meta's reference, under the server's name or the one the library renames it to. */
const referenceOf = (meta: Meta): unknown => meta.phx_ref ?? meta.presence_ref;

export class PresentMembers {
  private readonly metas = new Map<unknown, { key: string; meta: Meta }>();

  /** Takes a `presence_state` frame: the whole presence, in place of what was known. */
  replace(state: Entries): void {
    this.metas.clear();
    this.add(state);
  }

  /** Takes a `presence_diff` frame. A change of what somebody says is a leave and a join in one. */
  change({ joins, leaves }: { joins: Entries; leaves: Entries }): void {
    for (const entry of Object.values(leaves)) for (const meta of entry?.metas ?? []) this.metas.delete(referenceOf(meta));
    this.add(joins);
  }

  /** What each present page says, by its key; several when pages share a key. `presence_ref` tells changes apart. */
  get states(): Record<string, unknown[]> {
    // Others choose their keys: in a plain object, `constructor` would be there already.
    const states = Object.create(null) as Record<string, unknown[]>;
    for (const { key, meta } of this.metas.values()) (states[key] ??= []).push(meta);
    return states;
  }

  private add(entries: Entries): void {
    for (const [key, entry] of Object.entries(entries)) {
      for (const meta of entry?.metas ?? []) {
        const reference = referenceOf(meta);
        this.metas.set(reference, { key, meta: { ...meta, presence_ref: reference } });
      }
    }
  }
}

/** Changes of lines that are shown before the server has answered them. */
import type { Line, Me } from "./line";
import { lineAt } from "./line-log";

/** What a line is shown as for as long as the answer is awaited. Taken away, it is as if it had never been. */
export type PendingEdit = { seq: number; change: (line: Line) => Line };

/** @returns the same array when there is nothing to show otherwise */
export function withEdits(lines: readonly Line[], edits: readonly PendingEdit[]): readonly Line[] {
  const here = edits.filter(({ seq }) => lineAt(lines, seq));
  if (here.length === 0) return lines;
  const changed = [...lines];
  const first = lines[0]?.seq ?? 0;
  for (const { seq, change } of here) {
    const line = changed[seq - first];
    if (line) changed[seq - first] = change(line);
  }
  return changed;
}

export function edited(body: string, at: string) {
  return (line: Line): Line => ({ ...line, body, editedAt: line.editedAt ?? at });
}

export function removed(at: string) {
  return (line: Line): Line => ({ ...line, body: "", attachments: [], reactions: [], deletedAt: line.deletedAt ?? at });
}

/** Adds or takes away a person's reaction; nothing changes where it is so already. */
export function reacted(emoji: string, isSet: boolean, me: Me) {
  return (line: Line): Line => {
    const before = line.reactions.find((one) => one.emoji === emoji) ?? { emoji, senderIds: [], names: [] };
    const place = before.senderIds.indexOf(me.id);
    if (place >= 0 === isSet) return line;
    const after = isSet
      ? { emoji, senderIds: [...before.senderIds, me.id], names: [...before.names, me.name] }
      : { emoji, senderIds: before.senderIds.filter((id) => id !== me.id), names: before.names.filter((_, index) => index !== place) };
    const others = line.reactions.filter((one) => one.emoji !== emoji || after.senderIds.length > 0);
    return {
      ...line,
      reactions: line.reactions.includes(before) ? others.map((one) => (one.emoji === emoji ? after : one)) : [...others, after],
    };
  };
}

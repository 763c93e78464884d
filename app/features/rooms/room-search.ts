/** What was found in a room, and how it is shown. */
import type { JumpTarget } from "./jump-context";
import type { SenderType, Timestamp } from "~/lib/supabase/database-types";

export const maxQueryLength = 200;

export type Hit = JumpTarget & { senderName: string; senderType: SenderType; excerpt: string; createdAt: Timestamp };

export type SearchPage = {
  query: string;
  /** The newest first. */
  messages: Hit[];
  /** On the first page, all of them that there are. */
  notes: Hit[];
  /** Number of a message: go on before it. Null when all of the room was searched. */
  next: number | null;
};

/** Messages and notes by time, the newest first. Notes from before the last message wait until the search is there. */
export function mergeHits({ messages, notes, next }: Pick<SearchPage, "messages" | "notes" | "next">): Hit[] {
  const last = messages.at(-1);
  const shown = next === null ? notes : notes.filter(({ createdAt }) => last && Date.parse(createdAt) > Date.parse(last.createdAt));
  return [...messages, ...shown].sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
}

/** A text in parts: the second, fourth, … are what was looked for, case and accents aside. */
export function markedParts(text: string, query: string): string[] {
  const wanted = fold(query.trim());
  if (wanted === "") return [text];
  // Folded, a character may become none or several: `places` says which one each came from.
  let folded = "";
  const places: number[] = [];
  let place = 0;
  for (const character of text) {
    const part = fold(character);
    folded += part;
    for (let index = 0; index < part.length; index += 1) places.push(place);
    place += character.length;
  }
  places.push(place);
  const parts: string[] = [];
  let done = 0;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    const start = places[at] ?? 0;
    // To the end of the last character, with the accents that follow it.
    let end = at + wanted.length;
    while (end < places.length - 1 && places[end] === places[end - 1]) end += 1;
    if (start < done) continue;
    parts.push(text.slice(done, start), text.slice(start, places[end]));
    done = places[end] ?? place;
  }
  return [...parts, text.slice(done)];
}

/** As the database compares, near enough for showing where. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[ßæœøłđð]/g, (character) => letters[character] ?? character);
}

const letters: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d" };

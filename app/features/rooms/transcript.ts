/**
 * What a transcript says, before it has a format: one item for each line of a room, in words of the current locale.
 * The formats, the app and the worker all start from these.
 */
import { formatBytes } from "~/lib/i18n/format";
import { formatTag, getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import type { MessageLine, NoteLine, Timestamp, TranscriptHead } from "~/lib/supabase/database-types";
import { systemWords } from "./system-words";
import type { TranscriptFormat } from "./transcript-format";

/** Of whom and of what it is, and how its times are to be read. */
export type TranscriptAbout = {
  head: TranscriptHead;
  /** An IANA name. */
  timeZone: string;
  madeAt: Date;
};

export type TranscriptItem = {
  kind: "message" | "note" | "system";
  at: Timestamp;
  /** The same in words, with its zone. */
  time: string;
  /** In one line; "" for what the system says by itself. */
  name: string;
  /** Which side the person is on. */
  role: string;
  isEdited: boolean;
  isDeleted: boolean;
  quote: { name: string; text: string } | null;
  /** Of any number of lines; "" for a message of attachments alone. */
  text: string;
  attachments: { name: string; size: string }[];
  /** What was attached was taken out of the message. */
  isWithoutItsFiles: boolean;
  /** Each with whose it is. */
  reactions: { emoji: string; names: string }[];
};

/** Text with plain line breaks and without control characters: a terminal would obey them. */
export function cleanText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(/(?![\n\t])\p{Cc}/gu, "");
}

/** A name or subject: one line, and nothing in it that turns the direction of what stands beside it. */
export function oneLine(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** True for a zone that this runtime can write times in. */
export function isTimeZone(name: string): boolean {
  if (!/^[\w+/-]{1,64}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A writer of times: to the second, with the distance from UTC, as one room may see both summer and winter. */
export function timeWriter(timeZone: string): (at: Timestamp | Date) => string {
  const format = new Intl.DateTimeFormat(formatTag(getLocale()), {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    second: "2-digit",
    timeZone,
    timeZoneName: timeZone === "UTC" ? "short" : "shortOffset",
  });
  return (at) => format.format(typeof at === "string" ? new Date(at) : at);
}

/** Without a last "and", where a language has a list without: in Japanese only the one with it has its own comma. */
const listWords = (list: string[]) => {
  return new Intl.ListFormat(getLocale(), { type: getLocale() === "ja" ? "conjunction" : "unit" }).format(list);
};

/** All of an item's reactions in one line; "" for none. */
export function reactionWords({ reactions }: TranscriptItem): string {
  if (reactions.length === 0) return "";
  return m.room_transcript_reactions({ list: reactions.map(({ emoji, names }) => `${emoji} ${names}`).join("; ") });
}

/** The sentence of a system message; words of its own where a message has some. */
function systemText(line: MessageLine): string {
  if (line.system_kind === null || line.body !== "") return cleanText(line.body);
  const system = { kind: line.system_kind, oldValue: nameOrNull(line.old_value), newValue: nameOrNull(line.new_value) };
  return systemWords(system, oneLine(line.sender_name));
}

const nameOrNull = (value: string | null) => value && oneLine(value);

/** A message, or what the system said of the room, as an item. */
export function messageItem(line: MessageLine, writeTime: (at: Timestamp) => string): TranscriptItem {
  const isSystem = line.sender_type === "system";
  const isDeleted = line.deleted_at !== null;
  return {
    kind: isSystem ? "system" : "message",
    at: line.created_at,
    time: writeTime(line.created_at),
    name: isSystem ? "" : oneLine(line.sender_name),
    role: isSystem ? "" : line.sender_type === "agent" ? m.room_transcript_agent() : m.room_transcript_customer(),
    isEdited: !isDeleted && line.edited_at !== null,
    isDeleted,
    quote: line.reply_to && {
      name: oneLine(line.reply_to.sender_name),
      text: line.reply_to.is_deleted ? m.room_transcript_deleted() : oneLine(line.reply_to.excerpt),
    },
    text: isDeleted ? m.room_transcript_deleted() : isSystem ? systemText(line) : cleanText(line.body),
    attachments: line.attachments.map(({ file_name, byte_size }) => ({ name: oneLine(file_name), size: formatBytes(byte_size) })),
    isWithoutItsFiles: !isDeleted && (line.message_type === "image" || line.message_type === "file") && line.attachments.length === 0,
    reactions: line.reactions.map(({ emoji, names }) => ({ emoji: oneLine(emoji), names: listWords(names.map(oneLine)) })),
  };
}

/** An internal note as an item. Notes are read by agents alone; nothing here decides that. */
export function noteItem(note: NoteLine, writeTime: (at: Timestamp) => string): TranscriptItem {
  return {
    kind: "note",
    at: note.created_at,
    time: writeTime(note.created_at),
    name: oneLine(note.author_name),
    role: m.room_transcript_agent(),
    isEdited: false,
    isDeleted: false,
    quote: null,
    text: cleanText(note.body),
    attachments: [],
    isWithoutItsFiles: false,
    reactions: [],
  };
}

/** Messages and notes of one room as one, by time; messages before notes of the same moment. */
export async function* mergeItems(
  messages: AsyncIterable<TranscriptItem>,
  notes: AsyncIterable<TranscriptItem>,
): AsyncGenerator<TranscriptItem> {
  const waiting = notes[Symbol.asyncIterator]();
  let note = await waiting.next();
  for await (const message of messages) {
    for (; !note.done && Date.parse(note.value.at) < Date.parse(message.at); note = await waiting.next()) yield note.value;
    yield message;
  }
  for (; !note.done; note = await waiting.next()) yield note.value;
}

/** Title, and what is to be known before the first line, as pairs of name and value. */
export function aboutWords({ head, timeZone, madeAt }: TranscriptAbout): { title: string; subject: string; facts: [string, string][] } {
  const writeTime = timeWriter(timeZone);
  const people = [
    ...head.customer_names.map((name) => m.room_transcript_person({ name: oneLine(name), role: m.room_transcript_customer() })),
    ...head.agent_names.map((name) => m.room_transcript_person({ name: oneLine(name), role: m.room_transcript_agent() })),
  ];
  return {
    title: m.room_transcript_title({ number: head.number }),
    subject: oneLine(head.subject),
    facts: [
      [m.room_transcript_workspace(), oneLine(head.workspace_name)],
      [m.room_transcript_people(), listWords(people)],
      [m.room_transcript_opened(), writeTime(head.created_at)],
      [m.room_transcript_made(), writeTime(madeAt)],
      [m.room_transcript_zone(), timeZone],
    ],
  };
}

/** How many of each a transcript holds: its last line, so that one that was cut off is known. */
export type TranscriptCount = { messages: number; notes: number };

export function countItem(count: TranscriptCount, item: TranscriptItem): void {
  if (item.kind === "note") count.notes += 1;
  else count.messages += 1;
}

export function endWords({ messages, notes }: TranscriptCount): string {
  const end = m.room_transcript_end({ count: messages });
  return notes === 0 ? end : `${end} ${m.room_transcript_end_notes({ count: notes })}`;
}

/** `frontroom-acme-1042.pdf` */
export function transcriptFileName({ workspace_slug, number }: TranscriptHead, format: TranscriptFormat): string {
  return `frontroom-${workspace_slug.replace(/[^a-z0-9-]/g, "")}-${number}.${format}`;
}

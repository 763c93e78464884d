/** A transcript as plain text. What people wrote is indented, so that nobody can write a line that looks like ours. */
import { m } from "~/lib/i18n/messages";
import { aboutWords, countItem, endWords, reactionWords, type TranscriptAbout, type TranscriptItem } from "./transcript";
import { markupText } from "./transcript-markup";

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Keeps a name's own direction to itself. */
const isolate = (text: string) => (rightToLeft.test(text) ? `\u2068${text}\u2069` : text);
const indent = (text: string, by = "    ") => text.replace(/^/gm, by);

function itemText(item: TranscriptItem): string {
  if (item.kind === "system") return `[${item.time}] * ${item.text.replaceAll("\n", " ")}\n`;
  const marks = [item.kind === "note" ? m.room_transcript_note() : "", item.isEdited ? m.room_transcript_edited() : ""]
    .filter((mark) => mark !== "")
    .map((mark) => ` (${mark})`)
    .join("");
  const lines = [`[${item.time}] ${m.room_transcript_person({ name: isolate(item.name), role: item.role })}${marks}:`];
  if (item.quote) lines.push(indent(`> ${m.room_transcript_pair({ name: isolate(item.quote.name), value: item.quote.text })}`));
  if (item.isDeleted) lines.push(indent(`[${item.text}]`));
  else if (item.text !== "") lines.push(indent(markupText(item.text)));
  for (const file of item.attachments) lines.push(indent(`[${m.room_transcript_attachment(file)}]`));
  if (item.isWithoutItsFiles) lines.push(indent(`[${m.room_attachment_removed()}]`));
  const reactions = reactionWords(item);
  if (reactions !== "") lines.push(indent(`[${reactions}]`));
  return `${lines.join("\n")}\n`;
}

/** The text, a part at a time. */
export async function* transcriptText(about: TranscriptAbout, items: AsyncIterable<TranscriptItem>): AsyncGenerator<string> {
  const { title, subject, facts } = aboutWords(about);
  const count = { messages: 0, notes: 0 };
  yield `${title}\n${subject}\n\n${facts.map(([name, value]) => `${m.room_transcript_pair({ name, value })}\n`).join("")}\n${"-".repeat(40)}\n\n`;
  for await (const item of items) {
    countItem(count, item);
    yield `${itemText(item)}\n`;
  }
  yield `${"-".repeat(40)}\n${endWords(count)}\n`;
}

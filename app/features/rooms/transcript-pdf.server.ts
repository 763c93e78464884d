/** A transcript as a PDF: tagged, with page numbers, in the fonts that its text needs. */
import { setImmediate } from "node:timers/promises";
import { directionOf, getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { createPdf, type Part } from "~/lib/pdf/pdf-writer.server";
import { aboutWords, countItem, endWords, reactionWords, type TranscriptAbout, type TranscriptItem } from "./transcript";
import { markupText } from "./transcript-markup";

const bars = { quote: "#c9cfd6", note: "#b45309" };

/** How long one file is worked at in a stretch, in milliseconds. */
const STRETCH = 15;

let lastTurn = Promise.resolve();

/**
 * Laying out pages is work, and others are answered in between: one stretch of one file in a turn of the event loop,
 * however many are written. Nobody is waited for: who reads slowly holds up only the own file.
 */
function nextTurn(): Promise<void> {
  lastTurn = lastTurn.then(() => setImmediate());
  return lastTurn;
}

function itemParts(item: TranscriptItem): Part[] {
  if (item.kind === "system") return [{ text: `${item.text.replaceAll("\n", " ")} · ${item.time}`, size: 9, isSoft: true, gapBefore: 10 }];
  const bar = item.kind === "note" ? { bar: bars.note } : {};
  const marks = [
    item.kind === "note" ? m.room_transcript_note() : "",
    item.role,
    item.time,
    item.isEdited ? m.room_transcript_edited() : "",
  ];
  const reactions = reactionWords(item);
  return [
    { text: item.name, size: 10, weight: 700, gapBefore: 12, keepsWithNext: true, ...bar },
    { text: marks.filter((mark) => mark !== "").join(" · "), size: 8, isSoft: true, keepsWithNext: true, ...bar },
    ...(item.quote
      ? [{ text: m.room_transcript_pair({ name: item.quote.name, value: item.quote.text }), size: 9, isSoft: true, bar: bars.quote }]
      : []),
    ...(item.text === "" ? [] : [{ text: item.isDeleted ? item.text : markupText(item.text), size: 10, isSoft: item.isDeleted, ...bar }]),
    ...item.attachments.map((file) => ({ text: m.room_transcript_attachment(file), size: 9, ...bar })),
    ...(item.isWithoutItsFiles ? [{ text: m.room_attachment_removed(), size: 9, isSoft: true, ...bar }] : []),
    ...(reactions === "" ? [] : [{ text: reactions, size: 9, isSoft: true, ...bar }]),
  ];
}

/** The file, a part at a time. */
export async function* transcriptPdf(about: TranscriptAbout, items: AsyncIterable<TranscriptItem>): AsyncGenerator<Uint8Array> {
  const { title, subject, facts } = aboutWords(about);
  const locale = getLocale();
  const count = { messages: 0, notes: 0 };
  const pdf = await createPdf({
    title: `${title}: ${subject}`,
    language: locale,
    direction: directionOf(locale),
    header: `${about.head.workspace_name} · #${about.head.number} · ${subject}`,
    footer: (page) => m.room_transcript_page({ page }),
    madeAt: about.madeAt,
  });
  await pdf.write("P", [{ text: title, size: 9, isSoft: true }]);
  await pdf.write("H1", [{ text: subject, size: 18, weight: 700, gapBefore: 2 }]);
  await pdf.write(
    "P",
    facts.map(([name, value], index) => ({ text: m.room_transcript_pair({ name, value }), size: 9, gapBefore: index === 0 ? 6 : 0 })),
  );
  pdf.rule();
  let since = performance.now();
  for await (const item of items) {
    countItem(count, item);
    await pdf.write("P", itemParts(item));
    if (performance.now() - since < STRETCH) continue;
    yield* pdf.take();
    await nextTurn();
    since = performance.now();
  }
  pdf.rule();
  await pdf.write("P", [{ text: endWords(count), size: 9, isSoft: true, gapBefore: 6 }]);
  if (pdf.hasUnknown) await pdf.write("P", [{ text: m.room_transcript_unknown(), size: 9, isSoft: true }]);
  yield* pdf.end();
}

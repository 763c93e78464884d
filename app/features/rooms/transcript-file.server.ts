/** A transcript as a file to be handed out: a stream of bytes, whoever it is for and however long it is. */
import { getLocale } from "~/lib/i18n/locale";
import { runInLocale } from "~/lib/i18n/locale.server";
import { transcriptFileName, type TranscriptAbout, type TranscriptItem } from "./transcript";
import type { TranscriptFormat } from "./transcript-format";
import { transcriptHtml } from "./transcript-html";
import { transcriptText } from "./transcript-text";

const contentTypes: Record<TranscriptFormat, string> = {
  txt: "text/plain; charset=utf-8",
  html: "text/html; charset=utf-8",
  pdf: "application/pdf",
};

type TranscriptFile = { fileName: string; contentType: string; chunks: AsyncIterable<Uint8Array> };

/** The fonts and their library are loaded by the first PDF. */
async function* pdf(about: TranscriptAbout, items: AsyncIterable<TranscriptItem>): AsyncGenerator<Uint8Array> {
  const { transcriptPdf } = await import("./transcript-pdf.server");
  yield* transcriptPdf(about, items);
}

const CHUNK = 16_384;

async function* bytes(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let waiting = "";
  for await (const text of texts) {
    waiting += text;
    if (waiting.length < CHUNK) continue;
    yield encoder.encode(waiting);
    waiting = "";
  }
  yield encoder.encode(waiting);
}

/** Whoever reads the stream, and whenever: its words stay in the locale in which it was asked for. */
function inOwnLocale<T>(source: AsyncGenerator<T>): AsyncIterable<T> {
  const locale = getLocale();
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => runInLocale(locale, () => source.next()),
      return: () => runInLocale(locale, () => source.return(undefined)),
    }),
  };
}

/** @param items in order, read while the file is written; they are written in the current locale */
export function transcriptFile(format: TranscriptFormat, about: TranscriptAbout, items: AsyncIterable<TranscriptItem>): TranscriptFile {
  const source =
    format === "pdf" ? pdf(about, items) : bytes(format === "html" ? transcriptHtml(about, items) : transcriptText(about, items));
  return { fileName: transcriptFileName(about.head, format), contentType: contentTypes[format], chunks: inOwnLocale(source) };
}

/** A transcript as one HTML file: no script, nothing fetched, fit for reading from a disk and for printing. */
import { directionOf, getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { aboutWords, countItem, endWords, reactionWords, type TranscriptAbout, type TranscriptItem } from "./transcript";
import { escapeHtml } from "~/lib/text/escape-html";
import { markupHtml } from "./transcript-markup";

/** Of the file as it is opened from a disk, where no server can say it. */
export const transcriptPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const style = `
:root{color-scheme:light dark;--ink:light-dark(#1b1f24,#eceef1);--soft:light-dark(#57606a,#a9b1bb);--page:light-dark(#fff,#14171b);--line:light-dark(#dfe3e8,#31363d);--note:light-dark(#fff7e0,#2d2710);--noteline:light-dark(#b45309,#e0a83c)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:46rem;padding:2rem 1.25rem 4rem;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0 1rem;overflow-wrap:anywhere}
h1,.text,.quote{text-align:start;unicode-bidi:plaintext}
header p{margin:0;color:var(--soft)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.15rem 1rem;margin:0 0 1.5rem;font-size:.875rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.lines{list-style:none;margin:0;padding:1.5rem 0 0;border-top:1px solid var(--line)}
.lines>li{margin:0 0 1.25rem;break-inside:avoid-page}
li ol,li ul{margin:.25rem 0 0;padding-inline-start:1.5rem}
pre{margin:.25rem 0;padding:.5rem .75rem;border:1px solid var(--line);border-radius:4px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.875rem}
a{color:inherit}
.by{margin:0;font-size:.875rem;color:var(--soft);break-after:avoid}
.by b{color:var(--ink);font-size:1rem}
.text{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
.quote{margin:.25rem 0;padding-inline-start:.75rem;border-inline-start:3px solid var(--line);color:var(--soft);overflow-wrap:anywhere}
.deleted,.system{margin:0;color:var(--soft);font-style:italic}
.system{font-size:.875rem}
.note{padding:.75rem 1rem;background:var(--note);border-inline-start:4px solid var(--noteline);border-radius:4px}
.mark{color:var(--noteline);font-weight:600}
.files li,.reactions{overflow-wrap:anywhere}
.reactions{margin:.25rem 0 0;font-size:.875rem;color:var(--soft)}
footer{border-top:1px solid var(--line);padding-top:1rem;color:var(--soft);font-size:.875rem}
@media print{.named::after{content:" (" attr(href) ")"}:root{color-scheme:light}body{max-width:none;padding:0;font-size:11pt}.note{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@page{margin:18mm 16mm}
`;

const bdi = (text: string) => `<bdi>${escapeHtml(text)}</bdi>`;

function itemHtml(item: TranscriptItem): string {
  const time = `<time datetime="${escapeHtml(item.at)}">${escapeHtml(item.time)}</time>`;
  if (item.kind === "system") return `<li class="system">${bdi(item.text)} · ${time}</li>\n`;
  const note = item.kind === "note" ? `<span class="mark">${escapeHtml(m.room_transcript_note())}</span> · ` : "";
  const edited = item.isEdited ? ` · ${escapeHtml(m.room_transcript_edited())}` : "";
  const quote = item.quote ? `<blockquote class="quote">${bdi(item.quote.name)}: ${escapeHtml(item.quote.text)}</blockquote>` : "";
  const text = item.isDeleted ? `<p class="deleted">${escapeHtml(item.text)}</p>` : markupHtml(item.text);
  const files = item.attachments.map(({ name, size }) => `<li>${bdi(name)} (${escapeHtml(size)})</li>`).join("");
  const attached = files === "" ? "" : `<ul class="files" aria-label="${escapeHtml(m.room_transcript_attachments())}">${files}</ul>`;
  const removed = item.isWithoutItsFiles ? `<p class="deleted">${escapeHtml(m.room_attachment_removed())}</p>` : "";
  const reacted = reactionWords(item);
  const reactions = reacted === "" ? "" : `<p class="reactions">${bdi(reacted)}</p>`;
  return `<li${item.kind === "note" ? ' class="note"' : ""}><p class="by">${note}<b>${bdi(item.name)}</b> · ${escapeHtml(item.role)} · ${time}${edited}</p>${quote}${text}${attached}${removed}${reactions}</li>\n`;
}

/** The document, a part at a time. */
export async function* transcriptHtml(about: TranscriptAbout, items: AsyncIterable<TranscriptItem>): AsyncGenerator<string> {
  const { title, subject, facts } = aboutWords(about);
  const locale = getLocale();
  const count = { messages: 0, notes: 0 };
  yield `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${transcriptPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header><p>${escapeHtml(title)}</p><h1>${escapeHtml(subject)}</h1>
<dl>${facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${bdi(value)}</dd>`).join("")}</dl></header>
<main><ol class="lines">
`;
  for await (const item of items) {
    countItem(count, item);
    yield itemHtml(item);
  }
  yield `</ol></main>\n<footer>${escapeHtml(endWords(count))}</footer>\n</body>\n</html>\n`;
}

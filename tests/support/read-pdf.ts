import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** What a reader, or one who has it read out, finds in a PDF. */
export async function readPdf(bytes: Uint8Array | ArrayBuffer) {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: false }).promise;
  let text = "";
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    for (const item of items) if ("str" in item) text += item.str + (item.hasEOL ? "\n" : "");
    text += "\n";
  }
  const { info } = (await pdf.getMetadata()) as { info: { Title?: string; Language?: string } };
  const isTagged = (await pdf.getMarkInfo())?.Marked ?? false;
  const structure = JSON.stringify(await (await pdf.getPage(1)).getStructTree());
  return { text, pages: pdf.numPages, title: info.Title, language: info.Language, isTagged, structure };
}

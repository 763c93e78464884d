// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import type { MessageLine } from "~/lib/supabase/database-types";
import { readPdf } from "../../../tests/support/read-pdf";
import { each, head, line } from "../../../tests/support/transcripts";
import { messageItem, timeWriter, type TranscriptItem } from "./transcript";
import { transcriptFile } from "./transcript-file.server";

// Fonts are unpacked when a text first needs them: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

describe("a transcript as pdf", () => {
  async function pdfOf(lines: MessageLine[]) {
    const items: TranscriptItem[] = lines.map((one) => messageItem(one, timeWriter("UTC")));
    const file = transcriptFile("pdf", { head, timeZone: "UTC", madeAt: new Date() }, each(items));
    const sizes: number[] = [];
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.chunks) {
      chunks.push(chunk);
      sizes.push(chunk.length);
    }
    return { ...(await readPdf(Buffer.concat(chunks))), bytes: Buffer.concat(chunks).length, sizes };
  }

  it("is tagged, has a title, a language, numbered pages and a head on each", async () => {
    const { text, pages, title, language, isTagged, structure } = await pdfOf(
      Array.from({ length: 60 }, (_, index) => line({ seq: index + 1, body: "A few words. ".repeat(12) })),
    );
    expect({ title, language, isTagged }).toEqual({
      title: "Transcript of ticket #1042: My invoice shows the wrong address",
      language: "en",
      isTagged: true,
    });
    expect(structure).toContain('"role":"H1"');
    expect(pages).toBeGreaterThan(3);
    for (let page = 1; page <= pages; page += 1) expect(text).toContain(`Page ${page}`);
    expect(text.match(/Acme & Söhne · #1042/g)).toHaveLength(pages);
  });

  it("holds Arabic letter by letter, mixed with digits, brackets and English", async () => {
    const { text } = await pdfOf([line({ body: "تينث بتث پچژگ (abc) 123" })]);
    for (const said of ["تينث", "بتث", "پچژگ", "(abc)", "123"]) expect(text).toContain(said);
  });

  it("has the letters that an earlier one composed others of", async () => {
    expect((await pdfOf([line({ body: "پچژگ" })])).text).toContain("پچژگ");
    expect((await pdfOf([line({ body: "مرحبا" })])).text).toContain("مرحبا");
  });

  it("is handed out while it is written", async () => {
    const { sizes, bytes } = await pdfOf(
      // So many that what comes at once at the end (the fonts) is small beside it.
      Array.from({ length: 2000 }, (_, index) => line({ seq: index + 1, body: `Number ${index}: ${"some words ".repeat(10)}` })),
    );
    // Pages are packed in threads of their own, which fall behind on a busy machine.
    expect(Math.max(...sizes)).toBeLessThan(bytes / 2);
  });

  it("says when it could not show everything", async () => {
    expect((await pdfOf([line({ body: "𓀀" })])).text).toContain("of a script that this PDF has no font for");
    expect((await pdfOf([line({ body: "Plain" })])).text).not.toContain("no font for");
  });
});

// @vitest-environment node
import { describe, expect, it } from "vitest";
import { docx, gif, gifPage, hostileFiles, pdf, png, uprightJpeg, webp, zip } from "../../../tests/support/files";
import { readContent } from "./attachment-content.server";
import { attachmentTypes } from "./attachment-types";

const kind = async (bytes: Buffer) => {
  const content = await readContent(bytes);
  return typeof content === "string" ? content : content.contentType;
};

describe("what a file is, by its content", () => {
  it.each([
    ["a PNG", png(40, 30), { contentType: "image/png", width: 40, height: 30 }],
    ["a GIF", gif, { contentType: "image/gif", width: 1, height: 1 }],
    ["a WebP", webp, { contentType: "image/webp", width: 1, height: 1 }],
    ["a photo taken upright", uprightJpeg(300, 400), { contentType: "image/jpeg", width: 300, height: 400 }],
  ])("%s has its type, and its size as it is shown", async (_name, bytes, content) => {
    expect(await readContent(bytes)).toEqual(content);
  });

  it.each([
    ["a PDF", pdf, "application/pdf"],
    ["a document", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    ["an archive", zip({ "log.txt": "x" }), "application/zip"],
    ["a text", Buffer.from("Grüße, 你好 👋\r\n\tgo on < 3 & <3 <script> inside of it\f"), "text/plain"],
    ["a text that begins with a smaller sign", Buffer.from("< 5 minutes"), "text/plain"],
    ["a table", Buffer.from("a;b\n1;2\n"), "text/plain"],
    ["a calendar entry", Buffer.from("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), "text/plain"],
  ])("%s", async (_name, bytes, contentType) => {
    expect(await readContent(bytes)).toEqual({ contentType, width: null, height: null });
  });

  it.each(hostileFiles)("refuses $name", async ({ bytes }) => {
    expect(["type", "dimensions", "empty"]).toContain(await readContent(bytes));
  });

  it("takes a picture with a page behind it for the picture, never for the page", async () => {
    expect(await kind(gifPage)).toBe("image/gif");
  });

  it("refuses pictures that unfold beyond reason, at either limit", async () => {
    expect(await readContent(png(1, 1, { width: 30_001, height: 1 }))).toBe("dimensions");
    expect(await readContent(png(1, 1, { width: 10_001, height: 10_000 }))).toBe("dimensions");
    expect(await kind(png(1, 1, { width: 10_000, height: 10_000 }))).toBe("image/png");
  });

  it("takes no SVG", () => {
    expect(Object.keys(attachmentTypes)).not.toContain("image/svg+xml");
  });
});

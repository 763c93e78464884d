// @vitest-environment node
import { describe, expect, it } from "vitest";
import { safeFileName } from "./attachment-name.server";

describe("a file's name", () => {
  it.each([
    ["invoice.pdf", "application/pdf", "invoice.pdf"],
    ["Rechnung März 2026.PDF", "application/pdf", "Rechnung März 2026.pdf"],
    ["报告.pdf", "application/pdf", "报告.pdf"],
    ["👩‍💻.png", "image/png", "👩‍💻.png"],
    ["photo.JPEG", "image/jpeg", "photo.jpeg"],
    ["table.csv", "text/plain", "table.csv"],
    ["archive.tar.gz", "application/gzip", "archive.tar.gz"],
  ])("stays where it is good: %s", (given, type, name) => {
    expect(safeFileName(given, type)).toBe(name);
  });

  it.each([
    ["../../etc/passwd", "text/plain", "passwd.txt"],
    ["C:\\Users\\x\\bill.pdf", "application/pdf", "bill.pdf"],
    ["a\r\nContent-Type: text/html.png", "image/png", "html.png"],
    ["bill\r\nX-Evil: 1.pdf", "application/pdf", "billX-Evil_ 1.pdf"],
    ["nul\0l.txt", "text/plain", "null.txt"],
    ["annual\u202Efdp.exe", "text/plain", "annualfdp.exe.txt"],
    ["a\u200bb\u2066c\ufeff.txt", "text/plain", "abc.txt"],
    ['say "hi" <b>|?*.txt', "text/plain", "say _hi_ _b____.txt"],
    [".htaccess", "text/plain", "htaccess.txt"],
    ["trailing. . .", "application/pdf", "trailing.pdf"],
    ["con.txt", "text/plain", "_con.txt"],
    ["LPT1.pdf", "application/pdf", "_LPT1.pdf"],
    ["", "image/png", "file.png"],
    ["...", "image/png", "file.png"],
    [" \u00a0 ", "image/png", "file.png"],
    ["\ud800x.png", "image/png", "x.png"],
  ])("is made safe: %j", (given, type, name) => {
    expect(safeFileName(given, type)).toBe(name);
  });

  it.each([
    ["photo.png", "image/jpeg", "photo.jpg"],
    ["invoice.pdf.exe", "application/pdf", "invoice.pdf.exe.pdf"],
    ["run.bat", "text/plain", "run.bat.txt"],
    ["page.html", "text/plain", "page.html.txt"],
    ["picture.svg.png", "image/png", "picture.svg.png"],
    ["image.png.svg", "image/png", "image.png.svg.png"],
    ["no extension", "application/zip", "no extension.zip"],
    ["v1.2 notes", "text/plain", "v1.2 notes.txt"],
  ])("ends as what it is: %s, found to be %s", (given, type, name) => {
    expect(safeFileName(given, type)).toBe(name);
  });

  it("fits into what file systems take, and keeps its letters whole", () => {
    for (const given of ["x".repeat(500), "ü".repeat(500), "👩‍💻".repeat(100), "e\u0301".repeat(400)]) {
      const name = safeFileName(`${given}.pdf`, "application/pdf");
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      expect(Array.from(name).length).toBeLessThanOrEqual(200);
      expect(name).toMatch(/\.pdf$/);
      expect(name).not.toContain("\uFFFD");
    }
    expect(safeFileName(`${"👩‍💻".repeat(100)}.pdf`, "application/pdf")).toMatch(/^(👩‍💻)+\.pdf$/u);
  });
});

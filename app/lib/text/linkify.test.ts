import { describe, expect, it } from "vitest";
import { linkify } from "./linkify";

const links = (text: string) => linkify(text).flatMap(({ text: shown, href }) => (href === undefined ? [] : [[shown, href]]));
const joined = (text: string) =>
  linkify(text)
    .map((part) => part.text)
    .join("");

describe("links in a text", () => {
  it.each([
    ["see https://example.com/a?b=c#d.", "https://example.com/a?b=c#d", "https://example.com/a?b=c#d"],
    ["(http://example.com/x_(y))", "http://example.com/x_(y)", "http://example.com/x_(y)"],
    ["on www.example.com, today", "www.example.com", "https://www.example.com/"],
    ["write to jo.doe+x@example.co.uk!", "jo.doe+x@example.co.uk", "mailto:jo.doe+x@example.co.uk"],
    ["mailto:jo@example.com", "mailto:jo@example.com", "mailto:jo@example.com"],
    ["https://xn--bcher-kva.example/ü", "https://xn--bcher-kva.example/ü", "https://xn--bcher-kva.example/%C3%BC"],
    ["HTTPS://EXAMPLE.COM", "HTTPS://EXAMPLE.COM", "https://example.com/"],
  ])("%s", (text, shown, href) => {
    expect(links(text)).toEqual([[shown, href]]);
    expect(joined(text)).toBe(text);
  });

  const payloads = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\u0001javascript:alert(1)",
    "javascript://example.com/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "view-source:javascript:alert(1)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    '"><script>alert(1)</script>',
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "&lt;script&gt;",
    "//evil.example/x",
    "https:evil",
    "http://",
    "https://user:pass@evil.example/",
    "https://example.com@evil.example/",
    "https://no-dot/",
    "ftp://example.com/",
  ];
  it.each(payloads)("leaves %j as text", (text) => {
    expect(linkify(text).filter(({ href }) => href !== undefined && !/^mailto:/.test(href))).toEqual([]);
    expect(joined(text)).toBe(text);
  });

  it("links only to http, https and mail, whatever stands around an address", () => {
    for (const payload of payloads) {
      for (const text of [`${payload} https://example.com`, `https://example.com/${payload}`, `https://example.com?x=${payload}`]) {
        expect(joined(text)).toBe(text);
        const found = links(text);
        expect(found.length).toBeGreaterThan(0);
        for (const [, href] of found) expect(href).toMatch(/^(https?:\/\/|mailto:)[^<>"'\s]+$/);
      }
    }
  });

  it("takes a time that grows with the length alone", () => {
    for (const text of ["a@".repeat(5000), "www.".repeat(2500), "https://".repeat(1250), `${"a.".repeat(5000)}@`, "!".repeat(10_000)]) {
      const start = performance.now();
      expect(joined(text)).toBe(text);
      expect(performance.now() - start).toBeLessThan(500);
    }
  });
});

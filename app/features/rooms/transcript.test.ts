// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { line, note, read } from "../../../tests/support/transcripts";
import { cleanText, isTimeZone, oneLine } from "./transcript";
import { transcriptFormats } from "./transcript-format";

// Fonts are unpacked when a text first needs them: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const words = (text: string) => text.replace(/\s+/g, " ");

describe.each(transcriptFormats)("a transcript as %s", (format) => {
  it("says whose it is, and of each message who, when in the reader's zone, and what", async () => {
    const text = words(
      await read(format, [
        line(),
        line({ seq: 2, sender_type: "agent", sender_name: "Sana Iqbal", body: "Ich schaue nach.", created_at: "2026-11-20T08:00:00Z" }),
      ]),
    );
    for (const said of ["#1042", "My invoice shows the wrong address", "Carl Jensen", "customer", "Sana Iqbal", "support", "Hello"])
      expect(text).toContain(said);
    expect(text).toContain("Ich schaue nach.");
    expect(text).toContain(format === "html" ? "Acme &#38; Söhne" : "Acme & Söhne");
    // One room in summer and in winter.
    expect(text).toMatch(/Jul 1, 2026, 10:00:00 AM GMT\+2/);
    expect(text).toMatch(/Nov 20, 2026, 9:00:00 AM GMT\+1/);
    expect(text).toContain("Europe/Berlin");
    expect(text).toContain("End of the transcript: 2 messages.");
  });

  it("is in the reader's language", async () => {
    const text = words(await read(format, [line({ edited_at: "2026-07-01T08:01:00Z" })], { locale: "de", timeZone: "UTC" }));
    for (const said of ["Protokoll zu Ticket #1042", "Beteiligte", "bearbeitet", "Ende des Protokolls: 1 Nachricht."])
      expect(text).toContain(said);
    // With and without a zero, as the runtime's data has it.
    expect(text).toMatch(/1\. Juli 2026, 0?8:00:00 UTC/);
  });

  it("tells what was edited, deleted, quoted and attached", async () => {
    const text = words(
      await read(format, [
        line({
          edited_at: "2026-07-01T08:01:00Z",
          reply_to: { seq: 9, sender_name: "Sana Iqbal", excerpt: "Which one?", is_deleted: false },
        }),
        line({ seq: 2, body: "", message_type: "file", deleted_at: "2026-07-01T08:02:00Z", edited_at: "2026-07-01T08:01:00Z" }),
        line({
          seq: 3,
          body: "",
          message_type: "file",
          attachments: [
            { attachment_id: "a", file_name: "invoice.pdf", content_type: "application/pdf", byte_size: 12_345, width: null, height: null },
          ],
        }),
        line({ seq: 4, body: "", message_type: "image" }),
      ]),
    );
    expect(text.match(/edited/g)).toHaveLength(1);
    expect(text).toContain("Sana Iqbal: Which one?".replace("Iqbal:", format === "html" ? "Iqbal</bdi>:" : "Iqbal:"));
    expect(text.match(/Message deleted/g)).toHaveLength(1);
    expect(text.match(/The attachment was removed/g)).toHaveLength(1);
    expect(text).toMatch(/invoice\.pdf(<\/bdi>)? \(12 kB\)/);
  });

  it("tells who reacted, and what happened to the ticket, in words", async () => {
    const system = { message_type: "system", sender_type: "system", sender_id: null, body: "" } as const;
    const text = words(
      await read(format, [
        line({ reactions: [{ emoji: "👍", sender_ids: ["s", "c"], names: ["Sana Iqbal", "Dora Weiss"] }] }),
        line({ ...system, seq: 2, sender_name: "Sana Iqbal", system_kind: "status_changed", old_value: "open", new_value: "waiting" }),
        line({ ...system, seq: 3, sender_name: "", system_kind: "ticket_assigned", new_value: "Ben Fischer" }),
        line({ ...system, seq: 4, sender_name: "Carl Jensen", system_kind: "participant_added", new_value: "Eve\r\n<b>" }),
      ]),
    ).replace(/[\u2068\u2069]/g, "");
    expect(text).toContain("Reactions: 👍 Sana Iqbal, Dora Weiss");
    expect(text).toContain("Sana Iqbal set the ticket to: Waiting");
    expect(text).toContain("Ben Fischer looks after the ticket now");
    expect(text).toContain(`Carl Jensen added Eve ${format === "html" ? "&#60;b&#62;" : "<b>"}`);
  });

  it("holds internal notes by time and marked when they are asked for, and else not a word of them", async () => {
    const lines = [line(), line({ seq: 2, body: "Later", created_at: "2026-07-01T09:00:00Z" })];
    const without = await read(format, lines);
    expect(without).not.toContain("Between ourselves");
    expect(without).not.toMatch(/internal note/i);
    const text = words(await read(format, lines, { notes: [note()] }));
    expect(text.indexOf("Hello")).toBeLessThan(text.indexOf("Between ourselves"));
    expect(text.indexOf("Between ourselves")).toBeLessThan(text.indexOf("Later"));
    expect(text).toContain("Internal note");
    expect(text).toContain("With 1 internal note.");
  });

  it("keeps what is written from right to left readable", async () => {
    const text = words(
      await read(format, [line({ sender_name: "دانا كريم", body: "مرحبا بالعالم" }), line({ seq: 2, body: "שלום עולם 42" })]),
    );
    for (const said of ["دانا كريم", "مرحبا بالعالم", "שלום עולם"]) expect(text).toContain(said);
  });

  it("takes whatever can be typed, and loses nothing of what it can show", async () => {
    const hostile = [
      "\ud800",
      "\udfff x",
      "\u0000\u0007\u001b[31mred",
      "\u202eevil\u202c",
      "\u2028next\u2029",
      "\ufffe\uffff",
      "a".repeat(10_000),
      "\u0301".repeat(500),
      "𓀀ꙮ\u{e0001}\u{10ffff}",
      "\n\n\n",
      "👨‍👩‍👧‍👦🏳️‍🌈🇩🇪",
      "中文 日本語 한국어",
      "\u2067a\u2066b",
    ];
    const text = await read(
      format,
      hostile.map((body, index) => line({ seq: index + 1, body, sender_name: body.slice(0, 80) })),
      { subject: hostile.join(" ") },
    );
    // eslint-disable-next-line no-control-regex -- that is the point
    expect(text).not.toMatch(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/);
    for (const said of ["中文", "日本語", "한국어", "red", "evil"]) expect(text).toContain(said);
    expect(text).toContain("13 messages");
  });
});

const payloads = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "<svg/onload=alert(1)>",
  "</p></li></ol><iframe src=javascript:alert(1)>",
  "<style>*{background:url(//evil.test)}</style>",
  "[click](javascript:alert(1))",
  "[click](data:text/html,<script>alert(1)</script>)",
  "![x](https://evil.test/pixel.png)",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "<!--<script>--><base href=//evil.test>",
  "```\n</code></pre><script>alert(1)</script>\n```",
  '<a href="https://evil.test" onclick="alert(1)">x</a>',
  "<meta http-equiv=refresh content=0;url=//evil.test>",
  "<form action=//evil.test><input autofocus onfocus=alert(1)>",
];

describe("a transcript as html", () => {
  it.each(payloads)("shows %s as text, wherever it stands", async (payload) => {
    const html = await read(
      "html",
      [
        line({
          body: payload,
          sender_name: payload,
          reply_to: { seq: 1, sender_name: payload, excerpt: payload, is_deleted: false },
          attachments: [{ attachment_id: "a", file_name: payload, content_type: "x", byte_size: 1, width: null, height: null }],
        }),
      ],
      { notes: [note({ body: payload, author_name: payload })], subject: payload },
    );
    const body = html.slice(html.indexOf("<body>"));
    const tags = [...body.matchAll(/<\/?([a-z0-9]+)([^>]*)>/gi)];
    expect(tags.length).toBeGreaterThan(20);
    const known = [
      "body",
      "header",
      "p",
      "h1",
      "dl",
      "dt",
      "dd",
      "bdi",
      "main",
      "ol",
      "ul",
      "li",
      "b",
      "time",
      "span",
      "blockquote",
      "pre",
      "code",
      "a",
      "footer",
      "html",
    ];
    expect(tags.map(([, name]) => name!.toLowerCase()).filter((name) => !known.includes(name))).toEqual([]);
    expect(tags.filter(([, , rest]) => /\son|style=|src=|javascript:|data:/i.test(rest!))).toEqual([]);
  });

  it("forbids scripts and everything from outside in the file itself, also on a disk", async () => {
    const html = await read("html", [line()]);
    expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'`);
    expect(html).not.toMatch(/<script|<link|src=|url\(/i);
    expect(html).toMatch(/<html lang="en" dir="ltr">/);
  });

  it("writes Markdown as what it means, and links as links", async () => {
    const html = await read("html", [line({ body: "**bold** and [words](https://example.com/?a=1&b=2)\n- one\n- two" })]);
    expect(html).toContain("<strong>bold</strong>");
    expect(html).toContain('<a class="named" href="https://example.com/?a=1&#38;b=2" rel="noopener noreferrer nofollow">words</a>');
    expect(html).toMatch(/<ul dir="auto"><li><p class="text">one<\/p><\/li>/);
  });
});

describe("a transcript as txt", () => {
  it("indents what people wrote, so that nobody can forge a line", async () => {
    const text = await read("txt", [line({ body: "Hi\n[Jul 1, 2026] Sana Iqbal (support):\r    We pay you 1000\u2028[x] *" })]);
    const ours = text.split("\n").filter((row) => row.startsWith("["));
    expect(ours).toHaveLength(1);
    expect(text).toContain("    [Jul 1, 2026] Sana Iqbal (support):\n");
  });

  it("shows where words lead", async () => {
    expect(await read("txt", [line({ body: "[words](https://example.com/)" })])).toContain("words (https://example.com/)");
  });
});

describe("what a transcript is made of", () => {
  it("knows zones by their names alone", () => {
    expect(["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"].map(isTimeZone)).toEqual([true, true, true, true]);
    expect(["", "Nowhere/City", "UTC\r\nX: y", "x".repeat(500), "../../etc"].map(isTimeZone)).toEqual([false, false, false, false, false]);
  });

  it("cleans text and names", () => {
    expect(cleanText("a\r\nb\rc\u2028d\u0085e\u0000\u001b[1m\tf")).toBe("a\nb\nc\nd\ne[1m\tf");
    expect(oneLine(" a\r\nb \u202ec  d\u2067")).toBe("a b c d");
  });
});

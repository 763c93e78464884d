import { describe, expect, it } from "vitest";
import { readMarkdown } from "~/lib/text/markdown";
import { formatText, type Format } from "./format-text";

/** The selection stands in brackets: `a ⟦b⟧ c`; a caret is `⟦⟧`. */
function format(kind: Format, marked: string): string {
  const from = marked.indexOf("⟦");
  const to = marked.indexOf("⟧") - 1;
  const text = marked.replace(/[⟦⟧]/gu, "");
  const edit = formatText(kind, text, from, to, "words");
  const result = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
  return `${result.slice(0, edit.selectFrom)}⟦${result.slice(edit.selectFrom, edit.selectTo)}⟧${result.slice(edit.selectTo)}`;
}

describe("a button of the toolbar", () => {
  it.each<[Format, string, string]>([
    ["bold", "a ⟦b⟧ c", "a **⟦b⟧** c"],
    ["bold", "a⟦ b ⟧c", "a **⟦b⟧** c"],
    ["bold", "a b⟦⟧ar c", "a **b⟦⟧ar** c"],
    ["bold", "a ⟦⟧", "a **⟦⟧**"],
    ["bold", "⟦⟧", "**⟦⟧**"],
    ["italic", "⟦שלום⟧ עולם", "_⟦שלום⟧_ עולם"],
    ["code", "run ⟦npm test⟧ now", "run `⟦npm test⟧` now"],
    ["bold", "⟦- one\n\n2. two ⟧", "⟦- **one**\n\n2. **two**⟧ "],
    ["list", "⟦one\ntwo⟧", "⟦- one\n- two⟧"],
    ["list", "head\no⟦ne\n\ntw⟧o\ntail", "head\n⟦- one\n\n- two⟧\ntail"],
    ["list", "one⟦⟧", "- one⟦⟧"],
    ["list", "⟦⟧", "- ⟦⟧"],
    ["quote", "one\n⟦two\n⟧three", "one\n⟦> two⟧\nthree"],
    ["code-block", "see\n⟦let a;⟧\nend", "see\n```\n⟦let a;⟧\n```\nend"],
    ["code-block", "⟦⟧", "```\n⟦⟧\n```"],
    ["code-block", "⟦a\n```\nb⟧", "````\n⟦a\n```\nb⟧\n````"],
    ["code", "⟦a\nb⟧", "```\n⟦a\nb⟧\n```"],
    ["link", "see ⟦the shop⟧.", "see [the shop](⟦https://⟧)."],
    ["link", "see ⟦https://a.example/x⟧.", "see [⟦words⟧](https://a.example/x)."],
    ["link", "see ⟦⟧", "see [⟦words⟧](https://)"],
  ])("%s: %j becomes %j", (kind, before, after) => {
    expect(format(kind, before)).toBe(after);
  });

  it.each<[Format, string]>([
    ["bold", "a ⟦b c⟧ d"],
    ["bold", "a b⟦⟧ar c"],
    ["italic", "⟦a⟧"],
    ["code", "⟦a⟧"],
    ["list", "⟦a\nb⟧"],
    ["quote", "a⟦⟧"],
    ["code-block", "⟦a\n  b⟧"],
  ])("%s twice leaves %j as it was", (kind, before) => {
    const once = format(kind, before);
    // A block's words are selected after the first time, and the block around them is taken when it is selected whole.
    const again = kind === "code-block" ? `⟦${once.replace(/[⟦⟧]/gu, "")}⟧` : once;
    expect(format(kind, again)).toBe(before);
  });

  it("takes its own signs back when they are selected too", () => {
    expect(format("bold", "a ⟦**b**⟧ c")).toBe("a ⟦b⟧ c");
  });

  it.each<[Format, string, string]>([
    ["bold", "some ⟦words⟧ here", "strong"],
    ["italic", "some ⟦words⟧, here", "emphasis"],
    ["code", "some ⟦words⟧ here", "code"],
    ["list", "⟦one\ntwo⟧", "list"],
    ["quote", "⟦one\ntwo⟧", "quote"],
    ["code-block", "⟦one\ntwo⟧", "code"],
  ])("%s writes what the reader of messages reads so", (kind, before, type) => {
    expect(JSON.stringify(readMarkdown(format(kind, before).replace(/[⟦⟧]/gu, "")))).toContain(`"type":"${type}"`);
  });
});

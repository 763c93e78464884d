import { describe, expect, it } from "vitest";
import { typedCode } from "./typed-code";

const at = (text: string) => typedCode(text, text.length);

describe("a shortcode before the caret", () => {
  it.each([
    [":sm", { code: "sm", from: 0, isWhole: false }],
    ["hello :smile:", { code: "smile", from: 6, isWhole: true }],
    ["(:+1", { code: "+1", from: 1, isWhole: false }],
    ["one\n:thumbs_up:", { code: "thumbs_up", from: 4, isWhole: true }],
    ["gut :läch", { code: "läch", from: 4, isWhole: false }],
    ["`code` :ok", { code: "ok", from: 7, isWhole: false }],
  ])("%j", (text, found) => {
    expect(at(text)).toEqual(found);
  });

  it.each([
    ":",
    ":s",
    ":D",
    "10:30",
    "at 10:30:",
    "http://a",
    "a:smile:",
    "std::vec",
    ": smile",
    ":)",
    "see `:smile:",
    "```\n:smile:",
    ":sm ile",
  ])("is not in %j", (text) => {
    expect(at(text)).toBeNull();
  });

  it("is what stands before the caret, whatever stands behind it", () => {
    expect(typedCode("a :sm b", 5)).toEqual({ code: "sm", from: 2, isWhole: false });
  });
});

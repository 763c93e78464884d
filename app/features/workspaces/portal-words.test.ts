import { describe, expect, test } from "vitest";
import { newTicketWords, usualReplyWords } from "./portal-words.server";

describe("how soon a portal usually answers", () => {
  test.each([
    [null, null],
    [1, "We usually answer within 5 minutes."],
    [601, "We usually answer within 15 minutes."],
    [3500, "We usually answer within 1 hour."],
    [2 * 3600, "We usually answer within 2 hours."],
    [2 * 3600 + 1, "We usually answer within 3 hours."],
    [49 * 3600, "We usually answer within 3 days."],
  ])("%s seconds are: %s", (seconds, words) => {
    expect(usualReplyWords(seconds)).toBe(words);
  });
});

describe("the words above the form", () => {
  const opening = { time_zone: "America/New_York", closes_at: "2026-11-20T22:00:00Z", opens_at: "2026-11-23T14:00:00Z" };
  const words = (time: string) => newTicketWords({ name: "Acme", opening }, Date.parse(time));

  test("say by the workspace's own clock that it is closed, until it opens", () => {
    const usual = "Describe what is going on. As soon as you send it you are in a chat with Acme.";
    expect(words("2026-11-20T21:59:59Z")).toBe(usual);
    expect(words("2026-11-20T22:00:00Z")).toContain(usual);
    expect(words("2026-11-20T22:00:00Z")).toMatch(/We are closed now and open again Mon, Nov 23, 9:00\sAM \(America\/New York\)\./);
    expect(words("2026-11-23T14:00:00Z")).toBe(usual);
  });
});

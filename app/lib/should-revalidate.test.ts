import type { ShouldRevalidateFunctionArgs } from "@remix-run/react";
import { describe, expect, test } from "vitest";
import { revalidatesWhen } from "./should-revalidate";

const at = (path: string) => new URL(path, "http://localhost");
const move = (from: string, to: string, rest: Partial<ShouldRevalidateFunctionArgs> = {}): ShouldRevalidateFunctionArgs => ({
  currentUrl: at(from),
  nextUrl: at(to),
  currentParams: {},
  nextParams: {},
  defaultShouldRevalidate: true,
  ...rest,
});

describe("a layout loads its data anew", () => {
  test("when it shows something else, however one got there", () => {
    expect(revalidatesWhen(move("/desk/a", "/desk/b"), false)).toBe(true);
  });

  test("not when people only move about below it", () => {
    expect(revalidatesWhen(move("/desk/a", "/desk/a/ticket/1"), true)).toBe(false);
    expect(revalidatesWhen(move("/desk/a", "/desk/a?search=x", { formMethod: "GET" }), true)).toBe(false);
  });

  test("when asked to on the spot, and after a change", () => {
    expect(revalidatesWhen(move("/desk/a", "/desk/a"), true)).toBe(true);
    expect(revalidatesWhen(move("/desk/a", "/desk/a", { formMethod: "POST", actionResult: { ok: true } }), true)).toBe(true);
    expect(revalidatesWhen(move("/desk/a", "/desk/a/ticket/1", { formMethod: "POST" }), true)).toBe(true);
  });

  test("not after a change that was refused", () => {
    expect(revalidatesWhen(move("/desk/a", "/desk/a", { formMethod: "POST", actionResult: { ok: false, words: "No" } }), true)).toBe(false);
  });

  test("never when Remix sees no reason and the place is the same", () => {
    expect(revalidatesWhen(move("/desk/a", "/desk/a", { defaultShouldRevalidate: false }), true)).toBe(false);
  });
});

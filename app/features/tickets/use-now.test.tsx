import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { untilNextTurn } from "./next-turn";
import { useNow } from "./use-now";

const start = Date.parse("2026-11-20T12:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const wait = (seconds: number) => {
  act(() => {
    vi.advanceTimersByTime(seconds * 1000);
  });
};

function hide(isHidden: boolean) {
  Object.defineProperty(document, "hidden", { configurable: true, value: isHidden });
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
}

describe("the next turn", () => {
  it("is the next moment to come, at most 15 seconds away", () => {
    expect(untilNextTurn([], start)).toBe(15_000);
    expect(untilNextTurn([at(60), null, "", at(7), at(-3), at(0)], start)).toBe(7000);
  });
});

describe("useNow", () => {
  beforeEach(() => vi.useFakeTimers({ now: start }));
  afterEach(() => {
    hide(false);
    vi.useRealTimers();
  });

  it("ticks every 15 seconds and exactly at each moment", () => {
    const { result } = renderHook(() => useNow(start, [at(20), null]));
    wait(14);
    expect(result.current).toBe(start);
    wait(1);
    expect(result.current).toBe(start + 15_000);
    wait(5);
    expect(result.current).toBe(start + 20_000);
  });

  it("follows moments that change", () => {
    const { result, rerender } = renderHook(({ turn }) => useNow(start, [turn]), { initialProps: { turn: at(9) } });
    rerender({ turn: at(4) });
    wait(4);
    expect(result.current).toBe(start + 4000);
  });

  it("has no timer while the page is hidden, and looks at once when it is seen again", () => {
    const { result } = renderHook(() => useNow(start, []));
    wait(1);
    hide(true);
    expect(vi.getTimerCount()).toBe(0);
    wait(600);
    expect(result.current).toBe(start);
    hide(false);
    expect(result.current).toBe(start + 601_000);
    wait(15);
    expect(result.current).toBe(start + 616_000);
  });
});

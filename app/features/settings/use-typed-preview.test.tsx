import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useTypedPreview } from "./use-typed-preview";

const wait = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));

function hide(isHidden: boolean) {
  Object.defineProperty(document, "hidden", { configurable: true, value: isHidden });
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
}

describe("a preview of what is typed", () => {
  let asked: number;
  let isAway: boolean;
  const show = (isWhole = true) =>
    renderHook(() =>
      useTypedPreview(
        "first",
        () => {
          asked += 1;
          return isAway ? Promise.reject(new TypeError("Failed to fetch")) : Promise.resolve(`answer ${asked}`);
        },
        isWhole,
      ),
    );

  beforeEach(() => {
    vi.useFakeTimers();
    asked = 0;
    isAway = false;
  });
  afterEach(() => {
    hide(false);
    vi.useRealTimers();
  });

  it("is asked for once typing is over", async () => {
    const { result } = show();
    expect(result.current).toMatchObject({ answer: "first", state: "current" });
    act(() => result.current.look());
    await wait(0.2);
    act(() => result.current.look());
    expect(result.current.state).toBe("looking");
    await wait(0.3);
    expect(asked).toBe(0);
    await wait(0.1);
    expect(result.current).toMatchObject({ answer: "answer 1", state: "current", isNews: true });
  });

  it("counts along every minute while the page is seen, and that is no news", async () => {
    const { result } = show();
    await wait(61);
    expect(result.current).toMatchObject({ answer: "answer 1", state: "current", isNews: false });
    hide(true);
    await wait(600);
    expect(asked).toBe(1);
    hide(false);
    await wait(1);
    expect(result.current.answer).toBe("answer 2");
  });

  it("does not count along while there is nothing to ask", async () => {
    show(false);
    await wait(300);
    expect(asked).toBe(0);
  });

  it("says that it could not be asked, keeps the last answer, and tries again when told to and by itself", async () => {
    const { result } = show();
    isAway = true;
    act(() => result.current.look());
    await wait(1);
    expect(result.current).toMatchObject({ answer: "first", state: "failed" });
    act(() => result.current.retry());
    await wait(1);
    expect([asked, result.current.state]).toEqual([2, "failed"]);
    isAway = false;
    await wait(60);
    expect(result.current).toMatchObject({ answer: "answer 3", state: "current" });
  });
});

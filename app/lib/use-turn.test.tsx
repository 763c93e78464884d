import { createRemixStub } from "@remix-run/testing";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clockDifference } from "./server-clock";
import { useTurn } from "./use-turn";

const start = Date.parse("2026-11-20T12:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const wait = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));

/** Stands in for what the browser says of how the page came. */
function cameBy(page: { type: string; responseStart: number } | null) {
  Object.defineProperty(performance, "getEntriesByType", { configurable: true, value: () => (page ? [page] : []) });
}

describe("the difference of the clocks", () => {
  afterEach(() => cameBy(null));

  it("is that between what the server says and when its answer came", () => {
    cameBy({ type: "navigate", responseStart: 1000 });
    expect(clockDifference(performance.timeOrigin + 61_000)).toBe(60_000);
    expect(clockDifference(performance.timeOrigin - 299_000)).toBe(-300_000);
  });

  it("is not known of a page that somebody has gone back to", () => {
    cameBy({ type: "back_forward", responseStart: 1000 });
    expect(clockDifference(start)).toBe(0);
    cameBy(null);
    expect(clockDifference(start)).toBe(0);
  });
});

describe("a turn", () => {
  let turns: number;
  let move: (at: string | null) => Promise<void>;

  beforeEach(async () => {
    vi.useFakeTimers({ now: start, shouldAdvanceTime: true, toFake: ["setTimeout", "clearTimeout", "Date"] });
    turns = 0;
    let wanted: string | null = at(60);
    const Page = () => {
      useTurn(wanted, () => (turns += 1));
      return <p>shown</p>;
    };
    const Stub = createRemixStub([{ path: "/", Component: Page }]);
    const { rerender } = render(<Stub key="0" />);
    await screen.findByText("shown");
    let key = 0;
    move = async (next) => {
      wanted = next;
      rerender(<Stub key={(key += 1)} />);
      await screen.findByText("shown");
    };
  });
  afterEach(() => vi.useRealTimers());

  it("comes once its moment has come, not before", async () => {
    await wait(59);
    expect(turns).toBe(0);
    await wait(2);
    expect(turns).toBe(1);
  });

  it("comes again while it is still waited for, less and less often, and not any more after that", async () => {
    await wait(61);
    await wait(5);
    expect(turns).toBe(2);
    await wait(9);
    expect(turns).toBe(2);
    await wait(2);
    expect(turns).toBe(3);
    await move(null);
    await wait(3600);
    expect(turns).toBe(3);
  });

  it("waits for the next moment", async () => {
    await move(at(120));
    await wait(100);
    expect(turns).toBe(0);
    await wait(25);
    expect(turns).toBe(1);
  });
});

/** What a browser shows of a room's history, and moving in it. */
import type { Locator, Page } from "@playwright/test";

const scroller = (page: Page) => page.locator("[data-room-scroll]");

export const message = (page: Page, seq: number): Locator => page.locator(`[data-seq="${seq}"]`);

export type RoomView = {
  /** Pixels to the end of what is laid out. */
  toEnd: number;
  /** Numbers of the messages that are in sight, from the first to the last. */
  seen: number[];
  /** Of the first and the last message in the document. */
  first: number;
  last: number;
  /** Lines in the document, seen or not. */
  rows: number;
};

export function lookAt(page: Page): Promise<RoomView> {
  return scroller(page).evaluate((element) => {
    const box = element.getBoundingClientRect();
    const rows = [...element.querySelectorAll<HTMLElement>("[data-seq]")];
    const numbers = rows.map((row) => Number(row.dataset.seq));
    const seen = rows.flatMap((row, index) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > box.top + 1 && top < box.bottom - 1 ? [numbers[index] ?? 0] : [];
    });
    return {
      toEnd: Math.abs(element.scrollTop),
      seen,
      first: numbers[0] ?? 0,
      last: numbers.at(-1) ?? 0,
      rows: element.querySelectorAll("[data-row]").length,
    };
  });
}

/** As a mouse does over the conversation: by `pixels`, downwards if positive. */
export async function wheel(page: Page, pixels: number): Promise<void> {
  const box = await scroller(page).boundingBox();
  if (!box) throw new Error("There is no conversation.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const before = await scroller(page).evaluate((element) => element.scrollTop);
  await page.mouse.wheel(0, pixels);
  // Nothing moves at the end of what there is.
  await page
    .waitForFunction((top) => document.querySelector("[data-room-scroll]")?.scrollTop !== top, before, { timeout: 1000 })
    .catch(() => undefined);
  await untilStill(page);
}

/** Until nothing has moved for three frames. */
async function untilStill(page: Page): Promise<void> {
  await scroller(page).evaluate(async (element) => {
    let [last, still] = [NaN, 0];
    while (still < 3) {
      await new Promise(requestAnimationFrame);
      still = element.scrollTop === last ? still + 1 : 0;
      last = element.scrollTop;
    }
  });
}

/**
 * From now until `stop`, how far the message in the middle of what is seen is away from where it was, in pixels: the
 * greatest distance in any frame. Nobody may scroll meanwhile.
 */
export async function watchMiddle(page: Page): Promise<() => Promise<number>> {
  await scroller(page).evaluate((element) => {
    const box = element.getBoundingClientRect();
    const middle = box.top + box.height / 2;
    const row = [...element.querySelectorAll<HTMLElement>("[data-seq]")].find((one) => one.getBoundingClientRect().bottom > middle);
    const seq = row?.dataset.seq ?? "";
    const top = row?.getBoundingClientRect().top ?? 0;
    const watched = { isOn: true, greatest: 0 };
    Object.assign(window, { watched });
    const look = () => {
      if (!watched.isOn) return;
      const now = element.querySelector(`[data-seq="${seq}"]`)?.getBoundingClientRect().top ?? Infinity;
      watched.greatest = Math.max(watched.greatest, Math.abs(now - top));
      requestAnimationFrame(look);
    };
    look();
  });
  return () =>
    page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const { watched } = window as unknown as { watched: { isOn: boolean; greatest: number } };
      watched.isOn = false;
      return watched.greatest;
    });
}

/**
 * Turns the wheel over the conversation at a fixed pace, whatever the page does meanwhile.
 *
 * @returns the time of each frame in milliseconds, and the number of the first message in sight at the end
 */
export async function wheelFast(
  page: Page,
  { turns, pixels, everyMs }: { turns: number; pixels: number; everyMs: number },
): Promise<{ frames: number[]; first: number }> {
  const box = await scroller(page).boundingBox();
  if (!box) throw new Error("There is no conversation.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(() => {
    const recorded = {
      isOn: true,
      last: performance.now(),
      frames: [] as number[],
      frame: (now: number) => {
        recorded.frames.push(now - recorded.last);
        recorded.last = now;
        if (recorded.isOn) requestAnimationFrame(recorded.frame);
      },
    };
    Object.assign(window, { recorded });
    requestAnimationFrame((now) => {
      recorded.last = now;
      requestAnimationFrame(recorded.frame);
    });
  });
  const start = performance.now();
  for (let turn = 0; turn < turns; turn += 1) {
    void page.mouse.wheel(0, pixels).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, start + (turn + 1) * everyMs - performance.now())));
  }
  const frames = await page.evaluate(() => {
    const { recorded } = window as unknown as { recorded: { isOn: boolean; frames: number[] } };
    recorded.isOn = false;
    return recorded.frames;
  });
  return { frames, first: (await lookAt(page)).seen[0] ?? 0 };
}

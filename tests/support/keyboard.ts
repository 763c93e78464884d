/** Pages by keyboard alone: what Tab reaches, and whether one sees where one is. */
import { expect, type Locator, type Page } from "@playwright/test";

declare global {
  interface Window {
    /** Of the walk that is under way; in the page. */
    walk?: { ids: WeakMap<Element, number>; last: number; before?: { marked: Element[]; look: string; name: string } };
  }
}

type Stop = {
  /** Of this walk; 0 is the page itself. */
  id: number;
  name: string;
  faults: string[];
  /** A `<summary>`: of a menu, which lies over the page, or of a part of it. */
  opens: "menu" | "part" | null;
  isOpen: boolean;
};

/** Runs in the page: tells of the element with the focus, and whether the one before it looked any different with it. */
function lookAtFocus(): Stop {
  const walk = (window.walk ??= { ids: new WeakMap(), last: 0 });
  const lookOf = (elements: Element[]) =>
    elements
      .map((one) => {
        const { outlineStyle, outlineWidth, boxShadow, clip } = getComputedStyle(one);
        return [outlineStyle === "none" ? "" : outlineWidth, boxShadow, clip].join(" ");
      })
      .join();
  // Looks that come over a tenth of a second have come.
  for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
  const faults: string[] = [];
  const focused = document.activeElement;
  // Within a field for a date the browser draws the focus itself.
  const isSame = walk.before?.marked[0] === focused;
  if (walk.before && !isSame && lookOf(walk.before.marked) === walk.before.look) faults.push(`${walk.before.name} shows no focus`);
  if (!focused || focused === document.body) {
    delete walk.before;
    return { id: 0, name: "the page", faults, opens: null, isOpen: false };
  }

  if (!walk.ids.has(focused)) walk.ids.set(focused, (walk.last += 1));
  const label = focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : undefined;
  const words = (focused.getAttribute("aria-label") ?? label ?? focused.textContent).trim().slice(0, 60);
  const name = `${focused.tagName.toLowerCase()} ${focused.getAttribute("name") ?? ""} "${words}"`;
  // What is not drawn itself (a radio in a card) shows it by its label or by what is drawn in its place.
  const isHidden = getComputedStyle(focused).opacity === "0" || focused.getBoundingClientRect().width <= 1;
  const marked = [focused, ...(isHidden ? [focused.closest("label"), focused.parentElement, focused.nextElementSibling] : [])].filter(
    (one) => one !== null,
  );
  if (!isSame) walk.before = { marked, look: lookOf(marked), name };

  const box = (isHidden ? (focused.closest("label") ?? focused.parentElement ?? focused) : focused).getBoundingClientRect();
  // A link that is broken over two lines has no middle of its own.
  const { left, top, width, height } = focused.getClientRects().length > 1 ? (focused.getClientRects()[0] ?? box) : box;
  const at = [0.5, 0.1, 0.9].map((part) => document.elementFromPoint(left + width * part, top + height / 2));
  if (left + width <= 0 || top + height <= 0 || left >= innerWidth || top >= innerHeight) faults.push(`${name} is out of sight`);
  else if (!at.some((seen) => seen !== null && (focused.contains(seen) || marked.some((one) => one.contains(seen) || seen.contains(one)))))
    faults.push(`${name} is covered by ${at[0]?.outerHTML.slice(0, 80)}`);
  const details = focused.tagName === "SUMMARY" ? (focused.parentElement as HTMLDetailsElement) : null;
  const panel = details?.lastElementChild;
  return {
    id: walk.ids.get(focused) ?? 0,
    name,
    faults,
    opens: panel ? (getComputedStyle(panel).position === "absolute" ? "menu" : "part") : null,
    isOpen: details?.open ?? false,
  };
}

/** Runs in the page: controls that are shown and that the walk has not come by. Of radios Tab takes one for all of a group. */
function leftOut(): string[] {
  const controls = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex^='-']), [contenteditable=true]";
  const isReached = (element: Element) => window.walk?.ids.has(element) ?? false;
  return [...document.querySelectorAll(controls)]
    .filter((element) => {
      if (isReached(element) || element.matches(":disabled, [type=hidden]") || element.closest("[inert]")) return false;
      // What lies in a menu that was closed again was come by while it was open.
      if (!element.checkVisibility({ visibilityProperty: true })) return false;
      if (!(element instanceof HTMLInputElement) || element.type !== "radio") return true;
      const group = document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${CSS.escape(element.name)}"]`);
      return ![...group].some((one) => one.form === element.form && isReached(one));
    })
    .map((element) => `${element.outerHTML.slice(0, 160)} is not reached`);
}

/**
 * Goes through the whole page with Tab until it begins anew: opens with Enter what can be opened, closes menus with
 * Escape, sees the focus at every stop, misses no control, is held nowhere.
 *
 * @returns how many stops there were
 */
export async function walkByKeyboard(page: Page, what: string): Promise<number> {
  await page.evaluate(() => delete window.walk);
  // The first stop leads past the frame.
  await page.keyboard.press("Tab");
  const first = await page.evaluate(lookAtFocus);
  expect(first.name, `${what}: the first stop`).toContain("Skip to content");
  const faults = [...first.faults];
  let presses = 0;
  let stops = 1;
  let last = first;
  for (;;) {
    await page.keyboard.press("Tab");
    presses += 1;
    const stop = await page.evaluate(lookAtFocus);
    faults.push(...stop.faults);
    if (stop.id === first.id) break;
    if (presses > 500) throw new Error(`${what}: Tab does not come round; it is at ${stop.name}.`);
    // A field of a date has several places for the focus.
    if (stop.id === last.id) continue;
    last = stop;
    stops += 1;
    if (stop.opens === null || stop.isOpen) continue;
    await page.keyboard.press("Enter");
    if (stop.opens === "menu") {
      await page.keyboard.press("Escape");
      const closed = await page.evaluate(lookAtFocus);
      if (closed.id !== stop.id || closed.isOpen) faults.push(`${stop.name} does not close with Escape`);
      await page.keyboard.press("Enter");
    }
    if (!(await page.evaluate(lookAtFocus)).isOpen) faults.push(`${stop.name} does not open with Enter`);
  }
  faults.push(...(await page.evaluate(leftOut)));
  expect([...new Set(faults)], `${what} by keyboard`).toEqual([]);

  // It begins anew at the skip link, which leads past the frame.
  await page.keyboard.press("Enter");
  await expect(page.locator("main#content"), `${what}: where the skip link leads`).toBeFocused();
  await page.keyboard.press("Tab");
  const inside = () => page.evaluate(() => document.activeElement?.closest("main") !== null);
  expect(await inside(), `${what}: Tab after the skip link is in the page`).toBe(true);
  return stops;
}

/** Presses Tab until the focus is there. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; !(await isThere()); presses += 1) {
    if (presses > 250) throw new Error(`Tab does not come to ${String(target)}.`);
    await page.keyboard.press("Tab");
  }
}

/**
 * Scrolling of a conversation of any length. Its container is laid out from its end (`flex-col-reverse`): `scrollTop` is
 * 0 at the newest line and negative above. So a page opens at its end without a script, and history put in at the top
 * moves nothing. What grows or shrinks below what is read is scrolled away here, in all browsers alike: not all have
 * scroll anchoring (`overflow-anchor`), so that of the browser is off.
 *
 * Rows carry `data-seq`; the first row of a chunk and whatever follows a chunk carry `data-edge`.
 */
import { ChunkHeights, rangeFor, type Range } from "./list-window";
import { chunkOf, type Chunks } from "./timeline";

export type RoomView = {
  range: Range;
  /** Of the row that has the focus: stays in the document wherever the reader scrolls. */
  kept: number | null;
  /** At the newest line of the room. */
  isAtEnd: boolean;
};

/** Where to scroll: a row by a selector, and the chunk it is in. It is put as far below the top as its `scroll-margin` says. */
type Target = { row: string; chunk: number; isFocused?: boolean };

/** Within this distance of the end a reader counts as being there: pixels. */
const nearEnd = 32;
/** Of a row that counts as seen: pixels. */
const seenHeight = 40;

export class RoomScroller {
  readonly heights = new ChunkHeights();
  private container: HTMLElement | undefined;
  private list: HTMLElement | undefined;
  private view: RoomView;
  private anchor: { row: Element; top: number; scrollTop: number } | undefined;
  private width = 0;
  private onView: (() => void) | undefined;
  private onSeen: ((seq: number) => void) | undefined;

  /**
   * @param hasNewer the chunks do not end at the newest line of the room
   * @param target where the page opens if not at the end of the chunks
   */
  constructor(
    private chunks: Chunks,
    private hasNewer: boolean,
    private target: Target | "end" | null,
  ) {
    this.view = { range: { from: chunks.last - 4, to: Infinity }, kept: null, isAtEnd: !hasNewer && !target };
  }

  readonly getView = (): RoomView => this.view;

  /** One watcher: the component. */
  readonly subscribe = (watcher: () => void): (() => void) => {
    this.onView = watcher;
    return () => (this.onView = undefined);
  };

  /** Says what to call with the number of the last message that is seen, as often as something moves. */
  whenSeen(onSeen: (seq: number) => void): void {
    this.onSeen = onSeen;
  }

  /** @returns a function that ends it */
  attach(container: HTMLElement, list: HTMLElement): () => void {
    this.container = container;
    this.list = list;
    this.width = container.clientWidth;
    const observer = new ResizeObserver((entries) => {
      const isNarrower = container.clientWidth !== this.width;
      this.width = container.clientWidth;
      // A lower container, as when a keyboard comes up, shows the same at its end.
      if (!isNarrower && entries.some(({ target }) => target === container)) this.look();
      else this.settle();
    });
    observer.observe(container);
    observer.observe(list);
    const look = () => this.look();
    container.addEventListener("scroll", look, { passive: true });
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      observer.disconnect();
      container.removeEventListener("scroll", look);
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }

  /** The document shows these chunks now, as far as they are in the range. */
  rendered(chunks: Chunks, hasNewer: boolean): void {
    this.chunks = chunks;
    this.hasNewer = hasNewer;
    this.settle();
  }

  /** Shows a row, as soon as it is there. */
  scrollTo(target: Target): void {
    this.target = target;
    this.settle();
  }

  /** What was to be shown cannot be had. */
  stay(): void {
    this.target = null;
  }

  toEnd(): void {
    const { container } = this;
    if (!container) return;
    this.target = null;
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches || container.scrollTop < -2000;
    container.scrollTo({ top: 0, behavior: isCalm ? "auto" : "smooth" });
  }

  /** The next lines are seen from their end: those of the person, or the newest after a stretch of history. */
  holdEnd(last: number): void {
    this.target = "end";
    this.set({ range: { from: chunkOf(last) - 4, to: Infinity }, isAtEnd: true });
    this.settle();
  }

  /** @param row that has the focus now, or something in it; null when the focus has left */
  keep(row: Element | null): void {
    let item: HTMLElement | null = row?.closest("li") ?? null;
    while (item && !item.dataset.edge) item = item.previousElementSibling as HTMLElement | null;
    const chunk = Number(item?.dataset.edge ?? NaN);
    this.set({ kept: Number.isNaN(chunk) ? null : chunk });
  }

  /** Puts what is read back to where it was, before anybody sees that it moved. */
  private settle(): void {
    const { container, target, anchor } = this;
    if (!container?.clientHeight) return;
    this.measure();
    if (target === "end") {
      // The lines up to there come with the next render.
      if (this.hasNewer) return;
      this.target = null;
      container.scrollTop = 0;
    } else if (target) {
      if (!this.place(target)) return;
    } else if (this.view.isAtEnd && !this.hasNewer) {
      container.scrollTop = 0;
    } else if (anchor?.row.isConnected) {
      const moved = topOf(anchor.row) - topOf(container) - (anchor.top + anchor.scrollTop - container.scrollTop);
      if (Math.abs(moved) >= 0.5) container.scrollTop += moved;
    }
    this.look();
  }

  private place(target: Target): boolean {
    const { container, chunks } = this;
    const chunk = Math.min(target.chunk, chunks.last);
    const element = this.list?.querySelector<HTMLElement>(target.row);
    if (!container) return false;
    if (!element) {
      const { range } = this.view;
      if (chunk >= chunks.first && (chunk < range.from || chunk > range.to))
        this.set({ range: { from: chunk - 2, to: chunk + 2 }, isAtEnd: false });
      return false;
    }
    this.target = null;
    const box = element.getBoundingClientRect();
    // As the browser does where it opens a page at a row without a script.
    container.scrollTop += box.top - topOf(container) - (parseFloat(getComputedStyle(element).scrollMarginTop) || 0);
    if (target.isFocused) {
      // A row that is there already takes the focus before the component says that it may.
      element.tabIndex = -1;
      element.focus({ preventScroll: true });
    }
    this.set({ isAtEnd: false });
    return true;
  }

  private measure(): void {
    const edges = [...(this.list?.querySelectorAll<HTMLElement>("[data-edge]") ?? [])];
    edges.forEach((edge, index) => {
      const [chunk, next] = [Number(edge.dataset.edge), edges[index + 1]];
      if (next && !Number.isNaN(chunk)) this.heights.set(chunk, this.chunks.sizeOf(chunk), topOf(next) - topOf(edge));
    });
  }

  /** Something has moved: what should be in the document, where is the reader, and what has been seen? */
  private look(): void {
    const { container, list, view } = this;
    if (!container?.clientHeight || !list) return;
    const top = topOf(container);
    const isAtEnd = container.scrollTop > -nearEnd && !this.hasNewer;
    const range = rangeFor(this.chunks, this.heights, view.range, topOf(list) - top, container.clientHeight);
    const rows = seenRows(list, top, top + container.clientHeight);
    const row = rows.find((one) => topOf(one) >= top) ?? rows[0];
    this.anchor = row && { row, top: topOf(row) - top, scrollTop: container.scrollTop };
    const last = rows.findLast((one) => one.dataset.seq && isSeen(one, top + container.clientHeight))?.dataset.seq;
    if (last && document.visibilityState === "visible" && document.hasFocus()) this.onSeen?.(Number(last));
    this.set({ range, isAtEnd });
  }

  private set(change: Partial<RoomView>): void {
    const next = { ...this.view, ...change };
    const { range, kept, isAtEnd } = this.view;
    if (next.range.from === range.from && next.range.to === range.to && next.kept === kept && next.isAtEnd === isAtEnd) return;
    this.view = next;
    this.onView?.();
  }
}

const topOf = (element: Element): number => element.getBoundingClientRect().top;

const isSeen = (row: Element, bottom: number): boolean => {
  const box = row.getBoundingClientRect();
  return box.top + Math.min(box.height, seenHeight) <= bottom;
};

/** The rows between two heights of the window, in order. */
function seenRows(list: HTMLElement, top: number, bottom: number): HTMLElement[] {
  const items = list.children;
  let [from, to] = [0, items.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((items[middle]?.getBoundingClientRect().bottom ?? 0) > top) to = middle;
    else from = middle + 1;
  }
  const rows: HTMLElement[] = [];
  for (let item = items[from]; item instanceof HTMLElement && topOf(item) < bottom; item = item.nextElementSibling ?? undefined)
    if (item.dataset.row !== undefined) rows.push(item);
  return rows;
}

/** Where a message is. */
export const messageTarget = (seq: number, isFocused = false): Target => ({ row: `[data-seq="${seq}"]`, chunk: chunkOf(seq), isFocused });

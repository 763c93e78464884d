import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore, type RefObject } from "react";
import { messageTarget, RoomScroller, type RoomView } from "./room-scroller";
import type { Chunks } from "./timeline";

/** React warns of layout effects on the server, where none run. */
const useBeforePaint = typeof document === "undefined" ? useEffect : useLayoutEffect;

/**
 * Where the reader of a conversation is, and what of it has to be in the document.
 *
 * @param options.openingSeq number of the message that the page opens at; null is the end
 * @param options.ownCount grows when this page's person writes: then the end is shown, and before it `onOwn` is called
 * @param options.lastSeq number of the newest message by anybody
 * @param options.onSeen the reader has seen up to this message
 */
export function useRoomScroll(options: {
  chunks: Chunks;
  hasNewer: boolean;
  openingSeq: number | null;
  ownCount: number;
  lastSeq: number;
  onSeen: (seq: number) => void;
  onOwn: () => void;
}): { scroller: RoomScroller; view: RoomView; container: RefObject<HTMLDivElement>; list: RefObject<HTMLOListElement> } {
  const { chunks, hasNewer, openingSeq, ownCount, lastSeq, onSeen, onOwn } = options;
  const [scroller] = useState(() => new RoomScroller(chunks, hasNewer, openingSeq === null ? null : messageTarget(openingSeq)));
  const view = useSyncExternalStore(scroller.subscribe, scroller.getView, scroller.getView);
  const container = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);

  const known = useRef(ownCount);

  useBeforePaint(() => scroller.whenSeen(onSeen));
  useBeforePaint(() => {
    if (container.current && list.current) return scroller.attach(container.current, list.current);
  }, [scroller]);
  useBeforePaint(() => {
    const isMore = ownCount > known.current;
    known.current = ownCount;
    if (!isMore) return;
    onOwn();
    scroller.holdEnd(lastSeq);
  }, [ownCount]);
  // After each render: anything in it may have another height now.
  useBeforePaint(() => scroller.rendered(chunks, hasNewer));

  return { scroller, view, container, list };
}

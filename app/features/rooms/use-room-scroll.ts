import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Within this distance of the end a reader counts as being there: pixels. */
const nearEnd = 32;

/**
 * Scrolling of a conversation whose container is laid out from its end (`flex-col-reverse`): `scrollTop` is 0 at the
 * newest line and negative above. So a page opens at its end without a script, and history put in at the top moves nothing.
 *
 * @param lastId of the newest line by anybody
 * @param ownCount changes when this page's person writes: then the end is shown
 */
export function useRoomScroll(
  lastId: string | undefined,
  ownCount: number,
): { container: RefObject<HTMLDivElement>; isAtEnd: boolean; onScroll: () => void; toEnd: () => void } {
  const container = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const atEnd = useRef(true);
  const height = useRef(0);

  const toEnd = useCallback(() => {
    const element = container.current;
    if (!element) return;
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches || element.scrollTop < -2000;
    element.scrollTo({ top: 0, behavior: isCalm ? "auto" : "smooth" });
  }, []);

  const onScroll = useCallback(() => {
    atEnd.current = (container.current?.scrollTop ?? 0) > -nearEnd;
    setIsAtEnd(atEnd.current);
  }, []);

  useLayoutEffect(() => {
    const element = container.current;
    if (!element) return;
    const grown = element.scrollHeight - height.current;
    height.current = element.scrollHeight;
    if (atEnd.current) element.scrollTop = 0;
    // Where the browser does not hold the place by itself, what came in below is scrolled away.
    else if (grown > 0 && !CSS.supports("overflow-anchor", "auto")) element.scrollTop -= grown;
  }, [lastId]);

  useLayoutEffect(() => {
    if (ownCount > 0 && container.current) {
      container.current.scrollTop = 0;
      atEnd.current = true;
    }
  }, [ownCount]);

  return { container, isAtEnd, onScroll, toEnd };
}

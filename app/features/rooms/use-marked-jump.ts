import { useCallback, useEffect, useRef, useState } from "react";
import type { Jump, JumpTarget } from "./jump-context";
import { messageTarget, type RoomScroller } from "./room-scroller";
import { chunkOf } from "./timeline";

/** How long a line is marked that somebody was sent to: milliseconds. */
const markedMs = 4000;

/**
 * Goes to a line of the room, wherever it is, and marks it.
 *
 * @param opening number of the message that the page was opened at
 * @param load makes a message one of those that are shown
 */
export function useMarkedJump(
  scroller: RoomScroller,
  opening: number | null,
  load: (seq: number) => Promise<boolean>,
): { jump: Jump; marked: string | null } {
  const [marked, setMarked] = useState(opening === null ? null : `message ${opening}`);
  const loading = useRef(load);
  useEffect(() => {
    loading.current = load;
  });
  useEffect(() => {
    if (marked === null) return;
    const timer = setTimeout(() => setMarked(null), markedMs);
    return () => clearTimeout(timer);
  }, [marked]);

  const jump = useCallback(
    async ({ kind, seq, nearSeq }: JumpTarget, { isFocused = true } = {}) => {
      setMarked(`${kind} ${seq}`);
      scroller.scrollTo(
        kind === "message" ? messageTarget(seq, isFocused) : { row: `[data-note="${seq}"]`, chunk: chunkOf(nearSeq + 1), isFocused },
      );
      const isThere = await loading.current(nearSeq);
      if (!isThere) scroller.stay();
      return isThere;
    },
    [scroller],
  );
  return { jump, marked };
}

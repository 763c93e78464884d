import { useEffect, useRef, useState } from "react";
import type { DragLook } from "./row-drag";

/**
 * Lets a row of the list be dragged by its handle.
 *
 * @param list which of the lists of the page it is in
 * @param onDrop another row of it was dropped before or after this one
 * @returns refs for the row and its handle, and how the row looks while something is dragged; `canDrag` is false until it can be
 */
export function useRowDrag(list: string, id: string, onDrop: (draggedId: string, place: "before" | "after") => void) {
  const row = useRef<HTMLLIElement>(null);
  const handle = useRef<HTMLSpanElement>(null);
  const [look, setLook] = useState<DragLook>(null);
  const [canDrag, setCanDrag] = useState(false);
  const latestDrop = useRef(onDrop);
  useEffect(() => {
    latestDrop.current = onDrop;
  });
  useEffect(() => {
    let isGone = false;
    let takeBack: (() => void) | undefined;
    // Where it cannot be fetched, the buttons are still there.
    void import("./row-drag").then(
      ({ makeDraggable }) => {
        if (isGone || !row.current || !handle.current) return;
        takeBack = makeDraggable(
          { element: row.current, handle: handle.current, list, id },
          { look: setLook, drop: (draggedId, place) => latestDrop.current(draggedId, place) },
        );
        setCanDrag(true);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
      takeBack?.();
    };
  }, [list, id]);
  return { row, handle, look, canDrag };
}

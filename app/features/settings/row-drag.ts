/** Dragging a row of a list to another place; loaded apart, once the list can be used. */
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { attachClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/attach-closest-edge";
import { extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/extract-closest-edge";

/** `before` and `after` say where a row that is dragged over this one would come to stand. */
export type DragLook = "dragged" | "before" | "after" | null;

/** Rows of other lists on the page are no places for it. */
const isOfList = (data: Record<string | symbol, unknown>, list: string) => data.list === list && typeof data.id === "string";

/**
 * Makes a row one that can be dragged, and dropped upon.
 *
 * @param onDrop told to the row that is dropped upon
 * @returns what takes all of that back
 */
export function makeDraggable(
  row: { element: HTMLElement; handle: HTMLElement; list: string; id: string },
  on: { look: (look: DragLook) => void; drop: (draggedId: string, place: "before" | "after") => void },
): () => void {
  const placeOf = (data: Record<string | symbol, unknown>) => (extractClosestEdge(data) === "top" ? "before" : "after");
  return combine(
    draggable({
      element: row.element,
      dragHandle: row.handle,
      getInitialData: () => ({ list: row.list, id: row.id }),
      onDragStart: () => on.look("dragged"),
      onDrop: () => on.look(null),
    }),
    dropTargetForElements({
      element: row.element,
      canDrop: ({ source }) => isOfList(source.data, row.list) && source.data.id !== row.id,
      getIsSticky: () => true,
      getData: ({ input, element }) => attachClosestEdge({}, { input, element, allowedEdges: ["top", "bottom"] }),
      onDrag: ({ self }) => on.look(placeOf(self.data)),
      onDragLeave: () => on.look(null),
      onDrop: ({ self, source }) => {
        on.look(null);
        if (typeof source.data.id === "string") on.drop(source.data.id, placeOf(self.data));
      },
    }),
  );
}

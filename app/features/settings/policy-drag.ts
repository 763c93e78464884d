/** Dragging a policy to another place; loaded apart, once the list can be used. */
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { attachClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/attach-closest-edge";
import { extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/extract-closest-edge";

/** `before` and `after` say where a policy that is dragged over this one would come to stand. */
export type DragLook = "dragged" | "before" | "after" | null;

const policyIdOf = ({ policyId }: Record<string | symbol, unknown>) => (typeof policyId === "string" ? policyId : null);

/**
 * Makes a row one that can be dragged, and dropped upon.
 *
 * @param onDrop told to the row that is dropped upon
 * @returns what takes all of that back
 */
export function makeDraggable(
  row: { element: HTMLElement; handle: HTMLElement; policyId: string },
  on: { look: (look: DragLook) => void; drop: (draggedId: string, place: "before" | "after") => void },
): () => void {
  const placeOf = (data: Record<string | symbol, unknown>) => (extractClosestEdge(data) === "top" ? "before" : "after");
  return combine(
    draggable({
      element: row.element,
      dragHandle: row.handle,
      getInitialData: () => ({ policyId: row.policyId }),
      onDragStart: () => on.look("dragged"),
      onDrop: () => on.look(null),
    }),
    dropTargetForElements({
      element: row.element,
      canDrop: ({ source }) => policyIdOf(source.data) !== null && policyIdOf(source.data) !== row.policyId,
      getIsSticky: () => true,
      getData: ({ input, element }) => attachClosestEdge({}, { input, element, allowedEdges: ["top", "bottom"] }),
      onDrag: ({ self }) => on.look(placeOf(self.data)),
      onDragLeave: () => on.look(null),
      onDrop: ({ self, source }) => {
        on.look(null);
        const draggedId = policyIdOf(source.data);
        if (draggedId !== null) on.drop(draggedId, placeOf(self.data));
      },
    }),
  );
}

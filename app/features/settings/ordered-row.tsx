import { GripVertical } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { MoveButtons } from "./move-buttons";
import type { RowPlace } from "./ordered-list";
import { useRowDrag } from "./use-row-drag";

/**
 * A row of an ordered list: a handle to drag it by, what leads there, buttons to move it, and what else can be done.
 *
 * @param props.head beside the handle, on the first line
 */
export function OrderedRow(props: {
  id: string;
  name: string;
  place: RowPlace;
  head: ReactNode;
  actions: ReactNode;
  className?: string;
  children?: ReactNode;
}) {
  const { id, name, place, head, actions, className, children } = props;
  const { form, orderUp, orderDown, onMove, onDropped } = place;
  const { row, handle, look, canDrag } = useRowDrag(form.intent, id, onDropped);
  return (
    <li
      ref={row}
      data-row={id}
      className={cn(
        "relative rounded-xl border border-border bg-surface shadow-xs",
        className ?? "p-4 sm:p-5",
        look === "dragged" && "opacity-50",
        (look === "before" || look === "after") && "after:absolute after:inset-x-0 after:h-1 after:rounded-full after:bg-primary",
        look === "before" && "after:-top-2.5",
        look === "after" && "after:-bottom-2.5",
      )}
    >
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <span
          ref={handle}
          aria-hidden="true"
          title={m.settings_move_drag()}
          className={cn(
            "-ms-1.5 grid h-8 w-6 shrink-0 cursor-grab place-items-center rounded-sm text-muted-foreground hover:bg-hover",
            // Its place is kept, so that nothing jumps when it can be dragged.
            !canDrag && "invisible",
            !orderUp && !orderDown && "hidden",
          )}
        >
          <GripVertical className="size-4" />
        </span>
        {/* Where little is left beside the buttons, they go below. */}
        <div className="min-w-48 flex-1 sm:min-w-0">{head}</div>
        <div className="ms-auto flex shrink-0 items-center text-muted-foreground">
          <MoveButtons name={name} form={form} orderUp={orderUp} orderDown={orderDown} onMove={onMove} />
          {actions}
        </div>
      </div>
      {children}
    </li>
  );
}

import type { ReactNode } from "react";
import { cn } from "~/lib/cn";

/**
 * Up to three panes side by side: the list, the room, what is known about the customer. A phone shows one,
 * a laptop list and room, a wide screen all three. Each pane scrolls by itself.
 *
 * @param props.current the pane a small screen shows
 */
export function DeskPanes(props: { list?: ReactNode; room?: ReactNode; context?: ReactNode; current: "list" | "room" | "context" }) {
  const { list, room, context, current } = props;
  const pane = "min-h-0 min-w-0 flex-col overflow-hidden bg-surface";
  return (
    <div className="flex min-h-0 flex-1 overflow-hidden border-border bg-surface md:rounded-xl md:border md:shadow-sm">
      {list ? (
        <div
          className={cn(
            pane,
            "w-full shrink-0 border-border lg:w-80 lg:border-e xl:w-88",
            current === "list" ? "flex" : room ? "hidden lg:flex" : "flex",
          )}
        >
          {list}
        </div>
      ) : null}
      {room ? (
        <div className={cn(pane, "flex-1", current === "room" ? "flex" : current === "list" ? "hidden lg:flex" : "hidden xl:flex")}>
          {room}
        </div>
      ) : null}
      {context ? (
        <div
          className={cn(
            pane,
            "border-s border-border xl:flex xl:w-80 xl:shrink-0",
            current === "context" ? "flex flex-1 xl:flex-none" : "hidden",
          )}
        >
          {context}
        </div>
      ) : null}
    </div>
  );
}

import type { ReactNode } from "react";
import { cn } from "~/lib/cn";

/**
 * The list and the room side by side; a phone shows one of them. Each pane scrolls by itself.
 *
 * @param props.current the pane a small screen shows
 */
export function DeskPanes(props: { list: ReactNode; room: ReactNode; current: "list" | "room" }) {
  const { list, room, current } = props;
  const pane = "min-h-0 min-w-0 flex-col overflow-hidden bg-surface";
  return (
    <div className="flex min-h-0 flex-1 overflow-hidden border-border bg-surface md:rounded-xl md:border md:shadow-sm">
      <div
        className={cn(pane, "w-full shrink-0 border-border lg:w-80 lg:border-e xl:w-88", current === "list" ? "flex" : "hidden lg:flex")}
      >
        {list}
      </div>
      <div className={cn(pane, "flex-1", current === "room" ? "flex" : "hidden lg:flex")}>{room}</div>
    </div>
  );
}

import { cn } from "~/lib/cn";

/** A line between things. */
export function Separator({ isVertical = false, className }: { isVertical?: boolean; className?: string }) {
  return (
    <div
      role="separator"
      aria-orientation={isVertical ? "vertical" : undefined}
      className={cn("shrink-0 bg-border", isVertical ? "w-px self-stretch" : "h-px w-full", className)}
    />
  );
}

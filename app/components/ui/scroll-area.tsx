import { forwardRef, type HTMLAttributes } from "react";
import { cn } from "~/lib/cn";

/**
 * A box that scrolls by itself, with the browser's own bars. It takes the keyboard focus, so that people
 * without a mouse can scroll it; give it an `aria-label`.
 */
export const ScrollArea = forwardRef<HTMLDivElement, HTMLAttributes<HTMLDivElement> & { "aria-label": string }>(function ScrollArea(
  { className, ...props },
  ref,
) {
  return (
    <div
      ref={ref}
      role="region"
      tabIndex={0}
      className={cn("min-h-0 [scrollbar-width:thin] overflow-y-auto overscroll-contain focus-visible:-outline-offset-2", className)}
      {...props}
    />
  );
});

import type { CSSProperties } from "react";
import { initialsOf } from "~/components/ui/avatar";
import { cn } from "~/lib/cn";

/** The sign of a workspace: its first letters on its own colour. Decoration: the name stands beside it. */
export function WorkspaceTile({ name, brandColor, className }: { name: string; brandColor: string; className?: string }) {
  return (
    <span
      aria-hidden="true"
      style={{ "--brand": brandColor, backgroundColor: "oklch(from var(--brand) min(l, 0.5) c h)" } as CSSProperties}
      className={cn(
        "grid size-7 shrink-0 place-items-center rounded-md text-[0.6875rem] font-semibold text-primary-foreground select-none",
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}

import type { CSSProperties } from "react";
import { initialsOf } from "~/components/ui/avatar";
import { cn } from "~/lib/cn";
import { paths } from "~/lib/paths";

/** The sign of a workspace: its icon, or its first letters on its own colour. Decoration: the name stands beside it. */
export function WorkspaceTile(props: { name: string; brandColor: string; iconId?: string | null; className?: string }) {
  const { name, brandColor, iconId, className } = props;
  const shape = "grid size-7 shrink-0 place-items-center rounded-md text-[0.6875rem] font-semibold select-none";
  return iconId ? (
    <span className={cn(shape, "overflow-hidden bg-paper p-px ring-1 ring-border", className)}>
      <img src={paths.picture(iconId)} alt="" width={40} height={40} className="size-full object-contain" />
    </span>
  ) : (
    <span
      aria-hidden="true"
      style={{ "--brand": brandColor, backgroundColor: "oklch(from var(--brand) min(l, 0.5) c h)" } as CSSProperties}
      className={cn(shape, "text-primary-foreground", className)}
    >
      {initialsOf(name)}
    </span>
  );
}

import { cn } from "~/lib/cn";
import { VisuallyHidden } from "./visually-hidden";

/**
 * How many things wait, as a small number. Nothing for none.
 *
 * @param props.name the same in words, for those who listen: "3 unread messages"
 */
export function CountBadge({ count, name, className }: { count: number; name: string; className?: string }) {
  if (count === 0) return null;
  return (
    <span
      title={name}
      className={cn(
        "inline-grid h-5 min-w-5 shrink-0 place-items-center rounded-full bg-primary px-1.5 text-xs leading-none font-semibold text-primary-foreground tabular-nums",
        className,
      )}
    >
      <span aria-hidden="true">{count > 99 ? "99+" : count}</span>
      <VisuallyHidden>{name}</VisuallyHidden>
    </span>
  );
}

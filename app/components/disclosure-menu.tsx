import { useRef, type ReactNode } from "react";
import { cn } from "~/lib/cn";
import { useCloseOutside } from "./use-close-outside";

/**
 * A small menu on `<details>`: it opens without JavaScript. With it, Escape and leaving close it.
 *
 * @param props.placement where the panel opens; a footer's menu opens upwards
 */
export function DisclosureMenu(props: {
  label: ReactNode;
  accessibleName: string;
  placement?: "above" | "below";
  align?: "start" | "end";
  className?: string;
  /** Replaces the look of the button. */
  summaryClassName?: string;
  children: ReactNode;
}) {
  const { label, accessibleName, placement = "below", align = "end", className, summaryClassName, children } = props;
  const details = useRef<HTMLDetailsElement>(null);

  useCloseOutside(details);

  return (
    <details
      ref={details}
      className={cn("group relative", className)}
      onBlur={(event) => {
        // Without a next focus (a click in Safari, another window) the click decides.
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !event.currentTarget.open) return;
        event.currentTarget.open = false;
        event.currentTarget.querySelector("summary")?.focus();
      }}
    >
      <summary
        aria-label={accessibleName}
        className={cn(
          "list-none [&::-webkit-details-marker]:hidden",
          summaryClassName ??
            "flex h-9 cursor-pointer items-center gap-2 rounded-md px-2.5 text-sm text-muted-foreground select-none group-open:bg-hover hover:bg-hover hover:text-foreground [&_svg]:size-4",
        )}
      >
        {label}
      </summary>
      <div
        className={cn(
          "absolute z-40 min-w-44 rounded-lg border border-border bg-surface p-1 shadow-lg",
          placement === "above" ? "bottom-full mb-1.5" : "top-full mt-1.5",
          align === "end" ? "end-0" : "start-0",
        )}
      >
        {children}
      </div>
    </details>
  );
}

import { Tooltip as Primitive } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

/** Around everything that has tooltips, once per layout: it makes the second one come at once. */
export const TooltipProvider = Primitive.Provider;

/**
 * A few words on hover and focus. Touch never sees it, so it repeats or adds, and never carries the only
 * explanation: an icon button still needs its `aria-label`.
 */
export function Tooltip({
  label,
  side = "top",
  children,
}: {
  label: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactElement;
}) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-64 animate-in items-center gap-2 rounded-sm bg-foreground px-2 py-1 text-xs font-medium text-background shadow-md fade-in-0"
        >
          {label}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

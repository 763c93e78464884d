import { Popover as Primitive } from "radix-ui";
import { forwardRef, type ComponentPropsWithoutRef, type ComponentRef } from "react";
import { cn } from "~/lib/cn";

const floatingClass = [
  "z-50 rounded-lg border border-border bg-surface text-foreground shadow-lg outline-none",
  "origin-(--radix-popper-transform-origin) data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=closed]:zoom-out-97",
  "data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-97 duration-100",
].join(" ");

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;
export const PopoverAnchor = Primitive.Anchor;
export const PopoverClose = Primitive.Close;

/** Floats over the page beside its trigger: something to pick from, a small form. */
export const PopoverContent = forwardRef<ComponentRef<typeof Primitive.Content>, ComponentPropsWithoutRef<typeof Primitive.Content>>(
  function PopoverContent({ className, sideOffset = 6, collisionPadding = 8, ...props }, ref) {
    return (
      <Primitive.Portal>
        <Primitive.Content
          ref={ref}
          sideOffset={sideOffset}
          collisionPadding={collisionPadding}
          className={cn(floatingClass, "w-72 p-4", className)}
          {...props}
        />
      </Primitive.Portal>
    );
  },
);

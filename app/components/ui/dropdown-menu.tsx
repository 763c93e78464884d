import { DropdownMenu as Primitive } from "radix-ui";
import { forwardRef, type ComponentPropsWithoutRef, type ComponentRef } from "react";
import { cn } from "~/lib/cn";
import { directionOf, getLocale } from "~/lib/i18n/locale";

const contentClass = [
  "z-50 min-w-48 rounded-lg border border-border bg-surface p-1 text-foreground shadow-lg outline-none",
  "origin-(--radix-popper-transform-origin) duration-100 data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-97",
].join(" ");

/** In the direction of the page: it would be from left to right where nobody says so. */
export const DropdownMenu = (props: ComponentPropsWithoutRef<typeof Primitive.Root>) => (
  <Primitive.Root dir={directionOf(getLocale())} {...props} />
);
export const DropdownMenuTrigger = Primitive.Trigger;

/** Things to do, over the page beside their trigger: arrow keys, first letters, Escape. */
export const DropdownMenuContent = forwardRef<ComponentRef<typeof Primitive.Content>, ComponentPropsWithoutRef<typeof Primitive.Content>>(
  function DropdownMenuContent({ className, sideOffset = 4, collisionPadding = 8, ...props }, ref) {
    return (
      // Among the page's content rather than beside it: there it has the workspace's colour, and is in a landmark.
      <Primitive.Portal container={document.getElementById("content")}>
        <Primitive.Content
          ref={ref}
          sideOffset={sideOffset}
          collisionPadding={collisionPadding}
          className={cn(contentClass, className)}
          {...props}
        />
      </Primitive.Portal>
    );
  },
);

export const DropdownMenuItem = forwardRef<
  ComponentRef<typeof Primitive.Item>,
  ComponentPropsWithoutRef<typeof Primitive.Item> & { isDangerous?: boolean }
>(function DropdownMenuItem({ className, isDangerous = false, ...props }, ref) {
  return (
    <Primitive.Item
      ref={ref}
      className={cn(
        "flex h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 text-sm select-none focus:outline-hidden data-highlighted:bg-hover pointer-coarse:h-11 [&_svg]:size-4 [&_svg]:shrink-0",
        isDangerous ? "text-danger-ink" : "[&_svg]:text-muted-foreground",
        className,
      )}
      {...props}
    />
  );
});

/** A square with a sign that is on or off. */
export const DropdownMenuCheckboxItem = forwardRef<
  ComponentRef<typeof Primitive.CheckboxItem>,
  ComponentPropsWithoutRef<typeof Primitive.CheckboxItem>
>(function DropdownMenuCheckboxItem({ className, ...props }, ref) {
  return (
    <Primitive.CheckboxItem
      ref={ref}
      className={cn(
        "grid size-9 cursor-pointer place-items-center rounded-md border border-transparent text-lg leading-none select-none focus:outline-hidden data-highlighted:bg-hover data-[state=checked]:border-primary data-[state=checked]:bg-primary-soft pointer-coarse:size-11",
        className,
      )}
      {...props}
    />
  );
});

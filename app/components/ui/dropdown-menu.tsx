import { Check } from "lucide-react";
import { DropdownMenu as Primitive } from "radix-ui";
import { forwardRef, type ComponentPropsWithoutRef, type ComponentRef } from "react";
import { cn } from "~/lib/cn";
import { floatingClass, itemClass } from "./floating-class";

export const DropdownMenu = Primitive.Root;
export const DropdownMenuTrigger = Primitive.Trigger;
export const DropdownMenuGroup = Primitive.Group;
export const DropdownMenuRadioGroup = Primitive.RadioGroup;

export const DropdownMenuContent = forwardRef<ComponentRef<typeof Primitive.Content>, ComponentPropsWithoutRef<typeof Primitive.Content>>(
  function DropdownMenuContent({ className, sideOffset = 6, collisionPadding = 8, ...props }, ref) {
    return (
      <Primitive.Portal>
        <Primitive.Content
          ref={ref}
          sideOffset={sideOffset}
          collisionPadding={collisionPadding}
          className={cn(floatingClass, "max-h-(--radix-dropdown-menu-content-available-height) min-w-48 overflow-y-auto p-1", className)}
          {...props}
        />
      </Primitive.Portal>
    );
  },
);

export const DropdownMenuItem = forwardRef<
  ComponentRef<typeof Primitive.Item>,
  ComponentPropsWithoutRef<typeof Primitive.Item> & { tone?: "danger" }
>(function DropdownMenuItem({ className, tone, ...props }, ref) {
  return <Primitive.Item ref={ref} className={cn(itemClass, tone === "danger" && "text-danger-ink", className)} {...props} />;
});

/** One of several, with a tick at the chosen one. */
export const DropdownMenuRadioItem = forwardRef<
  ComponentRef<typeof Primitive.RadioItem>,
  ComponentPropsWithoutRef<typeof Primitive.RadioItem>
>(function DropdownMenuRadioItem({ className, children, ...props }, ref) {
  return (
    <Primitive.RadioItem ref={ref} className={cn(itemClass, "pe-8", className)} {...props}>
      {children}
      <Primitive.ItemIndicator className="absolute end-2">
        <Check />
      </Primitive.ItemIndicator>
    </Primitive.RadioItem>
  );
});

export function DropdownMenuLabel({ className, ...props }: ComponentPropsWithoutRef<typeof Primitive.Label>) {
  return <Primitive.Label className={cn("px-2 py-1.5 text-xs font-medium text-muted-foreground", className)} {...props} />;
}

export function DropdownMenuSeparator({ className, ...props }: ComponentPropsWithoutRef<typeof Primitive.Separator>) {
  return <Primitive.Separator className={cn("-mx-1 my-1 h-px bg-border", className)} {...props} />;
}

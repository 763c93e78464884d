import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import { forwardRef, type ComponentPropsWithoutRef, type ComponentRef } from "react";
import { cn } from "~/lib/cn";
import { controlClass } from "./control-class";
import { floatingClass, itemClass } from "./floating-class";

export const Select = Primitive.Root;
export const SelectValue = Primitive.Value;
export const SelectGroup = Primitive.Group;

export const SelectTrigger = forwardRef<
  ComponentRef<typeof Primitive.Trigger>,
  ComponentPropsWithoutRef<typeof Primitive.Trigger> & { size?: "sm" | "md" }
>(function SelectTrigger({ className, size = "md", children, ...props }, ref) {
  return (
    <Primitive.Trigger
      ref={ref}
      className={cn(
        controlClass,
        "inline-flex cursor-pointer items-center justify-between gap-2 text-sm data-placeholder:text-muted-foreground [&>span]:truncate",
        size === "sm" ? "h-8 px-2.5" : "h-10",
        className,
      )}
      {...props}
    >
      {children}
      <Primitive.Icon asChild>
        <ChevronDown className="size-4 shrink-0 text-muted-foreground" />
      </Primitive.Icon>
    </Primitive.Trigger>
  );
});

export const SelectContent = forwardRef<ComponentRef<typeof Primitive.Content>, ComponentPropsWithoutRef<typeof Primitive.Content>>(
  function SelectContent({ className, children, ...props }, ref) {
    return (
      <Primitive.Portal>
        <Primitive.Content
          ref={ref}
          position="popper"
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            floatingClass,
            "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden",
            className,
          )}
          {...props}
        >
          <Primitive.Viewport className="p-1">{children}</Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    );
  },
);

export const SelectItem = forwardRef<ComponentRef<typeof Primitive.Item>, ComponentPropsWithoutRef<typeof Primitive.Item>>(
  function SelectItem({ className, children, ...props }, ref) {
    return (
      <Primitive.Item ref={ref} className={cn(itemClass, "pe-8", className)} {...props}>
        <Primitive.ItemText>{children}</Primitive.ItemText>
        <Primitive.ItemIndicator className="absolute end-2">
          <Check />
        </Primitive.ItemIndicator>
      </Primitive.Item>
    );
  },
);

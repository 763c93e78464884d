import { Tabs as Primitive } from "radix-ui";
import { forwardRef, type ComponentPropsWithoutRef, type ComponentRef } from "react";
import { cn } from "~/lib/cn";

export const Tabs = Primitive.Root;
export const TabsContent = Primitive.Content;

export const TabsList = forwardRef<ComponentRef<typeof Primitive.List>, ComponentPropsWithoutRef<typeof Primitive.List>>(function TabsList(
  { className, ...props },
  ref,
) {
  return <Primitive.List ref={ref} className={cn("inline-flex items-center gap-0.5 rounded-md bg-hover p-0.5", className)} {...props} />;
});

export const TabsTrigger = forwardRef<ComponentRef<typeof Primitive.Trigger>, ComponentPropsWithoutRef<typeof Primitive.Trigger>>(
  function TabsTrigger({ className, ...props }, ref) {
    return (
      <Primitive.Trigger
        ref={ref}
        className={cn(
          "inline-flex h-8 cursor-pointer items-center gap-2 rounded-sm px-3 text-sm font-medium text-muted-foreground transition-colors hover:text-foreground",
          "data-[state=active]:bg-raised data-[state=active]:text-foreground data-[state=active]:shadow-xs [&_svg]:size-4",
          className,
        )}
        {...props}
      />
    );
  },
);

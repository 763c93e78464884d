import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { forwardRef, type ComponentPropsWithoutRef, type ComponentRef } from "react";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { buttonVariants } from "./button-variants";
import { overlayClass } from "./overlay-class";

export const Sheet = Primitive.Root;
export const SheetTrigger = Primitive.Trigger;
export const SheetClose = Primitive.Close;

const sides = {
  start:
    "inset-y-0 start-0 w-[min(20rem,85vw)] border-e data-[state=closed]:slide-out-to-left data-[state=open]:slide-in-from-left rtl:data-[state=closed]:slide-out-to-right rtl:data-[state=open]:slide-in-from-right",
  end: "inset-y-0 end-0 w-[min(24rem,92vw)] border-s data-[state=closed]:slide-out-to-right data-[state=open]:slide-in-from-right rtl:data-[state=closed]:slide-out-to-left rtl:data-[state=open]:slide-in-from-left",
  bottom:
    "inset-x-0 bottom-0 max-h-[88dvh] rounded-t-2xl border-t data-[state=closed]:slide-out-to-bottom data-[state=open]:slide-in-from-bottom",
};

/** A drawer from an edge, for phones mostly. `title` names it; it is heard even where it is not drawn. */
export const SheetContent = forwardRef<
  ComponentRef<typeof Primitive.Content>,
  ComponentPropsWithoutRef<typeof Primitive.Content> & { side?: keyof typeof sides; title: string; isTitleHidden?: boolean }
>(function SheetContent({ className, side = "end", title, isTitleHidden = false, children, ...props }, ref) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClass} />
      <Primitive.Content
        ref={ref}
        aria-describedby={undefined}
        className={cn(
          "fixed z-50 flex flex-col overflow-y-auto border-border bg-surface pb-[env(safe-area-inset-bottom)] shadow-lg outline-none",
          "duration-200 data-[state=closed]:animate-out data-[state=open]:animate-in",
          sides[side],
          className,
        )}
        {...props}
      >
        <div className="flex min-h-14 shrink-0 items-center justify-between gap-3 ps-5 pe-3">
          <Primitive.Title className={isTitleHidden ? "sr-only" : "font-semibold tracking-tight"}>{title}</Primitive.Title>
          <Primitive.Close className={cn(buttonVariants({ variant: "ghost", size: "icon" }), "ms-auto")} aria-label={m.common_close()}>
            <X />
          </Primitive.Close>
        </div>
        {children}
      </Primitive.Content>
    </Primitive.Portal>
  );
});

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { forwardRef, type ComponentPropsWithoutRef, type ComponentRef, type HTMLAttributes } from "react";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { buttonVariants } from "./button-variants";

/** The veil behind it. */
const overlayClass = [
  "fixed inset-0 z-50 bg-overlay",
  "data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=closed]:animate-out data-[state=closed]:fade-out-0",
].join(" ");

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

/** A question or a small form over the page. It needs a `DialogTitle`; phones get it as a sheet from below. */
export const DialogContent = forwardRef<ComponentRef<typeof Primitive.Content>, ComponentPropsWithoutRef<typeof Primitive.Content>>(
  function DialogContent({ className, children, ...props }, ref) {
    return (
      <Primitive.Portal>
        <Primitive.Overlay className={overlayClass} />
        <Primitive.Content
          ref={ref}
          className={cn(
            "fixed inset-x-0 bottom-0 z-50 flex max-h-[90dvh] flex-col gap-4 overflow-y-auto rounded-t-2xl bg-surface p-6 shadow-lg outline-none",
            "sm:inset-x-auto sm:start-1/2 sm:top-1/2 sm:bottom-auto sm:w-full sm:max-w-lg sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl sm:border sm:border-border rtl:sm:translate-x-1/2",
            "duration-150 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:animate-in data-[state=open]:fade-in-0",
            "max-sm:data-[state=closed]:slide-out-to-bottom-8 max-sm:data-[state=open]:slide-in-from-bottom-8 sm:data-[state=closed]:zoom-out-97 sm:data-[state=open]:zoom-in-97",
            className,
          )}
          {...props}
        >
          {children}
          <Primitive.Close
            className={cn(buttonVariants({ variant: "ghost", size: "icon-sm" }), "absolute end-3 top-3 text-muted-foreground")}
            aria-label={m.common_close()}
          >
            <X />
          </Primitive.Close>
        </Primitive.Content>
      </Primitive.Portal>
    );
  },
);

export function DialogTitle({ className, ...props }: ComponentPropsWithoutRef<typeof Primitive.Title>) {
  return <Primitive.Title className={cn("pe-8 text-lg font-semibold tracking-tight", className)} {...props} />;
}

export function DialogDescription({ className, ...props }: ComponentPropsWithoutRef<typeof Primitive.Description>) {
  return <Primitive.Description className={cn("text-sm text-pretty text-muted-foreground", className)} {...props} />;
}

export function DialogFooter({ className, ...props }: HTMLAttributes<HTMLDivElement>) {
  return <div className={cn("flex flex-col-reverse gap-2 pt-2 sm:flex-row sm:justify-end", className)} {...props} />;
}

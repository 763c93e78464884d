import { Toaster as Sonner } from "sonner";
import { m } from "~/lib/i18n/messages";

export { toast } from "sonner";

/** Where toasts appear. Render it once in the layout of the desk and of the room; the other pages do without. */
export function Toaster() {
  return (
    <Sonner
      position="top-center"
      gap={8}
      // Its own style sheet names a typeface; this one goes before it.
      style={{ fontFamily: "inherit" }}
      containerAriaLabel={m.common_notifications()}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-3 rounded-lg border border-border bg-surface px-4 py-3 text-sm text-foreground shadow-lg sm:w-96",
          title: "font-medium",
          description: "text-muted-foreground",
          actionButton: "ms-auto shrink-0 cursor-pointer rounded-sm px-2 py-1 font-medium text-primary-ink hover:bg-hover",
          closeButton: "cursor-pointer",
          error: "[&_[data-icon]]:text-danger-ink",
          success: "[&_[data-icon]]:text-success-ink",
          warning: "[&_[data-icon]]:text-warning-ink",
          info: "[&_[data-icon]]:text-info-ink",
        },
      }}
    />
  );
}

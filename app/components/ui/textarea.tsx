import { forwardRef, type TextareaHTMLAttributes } from "react";
import { cn } from "~/lib/cn";
import { controlClass } from "./control-class";

/** Grows with its text from `rows` lines where the browser can (`field-sizing`), and scrolls elsewhere. */
export const Textarea = forwardRef<HTMLTextAreaElement, TextareaHTMLAttributes<HTMLTextAreaElement>>(function Textarea(
  { className, rows = 4, ...props },
  ref,
) {
  return (
    <textarea
      ref={ref}
      rows={rows}
      style={{ minHeight: `calc(${rows}lh + 1rem)` }}
      className={cn(controlClass, "field-sizing-content max-h-96 w-full py-2", className)}
      {...props}
    />
  );
});

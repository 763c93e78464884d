import { forwardRef, type SelectHTMLAttributes } from "react";
import { cn } from "~/lib/cn";
import { controlClass } from "./control-class";
import { LineIcon } from "./line-icon";

/** The browser's own select, dressed: it works without JavaScript and opens the phone's own picker. */
export const NativeSelect = forwardRef<HTMLSelectElement, SelectHTMLAttributes<HTMLSelectElement>>(function NativeSelect(
  { className, children, ...props },
  ref,
) {
  return (
    <span className={cn("relative block", className)}>
      <select ref={ref} className={cn(controlClass, "h-10 w-full appearance-none pe-9")} {...props}>
        {children}
      </select>
      <LineIcon className="pointer-events-none absolute end-3 top-1/2 size-4 -translate-y-1/2 text-muted-foreground">
        <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />
      </LineIcon>
    </span>
  );
});

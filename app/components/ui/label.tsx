import type { LabelHTMLAttributes } from "react";
import { cn } from "~/lib/cn";

export function Label({ className, children, ...props }: LabelHTMLAttributes<HTMLLabelElement> & { htmlFor: string }) {
  return (
    <label className={cn("text-sm font-medium text-foreground", className)} {...props}>
      {children}
    </label>
  );
}

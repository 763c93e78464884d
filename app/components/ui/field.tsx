import type { ReactNode } from "react";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { Label } from "./label";

/** The ids of a field's hint and errors, the way conform names them. */
export const hintId = (id: string) => `${id}-description`;
export const errorId = (id: string) => `${id}-error`;

/** What ties a control to its hint and errors: spread it on the `<input>`. */
export function fieldAria(id: string, { hint, errors }: { hint?: ReactNode; errors?: readonly string[] | undefined }) {
  const isInvalid = (errors?.length ?? 0) > 0;
  const describedBy = [hint ? hintId(id) : "", isInvalid ? errorId(id) : ""].filter(Boolean).join(" ");
  return { id, "aria-invalid": isInvalid || undefined, "aria-describedby": describedBy || undefined };
}

/** Label, control, hint and errors, one under the other. `children` is the control, with `fieldAria(id, …)` on it. */
export function Field(props: {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  errors?: readonly string[] | undefined;
  /** Says "optional" beside the label: most fields are required, so the exception is marked. */
  isOptional?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const { id, label, hint, errors, isOptional = false, className, children } = props;
  return (
    <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-3">
        <Label htmlFor={id}>{label}</Label>
        {isOptional ? <span className="text-xs text-muted-foreground">{m.common_optional()}</span> : null}
      </div>
      {children}
      {hint ? (
        <p id={hintId(id)} className="text-sm text-muted-foreground">
          {hint}
        </p>
      ) : null}
      {errors?.length ? (
        <p id={errorId(id)} className="text-sm font-medium text-danger-ink">
          {errors.join(" ")}
        </p>
      ) : null}
    </div>
  );
}

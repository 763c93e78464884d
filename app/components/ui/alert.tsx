import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "~/lib/cn";

const alertVariants = cva("flex items-start gap-3 rounded-lg px-4 py-3 text-sm [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0", {
  variants: {
    tone: {
      info: "bg-info-soft text-info-ink",
      success: "bg-success-soft text-success-ink",
      warning: "bg-warning-soft text-warning-ink",
      danger: "bg-danger-soft text-danger-ink",
      neutral: "bg-hover text-foreground",
    },
  },
  defaultVariants: { tone: "info" },
});

/**
 * A message in the page.
 *
 * @param props.isUrgent reads it out at once (role alert): for errors after something the person did
 */
export function Alert(
  props: VariantProps<typeof alertVariants> & {
    id?: string;
    icon?: ReactNode;
    title?: ReactNode;
    isUrgent?: boolean;
    action?: ReactNode;
    className?: string;
    children?: ReactNode;
  },
) {
  const { id, tone, icon, title, isUrgent = false, action, className, children } = props;
  return (
    <div
      id={id}
      role={isUrgent ? "alert" : "status"}
      tabIndex={isUrgent ? -1 : undefined}
      className={cn(alertVariants({ tone }), className)}
    >
      {icon}
      <div className="min-w-0 flex-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="text-pretty">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}

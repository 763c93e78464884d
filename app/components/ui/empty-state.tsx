import type { ReactNode } from "react";
import { cn } from "~/lib/cn";

/** Nothing here yet: what belongs here, and the way to the first one. */
export function EmptyState(props: { icon?: ReactNode; title: ReactNode; text?: ReactNode; action?: ReactNode; className?: string }) {
  const { icon, title, text, action, className } = props;
  return (
    <div className={cn("flex flex-col items-center gap-2 px-6 py-14 text-center", className)}>
      {icon ? (
        <div
          aria-hidden="true"
          className="mb-2 grid size-12 place-items-center rounded-xl bg-primary-soft text-primary-ink [&_svg]:size-5.5"
        >
          {icon}
        </div>
      ) : null}
      <p className="font-semibold text-balance">{title}</p>
      {text ? <p className="max-w-sm text-sm text-pretty text-muted-foreground">{text}</p> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  );
}

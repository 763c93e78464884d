import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Card, CardTitle } from "~/components/ui/card";
import { VisuallyHidden } from "~/components/ui/visually-hidden";
import { m } from "~/lib/i18n/messages";

/** One of the first steps: its number, or that it is done, and what to do. */
export function StepCard(props: { number: number; isDone: boolean; title: string; text: string; children: ReactNode }) {
  const { number, isDone, title, text, children } = props;
  return (
    <li>
      <Card className="flex gap-4 p-5 sm:p-6">
        <span
          aria-hidden="true"
          className={`grid size-8 shrink-0 place-items-center rounded-full text-sm font-semibold [&_svg]:size-4.5 ${
            isDone ? "bg-success-soft text-success-ink" : "bg-primary-soft text-primary-ink"
          }`}
        >
          {isDone ? <Check /> : number}
        </span>
        <div className="flex min-w-0 flex-1 flex-col gap-4">
          <div>
            <CardTitle level={2} className="pt-1">
              {title}
              {isDone ? <VisuallyHidden> ({m.desk_steps_done()})</VisuallyHidden> : null}
            </CardTitle>
            <p className="mt-1 text-sm text-pretty text-muted-foreground">{text}</p>
          </div>
          {children}
        </div>
      </Card>
    </li>
  );
}

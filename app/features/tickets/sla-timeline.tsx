import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import type { SlaExplanation } from "~/lib/supabase/database-types";
import { segmentsOf, type SegmentKind } from "./sla-history";
import { momentWords } from "./sla-words";

const looks: Record<SegmentKind, { name: () => string; className: string }> = {
  counted: { name: m.desk_sla_legend_counted, className: "bg-primary" },
  ahead: { name: m.desk_sla_legend_ahead, className: "bg-primary/35" },
  closed: { name: m.desk_sla_legend_closed, className: "bg-pressed" },
  paused: { name: m.desk_sla_legend_paused, className: "sla-hatched text-warning" },
  ended: { name: m.desk_sla_legend_ended, className: "sla-hatched text-success" },
  late: { name: m.desk_sla_legend_late, className: "bg-danger" },
};
const order = Object.keys(looks) as SegmentKind[];

/** A clock over time, to be seen at a glance; the list below it says the same. */
export function SlaTimeline({ clock, now, timeZone }: { clock: SlaExplanation; now: number; timeZone: string | undefined }) {
  const segments = segmentsOf(clock, now);
  const [first, last] = [segments.at(0), segments.at(-1)];
  if (!first || !last) return null;
  const span = last.until - first.from;
  const place = (moment: number) => `${((moment - first.from) / span) * 100}%`;
  const due = clock.due_at === null ? null : Date.parse(clock.due_at);
  const isOwed = clock.stopped_at === null;
  return (
    <div aria-hidden="true" className="mt-3">
      <div className="relative py-1">
        <div className="relative h-2.5 overflow-hidden rounded-full bg-hover">
          {segments.map(({ kind, from, until }) => (
            <span
              key={from}
              title={`${looks[kind].name()}: ${momentWords(new Date(from).toISOString(), timeZone)} – ${momentWords(new Date(until).toISOString(), timeZone)}`}
              className={cn("absolute inset-y-0 min-w-0.5", looks[kind].className)}
              style={{ insetInlineStart: place(from), width: `${((until - from) / span) * 100}%` }}
            />
          ))}
        </div>
        {due !== null && due > first.from && due <= last.until ? (
          <span className="absolute inset-y-0 -ms-px w-0.5 rounded-full bg-foreground" style={{ insetInlineStart: place(due) }} />
        ) : null}
        {isOwed && now > first.from && now < last.until ? (
          <span
            className="absolute top-1/2 -ms-1.5 size-3 -translate-y-1/2 rounded-full border-2 border-surface bg-foreground"
            style={{ insetInlineStart: place(now) }}
          />
        ) : null}
      </div>
      <ul className="mt-1.5 flex flex-wrap gap-x-3 gap-y-1 text-xs text-muted-foreground">
        {order
          .filter((kind) => segments.some((segment) => segment.kind === kind))
          .map((kind) => (
            <li key={kind} className="inline-flex items-center gap-1.5">
              <span className={cn("size-2.5 rounded-xs", looks[kind].className)} />
              {looks[kind].name()}
            </li>
          ))}
        {isOwed && now > first.from && now < last.until ? (
          <li className="inline-flex items-center gap-1.5">
            <span className="size-2.5 rounded-full bg-foreground" />
            {m.desk_sla_now()}
          </li>
        ) : null}
        {due !== null && due > first.from && due <= last.until ? (
          <li className="inline-flex items-center gap-1.5">
            <span className="h-3 w-0.5 rounded-full bg-foreground" />
            {m.desk_due()}
          </li>
        ) : null}
      </ul>
    </div>
  );
}

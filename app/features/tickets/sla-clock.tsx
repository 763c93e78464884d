import { m } from "~/lib/i18n/messages";
import { priorityName } from "~/lib/i18n/priority-words";
import { metricName } from "~/lib/i18n/sla-words";
import type { SlaExplanation } from "~/lib/supabase/database-types";
import { useHydrated } from "~/lib/use-hydrated";
import { usedSeconds } from "./sla-history";
import { SlaTimeline } from "./sla-timeline";
import { allowedWords, outcomeWords, slaSteps, stepTime, targetWords } from "./sla-words";

/** One thing that is or was due: how much time it has, what happened to it, and what comes of that. */
export function SlaClock({ clock, now }: { clock: SlaExplanation; now: number }) {
  const isHydrated = useHydrated();
  // The server cannot know the reader's zone: it writes the calendar's, and says so.
  const timeZone = isHydrated ? undefined : (clock.time_zone ?? "UTC");
  const shownZone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const used = Math.min(usedSeconds(clock, now), clock.target_seconds);
  const target = targetWords(clock.target_seconds);
  return (
    <section aria-label={metricName(clock.metric)} key={isHydrated ? "browser" : "server"} suppressHydrationWarning>
      <h4 className="font-semibold">{metricName(clock.metric)}</h4>
      <p className="text-muted-foreground">
        {clock.is_due_by_hand ? m.desk_sla_by_hand() : allowedWords(clock.target_seconds, clock.basis)}
        <br />
        {m.desk_sla_policy({ policy: clock.policy_name, priority: priorityName(clock.priority) })}
        {clock.calendar_name === null || clock.time_zone === null ? null : (
          <>
            <br />
            {m.desk_sla_hours({ calendar: clock.calendar_name, zone: clock.time_zone.replaceAll("_", " ") })}
          </>
        )}
      </p>
      <SlaTimeline clock={clock} now={now} timeZone={timeZone} />
      <ol className="mt-3 flex flex-col gap-2 border-s-2 border-border ps-3">
        {slaSteps(clock, timeZone).map((step, index) => (
          <li key={index} className="wrap-anywhere">
            {step.words}
            <time dateTime={step.at} className="block text-xs text-muted-foreground tabular-nums">
              {stepTime(step, timeZone)}
            </time>
          </li>
        ))}
      </ol>
      <p className="mt-2.5 font-medium">
        {outcomeWords(clock, clock.target_seconds - used, timeZone)}
        {clock.state === "running" && !clock.is_due_by_hand ? (
          <span className="block font-normal text-muted-foreground">{m.desk_sla_used({ used: targetWords(used), target })}</span>
        ) : null}
      </p>
      {shownZone === clock.time_zone ? null : (
        <p className="mt-1 text-xs text-muted-foreground">{m.desk_sla_times_in({ zone: shownZone.replaceAll("_", " ") })}</p>
      )}
    </section>
  );
}

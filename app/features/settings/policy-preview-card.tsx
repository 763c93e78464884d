import { useId, useState } from "react";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { NativeSelect } from "~/components/ui/native-select";
import { Spinner } from "~/components/ui/spinner";
import { cn } from "~/lib/cn";
import { formatDate } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { priorityName, ticketPriorities } from "~/lib/i18n/priority-words";
import { metricName, slaMetrics } from "~/lib/i18n/sla-words";
import type { TicketPriority } from "~/lib/supabase/database-types";
import type { SlaPolicyPreview } from "~/lib/supabase/sla-types";
import { lengthWords } from "./duration-parts";
import { PreviewAge } from "./preview-age";
import type { LivePolicyPreview } from "./use-policy-preview";

/** When a ticket that is opened now would be due, of a priority that is chosen here. */
export function PolicyPreviewCard(props: { live: LivePolicyPreview; priority: TicketPriority; className?: string }) {
  const { live, className } = props;
  const { preview, errors } = live;
  const [priority, setPriority] = useState(props.priority);
  const id = useId();
  const wrong = Object.keys(errors).length > 0;
  return (
    <Card className={cn("flex flex-col gap-4 p-4 text-sm", className)}>
      <h3 className="flex items-center justify-between gap-2 font-semibold">
        {m.settings_policy_preview()}
        {live.state === "looking" ? <Spinner className="text-muted-foreground" /> : null}
      </h3>
      <label htmlFor={id} className="flex flex-col gap-1.5">
        <span className="text-muted-foreground">{m.settings_policy_preview_priority()}</span>
        <NativeSelect
          id={id}
          name="preview_priority"
          value={priority}
          // The form's own fields alone make what is tried.
          onInput={(event) => event.stopPropagation()}
          onChange={({ currentTarget }) => setPriority(ticketPriorities.find((each) => each === currentTarget.value) ?? priority)}
        >
          {ticketPriorities.map((each) => (
            <option key={each} value={each}>
              {priorityName(each)}
            </option>
          ))}
        </NativeSelect>
      </label>
      {/* Only what comes of typing is told, not each minute that goes by. */}
      <div role="status" aria-live={live.isNews ? "polite" : "off"} className="flex flex-col gap-3">
        {wrong ? <p className="font-medium text-danger-ink">{m.settings_policy_preview_wrong()}</p> : null}
        {preview ? (
          <div
            className={cn(
              "flex flex-col gap-3 transition-opacity motion-reduce:transition-none",
              (live.state === "looking" || wrong) && "opacity-60",
            )}
          >
            <p className="text-pretty">{m.settings_policy_preview_text({ priority: priorityName(priority) })}</p>
            <dl className="flex flex-col gap-3">
              {slaMetrics.map((metric) => (
                <Due
                  key={metric}
                  label={metricName(metric)}
                  line={preview.lines.find((line) => line.metric === metric && line.priority === priority)}
                  timeZone={preview.timeZone}
                />
              ))}
            </dl>
            <p className="text-xs text-pretty text-muted-foreground">
              {m.settings_policy_preview_zone({ calendar: preview.calendarName, zone: preview.timeZone })}
            </p>
          </div>
        ) : wrong || live.state === "failed" ? null : (
          <p className="text-muted-foreground">{m.settings_policy_preview_none()}</p>
        )}
        <PreviewAge
          now={preview?.now ?? null}
          timeZone={preview?.timeZone ?? "UTC"}
          hasFailed={live.state === "failed"}
          onRetry={live.retry}
          className="text-xs"
        />
      </div>
      <noscript>
        <Button type="submit" name="intent" value="preview-sla-policy" variant="outline" size="sm" className="w-full">
          {m.settings_policy_preview_show()}
        </Button>
      </noscript>
    </Card>
  );
}

function Due({ label, line, timeZone }: { label: string; line: SlaPolicyPreview | undefined; timeZone: string }) {
  return (
    <div>
      <dt className="text-xs font-medium text-muted-foreground">{label}</dt>
      {line ? (
        <dd>
          <span className="block font-semibold tabular-nums">
            {m.settings_policy_due_by({ time: formatDate(line.due_at, "appointment", { timeZone }) })}
          </span>
          <span className="block text-xs text-muted-foreground">
            {line.basis === "business"
              ? m.settings_policy_length_business({ length: lengthWords(line.target_seconds, line.basis) })
              : m.settings_policy_length_calendar({ length: lengthWords(line.target_seconds, line.basis) })}
          </span>
        </dd>
      ) : (
        <dd className="text-muted-foreground">{m.settings_policy_nothing_due()}</dd>
      )}
    </div>
  );
}

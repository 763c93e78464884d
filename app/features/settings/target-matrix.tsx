import { m } from "~/lib/i18n/messages";
import { priorityName, ticketPriorities } from "~/lib/i18n/priority-words";
import { metricName, slaMetrics } from "~/lib/i18n/sla-words";
import type { PolicyFieldset } from "./policy-fieldset";
import { TargetCell } from "./target-cell";
import { TargetColumn } from "./target-column";

const rowClass = "grid grid-cols-1 gap-x-2 @xl:grid-cols-[4rem_repeat(3,minmax(0,1fr))] @xl:items-start";

/**
 * How much time there is for what, by priority: rows and columns where there is room, a list by priority elsewhere.
 *
 * @param props.errors of a draft that was only tried, by field
 */
export function TargetMatrix({ fields, errors }: { fields: PolicyFieldset; errors: Record<string, string[]> }) {
  return (
    <div className="group/matrix @container">
      <div className="flex flex-col gap-5 @xl:gap-3">
        <div className={`${rowClass} gap-y-7 @xl:items-stretch`}>
          <span aria-hidden="true" className="max-@xl:hidden" />
          {slaMetrics.map((metric) => (
            <TargetColumn key={metric} metric={metric} fields={fields} errors={errors} />
          ))}
        </div>
        {ticketPriorities.map((priority) => (
          <fieldset key={priority} className="min-w-0 border-t border-border pt-4 @xl:pt-3">
            <legend className="sr-only">{priorityName(priority)}</legend>
            <div className={`${rowClass} gap-y-3`}>
              <p aria-hidden="true" className="text-sm font-semibold @xl:flex @xl:h-10 @xl:items-center @xl:font-medium">
                {priorityName(priority)}
              </p>
              {slaMetrics.map((metric) => (
                <div key={metric} className="flex min-w-0 items-start gap-3 @xl:block">
                  <p aria-hidden="true" className="flex min-h-10 w-28 shrink-0 items-center text-sm text-muted-foreground @xl:hidden">
                    {metricName(metric)}
                  </p>
                  <div className="min-w-0 flex-1">
                    <TargetCell metric={metric} priority={priority} fields={fields} errors={errors} />
                  </div>
                </div>
              ))}
            </div>
          </fieldset>
        ))}
      </div>
      <p className="mt-4 text-sm text-pretty text-muted-foreground">{m.settings_policy_targets_hint()}</p>
    </div>
  );
}

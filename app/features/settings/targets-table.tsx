import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { priorityName, ticketPriorities } from "~/lib/i18n/priority-words";
import { metricName, slaMetrics } from "~/lib/i18n/sla-words";
import type { SlaMetric, SlaPolicyDraft } from "~/lib/supabase/sla-types";
import { lengthWords } from "./duration-parts";
import { basisName } from "./policy-words";

/** What a policy promises, at a glance. */
export function TargetsTable({ policy, className }: { policy: Pick<SlaPolicyDraft, "targets">; className?: string }) {
  return (
    <table className={cn("w-full table-fixed text-sm", className)}>
      <thead>
        <tr className="border-b border-border text-start align-top">
          <th scope="col" className="w-1/4 pb-1.5 text-start font-medium">
            <span className="sr-only">{m.settings_policy_priority()}</span>
          </th>
          {slaMetrics.map((metric) => (
            <th key={metric} scope="col" className="ps-2 pb-1.5 text-start font-medium wrap-anywhere hyphens-auto">
              {metricName(metric)}
              <CommonBasis policy={policy} metric={metric} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ticketPriorities.map((priority) => (
          <tr key={priority} className="border-b border-border/60 last:border-0">
            <th scope="row" className="py-1.5 text-start font-normal text-muted-foreground">
              {priorityName(priority)}
            </th>
            {slaMetrics.map((metric) => {
              const target = policy.targets.find((line) => line.metric === metric && line.priority === priority);
              return (
                <td key={metric} className="py-1.5 ps-2 tabular-nums">
                  {target ? (
                    <>
                      <span className="font-medium">{lengthWords(target.target_seconds, target.basis)}</span>
                      {commonBasis(policy, metric) ? null : (
                        <span className="block text-xs text-muted-foreground">{basisName(target.basis)}</span>
                      )}
                    </>
                  ) : (
                    <>
                      <span aria-hidden="true" className="text-muted-foreground">
                        {"–"}
                      </span>
                      <span className="sr-only">{m.settings_policy_nothing_due()}</span>
                    </>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What all targets of a metric count by; null where they differ, or there are none. */
function commonBasis(policy: Pick<SlaPolicyDraft, "targets">, metric: SlaMetric) {
  const bases = new Set(policy.targets.filter((target) => target.metric === metric).map((target) => target.basis));
  const [basis] = bases;
  return bases.size === 1 && basis ? basis : null;
}

function CommonBasis({ policy, metric }: { policy: Pick<SlaPolicyDraft, "targets">; metric: SlaMetric }) {
  const basis = commonBasis(policy, metric);
  return basis ? <span className="block text-xs font-normal text-muted-foreground">{basisName(basis)}</span> : null;
}

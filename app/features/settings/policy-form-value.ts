/** What a policy's form is filled with. */
import { ticketPriorities } from "~/lib/i18n/priority-words";
import { slaMetrics } from "~/lib/i18n/sla-words";
import type { SlaMetric, SlaPolicyDraft, SlaTargetLine } from "~/lib/supabase/sla-types";
import { toParts } from "./duration-parts";
import { cellName, columnName } from "./policy-fields";
import type { PolicyFormValue } from "./policy-schema";

const hours: Record<SlaTargetLine["priority"], number> = { urgent: 1, high: 4, medium: 24, low: 72 };

/** A new policy begins as a new workspace's first one is: answers within these hours by the calendar, no resolution. */
export function blankPolicy(): SlaPolicyDraft {
  return {
    name: "",
    calendar_id: null,
    team_ids: null,
    category_ids: null,
    channels: null,
    escalate_after_seconds: null,
    targets: (["first_response", "next_response"] as const).flatMap((metric) =>
      ticketPriorities.map((priority) => ({
        metric,
        priority,
        target_seconds: hours[priority] * 3600,
        basis: "calendar" as const,
        warn_before_seconds: null,
      })),
    ),
  };
}

/** @param seenVersionId of the policy that is changed; null for a new one */
export function policyFormValue(policy: SlaPolicyDraft, seenVersionId: string | null): PolicyFormValue {
  const value: PolicyFormValue = {
    name: policy.name,
    calendar_id: policy.calendar_id ?? "",
    team_ids: policy.team_ids ?? [],
    category_ids: policy.category_ids ?? [],
    channels: policy.channels ?? [],
    escalate_unit: "hours",
    ...(seenVersionId === null ? {} : { seen_version_id: seenVersionId }),
  };
  if (policy.escalate_after_seconds !== null) {
    const { amount, unit } = toParts(policy.escalate_after_seconds, "calendar");
    value.escalate_amount = amount;
    value.escalate_unit = unit;
  }
  for (const metric of slaMetrics) {
    fillColumn(
      value,
      metric,
      policy.targets.filter((target) => target.metric === metric),
    );
  }
  return value;
}

function fillColumn(value: PolicyFormValue, metric: SlaMetric, targets: SlaTargetLine[]): void {
  const [first] = targets;
  const isEach = targets.some((target) => target.basis !== first?.basis || target.warn_before_seconds !== first.warn_before_seconds);
  if (isEach) value[columnName(metric, "each")] = "on";
  value[columnName(metric, "basis")] = first?.basis ?? "business";
  const common = isEach ? null : warnParts(first);
  value[columnName(metric, "warn_amount")] = common?.amount ?? "";
  value[columnName(metric, "warn_unit")] = common?.unit ?? "minutes";
  for (const priority of ticketPriorities) {
    const target = targets.find((line) => line.priority === priority);
    const parts = target && toParts(target.target_seconds, target.basis);
    const warn = warnParts(target);
    value[cellName(metric, priority, "amount")] = parts?.amount ?? "";
    value[cellName(metric, priority, "unit")] = parts?.unit ?? "hours";
    value[cellName(metric, priority, "basis")] = target?.basis ?? first?.basis ?? "business";
    value[cellName(metric, priority, "warn_amount")] = warn?.amount ?? "";
    value[cellName(metric, priority, "warn_unit")] = warn?.unit ?? "minutes";
  }
}

function warnParts(target: SlaTargetLine | undefined) {
  // Minutes and hours will do for warnings, whatever the target counts by.
  return target?.warn_before_seconds == null ? null : toParts(target.warn_before_seconds, "business");
}

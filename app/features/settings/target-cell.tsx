import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { priorityName } from "~/lib/i18n/priority-words";
import { metricName } from "~/lib/i18n/sla-words";
import type { TicketPriority } from "~/lib/supabase/database-types";
import type { SlaMetric } from "~/lib/supabase/sla-types";
import { BasisSelect } from "./basis-select";
import { DurationInput } from "./duration-input";
import { unitsOf } from "./duration-parts";
import { cellName, columnName } from "./policy-fields";
import { shownIfEach, type PolicyFieldset } from "./policy-fieldset";

/** The time there is for one metric at one priority; empty: nothing is due. */
export function TargetCell(props: {
  metric: SlaMetric;
  priority: TicketPriority;
  fields: PolicyFieldset;
  errors: Record<string, string[]>;
}) {
  const { metric, priority, fields, errors } = props;
  const names = { metric: metricName(metric), priority: priorityName(priority) };
  const amount = fields[cellName(metric, priority, "amount")];
  const warnAmount = fields[cellName(metric, priority, "warn_amount")];
  const ownBasis = fields[cellName(metric, priority, "basis")];
  const isEach = fields[columnName(metric, "each")].value === "on";
  const basis = isEach ? ownBasis.value : fields[columnName(metric, "basis")].value;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <DurationInput
        amount={amount}
        unit={fields[cellName(metric, priority, "unit")]}
        units={unitsOf(basis === "calendar" ? "calendar" : "business")}
        label={m.settings_policy_target(names)}
        placeholder="–"
        errors={errors[amount.name]}
      />
      <div className={cn("flex-col gap-2", shownIfEach[metric])}>
        <BasisSelect field={ownBasis} label={m.settings_policy_basis_at(names)} />
        <span aria-hidden="true" className="-mb-1 text-xs font-medium text-muted-foreground">
          {m.settings_policy_warn()}
        </span>
        <DurationInput
          amount={warnAmount}
          unit={fields[cellName(metric, priority, "warn_unit")]}
          units={["minutes", "hours"]}
          label={m.settings_policy_warn_at(names)}
          placeholder="¼"
          errors={errors[warnAmount.name]}
        />
      </div>
    </div>
  );
}

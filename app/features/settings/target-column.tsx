import { CheckboxField } from "~/components/forms/checkbox-field";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { metricName } from "~/lib/i18n/sla-words";
import type { SlaMetric } from "~/lib/supabase/sla-types";
import { BasisSelect } from "./basis-select";
import { DurationInput } from "./duration-input";
import { columnName } from "./policy-fields";
import { eachMark, hiddenIfEach, type PolicyFieldset } from "./policy-fieldset";
import { metricHint } from "./policy-words";

/** The head of a column: what the metric is, how its time is counted and when somebody is warned. */
export function TargetColumn(props: { metric: SlaMetric; fields: PolicyFieldset; errors: Record<string, string[]> }) {
  const { metric, fields, errors } = props;
  const name = metricName(metric);
  const warnAmount = fields[columnName(metric, "warn_amount")];
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">{name}</legend>
      <div>
        <p aria-hidden="true" className="text-sm font-semibold">
          {name}
        </p>
        <p className="text-xs text-pretty text-muted-foreground">{metricHint(metric)}</p>
      </div>
      <div className={cn("mt-auto flex-col gap-3", hiddenIfEach[metric])}>
        <div className="flex flex-col gap-1">
          <span aria-hidden="true" className="text-xs font-medium text-muted-foreground">
            {m.settings_policy_basis()}
          </span>
          <BasisSelect field={fields[columnName(metric, "basis")]} label={m.settings_policy_basis_of({ metric: name })} />
        </div>
        <div className="flex flex-col gap-1">
          <span aria-hidden="true" className="text-xs font-medium text-muted-foreground">
            {m.settings_policy_warn()}
          </span>
          <DurationInput
            amount={warnAmount}
            unit={fields[columnName(metric, "warn_unit")]}
            units={["minutes", "hours"]}
            label={m.settings_policy_warn_of({ metric: name })}
            placeholder="¼"
            errors={errors[warnAmount.name]}
          />
        </div>
      </div>
      <div data-each={eachMark[metric]}>
        <CheckboxField field={fields[columnName(metric, "each")]} label={m.settings_policy_each()} />
      </div>
    </fieldset>
  );
}

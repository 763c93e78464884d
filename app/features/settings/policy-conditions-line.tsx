import { Filter } from "lucide-react";
import { Fragment } from "react";
import { m } from "~/lib/i18n/messages";
import type { SlaPolicyDraft, SlaSettings } from "~/lib/supabase/sla-types";
import { conditionLines } from "./policy-words";

/** Which tickets a policy is for: "Team: Support or Billing · Channel: Email". */
export function PolicyConditionsLine(props: {
  policy: Pick<SlaPolicyDraft, "team_ids" | "category_ids" | "channels">;
  settings: Pick<SlaSettings, "teams" | "categories">;
}) {
  const lines = conditionLines(props.policy, props.settings);
  return (
    <p className="flex items-start gap-1.5">
      <Filter aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        {lines.length === 0
          ? m.settings_policy_every_ticket()
          : lines.map(({ label, values }, index) => (
              <Fragment key={label}>
                {index === 0 ? null : <span aria-hidden="true"> · </span>}
                {m.settings_policy_condition({ label, values })}
              </Fragment>
            ))}
      </span>
    </p>
  );
}

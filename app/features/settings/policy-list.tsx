import { m } from "~/lib/i18n/messages";
import type { SlaPolicyLine, SlaSettings } from "~/lib/supabase/sla-types";
import { OrderedList } from "./ordered-list";
import { PolicyRow } from "./policy-row";
import { fitsEveryTicket } from "./policy-words";

const form = { intent: "order-sla-policies", field: "policy_ids" };
const idOf = (policy: SlaPolicyLine) => policy.policy_id;

/** The policies in the order they are tried in, which is changed by buttons or by dragging. */
export function PolicyList({ settings }: { settings: SlaSettings }) {
  return (
    <OrderedList
      items={settings.policies}
      idOf={idOf}
      form={form}
      label={m.settings_policies()}
      saidMoved={(policy, place, count) => m.settings_moved({ name: policy.name, place, count })}
    >
      {(policy, place, ordered) => (
        <PolicyRow
          key={policy.policy_id}
          policy={policy}
          settings={settings}
          place={place}
          hiddenBy={ordered.slice(0, place.place - 1).find(fitsEveryTicket)?.name ?? null}
        />
      )}
    </OrderedList>
  );
}

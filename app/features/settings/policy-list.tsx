import { useLayoutEffect, useRef, useState } from "react";
import { LiveRegion } from "~/components/live-region";
import { m } from "~/lib/i18n/messages";
import type { SlaPolicyLine, SlaSettings } from "~/lib/supabase/sla-types";
import { FormRefusal } from "./form-refusal";
import { movedBeside, movedTo } from "./policy-order";
import { PolicyRow } from "./policy-row";
import { fitsEveryTicket } from "./policy-words";
import { usePolicyOrder } from "./use-policy-order";

/** The policies in the order they are tried in, which is changed by buttons or by dragging. */
export function PolicyList({ settings }: { settings: SlaSettings }) {
  const { ordered, want, refusal } = usePolicyOrder(settings.policies);
  const [said, setSaid] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const pressed = useRef<{ policyId: string; move: "up" | "down" } | null>(null);
  const ids = ordered.map((policy) => policy.policy_id);

  // A row that is moved within the page loses the focus.
  useLayoutEffect(() => {
    if (!pressed.current) return;
    const { policyId, move } = pressed.current;
    pressed.current = null;
    list.current?.querySelector<HTMLElement>(`[data-policy="${policyId}"] [data-move="${move}"]`)?.focus();
  });

  const change = (policy: SlaPolicyLine | undefined, order: string[]) => {
    if (!policy || order.join() === ids.join()) return;
    want(order);
    setSaid(m.settings_policy_moved({ name: policy.name, place: order.indexOf(policy.policy_id) + 1, count: order.length }));
  };

  return (
    <>
      <LiveRegion message={said} />
      {refusal ? <FormRefusal words={[refusal.words]} isSignedOut={refusal.isSignedOut} /> : null}
      <ol ref={list} aria-label={m.settings_policies()} className="flex flex-col gap-3">
        {ordered.map((policy, index) => (
          <PolicyRow
            key={policy.policy_id}
            policy={policy}
            settings={settings}
            place={index + 1}
            hiddenBy={ordered.slice(0, index).find(fitsEveryTicket)?.name ?? null}
            orderUp={index === 0 ? null : movedTo(ids, policy.policy_id, index - 1)}
            orderDown={index === ids.length - 1 ? null : movedTo(ids, policy.policy_id, index + 1)}
            onMove={(move, order) => {
              pressed.current = { policyId: policy.policy_id, move };
              change(policy, order);
            }}
            onDropped={(draggedId, side) =>
              change(
                ordered.find((each) => each.policy_id === draggedId),
                movedBeside(ids, draggedId, policy.policy_id, side),
              )
            }
          />
        ))}
      </ol>
    </>
  );
}

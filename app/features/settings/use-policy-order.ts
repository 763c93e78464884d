import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { SlaPolicyLine } from "~/lib/supabase/sla-types";
import type { PoliciesAnswer } from "./policies-answer";
import { orderedBy } from "./policy-order";

/**
 * The policies in the order that is wanted, which is shown at once and saved one change at a time: two on their way
 * could overtake each other.
 *
 * @returns `refusal`: why the last order was not taken; the stored one is shown again
 */
export function usePolicyOrder(policies: SlaPolicyLine[]): {
  ordered: SlaPolicyLine[];
  want: (order: string[]) => void;
  refusal: Extract<PoliciesAnswer, { ok: false }> | null;
} {
  const { state, data, submit } = useFetcher<PoliciesAnswer>();
  // With the answer before it: the same order may be wanted again after a refusal.
  const [wanted, setWanted] = useState<{ order: string; before: PoliciesAnswer | undefined } | null>(null);
  const sent = useRef<typeof wanted>(null);
  const isAnswered = wanted !== null && state === "idle" && data !== wanted.before && data?.order === wanted.order;
  useEffect(() => {
    if (wanted === null || state !== "idle" || sent.current === wanted) return;
    sent.current = wanted;
    submit({ intent: "order-sla-policies", policy_ids: wanted.order }, { method: "post" });
  }, [wanted, state, submit]);
  return {
    ordered: wanted === null || isAnswered ? policies : orderedBy(policies, wanted.order.split(",")),
    want: (order) => setWanted({ order: order.join(","), before: data }),
    refusal: isAnswered && data && !data.ok ? data : null,
  };
}

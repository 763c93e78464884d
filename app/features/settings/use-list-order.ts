import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { orderedBy } from "./list-order";

/** What a page answers to a new order of one of its lists; `order` is the one that was asked for. */
export type OrderAnswer = { ok: true; order?: string } | { ok: false; words: string; order?: string; isSignedOut?: boolean };

/** How the order of a list is posted: the intent, and the field that holds the ids, divided by commas. */
export type OrderForm = { intent: string; field: string };

/**
 * A list in the order that is wanted, which is shown at once and saved one change at a time: two on their way could
 * overtake each other.
 *
 * @returns `refusal`: why the last order was not taken; the stored one is shown again
 */
export function useListOrder<T>(
  items: T[],
  idOf: (item: T) => string,
  { intent, field }: OrderForm,
): { ordered: T[]; want: (order: string[]) => void; refusal: Extract<OrderAnswer, { ok: false }> | null } {
  const { state, data, submit } = useFetcher<OrderAnswer>();
  // With the answer before it: the same order may be wanted again after a refusal.
  const [wanted, setWanted] = useState<{ order: string; before: OrderAnswer | undefined } | null>(null);
  const sent = useRef<typeof wanted>(null);
  const isAnswered = wanted !== null && state === "idle" && data !== wanted.before && data?.order === wanted.order;
  useEffect(() => {
    if (wanted === null || state !== "idle" || sent.current === wanted) return;
    sent.current = wanted;
    submit({ intent, [field]: wanted.order }, { method: "post" });
  }, [wanted, state, submit, intent, field]);
  return {
    ordered: wanted === null || isAnswered ? items : orderedBy(items, wanted.order.split(","), idOf),
    want: (order) => setWanted({ order: order.join(","), before: data }),
    refusal: isAnswered && data && !data.ok ? data : null,
  };
}

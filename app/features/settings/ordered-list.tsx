import { useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { LiveRegion } from "~/components/live-region";
import { FormRefusal } from "~/components/forms/form-refusal";
import { movedBeside, movedTo } from "./list-order";
import { useListOrder, type OrderForm } from "./use-list-order";

/** What a row of an ordered list needs to be moved: orders as they would be then, null at an end of the list. */
export type RowPlace = {
  /** Counted from 1. */
  place: number;
  orderUp: string[] | null;
  orderDown: string[] | null;
  form: OrderForm;
  onMove: (move: "up" | "down", order: string[]) => void;
  onDropped: (draggedId: string, side: "before" | "after") => void;
};

/**
 * A list that is put in order by buttons or by dragging.
 *
 * @param props.saidMoved what is read out when a row has come to another place
 * @param props.children draws a row, an `<li>` with its id as `data-row`
 */
export function OrderedList<T>(props: {
  items: T[];
  idOf: (item: T) => string;
  form: OrderForm;
  label: string;
  saidMoved: (item: T, place: number, count: number) => string;
  children: (item: T, place: RowPlace, ordered: T[]) => ReactNode;
}) {
  const { items, idOf, form, label, saidMoved, children } = props;
  const { ordered, want, refusal } = useListOrder(items, idOf, form);
  const [said, setSaid] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const [pressed, setPressed] = useState<{ id: string; move: "up" | "down" } | null>(null);
  const ids = ordered.map(idOf);

  // A row that is moved within the page loses the focus.
  useLayoutEffect(() => {
    if (pressed) list.current?.querySelector<HTMLElement>(`[data-row="${pressed.id}"] [data-move="${pressed.move}"]`)?.focus();
  }, [pressed]);

  const change = (item: T | undefined, order: string[]) => {
    if (item === undefined || order.join() === ids.join()) return;
    want(order);
    setSaid(saidMoved(item, order.indexOf(idOf(item)) + 1, order.length));
  };

  return (
    <>
      <LiveRegion message={said} />
      {refusal ? <FormRefusal words={[refusal.words]} isSignedOut={refusal.isSignedOut} /> : null}
      <ol ref={list} aria-label={label} className="flex flex-col gap-3">
        {ordered.map((item, index) => {
          const id = idOf(item);
          const place: RowPlace = {
            place: index + 1,
            orderUp: index === 0 ? null : movedTo(ids, id, index - 1),
            orderDown: index === ids.length - 1 ? null : movedTo(ids, id, index + 1),
            form,
            onMove: (move, order) => {
              setPressed({ id, move });
              change(item, order);
            },
            onDropped: (draggedId, side) =>
              change(
                ordered.find((each) => idOf(each) === draggedId),
                movedBeside(ids, draggedId, id, side),
              ),
          };
          return children(item, place, ordered);
        })}
      </ol>
    </>
  );
}

import { Form } from "@remix-run/react";
import { ArrowDown, ArrowUp } from "lucide-react";
import { Button } from "~/components/ui/button";
import { m } from "~/lib/i18n/messages";
import type { OrderForm } from "./use-list-order";

/**
 * One place up, one place down. Each button is a form's, which holds the whole order as it then is: that works without
 * JavaScript. At an end the button stays, so that whoever holds on to it by keyboard does not fall off.
 *
 * @param props.orderUp the order after that, or null at the end of the list
 */
export function MoveButtons(props: {
  name: string;
  form: OrderForm;
  orderUp: string[] | null;
  orderDown: string[] | null;
  onMove: (move: "up" | "down", order: string[]) => void;
}) {
  const { name, form, orderUp, orderDown, onMove } = props;
  const moves = [
    { move: "up", order: orderUp, label: m.settings_move_up({ name }), icon: ArrowUp },
    { move: "down", order: orderDown, label: m.settings_move_down({ name }), icon: ArrowDown },
  ] as const;
  return (
    <Form method="post" className="flex">
      <input type="hidden" name="intent" value={form.intent} />
      {moves.map(({ move, order, label, icon: Icon }) => (
        <Button
          key={move}
          type={order ? "submit" : "button"}
          name={form.field}
          value={order?.join(",") ?? ""}
          variant="ghost"
          size="icon-sm"
          aria-label={label}
          aria-disabled={order === null || undefined}
          data-move={move}
          onClick={(event) => {
            event.preventDefault();
            if (order) onMove(move, order);
          }}
        >
          <Icon aria-hidden="true" />
        </Button>
      ))}
    </Form>
  );
}

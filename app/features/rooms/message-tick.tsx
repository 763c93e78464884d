import { LineIcon } from "~/components/ui/line-icon";
import { m } from "~/lib/i18n/messages";
import { cn } from "~/lib/cn";
import type { Delivery } from "./receipts";
import { useActionsState, useRoomActions } from "./use-message-actions";

const words = { sent: m.room_state_sent, delivered: m.room_state_delivered, read: m.room_state_read };

/** How far an own message has come, where it is the last one that has come so far: small, and different in shape. */
export function MessageTick({ seq }: { seq: number }) {
  const actions = useRoomActions()?.actions;
  const delivery = useActionsState(actions, ({ deliveries }) => deliveries.get(seq) ?? null, null);
  if (!delivery) return null;
  return (
    <span
      title={words[delivery]()}
      className={cn("grid size-4 shrink-0 place-items-center", delivery === "read" ? "text-primary-ink" : "text-muted-foreground")}
    >
      <TickIcon delivery={delivery} />
      <span className="sr-only">{words[delivery]()}</span>
    </span>
  );
}

function TickIcon({ delivery }: { delivery: Delivery }) {
  if (delivery === "read")
    return (
      <LineIcon className="size-3.5" strokeWidth={1.75}>
        <circle cx="8" cy="8" r="7.5" fill="currentColor" stroke="none" />
        <path d="m4.800 8.200 2.200 2.200 4.200-4.600" stroke="var(--background)" />
      </LineIcon>
    );
  return (
    <LineIcon className="size-4">
      {delivery === "sent" ? (
        <path d="m3.500 8.500 3 3 6-6.500" />
      ) : (
        <>
          <path d="m1 8.500 3 3L10 5" />
          <path d="m8 11.500.500.500L15 5.500" />
        </>
      )}
    </LineIcon>
  );
}

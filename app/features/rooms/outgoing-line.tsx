import { Check, CircleAlert, Clock3 } from "lucide-react";
import { m } from "~/lib/i18n/messages";
import { cn } from "~/lib/cn";
import type { Outgoing } from "./line";
import { Bubble, type BubbleLook } from "./message-line";

/** A line that is on its way, or was refused: its text stays, with what can be done about it. */
export function OutgoingRow(props: {
  line: Outgoing;
  look: BubbleLook;
  startsGroup: boolean;
  onRetry: () => void;
  onEdit: () => void;
  onDiscard: () => void;
}) {
  const { line, look, startsGroup, onRetry, onEdit, onDiscard } = props;
  return (
    <li className={cn("flex flex-col items-end", startsGroup ? "mt-4" : "mt-1")}>
      <Bubble
        look={look}
        atEnd
        startsGroup={startsGroup}
        body={line.body}
        className={line.state === "failed" ? "max-w-[min(42rem,85%)] ring-2 ring-danger" : "max-w-[min(42rem,85%)]"}
      />
      {line.state === "failed" ? (
        <div role="alert" className="mt-1.5 flex flex-wrap items-center justify-end gap-x-3 gap-y-1 px-1 text-xs text-danger-ink">
          <span className="flex items-center gap-1.5">
            <CircleAlert aria-hidden="true" className="size-3.5 shrink-0" />
            {line.words ?? m.room_state_failed()}
          </span>
          <RowButton onClick={onRetry}>{m.room_retry()}</RowButton>
          <RowButton onClick={onEdit}>{m.room_edit_again()}</RowButton>
          <RowButton onClick={onDiscard}>{m.room_discard()}</RowButton>
        </div>
      ) : (
        <StateLine state={line.state} />
      )}
    </li>
  );
}

const stateWords = { queued: m.room_state_queued, sending: m.room_state_sending, sent: m.room_state_sent };

function StateLine({ state }: { state: "queued" | "sending" | "sent" }) {
  const Icon = state === "sent" ? Check : Clock3;
  return (
    <p className="mt-1 flex items-center gap-1 px-1 text-[0.6875rem] text-muted-foreground">
      <Icon aria-hidden="true" className="size-3" />
      {stateWords[state]()}
    </p>
  );
}

function RowButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="cursor-pointer rounded-xs py-1 font-semibold underline underline-offset-2 hover:no-underline"
    >
      {children}
    </button>
  );
}

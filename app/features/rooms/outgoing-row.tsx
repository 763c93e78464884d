import { Check, CircleAlert, Clock3 } from "lucide-react";
import { m } from "~/lib/i18n/messages";
import { cn } from "~/lib/cn";
import { AttachmentList } from "./attachment-list";
import type { Outgoing } from "./line";
import { MessageBubble, type BubbleLook } from "./message-bubble";
import { QuoteBlock } from "./quote-block";

/** A line that is on its way, or was refused: its text stays, with what can be done about it. */
export function OutgoingRow(props: {
  line: Outgoing;
  look: BubbleLook;
  startsGroup: boolean;
  /** Says in words how it stands; of several in a row that wait for the same, the last one does. */
  isStateShown: boolean;
  onRetry: () => void;
  onEdit?: () => void;
  onDiscard: () => void;
}) {
  const { line, look, startsGroup, isStateShown, onRetry, onEdit, onDiscard } = props;
  return (
    <div className={cn("flex flex-col items-end", startsGroup ? "mt-4" : "mt-1")}>
      <div className="flex max-w-[min(42rem,85%,calc(100%-5.5rem))] min-w-0 flex-row-reverse items-end gap-2">
        <MessageBubble
          look={look}
          atEnd
          startsGroup={startsGroup}
          body={line.body}
          className={line.state === "failed" ? "ring-2 ring-danger" : ""}
        >
          {line.replyTo ? <QuoteBlock quote={line.replyTo} isOnColour={look === "own"} /> : null}
          {line.attachments?.length ? <AttachmentList attachments={line.attachments} /> : null}
        </MessageBubble>
        {line.state === "sending" || line.state === "sent" ? <OnItsWay state={line.state} /> : null}
      </div>
      {line.state === "failed" ? (
        <div role="alert" className="mt-1.5 flex flex-wrap items-center justify-end gap-x-3 gap-y-1 px-1 text-xs text-danger-ink">
          <span className="flex items-center gap-1.5">
            <CircleAlert aria-hidden="true" className="size-3.5 shrink-0" />
            {line.words ?? m.room_state_failed()}
          </span>
          <RowButton onClick={onRetry}>{m.room_retry()}</RowButton>
          {onEdit ? <RowButton onClick={onEdit}>{m.room_edit_again()}</RowButton> : null}
          <RowButton onClick={onDiscard}>{m.room_discard()}</RowButton>
        </div>
      ) : line.state === "queued" && isStateShown ? (
        <p className="mt-1 flex items-center gap-1 px-1 text-[0.6875rem] text-muted-foreground">
          <Clock3 aria-hidden="true" className="size-3" />
          {m.room_state_queued()}
        </p>
      ) : null}
    </div>
  );
}

/** Beside the bubble, where it moves nothing, and only once it takes a moment. */
function OnItsWay({ state }: { state: "sending" | "sent" }) {
  const Icon = state === "sent" ? Check : Clock3;
  return (
    <span className="mb-1.5 shrink-0 animate-in text-muted-foreground fade-in-0 fill-mode-backwards [animation-delay:600ms]">
      <Icon aria-hidden="true" className="size-3" />
      <span className="sr-only">{state === "sent" ? m.room_state_sent() : m.room_state_sending()}</span>
    </span>
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

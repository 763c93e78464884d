import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import { plainText } from "~/lib/text/plain-text";
import { CloseButton } from "./close-button";
import type { MessageActions } from "./message-actions";
import { useActionsState } from "./use-message-actions";

/** Over the composer's field: what the next message answers, and the way out of it. */
export function ReplyBar({ actions }: { actions: MessageActions }) {
  const replyTo = useActionsState(actions, (state) => state.replyTo, null);
  if (!replyTo) return null;
  return (
    <div className="mb-1 flex items-center gap-2 rounded-lg border-s-3 border-primary/60 bg-hover py-1 ps-2.5 pe-3 text-[0.8125rem] leading-snug">
      <p className="min-w-0 flex-1" role="status">
        <span className="block truncate font-semibold">{m.room_replying_to({ name: isolated(replyTo.senderName) })}</span>
        <span dir="auto" className="block truncate text-muted-foreground">
          {plainText(replyTo.excerpt) || m.room_quote_files()}
        </span>
      </p>
      <CloseButton
        name={m.room_reply_cancel()}
        onClick={() => {
          actions.setReply(null);
          document.getElementById("room-composer")?.focus();
        }}
      />
    </div>
  );
}

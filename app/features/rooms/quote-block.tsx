import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { plainText } from "~/lib/text/plain-text";
import { useJump } from "./jump-context";
import { useRoomActions } from "./use-message-actions";

/**
 * The message that a line answers, in a few words. It leads there.
 *
 * @param props.isOnColour it stands on the colour of the own messages
 */
export function QuoteBlock(props: {
  quote: { seq: number; senderName: string; excerpt: string; isDeleted?: boolean };
  isOnColour: boolean;
}) {
  const { quote, isOnColour } = props;
  const { seq, senderName, excerpt, isDeleted = false } = quote;
  const jump = useJump();
  const linkTo = useRoomActions()?.linkTo;
  const words = isDeleted ? m.room_deleted() : plainText(excerpt) || m.room_quote_files();
  return (
    <a
      href={linkTo?.(seq)}
      onClick={(event) => {
        event.preventDefault();
        void jump({ kind: "message", seq, nearSeq: seq });
      }}
      title={m.room_quote_show()}
      className={cn(
        "-mx-1.5 mt-0.5 mb-1.5 flex min-w-0 cursor-pointer flex-col rounded-lg border-s-3 px-2.5 py-1 text-[0.8125rem] leading-snug outline-offset-1",
        isOnColour ? "border-current/60 bg-primary-hover outline-current" : "border-primary/60 bg-hover text-foreground",
      )}
    >
      <span className="sr-only">{m.room_quote_to({ name: senderName })}</span>
      <bdi aria-hidden="true" className="truncate font-semibold">
        {senderName}
      </bdi>
      <span dir="auto" className={cn("line-clamp-2 wrap-anywhere", isDeleted && "italic")}>
        {words}
      </span>
    </a>
  );
}

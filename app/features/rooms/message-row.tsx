import type { ReactNode } from "react";
import { Avatar } from "~/components/ui/avatar";
import { Time } from "~/components/ui/time";
import { cn } from "~/lib/cn";
import { AttachmentList } from "./attachment-list";
import type { Line } from "./line";
import { MessageBubble, type BubbleLook } from "./message-bubble";

/**
 * One line of the conversation; the list puts it into an item.
 *
 * @param props.atEnd on the side of this page's own lines
 * @param props.isNamed shows who speaks, above the first line of a group
 */
export function MessageRow(props: {
  line: Line;
  look: BubbleLook;
  atEnd: boolean;
  isNamed: boolean;
  startsGroup: boolean;
  label?: ReactNode;
}) {
  const { line, look, atEnd, isNamed, startsGroup, label } = props;
  return (
    <div className={cn("group/line flex gap-2.5", atEnd ? "flex-row-reverse" : "", startsGroup ? "mt-4" : "mt-1")}>
      {atEnd ? null : startsGroup ? (
        <Avatar
          name={line.senderName}
          seed={line.senderType === "agent" ? (line.senderId ?? line.senderName) : line.senderName}
          size="sm"
          className="mt-6"
        />
      ) : (
        <span className="w-7 shrink-0" />
      )}
      <div className={cn("flex max-w-[min(42rem,85%)] min-w-0 flex-col", atEnd ? "items-end" : "items-start")}>
        {startsGroup ? (
          <p className="mb-1 flex max-w-full items-baseline gap-2 px-1 text-xs text-muted-foreground">
            {isNamed ? (
              <bdi className="truncate font-semibold text-foreground">{line.senderName}</bdi>
            ) : (
              <span className="sr-only">{line.senderName}</span>
            )}
            {label}
            <Time value={line.createdAt} style="time" className="shrink-0 tabular-nums" />
          </p>
        ) : null}
        <div className={cn("flex max-w-full items-end gap-2", atEnd ? "flex-row-reverse" : "")}>
          <MessageBubble look={look} atEnd={atEnd} startsGroup={startsGroup} body={line.body}>
            {line.attachments.length > 0 ? <AttachmentList attachments={line.attachments} /> : null}
          </MessageBubble>
          {startsGroup ? null : (
            <Time
              value={line.createdAt}
              style="time"
              className="mb-1 shrink-0 text-[0.6875rem] text-muted-foreground tabular-nums opacity-0 transition-opacity group-focus-within/line:opacity-100 group-hover/line:opacity-100"
            />
          )}
        </div>
      </div>
    </div>
  );
}

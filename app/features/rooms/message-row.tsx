import type { ReactNode } from "react";
import { Avatar } from "~/components/ui/avatar";
import { Time } from "~/components/ui/time";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import type { Line } from "./line";
import { LineContent } from "./line-content";
import type { BubbleLook } from "./message-bubble";
import { MessageMenuButton } from "./message-menu-button";
import { MessageTick } from "./message-tick";
import { ReactionBar } from "./reaction-bar";

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
  const isMessage = look !== "note" && line.deletedAt === null;
  return (
    <div className={cn("group/line flex gap-2.5", atEnd ? "flex-row-reverse" : "", startsGroup ? "mt-4" : "mt-1")}>
      {atEnd ? null : startsGroup ? (
        <Avatar
          name={line.senderName}
          seed={line.senderType === "agent" ? (line.senderId ?? line.senderName) : line.senderName}
          pictureId={line.senderAvatarId}
          size="sm"
          className="mt-6"
        />
      ) : (
        <span className="w-7 shrink-0" />
      )}
      <div className={cn("flex max-w-[min(42rem,85%,calc(100%-5.5rem))] min-w-0 flex-col", atEnd ? "items-end" : "items-start")}>
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
        <div className={cn("relative flex max-w-full items-end gap-2", atEnd ? "flex-row-reverse" : "")}>
          <LineContent line={line} look={look} atEnd={atEnd} startsGroup={startsGroup} />
          {/* Beside what the line takes up, where it moves nothing. */}
          <div className={cn("absolute bottom-0 flex h-9 items-center gap-0.5 px-1", atEnd ? "end-full flex-row-reverse" : "start-full")}>
            {isMessage && look === "own" ? <MessageTick seq={line.seq} /> : null}
            {startsGroup ? null : (
              <Time
                value={line.createdAt}
                style="time"
                className="shrink-0 px-1 text-[0.6875rem] text-muted-foreground tabular-nums opacity-0 group-focus-within/line:opacity-100 group-hover/line:opacity-100 max-sm:hidden"
              />
            )}
            {isMessage ? <MessageMenuButton line={line} /> : null}
          </div>
        </div>
        {isMessage && (line.reactions.length > 0 || line.editedAt !== null) ? (
          <div className={cn("mt-1 flex max-w-full flex-wrap items-center gap-x-1.5 gap-y-1", atEnd && "justify-end")}>
            {line.reactions.length > 0 ? <ReactionBar line={line} /> : null}
            {line.editedAt !== null ? (
              <p className="px-1 text-[0.6875rem] text-muted-foreground">
                {m.room_edited()} <Time value={line.editedAt} style="time" className="tabular-nums" />
              </p>
            ) : null}
          </div>
        ) : null}
      </div>
    </div>
  );
}

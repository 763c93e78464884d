import type { ReactNode } from "react";
import { Avatar } from "~/components/ui/avatar";
import { Time } from "~/components/ui/time";
import { cn } from "~/lib/cn";
import type { Line } from "./line";
import { MessageText } from "./message-text";

const looks = {
  /** Written on this page's side by this person. */
  own: "bg-primary text-primary-foreground",
  /** By a colleague on the same side. */
  team: "bg-primary-soft text-foreground",
  other: "border border-border bg-surface text-foreground",
  note: "border border-note-border bg-note text-foreground",
};

export type BubbleLook = keyof typeof looks;

/** The bubble of a line. The corner at the speaker's side is sharp where a group of lines goes on. */
export function Bubble(props: {
  look: BubbleLook;
  atEnd: boolean;
  startsGroup: boolean;
  className?: string;
  body: string;
  children?: ReactNode;
}) {
  const { look, atEnd, startsGroup, className, body, children } = props;
  return (
    <div
      className={cn(
        "max-w-full min-w-0 rounded-2xl px-3.5 py-2 text-[0.9375rem] leading-[1.45] shadow-xs",
        looks[look],
        atEnd ? "rounded-ee-sm" : "rounded-es-sm",
        !startsGroup && (atEnd ? "rounded-se-sm" : "rounded-ss-sm"),
        className,
      )}
    >
      {children}
      <MessageText text={body} />
    </div>
  );
}

/**
 * One line of the conversation.
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
    <li className={cn("group/line flex gap-2.5", atEnd ? "flex-row-reverse" : "", startsGroup ? "mt-4" : "mt-1")}>
      {atEnd ? null : startsGroup ? (
        <Avatar name={line.senderName} seed={line.senderType === "agent" ? (line.senderId ?? line.senderName) : line.senderName} size="sm" className="mt-6" />
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
          <Bubble look={look} atEnd={atEnd} startsGroup={startsGroup} body={line.body} />
          {startsGroup ? null : (
            <Time
              value={line.createdAt}
              style="time"
              className="mb-1 shrink-0 text-[0.6875rem] text-muted-foreground tabular-nums opacity-0 transition-opacity group-focus-within/line:opacity-100 group-hover/line:opacity-100"
            />
          )}
        </div>
      </div>
    </li>
  );
}

/** What the product itself says, such as "closed by Mia": a quiet line in the middle. */
export function SystemRow({ line }: { line: Line }) {
  return (
    <li className="mt-4 flex justify-center">
      <div className="max-w-[85%] rounded-full bg-sunken px-3 py-1 text-center text-xs text-muted-foreground">
        <MessageText text={line.body} className="inline" /> <Time value={line.createdAt} style="time" className="tabular-nums" />
      </div>
    </li>
  );
}

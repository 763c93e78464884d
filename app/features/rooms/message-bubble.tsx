import type { ReactNode } from "react";
import { cn } from "~/lib/cn";
import { MessageText } from "~/components/message-text";

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
export function MessageBubble(props: {
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

import { ArrowDown } from "lucide-react";
import { useState } from "react";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import type { Line, Me } from "./line";
import type { LineLog } from "./line-log";
import { isNews } from "./receipts";
import { linesAfter } from "./room-announcer";

/**
 * Over the end of the conversation while the reader is further up: the way down, and how many lines of others came
 * meanwhile.
 *
 * @param props.isApart what is shown is a stretch of history that does not reach the end
 */
export function ToEndButton(props: {
  log: LineLog;
  notes: readonly Line[];
  me: Me;
  isAtEnd: boolean;
  isApart: boolean;
  onClick: () => void;
}) {
  const { log, notes, me, isAtEnd, isApart, onClick } = props;
  const [message, note] = [log.last, notes.at(-1)?.seq ?? 0];
  const [seen, setSeen] = useState({ message, note });
  if (isAtEnd && (seen.message !== message || seen.note !== note)) setSeen({ message, note });
  if (isAtEnd) return null;
  const unseen = [...linesAfter(log.lines, seen.message), ...linesAfter(notes, seen.note)].filter((line) => isNews(line, me)).length;
  const words = isApart ? m.room_to_newest() : unseen > 0 ? null : m.room_to_end();
  return (
    <button
      type="button"
      onClick={onClick}
      className={cn(
        "absolute bottom-3 left-1/2 z-10 flex -translate-x-1/2 cursor-pointer items-center gap-1.5 rounded-full border border-border px-3.5 py-1.5 text-xs font-semibold whitespace-nowrap shadow-lg noscript:hidden",
        unseen > 0 ? "bg-primary text-primary-foreground" : "bg-surface text-foreground",
      )}
    >
      <ArrowDown aria-hidden="true" className="size-3.5" />
      {words}
      {words !== null && unseen > 0 ? <span aria-hidden="true">·</span> : null}
      {unseen > 0 ? <span>{m.room_new_messages({ count: unseen })}</span> : null}
    </button>
  );
}

import { memo, useMemo, useState, type CSSProperties, type ReactNode, type RefObject } from "react";
import { m } from "~/lib/i18n/messages";
import { cn } from "~/lib/cn";
import { DaySeparator } from "./day-separator";
import type { Line, Me, Outgoing } from "./line";
import type { Segment } from "./list-window";
import type { BubbleLook } from "./message-bubble";
import { MessageRow } from "./message-row";
import { OutgoingRow } from "./outgoing-row";
import type { Side } from "./presence";
import { SystemRow } from "./system-row";
import { groupMs, placeNotes, Timeline, type Stretch, type TimelineEntry } from "./timeline";

export type OutgoingActions = {
  retry: (clientId: string) => void;
  /** Missing where there is nothing to write in: the text stays where it is. */
  edit?: (clientId: string) => void;
  discard: (clientId: string) => void;
};

/** How a line of another kind than a message is shown; the customers' room has none. */
export type RenderNote = (entry: { line: Line; startsGroup: boolean }) => ReactNode;

type RowProps = {
  me: Me;
  side: Side;
  timeZone: string | undefined;
  renderNote?: RenderNote;
  /** Number of the room's last message. */
  lastSeq: number;
  /** The row that somebody was sent to: `message 5`, `note 2`. */
  marked: string | null;
  /** Number of the message that the page opens at: browsers that can do so without a script. */
  openingSeq: number | null;
};

/**
 * The conversation: the chunks that are in the document, gaps as high as the others, and what is on its way.
 *
 * @param props.timeZone undefined is the reader's own
 * @param props.dayOf the calendar day of a time there
 * @param props.firstUnread number of the message above which "New" stands
 */
export const MessageList = memo(function MessageList(
  props: RowProps & {
    stretch: Stretch;
    segments: readonly Segment[];
    outgoing: readonly (Outgoing & { look: BubbleLook; actions: OutgoingActions })[];
    dayOf: (at: string) => string;
    firstUnread: number | null;
    listRef: RefObject<HTMLOListElement>;
    onFocusRow: (row: Element | null) => void;
  },
) {
  const { stretch, segments, outgoing, dayOf, firstUnread, listRef, onFocusRow, ...rows } = props;
  const { messages, notes } = stretch;
  const [timeline] = useState(() => new Timeline());
  const places = useMemo(() => placeNotes({ messages, notes }), [messages, notes]);
  const chunks = segments.map((segment) =>
    "chunk" in segment ? { ...segment, entries: timeline.chunk(stretch, places, segment.chunk, dayOf, firstUnread) } : segment,
  );
  const end = chunks.at(-1);
  const last = end && "entries" in end ? end.entries.at(-1) : undefined;
  return (
    <div role="log" aria-live="off" aria-label={m.room_conversation()}>
      <ol
        ref={listRef}
        className="flex flex-col"
        onFocus={(event) => onFocusRow(event.target)}
        onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || onFocusRow(null)}
      >
        {chunks.map((part) =>
          "entries" in part ? (
            <ChunkRows key={part.chunk} chunk={part.chunk} entries={part.entries} {...rows} />
          ) : (
            <Spacer key={`gap ${part.from}`} edge="gap" height={part.height} />
          ),
        )}
        <Spacer edge="end" height={0} />
        {outgoing.map(({ look, actions, ...line }, index) => (
          <li key={line.clientId} data-row="">
            <OutgoingRow
              line={line}
              look={look}
              startsGroup={index === 0 ? !goesOn(last, props.me, look) : outgoing[index - 1]?.look !== look}
              isStateShown={outgoing[index + 1]?.state !== line.state}
              onRetry={() => actions.retry(line.clientId)}
              onEdit={actions.edit && (() => actions.edit?.(line.clientId))}
              onDiscard={() => actions.discard(line.clientId)}
            />
          </li>
        ))}
      </ol>
    </div>
  );
});

const ChunkRows = memo(function ChunkRows({
  chunk,
  entries,
  lastSeq,
  marked,
  openingSeq,
  timeZone,
  ...props
}: RowProps & { chunk: number; entries: readonly TimelineEntry[] }) {
  return entries.map((entry, index) => {
    const { kind, line } = entry;
    const isMessage = kind === "message";
    const isMarked = marked === `${kind} ${line.seq}`;
    return (
      <li
        key={entry.key}
        id={`${kind}-${line.seq}`}
        data-row=""
        data-seq={isMessage ? line.seq : undefined}
        data-note={isMessage ? undefined : line.seq}
        data-edge={index === 0 ? chunk : undefined}
        aria-posinset={isMessage ? line.seq : undefined}
        aria-setsize={isMessage ? lastSeq : undefined}
        tabIndex={isMarked ? -1 : undefined}
        style={isMessage && line.seq === openingSeq ? openingStyle : undefined}
        className={cn(
          "rounded-lg transition-colors duration-500",
          isMarked ? "scroll-mt-[min(30dvh,12rem)] bg-primary-soft outline-4 outline-primary-soft" : "scroll-mt-12",
        )}
      >
        {entry.isNewDay ? <DaySeparator at={line.createdAt} timeZone={timeZone} /> : null}
        {entry.isFirstUnread ? <UnreadSeparator /> : null}
        <LineRow entry={entry} {...props} />
      </li>
    );
  });
});

/** Beside its items a list may hold templates, of which nobody is told. */
function Spacer({ edge, height }: { edge: string; height: number }) {
  return <template data-edge={edge} className="block" style={{ height }} />;
}

const openingStyle = { scrollInitialTarget: "nearest" } as CSSProperties;

function LineRow(props: { entry: TimelineEntry; me: Me; side: Side; renderNote?: RenderNote }) {
  const { entry, me, side, renderNote } = props;
  const { line, startsGroup } = entry;
  if (entry.kind === "note") return renderNote?.({ line, startsGroup });
  if (line.senderType === "system") return <SystemRow line={line} />;
  const isOwn = line.senderId === me.id;
  const atEnd = line.senderType === side;
  return (
    <MessageRow line={line} look={isOwn ? "own" : atEnd ? "team" : "other"} atEnd={atEnd} isNamed={!isOwn} startsGroup={startsGroup} />
  );
}

/** Whether what is being sent belongs under the last line: the same person, the same kind, just now. */
function goesOn(last: TimelineEntry | undefined, me: Me, look: BubbleLook): boolean {
  if (!last || last.line.senderId !== me.id) return false;
  return (last.kind === "note") === (look === "note") && Date.now() - Date.parse(last.line.createdAt) < groupMs;
}

function UnreadSeparator() {
  return (
    <div className="mt-5 flex items-center gap-3 text-xs font-semibold text-danger-ink">
      <span className="h-px flex-1 bg-danger/40" />
      {m.room_unread_from_here()}
      <span className="h-px flex-1 bg-danger/40" />
    </div>
  );
}

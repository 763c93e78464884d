import { memo, type ReactNode } from "react";
import { formatDate } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import type { Line, Me, Outgoing } from "./line";
import type { BubbleLook } from "./message-bubble";
import { MessageRow } from "./message-row";
import { OutgoingRow } from "./outgoing-row";
import type { Side } from "./presence";
import { SystemRow } from "./system-row";
import { groupMs, type TimelineEntry } from "./timeline";

export type OutgoingActions = { retry: (clientId: string) => void; edit: (clientId: string) => void; discard: (clientId: string) => void };

/** How a line of another kind than a message is shown; the customers' room has none. */
export type RenderNote = (entry: { line: Line; startsGroup: boolean }) => ReactNode;

/**
 * The conversation.
 *
 * @param props.timeZone undefined is the reader's own
 */
export const MessageList = memo(function MessageList(props: {
  entries: readonly TimelineEntry[];
  outgoing: readonly (Outgoing & { look: BubbleLook; actions: OutgoingActions })[];
  me: Me;
  side: Side;
  timeZone: string | undefined;
  renderNote?: RenderNote;
}) {
  const { entries, outgoing, me, side, timeZone, renderNote } = props;
  return (
    <div role="log" aria-live="off" aria-label={m.room_conversation()}>
      <ol className="flex flex-col">
        {entries.map((entry) =>
          entry.type === "day" ? (
            <DaySeparator key={entry.key} at={entry.at} timeZone={timeZone} />
          ) : (
            <li key={entry.key}>
              <LineRow entry={entry} me={me} side={side} renderNote={renderNote} />
            </li>
          ),
        )}
        {outgoing.map(({ look, actions, ...line }, index) => (
          <li key={line.clientId}>
            <OutgoingRow
              line={line}
              look={look}
              startsGroup={index === 0 ? !goesOn(entries.at(-1), me, look) : outgoing[index - 1]?.look !== look}
              isStateShown={outgoing[index + 1]?.state !== line.state}
              onRetry={() => actions.retry(line.clientId)}
              onEdit={() => actions.edit(line.clientId)}
              onDiscard={() => actions.discard(line.clientId)}
            />
          </li>
        ))}
      </ol>
    </div>
  );
});

function LineRow(props: { entry: TimelineEntry & { type: "line" }; me: Me; side: Side; renderNote: RenderNote | undefined }) {
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
  if (last?.type !== "line" || last.line.senderId !== me.id) return false;
  return (last.kind === "note") === (look === "note") && Date.now() - Date.parse(last.line.createdAt) < groupMs;
}

function DaySeparator({ at, timeZone }: { at: string; timeZone: string | undefined }) {
  return (
    <li className="mt-6 flex justify-center first:mt-2">
      <span className="rounded-full border border-border bg-background px-3 py-0.5 text-xs font-medium text-muted-foreground shadow-xs">
        {dayWords(at, timeZone)}
      </span>
    </li>
  );
}

/** The server writes the date alone: it knows neither the reader's day nor when the page will be read. */
function dayWords(at: string, timeZone: string | undefined): string {
  const date = new Date(at);
  if (timeZone === undefined) {
    const today = new Date();
    const yesterday = new Date(today);
    yesterday.setDate(today.getDate() - 1);
    if (date.toDateString() === today.toDateString()) return m.room_today();
    if (date.toDateString() === yesterday.toDateString()) return m.room_yesterday();
    if (date.getFullYear() === today.getFullYear()) return formatDate(at, "day");
  }
  return formatDate(at, "date", { timeZone });
}

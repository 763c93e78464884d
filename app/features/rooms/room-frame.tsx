import { useCallback, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { cn } from "~/lib/cn";
import { formatDate } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { loadedLater } from "~/lib/loaded-later";
import { useHydrated } from "~/lib/use-hydrated";
import { FilesUrlContext } from "./attachment-context";
import { ConnectionBanner } from "./connection-banner";
import { HistoryEdge } from "./history-edge";
import { JumpProvider } from "./jump-context";
import type { Line, Me, Outgoing } from "./line";
import type { FeedSnapshot } from "./feed-snapshot";
import { hasOlder } from "./line-log";
import { segments } from "./list-window";
import { MessageList, type OutgoingActions, type RenderNote } from "./message-list";
import type { BubbleLook } from "./message-bubble";
import type { Side } from "./presence";
import { RoomAnnouncer } from "./room-announcer";
import type { RoomClient } from "./room-client";
import { SearchButton } from "./search-button";
import { chunksOf, type Stretch } from "./timeline";
import { ToEndButton } from "./to-end-button";
import { ToUnreadButton } from "./to-unread-button";
import { useMarkedJump } from "./use-marked-jump";
import { useNotLoaded } from "./use-message-actions";
import { useRoomScroll } from "./use-room-scroll";

const SearchPanel = loadedLater(() => import("./search-panel"));
const noNotes: readonly Line[] = [];

/** Addresses around a room: of its files and its search, of a message in it, and, where there is no JavaScript, of more history. */
export type RoomLinks = {
  /** Takes files and gives them out, without a query. */
  files: string;
  /** Answers hits, without a query. */
  hits: string;
  search: string;
  message: (seq: number) => string;
  older: (before: number) => string;
  newest: string;
};

/**
 * The conversation with all around it but the composer: history, connection, who is typing, what is new below.
 *
 * @param props.notes at the desk: they stand among the messages
 * @param props.outgoing with how each looks and what can be done about it
 * @param props.presence a word about who is here or typing
 * @param props.openAt number of the message that the page was opened for
 */
export function RoomFrame(props: {
  room: Pick<RoomClient, "loadOlder" | "loadNewer" | "jumpTo" | "backToEnd" | "readTo">;
  feed: FeedSnapshot;
  notes?: readonly Line[];
  outgoing: readonly (Outgoing & { look: BubbleLook; actions: OutgoingActions })[];
  me: Me;
  side: Side;
  presence: ReactNode;
  composer: ReactNode;
  links: RoomLinks;
  openAt?: number | null;
  renderNote?: RenderNote;
  className?: string;
}) {
  const { room, feed, notes = noNotes, outgoing, me, side, links, openAt = null, renderNote } = props;
  const { log, window: apart, firstUnreadSeq } = feed;
  const isHydrated = useHydrated();
  const timeZone = isHydrated ? undefined : "UTC";
  const dayOf = useCallback((at: string) => formatDate(at, "date", { timeZone }), [timeZone]);

  const messages = apart?.lines ?? log.lines;
  const isOlder = hasOlder({ lines: messages });
  const hasNewer = apart !== null;
  const stretch = useMemo<Stretch>(() => ({ messages, notes, hasOlder: isOlder, hasNewer }), [messages, notes, isOlder, hasNewer]);
  const chunks = useMemo(() => chunksOf(stretch), [stretch]);
  const first = messages[0]?.seq ?? 1;
  // Where it opens: at the message asked for, else where reading goes on, else at its end.
  const [openingSeq] = useState(openAt ?? (firstUnreadSeq !== null && firstUnreadSeq >= first ? firstUnreadSeq : null));
  const { scroller, view, container, list } = useRoomScroll({
    chunks,
    hasNewer,
    openingSeq,
    ownCount: outgoing.length,
    lastSeq: log.last,
    onSeen: (seq) => room.readTo(seq),
    onOwn: () => room.backToEnd(),
  });
  const { jump, marked } = useMarkedJump(scroller, openAt, (seq) => room.jumpTo(seq));

  function toEnd() {
    if (!hasNewer) return scroller.toEnd();
    room.backToEnd();
    scroller.holdEnd(log.last);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.altKey || event.shiftKey) return;
    if (event.key === "End") toEnd();
    else if (event.key === "Home" && isOlder) void jump({ kind: "message", seq: 1, nearSeq: 1 }, { isFocused: false });
    else return;
    event.preventDefault();
  }

  const [isSearching, setSearching] = useState(false);
  const searchButton = useRef<HTMLAnchorElement>(null);
  const notLoaded = useNotLoaded();
  const closeSearch = useCallback(() => {
    setSearching(false);
    searchButton.current?.focus();
  }, []);
  return (
    <section aria-label={m.room_conversation()} className={cn("flex min-h-0 min-w-0 flex-1 flex-col", props.className)}>
      {isSearching ? (
        <SearchPanel
          url={links.hits}
          messageUrl={links.message}
          onJump={jump}
          onClose={closeSearch}
          onNotLoaded={() => notLoaded(closeSearch)}
        />
      ) : null}
      <div className="relative flex min-h-0 flex-1 flex-col">
        <ConnectionBanner
          status={feed.status}
          problem={feed.problem}
          isPolled={feed.isPolled}
          waiting={outgoing.filter(({ state }) => state === "queued" || state === "sending").length}
        />
        <div
          ref={container}
          data-room-scroll=""
          onKeyDown={onKeyDown}
          tabIndex={0}
          role="group"
          aria-label={m.room_message_history()}
          className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain rounded-lg px-3 py-4 [overflow-anchor:none] focus-visible:outline-offset-[-2px] sm:px-5"
        >
          <div>
            {isOlder ? (
              <HistoryEdge
                side="older"
                at={first}
                href={links.older(first)}
                isLoading={apart?.isLoadingOlder ?? feed.isLoadingOlder}
                onWanted={() => void room.loadOlder()}
                onClick={() => void room.loadOlder()}
              />
            ) : (
              <p className="pb-1 text-center text-xs text-muted-foreground">
                {messages.length + notes.length > 0 ? m.room_start() : m.room_empty()}
              </p>
            )}
            <FilesUrlContext.Provider value={links.files}>
              <JumpProvider value={jump}>
                <MessageList
                  stretch={stretch}
                  segments={segments(chunks, scroller.heights, view.range, view.kept)}
                  outgoing={hasNewer ? [] : outgoing}
                  me={me}
                  side={side}
                  timeZone={timeZone}
                  dayOf={dayOf}
                  firstUnread={firstUnreadSeq}
                  openingSeq={openingSeq}
                  lastSeq={log.last}
                  marked={marked}
                  renderNote={renderNote}
                  listRef={list}
                  onFocusRow={(row) => scroller.keep(row)}
                />
              </JumpProvider>
            </FilesUrlContext.Provider>
            {apart ? (
              <HistoryEdge
                side="newer"
                at={messages.at(-1)?.seq ?? 0}
                href={links.newest}
                isLoading={apart.isLoadingNewer}
                onWanted={() => void room.loadNewer()}
                onClick={toEnd}
              />
            ) : null}
          </div>
        </div>
        <ToUnreadButton feed={feed} isHydrated={isHydrated} onJump={jump} />
        <ToEndButton log={log} notes={notes} me={me} isAtEnd={view.isAtEnd} isApart={hasNewer} onClick={toEnd} />
      </div>
      <div className="flex h-7 shrink-0 items-center gap-3 px-4 text-xs text-muted-foreground sm:px-6">
        <div className="min-w-0 flex-1">{props.presence}</div>
        <SearchButton ref={searchButton} href={links.search} isOpen={isSearching} onToggle={() => setSearching(!isSearching)} />
      </div>
      <div className="shrink-0 px-3 pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:px-5">{props.composer}</div>
      <RoomAnnouncer lines={log.lines} me={me} />
    </section>
  );
}

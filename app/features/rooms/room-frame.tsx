import { ArrowDown } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { Spinner } from "~/components/ui/spinner";
import { buttonVariants } from "~/components/ui/button-variants";
import { cn } from "~/lib/cn";
import { formatDate } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { plainText } from "~/lib/text/plain-text";
import { useHydrated } from "~/lib/use-hydrated";
import { ConnectionBanner } from "./connection-banner";
import type { Line, Me, Outgoing } from "./line";
import type { FeedSnapshot } from "./feed-snapshot";
import { hasOlder } from "./line-log";
import { MessageList, type OutgoingActions, type RenderNote } from "./message-list";
import type { BubbleLook } from "./message-bubble";
import type { Side } from "./presence";
import { timeline } from "./timeline";
import { useRoomScroll } from "./use-room-scroll";

/**
 * The conversation with all around it but the composer: history, connection, who is typing, what is new below.
 *
 * @param props.entries messages, and at the desk notes, in the order of reading
 * @param props.outgoing with how each looks and what can be done about it
 * @param props.presence a word about who is here or typing
 * @param props.olderHref of a page with the history before these lines, where there is no JavaScript
 * @param props.newestHref back from there
 */
export function RoomFrame(props: {
  feed: FeedSnapshot;
  entries: readonly { kind: "message" | "note"; line: Line }[];
  outgoing: readonly (Outgoing & { look: BubbleLook; actions: OutgoingActions })[];
  me: Me;
  side: Side;
  presence: ReactNode;
  composer: ReactNode;
  onOlder: () => void;
  olderHref?: string;
  newestHref?: string;
  renderNote?: RenderNote;
  className?: string;
}) {
  const { feed, entries, outgoing, me, side, renderNote, onOlder } = props;
  const isHydrated = useHydrated();
  const timeZone = isHydrated ? undefined : "UTC";
  const items = useMemo(() => timeline(entries, (at) => formatDate(at, "date", { timeZone })), [entries, timeZone]);
  const { log } = feed;
  const isOlder = hasOlder(log);
  const { container, isAtEnd, onScroll, toEnd } = useRoomScroll(entries.at(-1)?.line.id, outgoing.length);
  const unseen = useUnseen(entries, me, isAtEnd);
  return (
    <section aria-label={m.room_conversation()} className={cn("flex min-h-0 min-w-0 flex-1 flex-col", props.className)}>
      <div className="relative flex min-h-0 flex-1 flex-col">
        <ConnectionBanner status={feed.status} problem={feed.problem} />
        <div
          ref={container}
          data-room-scroll=""
          onScroll={onScroll}
          tabIndex={0}
          role="group"
          aria-label={m.room_message_history()}
          className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain rounded-lg px-3 py-4 focus-visible:outline-offset-[-2px] sm:px-5"
        >
          <div>
            {isOlder ? (
              <Older href={props.olderHref} isLoading={feed.isLoadingOlder} onWanted={onOlder} />
            ) : (
              <p className="pb-1 text-center text-xs text-muted-foreground">{entries.length > 0 ? m.room_start() : m.room_empty()}</p>
            )}
            <MessageList entries={items} outgoing={outgoing} me={me} side={side} timeZone={timeZone} renderNote={renderNote} />
            {props.newestHref && !isHydrated ? (
              <a href={props.newestHref} className={cn(buttonVariants({ variant: "secondary", size: "sm" }), "mt-4")}>
                {m.room_newest()}
              </a>
            ) : null}
          </div>
        </div>
        {isAtEnd ? null : (
          <button
            type="button"
            onClick={toEnd}
            className={cn(
              "absolute bottom-3 left-1/2 z-10 flex -translate-x-1/2 cursor-pointer items-center gap-1.5 rounded-full border border-border px-3.5 py-1.5 text-xs font-semibold shadow-lg",
              unseen > 0 ? "bg-primary text-primary-foreground" : "bg-surface text-foreground",
            )}
          >
            <ArrowDown aria-hidden="true" className="size-3.5" />
            {unseen > 0 ? m.room_new_messages({ count: unseen }) : m.room_to_end()}
          </button>
        )}
      </div>
      <div className="flex h-6 shrink-0 items-center px-4 text-xs text-muted-foreground sm:px-6">{props.presence}</div>
      <div className="shrink-0 px-3 pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:px-5">{props.composer}</div>
      <Announcer entries={entries} me={me} />
    </section>
  );
}

/** History comes when its top comes into view; the link is for everybody else. */
function Older({ href, isLoading, onWanted }: { href: string | undefined; isLoading: boolean; onWanted: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  const wanted = useRef(onWanted);
  useEffect(() => {
    wanted.current = onWanted;
  });
  useEffect(() => {
    const element = mark.current;
    if (!element || isLoading) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) wanted.current();
      },
      // The conversation scrolls, not the page: a margin counts only around what clips.
      { root: element.closest("[data-room-scroll]"), rootMargin: "600px 0px 0px 0px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [isLoading]);
  return (
    <div ref={mark} className="flex h-9 items-center justify-center text-xs text-muted-foreground">
      {isLoading ? (
        <span role="status" className="flex items-center gap-2">
          <Spinner />
          {m.room_loading_older()}
        </span>
      ) : (
        <a
          href={href}
          className={buttonVariants({ variant: "ghost", size: "sm" })}
          onClick={(event) => {
            event.preventDefault();
            onWanted();
          }}
        >
          {m.room_older()}
        </a>
      )}
    </div>
  );
}

/** How many lines of others came while the reader was further up. */
function useUnseen(entries: readonly { line: Line }[], me: Me, isAtEnd: boolean): number {
  const lastId = entries.at(-1)?.line.id;
  const [seenId, setSeenId] = useState(lastId);
  if (isAtEnd && seenId !== lastId) setSeenId(lastId);
  const seen = entries.findIndex(({ line }) => line.id === seenId);
  return isAtEnd ? 0 : entries.slice(seen + 1).filter(({ line }) => line.senderId !== me.id).length;
}

/** Reads out what others say, and neither one's own lines nor history. */
function Announcer({ entries, me }: { entries: readonly { line: Line }[]; me: Me }) {
  const lastId = entries.at(-1)?.line.id;
  const [heard, setHeard] = useState({ lastId, words: [] as string[] });
  if (heard.lastId !== lastId) {
    const known = entries.findIndex(({ line }) => line.id === heard.lastId);
    const added = entries.slice(known + 1).filter(({ line }) => line.senderId !== me.id);
    setHeard({ lastId, words: added.slice(-5).map(({ line }) => m.room_announce({ name: line.senderName, text: plainText(line.body) })) });
  }
  return (
    <div aria-live="polite" className="sr-only">
      {heard.words.map((words, index) => (
        <p key={`${lastId ?? ""}${index}`}>{words}</p>
      ))}
    </div>
  );
}

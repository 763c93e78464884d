import { ChevronDown, ChevronUp, Search, X } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { buttonVariants } from "~/components/ui/button-variants";
import { Spinner } from "~/components/ui/spinner";
import { m } from "~/lib/i18n/messages";
import type { Jump } from "./jump-context";
import { maxQueryLength, type Hit } from "./room-search";
import { SearchHits } from "./search-hits";
import { useRoomSearch, type RoomSearch } from "./use-room-search";

/**
 * Search in the room, above the conversation: Enter goes from hit to hit, the newest first. Loaded when it is opened.
 *
 * @param props.url of the route that answers hits
 * @param props.messageUrl of the room around a message
 */
export default function SearchPanel(props: { url: string; messageUrl: (seq: number) => string; onJump: Jump; onClose: () => void }) {
  const { url, messageUrl, onJump, onClose } = props;
  const [query, setQuery] = useState("");
  const [current, setCurrent] = useState<Hit | null>(null);
  const [isOutOfReach, setOutOfReach] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const search = useRoomSearch(url, query);
  const { hits, hasMore, state } = search;
  const at = current ? hits.indexOf(current) : -1;

  useEffect(() => field.current?.focus(), []);

  async function choose(hit: Hit | undefined) {
    if (!hit) return;
    setCurrent(hit);
    setOutOfReach(!(await onJump(hit, { isFocused: false })));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") onClose();
    else if (event.target !== field.current) return;
    else if (event.key === "Enter") void choose(hits[event.shiftKey ? Math.max(0, at - 1) : Math.min(hits.length - 1, at + 1)]);
    else if (event.key === "ArrowDown") event.currentTarget.querySelector<HTMLElement>("[data-hit]")?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <search onKeyDown={onKeyDown} className="flex max-h-[55%] shrink-0 flex-col border-b border-border bg-surface">
      <div className="flex items-center gap-1 p-2">
        <Search aria-hidden="true" className="ms-2 size-4 shrink-0 text-muted-foreground" />
        <input
          ref={field}
          id="room-search"
          type="search"
          value={query}
          maxLength={maxQueryLength}
          dir="auto"
          autoComplete="off"
          enterKeyHint="search"
          aria-label={m.room_search()}
          placeholder={m.room_search_placeholder()}
          onChange={(event) => setQuery(event.target.value)}
          className="h-9 w-full min-w-0 rounded-md bg-transparent px-2 text-foreground placeholder:text-muted-foreground focus-visible:ring-3 focus-visible:ring-ring/25 focus-visible:outline-hidden [&::-webkit-search-cancel-button]:appearance-none"
        />
        <p role="status" className="flex shrink-0 items-center gap-2 px-1 text-xs whitespace-nowrap text-muted-foreground tabular-nums">
          {state === "searching" ? <Spinner /> : null}
          {countWords(search, at)}
        </p>
        <IconButton label={m.room_search_newer()} isDisabled={at <= 0} onClick={() => void choose(hits[at - 1])}>
          <ChevronUp aria-hidden="true" />
        </IconButton>
        <IconButton label={m.room_search_older()} isDisabled={at + 1 >= hits.length} onClick={() => void choose(hits[at + 1])}>
          <ChevronDown aria-hidden="true" />
        </IconButton>
        <IconButton label={m.room_search_close()} onClick={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      {isOutOfReach || state === "failed" ? (
        <p role="alert" className="px-4 pb-3 text-sm text-danger-ink">
          {m.room_search_failed()}
        </p>
      ) : null}
      {state === "done" && hits.length === 0 && !hasMore ? (
        <p className="px-4 pb-4 text-sm text-pretty text-muted-foreground">{m.room_search_none({ query: search.query })}</p>
      ) : null}
      {hits.length > 0 || hasMore ? (
        <div className="min-h-0 overflow-y-auto overscroll-contain px-2 pb-2">
          <SearchHits hits={hits} query={search.query} hrefOf={messageUrl} current={current} onChoose={(hit) => void choose(hit)} />
          {hasMore ? (
            <button
              type="button"
              onClick={search.more}
              disabled={state === "searching"}
              className={buttonVariants({ variant: "ghost", size: "sm", className: "mt-1 w-full" })}
            >
              {m.room_search_more()}
            </button>
          ) : null}
        </div>
      ) : null}
    </search>
  );
}

function countWords({ state, hits, hasMore }: RoomSearch, at: number): string {
  if (state === "idle" || hits.length === 0) return "";
  if (at >= 0)
    return hasMore
      ? m.room_search_place_of_more({ place: at + 1, count: hits.length })
      : m.room_search_place({ place: at + 1, count: hits.length });
  return hasMore ? m.room_search_count_more({ count: hits.length }) : m.room_search_count({ count: hits.length });
}

function IconButton({
  label,
  isDisabled,
  onClick,
  children,
}: {
  label: string;
  isDisabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      // Stays focusable, so that the focus is not lost at the last hit.
      aria-disabled={isDisabled ? true : undefined}
      onClick={() => {
        if (!isDisabled) onClick();
      }}
      className={buttonVariants({ variant: "ghost", size: "icon-sm" })}
    >
      {children}
    </button>
  );
}

import { LockKeyhole } from "lucide-react";
import type { KeyboardEvent } from "react";
import { Time } from "~/components/ui/time";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { plainText } from "~/lib/text/plain-text";
import { markedParts, type Hit } from "./room-search";

/**
 * What was found: each a link to its message.
 *
 * @param props.current the one that is shown in the room
 * @param props.onChoose without it the links lead to a page
 */
export function SearchHits(props: {
  hits: readonly Hit[];
  query: string;
  hrefOf: (seq: number) => string;
  current?: Hit | null;
  onChoose?: (hit: Hit) => void;
}) {
  const { hits, query, hrefOf, current, onChoose } = props;
  return (
    <ol aria-label={m.room_search_results()} onKeyDown={onChoose && moveFocus} className="flex flex-col gap-0.5">
      {hits.map((hit) => (
        <li key={`${hit.kind} ${hit.seq}`}>
          <a
            href={hrefOf(hit.nearSeq)}
            data-hit=""
            aria-current={hit === current ? "true" : undefined}
            onClick={(event) => {
              if (!onChoose || event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              onChoose(hit);
            }}
            className={cn(
              "block rounded-md border-s-3 px-3 py-2 transition-colors hover:bg-hover",
              hit === current ? "border-primary bg-hover" : "border-transparent",
            )}
          >
            <span className="flex items-baseline gap-2 text-xs text-muted-foreground">
              <bdi className="truncate font-semibold text-foreground">{hit.senderName}</bdi>
              {hit.kind === "note" ? (
                <span className="inline-flex items-center gap-1 self-center rounded-full bg-note px-1.5 py-px text-[0.6875rem] font-semibold whitespace-nowrap text-note-ink">
                  <LockKeyhole aria-hidden="true" className="size-3" />
                  {m.room_note_label()}
                </span>
              ) : null}
              <Time value={hit.createdAt} style="datetime" className="ms-auto shrink-0 tabular-nums" />
            </span>
            <span dir="auto" className="mt-0.5 line-clamp-2 block text-start text-sm wrap-anywhere">
              {markedParts(plainText(hit.excerpt), query).map((part, index) =>
                index % 2 === 0 ? (
                  part
                ) : (
                  <mark key={index} className="rounded-xs bg-warning-soft font-semibold text-warning-ink">
                    {part}
                  </mark>
                ),
              )}
            </span>
          </a>
        </li>
      ))}
    </ol>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-hit]")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  // Above the first one is the field.
  if (at + step < 0) document.getElementById("room-search")?.focus();
  else links[Math.min(links.length - 1, at + step)]?.focus();
}

import { useCallback, useEffect, useRef, useState } from "react";
import { mergeHits, type Hit, type SearchPage } from "./room-search";

/** After the last key: milliseconds. */
const pauseMs = 250;

export type RoomSearch = {
  /** What the hits are of. */
  query: string;
  hits: readonly Hit[];
  state: "idle" | "searching" | "done" | "failed";
  /** There may be more further back. */
  hasMore: boolean;
};

const nothing: RoomSearch = { query: "", hits: [], state: "idle", hasMore: false };

/**
 * Searches while somebody types.
 *
 * @param url of the route that answers hits, without a query
 */
export function useRoomSearch(url: string, query: string): RoomSearch & { more: () => void } {
  const [found, setFound] = useState(nothing);
  const page = useRef<Pick<SearchPage, "messages" | "notes" | "next"> | null>(null);
  const asked = useRef<AbortController | null>(null);

  const ask = useCallback(
    async (wanted: string, before: number | null) => {
      asked.current?.abort();
      const controller = (asked.current = new AbortController());
      setFound((current) => ({ ...current, state: "searching" }));
      const parameters = new URLSearchParams({ q: wanted, ...(before !== null && { before: String(before) }) });
      const answer = await fetchPage(`${url}?${parameters}`, controller.signal);
      if (controller.signal.aborted) return;
      if (!answer) return setFound((current) => ({ ...current, state: "failed" }));
      const known = before === null ? null : page.current;
      page.current = {
        messages: [...(known?.messages ?? []), ...answer.messages],
        notes: known?.notes ?? answer.notes,
        next: answer.next,
      };
      setFound({ query: wanted, hits: mergeHits(page.current), state: "done", hasMore: answer.next !== null });
    },
    [url],
  );

  useEffect(() => {
    const wanted = query.trim();
    const timer = wanted === "" ? undefined : setTimeout(() => void ask(wanted, null), pauseMs);
    return () => {
      clearTimeout(timer);
      asked.current?.abort();
    };
  }, [ask, query]);

  const more = useCallback(() => void ask(found.query, page.current?.next ?? null), [ask, found.query]);
  return { ...(query.trim() === "" ? nothing : found), more };
}

async function fetchPage(url: string, signal: AbortSignal): Promise<SearchPage | null> {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" }, signal });
    return response.ok ? ((await response.json()) as SearchPage) : null;
  } catch {
    return null;
  }
}

import { useEffect, useState, useSyncExternalStore } from "react";
import { useRealtime } from "~/lib/realtime/realtime-provider";
import { onWake } from "~/lib/realtime/wake";
import type { RealtimeConnection } from "~/lib/realtime/connection";
import type { RoomPage } from "~/lib/supabase/database-types";
import type { FeedSnapshot } from "./feed-snapshot";
import type { FeedPage } from "./feed-options";
import type { LineFeed } from "./line-feed";
import { RoomClient, type RoomClientOptions, type RoomState } from "./room-client";

/** Runs something while the page has a connection, and wakes it when the page may have missed something. */
export function useRunning(target: { start(connection: RealtimeConnection): () => void }, wake: () => void): void {
  const connection = useRealtime();
  useEffect(() => {
    if (!connection) return;
    const stop = target.start(connection);
    const stopListening = onWake(wake);
    return () => {
      stopListening();
      stop();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- wake is the same for the target's life
  }, [connection, target]);
}

export function useFeed<Page extends FeedPage>(feed: LineFeed<Page>): FeedSnapshot {
  return useSyncExternalStore(feed.subscribe, feed.getSnapshot, feed.getSnapshot);
}

/**
 * The room of a ticket, kept up to date. One room per component: give the component the ticket's id as its `key`.
 *
 * @param options.page the loader's; a newer one is merged, never starts anew
 */
export function useRoom(options: Omit<RoomClientOptions, "isVisible">): { room: RoomClient; feed: FeedSnapshot } & RoomState {
  const { page, onTicketChanged } = options;
  const [room] = useState(() => new RoomClient({ ...options, isVisible: () => !document.hidden }));
  const feed = useFeed(room.feed);
  const state = useSyncExternalStore(room.subscribe, room.getState, room.getState);
  useEffect(() => {
    room.whenTicketChanges(onTicketChanged);
  });
  useRunning(room, () => room.wake());
  useMerged(page, (newer: RoomPage) => room.take(newer));
  return { room, feed, ...state };
}

/** Hands over each page of the loader but the first, which the client started with. */
export function useMerged<Page>(page: Page, take: (page: Page) => void): void {
  const [first] = useState(page);
  useEffect(() => {
    if (page !== first) take(page);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each page
  }, [page]);
}

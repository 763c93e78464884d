import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { m } from "~/lib/i18n/messages";
import type { FeedSnapshot } from "./feed-snapshot";
import type { Me } from "./line";
import { MessageActions, type ActionsState, type RoomNow } from "./message-actions";
import type { Side } from "./presence";
import type { RoomClient } from "./room-client";

/** What rows need of the room that they stand in. */
export type RoomActions = {
  actions: MessageActions;
  /** Address of a message in its room. */
  linkTo: (seq: number) => string;
  /** Where a message's readers and earlier versions are answered, without a query; customers have no such address. */
  detailsUrl?: string;
};

const RoomActionsContext = createContext<RoomActions | null>(null);
export const RoomActionsProvider = RoomActionsContext.Provider;

/** Null where lines are only shown. */
export function useRoomActions(): RoomActions | null {
  return useContext(RoomActionsContext);
}

/** The actions of a room, kept up with what is in it. */
export function useMessageActions(options: {
  room: RoomClient;
  feed: FeedSnapshot;
  me: Me;
  side: Side;
  isOpen: boolean;
  editWindowSeconds: number;
}): MessageActions {
  const { room, feed, me, side, isOpen, editWindowSeconds } = options;
  const { log, window: apart, receipts } = feed;
  const now: RoomNow = { lines: log.lines, shown: apart?.lines ?? log.lines, receipts, isOpen };
  const [actions] = useState(() => new MessageActions({ room, me, side, editWindowMs: editWindowSeconds * 1000, now }));
  useEffect(() => actions.update(now));
  return actions;
}

/** @returns takes away what could not be loaded, and says so */
export function useNotLoaded(): (close: () => void) => void {
  const actions = useRoomActions()?.actions;
  return (close) => {
    close();
    actions?.notify(m.room_not_loaded(), true);
  };
}

const nothing = () => () => undefined;

/** A part of what is being done; the component is drawn anew when that part is another. */
export function useActionsState<Part>(actions: MessageActions | undefined, select: (state: ActionsState) => Part, without: Part): Part {
  const read = () => (actions ? select(actions.getState()) : without);
  return useSyncExternalStore(actions?.subscribe ?? nothing, read, read);
}

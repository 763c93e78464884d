import { useCallback, useEffect, useRef } from "react";
import { useChannels } from "~/lib/realtime/realtime-provider";

/** At most one refresh in this time, however many tickets change: milliseconds. */
const gatherFor = 400;
/** The net under the channel, while the page is seen. */
const pollEvery = 30_000;

/** Which ticket a push tells of, null for one that does not say; and, if no more than reading it has changed, who did. */
function readPush(payload: unknown): { ticketId: string | null; readBy: string | null } {
  const { kind, ticket_id: id, member_id: member } = (payload ?? {}) as Record<string, unknown>;
  return { ticketId: typeof id === "string" ? id : null, readBy: kind === "read" && typeof member === "string" ? member : null };
}

/**
 * Hears which tickets of a workspace change.
 *
 * @param topics the workspace's inbox, and the part of it of each private team that the agent sees
 * @param memberId of the agent whose desk this is: what the others read changes nothing here
 * @param handlers.onChanged the tickets that changed in the last moment; `null` when anything may have (after each
 *   join, and now and then)
 * @param handlers.onMoved the topics have new names, or are others: load the desk's frame anew
 */
export function useInboxChannels(
  topics: readonly string[],
  memberId: string,
  handlers: { onChanged(ticketIds: ReadonlySet<string> | null): void; onMoved(): void },
) {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const gathered = useRef<{ ids: Set<string>; isAnything: boolean; timer: ReturnType<typeof setTimeout> | undefined }>({
    ids: new Set(),
    isAnything: false,
    timer: undefined,
  });

  const tell = useCallback((ticketId: string | null) => {
    const pending = gathered.current;
    if (ticketId === null) pending.isAnything = true;
    else pending.ids.add(ticketId);
    pending.timer ??= setTimeout(() => {
      const changed = pending.isAnything ? null : pending.ids;
      gathered.current = { ids: new Set(), isAnything: false, timer: undefined };
      latest.current.onChanged(changed);
    }, gatherFor);
  }, []);

  useChannels(topics, {
    onSubscribed: () => tell(null),
    onBroadcast: (event, payload) => {
      if (event === "ticket_changed") {
        const { ticketId, readBy } = readPush(payload);
        if (readBy === null || readBy === memberId) tell(ticketId);
      }
      // All desks of the workspace hear this at once; they need not all ask at once.
      if (event === "topic_moved") setTimeout(() => latest.current.onMoved(), Math.random() * 1500);
    },
  });

  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) tell(null);
    }, pollEvery);
    return () => {
      clearInterval(timer);
      clearTimeout(gathered.current.timer);
      gathered.current.timer = undefined;
    };
  }, [tell]);
}

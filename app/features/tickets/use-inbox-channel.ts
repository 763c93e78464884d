import { useCallback, useEffect, useRef } from "react";
import { useChannel } from "~/lib/realtime/realtime-provider";

/** At most one refresh in this time, however many tickets change: milliseconds. */
const gatherFor = 400;
/** The net under the channel, while the page is seen. */
const pollEvery = 30_000;

const ticketIdOf = (payload: unknown): string | null => {
  const id = typeof payload === "object" && payload !== null ? (payload as { ticket_id?: unknown }).ticket_id : null;
  return typeof id === "string" ? id : null;
};

/**
 * Hears which tickets of a workspace change.
 *
 * @param topic the inbox topic of the workspace
 * @param handlers.onChanged the tickets that changed in the last moment; `null` when anything may have (after each
 *   join, and now and then)
 * @param handlers.onMoved the topic has a new name: load the desk's frame anew
 */
export function useInboxChannel(topic: string, handlers: { onChanged(ticketIds: ReadonlySet<string> | null): void; onMoved(): void }) {
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

  useChannel(topic, {
    onSubscribed: () => tell(null),
    onBroadcast: (event, payload) => {
      if (event === "ticket_changed") tell(ticketIdOf(payload));
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

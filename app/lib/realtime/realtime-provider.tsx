import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from "react";
import { RealtimeConnection, type ChannelStatus } from "./connection";
import { onWake, useIsOffline } from "./wake";

const RealtimeContext = createContext<RealtimeConnection | null>(null);

/**
 * One socket for everything below it, opened when the first topic is joined.
 *
 * @param props.url the address of Supabase, from the loader
 * @param props.publishableKey from the loader
 * @param props.tokenUrl answers the access token of the page's session (paths.portalToken, paths.deskToken)
 */
export function RealtimeProvider(props: { url: string; publishableKey: string; tokenUrl: string; children: ReactNode }) {
  const { url, publishableKey, tokenUrl } = props;
  const [connection, setConnection] = useState<RealtimeConnection | null>(null);
  useEffect(() => {
    const opened = new RealtimeConnection({ url, publishableKey, tokenUrl });
    // Only the browser has one: the server renders without.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setConnection(opened);
    const stopListening = onWake(() => void opened.wake());
    return () => {
      stopListening();
      void opened.close();
    };
  }, [url, publishableKey, tokenUrl]);
  return <RealtimeContext.Provider value={connection}>{props.children}</RealtimeContext.Provider>;
}

/** The connection of the page; null while the server renders and until the page is live. */
export function useRealtime(): RealtimeConnection | null {
  return useContext(RealtimeContext);
}

/**
 * Listens to several topics as if they were one. Those that stay when others come or go are not joined anew.
 *
 * @param topics in any order, each once
 * @param handlers as those of useChannel(); `onSubscribed` is called for each topic
 */
export function useChannels(
  topics: readonly string[],
  handlers: { onBroadcast?: (event: string, payload: unknown) => void; onSubscribed?: () => void },
): void {
  const connection = useRealtime();
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  // Loaders answer a new list each time.
  const names = topics.join(" ");
  useEffect(() => {
    if (!connection || names === "") return;
    // A topic that is left and joined again within a moment stays joined (connection.ts).
    const handles = names.split(" ").map((topic) =>
      connection.join(topic, {
        onBroadcast: (event, payload) => latest.current.onBroadcast?.(event, payload),
        onStatus: (next) => {
          if (next === "live") latest.current.onSubscribed?.();
        },
      }),
    );
    return () => handles.forEach((handle) => handle.leave());
  }, [connection, names]);
}

/**
 * Listens to a topic for as long as the component is there.
 *
 * @param topic null listens to nothing
 * @param handlers may be inline functions; `onSubscribed` is called after each join, to fetch what was missed
 * @returns how it stands, `offline` when the device has no network at all
 */
export function useChannel(
  topic: string | null,
  handlers: { onBroadcast?: (event: string, payload: unknown) => void; onSubscribed?: () => void },
): ChannelStatus | "offline" {
  const connection = useRealtime();
  const [status, setStatus] = useState<ChannelStatus>("connecting");
  const isOffline = useIsOffline();
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    if (!connection || topic === null) return;
    const handle = connection.join(topic, {
      onBroadcast: (event, payload) => latest.current.onBroadcast?.(event, payload),
      onStatus: (next) => {
        setStatus(next);
        if (next === "live") latest.current.onSubscribed?.();
      },
    });
    return () => handle.leave();
  }, [connection, topic]);
  return isOffline ? "offline" : status;
}

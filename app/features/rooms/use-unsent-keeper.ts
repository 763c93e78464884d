import { useLocation } from "@remix-run/react";
import { useEffect, useState } from "react";
import { onWake } from "~/lib/realtime/wake";
import type { Side } from "./presence";
import type { UnsentKeeper } from "./unsent-keeper";

/**
 * Sends what this browser keeps unsent of rooms that are not open. Loaded once the page is at rest.
 *
 * @param personId whose; without it everybody's of this side who wrote in this browser
 */
export function useUnsentKeeper(side: Side, personId?: string): void {
  const { pathname } = useLocation();
  const [keeper, setKeeper] = useState<UnsentKeeper | null>(null);
  useEffect(() => {
    let isOver = false;
    let loading: Promise<void> | undefined;
    const load = () => {
      loading ??= import("./unsent-keeper").then(
        ({ UnsentKeeper: Keeper }) => {
          if (!isOver) setKeeper(new Keeper({ side, personId }));
        },
        // Without a network: once it is back.
        () => (loading = undefined),
      );
    };
    const stopListening = onWake(load);
    const timer = setTimeout(load, restMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
      stopListening();
    };
  }, [side, personId]);
  useEffect(() => keeper?.start(), [keeper]);
  // A room may have been left with lines in it.
  useEffect(() => keeper?.wake(), [keeper, pathname]);
}

/** A page that has just been opened has more urgent things to load: milliseconds. */
const restMs = 1500;

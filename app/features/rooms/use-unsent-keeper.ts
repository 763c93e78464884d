import { useLocation } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { onWake } from "~/lib/realtime/wake";
import { lookMs } from "./outbox";
import type { Side } from "./presence";
import type { UnsentKeeper } from "./unsent-keeper";

/** A page that has just been opened has more urgent things to load: milliseconds. */
const restMs = 1500;

/**
 * Sends what this browser keeps unsent of rooms that are not open. What sends is loaded once there is something to send.
 *
 * @param personId whose; without it everybody's of this side who wrote in this browser
 */
export function useUnsentKeeper(side: Side, personId?: string): void {
  const { pathname } = useLocation();
  const look = useRef<() => void>();
  useEffect(() => {
    let keeper: UnsentKeeper | undefined;
    let stop: () => void = () => undefined;
    let isOver = false;
    async function start() {
      const { unsentPlaces } = await import("./browser-outbox");
      const places = await unsentPlaces(side);
      if (places.length === 0) return;
      const { UnsentKeeper: Keeper } = await import("./unsent-keeper");
      if (isOver || keeper) return;
      keeper = new Keeper({ side, personId });
      stop = keeper.start();
    }
    look.current = () => {
      if (keeper) keeper.wake();
      // What cannot be loaded without a network is asked for again when it is back.
      else start().catch(() => undefined);
    };
    // Once it is there it looks by itself.
    const lookForWork = () => {
      if (!keeper) look.current?.();
    };
    const stopListening = onWake(lookForWork);
    const timer = setInterval(lookForWork, lookMs);
    return () => {
      isOver = true;
      stopListening();
      clearInterval(timer);
      stop();
    };
  }, [side, personId]);
  // With the page a room may have been left, with lines in it.
  useEffect(() => {
    const timer = setTimeout(() => look.current?.(), restMs);
    return () => clearTimeout(timer);
  }, [pathname]);
}

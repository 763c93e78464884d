import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { onWake } from "~/lib/realtime/wake";

/** While the page is seen: milliseconds. */
const refreshEvery = 20_000;

/**
 * Loads the page's data anew when somebody comes back to it, and now and then: no channel tells of all the tickets of a
 * customer.
 *
 * @param isWanted false when there is nothing that could change
 */
export function useFreshList(isWanted: boolean): void {
  const { revalidate, state } = useRevalidator();
  const latest = useRef(() => undefined as void);
  useEffect(() => {
    latest.current = () => {
      if (state === "idle" && !document.hidden) revalidate();
    };
  });
  useEffect(() => {
    if (!isWanted) return;
    const refresh = () => latest.current();
    const stopListening = onWake(refresh);
    const timer = setInterval(refresh, refreshEvery);
    return () => {
      stopListening();
      clearInterval(timer);
    };
  }, [isWanted]);
}

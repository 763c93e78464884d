import { useRouteLoaderData } from "@remix-run/react";
import { useCallback } from "react";

let behind: number | undefined;

/**
 * How far this browser's clock is behind the server's: milliseconds.
 *
 * @param servedAt the server's time when it answered with the page, in milliseconds since 1970
 */
export function clockDifference(servedAt: number | undefined): number {
  const [page] = performance.getEntriesByType?.("navigation") as PerformanceNavigationTiming[];
  // A page that is gone back to may be of long ago: then its own clock is all there is.
  if (servedAt === undefined || !page || page.type === "back_forward") return 0;
  return servedAt - (performance.timeOrigin + page.responseStart);
}

/** What time it is by the server's clock, in milliseconds since 1970: what is late is decided there. */
export function useServerClock(): () => number {
  const servedAt = useRouteLoaderData<{ servedAt: number }>("root")?.servedAt;
  return useCallback(() => Date.now() + (behind ??= clockDifference(servedAt)), [servedAt]);
}

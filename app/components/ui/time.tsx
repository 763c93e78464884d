import { useEffect, useState } from "react";
import { formatDate, formatRelative, type DateStyle } from "~/lib/i18n/format";
import { useHydrated } from "~/lib/use-hydrated";

/** The current time, anew every half minute while the page is seen. */
function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isTicking) return;
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now());
    }, 30_000);
    return () => clearInterval(timer);
  }, [isTicking]);
  return now;
}

/**
 * A point in time: words to read, the exact time in `title` and `dateTime`.
 *
 * The server writes it in UTC (it cannot know the reader's zone), the browser in the reader's zone. The `key`
 * makes React replace the server's text after hydration instead of complaining about it or keeping it.
 *
 * @param props.value ISO 8601
 * @param props.style "relative" counts along ("3 minutes ago"); the others stand still
 */
export function Time({
  value,
  style = "relative",
  className,
}: {
  value: string;
  style?: "relative" | "relative-short" | DateStyle;
  className?: string;
}) {
  const isHydrated = useHydrated();
  const isRelative = style === "relative" || style === "relative-short";
  const now = useNow(isRelative);
  const timeZone = isHydrated ? undefined : "UTC";
  const words = isRelative
    ? formatRelative(value, now, { style: style === "relative" ? "long" : "narrow" })
    : formatDate(value, style, { timeZone });
  return (
    <time
      key={isHydrated ? "browser" : "server"}
      dateTime={value}
      title={formatDate(value, "full", { timeZone })}
      className={className}
      suppressHydrationWarning
    >
      {words}
    </time>
  );
}

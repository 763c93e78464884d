import { formatMoment } from "~/lib/i18n/moment";
import { useHydrated } from "~/lib/use-hydrated";

/**
 * A point in time for which the zone matters: the server writes it in a zone that it names, the browser in the reader's
 * own, which `own` may say too.
 *
 * @param props.value ISO 8601
 * @param props.timeZone the server's: an IANA name
 */
export function ZonedTime({ value, timeZone, own }: { value: string; timeZone: string; own?: (time: { time: string }) => string }) {
  const isHydrated = useHydrated();
  const words = formatMoment(value, isHydrated ? undefined : timeZone);
  return (
    <time key={isHydrated ? "browser" : "server"} dateTime={value} suppressHydrationWarning>
      {isHydrated ? (own ? own({ time: words }) : words) : `${words} (${timeZone.replaceAll("_", " ")})`}
    </time>
  );
}

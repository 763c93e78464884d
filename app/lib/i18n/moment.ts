/** Moments not far from now, by day of the week: "Fri, Nov 27, 12:00 PM". Apart from format.ts, which every page loads. */
import { formatTag, getLocale } from "./locale";

const day: Intl.DateTimeFormatOptions = { weekday: "short", month: "short", day: "numeric" };
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * @param value ISO 8601
 * @param timeZone an IANA name; the runtime's own zone without it
 * @param isDayOnly leaves the time of day out
 */
export function formatMoment(value: string, timeZone?: string, isDayOnly = false): string {
  const key = `${getLocale()} ${timeZone} ${isDayOnly}`;
  let format = formats.get(key);
  if (!format) {
    const options = isDayOnly ? day : ({ ...day, hour: "numeric", minute: "2-digit" } as const);
    formats.set(key, (format = new Intl.DateTimeFormat(formatTag(getLocale()), { ...options, timeZone })));
  }
  return format.format(new Date(value));
}

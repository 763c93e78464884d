/** Days of a calendar as `YYYY-MM-DD`, without a time or a zone. */

const dayMs = 86_400_000;
const pattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether a text is a day that there is: not 30 February. */
export function isDay(text: string): boolean {
  if (!pattern.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return time >= 0 && new Date(time).toISOString().startsWith(text);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/**
 * The day that it is somewhere.
 *
 * @param now milliseconds since 1970
 * @param timeZone an IANA name; UTC where this runtime does not know it
 */
export function dayIn(now: number, timeZone: string): string {
  const zone = isTimeZone(timeZone) ? timeZone : "UTC";
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(now);
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The first time from `today` on that a special day comes.
 *
 * @param day a yearly one comes on its date of every year, 29 February in leap years
 * @returns null for one that is over
 */
export function nextTime(day: { date: string; isYearly: boolean }, today: string): string | null {
  if (!day.isYearly) return day.date >= today ? day.date : null;
  const year = Number(today.slice(0, 4));
  // Eight years lie between leap years where a century leaves one out.
  for (let next = year; next <= year + 8; next++) {
    const date = String(next).padStart(4, "0") + day.date.slice(4);
    if (date >= today && isDay(date)) return date;
  }
  return null;
}

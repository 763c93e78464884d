/** Opening hours of a day, as they are typed: "HH:MM". An end that is not after its start lies on the next day. */

export type Hours = { opens: string; closes: string };

const dayMinutes = 24 * 60;

/** Minutes since midnight; null while a time is not typed whole. */
export function minutesOf(time: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

/** How hours end: on their own day, at its end, or on the next day. Null while they are not typed whole. */
export function endOf({ opens, closes }: Hours): "same_day" | "whole_day" | "midnight" | "next_day" | null {
  const from = minutesOf(opens);
  const to = minutesOf(closes);
  if (from === null || to === null) return null;
  if (to > from) return "same_day";
  if (to > 0) return "next_day";
  return from === 0 ? "whole_day" : "midnight";
}

/**
 * The open parts of a day in percent of it, to be drawn.
 *
 * @param day hours that begin on this day
 * @param dayBefore those of the day before, which may last until this one
 */
export function openParts(day: readonly Hours[], dayBefore: readonly Hours[]): { start: number; end: number }[] {
  const percent = (minutes: number) => (minutes / dayMinutes) * 100;
  const spill = dayBefore
    .filter((hours) => endOf(hours) === "next_day")
    .map(({ closes }) => ({ start: 0, end: percent(minutesOf(closes)!) }));
  const own = day
    .filter((hours) => endOf(hours) !== null)
    .map((hours) => ({
      start: percent(minutesOf(hours.opens)!),
      end: endOf(hours) === "same_day" ? percent(minutesOf(hours.closes)!) : 100,
    }));
  return [...spill, ...own];
}

/** The hours to offer next: after the last ones, where there is room on the day. */
export function nextHours(day: readonly Hours[]): Hours {
  const last = day.at(-1);
  if (!last) return { opens: "09:00", closes: "17:00" };
  const end = endOf(last) === "same_day" ? minutesOf(last.closes)! : null;
  if (end === null || end >= 22 * 60) return { opens: "", closes: "" };
  const words = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  return { opens: words(end + 60), closes: words(Math.min(end + 5 * 60, dayMinutes - 1)) };
}

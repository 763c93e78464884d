/** When an answer is due, in words that count along. */
import { formatNumber } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export type DueState = "later" | "soon" | "overdue";

/**
 * How pressing a due time is: `soon` in the last quarter of the time allowed (at least five minutes), `overdue` from
 * the due time on.
 *
 * @param due ISO 8601; `since` is when the time began to run, `now` milliseconds since 1970
 */
export function dueState({ due, since }: { due: string; since: string | null }, now: number): DueState {
  const end = Date.parse(due);
  if (now >= end) return "overdue";
  const allowed = since === null ? 0 : end - Date.parse(since);
  return end - now <= Math.max(allowed / 4, 5 * minute) ? "soon" : "later";
}

/** "Due in 3h 20m", "Overdue 2d". */
export function dueWords(due: string, now: number): string {
  const left = Date.parse(due) - now;
  return left > 0 ? m.desk_due_in({ time: durationWords(left) }) : m.desk_overdue_by({ time: durationWords(-left) });
}

/**
 * A length of time, short: two units where the second still matters, else one.
 *
 * @param milliseconds not negative; a started minute counts, so that nothing is ever due in no time
 */
export function durationWords(milliseconds: number): string {
  const unit = (value: number, name: "day" | "hour" | "minute") =>
    formatNumber(value, { style: "unit", unit: name, unitDisplay: "narrow" });
  if (milliseconds >= 2 * day) return unit(Math.round(milliseconds / day), "day");
  const minutes = Math.max(1, Math.ceil(milliseconds / minute));
  const hours = Math.floor(minutes / 60);
  if (hours >= 10) return unit(Math.round(milliseconds / hour), "hour");
  if (hours === 0) return unit(minutes, "minute");
  return minutes % 60 === 0 ? unit(hours, "hour") : `${unit(hours, "hour")} ${unit(minutes % 60, "minute")}`;
}

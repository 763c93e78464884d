/** When something is due for a ticket, in words that count along. */
import { formatNumber } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export type DueState = "later" | "soon" | "overdue";

/** ISO 8601: when it is due, and from when on that is soon. */
export type DueTimes = { due: string; warnAt: string | null };

/**
 * How pressing a due time is: `soon` from its warning on, `overdue` from the due time on.
 *
 * @param now milliseconds since 1970
 */
export function dueState({ due, warnAt }: DueTimes, now: number): DueState {
  if (now >= Date.parse(due)) return "overdue";
  return warnAt !== null && now >= Date.parse(warnAt) ? "soon" : "later";
}

/** "Due in 3h 20m", "Due soon: 40m", "Overdue 2d". */
export function dueWords(times: DueTimes, now: number): string {
  const left = Date.parse(times.due) - now;
  const time = durationWords(Math.abs(left));
  switch (dueState(times, now)) {
    case "later":
      return m.desk_due_in({ time });
    case "soon":
      return m.desk_due_soon({ time });
    case "overdue":
      return m.desk_overdue_by({ time });
  }
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

/** The moments at which countdowns of these tickets turn: their warnings and due times. */
export const dueTurns = (tickets: readonly { sla_due_at: string | null; sla_warn_at: string | null }[]): (string | null)[] =>
  tickets.flatMap(({ sla_due_at, sla_warn_at }) => [sla_warn_at, sla_due_at]);

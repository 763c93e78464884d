/** What was found in a file of holidays, and how it comes into a calendar's form. */
import { z } from "zod";
import { isDay } from "./calendar-dates";

/** Of a file that is read. */
export const maxIcsBytes = 1024 * 1024;

export const foundDaySchema = z.object({
  date: z.string().refine(isDay),
  name: z.string().max(120),
  isYearly: z.boolean(),
});

export type FoundDay = z.infer<typeof foundDaySchema>;

/** Counted is what the file holds besides and is not offered. */
export type FoundDays = {
  fileName: string;
  days: FoundDay[];
  /** Events with a time of day. */
  timed: number;
  /** Days before today. */
  past: number;
  /** Events whose date cannot be read. */
  unreadable: number;
};

type Dated = { date: string; isYearly: boolean };

/** Whether a day is among others already: on this very date, or every year. */
export function isAmong(day: Dated, others: readonly Dated[]): boolean {
  return others.some((other) => (other.isYearly ? other.date.slice(5) === day.date.slice(5) : !day.isYearly && other.date === day.date));
}

/** Adds days that are not there yet, closed, and puts all in order. What is there stays as it is. */
export function withFoundDays<T extends Dated & { name: string; hours: unknown[] }>(
  there: readonly T[],
  found: readonly FoundDay[],
): (T | (FoundDay & { hours: [] }))[] {
  const added = found.filter((day) => !isAmong(day, there)).map((day) => ({ ...day, hours: [] as [] }));
  return [...there, ...added].sort((one, other) => one.date.localeCompare(other.date));
}

/** Lengths of time as people type them: a number and its unit. */
import { formatNumber } from "~/lib/i18n/format";
import type { SlaBasis } from "~/lib/supabase/sla-types";

export const durationUnits = ["minutes", "hours", "days"] as const;
export type DurationUnit = (typeof durationUnits)[number];
type DurationParts = { amount: string; unit: DurationUnit };

const secondsPer: Record<DurationUnit, number> = { minutes: 60, hours: 3600, days: 86_400 };
const threeDays = 3 * secondsPer.days;

/** What targets, warnings and escalations may be at most: ten years. */
export const longestSeconds = 315_360_000;

/**
 * The units a length may be given in. Of opening hours there are no days: "1 day" is 24 hours to one person and a day's
 * work to the next.
 */
export function unitsOf(basis: SlaBasis): readonly DurationUnit[] {
  return basis === "calendar" ? durationUnits : ["minutes", "hours"];
}

/**
 * Seconds as number and unit, so that `toSeconds` gives the same seconds again. Three days and less stay in hours, as
 * targets are usually spoken of.
 */
export function toParts(seconds: number, basis: SlaBasis): DurationParts {
  if (basis === "calendar" && seconds > threeDays && seconds % secondsPer.days === 0)
    return { amount: String(seconds / secondsPer.days), unit: "days" };
  if (seconds > 0 && seconds % secondsPer.hours === 0) return { amount: String(seconds / secondsPer.hours), unit: "hours" };
  return { amount: String(Math.round((seconds / secondsPer.minutes) * 10_000) / 10_000), unit: "minutes" };
}

/** @param amount digits, with a decimal point or comma. @returns whole seconds; NaN for what is no number */
export function toSeconds(amount: string, unit: DurationUnit): number {
  if (!/^\d{1,9}([.,]\d{1,4})?$/.test(amount.trim())) return Number.NaN;
  return Math.round(Number(amount.trim().replace(",", ".")) * secondsPer[unit]);
}

/** "4h", "1h 30m", "5 days"; of opening hours always hours and minutes. */
export function lengthWords(seconds: number, basis: SlaBasis): string {
  const unit = (value: number, name: "day" | "hour" | "minute" | "second") =>
    formatNumber(value, { style: "unit", unit: name, unitDisplay: name === "day" ? "long" : "narrow" });
  if (basis === "calendar" && seconds > threeDays && seconds % secondsPer.days === 0) return unit(seconds / secondsPer.days, "day");
  const parts = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ] as const;
  const said = parts.filter(([value]) => value > 0);
  return said.length === 0 ? unit(0, "minute") : said.map(([value, name]) => unit(value, name)).join(" ");
}

/** Dates, times and numbers in the current locale. Formatters are costly to make, so each is kept. */
import { formatTag, getLocale, type Locale } from "./locale";

const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

function kept<T>(cache: Map<string, T>, key: string, make: () => T): T {
  let value = cache.get(key);
  if (!value) cache.set(key, (value = make()));
  return value;
}

export type DateStyle = "date" | "time" | "datetime" | "appointment" | "day" | "full";

const dateStyles: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  date: { year: "numeric", month: "short", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  datetime: { year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" },
  appointment: { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" },
  day: { weekday: "long", month: "long", day: "numeric" },
  full: { dateStyle: "full", timeStyle: "long" },
};

/**
 * A point in time as words.
 *
 * @param value a Date or an ISO 8601 string
 * @param options.timeZone an IANA name; the runtime's own zone without it
 */
export function formatDate(value: Date | string, style: DateStyle = "date", options: { timeZone?: string; locale?: Locale } = {}): string {
  const locale = options.locale ?? getLocale();
  const format = kept(dateFormats, `${locale}|${style}|${options.timeZone ?? ""}`, () => {
    return new Intl.DateTimeFormat(formatTag(locale), { ...dateStyles[style], timeZone: options.timeZone });
  });
  return format.format(typeof value === "string" ? new Date(value) : value);
}

/** A number with the locale's separators. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions & { locale?: Locale } = {}): string {
  const { locale = getLocale(), ...rest } = options;
  return kept(numberFormats, `${locale}|${JSON.stringify(rest)}`, () => new Intl.NumberFormat(formatTag(locale), rest)).format(value);
}

/** A file's size, in steps of 1,024 as people's own machines count: "10 MB". */
export function formatBytes(bytes: number, options: { locale?: Locale } = {}): string {
  const step = bytes < 1024 ? 0 : bytes < 1024 ** 2 ? 1 : 2;
  const value = bytes / 1024 ** step;
  const unit = (["byte", "kilobyte", "megabyte"] as const)[step];
  return formatNumber(value, {
    ...options,
    style: "unit",
    unit,
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 ? 1 : 0,
  });
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/**
 * How far away a point in time is: "3 minutes ago", "in 2 hours", "now" under 45 seconds.
 *
 * @param now milliseconds since 1970; an argument, because time is one
 */
export function formatRelative(
  value: Date | string,
  now: number,
  options: { style?: Intl.RelativeTimeFormatStyle; locale?: Locale } = {},
): string {
  const { style = "long", locale = getLocale() } = options;
  const seconds = ((typeof value === "string" ? new Date(value) : value).getTime() - now) / 1000;
  const format = kept(
    relativeFormats,
    `${locale}|${style}`,
    () => new Intl.RelativeTimeFormat(formatTag(locale), { numeric: "auto", style }),
  );
  if (Math.abs(seconds) < 45) return format.format(0, "second");
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size * 0.92) ?? ["minute", 60];
  return format.format(Math.round(seconds / length), unit);
}

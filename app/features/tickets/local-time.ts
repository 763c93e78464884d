/** Times as `<input type="datetime-local">` writes them, which says no zone. */

/** @param zone "browser" writes the reader's own wall time, else UTC's */
export function toLocalTime(at: string, zone: "browser" | "utc"): string {
  const time = new Date(at);
  const shifted = zone === "utc" ? time : new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** The moment that a browser's own wall time names, as ISO 8601; null for what is no time. */
export function fromLocalTime(text: string): string | null {
  const time = new Date(text);
  return text === "" || Number.isNaN(time.getTime()) ? null : time.toISOString();
}

type Fields = Record<string, string | number | boolean | null | undefined>;

/**
 * Writes one line of JSON: `{"at":"…","level":"info","event":"job_done",…}`. Values that hold line breaks stay on the
 * line, because JSON escapes them. Never give it what a customer wrote, a password or a database address.
 */
export function log(level: "info" | "warn" | "error", event: string, fields: Fields = {}): void {
  const stream = level === "error" ? process.stderr : process.stdout;
  stream.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
}

/** What went wrong, in one line and without the statement or the address it went wrong with. */
export function reason(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reason(error.errors[0]);
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, " ").slice(0, 500);
}

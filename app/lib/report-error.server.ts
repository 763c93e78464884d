/**
 * Notes an error in the log, as one line of JSON: one that was thrown, and one that is answered in words instead.
 * People read "it has been noted"; this is where.
 *
 * @param details of the request: `request_id`, `method`, `path` (without the query: it may carry a secret)
 */
export function reportError(error: unknown, details: Record<string, unknown> = {}): void {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  console.error(JSON.stringify({ time: new Date().toISOString(), level: "error", message, ...details, stack }));
}

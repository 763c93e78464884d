/**
 * Notes an error that is answered in words instead of thrown, in the same form as those that are thrown. People
 * read "it has been noted"; this is where.
 */
export function reportError(error: unknown, details: { request_id: string; path: string }): void {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  console.error(JSON.stringify({ time: new Date().toISOString(), level: "error", message, ...details, stack }));
}

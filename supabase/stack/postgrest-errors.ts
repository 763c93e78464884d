/** The parts of a database error that an answer is made of, whichever driver it came from. */
export type DatabaseFailure = { message: string; code?: string | undefined; detail?: string | undefined; hint?: string | undefined };

/** HTTP status of an SQLSTATE, as PostgREST maps it; longest prefix first. */
const STATUSES: [string, number][] = [
  ["23503", 409],
  ["23505", 409],
  ["25006", 405],
  ["42P01", 404],
  ["42P17", 500],
  ["53400", 500],
  ["57P01", 503],
  ["P0001", 400],
  ["08", 503],
  ["09", 500],
  ["0L", 403],
  ["0P", 403],
  ["25", 500],
  ["28", 403],
  ["2D", 500],
  ["38", 500],
  ["39", 500],
  ["3B", 500],
  ["40", 500],
  ["53", 503],
  ["54", 500],
  ["55", 500],
  ["57", 500],
  ["58", 500],
  ["F0", 500],
  ["HV", 500],
  ["P0", 500],
  ["XX", 500],
];

/**
 * The HTTP status PostgREST gives to a database error.
 * @param isAnonymous whether the request came without a user's token: then a missing right means 401, not 403.
 */
export function httpStatus(code: string, message: string, isAnonymous: boolean): number {
  if (code === "42501") return isAnonymous ? 401 : 403;
  if (code === "42883") return message.startsWith("function xmlagg(") ? 406 : 404;
  const own = /^PT(\d{3})$/.exec(code);
  if (own) return Number(own[1]);
  if (code.startsWith("PT")) return 500;
  return STATUSES.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 400;
}

/** A database error as PostgREST answers it. */
export function errorAnswer(
  error: DatabaseFailure,
  isAnonymous: boolean,
): { status: number; body: Record<string, string | null>; headers: Record<string, string> } {
  const code = error.code ?? "XX000";
  const status = httpStatus(code, error.message, isAnonymous);
  return {
    status,
    body: { code, details: error.detail ?? null, hint: error.hint ?? null, message: error.message },
    headers: status === 401 ? { "www-authenticate": "Bearer" } : {},
  };
}

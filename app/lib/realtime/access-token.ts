/**
 * Access tokens for Realtime. The session is an HttpOnly cookie, so the browser asks this site for a token that is
 * valid for a while yet and keeps it in memory until shortly before its end.
 */

/** Renewed this long before its end; Realtime closes the channels of a token that has ended. */
const marginMs = 90_000;

/** Thrown when the session has ended; anything else that goes wrong is a `TypeError` of fetch or an `Error`. */
export class SignedOutError extends Error {
  override name = "SignedOutError";
}

/**
 * @param options.url answers `{ accessToken, expiresAt }` (seconds since 1970), or 401 without a session
 * @returns a function that gives a valid token; calls at the same time share one request
 * @throws {SignedOutError} from that function, when the session has ended
 */
export function accessTokenSource(options: { url: string; fetch?: typeof fetch; now?: () => number }): () => Promise<string> {
  const { url, now = Date.now } = options;
  const request = options.fetch ?? ((input, init) => fetch(input, init));
  let kept: { token: string; renewAt: number } | undefined;
  let underWay: Promise<string> | undefined;

  async function renew(): Promise<string> {
    const response = await request(url, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (response.status === 401) throw new SignedOutError("The session has ended.");
    if (!response.ok) throw new Error(`The access token could not be fetched (${response.status}).`);
    const { accessToken, expiresAt } = (await response.json()) as { accessToken: string; expiresAt: number };
    // Measured by the server's clock, because this device's may be off by hours.
    const serverNow = Date.parse(response.headers.get("Date") ?? "") || now();
    kept = { token: accessToken, renewAt: now() + Math.max(expiresAt * 1000 - serverNow - marginMs, 0) };
    return accessToken;
  }

  return async () => {
    if (kept && now() < kept.renewAt) return kept.token;
    underWay ??= renew().finally(() => (underWay = undefined));
    return underWay;
  };
}

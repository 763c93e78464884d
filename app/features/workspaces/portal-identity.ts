/** The browser's own sign-in as a customer: one request, no client library. */

type Realtime = { url: string; publishableKey: string };

/**
 * Asks Auth for an anonymous identity. From the browser rather than from the server, because Auth counts
 * sign-ins by address, and all customers would share the server's.
 *
 * @returns the tokens as form fields; null when that failed, and the server shall try
 */
export async function requestIdentity({ url, publishableKey }: Realtime): Promise<Record<"access_token" | "refresh_token", string> | null> {
  try {
    const response = await fetch(`${url}/auth/v1/signup`, {
      method: "POST",
      headers: { apikey: publishableKey, "Content-Type": "application/json" },
      body: "{}",
      signal: AbortSignal.timeout(5000),
    });
    if (!response.ok) return null;
    const { access_token, refresh_token } = (await response.json()) as Record<string, unknown>;
    return typeof access_token === "string" && typeof refresh_token === "string" ? { access_token, refresh_token } : null;
  } catch {
    return null;
  }
}

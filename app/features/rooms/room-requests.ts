/** Requests of a page to the routes of its room: what became of them, as a value. */

export type Answer =
  | { kind: "ok"; json: unknown }
  /** The app itself said no, with words for people. Asking again cannot succeed. */
  | { kind: "refused"; status: number; words: string }
  /** The session has ended. */
  | { kind: "signed_out" }
  /** No answer, or one that says nothing about the matter: worth another try. */
  | { kind: "failed" };

export type RoomRequests = {
  get: (query: Record<string, number | undefined>) => Promise<Answer>;
  post: (fields: Record<string, string | readonly string[] | undefined>) => Promise<Answer>;
};

const requestMs = 20_000;
/** Refusals of the moment, not of the matter. */
const passing = [408, 425, 429];

/**
 * @param options.url of the route, without a query
 * @param options.onServerTime told what the server's clock says, in milliseconds since 1970
 */
export function roomRequests(options: { url: string; fetch?: typeof fetch; onServerTime?: (time: number) => void }): RoomRequests {
  const { url, onServerTime } = options;
  async function request(query: string, init: RequestInit): Promise<Answer> {
    try {
      const response = await (options.fetch ?? fetch)(url + query, {
        ...init,
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(requestMs),
      });
      const { status, ok } = response;
      if (status === 401) return { kind: "signed_out" };
      // A page of another kind (of a gateway, of a hotel's network) is no JSON, and so no answer of the app.
      const json = (await response.json()) as { words?: unknown };
      const serverTime = Date.parse(response.headers.get("Date") ?? "");
      if (serverTime) onServerTime?.(serverTime);
      if (ok) return { kind: "ok", json };
      const isRefusal = status >= 400 && status < 500 && !passing.includes(status) && typeof json.words === "string";
      return isRefusal ? { kind: "refused", status, words: String(json.words) } : { kind: "failed" };
    } catch {
      return { kind: "failed" };
    }
  }
  const given = (fields: Record<string, string | number | readonly string[] | undefined>) =>
    Object.entries(fields).flatMap(([name, value = []]) => [value].flat().map((one) => [name, String(one)] as [string, string]));
  return {
    get: (query) => request(`?${new URLSearchParams(given(query)).toString()}`, { cache: "no-store" }),
    post: (fields) => request("", { method: "POST", body: new URLSearchParams(given(fields)) }),
  };
}

/**
 * Asks one of the desk's data routes. A plain request rather than Remix's fetchers, because a device without network
 * must keep its page.
 *
 * @param url of lib/paths, of a route that answers `T` as JSON
 * @returns the answer; `signed_out`; or `failed` for anything else, an absent network included
 */
export async function fetchData<T extends object>(url: string): Promise<T | "signed_out" | "failed"> {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    if (response.status === 401) return "signed_out";
    return response.ok ? ((await response.json()) as T) : "failed";
  } catch {
    return "failed";
  }
}

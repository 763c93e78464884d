/** A chunk of its own: pages show and work before the Realtime client has arrived. */
import { RealtimeClient } from "@supabase/realtime-js";

export type SocketOptions = { url: string; publishableKey: string; accessToken: () => Promise<string | null>; transport?: unknown };

/** Sooner than the library's 10 seconds, and not everybody at once after a restart of the server. */
const reconnectMs = [500, 1000, 2000];

/** @param options.url the address of Supabase, without a path */
export function openSocket({ url, publishableKey, accessToken, transport }: SocketOptions): RealtimeClient {
  return new RealtimeClient(`${url.replace(/^http/, "ws").replace(/\/$/, "")}/realtime/v1`, {
    params: { apikey: publishableKey },
    accessToken,
    timeout: 10_000,
    reconnectAfterMs: (tries) => (reconnectMs[tries - 1] ?? 5000) * (0.75 + Math.random() / 2),
    ...(transport ? { transport: transport as never } : {}),
  });
}

/** Browsers of people in rooms, as far as they listen: real Realtime clients, and the bare sockets beside them. */
import { REALTIME_SUBSCRIBE_STATES, RealtimeClient } from "@supabase/realtime-js";
import WebSocket from "ws";

export type Supabase = { SUPABASE_URL: string; SUPABASE_PUBLISHABLE_KEY: string };

/** Resolves `seen(clientId)` once a message with that id has come in. */
export class Arrivals {
  private readonly waiting = new Map<string, () => void>();
  count = 0;

  seen(clientId: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("A message did not arrive within 10 seconds.")), 10_000);
      this.waiting.set(clientId, () => {
        clearTimeout(timer);
        resolve(performance.now());
      });
    });
  }

  arrived(line: unknown): void {
    this.count += 1;
    const clientId = (line as { client_id?: string }).client_id ?? "";
    this.waiting.get(clientId)?.();
    this.waiting.delete(clientId);
  }
}

/** Joins a room. @returns a function that leaves */
export async function listen(
  { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY }: Supabase,
  { accessToken, topic }: { accessToken: string; topic: string },
  onMessage: (line: unknown) => void = () => undefined,
): Promise<() => Promise<unknown>> {
  const client = new RealtimeClient(`${SUPABASE_URL.replace(/^http/, "ws")}/realtime/v1`, {
    params: { apikey: SUPABASE_PUBLISHABLE_KEY },
    transport: WebSocket as never,
    accessToken: () => Promise.resolve(accessToken),
  });
  await client.setAuth(accessToken);
  const channel = client.channel(topic, { config: { private: true } });
  channel.on("broadcast", { event: "message_created" }, ({ payload }) => onMessage(payload));
  await new Promise<void>((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED) resolve();
      else reject(error ?? new Error(`The channel is ${status}.`));
    });
  });
  return async () => client.disconnect();
}

/** A bare socket. @returns a function that ends it */
export async function listenBare(url: string, onMessage: (line: unknown) => void): Promise<() => Promise<unknown>> {
  const socket = new WebSocket(url);
  socket.on("message", (data) => onMessage(JSON.parse((data as Buffer).toString())));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return async () => socket.terminate();
}

/** Does something for each of many, a few at once. */
export async function forEach<T>(all: readonly T[], atOnce: number, act: (one: T) => Promise<void>): Promise<void> {
  const rest = [...all];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let one = rest.shift(); one !== undefined; one = rest.shift()) await act(one);
    }),
  );
}

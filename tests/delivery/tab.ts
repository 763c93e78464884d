/** One open page of a person: the app's own client of the room and its connection, as the page makes them, and a record of both. */
import WebSocket from "ws";
import { RoomClient } from "../../app/features/rooms/room-client";
import type { Line } from "../../app/features/rooms/line";
import { newId } from "../../app/features/rooms/new-id";
import { RealtimeConnection } from "../../app/lib/realtime/connection";
import type { MessageLine, RoomPage } from "../../app/lib/supabase/database-types";
import type { Broken } from "./broken";
import type { Installation } from "./installation";
import type { Person } from "./people";

/** A send that the app answered with 200. */
export type Acknowledged = { tab: number; seq: number; messageId: string; body: string };

export class Tab {
  readonly openedAt = Date.now();
  /** When this page had the line of a number, in milliseconds since 1970. */
  readonly arrivedAt: number[] = [];
  readonly acknowledged: Acknowledged[] = [];
  readonly sent: string[] = [];
  posts = 0;
  /** How often the page found that its channel is not live any more. */
  timesLeft = 0;
  private stopRoom: () => void = () => undefined;

  private constructor(
    readonly number: number,
    readonly person: Person,
    private readonly room: RoomClient,
    private readonly connection: RealtimeConnection,
  ) {}

  static async open(number: number, person: Person, { url, stack }: Installation, broken: Broken | undefined): Promise<Tab> {
    const base = `${url}/client/${number}`;
    // What the browser does by itself: its cookies, and saying where the request comes from.
    const browserFetch = (input: string, init: RequestInit = {}) =>
      fetch(input, { ...init, headers: { ...(init.headers as Record<string, string>), cookie: person.cookie, origin: url } });
    const first = await browserFetch(base + person.messagesPath);
    if (!first.ok) throw new Error(`The room answered ${first.status}.`);
    const page = (await first.json()) as RoomPage;
    const recordingFetch = async (input: string | URL | Request, init: RequestInit = {}) => {
      if (init.method !== "POST") return browserFetch(input as string, init);
      const form = new URLSearchParams(init.body as URLSearchParams);
      const ownId = form.get("client_id");
      if (ownId) tab.posts += 1;
      if (ownId && broken?.postedId) form.set("client_id", broken.postedId());
      const answer = await browserFetch(input as string, { ...init, body: form });
      if (!answer.ok) return answer;
      const json = (await answer.json()) as { line?: MessageLine };
      if (json.line && ownId) tab.record(json.line);
      return Response.json(json.line && ownId ? { line: { ...json.line, client_id: ownId } } : json, { headers: answer.headers });
    };
    const tab: Tab = new Tab(
      number,
      person,
      new RoomClient({
        side: person.side,
        me: { id: person.id, name: person.name },
        page,
        url: base + person.messagesPath,
        fetch: recordingFetch,
        isVisible: () => true,
      }),
      new RealtimeConnection({
        url: base,
        publishableKey: stack.env.SUPABASE_PUBLISHABLE_KEY,
        tokenUrl: base + person.tokenPath,
        fetch: browserFetch as typeof fetch,
        transport: WebSocket,
      }),
    );
    broken?.changeClient?.(tab.room);
    tab.start();
    return tab;
  }

  get lines(): readonly Line[] {
    return this.room.feed.getSnapshot().log.lines;
  }

  get last(): number {
    return this.room.feed.getSnapshot().log.last;
  }

  get isLive(): boolean {
    return this.room.feed.getSnapshot().status === "live";
  }

  /** Sends that are not through yet. */
  get waiting(): number {
    return this.room.feed.getSnapshot().log.outgoing.length;
  }

  /** As Enter does. */
  send(body: string): void {
    this.sent.push(body);
    this.room.send(body, newId());
  }

  async close(): Promise<void> {
    this.stopRoom();
    await this.connection.close();
  }

  private start(): void {
    const note = () => {
      const now = Date.now();
      for (let seq = this.arrivedAt.length || 1; seq <= this.last; seq += 1) this.arrivedAt[seq] = now;
    };
    note();
    this.room.feed.subscribe(note);
    let wasLive = false;
    this.room.feed.subscribe(() => {
      if (wasLive && !this.isLive) this.timesLeft += 1;
      wasLive = this.isLive;
    });
    this.stopRoom = this.room.start(this.connection);
  }

  private record(line: MessageLine): void {
    this.acknowledged.push({ tab: this.number, seq: line.seq, messageId: line.message_id, body: line.body });
  }
}

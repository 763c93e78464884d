/** What a feed of lines is made with. */
import type { ChannelStatus } from "~/lib/realtime/connection";
import type { Line, Me } from "./line";
import type { LinePage } from "./line-log";
import type { Outbox } from "./outbox";
import type { RoomRequests } from "./room-requests";

export type FeedPage = LinePage & { topic: string };

export type FeedOptions<Page extends FeedPage> = {
  first: Page;
  /** Shown before the newest lines are. */
  around?: Page | null;
  me: Me;
  roomId: string;
  /** GET with `after`, `before` or `around` answers a page; POST of room_id, client_id and body answers the line. */
  requests: RoomRequests;
  /** The event that carries a line. */
  event: string;
  readPage: (json: unknown) => Page;
  readLine: (payload: unknown) => Line | null;
  onPage?: (page: Page) => void;
  onLines?: (lines: readonly Line[]) => void;
  onEvent?: (event: string, payload: unknown) => void;
  onStatus?: (status: ChannelStatus) => void;
  onPresence?: (states: Record<string, unknown[]>) => void;
  presenceKey?: string;
  outbox: Outbox;
  isVisible?: () => boolean;
};

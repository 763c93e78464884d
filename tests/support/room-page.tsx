/** A room's page without a browser, for tests of its parts together: the server's answers are given by the test. */
import { vi } from "vitest";
import type { Desk, MessageLine, RoomPage } from "../../app/lib/supabase/database-types";

export const me = { id: "sana", name: "Sana Iqbal" };

export const roomPage: RoomPage = {
  room_id: "room",
  status: "open",
  topic: "room:room:1.1",
  last_seq: 0,
  change_seq: 0,
  messages: [],
  changes: [],
  changes_to: 0,
  receipts: [],
  my_read_seq: 0,
  rules: { edit_window_seconds: 900, max_attachment_bytes: 1000, max_attachments_per_message: 5 },
};

export const messageOf = (seq: number, change: Partial<MessageLine> = {}): MessageLine => ({
  room_id: "room",
  seq,
  message_id: `m${seq}`,
  sender_type: "customer",
  sender_id: "zoe",
  sender_name: "Zoë Ångström",
  client_id: `c${seq}`,
  message_type: "text",
  body: `body ${seq}`,
  created_at: "2026-11-20T10:00:00Z",
  edited_at: null,
  deleted_at: null,
  change_seq: 0,
  reply_to: null,
  attachments: [],
  reactions: [],
  system_kind: null,
  old_value: null,
  new_value: null,
  sender_avatar_id: null,
  ...change,
});

export const desk = { slug: "acme", member_id: me.id, members: [] } as unknown as Desk;

export const links = {
  files: "/files",
  hits: "/hits",
  search: "/search",
  message: (seq: number) => `/chat?message=${seq}`,
  older: (before: number) => `/chat?before=${before}`,
  newest: "/chat",
};

/** What jsdom lacks of a browser: nothing has a size, and nobody sees it. */
export function fillInBrowser(): void {
  class Observer {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  vi.stubGlobal("ResizeObserver", Observer);
  vi.stubGlobal("IntersectionObserver", Observer);
  vi.stubGlobal("CSS", { supports: () => true });
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
}

export type Posted = { url: string; form: URLSearchParams };

/**
 * Answers the page's requests.
 *
 * @param answer of what was posted; of anything else `page` is
 * @returns what was posted
 */
export function answerRequests(answer: (posted: Posted) => Response, page: () => RoomPage = () => roomPage): Posted[] {
  const posted: Posted[] = [];
  vi.stubGlobal("fetch", (input: RequestInfo | URL, init?: RequestInit) => {
    const url = input as string;
    if (url.startsWith("/token")) return Promise.reject(new TypeError("no network"));
    if (init?.method !== "POST") return Promise.resolve(Response.json(url.startsWith("/notes") ? { topic: "notes", notes: [] } : page()));
    const one = { url, form: new URLSearchParams(init.body as URLSearchParams) };
    posted.push(one);
    return Promise.resolve(answer(one));
  });
  return posted;
}

/** People of a room as their browsers come to the app: with cookies and forms, without JavaScript. */
import { randomUUID } from "node:crypto";
import { Customer } from "../../bench/support/customer";
import { paths } from "../../app/lib/paths";
import type { AttachmentLine, MessageLine } from "../../app/lib/supabase/database-types";
import { accounts, PASSWORD, type AccountName } from "./cast";

/** Somebody's browser in one room, by the routes of their side. */
export class RoomPerson {
  constructor(
    readonly browser: Customer,
    private readonly routes: { files: string; messages: string },
    readonly roomId: string,
  ) {}

  /** The same person in another room, or another person's routes. */
  at(other: RoomPerson): RoomPerson {
    return new RoomPerson(this.browser, other.routes, other.roomId);
  }

  upload(
    bytes: Buffer | ReadableStream,
    about: { name?: string; type?: string; client?: string; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const { name = "a.txt", type = "application/octet-stream", client = randomUUID() } = about;
    const query = new URLSearchParams({ room_id: this.roomId, client_id: client, name });
    const headers = { "content-type": type, ...about.headers };
    return this.browser.request(`${this.routes.files}?${query}`, { method: "POST", body: bytes, headers, duplex: "half" } as RequestInit);
  }

  async uploaded(bytes: Buffer, name?: string): Promise<AttachmentLine> {
    const answer = await this.upload(bytes, { name });
    if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { attachment: AttachmentLine }).attachment;
  }

  open(attachmentId: string, query: { download?: 1 } = {}, init: RequestInit = {}): Promise<Response> {
    return this.browser.request(paths.file(this.routes.files, attachmentId, query), init);
  }

  discard(attachmentId: string): Promise<Response> {
    const body = new URLSearchParams({ intent: "discard-attachment" });
    return this.browser.request(paths.file(this.routes.files, attachmentId), { method: "POST", body });
  }

  post(fields: Record<string, string>, attachmentIds: string[] = []): Promise<Response> {
    const body = new URLSearchParams({ room_id: this.roomId, ...fields });
    for (const id of attachmentIds) body.append("attachment_ids", id);
    return this.browser.request(this.routes.messages, { method: "POST", body });
  }

  async sent(attachmentIds: string[], text = ""): Promise<MessageLine> {
    const answer = await this.post({ client_id: randomUUID(), body: text }, attachmentIds);
    if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { line: MessageLine }).line;
  }
}

/** A new customer with a new ticket. @param roomOf finds the room of a ticket */
export async function customerWithRoom(appUrl: string, slug: string, roomOf: (ticketId: string) => Promise<string>) {
  const browser = new Customer(appUrl, slug);
  await browser.visitForm();
  const { ticketId } = await browser.postTicket(1);
  const routes = { files: paths.chatFiles(slug, ticketId), messages: paths.chatMessages(slug, ticketId) };
  return { ticketId, person: new RoomPerson(browser, routes, await roomOf(ticketId)) };
}

/** An agent at the desk, with a ticket open. */
export async function agentInRoom(appUrl: string, account: AccountName, room: { slug: string; ticketId: string; roomId: string }) {
  const browser = new Customer(appUrl, room.slug);
  const body = new URLSearchParams({ email: accounts[account].email ?? "", password: PASSWORD, next: paths.desks() });
  const answer = await browser.request(paths.signIn(), { method: "POST", body });
  if (answer.status !== 303) throw new Error(`${account} could not sign in: ${answer.status}`);
  const { slug, ticketId, roomId } = room;
  return new RoomPerson(browser, { files: paths.deskFiles(slug, ticketId), messages: paths.deskMessages(slug, ticketId) }, roomId);
}

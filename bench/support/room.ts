import { randomUUID } from "node:crypto";
import { paths } from "../../app/lib/paths";
import type { RoomPage } from "../../app/lib/supabase/database-types";
import { Customer } from "./customer";

const SLUG = "acme";
export const BODY = "Thank you, that was it. One more question: does it stay like that after an update?";

/** A customer with a new ticket, whose browser has the room open. */
export class RoomOfCustomer {
  private constructor(
    private readonly customer: Customer,
    readonly ticketId: string,
    readonly topic: string,
    private readonly roomId: string,
  ) {}

  static async open(appUrl: string, number: number): Promise<RoomOfCustomer> {
    const customer = new Customer(appUrl, SLUG);
    await customer.visitForm();
    const { ticketId } = await customer.postTicket(number);
    const page = (await (await customer.request(paths.chatMessages(SLUG, ticketId))).json()) as RoomPage;
    return new RoomOfCustomer(customer, ticketId, page.topic, page.room_id);
  }

  /** For Realtime. */
  async accessToken(): Promise<string> {
    return ((await (await this.customer.request(paths.portalToken(SLUG))).json()) as { accessToken: string }).accessToken;
  }

  /** Posts a message as the page does and waits for the answer. */
  async send(clientId: string = randomUUID()): Promise<void> {
    const form = new URLSearchParams({ room_id: this.roomId, client_id: clientId, body: BODY });
    const answer = await this.customer.request(paths.chatMessages(SLUG, this.ticketId), { method: "POST", body: form });
    if (!answer.ok) throw new Error(`Sending answered ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }
}

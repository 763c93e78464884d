/** Confirms a new ticket to its customer by mail. Enqueued by the trigger t80_enqueue_ticket_confirmation. */
import { z } from "zod";
import { type ConfirmedTicket, ticketConfirmation } from "../mails/ticket-confirmation";
import { type Job } from "./job";

const dataSchema = z.object({ ticket_id: z.uuid() });

const ticketQuery = `
  select ticket.ticket_id, ticket.number::text, ticket.subject, ticket.reply_due_at, message.body,
    customer.name as customer_name, customer.email as customer_email, customer.locale as customer_locale,
    workspace.slug as workspace_slug, workspace.name as workspace_name,
    workspace.brand_color as workspace_brand_color, workspace.default_locale as workspace_locale,
    to_jsonb(private.logo_line(workspace)) as workspace_logo
  from public.tickets as ticket
  join public.workspaces as workspace using (workspace_id)
  join public.customers as customer using (workspace_id, customer_id)
  join public.messages as message on message.room_id = ticket.chat_room_id and message.seq = 1
  where ticket.ticket_id = $1`;

/**
 * Mails that the server took, by ticket. When the queue could not note that and asks again, the same process answers
 * without a second mail. A new process cannot know; then the equal Message-ID tells.
 */
const confirmed = new Set<string>();
const REMEMBERED = 10_000;

export const sendTicketConfirmation: Job = {
  name: "send-ticket-confirmation",
  async run(data, { database, mailer, appUrl, mailFrom }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const ticketId = parsed.data.ticket_id;
    if (confirmed.has(ticketId)) return { outcome: "sent_before", ticket_id: ticketId };

    const { rows } = await database.executeSql<Omit<ConfirmedTicket, "customer_email"> & { customer_email: string | null }>(ticketQuery, [
      ticketId,
    ]);
    const ticket = rows[0];
    if (!ticket) return { outcome: "ticket_gone", ticket_id: ticketId };
    if (ticket.customer_email === null) return { outcome: "no_address", ticket_id: ticketId };

    const mail = ticketConfirmation({ ...ticket, customer_email: ticket.customer_email }, { appUrl, mailFrom, now: new Date() });
    const delivery = await mailer.send(mail);
    if (delivery.outcome === "sent") {
      if (confirmed.size >= REMEMBERED) confirmed.clear();
      confirmed.add(ticketId);
    }
    return { ...delivery, ticket_id: ticketId };
  },
};

/** Mails a participant of a ticket the link by which they come. Enqueued by the triggers t80_enqueue_access_link*. */
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { type AccessLinkRequest, accessLinkMail } from "../mails/access-link";
import { type Job } from "./job";

const dataSchema = z.object({ ticket_id: z.uuid(), customer_id: z.uuid(), link_sent_at: z.string() });

/** Nobody any more: removed meanwhile, or another mail was asked for since, which has a job of its own. */
const requestQuery = `
  select ticket.number::text, participant.customer_id, participant.invited_by_name,
    customer.name as customer_name, customer.email as customer_email, customer.locale as customer_locale,
    workspace.slug as workspace_slug, workspace.name as workspace_name,
    workspace.brand_color as workspace_brand_color, workspace.default_locale as workspace_locale,
    to_jsonb(private.logo_line(workspace)) as workspace_logo
  from public.ticket_participants as participant
  join public.tickets as ticket using (workspace_id, ticket_id)
  join public.workspaces as workspace using (workspace_id)
  join public.customers as customer on customer.workspace_id = participant.workspace_id and customer.customer_id = participant.customer_id
  where participant.ticket_id = $1 and participant.customer_id = $2 and participant.link_sent_at = $3 and participant.removed_at is null`;

/** Only while the person still takes part: the statement that removes somebody takes back all their links. */
const insertLink = `
  insert into private.access_links (workspace_id, ticket_id, customer_id, secret_hash)
  select workspace_id, ticket_id, customer_id, decode($3, 'hex')
  from public.ticket_participants
  where ticket_id = $1 and customer_id = $2 and removed_at is null
  for share
  returning expires_at`;

export const sendAccessLink: Job = {
  name: "send-access-link",
  async run(data, { database, mailer, appUrl, mailFrom }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const { ticket_id: ticketId, customer_id: customerId, link_sent_at: askedAt } = parsed.data;
    const about = { ticket_id: ticketId, customer_id: customerId };

    const { rows } = await database.executeSql<Omit<AccessLinkRequest, "asked_at">>(requestQuery, [ticketId, customerId, askedAt]);
    const request = rows[0];
    if (!request) return { outcome: "not_wanted_any_more", ...about };

    // Known to this process and to the mail alone. Each try has its own, since the one before cannot be read back.
    const secret = randomBytes(32).toString("base64url");
    const inserted = await database.executeSql<{ expires_at: Date }>(insertLink, [
      ticketId,
      customerId,
      createHash("sha256").update(secret).digest("hex"),
    ]);
    const link = inserted.rows[0];
    if (!link) return { outcome: "not_wanted_any_more", ...about };
    const mail = accessLinkMail({ ...request, asked_at: askedAt }, { appUrl, mailFrom, secret, expiresAt: link.expires_at });
    return { ...(await mailer.send(mail)), ...about };
  },
};

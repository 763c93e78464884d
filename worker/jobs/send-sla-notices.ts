/**
 * Mails a member of SLA warnings, breaches and escalations, those that are due together in one mail. Enqueued by
 * private.queue_sla_notice_mails(), at a time at which the ticket's people work.
 */
import { z } from "zod";
import { slaNoticesMail, type SlaNotice, type ToldMember } from "../mails/sla-notices";
import { type Job } from "./job";

const dataSchema = z.object({ claim_id: z.uuid() });

/** Only addresses that were confirmed, of people who are still there. */
const memberQuery = `
  select member.display_name as name, account.email, workspace.slug as workspace_slug, workspace.name as workspace_name,
    workspace.brand_color as workspace_brand_color, workspace.default_locale as workspace_locale,
    to_jsonb(private.logo_line(workspace)) as workspace_logo
  from public.workspace_members as member
  join public.workspaces as workspace using (workspace_id)
  join auth.users as account on account.id = member.user_id and account.email_confirmed_at is not null
  where member.removed_at is null
    and (member.workspace_id, member.member_id) = (select workspace_id, member_id from public.sla_notices where mail_claim_id = $1 limit 1)`;

const noticesQuery = `
  select ticket_id, number::text, subject, customer_name, level, metric, due_at, time_zone from private.list_claimed_sla_notices($1)`;

export const sendSlaNotices: Job = {
  name: "send-sla-notices",
  async run(data, { database, mailer, appUrl, mailFrom }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const { claim_id: claimId } = parsed.data;
    const about = { claim_id: claimId };
    const { rows: members } = await database.executeSql<ToldMember>(memberQuery, [claimId]);
    const { rows: notices } = await database.executeSql<SlaNotice>(noticesQuery, [claimId]);
    const [[member], [first, ...others]] = [members, notices];
    const delivery =
      member && first
        ? await mailer.send(slaNoticesMail(member, [first, ...others], { appUrl, mailFrom, claimId }))
        : { outcome: "nothing_to_tell" };
    await database.executeSql("select private.settle_sla_notices($1)", [claimId]);
    return { ...delivery, ...about, notices: notices.length };
  },
};

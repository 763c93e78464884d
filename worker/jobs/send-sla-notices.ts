/**
 * Mails a member of SLA warnings, breaches and escalations, those that are due together in one mail. Enqueued by the
 * trigger t90_tell_of_sla_event, for a time at which the ticket's people work.
 */
import { z } from "zod";
import { slaNoticesMail, type SlaNotice, type ToldMember } from "../mails/sla-notices";
import { type Job } from "./job";

const dataSchema = z.object({ workspace_id: z.uuid(), member_id: z.uuid() });

/** Only addresses that were confirmed, of people who are still there. */
const memberQuery = `
  select member.member_id, member.display_name as name, account.email, workspace.slug as workspace_slug, workspace.name as workspace_name,
    workspace.brand_color as workspace_brand_color, workspace.default_locale as workspace_locale
  from public.workspace_members as member
  join public.workspaces as workspace using (workspace_id)
  join auth.users as account on account.id = member.user_id and account.email_confirmed_at is not null
  where member.workspace_id = $1 and member.member_id = $2 and member.removed_at is null`;

const claimQuery = `
  select ticket_id, number::text, subject, customer_name, level, metric, due_at, time_zone from private.claim_sla_notices($1, $2, $3)`;

const settle = "select private.settle_sla_notices($1, $2, $3, $4)";

export const sendSlaNotices: Job = {
  name: "send-sla-notices",
  async run(data, { database, mailer, appUrl, mailFrom }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const { workspace_id: workspaceId, member_id: memberId } = parsed.data;
    const about = { workspace_id: workspaceId, member_id: memberId };
    const { rows } = await database.executeSql<ToldMember>(memberQuery, [workspaceId, memberId]);
    const member = rows[0];
    if (!member) return { outcome: "nobody_to_tell", ...about };
    // Tells this claim from another job's.
    const now = new Date();
    const { rows: notices } = await database.executeSql<SlaNotice>(claimQuery, [workspaceId, memberId, now]);
    const [first, ...others] = notices;
    if (!first) return { outcome: "nothing_to_tell", ...about };
    try {
      const delivery = await mailer.send(slaNoticesMail(member, [first, ...others], { appUrl, mailFrom, now }));
      await database.executeSql(settle, [workspaceId, memberId, now, true]);
      return { ...delivery, ...about, notices: notices.length };
    } catch (error) {
      await database.executeSql(settle, [workspaceId, memberId, now, false]);
      throw error;
    }
  },
};

/** Mails somebody the link by which they become a member. Enqueued by the triggers t80_enqueue_invitation*. */
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { invitationMail, type InvitationRequest } from "../mails/invitation";
import { type Job } from "./job";

const dataSchema = z.object({ workspace_id: z.uuid(), invitation_id: z.uuid(), sent_at: z.string() });

/**
 * Wanted no more once it was accepted or taken back, once another mail of it was asked for, which has a job of its
 * own, and once whoever sent it has no access any more: its link would open nothing.
 */
const wanted = `
  invitation.workspace_id = $1 and invitation.invitation_id = $2 and invitation.sent_at = $3
  and invitation.accepted_at is null and invitation.revoked_at is null and invitation.expires_at > now()
  and exists (
    select from public.workspace_members as sender
    where sender.workspace_id = invitation.workspace_id and sender.member_id = invitation.invited_by and sender.is_active)`;

const requestQuery = `
  select invitation.invitation_id, invitation.email, invitation.role, invitation.expires_at,
    private.member_name(invitation.workspace_id, invitation.invited_by) as invited_by_name,
    workspace.name as workspace_name, workspace.brand_color as workspace_brand_color, workspace.default_locale as workspace_locale,
    to_jsonb(private.logo_line(workspace)) as workspace_logo
  from public.workspace_invitations as invitation
  join public.workspaces as workspace using (workspace_id)
  where ${wanted}`;

/** In the place of the one before, whose link ends with that. The lock: nobody takes the invitation back in between. */
const keepSecret = `
  insert into private.invitation_secrets (workspace_id, invitation_id, secret_hash)
  select invitation.workspace_id, invitation.invitation_id, decode($4, 'hex')
  from public.workspace_invitations as invitation
  where ${wanted}
  for share of invitation
  on conflict (workspace_id, invitation_id) do update set secret_hash = excluded.secret_hash
  returning invitation_id`;

export const sendInvitation: Job = {
  name: "send-invitation",
  async run(data, { database, mailer, appUrl, mailFrom }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const { workspace_id: workspaceId, invitation_id: invitationId, sent_at: askedAt } = parsed.data;
    const about = { invitation_id: invitationId };
    const of = [workspaceId, invitationId, askedAt];

    const { rows } = await database.executeSql<Omit<InvitationRequest, "asked_at">>(requestQuery, of);
    const request = rows[0];
    if (!request) return { outcome: "not_wanted_any_more", ...about };

    // Known to this process and to the mail alone. Each try has its own, since the one before cannot be read back.
    const secret = randomBytes(32).toString("base64url");
    const kept = await database.executeSql(keepSecret, [...of, createHash("sha256").update(secret).digest("hex")]);
    if (kept.rows.length === 0) return { outcome: "not_wanted_any_more", ...about };
    const mail = invitationMail({ ...request, asked_at: askedAt }, { appUrl, mailFrom, secret });
    return { ...(await mailer.send(mail)), ...about };
  },
};

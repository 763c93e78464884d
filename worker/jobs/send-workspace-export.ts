/** Tells an owner that the export they asked for is ready, or could not be made. Enqueued by the trigger t80_enqueue_export_notice, once of each. */
import { z } from "zod";
import { workspaceExportMail, type WorkspaceExportNotice } from "../mails/workspace-export";
import { type Job } from "./job";

const dataSchema = z.object({ workspace_id: z.uuid(), export_id: z.uuid() });

/** No row for whoever is an owner no more, nor of a file that was removed meanwhile. */
const noticeQuery = `
  select export.export_id, case when export.state = 'done' then export.expires_at end as expires_at,
    account.email, member.display_name as name, account.raw_user_meta_data ->> 'locale' as locale,
    workspace.slug as workspace_slug, workspace.name as workspace_name, workspace.brand_color as workspace_brand_color,
    workspace.default_locale as workspace_locale, to_jsonb(private.logo_line(workspace)) as workspace_logo
  from private.workspace_exports as export
  join public.workspaces as workspace using (workspace_id)
  join public.workspace_members as member on member.workspace_id = export.workspace_id and member.member_id = export.requested_by
  join auth.users as account on account.id = member.user_id and account.email_confirmed_at is not null
  where export.workspace_id = $1 and export.export_id = $2
    and (export.state = 'failed' or (export.state = 'done' and export.expires_at > now()))
    and member.is_active and member.role = 'owner' and coalesce(account.email, '') <> ''`;

export const sendWorkspaceExport: Job = {
  name: "send-workspace-export",
  async run(data, { database, mailer, appUrl, mailFrom }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const { workspace_id: workspaceId, export_id: exportId } = parsed.data;
    const about = { export_id: exportId };
    const { rows } = await database.executeSql<WorkspaceExportNotice>(noticeQuery, [workspaceId, exportId]);
    const notice = rows[0];
    if (!notice) return { outcome: "not_wanted_any_more", ...about };
    return { ...(await mailer.send(workspaceExportMail(notice, { appUrl, mailFrom }))), ...about };
  },
};

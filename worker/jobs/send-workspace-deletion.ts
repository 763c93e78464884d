/**
 * Tells an owner that the workspace is to be deleted, or somebody who was a member that it is. Enqueued by
 * request_workspace_deletion() and finish_workspace_deletion(); the latter says to whom, since nothing else does any more.
 */
import { z } from "zod";
import type { LogoLine } from "~/lib/supabase/database-types";
import { workspaceDeletionMail, type WorkspaceDeletionNotice } from "../mails/workspace-deletion";
import { type Job } from "./job";

const dataSchema = z.union([
  z.object({ workspace_id: z.uuid(), member_id: z.uuid() }),
  z.object({ workspace_id: z.uuid(), address: z.string(), name: z.string(), workspace_name: z.string(), locale: z.string() }),
]);

/** No row once it was called off, and for whoever is an owner no more. */
const closingQuery = `
  select account.email, member.display_name as name, workspace.name as workspace_name, workspace.default_locale as workspace_locale,
    workspace.slug, workspace.brand_color, to_jsonb(private.logo_line(workspace)) as logo, workspace.deletion_at, workspace.deletion_requested_at
  from public.workspaces as workspace
  join public.workspace_members as member using (workspace_id)
  join auth.users as account on account.id = member.user_id
  where workspace.workspace_id = $1 and member.member_id = $2 and workspace.deletion_at is not null
    and member.is_active and member.role = 'owner' and coalesce(account.email, '') <> ''`;

type ClosingRow = Omit<WorkspaceDeletionNotice, "key" | "closing"> & {
  slug: string;
  brand_color: string;
  logo: LogoLine | null;
  deletion_at: Date;
  deletion_requested_at: Date;
};

export const sendWorkspaceDeletion: Job = {
  name: "send-workspace-deletion",
  async run(data, { database, mailer, appUrl, mailFrom }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const told = parsed.data;
    const about = { workspace_id: told.workspace_id };
    if ("address" in told) {
      const { address: email, name, workspace_name, locale: workspace_locale } = told;
      // Without the address itself, which the id of a mail shall not tell.
      const key = `${told.workspace_id}.over`;
      const mail = workspaceDeletionMail({ key, email, name, workspace_name, workspace_locale, closing: null }, { appUrl, mailFrom });
      return { ...(await mailer.send(mail)), ...about };
    }
    const { rows } = await database.executeSql<ClosingRow>(closingQuery, [told.workspace_id, told.member_id]);
    const row = rows[0];
    if (!row) return { outcome: "not_wanted_any_more", ...about };
    const { slug, brand_color, logo, deletion_at, deletion_requested_at: askedAt, ...rest } = row;
    const key = `${told.workspace_id}.${told.member_id}.${askedAt.getTime()}`;
    const mail = workspaceDeletionMail({ ...rest, key, closing: { slug, brand_color, logo, deletion_at } }, { appUrl, mailFrom });
    return { ...(await mailer.send(mail)), ...about };
  },
};

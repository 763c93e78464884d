import type pg from "pg";
import { png } from "./files";

/** Gives a workspace a logo, as its owner would. @returns its id */
export async function giveLogo(database: pg.Client, slug: string, bytes: Buffer = png(48, 32)): Promise<string> {
  const { rows } = await database.query<{ id: string }>(
    `with made as (
       select workspace_id, picture.* from public.workspaces, private.add_picture(workspace_id, 'logo', $2) as picture where slug = $1)
     update public.workspaces as workspace set logo_id = picture_id, logo_width = width, logo_height = height
     from made where made.workspace_id = workspace.workspace_id returning picture_id as id`,
    [slug, bytes.toString("base64")],
  );
  return rows[0]!.id;
}

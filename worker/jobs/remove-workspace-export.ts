/** Deletes the file of an export: its days are over, or something was erased that it holds. Run twice, the second finds nothing. */
import { z } from "zod";
import { type Job, type JobTools } from "./job";

const dataSchema = z.object({ workspace_id: z.uuid(), export_id: z.uuid() });

/** Deletes whatever lies in the bucket under a folder. @throws when Storage does not do it */
export async function removeParts({ database, storage }: Pick<JobTools, "database" | "storage">, folder: string): Promise<number> {
  const { rows } = await database.executeSql<{ name: string }>(
    "select name from storage.objects where bucket_id = 'exports' and starts_with(name, $1)",
    [`${folder}/`],
  );
  for (const { name } of rows) await storage.remove("exports", name);
  return rows.length;
}

export const removeWorkspaceExport: Job = {
  name: "remove-workspace-export",
  async run(data, { database, storage }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const of = [parsed.data.workspace_id, parsed.data.export_id];
    // First, so that nobody begins to fetch what is going.
    await database.executeSql(
      "update private.workspace_exports set state = 'expired' where workspace_id = $1 and export_id = $2 and state = 'done'",
      of,
    );
    const parts = await removeParts({ database, storage }, of.join("/"));
    return { outcome: "deleted", export_id: parsed.data.export_id, parts };
  },
};

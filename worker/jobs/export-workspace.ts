/**
 * Makes the file of everything of a workspace and puts it into the bucket `exports`, in parts. Enqueued by
 * request_workspace_export(). Begun again it begins from the start, in the place of the parts that are there.
 */
import { z } from "zod";
import type { Database } from "../database";
import { createArchive, inParts } from "../exports/archive";
import { countWorkspace, type Progress, writeExport } from "../exports/write-export";
import { type Job } from "./job";
import { removeParts } from "./remove-workspace-export";

const dataSchema = z.object({ workspace_id: z.uuid(), export_id: z.uuid() });

/** Less than the least that any Storage takes at once. */
const PART_BYTES = 16 * 1024 * 1024;
/** How often the page hears how far it is. */
const NOTE_MS = 1000;

/** Somebody erased what it holds, or deleted the workspace: there is nothing to finish. */
class NotWanted extends Error {}

type Answer = { is_wanted: boolean };

async function wanted(database: Database, text: string, values: unknown[]): Promise<void> {
  const { rows } = await database.executeSql<Answer>(`select ${text} as is_wanted`, values);
  if (rows[0]?.is_wanted !== true) throw new NotWanted();
}

export const exportWorkspace: Job = {
  name: "export-workspace",
  // Long ones, which hold a connection each: the others must keep theirs.
  lanes: 1,
  async run(data, { database, storage }, { isLast }) {
    const parsed = dataSchema.safeParse(data);
    if (!parsed.success) return { outcome: "malformed" };
    const { workspace_id: workspaceId, export_id: exportId } = parsed.data;
    const of = [workspaceId, exportId];
    const folder = of.join("/");
    let [parts, bytes, notedAt] = [0, 0, 0];
    const done: Progress = { rows: 0, files: 0 };
    try {
      await database.snapshot(async (query) => {
        const total = await countWorkspace(query, workspaceId);
        await wanted(database, "private.begin_workspace_export($1, $2, $3, $4)", [...of, total.rows, total.files]);
        const archive = createArchive(new Date());
        const onProgress = async (now: Progress) => {
          Object.assign(done, now);
          if (Date.now() - notedAt < NOTE_MS) return;
          notedAt = Date.now();
          await wanted(database, "private.note_workspace_export($1, $2, $3, $4, $5)", [...of, now.rows, now.files, parts]);
        };
        const isGone = async ({ bucket, name }: { bucket: string; name: string }) =>
          (await database.executeSql("select from storage.objects where bucket_id = $1 and name = $2", [bucket, name])).rowCount === 0;
        const upload = async () => {
          for await (const part of inParts(archive.output, PART_BYTES)) {
            await storage.write("exports", `${folder}/${parts + 1}`, part, "application/octet-stream");
            parts += 1;
            bytes += part.length;
          }
        };
        await Promise.all([writeExport(query, archive, workspaceId, { storage, isGone, onProgress }), upload()]);
      });
      await wanted(database, "private.finish_workspace_export($1, $2, $3, $4)", [...of, bytes, parts]);
    } catch (error) {
      if (!(error instanceof NotWanted) && !isLast) throw error;
      await removeParts({ database, storage }, folder);
      if (error instanceof NotWanted) return { outcome: "not_wanted_any_more", export_id: exportId };
      await database.executeSql("select private.fail_workspace_export($1, $2)", of);
      throw error;
    }
    return { outcome: "exported", export_id: exportId, ...done, bytes };
  },
};

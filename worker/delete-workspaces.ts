/**
 * Deletes workspaces whose time has come: their files, their rows some at a time, and then they themselves. Cut off, the
 * next sweep goes on where it was.
 */
import type { Database } from "./database";
import { log } from "./log";
import type { Storage } from "./storage";

const FILES_AT_ONCE = 100;
const ROWS_AT_ONCE = 2000;

async function removeFiles(database: Database, storage: Storage, workspaceId: string): Promise<number> {
  for (let removed = 0; ;) {
    const { rows } = await database.executeSql<{ bucket_id: string; name: string }>(
      `select bucket_id, name from storage.objects where starts_with(name, $1) limit ${FILES_AT_ONCE}`,
      [`${workspaceId}/`],
    );
    if (rows.length === 0) return removed;
    for (const { bucket_id: bucket, name } of rows) await storage.remove(bucket, name);
    removed += rows.length;
  }
}

async function deleteWorkspace(database: Database, storage: Storage, workspaceId: string): Promise<void> {
  await database.executeSql("select private.forget_workspace($1)", [workspaceId]);
  let rows = 0;
  for (let gone = 1; gone > 0; rows += gone) {
    const answer = await database.executeSql<{ gone: number }>("select private.delete_workspace_rows($1, $2) as gone", [
      workspaceId,
      ROWS_AT_ONCE,
    ]);
    gone = answer.rows[0]?.gone ?? 0;
  }
  // After the rows: without them no upload is let in any more.
  const files = await removeFiles(database, storage, workspaceId);
  await database.executeSql("select private.finish_workspace_deletion($1)", [workspaceId]);
  log("info", "workspace_deleted", { workspace_id: workspaceId, rows, files });
}

/** @returns how many there were */
export async function deleteWorkspaces(database: Database, storage: Storage): Promise<number> {
  const { rows } = await database.executeSql<{ workspace_id: string }>(
    "select workspace_id from private.list_due_deletions() as workspace_id",
    [],
  );
  for (const { workspace_id: workspaceId } of rows) await deleteWorkspace(database, storage, workspaceId);
  return rows.length;
}

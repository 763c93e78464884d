/** Every call of the database and of Storage about a workspace's data as a whole, with the person's own token. */
import { callDatabase, DatabaseError } from "~/lib/database-errors";
import { reportError } from "~/lib/report-error.server";
import type {
  ErasureCounts,
  ErasureLine,
  ExportFile,
  ExportLine,
  FoundPerson,
  RetentionCounts,
  RetentionDays,
} from "~/lib/supabase/data-types";
import type { Session } from "~/lib/supabase/session.server";

/** The last ten, latest first; none for anybody but owners. */
export async function listExports({ supabase }: Session, workspaceSlug: string): Promise<ExportLine[]> {
  return callDatabase(supabase.rpc("list_workspace_exports", { workspace_slug: workspaceSlug }));
}

/** @throws {DatabaseError} owners_only, export_under_way, too_many_exports */
export async function requestWorkspaceExport({ supabase }: Session, workspaceSlug: string): Promise<string> {
  return callDatabase(supabase.rpc("request_workspace_export", { workspace_slug: workspaceSlug }));
}

/**
 * The file of an export, its parts one after the other. Each is asked for with the person's token when its turn comes, so
 * that whoever is an owner no more gets no further one.
 *
 * @throws {DatabaseError} owners_only, export_not_found; `storage_unavailable` (503) when the first part cannot be read
 */
export async function openWorkspaceExport(
  session: Session,
  workspaceSlug: string,
  exportId: string,
): Promise<{ file: ExportFile; body: ReadableStream<Uint8Array> }> {
  const file = await callDatabase(session.supabase.rpc("open_workspace_export", { workspace_slug: workspaceSlug, export_id: exportId }));
  const openPart = async (part: number) => {
    const { data, error } = await session.supabase.storage.from("exports").download(`${file.object_folder}/${part}`).asStream();
    if (!error) return data.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    reportError(error);
    throw new DatabaseError("storage_unavailable", 503, undefined);
  };
  let [part, reader] = [1, await openPart(1)];
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      for (;;) {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        if (part === file.part_count) return controller.close();
        part += 1;
        reader = await openPart(part);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { file, body };
}

/** @throws {DatabaseError} owners_only, workspace_closing, confirmation_differs */
export async function requestWorkspaceDeletion({ supabase }: Session, workspaceSlug: string, confirmation: string): Promise<string> {
  return callDatabase(supabase.rpc("request_workspace_deletion", { workspace_slug: workspaceSlug, confirmation }));
}

/** @throws {DatabaseError} owners_only, deletion_under_way */
export async function cancelWorkspaceDeletion({ supabase }: Session, workspaceSlug: string): Promise<void> {
  await callDatabase(supabase.rpc("cancel_workspace_deletion", { workspace_slug: workspaceSlug }));
}

/** Customers by letters of their names and addresses, at least two letters. */
export async function findPeople({ supabase }: Session, workspaceSlug: string, wanted: string): Promise<FoundPerson[]> {
  return callDatabase(supabase.rpc("find_people", { workspace_slug: workspaceSlug, wanted }));
}

export async function previewErasure({ supabase }: Session, workspaceSlug: string, customerIds: string[]): Promise<ErasureCounts> {
  return callDatabase(supabase.rpc("preview_erasure", { workspace_slug: workspaceSlug, customer_ids: customerIds }));
}

/** @throws {DatabaseError} customer_not_found, confirmation_differs */
export async function eraseCustomers(
  { supabase }: Session,
  workspaceSlug: string,
  { customerIds, confirmation }: { customerIds: string[]; confirmation: string },
): Promise<string> {
  return callDatabase(supabase.rpc("erase_customers", { workspace_slug: workspaceSlug, customer_ids: customerIds, confirmation }));
}

/** The last ten, latest first. */
export async function listErasures({ supabase }: Session, workspaceSlug: string): Promise<ErasureLine[]> {
  return callDatabase(supabase.rpc("list_erasures", { workspace_slug: workspaceSlug }));
}

/** @throws {DatabaseError} settings_forbidden */
export async function getRetention({ supabase }: Session, workspaceSlug: string): Promise<RetentionDays> {
  return callDatabase(supabase.rpc("get_retention", { workspace_slug: workspaceSlug }));
}

export async function previewRetention({ supabase }: Session, workspaceSlug: string, days: RetentionDays): Promise<RetentionCounts> {
  return callDatabase(supabase.rpc("preview_retention", { workspace_slug: workspaceSlug, days }));
}

/** @throws {DatabaseError} settings_forbidden, retention_rules_after_days_range */
export async function saveRetention({ supabase }: Session, workspaceSlug: string, days: RetentionDays): Promise<void> {
  await callDatabase(supabase.rpc("save_retention", { workspace_slug: workspaceSlug, days }));
}

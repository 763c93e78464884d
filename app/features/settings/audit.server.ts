/** The audit log, a page at a time. */
import { z } from "zod";
import { callDatabase } from "~/lib/database-errors";
import type { AuditQuery } from "~/lib/paths";
import type { Session } from "~/lib/supabase/session.server";
import type { AuditLine } from "~/lib/supabase/workspace-types";
import { auditSubjects } from "./audit-words";
import { addDays, isDay, isTimeZone } from "./calendar-dates";
import { startOfDay } from "./start-of-day";

const pageSize = 50;

/** What is no such thing is as if it were not there: the address is typed and cut by people. */
const querySchema = z.object({
  kind: z.enum(auditSubjects).optional().catch(undefined),
  member: z.uuid().optional().catch(undefined),
  from: z.string().refine(isDay).optional().catch(undefined),
  to: z.string().refine(isDay).optional().catch(undefined),
  zone: z.string().max(60).refine(isTimeZone).optional().catch(undefined),
  before_at: z.iso.datetime({ offset: true }).optional().catch(undefined),
  before_id: z.uuid().optional().catch(undefined),
});

/** What an address asks for. */
export function auditQueryIn(address: URLSearchParams): z.infer<typeof querySchema> {
  return querySchema.parse(Object.fromEntries([...address].filter(([, value]) => value !== "")));
}

/**
 * Entries of the log, latest first.
 *
 * @returns `older` where there are more: the query of the next page
 */
export async function readAuditLog(
  { supabase }: Session,
  workspaceSlug: string,
  query: ReturnType<typeof auditQueryIn>,
): Promise<{ lines: AuditLine[]; older: AuditQuery | null }> {
  const { kind = null, member = null, from, to, zone = "UTC", before_at, before_id } = query;
  const isLater = before_at !== undefined && before_id !== undefined;
  const lines = await callDatabase(
    supabase.rpc("list_audit_entries", {
      workspace_slug: workspaceSlug,
      of_kind: kind,
      of_actor_id: member,
      since: from === undefined ? null : startOfDay(from, zone),
      until: to === undefined ? null : startOfDay(addDays(to, 1), zone),
      before_created_at: isLater ? before_at : null,
      before_entry_id: isLater ? before_id : null,
      page_size: pageSize + 1,
    }),
  );
  const shown = lines.slice(0, pageSize);
  const last = shown.at(-1);
  const older = last && lines.length > pageSize ? { ...query, before_at: last.created_at, before_id: last.entry_id } : null;
  return { lines: shown, older };
}

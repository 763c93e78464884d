import { Link } from "@remix-run/react";
import { ArrowRight } from "lucide-react";
import { Time } from "~/components/ui/time";
import { VisuallyHidden } from "~/components/ui/visually-hidden";
import { m } from "~/lib/i18n/messages";
import { paths, type AuditQuery } from "~/lib/paths";
import type { AuditLine } from "~/lib/supabase/workspace-types";
import { useHydrated } from "~/lib/use-hydrated";
import { auditChangeWords, type AuditChangeWords } from "./audit-changes";
import { auditActor, auditSentence } from "./audit-words";

/**
 * What was done, latest first: when, by whom, what, and what it was before.
 *
 * @param props.teamNames of the workspace's teams by id
 */
export function AuditList(props: { workspaceSlug: string; lines: AuditLine[]; query: AuditQuery; teamNames: Record<string, string> }) {
  const { workspaceSlug, lines, query, teamNames } = props;
  const timeZone = useHydrated() ? undefined : "UTC";
  return (
    <ol aria-label={m.settings_audit()} className="divide-y divide-border rounded-xl border border-border shadow-xs">
      {lines.map((line) => (
        <li key={line.entry_id} className="flex flex-col gap-1 p-4 text-sm md:grid md:grid-cols-[minmax(0,1fr)_11rem] md:gap-x-6">
          <div className="min-w-0">
            <p className="font-medium text-pretty wrap-anywhere">{auditSentence(line, teamNames)}</p>
            <Changes changes={auditChangeWords(line, timeZone)} />
          </div>
          <p className="flex flex-wrap gap-x-2 text-muted-foreground md:flex-col md:items-end md:text-end">
            {line.actor_id !== null && line.actor_id !== query.member ? (
              <Link
                to={paths.auditLog(workspaceSlug, { member: line.actor_id })}
                title={m.settings_audit_only_theirs()}
                dir="auto"
                className="min-h-6 rounded-xs font-medium wrap-anywhere text-foreground underline-offset-4 hover:underline"
              >
                {auditActor(line)}
              </Link>
            ) : (
              <span dir="auto" className="min-h-6 font-medium wrap-anywhere text-foreground">
                {auditActor(line)}
              </span>
            )}
            <Time value={line.created_at} style="datetime" className="min-h-6 tabular-nums" />
          </p>
        </li>
      ))}
    </ol>
  );
}

function Changes({ changes }: { changes: AuditChangeWords[] }) {
  if (changes.length === 0) return null;
  return (
    <dl className="mt-1 flex flex-col gap-0.5 text-muted-foreground">
      {changes.map(({ field, was, isNow }) => (
        <div key={field} className="flex flex-wrap items-baseline gap-x-1.5 wrap-anywhere">
          <dt>{m.settings_audit_field({ field })}</dt>
          <dd className="flex min-w-0 flex-wrap items-baseline gap-x-1.5">
            {was === null ? null : (
              <>
                <VisuallyHidden>{m.settings_audit_before()}</VisuallyHidden>
                <span dir="auto" className={isNow === null ? "line-through" : undefined}>
                  {was}
                </span>
                {isNow === null ? null : <ArrowRight aria-hidden="true" className="size-3.5 self-center rtl:rotate-180" />}
              </>
            )}
            {isNow === null ? null : (
              <>
                {was === null ? null : <VisuallyHidden>{m.settings_audit_after()}</VisuallyHidden>}
                <span dir="auto" className="text-foreground">
                  {isNow}
                </span>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

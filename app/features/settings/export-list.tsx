import { Form } from "@remix-run/react";
import { Download } from "lucide-react";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { Time } from "~/components/ui/time";
import { formatBytes } from "~/lib/i18n/format";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { ExportLine, ExportState } from "~/lib/supabase/data-types";
import { ProgressLine } from "./progress-line";

const states: Record<ExportState, { name: () => string; tone: "neutral" | "info" | "success" | "danger" }> = {
  waiting: { name: m.settings_data_export_waiting, tone: "info" },
  running: { name: m.settings_data_export_running, tone: "info" },
  done: { name: m.settings_data_export_done, tone: "success" },
  failed: { name: m.settings_data_export_failed, tone: "danger" },
  expired: { name: m.settings_data_export_expired, tone: "neutral" },
};

/** The last exports: how far they are, and those that can be fetched. */
export function ExportList({ workspaceSlug, exports }: { workspaceSlug: string; exports: ExportLine[] }) {
  if (exports.length === 0) return null;
  return (
    <ul aria-label={m.settings_data_export_list()} className="max-w-2xl divide-y divide-border rounded-xl border border-border shadow-xs">
      {exports.map((line) => (
        <li key={line.export_id} className="flex flex-col gap-3 p-4 text-sm">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
                <Time value={line.requested_at} style="datetime" className="tabular-nums" />
                <Badge tone={states[line.state].tone}>{states[line.state].name()}</Badge>
              </p>
              <p className="mt-0.5 wrap-anywhere text-muted-foreground">
                {m.settings_data_export_by({ name: isolated(line.requested_by_name) })}
                {line.state === "done" && line.byte_size !== null ? ` · ${formatBytes(line.byte_size)}` : null}
              </p>
              {line.state === "done" && line.expires_at !== null ? (
                <p className="text-muted-foreground">
                  {m.settings_data_export_until()} <Time value={line.expires_at} style="datetime" />
                </p>
              ) : null}
            </div>
            {line.state === "done" ? (
              // A post: fetching it is written down, and nothing may fetch it ahead. Not by script: it is a file.
              <Form method="post" reloadDocument action={paths.exportFile(workspaceSlug)}>
                <input type="hidden" name="export_id" value={line.export_id} />
                <Button type="submit" variant="outline" size="sm">
                  <Download aria-hidden="true" />
                  {m.settings_data_export_download()}
                </Button>
              </Form>
            ) : null}
          </div>
          {line.state === "waiting" || line.state === "running" ? (
            <ProgressLine
              words={
                line.state === "waiting"
                  ? m.settings_data_export_queued()
                  : m.settings_data_export_progress({
                      rows: line.rows_done,
                      all: line.rows_total,
                      files: line.files_done,
                      allFiles: line.files_total,
                    })
              }
              done={line.rows_done + line.files_done}
              total={line.state === "running" ? line.rows_total + line.files_total : 0}
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

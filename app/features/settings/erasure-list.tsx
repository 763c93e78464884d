import { Badge } from "~/components/ui/badge";
import { Time } from "~/components/ui/time";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import type { ErasureLine } from "~/lib/supabase/data-types";
import { ProgressLine } from "./progress-line";

/** The last erasures: who had how many people erased, and how far that is. */
export function ErasureList({ erasures }: { erasures: ErasureLine[] }) {
  if (erasures.length === 0) return null;
  return (
    <ul aria-label={m.settings_data_erasure_list()} className="max-w-2xl divide-y divide-border rounded-xl border border-border shadow-xs">
      {erasures.map((line) => (
        <li key={line.erasure_id} className="flex flex-col gap-2 p-4 text-sm">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            <Time value={line.requested_at} style="datetime" className="tabular-nums" />
            <Badge tone={line.finished_at === null ? "info" : "success"}>
              {line.finished_at === null ? m.settings_data_erasure_running() : m.settings_data_erasure_done()}
            </Badge>
          </p>
          <p className="wrap-anywhere text-muted-foreground">
            {m.settings_data_erasure_line({ count: line.tickets_total, name: isolated(line.requested_by_name) })}
          </p>
          {line.finished_at === null ? (
            <ProgressLine words={m.settings_data_erasure_progress()} done={line.tickets_done} total={line.tickets_total} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

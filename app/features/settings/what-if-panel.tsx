import { FlaskConical } from "lucide-react";
import { LiveRegion } from "~/components/live-region";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { m } from "~/lib/i18n/messages";
import { isUnderWay, type Trial } from "./use-what-if";
import { WhatIfResult } from "./what-if-result";

/** Tries what is typed with what has really happened, and saves nothing. */
export function WhatIfPanel({ trial, ticketUrl }: { trial: Trial; ticketUrl: (ticketId: string) => string }) {
  const { whatIf, isAsking, hasFailed, start } = trial;
  const isBusy = isAsking || isUnderWay(whatIf);
  return (
    <Card className="flex flex-col gap-4 p-5">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-60 flex-1">
          <h3 className="font-semibold">{m.settings_policy_what_if()}</h3>
          <p className="mt-0.5 max-w-prose text-sm text-pretty text-muted-foreground">{m.settings_policy_what_if_text()}</p>
        </div>
        <Button
          type="submit"
          name="intent"
          value="request-sla-what-if"
          formNoValidate
          variant="outline"
          isPending={isAsking}
          aria-disabled={isUnderWay(whatIf) || undefined}
          onClick={(event) => {
            event.preventDefault();
            const { form } = event.currentTarget;
            if (form && !isBusy) start(form);
          }}
        >
          <FlaskConical aria-hidden="true" />
          {m.settings_policy_what_if_start()}
        </Button>
      </div>
      <LiveRegion message={spoken(trial)} />
      {hasFailed ? <Alert tone="danger">{m.errors_unexpected()}</Alert> : null}
      {whatIf && isUnderWay(whatIf) ? (
        <div className="flex flex-col gap-2 text-sm">
          <p>{m.settings_policy_what_if_progress({ done: whatIf.tickets_done, total: whatIf.tickets_total })}</p>
          <progress
            aria-label={m.settings_policy_what_if()}
            value={whatIf.tickets_total > 0 ? whatIf.tickets_done : undefined}
            max={Math.max(whatIf.tickets_total, 1)}
            className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-pressed [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-primary"
          />
          <noscript>
            <input type="hidden" name="what_if_id" value={whatIf.what_if_id} />
            <Button type="submit" name="intent" value="show-sla-what-if" formNoValidate variant="outline" size="sm">
              {m.settings_policy_look_again()}
            </Button>
          </noscript>
        </div>
      ) : null}
      {whatIf?.state === "failed" ? <Alert tone="danger">{m.settings_policy_what_if_failed()}</Alert> : null}
      {whatIf?.state === "done" && trial.isStale ? <Alert tone="info">{m.settings_policy_what_if_stale()}</Alert> : null}
      {whatIf?.state === "done" ? <WhatIfResult whatIf={whatIf} ticketUrl={ticketUrl} /> : null}
    </Card>
  );
}

/** Said to those who listen: that it has begun, that half is done, and what came out. */
function spoken({ whatIf }: Trial): string {
  if (!whatIf) return "";
  if (whatIf.state === "done") return m.settings_policy_what_if_breached({ count: whatIf.breach_count });
  if (!isUnderWay(whatIf)) return "";
  const isHalf = whatIf.tickets_total > 0 && whatIf.tickets_done * 2 >= whatIf.tickets_total;
  return isHalf ? m.settings_policy_what_if_half() : m.settings_policy_what_if_begun();
}

import { Link } from "@remix-run/react";
import { Badge } from "~/components/ui/badge";
import { Time } from "~/components/ui/time";
import { formatNumber } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { priorityName } from "~/lib/i18n/priority-words";
import { metricName, slaMetrics } from "~/lib/i18n/sla-words";
import type { SlaWhatIf } from "~/lib/supabase/sla-types";
import { attainment } from "./policy-words";

/** What would have come out: how much would have been in time, and what would not. */
export function WhatIfResult({ whatIf, ticketUrl }: { whatIf: SlaWhatIf; ticketUrl: (ticketId: string) => string }) {
  const { outcomes, breaches, breach_count: breachCount } = whatIf;
  const fresh = breaches.filter((breach) => !breach.was_breached).length;
  return (
    <div className="flex flex-col gap-5 text-sm">
      <table className="w-full max-w-xl">
        <caption className="mb-2 text-start text-muted-foreground">
          {m.settings_policy_what_if_caption({ count: whatIf.tickets_total })}
        </caption>
        <thead>
          <tr className="border-b border-border text-start">
            <th scope="col" className="pb-1.5 text-start font-medium">
              {m.settings_policy_what_if_metric()}
            </th>
            <th scope="col" className="ps-3 pb-1.5 text-start font-medium">
              {m.settings_policy_what_if_before()}
            </th>
            <th scope="col" className="ps-3 pb-1.5 text-start font-medium">
              {m.settings_policy_what_if_after()}
            </th>
          </tr>
        </thead>
        <tbody>
          {slaMetrics.flatMap((metric) => {
            const outcome = outcomes.find((line) => line.metric === metric);
            if (!outcome) return [];
            return (
              <tr key={metric} className="border-b border-border/60 last:border-0">
                <th scope="row" className="py-2 text-start font-normal">
                  {metricName(metric)}
                </th>
                <td className="py-2 ps-3">
                  <Share met={outcome.met_before} breached={outcome.breached_before} />
                </td>
                <td className="py-2 ps-3">
                  <Share met={outcome.met_after} breached={outcome.breached_after} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div>
        <h4 className="font-semibold">
          {m.settings_policy_what_if_breached({ count: breachCount })}
          {breachCount > 0 ? (
            <span className="ms-1.5 font-normal text-muted-foreground">
              {fresh === breaches.length && breaches.length < breachCount
                ? m.settings_policy_what_if_new_at_least({ count: fresh })
                : m.settings_policy_what_if_new({ count: fresh })}
            </span>
          ) : null}
        </h4>
        {breaches.length > 0 ? (
          <ul
            className="mt-2 max-h-96 divide-y divide-border overflow-y-auto rounded-lg border border-border"
            tabIndex={0}
            aria-label={m.settings_policy_what_if_list()}
          >
            {breaches.map((breach) => (
              <li key={`${breach.ticket_id} ${breach.metric} ${breach.due_at}`}>
                <Link
                  to={ticketUrl(breach.ticket_id)}
                  target="_blank"
                  className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3.5 py-2.5 -outline-offset-2 hover:bg-hover"
                >
                  <span className="text-muted-foreground tabular-nums">{`#${breach.number}`}</span>
                  <span dir="auto" className="min-w-40 flex-1 truncate font-medium">
                    {breach.subject}
                  </span>
                  {breach.was_breached ? null : <Badge tone="warning">{m.settings_policy_what_if_is_new()}</Badge>}
                  <span className="text-muted-foreground max-sm:basis-full">
                    {m.settings_policy_what_if_line({ metric: metricName(breach.metric), priority: priorityName(breach.priority) })}
                    {" · "}
                    <Time value={breach.due_at} style="appointment" />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        ) : null}
        {breaches.length < breachCount ? (
          <p className="mt-2 text-muted-foreground">{m.settings_policy_what_if_first({ count: breaches.length })}</p>
        ) : null}
      </div>
      <p className="font-medium">{m.settings_policy_what_if_not_saved()}</p>
    </div>
  );
}

function Share({ met, breached }: { met: number; breached: number }) {
  const percent = attainment(met, breached);
  if (percent === null) return <span className="text-muted-foreground">{m.settings_policy_what_if_no_clock()}</span>;
  return (
    <>
      <span className="font-semibold tabular-nums">{formatNumber(percent / 100, { style: "percent" })}</span>
      <span className="ms-2 text-muted-foreground tabular-nums">{m.settings_policy_what_if_met({ met, count: met + breached })}</span>
    </>
  );
}

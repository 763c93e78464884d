import { Form } from "@remix-run/react";
import { CircleCheck, RefreshCw } from "lucide-react";
import { useEffect, useRef } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { LiveRegion } from "~/components/live-region";
import { Alert } from "~/components/ui/alert";
import { buttonVariants } from "~/components/ui/button-variants";
import { Card } from "~/components/ui/card";
import { Skeleton } from "~/components/ui/skeleton";
import { Spinner } from "~/components/ui/spinner";
import { m } from "~/lib/i18n/messages";
import { useOutdatedCount, type OutdatedCount } from "./use-outdated-count";

type Urls = {
  /** Of the page that waits for the number, where nothing can arrive later. */
  counted: string;
  /** Of the data route that counts. */
  count: string;
};

/**
 * Running clocks keep the policy and the hours they started by until somebody gives them today's: that is done here.
 *
 * @param props.counted how many tickets that concerns, where the page has waited for it; else it is counted now
 * @param props.isUnderWay it is being done already
 * @param props.asked the answer to the button; the focus goes to what becomes of it
 * @param props.since what the page was loaded with: another one, and the number is counted anew
 */
export function RecalculateCard(props: {
  counted: number | null;
  isUnderWay: boolean;
  asked: { recalculating?: number } | null;
  since: unknown;
  urls: Urls;
}) {
  const { counted, asked, since, urls } = props;
  const box = useRef<HTMLDivElement>(null);
  const state = useOutdatedCount({ count: counted, isUnderWay: props.isUnderWay }, { asked, since, url: urls.count });
  useEffect(() => {
    if (asked) box.current?.focus();
  }, [asked]);
  return (
    <div ref={box} tabIndex={-1} className="rounded-xl">
      <LiveRegion message={spoken(state)} />
      <Content state={state} urls={urls} />
    </div>
  );
}

/** Said to those who listen: that it has begun, and that it is over. */
function spoken({ isUnderWay, isDone }: OutdatedCount): string {
  if (isUnderWay) return m.settings_policy_recalculating_begun();
  return isDone ? m.settings_policy_recalculated() : "";
}

function Content({ state, urls }: { state: OutdatedCount; urls: Urls }) {
  const { count, total, isUnderWay, isDone, isStuck, hasFailed } = state;
  if (count === null) return hasFailed ? <Alert tone="warning">{m.settings_policy_not_counted()}</Alert> : <Counting url={urls.counted} />;
  if (isUnderWay && count > 0) return <UnderWay count={count} total={total} isStuck={isStuck} url={urls.counted} />;
  if (count === 0) {
    return (
      <Alert tone="success" icon={<CircleCheck aria-hidden="true" />}>
        {isDone ? m.settings_policy_recalculated() : m.settings_policy_all_current()}
      </Alert>
    );
  }
  return (
    <Card className="p-5 text-sm">
      <h3 className="font-semibold">{m.settings_policy_outdated({ count })}</h3>
      <p className="mt-1 max-w-prose text-pretty text-muted-foreground">{m.settings_policy_outdated_text()}</p>
      <details className="mt-4">
        <summary className={`${buttonVariants({ variant: "outline" })} list-none [&::-webkit-details-marker]:hidden`}>
          <RefreshCw aria-hidden="true" />
          {m.settings_policy_recalculate({ count })}
        </summary>
        <Form method="post" action="?index" preventScrollReset className="mt-3 flex flex-wrap items-center gap-3 rounded-md bg-sunken p-3">
          <p className="min-w-48 flex-1 font-medium">{m.settings_policy_recalculate_question({ count })}</p>
          <SubmitButton name="intent" value="recalculate-sla" size="sm">
            {m.settings_policy_recalculate_confirm()}
          </SubmitButton>
        </Form>
      </details>
    </Card>
  );
}

function UnderWay({ count, total, isStuck, url }: { count: number; total: number; isStuck: boolean; url: string }) {
  return (
    <Card className="flex flex-col gap-3 p-5 text-sm">
      <p className="flex items-center gap-2.5 font-medium">
        <Spinner className="text-primary-ink" />
        {isStuck ? m.settings_policy_recalculating_later({ count }) : m.settings_policy_recalculating({ count })}
      </p>
      <progress
        aria-label={m.settings_policy_recalculating_progress()}
        value={total - count}
        max={total}
        className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-pressed [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-primary"
      />
      <noscript>
        <a href={url} className="underline">
          {m.settings_policy_look_again()}
        </a>
      </noscript>
    </Card>
  );
}

function Counting({ url }: { url: string }) {
  return (
    <Card className="flex h-14 items-center gap-3 px-5">
      <Skeleton className="h-4 w-2/3" />
      <noscript>
        <a href={url} className="text-sm underline">
          {m.settings_policy_count_now()}
        </a>
      </noscript>
    </Card>
  );
}

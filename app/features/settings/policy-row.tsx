import { Link } from "@remix-run/react";
import { CalendarClock, Copy, Pencil, TriangleAlert } from "lucide-react";
import { buttonVariants } from "~/components/ui/button-variants";
import { useDesk } from "~/features/workspaces/desk-context";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { SlaPolicyLine, SlaSettings } from "~/lib/supabase/sla-types";
import { ArchivePolicy } from "./archive-policy";
import type { RowPlace } from "./ordered-list";
import { OrderedRow } from "./ordered-row";
import { calendarWords } from "./policy-words";
import { PolicyConditionsLine } from "./policy-conditions-line";
import { TargetsTable } from "./targets-table";

/** A policy in the list: which tickets it is for, what it promises, by whose hours. */
export function PolicyRow(props: {
  policy: SlaPolicyLine;
  settings: SlaSettings;
  place: RowPlace;
  /** The name of a policy above that fits every ticket, so that none comes to this one. */
  hiddenBy: string | null;
}) {
  const { policy, settings, place, hiddenBy } = props;
  const { slug } = useDesk();
  const editUrl = paths.policy(slug, policy.policy_id);
  const iconLink = cn(buttonVariants({ variant: "ghost", size: "icon-sm" }), "text-muted-foreground");
  return (
    <OrderedRow
      id={policy.policy_id}
      name={policy.name}
      place={place}
      head={
        <h3 className="flex min-h-8 items-center gap-2 font-semibold">
          <span
            aria-hidden="true"
            className="grid size-6 shrink-0 place-items-center rounded-full bg-primary-soft text-xs text-primary-ink tabular-nums"
          >
            {place.place}
          </span>
          <Link to={editUrl} prefetch="intent" dir="auto" className="min-w-0 wrap-anywhere hover:underline">
            {policy.name}
          </Link>
        </h3>
      }
      actions={
        <>
          <Link to={editUrl} prefetch="intent" aria-label={m.settings_policy_edit({ name: policy.name })} className={iconLink}>
            <Pencil aria-hidden="true" />
          </Link>
          <Link
            to={paths.policy(slug, "new", { copy: policy.policy_id })}
            aria-label={m.settings_policy_duplicate({ name: policy.name })}
            className={iconLink}
          >
            <Copy aria-hidden="true" />
          </Link>
          <ArchivePolicy policy={policy} />
        </>
      }
    >
      <div className="mt-1 flex flex-col gap-1.5 text-sm text-muted-foreground">
        <PolicyConditionsLine policy={policy} settings={settings} />
        <p className="flex items-center gap-1.5">
          <CalendarClock aria-hidden="true" className="size-4 shrink-0" />
          <span className="min-w-0 wrap-anywhere">{calendarWords(policy, settings.calendars)}</span>
        </p>
      </div>
      {hiddenBy === null ? null : (
        <p className="mt-2 flex items-start gap-1.5 text-sm text-warning-ink">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 wrap-anywhere">{m.settings_policy_hidden({ name: hiddenBy })}</span>
        </p>
      )}
      <TargetsTable policy={policy} className="mt-4" />
    </OrderedRow>
  );
}

import { Link } from "@remix-run/react";
import { CalendarClock, Copy, GripVertical, Pencil, TriangleAlert } from "lucide-react";
import { buttonVariants } from "~/components/ui/button-variants";
import { useDesk } from "~/features/workspaces/desk-context";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { SlaPolicyLine, SlaSettings } from "~/lib/supabase/sla-types";
import { ArchivePolicy } from "./archive-policy";
import { MoveButtons } from "./move-buttons";
import { calendarWords } from "./policy-words";
import { PolicyConditionsLine } from "./policy-conditions-line";
import { TargetsTable } from "./targets-table";
import { usePolicyDrag } from "./use-policy-drag";

/** A policy in the list: which tickets it is for, what it promises, by whose hours. */
export function PolicyRow(props: {
  policy: SlaPolicyLine;
  settings: SlaSettings;
  /** Counted from 1. */
  place: number;
  /** The name of a policy above that fits every ticket, so that none comes to this one. */
  hiddenBy: string | null;
  orderUp: string[] | null;
  orderDown: string[] | null;
  onMove: (move: "up" | "down", order: string[]) => void;
  onDropped: (draggedId: string, side: "before" | "after") => void;
}) {
  const { policy, settings, place, hiddenBy, orderUp, orderDown, onMove, onDropped } = props;
  const { slug } = useDesk();
  const { row, handle, look, canDrag } = usePolicyDrag(policy.policy_id, onDropped);
  const editUrl = paths.policy(slug, policy.policy_id);
  const iconLink = cn(buttonVariants({ variant: "ghost", size: "icon-sm" }), "text-muted-foreground");
  return (
    <li
      ref={row}
      data-policy={policy.policy_id}
      className={cn(
        "relative rounded-xl border border-border bg-surface p-4 shadow-xs sm:p-5",
        look === "dragged" && "opacity-50",
        (look === "before" || look === "after") && "after:absolute after:inset-x-0 after:h-1 after:rounded-full after:bg-primary",
        look === "before" && "after:-top-2.5",
        look === "after" && "after:-bottom-2.5",
      )}
    >
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <span
          ref={handle}
          aria-hidden="true"
          title={m.settings_policy_drag()}
          className={cn(
            "-ms-1.5 grid h-8 w-6 shrink-0 cursor-grab place-items-center rounded-sm text-muted-foreground hover:bg-hover",
            // Its place is kept, so that nothing jumps when it can be dragged.
            !canDrag && "invisible",
            !orderUp && !orderDown && "hidden",
          )}
        >
          <GripVertical className="size-4" />
        </span>
        <div className="min-w-0 flex-1">
          <h3 className="flex min-h-8 items-center gap-2 font-semibold">
            <span
              aria-hidden="true"
              className="grid size-6 shrink-0 place-items-center rounded-full bg-primary-soft text-xs text-primary-ink tabular-nums"
            >
              {place}
            </span>
            <Link to={editUrl} prefetch="intent" dir="auto" className="min-w-0 wrap-anywhere hover:underline">
              {policy.name}
            </Link>
          </h3>
        </div>
        <div className="flex shrink-0 items-center text-muted-foreground">
          <MoveButtons name={policy.name} orderUp={orderUp} orderDown={orderDown} onMove={onMove} />
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
        </div>
      </div>
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
    </li>
  );
}

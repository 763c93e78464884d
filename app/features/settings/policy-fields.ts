/** The names of the policy form's fields. Flat ones: conform would read a path out of a dot or a bracket. */
import { ticketPriorities } from "~/lib/i18n/priority-words";
import { slaMetrics } from "~/lib/i18n/sla-words";
import type { DatabaseError } from "~/lib/database-errors";
import type { TicketChannel, TicketPriority } from "~/lib/supabase/database-types";
import type { SlaMetric } from "~/lib/supabase/sla-types";

export const ticketChannels = ["web", "email", "widget", "mobile", "phone", "api"] as const satisfies readonly TicketChannel[];

type ColumnPart = "basis" | "warn_amount" | "warn_unit" | "each";
type CellPart = "amount" | "unit" | "basis" | "warn_amount" | "warn_unit";
export type ColumnName<Part extends ColumnPart = ColumnPart> = `${SlaMetric}_${Part}`;
export type CellName<Part extends CellPart = CellPart> = `${SlaMetric}_${TicketPriority}_${Part}`;

/** What holds for all priorities of a metric, unless its `each` is ticked. */
export const columnName = <Part extends ColumnPart>(metric: SlaMetric, part: Part): ColumnName<Part> => `${metric}_${part}`;
/** What holds for one priority of a metric. */
export const cellName = <Part extends CellPart>(metric: SlaMetric, priority: TicketPriority, part: Part): CellName<Part> =>
  `${metric}_${priority}_${part}`;

const columnParts: readonly ColumnPart[] = ["basis", "warn_amount", "warn_unit", "each"];
const cellParts: readonly CellPart[] = ["amount", "unit", "basis", "warn_amount", "warn_unit"];

/** Lists of these: a form has one field of the name for every box that is ticked. */
export const conditionNames = ["team_ids", "category_ids", "channels"] as const;

const singleNames: readonly string[] = [
  "name",
  "calendar_id",
  "seen_version_id",
  "escalate_amount",
  "escalate_unit",
  ...slaMetrics.flatMap((metric) => [
    ...columnParts.map((part) => columnName(metric, part)),
    ...ticketPriorities.flatMap((priority) => cellParts.map((part) => cellName(metric, priority, part))),
  ]),
];

/** Of a posted form the fields that a policy has, and only text; see lib/own-fields. */
export function ownPolicyFields(posted: FormData): FormData {
  const own = new FormData();
  for (const name of singleNames) {
    const value = posted.get(name);
    if (typeof value === "string") own.set(name, value);
  }
  for (const name of conditionNames) {
    for (const value of posted.getAll(name).slice(0, 500)) if (typeof value === "string") own.append(name, value);
  }
  return own;
}

const fieldByKey: Record<string, string> = {
  sla_policies_name_key: "name",
  sla_policies_name_length: "name",
  sla_calendar_not_found: "calendar_id",
  sla_escalation_out_of_range: "escalate_amount",
};

/**
 * Where on the form a refusal of the database belongs.
 *
 * @param isEach whether the metric's column says basis and warning for each priority
 * @returns the field's name; "" for the form as a whole
 */
export function fieldOfPolicyError(error: Pick<DatabaseError, "key" | "cause">, isEach: (metric: SlaMetric) => boolean): string {
  const [metric, priority] = placeOf(error.cause?.details);
  if (metric && priority) {
    if (error.key !== "sla_warning_out_of_range") return cellName(metric, priority, "amount");
    return isEach(metric) ? cellName(metric, priority, "warn_amount") : columnName(metric, "warn_amount");
  }
  return fieldByKey[error.key] ?? "";
}

/** "resolution/high", the detail of a refusal, as metric and priority. */
export function placeOf(details: string | undefined): [SlaMetric | undefined, TicketPriority | undefined] {
  const [left, right] = (details ?? "").split("/");
  return [slaMetrics.find((metric) => metric === left), ticketPriorities.find((priority) => priority === right)];
}

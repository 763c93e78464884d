/** The form of an SLA policy, checked alike in the browser and on the server. */
import { z } from "zod";
import { m } from "~/lib/i18n/messages";
import { ticketPriorities } from "~/lib/i18n/priority-words";
import { slaMetrics } from "~/lib/i18n/sla-words";
import type { TicketPriority } from "~/lib/supabase/database-types";
import type { SlaMetric, SlaPolicyDraft, SlaTargetLine } from "~/lib/supabase/sla-types";
import { durationUnits, longestSeconds, toSeconds, unitsOf, type DurationUnit } from "./duration-parts";
import { cellName, columnName, type conditionNames, ticketChannels, type CellName, type ColumnName } from "./policy-fields";

const unit = z.enum(durationUnits).optional();
const amount = z.string().trim().max(20).optional();
const basis = z.enum(["business", "calendar"]).optional();
const box = z.boolean().optional();
const many = z.array(z.string()).max(500);

type Columns = Record<ColumnName<"basis">, typeof basis> &
  Record<ColumnName<"warn_amount">, typeof amount> &
  Record<ColumnName<"warn_unit">, typeof unit> &
  Record<ColumnName<"each">, typeof box>;
type Cells = Record<CellName<"amount" | "warn_amount">, typeof amount> &
  Record<CellName<"unit" | "warn_unit">, typeof unit> &
  Record<CellName<"basis">, typeof basis>;

const columns = Object.fromEntries(
  slaMetrics.flatMap((metric) => [
    [columnName(metric, "basis"), basis],
    [columnName(metric, "warn_amount"), amount],
    [columnName(metric, "warn_unit"), unit],
    [columnName(metric, "each"), box],
  ]),
) as Columns;

const cells = Object.fromEntries(
  slaMetrics.flatMap((metric) =>
    ticketPriorities.flatMap((priority) => [
      [cellName(metric, priority, "amount"), amount],
      [cellName(metric, priority, "unit"), unit],
      [cellName(metric, priority, "basis"), basis],
      [cellName(metric, priority, "warn_amount"), amount],
      [cellName(metric, priority, "warn_unit"), unit],
    ]),
  ),
) as Cells;

/** The fields by themselves, as they are typed. */
export const policyFields = z.object({
  name: z
    .string({ error: () => m.settings_policy_name_required() })
    .trim()
    .min(1, { error: () => m.settings_policy_name_required() })
    .max(80, { error: () => m.errors_text_length() }),
  team_ids: many,
  category_ids: many,
  channels: z.array(z.enum(ticketChannels)).max(ticketChannels.length),
  calendar_id: z.string().optional(),
  escalate_amount: amount,
  escalate_unit: unit,
  seen_version_id: z.string().optional(),
  ...columns,
  ...cells,
});

export type PolicyForm = z.infer<typeof policyFields>;
export type SubmittedPolicy = { draft: SlaPolicyDraft; seenVersionId: string | null };

type Range = { least: number; words: () => string };
type Wrong = (field: keyof PolicyForm, words: string) => void;

const targetRange: Range = { least: 1, words: () => m.errors_sla_target_out_of_range() };
const warningRange: Range = { least: 0, words: () => m.errors_sla_warning_out_of_range() };
const escalationRange: Range = { least: 60, words: () => m.errors_sla_escalation_out_of_range() };

/** Seconds of a number with its unit: null for an empty one, and for a wrong one, after saying so at its field. */
function secondsOf(field: keyof PolicyForm, typed: string | undefined, unit: DurationUnit, range: Range, wrong: Wrong) {
  if (!typed) return null;
  const seconds = toSeconds(typed, unit);
  if (Number.isNaN(seconds)) wrong(field, m.settings_policy_number_wrong());
  else if (seconds < range.least || seconds > longestSeconds) wrong(field, range.words());
  else return seconds;
  return null;
}

function targetOf(form: PolicyForm, metric: SlaMetric, priority: TicketPriority, wrong: Wrong): SlaTargetLine | null {
  const isEach = form[columnName(metric, "each")] ?? false;
  const basis = form[isEach ? cellName(metric, priority, "basis") : columnName(metric, "basis")] ?? "business";
  const amountField = cellName(metric, priority, "amount");
  const unit = form[cellName(metric, priority, "unit")] ?? "hours";
  const seconds = secondsOf(amountField, form[amountField], unit, targetRange, wrong);
  if (seconds === null) return null;
  if (!unitsOf(basis).includes(unit)) wrong(amountField, m.settings_policy_days_of_work());
  const warnField = isEach ? cellName(metric, priority, "warn_amount") : columnName(metric, "warn_amount");
  const warnUnit = form[isEach ? cellName(metric, priority, "warn_unit") : columnName(metric, "warn_unit")] ?? "minutes";
  const warnBefore = secondsOf(warnField, form[warnField], warnUnit, warningRange, wrong);
  if (warnBefore !== null && warnBefore > seconds) wrong(warnField, m.errors_sla_warning_out_of_range());
  return { metric, priority, target_seconds: seconds, basis, warn_before_seconds: warnBefore };
}

const orAny = <T>(values: T[]): T[] | null => (values.length === 0 ? null : values);

/** From what is typed to what the database takes. */
export const policySchema = policyFields.transform((form, context): SubmittedPolicy => {
  const said = new Set<string>();
  const wrong: Wrong = (field, words) => {
    // A column's warning is looked at for every priority.
    if (said.has(field)) return;
    said.add(field);
    context.addIssue({ code: "custom", path: [field], message: words });
  };
  const targets = slaMetrics.flatMap((metric) => ticketPriorities.map((priority) => targetOf(form, metric, priority, wrong)));
  const escalateAfter = secondsOf("escalate_amount", form.escalate_amount, form.escalate_unit ?? "hours", escalationRange, wrong);
  return {
    draft: {
      name: form.name,
      calendar_id: form.calendar_id ?? null,
      team_ids: orAny(form.team_ids),
      category_ids: orAny(form.category_ids),
      channels: orAny(form.channels),
      escalate_after_seconds: escalateAfter,
      targets: targets.filter((target) => target !== null),
    },
    seenVersionId: form.seen_version_id ?? null,
  };
});

/** As policySchema, for a draft that is only tried: it needs no name yet. */
export const triedPolicySchema = z.preprocess(
  (value) => (typeof value === "object" && value !== null && !("name" in value && value.name) ? { ...value, name: "–" } : value),
  policySchema,
);

type ListName = (typeof conditionNames)[number];
/** What the form is filled with: text, as fields have it. */
export type PolicyFormValue = Partial<Record<ListName, string[]> & Record<Exclude<keyof PolicyForm, ListName>, string>>;

/** What was there before and is there now, of the fields that the audit log tells of. */
import { noticeLevelName, noticeLevels } from "~/features/workspaces/notice-words";
import { roleName } from "~/features/workspaces/workspace-words";
import { formatBytes, formatDate } from "~/lib/i18n/format";
import { isLocale, localeNames } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { priorityName } from "~/lib/i18n/priority-words";
import { metricName } from "~/lib/i18n/sla-words";
import type { MemberRole } from "~/lib/supabase/database-types";
import type { TicketFieldKind } from "~/lib/supabase/form-types";
import type { SlaTargetLine, SlaWeeklyHours } from "~/lib/supabase/sla-types";
import type { AuditChange, AuditLine } from "~/lib/supabase/workspace-types";
import { fieldKindNames } from "./ticket-field-words";
import { weekWords } from "./calendar-words";
import { lengthWords } from "./duration-parts";

/** In words; `was` or `isNow` is null where there was nothing, or is nothing any more. */
export type AuditChangeWords = { field: string; was: string | null; isNow: string | null };

const fieldNames: Record<string, () => string> = {
  name: m.settings_audit_field_name,
  slug: m.settings_audit_field_slug,
  brand_color: m.settings_audit_field_brand_color,
  logo_id: m.settings_audit_field_logo,
  icon_id: m.settings_audit_field_icon,
  welcome_text: m.settings_audit_field_welcome_text,
  default_locale: m.settings_audit_field_default_locale,
  offered_locales: m.settings_audit_field_offered_locales,
  edit_window_seconds: m.settings_audit_field_edit_window,
  reopen_window_seconds: m.settings_audit_field_reopen_window,
  requires_second_factor: m.settings_audit_field_second_factor,
  max_attachment_bytes: m.settings_audit_field_attachment_bytes,
  max_attachments_per_message: m.settings_audit_field_attachments,
  notice_mail_levels: m.settings_audit_field_notices,
  sla_calendar: m.settings_audit_field_calendar,
  sla_reopen_rule: m.settings_audit_field_reopen_rule,
  sla_unanswered_rule: m.settings_audit_field_unanswered_rule,
  role: m.settings_audit_field_role,
  display_name: m.settings_audit_field_display_name,
  has_account: m.settings_audit_field_has_account,
  deactivated_at: m.settings_audit_field_deactivated_at,
  removed_at: m.settings_audit_field_removed_at,
  archived_at: m.settings_audit_field_archived_at,
  joined_at: m.settings_audit_field_joined_at,
  sent_at: m.settings_audit_field_sent_at,
  accepted_at: m.settings_audit_field_accepted_at,
  revoked_at: m.settings_audit_field_revoked_at,
  email: m.settings_audit_field_email,
  is_lead: m.settings_audit_field_is_lead,
  is_private: m.settings_audit_field_is_private,
  skill: m.settings_audit_field_skill,
  max_open_tickets: m.settings_audit_field_max_open_tickets,
  work_hours: m.settings_audit_field_work_hours,
  work_time_zone: m.settings_audit_field_work_time_zone,
  work_calendar: m.settings_audit_field_work_calendar,
  member: m.settings_audit_field_member,
  team: m.settings_audit_field_team,
  assignee: m.settings_audit_field_assignee,
  format: m.settings_audit_field_format,
  has_notes: m.settings_audit_field_has_notes,
  sender_name: m.settings_audit_field_sender,
  seq: m.settings_audit_field_seq,
  time_zone: m.settings_audit_field_time_zone,
  weekly: m.settings_audit_field_weekly,
  special_days: m.settings_audit_field_special_days,
  targets: m.settings_audit_field_targets,
  escalate_after_seconds: m.settings_audit_field_escalate,
  channels: m.settings_audit_field_channels,
  team_ids: m.settings_audit_field_teams,
  category_ids: m.settings_audit_field_categories,
  position: m.settings_audit_field_position,
  label: m.settings_audit_field_label,
  help_text: m.settings_audit_field_help_text,
  description: m.settings_audit_field_description,
  kind: m.settings_audit_field_kind,
  is_required: m.settings_audit_field_is_required,
  customers: m.settings_audit_field_customers,
  tickets: m.settings_audit_field_tickets,
  deletion_at: m.settings_audit_field_deletion_at,
  resolved_days: m.settings_audit_field_resolved_days,
  closed_days: m.settings_audit_field_closed_days,
};

const ruleWords: Record<string, () => string> = {
  resume: m.settings_policy_reopen_resume,
  restart: m.settings_policy_reopen_restart,
  first_only: m.settings_policy_reopen_first_only,
  cancel: m.settings_policy_unanswered_cancel,
  counts_as_reply: m.settings_policy_unanswered_counts,
};

const roles: readonly string[] = ["owner", "admin", "agent"] satisfies MemberRole[];

/** @param timeZone the reader's, for points in time */
export function auditChangeWords(line: AuditLine, timeZone: string | undefined): AuditChangeWords[] {
  const told = line.changes.filter(
    ({ field, was, is_now }) => was !== is_now && field !== "version" && (isPicture(field) || !/(^|_)id$/.test(field)),
  );
  return told.flatMap((change) => {
    const target = change.field === "targets" ? targetChanges(change) : null;
    if (target) return target;
    const words = (value: string | null) => valueWords(change.field, value, timeZone);
    const [was, isNow] = [words(change.was), words(change.is_now)];
    return was === null && isNow === null ? [] : [{ field: fieldName(change.field), was, isNow }];
  });
}

/** That there is one is told, not which. */
const isPicture = (field: string): boolean => field === "logo_id" || field === "icon_id";

/** A field nobody has words for is called as the database calls it. */
const fieldName = (field: string): string => (Object.hasOwn(fieldNames, field) ? fieldNames[field]?.() : undefined) ?? field;

function valueWords(field: string, value: string | null, timeZone: string | undefined): string | null {
  if (field === "notice_mail_levels" && value === "[]") return m.settings_notice_none();
  if (value === null || value === "" || value === "[]") return null;
  if (value === "true" || value === "false") return value === "true" ? m.settings_audit_yes() : m.settings_audit_no();
  if (isPicture(field)) return m.settings_audit_picture();
  if (field === "role" && roles.includes(value)) return roleName(value as MemberRole);
  if (field.endsWith("_seconds")) return lengthWords(Number(value), "calendar");
  if (field.endsWith("_bytes")) return formatBytes(Number(value));
  if (field.endsWith("_at") && !Number.isNaN(Date.parse(value))) return formatDate(value, "datetime", { timeZone });
  if (field.endsWith("_rule") && Object.hasOwn(ruleWords, value)) return ruleWords[value]?.() ?? value;
  if (field === "default_locale" && isLocale(value)) return localeNames[value];
  if (field === "kind" && Object.hasOwn(fieldKindNames, value)) return fieldKindNames[value as TicketFieldKind]();
  const list = listIn(value);
  if (field === "offered_locales" && list)
    return list.map((locale) => (isLocale(locale) ? localeNames[locale] : String(locale))).join(", ");
  if (field === "notice_mail_levels" && list)
    return list.map((level) => noticeLevels.filter((known) => known === level).map(noticeLevelName)[0] ?? String(level)).join(", ");
  if ((field === "weekly" || field === "work_hours") && list) return weekWords(list as SlaWeeklyHours[]);
  if (list) return m.settings_audit_entries({ count: list.length });
  return value;
}

function listIn(value: string): unknown[] | null {
  if (!value.startsWith("[")) return null;
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) ? list : null;
  } catch {
    return null;
  }
}

/** Of the targets of a policy those that are others now, each as a change of its own; null where they cannot be read. */
function targetChanges({ was, is_now }: AuditChange): AuditChangeWords[] | null {
  const [before, after] = [listIn(was ?? "[]"), listIn(is_now ?? "[]")] as (SlaTargetLine[] | null)[];
  if (!before || !after) return null;
  const keyOf = (target: SlaTargetLine) => `${target.metric} ${target.priority}`;
  const wordsOf = (target: SlaTargetLine | undefined) => {
    if (!target) return null;
    const length = lengthWords(target.target_seconds, target.basis);
    return target.basis === "business" ? m.settings_audit_target_business({ length }) : length;
  };
  const all = new Map([...before, ...after].map((target) => [keyOf(target), target]));
  return [...all].flatMap(([key, { metric, priority }]) => {
    const [one, other] = [before, after].map((targets) => wordsOf(targets.find((target) => keyOf(target) === key)));
    if (one === undefined || other === undefined || one === other) return [];
    return [{ field: m.settings_audit_target({ metric: metricName(metric), priority: priorityName(priority) }), was: one, isNow: other }];
  });
}

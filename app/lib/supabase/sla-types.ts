/** What calendars and policies look like in the API of the database; see supabase/migrations/*_sla_settings.sql. */
import type { CategoryOption, TicketChannel, TicketPriority, Timestamp } from "./database-types";

export type SlaMetric = "first_response" | "next_response" | "resolution";
export type SlaBasis = "business" | "calendar";
export type SlaReopenRule = "resume" | "restart" | "first_only";
export type SlaUnansweredRule = "cancel" | "counts_as_reply";

/** Wall times as "HH:MM" or "HH:MM:SS". An end that is not after its start is on the next day. */
export type SlaOpenHours = { opens_at: string; closes_at: string };
/** `weekday` is 1 for Monday to 7 for Sunday. */
export type SlaWeeklyHours = SlaOpenHours & { weekday: number };
/** A day with other hours than its weekday's; none: closed. `exception_date` is "YYYY-MM-DD". */
export type SlaSpecialDay = { exception_date: string; is_yearly: boolean; name: string; hours: SlaOpenHours[] };

export type SlaCalendarDraft = { name: string; time_zone: string; weekly: SlaWeeklyHours[]; special_days: SlaSpecialDay[] };
export type SlaCalendarLine = SlaCalendarDraft & {
  calendar_id: string;
  version_id: string;
  team_names: string[];
  policy_names: string[];
};
/** What a draft of a calendar would mean; `changes_at` is when it opens or closes next, null when it never does within a year. */
export type SlaCalendarPreview = { is_open: boolean; changes_at: Timestamp | null; day_until: Timestamp };

/** `warn_before_seconds` null: a quarter of the target, at least five minutes. */
export type SlaTargetLine = {
  metric: SlaMetric;
  priority: TicketPriority;
  target_seconds: number;
  basis: SlaBasis;
  warn_before_seconds: number | null;
};
/** Conditions and calendar: null is any, and the team's or the workspace's. */
export type SlaPolicyDraft = {
  name: string;
  calendar_id: string | null;
  team_ids: string[] | null;
  category_ids: string[] | null;
  channels: TicketChannel[] | null;
  escalate_after_seconds: number | null;
  targets: SlaTargetLine[];
};
export type SlaPolicyLine = SlaPolicyDraft & { policy_id: string; version_id: string };
export type SlaPolicyPreview = {
  metric: SlaMetric;
  priority: TicketPriority;
  target_seconds: number;
  basis: SlaBasis;
  warn_at: Timestamp;
  due_at: Timestamp;
};

/** What a team goes by; `calendar_id` null: the workspace's. */
export type SlaTeamCalendar = { team_id: string; calendar_id: string | null };
export type SlaTeamLine = { team_id: string; name: string; calendar_id: string | null };
export type SlaSettings = {
  workspace_id: string;
  calendar_id: string;
  reopen_rule: SlaReopenRule;
  unanswered_rule: SlaUnansweredRule;
  calendars: SlaCalendarLine[];
  policies: SlaPolicyLine[];
  teams: SlaTeamLine[];
  categories: CategoryOption[];
};

/** How clocks ended by the policies as they are, and with a draft in the place of one. */
export type SlaWhatIfOutcome = {
  metric: SlaMetric;
  met_before: number;
  breached_before: number;
  met_after: number;
  breached_after: number;
};
/** A clock that a draft would have breached. */
export type SlaWhatIfBreach = {
  ticket_id: string;
  number: number;
  subject: string;
  priority: TicketPriority;
  metric: SlaMetric;
  due_at: Timestamp;
  was_breached: boolean;
};
export type SlaWhatIf = {
  what_if_id: string;
  created_at: Timestamp;
  state: "waiting" | "running" | "done" | "failed";
  tickets_total: number;
  tickets_done: number;
  outcomes: SlaWhatIfOutcome[];
  breaches: SlaWhatIfBreach[];
  breach_count: number;
};

/** The functions of the API about them. */
export type SlaFunctions = {
  get_sla_settings: { Args: { workspace_slug: string }; Returns: SlaSettings[] };
  count_outdated_sla_tickets: { Args: { workspace_slug: string }; Returns: number | null };
  save_sla_calendar: {
    Args: { workspace_slug: string; draft: SlaCalendarDraft; calendar_id?: string | null; seen_version_id?: string | null };
    Returns: string;
  };
  archive_sla_calendar: { Args: { workspace_slug: string; calendar_id: string }; Returns: undefined };
  set_sla_options: {
    Args: { workspace_slug: string; reopen_rule?: SlaReopenRule | null; unanswered_rule?: SlaUnansweredRule | null };
    Returns: undefined;
  };
  set_sla_calendars: {
    Args: { workspace_slug: string; calendar_id?: string | null; team_calendars?: SlaTeamCalendar[] };
    Returns: undefined;
  };
  preview_sla_calendar: { Args: { workspace_slug: string; draft: SlaCalendarDraft; at?: Timestamp }; Returns: SlaCalendarPreview[] };
  save_sla_policy: {
    Args: { workspace_slug: string; draft: SlaPolicyDraft; policy_id?: string | null; seen_version_id?: string | null };
    Returns: string;
  };
  archive_sla_policy: { Args: { workspace_slug: string; policy_id: string }; Returns: undefined };
  order_sla_policies: { Args: { workspace_slug: string; policy_ids: string[] }; Returns: undefined };
  preview_sla_policy: {
    Args: { workspace_slug: string; draft: SlaPolicyDraft; team_id?: string | null; at?: Timestamp };
    Returns: SlaPolicyPreview[];
  };
  is_recalculating_sla: { Args: { workspace_slug: string }; Returns: boolean | null };
  recalculate_sla: { Args: { workspace_slug: string }; Returns: number };
  request_sla_what_if: { Args: { workspace_slug: string; policy_id: string | null; draft: SlaPolicyDraft }; Returns: string };
  get_sla_what_if: { Args: { workspace_slug: string; what_if_id: string }; Returns: SlaWhatIf[] };
};

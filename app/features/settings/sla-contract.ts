/** The owner's part of the database's API, until lib/supabase/database-types.ts has it. */
import type { SupabaseClient } from "@supabase/supabase-js";
import type { Session } from "~/lib/supabase/session.server";
import type { CategoryOption, TicketChannel, TicketPriority, Timestamp } from "~/lib/supabase/database-types";

export type SlaMetric = "first_response" | "next_response" | "resolution";
export type SlaBasis = "business" | "calendar";
export type SlaReopenRule = "resume" | "restart" | "first_only";
export type SlaUnansweredRule = "cancel" | "counts_as_reply";
export type SlaOpenHours = { opens_at: string; closes_at: string };
export type SlaWeeklyHours = SlaOpenHours & { weekday: number };
export type SlaSpecialDay = { exception_date: string; is_yearly: boolean; name: string; hours: SlaOpenHours[] };
export type SlaCalendarDraft = { name: string; time_zone: string; weekly: SlaWeeklyHours[]; special_days: SlaSpecialDay[] };
export type SlaCalendarLine = SlaCalendarDraft & { calendar_id: string; version_id: string; team_names: string[]; policy_names: string[] };
export type SlaTargetLine = {
  metric: SlaMetric;
  priority: TicketPriority;
  target_seconds: number;
  basis: SlaBasis;
  warn_before_seconds: number | null;
};
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
export type SlaCalendarPreview = { is_open: boolean; changes_at: Timestamp | null; hour_until: Timestamp; day_until: Timestamp };

type SlaFunctions = {
  get_sla_settings: { Args: { workspace_slug: string }; Returns: SlaSettings[] };
  count_outdated_sla_tickets: { Args: { workspace_slug: string }; Returns: number | null };
  preview_sla_calendar: { Args: { workspace_slug: string; draft: SlaCalendarDraft; at?: Timestamp }; Returns: SlaCalendarPreview[] };
  save_sla_calendar: {
    Args: { workspace_slug: string; draft: SlaCalendarDraft; calendar_id?: string | null; seen_version_id?: string | null };
    Returns: string;
  };
  archive_sla_calendar: { Args: { workspace_slug: string; calendar_id: string }; Returns: undefined };
  set_sla_options: {
    Args: { workspace_slug: string; calendar_id: string; reopen_rule: SlaReopenRule; unanswered_rule: SlaUnansweredRule };
    Returns: undefined;
  };
  set_team_sla_calendar: { Args: { workspace_slug: string; team_id: string; calendar_id: string | null }; Returns: undefined };
};

type SlaDatabase = {
  public: {
    Tables: Record<never, never>;
    Views: Record<never, never>;
    Functions: SlaFunctions;
    Enums: Record<never, never>;
    CompositeTypes: Record<never, never>;
  };
};

export const slaClient = ({ supabase }: Session) => supabase as unknown as SupabaseClient<SlaDatabase>;

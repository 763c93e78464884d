/**
 * The one place that turns what the database refuses into words and fields.
 *
 * Commands raise a SQLSTATE `PT<status>` with a stable key as message; constraints are named for what they check.
 * Anything else is unexpected: people read that it did not work, the log has the rest.
 */
import type { PostgrestError } from "@supabase/supabase-js";
import { m } from "~/lib/i18n/messages";

const wordsByKey: Record<string, () => string> = {
  sign_in_required: m.errors_sign_in_required,
  account_required: m.errors_account_required,
  second_factor_required: m.errors_second_factor_required,
  workspace_not_found: m.errors_workspace_not_found,
  ticket_not_found: m.errors_ticket_not_found,
  room_not_found: m.errors_room_not_found,
  room_closed: m.errors_room_closed,
  message_not_found: m.errors_message_not_found,
  message_deleted: m.errors_message_deleted,
  edit_window_over: m.errors_edit_window_over,
  too_many_reactions: m.errors_too_many_reactions,
  too_many_attachments: m.errors_too_many_attachments,
  attachment_not_found: m.errors_attachment_not_found,
  attachment_too_large: m.errors_attachment_too_large,
  attachment_type_refused: m.errors_attachment_type_refused,
  attachment_name_refused: m.errors_attachment_extension,
  attachments_file_name_format: m.errors_attachment_name,
  storage_unavailable: m.errors_storage_unavailable,
  category_not_found: m.errors_category_not_found,
  ticket_field_unknown: m.errors_field_unknown,
  ticket_field_invalid: m.errors_field_invalid,
  ticket_field_too_long: m.errors_text_length,
  ticket_field_required: m.errors_field_required,
  member_not_found: m.errors_member_not_found,
  assignee_not_in_team: m.errors_assignee_not_in_team,
  not_the_requester: m.errors_not_the_requester,
  reopen_window_over: m.errors_reopen_window_over,
  own_second_factor_missing: m.errors_own_second_factor_missing,
  ticket_erased: m.errors_ticket_erased,
  reopen_window_open: m.errors_reopen_window_open,
  participant_is_requester: m.errors_participant_is_requester,
  participant_not_found: m.errors_participant_not_found,
  too_many_participants: m.errors_too_many_participants,
  access_link_not_valid: m.errors_access_link_not_valid,
  access_link_just_sent: m.errors_access_link_just_sent,
  too_many_access_links: m.errors_too_many_access_links,
  too_many_invitations: m.errors_too_many_invitations,
  notes_for_agents: m.errors_notes_for_agents,
  not_answered_yet: m.errors_not_answered_yet,
  ticket_already_resolved: m.errors_ticket_already_resolved,
  sla_not_running: m.errors_sla_not_running,
  sla_reason_required: m.errors_sla_reason_required,
  sla_due_out_of_range: m.errors_sla_due_out_of_range,
  sla_events_reason_length: m.errors_text_length,
  settings_forbidden: m.errors_settings_forbidden,
  sla_version_outdated: m.errors_sla_version_outdated,
  sla_calendars_name_key: m.errors_sla_calendar_name_taken,
  sla_policies_name_key: m.errors_sla_policy_name_taken,
  sla_time_zone_unknown: m.errors_sla_time_zone_unknown,
  sla_draft_unreadable: m.errors_sla_draft_unreadable,
  too_many_hours: m.errors_too_many_hours,
  sla_hours_with_seconds: m.errors_sla_hours_with_seconds,
  sla_hours_overlap: m.errors_sla_hours_overlap,
  sla_special_day_twice: m.errors_sla_special_day_twice,
  sla_calendar_never_open: m.errors_sla_calendar_never_open,
  too_many_special_days: m.errors_too_many_special_days,
  sla_calendar_not_found: m.errors_sla_calendar_not_found,
  sla_calendar_in_use: m.errors_sla_calendar_in_use,
  team_not_found: m.errors_team_not_found,
  sla_conditions_empty: m.errors_sla_conditions_empty,
  sla_condition_unknown: m.errors_sla_condition_unknown,
  sla_escalation_out_of_range: m.errors_sla_escalation_out_of_range,
  sla_target_out_of_range: m.errors_sla_target_out_of_range,
  sla_warning_out_of_range: m.errors_sla_warning_out_of_range,
  sla_target_unreachable: m.errors_sla_target_unreachable,
  sla_policy_not_found: m.errors_sla_policy_not_found,
  sla_policies_changed: m.errors_sla_policies_changed,
  sla_calendars_name_length: m.errors_text_length,
  sla_policies_name_length: m.errors_text_length,
  sla_calendar_exceptions_name_length: m.errors_text_length,
  last_owner: m.errors_last_owner,
  rank_too_low: m.errors_rank_too_low,
  member_not_active: m.errors_member_not_active,
  already_a_member: m.errors_already_a_member,
  invitation_not_found: m.errors_invitation_not_found,
  invitation_just_sent: m.errors_invitation_just_sent,
  invitation_not_valid: m.errors_invitation_not_valid,
  invitation_for_other_address: m.errors_invitation_for_other_address,
  too_many_teams: m.errors_too_many_teams,
  too_many_categories: m.errors_too_many_categories,
  too_many_ticket_fields: m.errors_too_many_fields,
  ticket_field_not_found: m.errors_field_not_found,
  ticket_field_kind_fixed: m.errors_field_kind_fixed,
  ticket_field_without_options: m.errors_field_options,
  ticket_field_without_choice: m.errors_field_options,
  too_many_ticket_field_options: m.errors_field_options,
  ticket_field_option_twice: m.errors_field_options,
  list_changed: m.errors_list_changed,
  too_many_skills: m.errors_too_many_skills,
  workspace_skills_name_length: m.errors_text_length,
  workspace_members_max_open_tickets_range: m.errors_max_open_tickets_range,
  audit_log_is_final: m.errors_audit_log_is_final,
  owners_only: m.errors_owners_only,
  export_under_way: m.errors_export_under_way,
  too_many_exports: m.errors_too_many_exports,
  export_not_found: m.errors_export_not_found,
  customer_not_found: m.errors_customer_not_found,
  confirmation_differs: m.errors_confirmation_differs,
  workspace_closing: m.errors_workspace_closing,
  deletion_under_way: m.errors_deletion_under_way,
  workspace_not_closing: m.errors_workspace_not_closing,
  retention_rules_after_days_range: m.errors_retention_days_range,
  picture_too_large: m.errors_picture_too_large,
  picture_type_refused: m.errors_picture_type_refused,
  picture_dimensions: m.errors_picture_dimensions,
  no_mail_address: m.errors_no_mail_address,
  too_many_transcripts: m.errors_too_many_transcripts,
  database_unavailable: m.errors_database_unavailable,
  workspaces_slug_key: m.errors_slug_taken,
  workspaces_slug_reserved: m.errors_slug_reserved,
  workspaces_slug_format: m.errors_slug_format,
  workspaces_name_length: m.errors_text_length,
  workspaces_brand_color_format: m.errors_color_format,
  workspaces_welcome_text_length: m.errors_text_length,
  workspaces_default_locale_format: m.errors_value_out_of_range,
  workspaces_offered_locales_format: m.errors_value_out_of_range,
  workspaces_edit_window_range: m.errors_value_out_of_range,
  workspaces_reopen_window_range: m.errors_value_out_of_range,
  workspaces_max_attachment_range: m.errors_value_out_of_range,
  workspaces_max_attachments_range: m.errors_value_out_of_range,
  ticket_categories_name_key: m.errors_category_name_taken,
  ticket_categories_name_length: m.errors_text_length,
  ticket_categories_description_length: m.errors_text_length,
  ticket_fields_label_key: m.errors_field_label_taken,
  ticket_fields_label_length: m.errors_text_length,
  ticket_fields_help_text_length: m.errors_text_length,
  ticket_fields_category_ids_range: m.errors_value_out_of_range,
  ticket_field_options_label_length: m.errors_field_options,
  teams_name_key: m.errors_team_name_taken,
  teams_name_length: m.errors_text_length,
  workspace_invitations_open_key: m.errors_already_invited,
  workspace_invitations_email_format: m.errors_email_format,
  workspace_members_display_name_length: m.errors_text_length,
  tickets_subject_length: m.errors_text_length,
  text_unreadable: m.errors_text_unreadable,
  messages_body_length: m.errors_text_length,
  message_reactions_emoji_format: m.errors_reaction_format,
  internal_notes_body_length: m.errors_text_length,
  customers_email_format: m.errors_email_format,
  customers_name_length: m.errors_text_length,
};

/** A refusal of the database. `key` is the command's key or the constraint's name, else `unexpected`. */
export class DatabaseError extends Error {
  override name = "DatabaseError";
  constructor(
    readonly key: string,
    readonly status: number,
    override readonly cause: PostgrestError | undefined,
  ) {
    super(`${key} (${status})${cause ? `: ${cause.code} ${cause.message}` : ""}`);
  }

  /** For people, in the current language. */
  get words(): string {
    return (wordsByKey[this.key] ?? m.errors_unexpected)();
  }
}

const constraintPattern = /constraint "([a-z0-9_]+)"/;

/** @param status the HTTP status of the Data API's answer; 0 when there was none */
export function toDatabaseError(error: PostgrestError, status: number): DatabaseError {
  if (/^PT\d{3}$/.test(error.code)) return new DatabaseError(error.message, Number(error.code.slice(2)), error);
  // A token that is expired, forged or of a deleted account.
  if (status === 401 || error.code?.startsWith("PGRST30")) return new DatabaseError("sign_in_required", 401, error);
  const constraint = error.code?.startsWith("23") ? constraintPattern.exec(error.message)?.[1] : undefined;
  if (constraint && constraint in wordsByKey) return new DatabaseError(constraint, error.code === "23505" ? 409 : 422, error);
  // Characters that no text may hold, as NUL: wrong in a form, whatever the field.
  if (error.code === "22021" || error.code === "22P05") return new DatabaseError("text_unreadable", 422, error);
  // A malformed uuid, number or enum in an address: there is nothing there.
  if (error.code?.startsWith("22")) return new DatabaseError("malformed", 404, error);
  if (status === 0 || status === 502 || status === 503 || status === 504) return new DatabaseError("database_unavailable", 503, error);
  return new DatabaseError("unexpected", 500, error);
}

/**
 * Awaits a call of the Data API.
 *
 * @returns its data
 * @throws {DatabaseError}
 */
export async function callDatabase<T>(
  call: PromiseLike<{ data: T; error: null; status: number } | { data: null; error: PostgrestError; status: number }>,
): Promise<T> {
  const { data, error, status } = await call;
  if (error) throw toDatabaseError(error, status);
  return data;
}

/** For a form: the refusal's words at the field that its key belongs to, else at the form as a whole (""). */
export function fieldErrors(error: DatabaseError, fieldByKey: Record<string, string>): Record<string, string[]> {
  return { [fieldByKey[error.key] ?? ""]: [error.words] };
}

/** What the API of the database takes and answers about a workspace itself: its people, settings and audit log. */
import type { LogoLine, MemberRole, SenderType, Timestamp, WorkspaceKey } from "./database-types";
import type { SlaWeeklyHours } from "./sla-types";

export type AuditSubject =
  | "workspace"
  | "member"
  | "member_skill"
  | "team"
  | "team_member"
  | "invitation"
  | "category"
  | "sla_calendar"
  | "sla_policy"
  | "ticket"
  | "participant"
  | "customer_access"
  | "message"
  | "transcript"
  | "ticket_field"
  | "ticket_field_option"
  | "export"
  | "erasure"
  | "retention"
  | "deletion";
export type AuditAction = "created" | "changed" | "deleted";
export type SlugState = "free" | "taken" | "reserved" | "malformed";

export type MemberSettingsLine = {
  member_id: string;
  display_name: string;
  avatar_id: string | null;
  /** Null when the account was deleted. */
  email: string | null;
  role: MemberRole;
  created_at: Timestamp;
  deactivated_at: Timestamp | null;
  has_account: boolean;
  team_ids: string[];
  open_tickets: number;
  may_manage: boolean;
  has_second_factor: boolean;
};
export type InvitationLine = {
  invitation_id: string;
  email: string;
  role: MemberRole;
  team_ids: string[];
  invited_by_name: string;
  sent_at: Timestamp;
  expires_at: Timestamp;
};
export type TeamSettingsLine = {
  team_id: string;
  name: string;
  is_private: boolean;
  member_ids: string[];
  lead_ids: string[];
  open_tickets: number;
};
export type PeopleSettings = {
  members: MemberSettingsLine[];
  invitations: InvitationLine[];
  teams: TeamSettingsLine[];
  /** Members need one. */
  requires_second_factor: boolean;
};
/** A workspace that waits for its member to set up a second factor. */
export type SecondFactorDemand = { slug: string; name: string };

export type Invitation = {
  workspace_name: string;
  brand_color: string;
  logo: LogoLine | null;
  icon_id: string | null;
  email: string;
  role: MemberRole;
  invited_by_name: string;
  expires_at: Timestamp;
  is_for_caller: boolean;
};

/** How far a new workspace has come. */
export type FirstSteps = {
  colleague_count: number;
  invitation_count: number;
  ticket_id: string | null;
  ticket_subject: string | null;
  is_answered: boolean;
};

export type WorkspaceDraft = {
  name: string;
  slug: string;
  brand_color: string;
  welcome_text: string;
  default_locale: string;
  edit_window_seconds: number;
  max_attachment_bytes: number;
  max_attachments_per_message: number;
  reopen_window_seconds: number;
  offered_locales: string[];
  /** Which notices are mailed to members who have not chosen otherwise. */
  notice_mail_levels: SlaNoticeLevel[];
};

/** Warned before something is due, told when it was not in time, and once more, the owners, when it still is not. */
export type SlaNoticeLevel = "warning" | "breach" | "escalation";
/** `own_levels` null: as the workspace says. */
export type NoticeMailChoice = { own_levels: SlaNoticeLevel[] | null; default_levels: SlaNoticeLevel[] };

export type WorkspacePictureKind = "logo" | "icon";
/** `icon_id` is what is shown: the own one, or a logo that is about as wide as high. */
export type WorkspacePictures = { logo: LogoLine | null; own_icon_id: string | null; icon_id: string | null };
/** `content` is base64. */
export type PictureFile = { content_type: string; content: string };

export type AuditChange = { field: string; was: string | null; is_now: string | null };
export type AuditLine = {
  entry_id: string;
  created_at: Timestamp;
  actor_type: SenderType;
  actor_id: string | null;
  actor_name: string;
  action: AuditAction;
  subject_kind: AuditSubject;
  subject_id: string;
  subject_name: string;
  changes: AuditChange[];
};

export type WorkHoursSource = "team" | "calendar" | "own";
/** What a member can do, takes at a time, and when they work. */
export type MemberWork = {
  member_id: string;
  display_name: string;
  /** The caller may change skills and the limit too. */
  may_manage: boolean;
  skill_names: string[];
  max_open_tickets: number;
  hours_source: WorkHoursSource;
  calendar_id: string | null;
  weekly: SlaWeeklyHours[] | null;
  time_zone: string | null;
  /** All that somebody of the workspace can do. */
  known_skills: string[];
  calendars: { calendar_id: string; name: string }[];
};
export type MemberWorkDraft = {
  skill_names: string[];
  max_open_tickets: number;
  hours_source: WorkHoursSource;
  calendar_id: string | null;
  weekly: SlaWeeklyHours[] | null;
  time_zone: string | null;
};

/** The functions of the API about them. */
export type WorkspaceFunctions = {
  accept_invitation: { Args: { secret: string; member_name: string }; Returns: WorkspaceKey };
  archive_team: { Args: { workspace_slug: string; team_id: string; reassign_to?: string | null }; Returns: number };
  check_slug: { Args: { slug: string; workspace_slug?: string | null }; Returns: SlugState };
  deactivate_member: { Args: { workspace_slug: string; member_id: string; reassign_to?: string | null }; Returns: number };
  get_current_slug: { Args: { workspace_slug: string }; Returns: string | null };
  get_invitation: { Args: { secret: string }; Returns: Invitation[] };
  get_member_work: { Args: { workspace_slug: string; member_id?: string | null }; Returns: MemberWork[] };
  get_people_settings: { Args: { workspace_slug: string }; Returns: PeopleSettings[] };
  get_first_steps: { Args: { workspace_slug: string }; Returns: FirstSteps[] };
  get_my_notice_mails: { Args: { workspace_slug: string }; Returns: NoticeMailChoice[] };
  get_picture: { Args: { picture_id: string }; Returns: PictureFile[] };
  get_workspace_pictures: { Args: { workspace_slug: string }; Returns: WorkspacePictures[] };
  get_workspace_settings: { Args: { workspace_slug: string }; Returns: WorkspaceDraft[] };
  invite_member: { Args: { workspace_slug: string; email: string; role: MemberRole; team_ids?: string[] }; Returns: string };
  leave_workspace: { Args: { workspace_slug: string }; Returns: number };
  list_audit_entries: {
    Args: {
      workspace_slug: string;
      of_kind?: AuditSubject | null;
      of_actor_id?: string | null;
      since?: Timestamp | null;
      until?: Timestamp | null;
      before_created_at?: Timestamp | null;
      before_entry_id?: string | null;
      page_size?: number;
    };
    Returns: AuditLine[];
  };
  list_second_factor_demands: { Args: Record<never, never>; Returns: SecondFactorDemand[] };
  reactivate_member: { Args: { workspace_slug: string; member_id: string }; Returns: undefined };
  remove_member: { Args: { workspace_slug: string; member_id: string; reassign_to?: string | null }; Returns: number };
  remove_workspace_picture: { Args: { workspace_slug: string; kind: WorkspacePictureKind }; Returns: undefined };
  resend_invitation: { Args: { workspace_slug: string; invitation_id: string }; Returns: undefined };
  revoke_invitation: { Args: { workspace_slug: string; invitation_id: string }; Returns: undefined };
  /** What is left out, or null, stays as it is. */
  save_member_work: {
    Args: { workspace_slug: string; draft: Partial<MemberWorkDraft>; member_id?: string | null };
    Returns: undefined;
  };
  save_team: {
    Args: {
      workspace_slug: string;
      name: string;
      member_ids?: string[];
      lead_ids?: string[];
      team_id?: string | null;
      /** Null: as it was, and false for a new team. */
      is_private?: boolean | null;
    };
    Returns: string;
  };
  /** What is left out, or null, stays as it is. */
  save_workspace_settings: { Args: { workspace_slug: string; draft: Partial<WorkspaceDraft> }; Returns: string };
  set_second_factor_demand: { Args: { workspace_slug: string; is_demanded: boolean }; Returns: undefined };
  set_member_role: { Args: { workspace_slug: string; member_id: string; role: MemberRole }; Returns: undefined };
  set_my_notice_mails: { Args: { workspace_slug: string; levels?: SlaNoticeLevel[] | null }; Returns: undefined };
  /** `content` is base64. */
  set_workspace_picture: { Args: { workspace_slug: string; kind: WorkspacePictureKind; content: string }; Returns: string };
  transfer_ownership: { Args: { workspace_slug: string; member_id: string }; Returns: undefined };
};

/**
 * The API of the database as supabase-js understands it: what each function of the schema `public` takes and answers.
 *
 * Written by hand, because a catalog does not know which columns of an answer may be null.
 * supabase/tests/database-types.test.ts compares the names and types with the catalog.
 */
import type { AccountFunctions } from "./account-types";
import type { DataFunctions } from "./data-types";
import type { FormFunctions, TicketFieldAnswer, TicketFieldLine } from "./form-types";
import type { SlaFunctions } from "./sla-types";
import type { WorkspaceFunctions } from "./workspace-types";

export type MemberRole = "agent" | "admin" | "owner";
export type TicketStatus = "open" | "in_progress" | "waiting" | "resolved" | "closed";
export type TicketPriority = "low" | "medium" | "high" | "urgent";
export type TicketChannel = "web" | "widget" | "mobile" | "email" | "phone" | "api";
export type TicketEventKind =
  | "ticket_created"
  | "status_changed"
  | "priority_changed"
  | "ticket_assigned"
  | "team_changed"
  | "participant_added"
  | "participant_joined"
  | "participant_removed"
  | "follow_up_opened"
  | "no_reply_needed"
  | "field_changed"
  | "category_changed";
export type SenderType = "customer" | "agent" | "system";
export type MessageType = "text" | "image" | "file" | "system";
export type SystemKind =
  | "ticket_assigned"
  | "ticket_transferred"
  | "ticket_released"
  | "status_changed"
  | "participant_added"
  | "participant_joined"
  | "participant_removed";
export type RoomStatus = "open" | "closed";
export type InboxView = "active" | "mine" | "unassigned" | "done" | "all";
export type InboxOrder = "activity" | "due";
export type SlaMetric = "first_response" | "next_response" | "resolution";
export type SlaBasis = "business" | "calendar";
export type SlaClockState = "running" | "paused" | "met" | "breached" | "cancelled";
export type SlaEventKind =
  "activate" | "pause" | "resume" | "fulfil" | "breach" | "retarget" | "backdate" | "set_due" | "warn" | "escalate" | "cancel";
export type SlaBreachCause = "overdue" | "retarget";
export type SlaCancelReason = "resolved" | "no_reply_needed" | "no_target" | "spam" | "merged";

/** A point in time as the Data API writes it: ISO 8601 with an offset. */
export type Timestamp = string;

export type CategoryOption = { category_id: string; name: string; description: string };
/** `avatar_id` is a picture; null: initials stand for the person. */
export type MemberLine = { member_id: string; display_name: string; avatar_id: string | null; role: MemberRole };
/** `is_hidden`: the caller may not see its tickets. */
export type TeamLine = { team_id: string; name: string; is_private: boolean; is_hidden: boolean };
export type WorkspaceKey = { workspace_id: string; slug: string };
export type WorkspaceLine = {
  workspace_id: string;
  slug: string;
  name: string;
  brand_color: string;
  /** A picture; null: it has none. */
  icon_id: string | null;
  role: MemberRole;
};
export type TicketKey = { ticket_id: string; number: number; room_id: string };

/** What a message quotes, as that stands now. */
export type ReplyLine = { seq: number; sender_name: string; excerpt: string; is_deleted: boolean };

/** Width and height in pixels, of images alone. */
export type AttachmentLine = {
  attachment_id: string;
  file_name: string;
  content_type: string;
  byte_size: number;
  width: number | null;
  height: number | null;
};

export type ReactionLine = { emoji: string; sender_ids: string[]; names: string[] };

export type MessageLine = {
  room_id: string;
  seq: number;
  message_id: string;
  sender_type: SenderType;
  sender_id: string | null;
  sender_name: string;
  client_id: string | null;
  message_type: MessageType;
  body: string;
  created_at: Timestamp;
  edited_at: Timestamp | null;
  deleted_at: Timestamp | null;
  change_seq: number;
  reply_to: ReplyLine | null;
  attachments: AttachmentLine[];
  reactions: ReactionLine[];
  system_kind: SystemKind | null;
  old_value: string | null;
  new_value: string | null;
  /** A picture; null: initials stand for who wrote it. */
  sender_avatar_id: string | null;
};

/** Up to which message somebody has a room, and has read it. Of all agents together where `participant_id` is null. */
export type ReceiptLine = {
  participant_id: string | null;
  side: SenderType;
  name: string;
  delivered_seq: number;
  read_seq: number;
  change_seq: number;
};

export type VersionLine = { version: number; body: string; written_at: Timestamp };

export type RoomRules = { edit_window_seconds: number; max_attachment_bytes: number; max_attachments_per_message: number };

export type AttachmentLimits = { max_attachment_bytes: number; max_attachments_per_message: number };

export type AttachmentFile = AttachmentLine & { object_path: string };

export type NoteLine = {
  room_id: string;
  note_seq: number;
  note_id: string;
  member_id: string;
  author_name: string;
  client_id: string;
  body: string;
  created_at: Timestamp;
  author_avatar_id: string | null;
};

export type EventLine = {
  event_id: string;
  kind: TicketEventKind;
  actor_type: SenderType;
  actor_name: string;
  old_value: string | null;
  new_value: string | null;
  created_at: Timestamp;
};

export type TicketLine = {
  ticket_id: string;
  number: number;
  subject: string;
  status: TicketStatus;
  priority: TicketPriority;
  category_name: string | null;
  customer_name: string;
  assignee_id: string | null;
  assignee_name: string | null;
  assignee_avatar_id: string | null;
  created_at: Timestamp;
  last_activity_at: Timestamp;
  awaiting_reply_since: Timestamp | null;
  reply_due_at: Timestamp | null;
  sla_due_at: Timestamp | null;
  /** From when on that is soon; null when it is over. */
  sla_warn_at: Timestamp | null;
  last_sender_type: SenderType | null;
  last_message_preview: string | null;
  last_message_type: MessageType | null;
  unread_count: number | null;
  /** Of a private team. Null in a list that does not say. */
  is_private: boolean | null;
};

/** A picture at the head of a portal, with its sides in pixels. */
export type LogoLine = { picture_id: string; width: number; height: number };

export type Portal = {
  slug: string;
  name: string;
  brand_color: string;
  logo: LogoLine | null;
  /** A picture for small places; null: it has none. */
  icon_id: string | null;
  welcome_text: string;
  default_locale: string;
  /** What the portal can be had in; the default one is among them. */
  offered_locales: string[];
  categories: CategoryOption[];
  opening: OpeningLine;
  /** Of first answers lately: how long half of them took at most; null while there are too few. */
  usual_reply_seconds: number | null;
  /** From when on the workspace is deleted; null: it is not. */
  deletion_at: Timestamp | null;
};

/** Open until `closes_at`, if that is given; else closed until `opens_at`. Nulls: nothing is told. */
export type OpeningLine = { time_zone: string; closes_at: Timestamp | null; opens_at: Timestamp | null };

/** Somebody on the customers' side of a ticket. */
export type ParticipantLine = {
  customer_id: string;
  name: string;
  /** Null for those whom it does not concern: only agents and the requester see addresses. */
  email: string | null;
  is_requester: boolean;
  invited_at: Timestamp;
  /** Null while the person has not come. */
  joined_at: Timestamp | null;
};

type TicketHead = {
  ticket_id: string;
  number: number;
  subject: string;
  status: TicketStatus;
  created_at: Timestamp;
  last_activity_at: Timestamp;
};

export type MyTicketLine = TicketHead & {
  unread_count: number;
  /** False for a ticket that the person was added to. */
  is_requester: boolean;
};

/** A ticket as its customers see it. */
export type MyTicket = TicketHead & {
  priority: TicketPriority;
  category_name: string | null;
  customer_id: string;
  customer_name: string;
  customer_email: string | null;
  agent_name: string | null;
  first_response_at: Timestamp | null;
  resolved_at: Timestamp | null;
  closed_at: Timestamp | null;
  awaiting_reply_since: Timestamp | null;
  reply_due_at: Timestamp | null;
  /** As whom the caller is in it: the requester, or a participant. */
  my_customer_id: string;
  my_name: string;
  my_email: string | null;
  participants: ParticipantLine[];
  /** Until when the caller may open the closed ticket again; null where that is not theirs to do. */
  reopen_until: Timestamp | null;
  /** The ticket that this one goes on with, if it is the caller's too. */
  follows_ticket_id: string | null;
  follows_number: number | null;
  opening: OpeningLine;
  description: string;
  /** Those that were answered. */
  fields: TicketFieldLine[];
  events: EventLine[];
};

/** A ticket as the workspace's agents see it. */
export type CategoryChoice = { category_id: string; name: string };

export type DeskTicket = TicketHead & {
  priority: TicketPriority;
  channel: TicketChannel;
  category_id: string | null;
  category_name: string | null;
  team_id: string | null;
  assignee_id: string | null;
  room_id: string;
  assigned_at: Timestamp | null;
  first_response_at: Timestamp | null;
  resolved_at: Timestamp | null;
  closed_at: Timestamp | null;
  awaiting_reply_since: Timestamp | null;
  reply_due_at: Timestamp | null;
  sla_due_at: Timestamp | null;
  /** From when on that is soon; null when it is over. */
  sla_warn_at: Timestamp | null;
  customer_id: string;
  customer_name: string;
  customer_email: string | null;
  customer_locale: string;
  customer_since: Timestamp;
  message_count: number;
  /** The ticket that this one goes on with. */
  follows_ticket_id: string | null;
  follows_number: number | null;
  /** The tickets that go on with this one, of those that the agent sees. */
  follow_ups: TicketKey[];
  team_name: string | null;
  /** The members who may see it, and be given it, where its team is private; else null. */
  seen_by: string[] | null;
  /** Those that it can be put into. */
  categories: CategoryChoice[];
  participants: ParticipantLine[];
  fields: TicketFieldLine[];
  events: EventLine[];
  other_tickets: TicketLine[];
};

export type SlaEventLine = {
  kind: SlaEventKind;
  at: Timestamp;
  /** Of `breach` what was due, of `set_due` the time that was set, null when it was taken back. */
  due_at: Timestamp | null;
  /** Of `activate` and `retarget`, as the target and its basis. */
  priority: TicketPriority | null;
  target_seconds: number | null;
  basis: SlaBasis | null;
  breach_cause: SlaBreachCause | null;
  cancel_reason: SlaCancelReason | null;
  actor_name: string;
  reason: string;
};
export type SlaStretch = { from_at: Timestamp; until_at: Timestamp };
/** `day` is a date: "2026-11-26". */
export type SlaSpecialDayLine = { day: string; name: string; is_open: boolean };

/** One clock of a ticket and what made it so. */
export type SlaExplanation = {
  metric: SlaMetric;
  sequence: number;
  state: SlaClockState;
  priority: TicketPriority;
  policy_name: string;
  /** Null, as the zone, where every hour counts. */
  calendar_name: string | null;
  time_zone: string | null;
  target_seconds: number;
  basis: SlaBasis;
  is_due_by_hand: boolean;
  started_at: Timestamp;
  running_since: Timestamp | null;
  consumed_seconds: number;
  due_at: Timestamp | null;
  met_at: Timestamp | null;
  met_late_at: Timestamp | null;
  breached_at: Timestamp | null;
  breach_cause: SlaBreachCause | null;
  cancel_reason: SlaCancelReason | null;
  stopped_at: Timestamp | null;
  events: SlaEventLine[];
  /** When its time counted, or would have if it had run. */
  stretches: SlaStretch[];
  special_days: SlaSpecialDayLine[];
};

/** What an access link tells before it is used. */
export type AccessLink = { number: number; invited_by_name: string };

export type Desk = {
  workspace_id: string;
  slug: string;
  name: string;
  brand_color: string;
  icon_id: string | null;
  member_id: string;
  display_name: string;
  role: MemberRole;
  /** The workspace's own, then those of the private teams whose tickets the caller may see. */
  inbox_topics: string[];
  members: MemberLine[];
  teams: TeamLine[];
  workspaces: WorkspaceLine[];
  /** From when on the workspace is deleted; null: it is not. */
  deletion_at: Timestamp | null;
};

export type TicketCounts = { active: number; mine: number; unassigned: number; unread: number };

export type RoomPage = {
  room_id: string;
  status: RoomStatus;
  topic: string;
  last_seq: number;
  change_seq: number;
  messages: MessageLine[];
  changes: MessageLine[];
  changes_to: number;
  receipts: ReceiptLine[];
  my_read_seq: number;
  rules: RoomRules;
};

/** `kind` is "message" or "note"; `near_seq` is the message at or before it. */
export type SearchHit = {
  /** `message` or `note`. */
  kind: string;
  seq: number;
  near_seq: number;
  sender_type: SenderType;
  sender_name: string;
  excerpt: string;
  created_at: Timestamp;
};

/** What stands above a transcript. */
export type TranscriptHead = {
  ticket_id: string;
  room_id: string;
  workspace_slug: string;
  workspace_name: string;
  number: number;
  subject: string;
  created_at: Timestamp;
  last_seq: number;
  /** The ticket's customer first. */
  customer_names: string[];
  /** Of agents who wrote. */
  agent_names: string[];
};

export type NotesPage = { topic: string; notes: NoteLine[] };

export type Database = {
  public: {
    Tables: Record<never, never>;
    Views: Record<never, never>;
    Functions: SlaFunctions &
      WorkspaceFunctions &
      DataFunctions &
      FormFunctions &
      AccountFunctions & {
        accept_access_link: { Args: { workspace_slug: string; secret: string }; Returns: TicketKey };
        add_participant: { Args: { ticket_id: string; email: string; name: string }; Returns: ParticipantLine };
        get_access_link: { Args: { workspace_slug: string; secret: string }; Returns: AccessLink[] };
        remove_participant: { Args: { ticket_id: string; customer_id: string }; Returns: undefined };
        send_access_link: { Args: { ticket_id: string; customer_id: string }; Returns: undefined };
        create_workspace: {
          Args: { workspace_name: string; workspace_slug: string; member_name: string };
          Returns: WorkspaceKey;
        };
        list_my_workspaces: { Args: Record<PropertyKey, never>; Returns: WorkspaceLine[] };
        get_desk: { Args: { workspace_slug: string }; Returns: Desk[] };
        list_tickets: {
          Args: {
            workspace_slug: string;
            view?: InboxView;
            search?: string | null;
            before_activity_at?: Timestamp | null;
            before_ticket_id?: string | null;
            page_size?: number;
            ordering?: InboxOrder;
            after_due_at?: Timestamp | null;
          };
          Returns: TicketLine[];
        };
        count_tickets: { Args: { workspace_slug: string }; Returns: TicketCounts[] };
        get_sla_explanation: { Args: { workspace_slug: string; ticket_id: string }; Returns: SlaExplanation[] };
        get_ticket: { Args: { workspace_slug: string; ticket_id: string }; Returns: DeskTicket[] };
        set_ticket_status: { Args: { ticket_id: string; status: TicketStatus }; Returns: undefined };
        set_ticket_priority: { Args: { ticket_id: string; priority: TicketPriority }; Returns: undefined };
        set_no_reply_needed: { Args: { ticket_id: string }; Returns: undefined };
        set_resolution_due: { Args: { ticket_id: string; due_at: Timestamp | null; reason: string }; Returns: undefined };
        close_ticket: { Args: { ticket_id: string }; Returns: undefined };
        follow_up_ticket: { Args: { ticket_id: string; body: string; client_id: string }; Returns: TicketKey };
        reopen_ticket: { Args: { ticket_id: string }; Returns: undefined };
        assign_ticket: { Args: { ticket_id: string; member_id: string | null }; Returns: undefined };
        set_ticket_category: { Args: { ticket_id: string; category_id: string | null }; Returns: undefined };
        set_ticket_team: { Args: { ticket_id: string; team_id: string | null }; Returns: boolean };
        get_portal: { Args: { workspace_slug: string }; Returns: Portal[] };
        list_my_tickets: { Args: { workspace_slug: string }; Returns: MyTicketLine[] };
        get_my_ticket: { Args: { workspace_slug: string; ticket_id: string }; Returns: MyTicket[] };
        open_ticket: {
          Args: {
            workspace_slug: string;
            subject: string;
            body: string;
            email: string;
            name: string;
            submission_id: string;
            category_id?: string | null;
            locale?: string;
            follows_ticket_id?: string | null;
            field_answers?: TicketFieldAnswer[];
          };
          Returns: TicketKey;
        };
        send_message: {
          Args: { room_id: string; body: string; client_id: string; reply_to_seq?: number | null; attachment_ids?: string[] };
          Returns: MessageLine;
        };
        edit_message: { Args: { room_id: string; seq: number; body: string }; Returns: MessageLine };
        delete_message: { Args: { room_id: string; seq: number }; Returns: MessageLine };
        set_reaction: { Args: { room_id: string; seq: number; emoji: string; is_set: boolean }; Returns: MessageLine };
        acknowledge_messages: { Args: { room_id: string; delivered_seq: number; read_seq: number }; Returns: ReceiptLine };
        list_receipts: { Args: { room_id: string }; Returns: ReceiptLine[] };
        list_message_versions: { Args: { room_id: string; seq: number }; Returns: VersionLine[] };
        get_attachment_limits: { Args: { room_id: string }; Returns: AttachmentLimits };
        create_attachment: {
          Args: {
            room_id: string;
            client_id: string;
            file_name: string;
            content_type: string;
            byte_size: number;
            width?: number | null;
            height?: number | null;
          };
          Returns: AttachmentFile;
        };
        get_attachment: { Args: { attachment_id: string }; Returns: AttachmentFile[] };
        discard_attachment: { Args: { attachment_id: string }; Returns: undefined };
        add_note: { Args: { room_id: string; body: string; client_id: string }; Returns: NoteLine };
        read_room: {
          Args: {
            ticket_id: string;
            after_seq?: number | null;
            before_seq?: number | null;
            page_size?: number;
            around_seq?: number | null;
            after_change?: number | null;
          };
          Returns: RoomPage[];
        };
        search_room: {
          Args: { ticket_id: string; query: string; before_seq?: number | null; page_size?: number };
          Returns: { messages: SearchHit[]; notes: SearchHit[]; next_before_seq: number | null }[];
        };
        read_notes: {
          Args: { ticket_id: string; after_note_seq?: number; page_size?: number };
          Returns: NotesPage[];
        };
        get_transcript_head: { Args: { ticket_id: string }; Returns: TranscriptHead[] };
        request_transcript: {
          Args: { ticket_id: string; format: "txt" | "html" | "pdf"; include_notes?: boolean; time_zone?: string; locale?: string };
          Returns: string;
        };
      };
    Enums: Record<never, never>;
    CompositeTypes: Record<never, never>;
  };
};

-- The schema after all migrations, written by `npm run schema:dump`. For reading; never edited, never run.

-- Types -----------------------------------------------------------------------------------------------

create type public.attachment_file as (
  attachment_id uuid,
  object_path text,
  file_name text,
  content_type text,
  byte_size integer,
  width integer,
  height integer
);

create type public.attachment_limits as (
  max_attachment_bytes integer,
  max_attachments_per_message integer
);

create type public.attachment_line as (
  attachment_id uuid,
  file_name text,
  content_type text,
  byte_size integer,
  width integer,
  height integer
);

create type public.audit_action as enum ('created', 'changed', 'deleted');

create type public.audit_change as (
  field text,
  was text,
  is_now text
);

create type public.audit_line as (
  entry_id uuid,
  created_at timestamp with time zone,
  actor_type public.sender_type,
  actor_id uuid,
  actor_name text,
  action public.audit_action,
  subject_kind public.audit_subject,
  subject_id uuid,
  subject_name text,
  changes public.audit_change[]
);

create type public.audit_subject as enum ('workspace', 'member', 'member_skill', 'team', 'team_member', 'invitation', 'category', 'sla_calendar', 'sla_policy', 'ticket', 'participant', 'customer_access', 'message', 'transcript', 'ticket_field', 'ticket_field_option', 'export', 'erasure', 'retention', 'deletion');

create type public.calendar_choice as (
  calendar_id uuid,
  name text
);

create type public.category_choice as (
  category_id uuid,
  name text
);

create type public.category_line as (
  category_id uuid,
  name text,
  description text,
  archived_at timestamp with time zone
);

create type public.category_option as (
  category_id uuid,
  name text,
  description text
);

create type public.erasure_counts as (
  customers bigint,
  tickets bigint,
  messages bigint,
  notes bigint,
  files bigint,
  file_bytes bigint,
  mails bigint,
  other_messages bigint,
  exports bigint
);

create type public.erasure_line as (
  erasure_id uuid,
  requested_at timestamp with time zone,
  requested_by_name text,
  people integer,
  tickets_total integer,
  tickets_done integer,
  finished_at timestamp with time zone
);

create type public.event_line as (
  event_id uuid,
  kind public.ticket_event_kind,
  actor_type public.sender_type,
  actor_name text,
  old_value text,
  new_value text,
  created_at timestamp with time zone
);

create type public.found_person as (
  customer_id uuid,
  name text,
  email text,
  created_at timestamp with time zone,
  ticket_count bigint,
  is_participant boolean
);

create type public.inbox_order as enum ('activity', 'due');

create type public.inbox_view as enum ('active', 'mine', 'unassigned', 'done', 'all');

create type public.invitation_line as (
  invitation_id uuid,
  email text,
  role public.member_role,
  team_ids uuid[],
  invited_by_name text,
  sent_at timestamp with time zone,
  expires_at timestamp with time zone
);

create type public.logo_line as (
  picture_id uuid,
  width integer,
  height integer
);

create type public.member_line as (
  member_id uuid,
  display_name text,
  avatar_id uuid,
  role public.member_role
);

create type public.member_role as enum ('agent', 'admin', 'owner');

create type public.member_settings_line as (
  member_id uuid,
  display_name text,
  avatar_id uuid,
  email text,
  role public.member_role,
  created_at timestamp with time zone,
  deactivated_at timestamp with time zone,
  has_account boolean,
  team_ids uuid[],
  open_tickets integer,
  may_manage boolean,
  has_second_factor boolean
);

create type public.member_work as (
  member_id uuid,
  display_name text,
  may_manage boolean,
  skill_names text[],
  max_open_tickets integer,
  hours_source public.work_hours_source,
  calendar_id uuid,
  weekly public.sla_weekly_hours[],
  time_zone text,
  known_skills text[],
  calendars public.calendar_choice[]
);

create type public.member_work_draft as (
  skill_names text[],
  max_open_tickets integer,
  hours_source public.work_hours_source,
  calendar_id uuid,
  weekly public.sla_weekly_hours[],
  time_zone text
);

create type public.message_line as (
  room_id uuid,
  seq integer,
  message_id uuid,
  sender_type public.sender_type,
  sender_id uuid,
  sender_name text,
  client_id uuid,
  message_type public.message_type,
  body text,
  created_at timestamp with time zone,
  edited_at timestamp with time zone,
  deleted_at timestamp with time zone,
  change_seq bigint,
  reply_to public.reply_line,
  attachments public.attachment_line[],
  reactions public.reaction_line[],
  system_kind public.system_kind,
  old_value text,
  new_value text,
  sender_avatar_id uuid
);

create type public.message_type as enum ('text', 'image', 'file', 'system');

create type public.my_avatar as (
  member_id uuid,
  avatar_id uuid
);

create type public.note_line as (
  room_id uuid,
  note_seq integer,
  note_id uuid,
  member_id uuid,
  author_name text,
  client_id uuid,
  body text,
  created_at timestamp with time zone,
  author_avatar_id uuid
);

create type public.notice_mail_choice as (
  own_levels public.sla_notice_level[],
  default_levels public.sla_notice_level[]
);

create type public.opening_line as (
  time_zone text,
  closes_at timestamp with time zone,
  opens_at timestamp with time zone
);

create type public.participant_line as (
  customer_id uuid,
  name text,
  email text,
  is_requester boolean,
  invited_at timestamp with time zone,
  joined_at timestamp with time zone
);

create type public.picture_file as (
  content_type text,
  content text
);

create type public.reaction_line as (
  emoji text,
  sender_ids uuid[],
  names text[]
);

create type public.receipt_line as (
  participant_id uuid,
  side public.sender_type,
  name text,
  delivered_seq integer,
  read_seq integer,
  change_seq bigint
);

create type public.reply_line as (
  seq integer,
  sender_name text,
  excerpt text,
  is_deleted boolean
);

create type public.retention_counts as (
  resolved_tickets bigint,
  closed_tickets bigint,
  messages bigint,
  files bigint
);

create type public.retention_days as (
  resolved_days integer,
  closed_days integer
);

create type public.room_rules as (
  edit_window_seconds integer,
  max_attachment_bytes integer,
  max_attachments_per_message integer
);

create type public.room_status as enum ('open', 'closed');

create type public.search_hit as (
  kind text,
  seq integer,
  near_seq integer,
  sender_type public.sender_type,
  sender_name text,
  excerpt text,
  created_at timestamp with time zone
);

create type public.second_factor_demand as (
  slug text,
  name text
);

create type public.sender_type as enum ('customer', 'agent', 'system');

create type public.sla_basis as enum ('business', 'calendar');

create type public.sla_breach_cause as enum ('overdue', 'retarget');

create type public.sla_calendar_draft as (
  name text,
  time_zone text,
  weekly public.sla_weekly_hours[],
  special_days public.sla_special_day[]
);

create type public.sla_calendar_line as (
  calendar_id uuid,
  version_id uuid,
  name text,
  time_zone text,
  weekly public.sla_weekly_hours[],
  special_days public.sla_special_day[],
  team_names text[],
  policy_names text[]
);

create type public.sla_calendar_preview as (
  is_open boolean,
  changes_at timestamp with time zone,
  day_until timestamp with time zone
);

create type public.sla_cancel_reason as enum ('resolved', 'no_reply_needed', 'no_target', 'spam', 'merged');

create type public.sla_clock_state as enum ('running', 'paused', 'met', 'breached', 'cancelled');

create type public.sla_event_kind as enum ('activate', 'pause', 'resume', 'fulfil', 'breach', 'retarget', 'backdate', 'set_due', 'warn', 'escalate', 'cancel');

create type public.sla_event_line as (
  kind public.sla_event_kind,
  at timestamp with time zone,
  due_at timestamp with time zone,
  priority public.ticket_priority,
  target_seconds integer,
  basis public.sla_basis,
  breach_cause public.sla_breach_cause,
  cancel_reason public.sla_cancel_reason,
  actor_name text,
  reason text
);

create type public.sla_metric as enum ('first_response', 'next_response', 'resolution');

create type public.sla_notice_level as enum ('warning', 'breach', 'escalation');

create type public.sla_notice_line as (
  ticket_id uuid,
  number bigint,
  subject text,
  customer_name text,
  level public.sla_notice_level,
  metric public.sla_metric,
  due_at timestamp with time zone,
  time_zone text
);

create type public.sla_open_hours as (
  opens_at time(0) without time zone,
  closes_at time(0) without time zone
);

create type public.sla_policy_draft as (
  name text,
  calendar_id uuid,
  team_ids uuid[],
  category_ids uuid[],
  channels public.ticket_channel[],
  escalate_after_seconds integer,
  targets public.sla_target_line[]
);

create type public.sla_policy_line as (
  policy_id uuid,
  version_id uuid,
  name text,
  calendar_id uuid,
  team_ids uuid[],
  category_ids uuid[],
  channels public.ticket_channel[],
  escalate_after_seconds integer,
  targets public.sla_target_line[]
);

create type public.sla_policy_preview as (
  metric public.sla_metric,
  priority public.ticket_priority,
  target_seconds integer,
  basis public.sla_basis,
  warn_at timestamp with time zone,
  due_at timestamp with time zone
);

create type public.sla_reopen_rule as enum ('resume', 'restart', 'first_only');

create type public.sla_special_day as (
  exception_date date,
  is_yearly boolean,
  name text,
  hours public.sla_open_hours[]
);

create type public.sla_special_day_line as (
  day date,
  name text,
  is_open boolean
);

create type public.sla_stretch as (
  from_at timestamp with time zone,
  until_at timestamp with time zone
);

create type public.sla_target_line as (
  metric public.sla_metric,
  priority public.ticket_priority,
  target_seconds integer,
  basis public.sla_basis,
  warn_before_seconds integer
);

create type public.sla_team_calendar as (
  team_id uuid,
  calendar_id uuid
);

create type public.sla_team_line as (
  team_id uuid,
  name text,
  calendar_id uuid
);

create type public.sla_unanswered_rule as enum ('cancel', 'counts_as_reply');

create type public.sla_weekly_hours as (
  weekday smallint,
  opens_at time(0) without time zone,
  closes_at time(0) without time zone
);

create type public.sla_what_if_breach as (
  ticket_id uuid,
  number bigint,
  subject text,
  priority public.ticket_priority,
  metric public.sla_metric,
  due_at timestamp with time zone,
  was_breached boolean
);

create type public.sla_what_if_outcome as (
  metric public.sla_metric,
  met_before integer,
  breached_before integer,
  met_after integer,
  breached_after integer
);

create type public.sla_what_if_state as enum ('waiting', 'running', 'done', 'failed');

create type public.slug_state as enum ('free', 'taken', 'reserved', 'malformed');

create type public.system_kind as enum ('ticket_assigned', 'ticket_transferred', 'ticket_released', 'status_changed', 'participant_added', 'participant_joined', 'participant_removed');

create type public.team_line as (
  team_id uuid,
  name text,
  is_private boolean,
  is_hidden boolean
);

create type public.team_settings_line as (
  team_id uuid,
  name text,
  is_private boolean,
  member_ids uuid[],
  lead_ids uuid[],
  open_tickets integer
);

create type public.ticket_channel as enum ('web', 'widget', 'mobile', 'email', 'phone', 'api');

create type public.ticket_event_kind as enum ('ticket_created', 'status_changed', 'priority_changed', 'ticket_assigned', 'team_changed', 'participant_added', 'participant_joined', 'participant_removed', 'follow_up_opened', 'no_reply_needed', 'field_changed', 'category_changed');

create type public.ticket_field_answer as (
  field_id uuid,
  answers text[]
);

create type public.ticket_field_draft as (
  kind public.ticket_field_kind,
  label text,
  help_text text,
  is_required boolean,
  category_ids uuid[],
  options public.ticket_field_option[]
);

create type public.ticket_field_kind as enum ('text', 'long_text', 'number', 'date', 'choice', 'choices', 'checkbox');

create type public.ticket_field_line as (
  field_id uuid,
  kind public.ticket_field_kind,
  label text,
  help_text text,
  is_required boolean,
  category_ids uuid[],
  options public.ticket_field_option[],
  answers text[],
  archived_at timestamp with time zone
);

create type public.ticket_field_option as (
  option_id uuid,
  label text
);

create type public.ticket_key as (
  ticket_id uuid,
  number bigint,
  room_id uuid
);

create type public.ticket_line as (
  ticket_id uuid,
  number bigint,
  subject text,
  status public.ticket_status,
  priority public.ticket_priority,
  category_name text,
  customer_name text,
  assignee_id uuid,
  assignee_name text,
  assignee_avatar_id uuid,
  created_at timestamp with time zone,
  last_activity_at timestamp with time zone,
  awaiting_reply_since timestamp with time zone,
  reply_due_at timestamp with time zone,
  sla_due_at timestamp with time zone,
  sla_warn_at timestamp with time zone,
  last_sender_type public.sender_type,
  last_message_preview text,
  last_message_type public.message_type,
  unread_count integer,
  is_private boolean
);

create type public.ticket_priority as enum ('low', 'medium', 'high', 'urgent');

create type public.ticket_status as enum ('open', 'in_progress', 'waiting', 'resolved', 'closed');

create type public.transcript_format as enum ('txt', 'html', 'pdf');

create type public.version_line as (
  version integer,
  body text,
  written_at timestamp with time zone
);

create type public.work_hours_source as enum ('team', 'calendar', 'own');

create type public.workspace_draft as (
  name text,
  slug text,
  brand_color text,
  welcome_text text,
  default_locale text,
  edit_window_seconds integer,
  max_attachment_bytes integer,
  max_attachments_per_message integer,
  reopen_window_seconds integer,
  offered_locales text[],
  notice_mail_levels public.sla_notice_level[]
);

create type public.workspace_export_file as (
  object_folder text,
  part_count integer,
  byte_size bigint,
  finished_at timestamp with time zone
);

create type public.workspace_export_line as (
  export_id uuid,
  requested_at timestamp with time zone,
  requested_by_name text,
  state public.workspace_export_state,
  rows_total bigint,
  rows_done bigint,
  files_total bigint,
  files_done bigint,
  finished_at timestamp with time zone,
  expires_at timestamp with time zone,
  byte_size bigint
);

create type public.workspace_export_state as enum ('waiting', 'running', 'done', 'failed', 'expired');

create type public.workspace_key as (
  workspace_id uuid,
  slug text
);

create type public.workspace_line as (
  workspace_id uuid,
  slug text,
  name text,
  brand_color text,
  icon_id uuid,
  role public.member_role
);

create type public.workspace_picture as enum ('logo', 'icon');

create type public.workspace_pictures as (
  logo public.logo_line,
  own_icon_id uuid,
  icon_id uuid
);

-- Tables ----------------------------------------------------------------------------------------------

create table public.attachments (
  attachment_id uuid default gen_random_uuid() not null,
  workspace_id uuid not null,
  room_id uuid not null,
  seq integer,
  "position" integer,
  customer_id uuid,
  member_id uuid,
  sender_id uuid generated always as COALESCE(customer_id, member_id) stored,
  client_id uuid not null,
  file_name text not null,
  content_type text not null,
  byte_size integer not null,
  width integer,
  height integer,
  object_path text generated always as ((((workspace_id || '/'::text) || room_id) || '/'::text) || attachment_id) stored,
  created_at timestamp with time zone default now() not null,
  removed_at timestamp with time zone,
  constraint attachments_pkey PRIMARY KEY (attachment_id),
  constraint attachments_client_key UNIQUE (room_id, sender_id, client_id),
  constraint attachments_customer_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES public.customers(workspace_id, customer_id),
  constraint attachments_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES public.workspace_members(workspace_id, member_id),
  constraint attachments_room_fkey FOREIGN KEY (workspace_id, room_id) REFERENCES public.chat_rooms(workspace_id, room_id),
  constraint attachments_byte_size_range CHECK (((byte_size >= 1) AND (byte_size <= 26214400))),
  constraint attachments_content_type_format CHECK (((content_type ~ '^[a-z]+/[a-z0-9][a-z0-9.+-]*$'::text) AND (char_length(content_type) <= 100))),
  constraint attachments_dimensions_range CHECK ((((width IS NULL) AND (height IS NULL)) OR (((width >= 1) AND (width <= 30000)) AND ((height >= 1) AND (height <= 30000))))),
  constraint attachments_file_name_format CHECK ((((char_length(file_name) >= 1) AND (char_length(file_name) <= 200)) AND (file_name !~ '[[:cntrl:]/\\<>:"|?*]'::text) AND (file_name = btrim(file_name)))),
  constraint attachments_one_sender CHECK ((num_nonnulls(customer_id, member_id) = 1))
);
CREATE INDEX attachments_customer_idx ON public.attachments USING btree (workspace_id, customer_id) WHERE (customer_id IS NOT NULL);
CREATE INDEX attachments_member_idx ON public.attachments USING btree (workspace_id, member_id) WHERE (member_id IS NOT NULL);
CREATE INDEX attachments_message_idx ON public.attachments USING btree (room_id, seq, "position") WHERE (seq IS NOT NULL);
CREATE INDEX attachments_object_path_idx ON public.attachments USING btree (object_path);
CREATE INDEX attachments_pending_idx ON public.attachments USING btree (created_at) WHERE ((seq IS NULL) AND (removed_at IS NULL));
CREATE INDEX attachments_room_idx ON public.attachments USING btree (workspace_id, room_id);
CREATE TRIGGER t30_refuse_while_closing BEFORE INSERT ON public.attachments FOR EACH ROW EXECUTE FUNCTION private.refuse_while_closing();
CREATE TRIGGER t80_enqueue_attachment_check AFTER UPDATE OF seq ON public.attachments FOR EACH ROW WHEN (((old.seq IS NULL) AND (new.seq IS NOT NULL))) EXECUTE FUNCTION private.enqueue_attachment_check();
CREATE TRIGGER t80_enqueue_attachment_expiry AFTER INSERT ON public.attachments FOR EACH ROW EXECUTE FUNCTION private.enqueue_attachment_removal();
CREATE TRIGGER t80_enqueue_attachment_removal AFTER UPDATE OF removed_at ON public.attachments FOR EACH ROW WHEN (((old.removed_at IS NULL) AND (new.removed_at IS NOT NULL))) EXECUTE FUNCTION private.enqueue_attachment_removal();
alter table public.attachments enable row level security;
comment on table public.attachments is 'Files of messages. The file itself is the object object_path of the bucket attachments.';
comment on column public.attachments.seq is 'The message it belongs to; null while it waits to be sent.';
comment on column public.attachments.client_id is 'Made by the sender''s device, so that an upload tried twice is one file.';
comment on column public.attachments.content_type is 'What its content was found to be, not what the sender said.';
comment on column public.attachments.width is 'Pixels, of images alone.';
comment on column public.attachments.removed_at is 'Set when its message was deleted, when it was never sent, or when it is not what was said of it: nobody reads it any more, and the worker deletes the object.';

create table public.audit_entries (
  workspace_id uuid not null,
  entry_id uuid default gen_random_uuid() not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  actor_type public.sender_type not null,
  actor_id uuid,
  actor_name text default ''::text not null,
  action public.audit_action not null,
  subject_kind public.audit_subject not null,
  subject_id uuid not null,
  subject_name text default ''::text not null,
  before jsonb,
  after jsonb,
  constraint audit_entries_pkey PRIMARY KEY (workspace_id, entry_id),
  constraint audit_entries_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE
);
CREATE INDEX audit_entries_actor_idx ON public.audit_entries USING btree (workspace_id, actor_id, created_at DESC, entry_id DESC);
CREATE INDEX audit_entries_created_idx ON public.audit_entries USING btree (workspace_id, created_at DESC, entry_id DESC);
CREATE INDEX audit_entries_subject_idx ON public.audit_entries USING btree (workspace_id, subject_kind, created_at DESC, entry_id DESC);
CREATE TRIGGER t30_refuse_change BEFORE DELETE OR UPDATE ON public.audit_entries FOR EACH ROW EXECUTE FUNCTION private.refuse_audit_change();
alter table public.audit_entries enable row level security;
comment on table public.audit_entries is 'What was done to a workspace, by whom. Append-only for everybody, owners included.';
comment on column public.audit_entries.actor_id is 'The member or customer; null when the system did it: a job, or somebody at the database itself.';
comment on column public.audit_entries.subject_name is 'What the thing was called then.';
comment on column public.audit_entries.before is 'Of what changed, what was there before; null for something new. after likewise. Names stand beside ids, as they were then.';

create table public.chat_rooms (
  room_id uuid not null,
  workspace_id uuid not null,
  ticket_id uuid not null,
  status public.room_status default 'open'::public.room_status not null,
  last_seq integer default 0 not null,
  last_customer_seq integer default 0 not null,
  last_agent_seq integer default 0 not null,
  change_seq bigint default 0 not null,
  epoch integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  constraint chat_rooms_pkey PRIMARY KEY (room_id),
  constraint chat_rooms_ticket_key UNIQUE (ticket_id, workspace_id),
  constraint chat_rooms_workspace_room_key UNIQUE (workspace_id, room_id),
  constraint chat_rooms_ticket_fkey FOREIGN KEY (workspace_id, ticket_id) REFERENCES public.tickets(workspace_id, ticket_id) DEFERRABLE INITIALLY DEFERRED
);
alter table public.chat_rooms enable row level security;
comment on table public.chat_rooms is 'The room of a ticket. Its row is the lock under which messages are numbered.';
comment on column public.chat_rooms.last_seq is 'seq of the newest message; 0 in an empty room.';
comment on column public.chat_rooms.last_customer_seq is 'seq of the newest message of a customer; with last_agent_seq it says whether something is unread.';
comment on column public.chat_rooms.change_seq is 'Counts what happened to the room besides new messages, so that a reader notices a missed change.';
comment on column public.chat_rooms.epoch is 'Part of the room''s topics. Raised when one person loses access to this room.';

create table public.customer_identities (
  workspace_id uuid not null,
  customer_id uuid not null,
  user_id uuid not null,
  created_at timestamp with time zone default now() not null,
  constraint customer_identities_pkey PRIMARY KEY (workspace_id, customer_id, user_id),
  constraint customer_identities_customer_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES public.customers(workspace_id, customer_id) ON DELETE CASCADE,
  constraint customer_identities_user_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
);
CREATE INDEX customer_identities_user_id_idx ON public.customer_identities USING btree (user_id);
CREATE TRIGGER t70_record_audit AFTER DELETE ON public.customer_identities FOR EACH ROW EXECUTE FUNCTION private.record_audit('customer_access', 'customer_id', '', 'customer_id');
CREATE TRIGGER t90_move_customer_topics AFTER DELETE ON public.customer_identities FOR EACH ROW EXECUTE FUNCTION private.move_customer_topics();
alter table public.customer_identities enable row level security;
comment on table public.customer_identities is 'Which auth users act for a customer: each browser''s anonymous one, later a verified account.';

create table public.customers (
  workspace_id uuid not null,
  customer_id uuid default gen_random_uuid() not null,
  email text,
  name text not null,
  locale text default 'en'::text not null,
  created_at timestamp with time zone default now() not null,
  erased_at timestamp with time zone,
  constraint customers_pkey PRIMARY KEY (customer_id, workspace_id),
  constraint customers_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE,
  constraint customers_email_format CHECK (((email ~ '^[^@,;<>"()[:space:]]+@[^@,;<>"()[:space:]]+\.[^@,;<>"()[:space:].]+$'::text) AND (char_length(email) <= 254))),
  constraint customers_locale_format CHECK ((locale ~ '^[a-z]{2}(-[A-Z]{2})?$'::text)),
  constraint customers_name_length CHECK (((char_length(btrim(name)) >= 1) AND (char_length(btrim(name)) <= 100)))
);
CREATE INDEX customers_email_idx ON public.customers USING btree (workspace_id, lower(email));
alter table public.customers enable row level security;
comment on table public.customers is 'A person who writes to a workspace. Not unique by email: an address is a claim until it is proved.';
comment on column public.customers.erased_at is 'When all that was known of the person was erased (chapter erasure).';

create table public.internal_notes (
  room_id uuid not null,
  note_seq integer not null,
  workspace_id uuid not null,
  note_id uuid default gen_random_uuid() not null,
  member_id uuid not null,
  author_name text not null,
  client_id uuid not null,
  body text not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  constraint internal_notes_pkey PRIMARY KEY (room_id, note_seq),
  constraint internal_notes_client_key UNIQUE (room_id, member_id, client_id),
  constraint internal_notes_note_key UNIQUE (room_id, note_id),
  constraint internal_notes_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES public.workspace_members(workspace_id, member_id),
  constraint internal_notes_room_fkey FOREIGN KEY (workspace_id, room_id) REFERENCES public.chat_rooms(workspace_id, room_id),
  constraint internal_notes_body_length CHECK (((char_length(btrim(body)) >= 1) AND (char_length(btrim(body)) <= 10000)))
);
CREATE INDEX internal_notes_member_idx ON public.internal_notes USING btree (workspace_id, member_id);
CREATE INDEX internal_notes_room_idx ON public.internal_notes USING btree (workspace_id, room_id);
CREATE TRIGGER t30_refuse_while_closing BEFORE INSERT ON public.internal_notes FOR EACH ROW EXECUTE FUNCTION private.refuse_while_closing();
CREATE TRIGGER t90_broadcast_note_created AFTER INSERT ON public.internal_notes FOR EACH ROW EXECUTE FUNCTION private.broadcast_note_created();
alter table public.internal_notes enable row level security;
comment on table public.internal_notes is 'What agents say among themselves in a room. Its own table, its own numbering (taken under the room''s lock; no counter on chat_rooms, which customers read) and its own topic.';

create table public.member_skills (
  workspace_id uuid not null,
  member_id uuid not null,
  skill_id uuid not null,
  created_at timestamp with time zone default now() not null,
  constraint member_skills_pkey PRIMARY KEY (workspace_id, member_id, skill_id),
  constraint member_skills_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES public.workspace_members(workspace_id, member_id) ON DELETE CASCADE,
  constraint member_skills_skill_fkey FOREIGN KEY (workspace_id, skill_id) REFERENCES public.workspace_skills(workspace_id, skill_id) ON DELETE CASCADE
);
CREATE INDEX member_skills_skill_idx ON public.member_skills USING btree (workspace_id, skill_id);
CREATE TRIGGER t70_record_audit AFTER INSERT OR DELETE ON public.member_skills FOR EACH ROW EXECUTE FUNCTION private.record_audit('member_skill', 'member_id', '', 'member_id,skill_id');
alter table public.member_skills enable row level security;
comment on table public.member_skills is 'Who can do what.';

create table public.message_reactions (
  room_id uuid not null,
  seq integer not null,
  workspace_id uuid not null,
  customer_id uuid,
  member_id uuid,
  sender_id uuid generated always as COALESCE(customer_id, member_id) stored not null,
  sender_name text not null,
  emoji text not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  constraint message_reactions_pkey PRIMARY KEY (room_id, seq, sender_id, emoji),
  constraint message_reactions_customer_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES public.customers(workspace_id, customer_id),
  constraint message_reactions_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES public.workspace_members(workspace_id, member_id),
  constraint message_reactions_room_fkey FOREIGN KEY (workspace_id, room_id) REFERENCES public.chat_rooms(workspace_id, room_id),
  constraint message_reactions_emoji_format CHECK (((char_length(emoji) <= 16) AND (emoji ~ '[^0-9#*]'::text) AND (emoji ~ '^[0-9#*\u00a9\u00ae\u200d\u203c\u2049\u20e3\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]+$'::text))),
  constraint message_reactions_one_sender CHECK ((num_nonnulls(customer_id, member_id) = 1))
);
CREATE INDEX message_reactions_customer_idx ON public.message_reactions USING btree (workspace_id, customer_id) WHERE (customer_id IS NOT NULL);
CREATE INDEX message_reactions_member_idx ON public.message_reactions USING btree (workspace_id, member_id) WHERE (member_id IS NOT NULL);
CREATE INDEX message_reactions_room_idx ON public.message_reactions USING btree (workspace_id, room_id);
CREATE TRIGGER t90_broadcast_reaction_changed AFTER INSERT OR DELETE ON public.message_reactions FOR EACH ROW EXECUTE FUNCTION private.broadcast_reaction_changed();
alter table public.message_reactions enable row level security;
comment on table public.message_reactions is 'Emoji that people put to messages, each once.';

create table public.message_versions (
  room_id uuid not null,
  seq integer not null,
  version integer not null,
  workspace_id uuid not null,
  body text not null,
  written_at timestamp with time zone not null,
  constraint message_versions_pkey PRIMARY KEY (room_id, seq, version),
  constraint message_versions_room_fkey FOREIGN KEY (workspace_id, room_id) REFERENCES public.chat_rooms(workspace_id, room_id)
);
CREATE INDEX message_versions_room_idx ON public.message_versions USING btree (workspace_id, room_id);
alter table public.message_versions enable row level security;
comment on table public.message_versions is 'What an edited message said before, for agents; version 1 is the oldest.';

create table public.messages (
  room_id uuid not null,
  seq integer not null,
  workspace_id uuid not null,
  message_id uuid default gen_random_uuid() not null,
  sender_type public.sender_type not null,
  customer_id uuid,
  member_id uuid,
  sender_id uuid generated always as COALESCE(customer_id, member_id) stored,
  sender_name text not null,
  client_id uuid,
  message_type public.message_type default 'text'::public.message_type not null,
  body text not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  edited_at timestamp with time zone,
  deleted_at timestamp with time zone,
  erased_at timestamp with time zone,
  change_seq bigint default 0 not null,
  reply_to_seq integer,
  system_kind public.system_kind,
  old_value text,
  new_value text,
  constraint messages_pkey PRIMARY KEY (room_id, seq),
  constraint messages_client_key UNIQUE (room_id, sender_id, client_id),
  constraint messages_message_key UNIQUE (room_id, message_id),
  constraint messages_customer_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES public.customers(workspace_id, customer_id),
  constraint messages_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES public.workspace_members(workspace_id, member_id),
  constraint messages_room_fkey FOREIGN KEY (workspace_id, room_id) REFERENCES public.chat_rooms(workspace_id, room_id),
  constraint messages_body_length CHECK (((char_length(btrim(body)) >=
CASE
    WHEN ((message_type = 'text'::public.message_type) AND (deleted_at IS NULL)) THEN 1
    ELSE 0
END) AND (char_length(btrim(body)) <= 10000))),
  constraint messages_reply_is_older CHECK ((reply_to_seq < seq)),
  constraint messages_sender_matches_type CHECK ((((sender_type = 'customer'::public.sender_type) AND (customer_id IS NOT NULL) AND (member_id IS NULL)) OR ((sender_type = 'agent'::public.sender_type) AND (member_id IS NOT NULL) AND (customer_id IS NULL)) OR ((sender_type = 'system'::public.sender_type) AND (customer_id IS NULL) AND (member_id IS NULL)))),
  constraint messages_system_matches_type CHECK ((((sender_type = 'system'::public.sender_type) = (system_kind IS NOT NULL)) AND ((sender_type = 'system'::public.sender_type) = (message_type = 'system'::public.message_type))))
);
CREATE INDEX messages_change_idx ON public.messages USING btree (room_id, change_seq) WHERE (change_seq > 0);
CREATE INDEX messages_customer_idx ON public.messages USING btree (workspace_id, customer_id) WHERE (customer_id IS NOT NULL);
CREATE INDEX messages_member_idx ON public.messages USING btree (workspace_id, member_id) WHERE (member_id IS NOT NULL);
CREATE INDEX messages_reply_idx ON public.messages USING btree (room_id, reply_to_seq) WHERE (reply_to_seq IS NOT NULL);
CREATE INDEX messages_room_idx ON public.messages USING btree (workspace_id, room_id);
CREATE TRIGGER t30_refuse_message_in_closed_room BEFORE INSERT ON public.messages FOR EACH ROW EXECUTE FUNCTION private.refuse_message_in_closed_room();
CREATE TRIGGER t30_refuse_while_closing BEFORE UPDATE OF body, deleted_at ON public.messages FOR EACH ROW WHEN ((new.erased_at IS NULL)) EXECUTE FUNCTION private.refuse_while_closing();
CREATE TRIGGER t30_rewrite_message BEFORE UPDATE OF body, deleted_at ON public.messages FOR EACH ROW WHEN (((new.erased_at IS NULL) AND ((new.body IS DISTINCT FROM old.body) OR (new.deleted_at IS DISTINCT FROM old.deleted_at)))) EXECUTE FUNCTION private.rewrite_message();
CREATE TRIGGER t50_advance_ticket AFTER INSERT ON public.messages FOR EACH ROW EXECUTE FUNCTION private.follow_message();
CREATE TRIGGER t50_empty_deleted_message AFTER UPDATE OF deleted_at ON public.messages FOR EACH ROW WHEN (((old.deleted_at IS NULL) AND (new.deleted_at IS NOT NULL) AND (new.erased_at IS NULL))) EXECUTE FUNCTION private.empty_deleted_message();
CREATE TRIGGER t70_record_message_deleted AFTER UPDATE OF deleted_at ON public.messages FOR EACH ROW WHEN (((old.deleted_at IS NULL) AND (new.deleted_at IS NOT NULL) AND (new.erased_at IS NULL))) EXECUTE FUNCTION private.record_message_deleted();
CREATE TRIGGER t90_broadcast_message_changed AFTER UPDATE OF body, deleted_at ON public.messages FOR EACH ROW WHEN (((new.erased_at IS NULL) AND ((new.body IS DISTINCT FROM old.body) OR (new.deleted_at IS DISTINCT FROM old.deleted_at)))) EXECUTE FUNCTION private.broadcast_message_changed();
CREATE TRIGGER t90_broadcast_message_created AFTER INSERT ON public.messages FOR EACH ROW EXECUTE FUNCTION private.broadcast_message_created();
alter table public.messages enable row level security;
comment on table public.messages is 'What customer and agents say to each other, numbered without gaps in each room.';
comment on column public.messages.sender_id is 'customer_id or member_id, whichever sent it; null for the system.';
comment on column public.messages.sender_name is 'The name as it was when the message was sent.';
comment on column public.messages.client_id is 'Made by the sender''s device before sending; the same id from the same sender is the same message.';
comment on column public.messages.deleted_at is 'Set on a tombstone: the row keeps its number, and nothing of what it said.';
comment on column public.messages.erased_at is 'Set when it was emptied with all that is known of its ticket or its sender (chapter erasure): nothing follows from that singly.';
comment on column public.messages.change_seq is 'The room''s change_seq when this message last changed (edit, deletion, reaction, or such a change of the message it quotes); 0: never.';
comment on column public.messages.reply_to_seq is 'The message it quotes, in the same room. Without a foreign key: send_message() checks it, and messages are never removed.';
comment on column public.messages.old_value is 'Of a system message: what it was before, as in ticket_events.';

create table public.room_receipts (
  room_id uuid not null,
  workspace_id uuid not null,
  customer_id uuid,
  member_id uuid,
  participant_id uuid generated always as COALESCE(customer_id, member_id) stored not null,
  delivered_seq integer default 0 not null,
  read_seq integer default 0 not null,
  change_seq bigint default 0 not null,
  constraint room_receipts_pkey PRIMARY KEY (room_id, participant_id),
  constraint room_receipts_customer_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES public.customers(workspace_id, customer_id),
  constraint room_receipts_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES public.workspace_members(workspace_id, member_id),
  constraint room_receipts_room_fkey FOREIGN KEY (workspace_id, room_id) REFERENCES public.chat_rooms(workspace_id, room_id),
  constraint room_receipts_one_participant CHECK ((num_nonnulls(customer_id, member_id) = 1)),
  constraint room_receipts_read_is_delivered CHECK (((read_seq >= 0) AND (read_seq <= delivered_seq)))
);
CREATE INDEX room_receipts_customer_idx ON public.room_receipts USING btree (workspace_id, customer_id) WHERE (customer_id IS NOT NULL);
CREATE INDEX room_receipts_member_idx ON public.room_receipts USING btree (workspace_id, member_id) WHERE (member_id IS NOT NULL);
CREATE INDEX room_receipts_room_idx ON public.room_receipts USING btree (workspace_id, room_id);
CREATE TRIGGER t10_number_receipt BEFORE INSERT OR UPDATE ON public.room_receipts FOR EACH ROW EXECUTE FUNCTION private.number_receipt();
CREATE TRIGGER t90_broadcast_receipt_changed AFTER UPDATE ON public.room_receipts FOR EACH ROW WHEN ((new.change_seq IS DISTINCT FROM old.change_seq)) EXECUTE FUNCTION private.broadcast_receipt_changed();
CREATE TRIGGER t90_broadcast_receipt_created AFTER INSERT ON public.room_receipts FOR EACH ROW WHEN ((new.change_seq > 0)) EXECUTE FUNCTION private.broadcast_receipt_changed();
CREATE TRIGGER t90_broadcast_unread_changed AFTER INSERT OR UPDATE OF read_seq ON public.room_receipts FOR EACH ROW WHEN ((new.member_id IS NOT NULL)) EXECUTE FUNCTION private.broadcast_unread_changed();
alter table public.room_receipts enable row level security;
comment on table public.room_receipts is 'Up to which message a room was delivered to, and read by, each participant. Numbers only rise.';
comment on column public.room_receipts.change_seq is 'The room''s change_seq when the receipt last rose.';

create table public.sla_calendar_exception_hours (
  workspace_id uuid not null,
  calendar_version_id uuid not null,
  exception_date date not null,
  is_yearly boolean not null,
  opens_at time(0) without time zone not null,
  closes_at time(0) without time zone not null,
  constraint sla_calendar_exception_hours_pkey PRIMARY KEY (workspace_id, calendar_version_id, exception_date, is_yearly, opens_at),
  constraint sla_calendar_exception_hours_exception_fkey FOREIGN KEY (workspace_id, calendar_version_id, exception_date, is_yearly) REFERENCES public.sla_calendar_exceptions(workspace_id, calendar_version_id, exception_date, is_yearly) ON DELETE CASCADE
);
alter table public.sla_calendar_exception_hours enable row level security;
comment on table public.sla_calendar_exception_hours is 'Opening hours of an exception.';

create table public.sla_calendar_exceptions (
  workspace_id uuid not null,
  calendar_version_id uuid not null,
  exception_date date not null,
  is_yearly boolean not null,
  name text default ''::text not null,
  constraint sla_calendar_exceptions_pkey PRIMARY KEY (workspace_id, calendar_version_id, exception_date, is_yearly),
  constraint sla_calendar_exceptions_version_fkey FOREIGN KEY (workspace_id, calendar_version_id) REFERENCES public.sla_calendar_versions(workspace_id, calendar_version_id) ON DELETE CASCADE,
  constraint sla_calendar_exceptions_name_length CHECK ((char_length(name) <= 120))
);
alter table public.sla_calendar_exceptions enable row level security;
comment on table public.sla_calendar_exceptions is 'Days with hours of their own, instead of their weekday''s; without any the day is closed. One for a date comes before one for every year.';
comment on column public.sla_calendar_exceptions.is_yearly is 'On this day of every year; 29 February in leap years.';

create table public.sla_calendar_hours (
  workspace_id uuid not null,
  calendar_version_id uuid not null,
  weekday smallint not null,
  opens_at time(0) without time zone not null,
  closes_at time(0) without time zone not null,
  constraint sla_calendar_hours_pkey PRIMARY KEY (workspace_id, calendar_version_id, weekday, opens_at),
  constraint sla_calendar_hours_version_fkey FOREIGN KEY (workspace_id, calendar_version_id) REFERENCES public.sla_calendar_versions(workspace_id, calendar_version_id) ON DELETE CASCADE,
  constraint sla_calendar_hours_weekday_range CHECK (((weekday >= 1) AND (weekday <= 7)))
);
alter table public.sla_calendar_hours enable row level security;
comment on table public.sla_calendar_hours is 'Opening hours of a weekday, any number of them; none: closed.';
comment on column public.sla_calendar_hours.weekday is '1 Monday to 7 Sunday.';

create table public.sla_calendar_versions (
  workspace_id uuid not null,
  calendar_version_id uuid default gen_random_uuid() not null,
  calendar_id uuid not null,
  version integer not null,
  time_zone text not null,
  created_at timestamp with time zone default now() not null,
  constraint sla_calendar_versions_pkey PRIMARY KEY (workspace_id, calendar_version_id),
  constraint sla_calendar_versions_calendar_key UNIQUE (workspace_id, calendar_id, calendar_version_id),
  constraint sla_calendar_versions_version_key UNIQUE (workspace_id, calendar_id, version),
  constraint sla_calendar_versions_calendar_fkey FOREIGN KEY (workspace_id, calendar_id) REFERENCES public.sla_calendars(workspace_id, calendar_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX sla_calendar_versions_version_idx ON public.sla_calendar_versions USING btree (calendar_version_id);
alter table public.sla_calendar_versions enable row level security;
comment on table public.sla_calendar_versions is 'One state of a calendar. Never changed: saving a calendar makes the next version.';
comment on column public.sla_calendar_versions.time_zone is 'A name of the IANA database.';

create table public.sla_calendars (
  workspace_id uuid not null,
  calendar_id uuid default gen_random_uuid() not null,
  name text not null,
  current_version_id uuid,
  created_at timestamp with time zone default now() not null,
  archived_at timestamp with time zone,
  constraint sla_calendars_pkey PRIMARY KEY (workspace_id, calendar_id),
  constraint sla_calendars_current_version_fkey FOREIGN KEY (workspace_id, calendar_id, current_version_id) REFERENCES public.sla_calendar_versions(workspace_id, calendar_id, calendar_version_id) DEFERRABLE INITIALLY DEFERRED,
  constraint sla_calendars_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE,
  constraint sla_calendars_name_length CHECK (((char_length(btrim(name)) >= 1) AND (char_length(btrim(name)) <= 80)))
);
CREATE INDEX sla_calendars_current_version_idx ON public.sla_calendars USING btree (workspace_id, calendar_id, current_version_id);
CREATE UNIQUE INDEX sla_calendars_name_key ON public.sla_calendars USING btree (workspace_id, name) WHERE (archived_at IS NULL);
CREATE TRIGGER t70_record_audit AFTER UPDATE ON public.sla_calendars FOR EACH ROW WHEN ((new.* IS DISTINCT FROM old.*)) EXECUTE FUNCTION private.record_sla_audit('sla_calendar', 'calendar_id');
alter table public.sla_calendars enable row level security;
comment on table public.sla_calendars is 'When a workspace, or a part of it, works. Its hours are those of its current version.';

create table public.sla_clocks (
  workspace_id uuid not null,
  ticket_id uuid not null,
  metric public.sla_metric not null,
  sequence integer not null,
  policy_version_id uuid not null,
  calendar_version_id uuid,
  priority public.ticket_priority not null,
  target_seconds integer not null,
  basis public.sla_basis not null,
  warn_before_seconds integer,
  escalate_after_seconds integer,
  is_due_by_hand boolean default false not null,
  state public.sla_clock_state not null,
  started_at timestamp with time zone not null,
  consumed_seconds numeric not null,
  running_since timestamp with time zone,
  due_at timestamp with time zone,
  met_at timestamp with time zone,
  met_late_at timestamp with time zone,
  breached_at timestamp with time zone,
  breach_cause public.sla_breach_cause,
  cancel_reason public.sla_cancel_reason,
  stopped_at timestamp with time zone,
  warned_at timestamp with time zone,
  escalated_at timestamp with time zone,
  next_at timestamp with time zone,
  last_event_number integer not null,
  constraint sla_clocks_pkey PRIMARY KEY (workspace_id, ticket_id, metric, sequence),
  constraint sla_clocks_calendar_version_fkey FOREIGN KEY (workspace_id, calendar_version_id) REFERENCES public.sla_calendar_versions(workspace_id, calendar_version_id),
  constraint sla_clocks_policy_version_fkey FOREIGN KEY (workspace_id, policy_version_id) REFERENCES public.sla_policy_versions(workspace_id, policy_version_id),
  constraint sla_clocks_ticket_fkey FOREIGN KEY (workspace_id, ticket_id) REFERENCES public.tickets(workspace_id, ticket_id) DEFERRABLE INITIALLY DEFERRED,
  constraint sla_clocks_has_calendar CHECK (((basis = 'calendar'::public.sla_basis) OR (calendar_version_id IS NOT NULL)))
);
CREATE INDEX sla_clocks_calendar_version_idx ON public.sla_clocks USING btree (workspace_id, calendar_version_id);
CREATE INDEX sla_clocks_next_idx ON public.sla_clocks USING btree (next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX sla_clocks_policy_version_idx ON public.sla_clocks USING btree (workspace_id, policy_version_id);
alter table public.sla_clocks enable row level security;
comment on table public.sla_clocks is 'What is, or was, due for a ticket: its events, added up.';
comment on column public.sla_clocks.sequence is 'Counts a ticket''s clocks of one metric from 1.';
comment on column public.sla_clocks.priority is 'The ticket''s, of which the target is.';
comment on column public.sla_clocks.is_due_by_hand is 'An agent set the due time: no pause and no other target moves it. It goes on towards it while the ticket waits.';
comment on column public.sla_clocks.consumed_seconds is 'Time used up to running_since, or altogether when it does not run; by its basis and calendar.';
comment on column public.sla_clocks.running_since is 'Null while it does not run. A breached clock runs until it is stopped.';
comment on column public.sla_clocks.due_at is 'Null while paused; of an ended clock what it was at the end.';
comment on column public.sla_clocks.met_late_at is 'When what had been due was done after all; the state stays breached.';
comment on column public.sla_clocks.stopped_at is 'Null while the ticket still owes it.';
comment on column public.sla_clocks.warned_at is 'Once for each clock, also when its due time moves afterwards.';
comment on column public.sla_clocks.next_at is 'When somebody has to be warned, it is breached, or the owners have to be told, whichever comes next; null: never.';

create table public.sla_events (
  workspace_id uuid not null,
  ticket_id uuid not null,
  metric public.sla_metric not null,
  sequence integer not null,
  event_number integer not null,
  kind public.sla_event_kind not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone default clock_timestamp() not null,
  started_at timestamp with time zone,
  due_at timestamp with time zone,
  policy_version_id uuid,
  calendar_version_id uuid,
  priority public.ticket_priority,
  target_seconds integer,
  basis public.sla_basis,
  warn_before_seconds integer,
  escalate_after_seconds integer,
  breach_cause public.sla_breach_cause,
  cancel_reason public.sla_cancel_reason,
  actor_name text default ''::text not null,
  reason text default ''::text not null,
  constraint sla_events_pkey PRIMARY KEY (workspace_id, ticket_id, metric, sequence, event_number),
  constraint sla_events_clock_fkey FOREIGN KEY (workspace_id, ticket_id, metric, sequence) REFERENCES public.sla_clocks(workspace_id, ticket_id, metric, sequence) DEFERRABLE INITIALLY DEFERRED,
  constraint sla_events_reason_length CHECK ((char_length(reason) <= 500))
);
CREATE CONSTRAINT TRIGGER t90_tell_of_sla_event AFTER INSERT ON public.sla_events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.kind = ANY (ARRAY['warn'::public.sla_event_kind, 'breach'::public.sla_event_kind, 'escalate'::public.sla_event_kind]))) EXECUTE FUNCTION private.tell_of_sla_event();
alter table public.sla_events enable row level security;
comment on table public.sla_events is 'What happened to a clock, in order of event_number; append-only.';
comment on column public.sla_events.at is 'When it happened. recorded_at is when that was written: a breach is noticed within a minute.';
comment on column public.sla_events.started_at is 'Of activate and backdate: from when the clock counts.';
comment on column public.sla_events.due_at is 'Of breach: what was due. Of set_due: the time that an agent set; null: computed again.';
comment on column public.sla_events.target_seconds is 'Of activate and retarget, with policy, calendar, priority and basis: what the clock runs by from then on.';
comment on column public.sla_events.reason is 'Of set_due: the agent''s words.';

create table public.sla_notices (
  workspace_id uuid not null,
  ticket_id uuid not null,
  metric public.sla_metric not null,
  sequence integer not null,
  level public.sla_notice_level not null,
  member_id uuid not null,
  created_at timestamp with time zone default now() not null,
  mail_after timestamp with time zone default now() not null,
  mail_claim_id uuid,
  mail_claimed_at timestamp with time zone,
  mail_settled_at timestamp with time zone,
  constraint sla_notices_pkey PRIMARY KEY (workspace_id, ticket_id, metric, sequence, level, member_id),
  constraint sla_notices_clock_fkey FOREIGN KEY (workspace_id, ticket_id, metric, sequence) REFERENCES public.sla_clocks(workspace_id, ticket_id, metric, sequence),
  constraint sla_notices_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES public.workspace_members(workspace_id, member_id) ON DELETE CASCADE
);
CREATE INDEX sla_notices_claim_idx ON public.sla_notices USING btree (mail_claim_id) WHERE (mail_claim_id IS NOT NULL);
CREATE INDEX sla_notices_claimed_idx ON public.sla_notices USING btree (workspace_id, member_id, mail_claimed_at DESC) WHERE (mail_claimed_at IS NOT NULL);
CREATE INDEX sla_notices_member_idx ON public.sla_notices USING btree (workspace_id, member_id, created_at DESC);
CREATE INDEX sla_notices_unsettled_idx ON public.sla_notices USING btree (mail_after) WHERE (mail_settled_at IS NULL);
alter table public.sla_notices enable row level security;
comment on table public.sla_notices is 'Who was told of a clock, once per level.';
comment on column public.sla_notices.mail_after is 'Its mail goes out from then on: at once when the clock is of an urgent ticket, else when the member works: by their own hours, or by the calendar of the ticket''s team.';
comment on column public.sla_notices.mail_claim_id is 'The mail that it is in: those of one member that are due together have one. mail_claimed_at is since when.';
comment on column public.sla_notices.mail_settled_at is 'When it was mailed, or found to be of no use any more.';

create table public.sla_policies (
  workspace_id uuid not null,
  policy_id uuid default gen_random_uuid() not null,
  name text not null,
  "position" integer not null,
  current_version_id uuid,
  created_at timestamp with time zone default now() not null,
  archived_at timestamp with time zone,
  constraint sla_policies_pkey PRIMARY KEY (workspace_id, policy_id),
  constraint sla_policies_current_version_fkey FOREIGN KEY (workspace_id, policy_id, current_version_id) REFERENCES public.sla_policy_versions(workspace_id, policy_id, policy_version_id) DEFERRABLE INITIALLY DEFERRED,
  constraint sla_policies_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE,
  constraint sla_policies_name_length CHECK (((char_length(btrim(name)) >= 1) AND (char_length(btrim(name)) <= 80)))
);
CREATE INDEX sla_policies_current_version_idx ON public.sla_policies USING btree (workspace_id, policy_id, current_version_id);
CREATE UNIQUE INDEX sla_policies_name_key ON public.sla_policies USING btree (workspace_id, name) WHERE (archived_at IS NULL);
CREATE TRIGGER t70_record_audit AFTER UPDATE ON public.sla_policies FOR EACH ROW WHEN ((new.* IS DISTINCT FROM old.*)) EXECUTE FUNCTION private.record_sla_audit('sla_policy', 'policy_id');
alter table public.sla_policies enable row level security;
comment on table public.sla_policies is 'How soon tickets of some kind are to be answered and resolved. The first in order of position that fits a ticket is the ticket''s.';

create table public.sla_policy_versions (
  workspace_id uuid not null,
  policy_version_id uuid default gen_random_uuid() not null,
  policy_id uuid not null,
  version integer not null,
  calendar_id uuid,
  team_ids uuid[],
  category_ids uuid[],
  channels public.ticket_channel[],
  escalate_after_seconds integer,
  created_at timestamp with time zone default now() not null,
  constraint sla_policy_versions_pkey PRIMARY KEY (workspace_id, policy_version_id),
  constraint sla_policy_versions_policy_key UNIQUE (workspace_id, policy_id, policy_version_id),
  constraint sla_policy_versions_version_key UNIQUE (workspace_id, policy_id, version),
  constraint sla_policy_versions_calendar_fkey FOREIGN KEY (workspace_id, calendar_id) REFERENCES public.sla_calendars(workspace_id, calendar_id) DEFERRABLE INITIALLY DEFERRED,
  constraint sla_policy_versions_policy_fkey FOREIGN KEY (workspace_id, policy_id) REFERENCES public.sla_policies(workspace_id, policy_id) ON DELETE CASCADE,
  constraint sla_policy_versions_escalate_after_range CHECK (((escalate_after_seconds >= 60) AND (escalate_after_seconds <= 315360000)))
);
CREATE INDEX sla_policy_versions_calendar_idx ON public.sla_policy_versions USING btree (workspace_id, calendar_id);
alter table public.sla_policy_versions enable row level security;
comment on table public.sla_policy_versions is 'One state of a policy: its conditions, all of which a ticket has to meet, and its calendar. Never changed.';
comment on column public.sla_policy_versions.calendar_id is 'Null: the team''s calendar, else the workspace''s.';
comment on column public.sla_policy_versions.team_ids is 'One of these; null: any team or none. Likewise category_ids and channels.';
comment on column public.sla_policy_versions.escalate_after_seconds is 'So long after a breach the owners are told; null: never.';

create table public.sla_targets (
  workspace_id uuid not null,
  policy_version_id uuid not null,
  metric public.sla_metric not null,
  priority public.ticket_priority not null,
  target_seconds integer not null,
  basis public.sla_basis not null,
  warn_before_seconds integer,
  constraint sla_targets_pkey PRIMARY KEY (workspace_id, policy_version_id, metric, priority),
  constraint sla_targets_version_fkey FOREIGN KEY (workspace_id, policy_version_id) REFERENCES public.sla_policy_versions(workspace_id, policy_version_id) ON DELETE CASCADE,
  constraint sla_targets_target_range CHECK (((target_seconds >= 1) AND (target_seconds <= 315360000))),
  constraint sla_targets_warn_before_range CHECK (((warn_before_seconds >= 0) AND (warn_before_seconds <= target_seconds)))
);
alter table public.sla_targets enable row level security;
comment on table public.sla_targets is 'Time allowed by a version of a policy, by metric and priority; no row: nothing is due.';
comment on column public.sla_targets.target_seconds is 'At most ten years.';
comment on column public.sla_targets.warn_before_seconds is 'So much before the due time the assignee is warned; null: a quarter of the target, at least five minutes.';

create table public.team_members (
  workspace_id uuid not null,
  team_id uuid not null,
  member_id uuid not null,
  is_lead boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint team_members_pkey PRIMARY KEY (workspace_id, team_id, member_id),
  constraint team_members_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES public.workspace_members(workspace_id, member_id) ON DELETE CASCADE,
  constraint team_members_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES public.teams(workspace_id, team_id) ON DELETE CASCADE
);
CREATE INDEX team_members_member_idx ON public.team_members USING btree (workspace_id, member_id);
CREATE TRIGGER t70_record_audit AFTER INSERT OR DELETE OR UPDATE ON public.team_members FOR EACH ROW EXECUTE FUNCTION private.record_audit('team_member', 'team_id', 'member_id', 'team_id,member_id,is_lead');
CREATE TRIGGER t90_end_places AFTER DELETE ON public.team_members REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION private.end_places();
CREATE TRIGGER t90_end_places_changed AFTER UPDATE ON public.team_members REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION private.end_places();
CREATE TRIGGER t90_welcome_places AFTER INSERT ON public.team_members REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION private.welcome_places();
alter table public.team_members enable row level security;
comment on table public.team_members is 'Who is in which team. Both keys carry the workspace, so that a team cannot hold a stranger.';

create table public.teams (
  workspace_id uuid not null,
  team_id uuid default gen_random_uuid() not null,
  name text not null,
  is_private boolean default false not null,
  created_at timestamp with time zone default now() not null,
  archived_at timestamp with time zone,
  sla_calendar_id uuid,
  constraint teams_pkey PRIMARY KEY (workspace_id, team_id),
  constraint teams_sla_calendar_fkey FOREIGN KEY (workspace_id, sla_calendar_id) REFERENCES public.sla_calendars(workspace_id, calendar_id) DEFERRABLE INITIALLY DEFERRED,
  constraint teams_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE,
  constraint teams_name_length CHECK (((char_length(btrim(name)) >= 1) AND (char_length(btrim(name)) <= 80)))
);
CREATE UNIQUE INDEX teams_name_key ON public.teams USING btree (workspace_id, lower(name)) WHERE (archived_at IS NULL);
CREATE INDEX teams_private_idx ON public.teams USING btree (workspace_id) WHERE is_private;
CREATE INDEX teams_private_topic_idx ON public.teams USING btree (team_id) WHERE is_private;
CREATE INDEX teams_sla_calendar_idx ON public.teams USING btree (workspace_id, sla_calendar_id);
CREATE TRIGGER t70_record_audit AFTER INSERT OR DELETE OR UPDATE ON public.teams FOR EACH ROW EXECUTE FUNCTION private.record_audit('team', 'team_id', 'name', 'name,is_private,sla_calendar_id,archived_at');
CREATE TRIGGER t90_follow_team_privacy AFTER UPDATE ON public.teams FOR EACH ROW WHEN ((new.is_private IS DISTINCT FROM old.is_private)) EXECUTE FUNCTION private.follow_team_privacy();
alter table public.teams enable row level security;
comment on table public.teams is 'A group of members that tickets are given to. Archived ones stay on old tickets, and their name is free again.';
comment on column public.teams.is_private is 'Its tickets, with all that belongs to them, are for its members alone, and for owners and admins.';
comment on column public.teams.sla_calendar_id is 'The team''s own calendar; null: the workspace''s.';

create table public.ticket_categories (
  workspace_id uuid not null,
  category_id uuid default gen_random_uuid() not null,
  name text not null,
  description text default ''::text not null,
  "position" integer default 0 not null,
  archived_at timestamp with time zone,
  constraint ticket_categories_pkey PRIMARY KEY (workspace_id, category_id),
  constraint ticket_categories_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE,
  constraint ticket_categories_description_length CHECK ((char_length(description) <= 200)),
  constraint ticket_categories_name_length CHECK (((char_length(btrim(name)) >= 1) AND (char_length(btrim(name)) <= 60)))
);
CREATE UNIQUE INDEX ticket_categories_name_key ON public.ticket_categories USING btree (workspace_id, lower(name)) WHERE (archived_at IS NULL);
CREATE TRIGGER t70_record_audit AFTER INSERT OR DELETE OR UPDATE ON public.ticket_categories FOR EACH ROW EXECUTE FUNCTION private.record_audit('category', 'category_id', 'name', 'name,description,position,archived_at');
alter table public.ticket_categories enable row level security;
comment on table public.ticket_categories is 'What a workspace''s form offers as category. Archived ones stay on old tickets.';

create table public.ticket_events (
  event_id uuid default gen_random_uuid() not null,
  workspace_id uuid not null,
  ticket_id uuid not null,
  kind public.ticket_event_kind not null,
  actor_type public.sender_type not null,
  actor_name text default ''::text not null,
  old_value text,
  new_value text,
  is_internal boolean not null,
  created_at timestamp with time zone default clock_timestamp() not null,
  constraint ticket_events_pkey PRIMARY KEY (event_id),
  constraint ticket_events_ticket_fkey FOREIGN KEY (workspace_id, ticket_id) REFERENCES public.tickets(workspace_id, ticket_id)
);
CREATE INDEX ticket_events_ticket_idx ON public.ticket_events USING btree (workspace_id, ticket_id, created_at);
CREATE TRIGGER t70_say_event_in_room AFTER INSERT ON public.ticket_events FOR EACH ROW WHEN ((NOT new.is_internal)) EXECUTE FUNCTION private.say_event_in_room();
alter table public.ticket_events enable row level security;
comment on table public.ticket_events is 'What happened to a ticket, append-only, written by a trigger whoever causes it. Its timeline.';
comment on column public.ticket_events.old_value is 'Status, priority, the name of a member, team, category or participant, or the number of a follow-up, as it was then; of a field what was answered before, and what it is called.';
comment on column public.ticket_events.is_internal is 'Not for the customer: priority, team, category and fields'' changes, and that no reply was needed.';

create table public.ticket_field_options (
  workspace_id uuid not null,
  field_id uuid not null,
  option_id uuid default gen_random_uuid() not null,
  label text not null,
  "position" integer default 0 not null,
  archived_at timestamp with time zone,
  constraint ticket_field_options_pkey PRIMARY KEY (workspace_id, field_id, option_id),
  constraint ticket_field_options_field_fkey FOREIGN KEY (workspace_id, field_id) REFERENCES public.ticket_fields(workspace_id, field_id) ON DELETE CASCADE,
  constraint ticket_field_options_label_length CHECK (((char_length(btrim(label)) >= 1) AND (char_length(btrim(label)) <= 100)))
);
CREATE TRIGGER t70_record_audit AFTER INSERT OR DELETE OR UPDATE ON public.ticket_field_options FOR EACH ROW EXECUTE FUNCTION private.record_audit('ticket_field_option', 'field_id', 'label', 'label,position,archived_at');
alter table public.ticket_field_options enable row level security;
comment on table public.ticket_field_options is 'What there is to choose from, of a choice or several choices.';

create table public.ticket_field_values (
  workspace_id uuid not null,
  value_id uuid default gen_random_uuid() not null,
  ticket_id uuid not null,
  field_id uuid not null,
  text_value text,
  number_value numeric,
  date_value date,
  is_checked boolean,
  option_id uuid,
  constraint ticket_field_values_pkey PRIMARY KEY (workspace_id, value_id),
  constraint ticket_field_values_once_key UNIQUE NULLS NOT DISTINCT (workspace_id, ticket_id, field_id, option_id),
  constraint ticket_field_values_field_fkey FOREIGN KEY (workspace_id, field_id) REFERENCES public.ticket_fields(workspace_id, field_id),
  constraint ticket_field_values_option_fkey FOREIGN KEY (workspace_id, field_id, option_id) REFERENCES public.ticket_field_options(workspace_id, field_id, option_id),
  constraint ticket_field_values_ticket_fkey FOREIGN KEY (workspace_id, ticket_id) REFERENCES public.tickets(workspace_id, ticket_id),
  constraint ticket_field_values_date_range CHECK (((date_value >= '1900-01-01'::date) AND (date_value <= '2200-12-31'::date))),
  constraint ticket_field_values_is_checked_true CHECK (is_checked),
  constraint ticket_field_values_number_range CHECK (((abs(number_value) < '1000000000000000'::numeric) AND (scale(number_value) <= 6))),
  constraint ticket_field_values_one_value CHECK ((num_nonnulls(text_value, number_value, date_value, is_checked, option_id) = 1)),
  constraint ticket_field_values_text_length CHECK (((char_length(text_value) >= 1) AND (char_length(text_value) <= 5000)))
);
CREATE INDEX ticket_field_values_option_idx ON public.ticket_field_values USING btree (workspace_id, field_id, option_id);
CREATE TRIGGER t30_check_value BEFORE INSERT OR UPDATE ON public.ticket_field_values FOR EACH ROW EXECUTE FUNCTION private.check_ticket_field_value();
alter table public.ticket_field_values enable row level security;
comment on table public.ticket_field_values is 'What was answered: one row for a field, of several choices one for each. No row: no answer, or a box that is not ticked.';

create table public.ticket_fields (
  workspace_id uuid not null,
  field_id uuid default gen_random_uuid() not null,
  kind public.ticket_field_kind not null,
  label text not null,
  help_text text default ''::text not null,
  is_required boolean default false not null,
  category_ids uuid[],
  "position" integer default 0 not null,
  archived_at timestamp with time zone,
  constraint ticket_fields_pkey PRIMARY KEY (workspace_id, field_id),
  constraint ticket_fields_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE,
  constraint ticket_fields_category_ids_range CHECK (((cardinality(category_ids) >= 1) AND (cardinality(category_ids) <= 50))),
  constraint ticket_fields_help_text_length CHECK ((char_length(help_text) <= 300)),
  constraint ticket_fields_label_length CHECK (((char_length(btrim(label)) >= 1) AND (char_length(btrim(label)) <= 100)))
);
CREATE UNIQUE INDEX ticket_fields_label_key ON public.ticket_fields USING btree (workspace_id, lower(label)) WHERE (archived_at IS NULL);
CREATE TRIGGER t70_record_audit AFTER INSERT OR DELETE OR UPDATE ON public.ticket_fields FOR EACH ROW EXECUTE FUNCTION private.record_audit('ticket_field', 'field_id', 'label', 'kind,label,help_text,is_required,category_ids,position,archived_at');
alter table public.ticket_fields enable row level security;
comment on table public.ticket_fields is 'What a workspace''s form asks besides what every form asks. Archived ones stay on old tickets.';
comment on column public.ticket_fields.kind is 'Never changes: answers have its type.';
comment on column public.ticket_fields.is_required is 'Customers must answer it, where it is asked; a checkbox must be ticked. Agents may leave it empty.';
comment on column public.ticket_fields.category_ids is 'Asked for tickets of one of these categories; null: for every ticket.';

create table public.ticket_participants (
  workspace_id uuid not null,
  ticket_id uuid not null,
  customer_id uuid not null,
  invited_by_name text not null,
  invited_at timestamp with time zone default now() not null,
  link_sent_at timestamp with time zone default now() not null,
  joined_at timestamp with time zone,
  removed_at timestamp with time zone,
  constraint ticket_participants_pkey PRIMARY KEY (workspace_id, ticket_id, customer_id),
  constraint ticket_participants_customer_key UNIQUE (workspace_id, customer_id),
  constraint ticket_participants_customer_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES public.customers(workspace_id, customer_id),
  constraint ticket_participants_ticket_fkey FOREIGN KEY (workspace_id, ticket_id) REFERENCES public.tickets(workspace_id, ticket_id)
);
CREATE TRIGGER t10_limit_access_links AFTER INSERT ON public.ticket_participants FOR EACH ROW EXECUTE FUNCTION private.limit_access_links();
CREATE TRIGGER t10_limit_access_links_again AFTER UPDATE ON public.ticket_participants FOR EACH ROW WHEN ((new.link_sent_at IS DISTINCT FROM old.link_sent_at)) EXECUTE FUNCTION private.limit_access_links();
CREATE TRIGGER t30_refuse_while_closing BEFORE INSERT ON public.ticket_participants FOR EACH ROW EXECUTE FUNCTION private.refuse_while_closing();
CREATE TRIGGER t70_record_audit AFTER INSERT OR UPDATE ON public.ticket_participants FOR EACH ROW EXECUTE FUNCTION private.record_audit('participant', 'ticket_id', '', 'customer_id,joined_at,removed_at');
CREATE TRIGGER t70_record_participant_added AFTER INSERT ON public.ticket_participants FOR EACH ROW EXECUTE FUNCTION private.record_participant_event('participant_added');
CREATE TRIGGER t70_record_participant_added_again AFTER UPDATE ON public.ticket_participants FOR EACH ROW WHEN (((old.removed_at IS NOT NULL) AND (new.removed_at IS NULL))) EXECUTE FUNCTION private.record_participant_event('participant_added');
CREATE TRIGGER t70_record_participant_joined AFTER UPDATE ON public.ticket_participants FOR EACH ROW WHEN (((old.joined_at IS NULL) AND (new.joined_at IS NOT NULL))) EXECUTE FUNCTION private.record_participant_event('participant_joined');
CREATE TRIGGER t70_record_participant_removed AFTER UPDATE ON public.ticket_participants FOR EACH ROW WHEN (((old.removed_at IS NULL) AND (new.removed_at IS NOT NULL))) EXECUTE FUNCTION private.record_participant_event('participant_removed');
CREATE TRIGGER t80_enqueue_access_link AFTER INSERT ON public.ticket_participants FOR EACH ROW EXECUTE FUNCTION private.enqueue_access_link();
CREATE TRIGGER t80_enqueue_access_link_again AFTER UPDATE ON public.ticket_participants FOR EACH ROW WHEN ((new.link_sent_at IS DISTINCT FROM old.link_sent_at)) EXECUTE FUNCTION private.enqueue_access_link();
CREATE TRIGGER t90_broadcast_participant_added AFTER INSERT ON public.ticket_participants FOR EACH ROW EXECUTE FUNCTION private.broadcast_participants_changed();
CREATE TRIGGER t90_broadcast_participants_changed AFTER UPDATE ON public.ticket_participants FOR EACH ROW WHEN (((new.removed_at IS DISTINCT FROM old.removed_at) OR (new.joined_at IS DISTINCT FROM old.joined_at))) EXECUTE FUNCTION private.broadcast_participants_changed();
alter table public.ticket_participants enable row level security;
comment on table public.ticket_participants is 'Customers who take part in a ticket beside its requester (CC). Each invitation makes a customer of its own, which belongs to this ticket alone: whoever gets hold of the link reaches nothing else, and nobody learns from inviting an address whether it is known.';
comment on column public.ticket_participants.link_sent_at is 'When a mail with an access link was last asked for.';
comment on column public.ticket_participants.joined_at is 'When the link was first used; null while the person has not come.';
comment on column public.ticket_participants.removed_at is 'Set when the person left or was removed. The row stays for the history.';

create table public.tickets (
  ticket_id uuid default gen_random_uuid() not null,
  workspace_id uuid not null,
  number bigint not null,
  chat_room_id uuid default gen_random_uuid() not null,
  customer_id uuid not null,
  submission_id uuid,
  follows_ticket_id uuid,
  subject text not null,
  status public.ticket_status default 'open'::public.ticket_status not null,
  priority public.ticket_priority default 'medium'::public.ticket_priority not null,
  channel public.ticket_channel default 'web'::public.ticket_channel not null,
  category_id uuid,
  team_id uuid,
  assignee_id uuid,
  created_at timestamp with time zone default now() not null,
  as_of timestamp with time zone,
  changed_at timestamp with time zone default now() not null,
  last_activity_at timestamp with time zone default now() not null,
  assigned_at timestamp with time zone,
  first_response_at timestamp with time zone,
  response_count integer default 0 not null,
  resolved_at timestamp with time zone,
  closed_at timestamp with time zone,
  spam_at timestamp with time zone,
  erased_at timestamp with time zone,
  merged_into_ticket_id uuid,
  awaiting_reply_since timestamp with time zone,
  is_awaiting_first_response boolean default false not null,
  reply_due_at timestamp with time zone,
  sla_due_at timestamp with time zone,
  sla_warn_at timestamp with time zone,
  sla_policy_version_id uuid,
  sla_calendar_version_id uuid,
  constraint tickets_pkey PRIMARY KEY (ticket_id),
  constraint tickets_number_key UNIQUE (workspace_id, number),
  constraint tickets_submission_key UNIQUE (workspace_id, customer_id, submission_id),
  constraint tickets_workspace_ticket_key UNIQUE (workspace_id, ticket_id),
  constraint tickets_assignee_fkey FOREIGN KEY (workspace_id, assignee_id) REFERENCES public.workspace_members(workspace_id, member_id),
  constraint tickets_category_fkey FOREIGN KEY (workspace_id, category_id) REFERENCES public.ticket_categories(workspace_id, category_id),
  constraint tickets_chat_room_fkey FOREIGN KEY (workspace_id, chat_room_id) REFERENCES public.chat_rooms(workspace_id, room_id) DEFERRABLE INITIALLY DEFERRED,
  constraint tickets_customer_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES public.customers(workspace_id, customer_id),
  constraint tickets_follows_fkey FOREIGN KEY (workspace_id, follows_ticket_id) REFERENCES public.tickets(workspace_id, ticket_id),
  constraint tickets_merged_into_fkey FOREIGN KEY (workspace_id, merged_into_ticket_id) REFERENCES public.tickets(workspace_id, ticket_id),
  constraint tickets_sla_calendar_version_fkey FOREIGN KEY (workspace_id, sla_calendar_version_id) REFERENCES public.sla_calendar_versions(workspace_id, calendar_version_id),
  constraint tickets_sla_policy_version_fkey FOREIGN KEY (workspace_id, sla_policy_version_id) REFERENCES public.sla_policy_versions(workspace_id, policy_version_id),
  constraint tickets_team_fkey FOREIGN KEY (workspace_id, team_id) REFERENCES public.teams(workspace_id, team_id),
  constraint tickets_merged_into_other CHECK ((merged_into_ticket_id <> ticket_id)),
  constraint tickets_subject_length CHECK (((char_length(btrim(subject)) >= 1) AND (char_length(btrim(subject)) <= 200)))
);
CREATE INDEX tickets_active_idx ON public.tickets USING btree (workspace_id, last_activity_at DESC, ticket_id DESC) WHERE (status = ANY (ARRAY['open'::public.ticket_status, 'in_progress'::public.ticket_status, 'waiting'::public.ticket_status]));
CREATE INDEX tickets_activity_idx ON public.tickets USING btree (workspace_id, last_activity_at DESC, ticket_id DESC);
CREATE INDEX tickets_assignee_idx ON public.tickets USING btree (workspace_id, assignee_id);
CREATE INDEX tickets_category_idx ON public.tickets USING btree (workspace_id, category_id);
CREATE INDEX tickets_chat_room_idx ON public.tickets USING btree (workspace_id, chat_room_id);
CREATE INDEX tickets_customer_idx ON public.tickets USING btree (workspace_id, customer_id, created_at DESC);
CREATE INDEX tickets_due_idx ON public.tickets USING btree (workspace_id, COALESCE(sla_due_at, 'infinity'::timestamp with time zone), last_activity_at DESC, ticket_id DESC) WHERE (status = ANY (ARRAY['open'::public.ticket_status, 'in_progress'::public.ticket_status, 'waiting'::public.ticket_status]));
CREATE INDEX tickets_follows_idx ON public.tickets USING btree (workspace_id, follows_ticket_id) WHERE (follows_ticket_id IS NOT NULL);
CREATE INDEX tickets_merged_into_idx ON public.tickets USING btree (workspace_id, merged_into_ticket_id) WHERE (merged_into_ticket_id IS NOT NULL);
CREATE INDEX tickets_mine_idx ON public.tickets USING btree (workspace_id, assignee_id, last_activity_at DESC, ticket_id DESC) WHERE (status = ANY (ARRAY['open'::public.ticket_status, 'in_progress'::public.ticket_status, 'waiting'::public.ticket_status]));
CREATE INDEX tickets_resting_idx ON public.tickets USING btree (workspace_id, status, COALESCE(closed_at, resolved_at)) WHERE ((status = ANY (ARRAY['resolved'::public.ticket_status, 'closed'::public.ticket_status])) AND (erased_at IS NULL));
CREATE INDEX tickets_sla_calendar_version_idx ON public.tickets USING btree (workspace_id, sla_calendar_version_id);
CREATE INDEX tickets_sla_policy_version_idx ON public.tickets USING btree (workspace_id, sla_policy_version_id);
CREATE INDEX tickets_team_idx ON public.tickets USING btree (workspace_id, team_id);
CREATE TRIGGER t10_date_ticket BEFORE INSERT OR UPDATE ON public.tickets FOR EACH ROW EXECUTE FUNCTION private.date_ticket();
CREATE TRIGGER t10_number_ticket BEFORE INSERT ON public.tickets FOR EACH ROW WHEN ((new.number IS NULL)) EXECUTE FUNCTION private.number_ticket();
CREATE TRIGGER t30_keep_assignee_in_sight BEFORE INSERT ON public.tickets FOR EACH ROW WHEN ((new.team_id IS NOT NULL)) EXECUTE FUNCTION private.keep_assignee_in_sight();
CREATE TRIGGER t30_keep_assignee_in_sight_changed BEFORE UPDATE ON public.tickets FOR EACH ROW WHEN (((new.team_id IS NOT NULL) AND ((new.team_id IS DISTINCT FROM old.team_id) OR (new.assignee_id IS DISTINCT FROM old.assignee_id) OR ((new.status IS DISTINCT FROM old.status) AND (old.status = ANY (ARRAY['resolved'::public.ticket_status, 'closed'::public.ticket_status])))))) EXECUTE FUNCTION private.keep_assignee_in_sight();
CREATE TRIGGER t30_refuse_while_closing BEFORE INSERT ON public.tickets FOR EACH ROW EXECUTE FUNCTION private.refuse_while_closing();
CREATE TRIGGER t30_refuse_while_closing_changed BEFORE UPDATE ON public.tickets FOR EACH ROW WHEN (((new.status <> old.status) OR (new.priority <> old.priority) OR (new.assignee_id IS DISTINCT FROM old.assignee_id) OR (new.team_id IS DISTINCT FROM old.team_id) OR (new.subject <> old.subject))) EXECUTE FUNCTION private.refuse_while_closing();
CREATE TRIGGER t50_derive_ticket_times BEFORE INSERT OR UPDATE ON public.tickets FOR EACH ROW EXECUTE FUNCTION private.derive_ticket_times();
CREATE TRIGGER t50_follow_ticket_status AFTER UPDATE OF status ON public.tickets FOR EACH ROW WHEN ((new.status IS DISTINCT FROM old.status)) EXECUTE FUNCTION private.follow_ticket_status();
CREATE TRIGGER t50_move_sla_clocks BEFORE UPDATE ON public.tickets FOR EACH ROW WHEN (((new.status IS DISTINCT FROM old.status) OR (new.priority IS DISTINCT FROM old.priority) OR (new.awaiting_reply_since IS DISTINCT FROM old.awaiting_reply_since) OR (new.team_id IS DISTINCT FROM old.team_id) OR (new.category_id IS DISTINCT FROM old.category_id) OR (new.channel IS DISTINCT FROM old.channel) OR (new.spam_at IS DISTINCT FROM old.spam_at) OR (new.merged_into_ticket_id IS DISTINCT FROM old.merged_into_ticket_id) OR (new.sla_policy_version_id IS DISTINCT FROM old.sla_policy_version_id) OR (new.sla_calendar_version_id IS DISTINCT FROM old.sla_calendar_version_id))) EXECUTE FUNCTION private.move_sla_clocks();
CREATE TRIGGER t50_start_sla_clocks BEFORE INSERT ON public.tickets FOR EACH ROW EXECUTE FUNCTION private.start_sla_clocks();
CREATE TRIGGER t70_record_assignment AFTER UPDATE ON public.tickets FOR EACH ROW WHEN (((new.assignee_id IS DISTINCT FROM old.assignee_id) OR (new.team_id IS DISTINCT FROM old.team_id))) EXECUTE FUNCTION private.record_assignment();
CREATE TRIGGER t70_record_ticket_changes AFTER UPDATE ON public.tickets FOR EACH ROW WHEN (((((((new.status IS DISTINCT FROM old.status) OR (new.priority IS DISTINCT FROM old.priority)) OR (new.assignee_id IS DISTINCT FROM old.assignee_id)) OR (new.team_id IS DISTINCT FROM old.team_id)) OR (new.category_id IS DISTINCT FROM old.category_id)) OR ((old.awaiting_reply_since IS NOT NULL) AND (new.awaiting_reply_since IS NULL)))) EXECUTE FUNCTION private.record_ticket_events();
CREATE TRIGGER t70_record_ticket_created AFTER INSERT ON public.tickets FOR EACH ROW EXECUTE FUNCTION private.record_ticket_events();
CREATE TRIGGER t80_enqueue_ticket_confirmation AFTER INSERT ON public.tickets FOR EACH ROW EXECUTE FUNCTION private.enqueue_ticket_confirmation();
CREATE TRIGGER t90_broadcast_ticket_changed AFTER UPDATE ON public.tickets FOR EACH ROW WHEN ((new.* IS DISTINCT FROM old.*)) EXECUTE FUNCTION private.broadcast_ticket_changed();
CREATE TRIGGER t90_broadcast_ticket_created AFTER INSERT ON public.tickets FOR EACH ROW EXECUTE FUNCTION private.broadcast_ticket_created();
CREATE TRIGGER t90_move_hidden_room AFTER UPDATE ON public.tickets FOR EACH ROW WHEN ((new.team_id IS DISTINCT FROM old.team_id)) EXECUTE FUNCTION private.move_hidden_room();
alter table public.tickets enable row level security;
comment on table public.tickets is 'One request of one customer. Tickets are closed, never removed.';
comment on column public.tickets.number is 'For people (#1042); counts up in each workspace. URLs use ticket_id.';
comment on column public.tickets.submission_id is 'Made by the form, so that sending it twice opens one ticket.';
comment on column public.tickets.follows_ticket_id is 'The earlier ticket that this one goes on with.';
comment on column public.tickets.as_of is 'Set by an update that tells of the past (an import, a message with its own time); never kept.';
comment on column public.tickets.changed_at is 'When the row came to say what it says: at the as_of of the last update, else when that was made. Never goes back.';
comment on column public.tickets.response_count is 'Messages of agents so far.';
comment on column public.tickets.spam_at is 'When it was found to be spam; nothing is due then.';
comment on column public.tickets.erased_at is 'When all that it was about was erased (chapter erasure); what can be counted of it stays.';
comment on column public.tickets.merged_into_ticket_id is 'The ticket in which this one goes on; nothing is due here then.';
comment on column public.tickets.awaiting_reply_since is 'Time of the oldest customer message without an answer; null while nobody waits. Setting it to null without an answer says that none is needed.';
comment on column public.tickets.is_awaiting_first_response is 'Whether that answer will be the first: nothing has ended the wait that the ticket began with.';
comment on column public.tickets.reply_due_at is 'When the awaited answer is due, or was; null while none is.';
comment on column public.tickets.sla_due_at is 'The earliest due time of the ticket''s clocks that run, also of those that are over it (chapter sla_clocks); null while none does.';
comment on column public.tickets.sla_warn_at is 'From when on what is due at sla_due_at is due soon: the time at which its assignee is warned; null when it is over, and while nothing is due.';
comment on column public.tickets.sla_policy_version_id is 'The policy that the ticket met when it was opened or last changed; null: none.';
comment on column public.tickets.sla_calendar_version_id is 'The calendar that was the policy''s, the team''s or the workspace''s then.';

create table public.workspace_invitations (
  workspace_id uuid not null,
  invitation_id uuid default gen_random_uuid() not null,
  email text not null,
  role public.member_role not null,
  team_ids uuid[] default '{}'::uuid[] not null,
  invited_by uuid not null,
  created_at timestamp with time zone default now() not null,
  sent_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone default (now() + '7 days'::interval) not null,
  accepted_at timestamp with time zone,
  accepted_by uuid,
  revoked_at timestamp with time zone,
  constraint workspace_invitations_pkey PRIMARY KEY (workspace_id, invitation_id),
  constraint workspace_invitations_accepted_by_fkey FOREIGN KEY (workspace_id, accepted_by) REFERENCES public.workspace_members(workspace_id, member_id),
  constraint workspace_invitations_invited_by_fkey FOREIGN KEY (workspace_id, invited_by) REFERENCES public.workspace_members(workspace_id, member_id),
  constraint workspace_invitations_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE,
  constraint workspace_invitations_email_format CHECK (((email = lower(btrim(email))) AND (char_length(email) <= 254) AND (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text))),
  constraint workspace_invitations_teams_count CHECK ((cardinality(team_ids) <= 50))
);
CREATE INDEX workspace_invitations_accepted_by_idx ON public.workspace_invitations USING btree (workspace_id, accepted_by) WHERE (accepted_by IS NOT NULL);
CREATE INDEX workspace_invitations_invited_by_idx ON public.workspace_invitations USING btree (workspace_id, invited_by);
CREATE UNIQUE INDEX workspace_invitations_open_key ON public.workspace_invitations USING btree (workspace_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));
CREATE TRIGGER t30_refuse_while_closing BEFORE INSERT ON public.workspace_invitations FOR EACH ROW EXECUTE FUNCTION private.refuse_while_closing();
CREATE TRIGGER t70_record_audit AFTER INSERT OR UPDATE ON public.workspace_invitations FOR EACH ROW EXECUTE FUNCTION private.record_audit('invitation', 'invitation_id', 'email', 'email,role,sent_at,accepted_at,revoked_at');
CREATE TRIGGER t80_enqueue_invitation AFTER INSERT ON public.workspace_invitations FOR EACH ROW EXECUTE FUNCTION private.enqueue_invitation();
CREATE TRIGGER t80_enqueue_invitation_again AFTER UPDATE ON public.workspace_invitations FOR EACH ROW WHEN ((new.sent_at IS DISTINCT FROM old.sent_at)) EXECUTE FUNCTION private.enqueue_invitation();
alter table public.workspace_invitations enable row level security;
comment on table public.workspace_invitations is 'Who was asked to become a member, by whom, and what became of it.';
comment on column public.workspace_invitations.team_ids is 'Teams that the person is put into; those that are gone by then are passed over.';
comment on column public.workspace_invitations.sent_at is 'When a mail was last asked for. Its link works until expires_at.';

create table public.workspace_members (
  workspace_id uuid not null,
  member_id uuid default gen_random_uuid() not null,
  user_id uuid,
  role public.member_role default 'agent'::public.member_role not null,
  display_name text not null,
  avatar_id uuid,
  created_at timestamp with time zone default now() not null,
  deactivated_at timestamp with time zone,
  removed_at timestamp with time zone,
  needs_second_factor boolean default false not null,
  is_active boolean generated always as ((deactivated_at IS NULL) AND (removed_at IS NULL)) stored not null,
  notice_mail_levels public.sla_notice_level[],
  max_open_tickets integer default 5 not null,
  work_calendar_id uuid,
  work_hours public.sla_weekly_hours[],
  work_time_zone text,
  constraint workspace_members_pkey PRIMARY KEY (workspace_id, member_id),
  constraint workspace_members_user_key UNIQUE (workspace_id, user_id),
  constraint workspace_members_avatar_fkey FOREIGN KEY (workspace_id, avatar_id) REFERENCES private.pictures(workspace_id, picture_id),
  constraint workspace_members_user_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE SET NULL,
  constraint workspace_members_work_calendar_fkey FOREIGN KEY (workspace_id, work_calendar_id) REFERENCES public.sla_calendars(workspace_id, calendar_id),
  constraint workspace_members_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE,
  constraint workspace_members_display_name_length CHECK (((char_length(btrim(display_name)) >= 1) AND (char_length(btrim(display_name)) <= 80))),
  constraint workspace_members_max_open_tickets_range CHECK (((max_open_tickets >= 0) AND (max_open_tickets <= 1000))),
  constraint workspace_members_work_hours_one_source CHECK (((work_calendar_id IS NULL) OR (work_hours IS NULL))),
  constraint workspace_members_work_hours_zoned CHECK (((work_hours IS NULL) OR (work_time_zone IS NOT NULL)))
);
CREATE INDEX workspace_members_avatar_idx ON public.workspace_members USING btree (workspace_id, avatar_id);
CREATE INDEX workspace_members_user_id_idx ON public.workspace_members USING btree (user_id);
CREATE INDEX workspace_members_work_calendar_idx ON public.workspace_members USING btree (workspace_id, work_calendar_id) WHERE (work_calendar_id IS NOT NULL);
CREATE TRIGGER t30_drop_avatar BEFORE UPDATE OF user_id, removed_at ON public.workspace_members FOR EACH ROW WHEN (((new.avatar_id IS NOT NULL) AND ((new.user_id IS NULL) OR (new.removed_at IS NOT NULL)))) EXECUTE FUNCTION private.drop_avatar();
CREATE TRIGGER t30_keep_an_owner AFTER UPDATE ON public.workspace_members FOR EACH ROW WHEN (((old.role = 'owner'::public.member_role) AND old.is_active AND (old.user_id IS NOT NULL) AND (NOT ((new.role = 'owner'::public.member_role) AND new.is_active AND (new.user_id IS NOT NULL))))) EXECUTE FUNCTION private.keep_an_owner();
CREATE TRIGGER t30_keep_an_owner_deleted AFTER DELETE ON public.workspace_members FOR EACH ROW WHEN (((old.role = 'owner'::public.member_role) AND old.is_active AND (old.user_id IS NOT NULL))) EXECUTE FUNCTION private.keep_an_owner();
CREATE TRIGGER t30_refuse_while_closing BEFORE INSERT ON public.workspace_members FOR EACH ROW EXECUTE FUNCTION private.refuse_while_closing();
CREATE TRIGGER t30_take_second_factor_demand BEFORE INSERT ON public.workspace_members FOR EACH ROW EXECUTE FUNCTION private.take_second_factor_demand();
CREATE TRIGGER t70_record_audit AFTER INSERT OR DELETE OR UPDATE ON public.workspace_members FOR EACH ROW EXECUTE FUNCTION private.record_audit('member', 'member_id', 'display_name', 'role,display_name,has_account,deactivated_at,removed_at,max_open_tickets,work_calendar_id,work_hours,work_time_zone,notice_mail_levels');
CREATE TRIGGER t80_bring_avatar AFTER INSERT ON public.workspace_members FOR EACH ROW WHEN (((new.user_id IS NOT NULL) AND (new.avatar_id IS NULL))) EXECUTE FUNCTION private.bring_avatar();
CREATE TRIGGER t80_bring_avatar_again AFTER UPDATE OF removed_at ON public.workspace_members FOR EACH ROW WHEN (((old.removed_at IS NOT NULL) AND (new.removed_at IS NULL) AND (new.avatar_id IS NULL))) EXECUTE FUNCTION private.bring_avatar();
CREATE TRIGGER t80_remove_former_pictures AFTER UPDATE ON public.workspace_members FOR EACH ROW WHEN ((old.avatar_id IS DISTINCT FROM new.avatar_id)) EXECUTE FUNCTION private.remove_former_pictures();
CREATE TRIGGER t90_follow_role AFTER UPDATE ON public.workspace_members FOR EACH ROW WHEN ((new.role IS DISTINCT FROM old.role)) EXECUTE FUNCTION private.follow_role();
CREATE TRIGGER t90_move_topics AFTER UPDATE ON public.workspace_members FOR EACH ROW WHEN (((old.is_active AND (NOT new.is_active)) OR (new.role < old.role) OR (new.user_id IS DISTINCT FROM old.user_id))) EXECUTE FUNCTION private.move_topics();
alter table public.workspace_members enable row level security;
comment on table public.workspace_members is 'The people of a desk. member_id is what others may see of a person; user_id (the account) is for the database.';
comment on column public.workspace_members.user_id is 'Null when the account was deleted; the name on old messages stays.';
comment on column public.workspace_members.avatar_id is 'The person''s face, a picture (chapter member_avatars); null: initials stand for it.';
comment on column public.workspace_members.deactivated_at is 'Set while the person has no access, but keeps role and teams.';
comment on column public.workspace_members.removed_at is 'Set when the person lost access for good. The row stays for the history; an invitation brings it back.';
comment on column public.workspace_members.needs_second_factor is 'As the workspace demands, so that predicates know without a look there: the member has access by an account with a second factor alone.';
comment on column public.workspace_members.is_active is 'Whether the person has access. Every predicate asks this, and the next.';
comment on column public.workspace_members.notice_mail_levels is 'Which notices are mailed to the member; null: as the workspace says.';
comment on column public.workspace_members.max_open_tickets is 'So many tickets that are open or in progress are given to the person by routing; people may give more.';
comment on column public.workspace_members.work_calendar_id is 'The calendar that the person works by; null, without work_hours: that of the team of the ticket in question.';
comment on column public.workspace_members.work_hours is 'The person''s own weekly hours, local times of work_time_zone; hours that end at or before their start cross midnight.';
comment on column public.workspace_members.work_time_zone is 'Where the person is, by the IANA database; null: nobody has said.';

create table public.workspace_skills (
  workspace_id uuid not null,
  skill_id uuid default gen_random_uuid() not null,
  name text not null,
  created_at timestamp with time zone default now() not null,
  constraint workspace_skills_pkey PRIMARY KEY (workspace_id, skill_id),
  constraint workspace_skills_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE,
  constraint workspace_skills_name_length CHECK (((char_length(btrim(name)) >= 1) AND (char_length(btrim(name)) <= 40)))
);
CREATE UNIQUE INDEX workspace_skills_name_key ON public.workspace_skills USING btree (workspace_id, lower(name));
alter table public.workspace_skills enable row level security;
comment on table public.workspace_skills is 'What members can do that tickets may ask for, by name: a language, a product.';

create table public.workspaces (
  workspace_id uuid default gen_random_uuid() not null,
  slug text not null,
  name text not null,
  brand_color text default '#0f766e'::text not null,
  logo_id uuid,
  logo_width integer,
  logo_height integer,
  icon_id uuid,
  welcome_text text default ''::text not null,
  default_locale text default 'en'::text not null,
  offered_locales text[] default '{en,de,es,fr,ja,ar}'::text[] not null,
  edit_window_seconds integer default 900 not null,
  max_attachment_bytes integer default 10485760 not null,
  max_attachments_per_message integer default 10 not null,
  reopen_window_seconds integer default 1209600 not null,
  requires_second_factor boolean default false not null,
  epoch integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  deletion_requested_at timestamp with time zone,
  deletion_at timestamp with time zone,
  sla_calendar_id uuid,
  sla_reopen_rule public.sla_reopen_rule default 'resume'::public.sla_reopen_rule not null,
  sla_unanswered_rule public.sla_unanswered_rule default 'cancel'::public.sla_unanswered_rule not null,
  notice_mail_levels public.sla_notice_level[] default '{warning,breach,escalation}'::public.sla_notice_level[] not null,
  constraint workspaces_pkey PRIMARY KEY (workspace_id),
  constraint workspaces_slug_key UNIQUE (slug),
  constraint workspaces_icon_fkey FOREIGN KEY (workspace_id, icon_id) REFERENCES private.pictures(workspace_id, picture_id),
  constraint workspaces_logo_fkey FOREIGN KEY (workspace_id, logo_id) REFERENCES private.pictures(workspace_id, picture_id),
  constraint workspaces_sla_calendar_fkey FOREIGN KEY (workspace_id, sla_calendar_id) REFERENCES public.sla_calendars(workspace_id, calendar_id) DEFERRABLE INITIALLY DEFERRED,
  constraint workspaces_brand_color_format CHECK ((brand_color ~ '^#[0-9a-f]{6}$'::text)),
  constraint workspaces_default_locale_format CHECK ((default_locale ~ '^[a-z]{2}(-[A-Z]{2})?$'::text)),
  constraint workspaces_deletion_is_whole CHECK (((deletion_requested_at IS NULL) = (deletion_at IS NULL))),
  constraint workspaces_edit_window_range CHECK (((edit_window_seconds >= 0) AND (edit_window_seconds <= 31536000))),
  constraint workspaces_logo_is_whole CHECK ((num_nulls(logo_id, logo_width, logo_height) = ANY (ARRAY[0, 3]))),
  constraint workspaces_max_attachment_range CHECK (((max_attachment_bytes >= 0) AND (max_attachment_bytes <= 26214400))),
  constraint workspaces_max_attachments_range CHECK (((max_attachments_per_message >= 0) AND (max_attachments_per_message <= 20))),
  constraint workspaces_name_length CHECK (((char_length(btrim(name)) >= 1) AND (char_length(btrim(name)) <= 80))),
  constraint workspaces_offered_locales_format CHECK ((((cardinality(offered_locales) >= 1) AND (cardinality(offered_locales) <= 20)) AND (array_to_string(offered_locales, ','::text, ''::text) ~ '^[a-z]{2}(-[A-Z]{2})?(,[a-z]{2}(-[A-Z]{2})?)*$'::text))),
  constraint workspaces_reopen_window_range CHECK (((reopen_window_seconds >= 0) AND (reopen_window_seconds <= 315360000))),
  constraint workspaces_slug_format CHECK (private.is_slug_well_formed(slug)),
  constraint workspaces_slug_reserved CHECK ((NOT private.is_slug_reserved(slug))),
  constraint workspaces_welcome_text_length CHECK ((char_length(welcome_text) <= 500))
);
CREATE INDEX workspaces_icon_idx ON public.workspaces USING btree (workspace_id, icon_id);
CREATE INDEX workspaces_logo_idx ON public.workspaces USING btree (workspace_id, logo_id);
CREATE INDEX workspaces_sla_calendar_idx ON public.workspaces USING btree (workspace_id, sla_calendar_id);
CREATE TRIGGER t10_offer_default_locale BEFORE INSERT OR UPDATE OF default_locale, offered_locales ON public.workspaces FOR EACH ROW EXECUTE FUNCTION private.offer_default_locale();
CREATE TRIGGER t30_keep_former_slug AFTER INSERT ON public.workspaces FOR EACH ROW EXECUTE FUNCTION private.keep_former_slug();
CREATE TRIGGER t30_keep_former_slug_changed AFTER UPDATE OF slug ON public.workspaces FOR EACH ROW WHEN ((new.slug <> old.slug)) EXECUTE FUNCTION private.keep_former_slug();
CREATE TRIGGER t30_refuse_while_closing BEFORE UPDATE ON public.workspaces FOR EACH ROW WHEN (((old.deletion_at IS NOT NULL) AND (new.deletion_at IS NOT NULL) AND ((to_jsonb(new.*) - 'epoch'::text) IS DISTINCT FROM (to_jsonb(old.*) - 'epoch'::text)))) EXECUTE FUNCTION private.refuse_while_closing();
CREATE TRIGGER t50_give_default_sla AFTER INSERT ON public.workspaces FOR EACH ROW EXECUTE FUNCTION private.give_default_sla();
CREATE TRIGGER t70_record_audit AFTER UPDATE ON public.workspaces FOR EACH ROW EXECUTE FUNCTION private.record_audit('workspace', 'workspace_id', 'name', 'slug,name,brand_color,logo_id,icon_id,welcome_text,default_locale,offered_locales,edit_window_seconds,max_attachment_bytes,max_attachments_per_message,reopen_window_seconds,notice_mail_levels,requires_second_factor,sla_calendar_id,sla_reopen_rule,sla_unanswered_rule');
CREATE CONSTRAINT TRIGGER t70_record_audit_created AFTER INSERT ON public.workspaces DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION private.record_audit('workspace', 'workspace_id', 'name', 'slug,name');
CREATE TRIGGER t80_remove_former_pictures AFTER UPDATE OF logo_id, icon_id ON public.workspaces FOR EACH ROW WHEN (((old.logo_id IS DISTINCT FROM new.logo_id) OR (old.icon_id IS DISTINCT FROM new.icon_id))) EXECUTE FUNCTION private.remove_former_pictures();
CREATE TRIGGER t90_follow_second_factor_demand AFTER UPDATE ON public.workspaces FOR EACH ROW WHEN ((new.requires_second_factor IS DISTINCT FROM old.requires_second_factor)) EXECUTE FUNCTION private.follow_second_factor_demand();
alter table public.workspaces enable row level security;
comment on table public.workspaces is 'One company and its support portal at /support/<slug>.';
comment on column public.workspaces.brand_color is 'Six lower-case hex digits with #. The app derives readable shades from it.';
comment on column public.workspaces.logo_id is 'A picture (chapter pictures), with its sides in pixels, so that a page keeps its place.';
comment on column public.workspaces.icon_id is 'A picture of its own for small places; without one a logo may stand in (shown_icon_id).';
comment on column public.workspaces.offered_locales is 'The languages that its portal can be had in; the default one is always among them.';
comment on column public.workspaces.edit_window_seconds is 'For so long after sending, people may edit and delete their own messages; 0: never.';
comment on column public.workspaces.max_attachment_bytes is 'Size of one attached file; 0: no attachments. The web server takes 25 MiB at most.';
comment on column public.workspaces.reopen_window_seconds is 'For so long after closing, a customer may reopen the ticket; then a follow-up ticket is the way.';
comment on column public.workspaces.requires_second_factor is 'Whether members see the workspace by an account with a second factor alone (chapter second_factor_demand).';
comment on column public.workspaces.epoch is 'Part of every Realtime topic of the workspace. Raised when access is taken away, which renames the topics: Realtime asks the policies only at join.';
comment on column public.workspaces.deletion_at is 'From when on the worker deletes the workspace, which takes nothing new until then; null: nobody has asked for that (chapter workspace_deletion).';
comment on column public.workspaces.sla_calendar_id is 'The calendar of whatever has none of its own.';
comment on column public.workspaces.sla_reopen_rule is 'What a reopened ticket''s resolution clock does.';
comment on column public.workspaces.sla_unanswered_rule is 'What resolving means for an answer that is still owed and not late yet.';
comment on column public.workspaces.notice_mail_levels is 'Which notices are mailed to members who have not chosen otherwise.';

create table private.access_link_requests (
  workspace_id uuid not null,
  ticket_id uuid not null,
  customer_id uuid not null,
  asked_at timestamp with time zone default clock_timestamp() not null,
  address text not null,
  asked_by uuid,
  constraint access_link_requests_pkey PRIMARY KEY (workspace_id, ticket_id, customer_id, asked_at),
  constraint access_link_requests_participant_fkey FOREIGN KEY (workspace_id, ticket_id, customer_id) REFERENCES public.ticket_participants(workspace_id, ticket_id, customer_id)
);
CREATE INDEX access_link_requests_address_idx ON private.access_link_requests USING btree (workspace_id, address, asked_at);
CREATE INDEX access_link_requests_asked_at_idx ON private.access_link_requests USING btree (asked_at);
CREATE INDEX access_link_requests_asked_by_idx ON private.access_link_requests USING btree (asked_by, asked_at);
alter table private.access_link_requests enable row level security;
comment on table private.access_link_requests is 'Each mail with an access link that was asked for in the last 24 hours: to which address, in lower case, and by whom. Only to be counted.';
comment on column private.access_link_requests.asked_by is 'The user; null when the service asked.';

create table private.access_links (
  workspace_id uuid not null,
  secret_hash bytea not null,
  ticket_id uuid not null,
  customer_id uuid not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone default (now() + '30 days'::interval) not null,
  revoked_at timestamp with time zone,
  constraint access_links_pkey PRIMARY KEY (workspace_id, secret_hash),
  constraint access_links_participant_fkey FOREIGN KEY (workspace_id, ticket_id, customer_id) REFERENCES public.ticket_participants(workspace_id, ticket_id, customer_id),
  constraint access_links_secret_hash_length CHECK ((octet_length(secret_hash) = 32))
);
CREATE INDEX access_links_participant_idx ON private.access_links USING btree (workspace_id, ticket_id, customer_id);
alter table private.access_links enable row level security;
comment on table private.access_links is 'The links that were mailed: the SHA-256 of each secret, whose it is and until when. Written by the worker.';

create table private.deleted_slugs (
  workspace_id uuid not null,
  slug text not null,
  constraint deleted_slugs_pkey PRIMARY KEY (slug),
  constraint deleted_slugs_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES private.deleted_workspaces(workspace_id) ON DELETE CASCADE
);
CREATE INDEX deleted_slugs_workspace_idx ON private.deleted_slugs USING btree (workspace_id);
alter table private.deleted_slugs enable row level security;
comment on table private.deleted_slugs is 'The addresses of deleted workspaces. Nobody else gets them; the workspace itself does, when it is imported again.';

create table private.deleted_workspaces (
  workspace_id uuid not null,
  requested_at timestamp with time zone not null,
  deleted_at timestamp with time zone default now() not null,
  constraint deleted_workspaces_pkey PRIMARY KEY (workspace_id)
);
alter table private.deleted_workspaces enable row level security;
comment on table private.deleted_workspaces is 'Workspaces that were deleted: all that is left of one.';

create table private.erasures (
  workspace_id uuid not null,
  erasure_id uuid default gen_random_uuid() not null,
  requested_by uuid not null,
  requested_at timestamp with time zone default now() not null,
  customer_ids uuid[] not null,
  tickets_total integer not null,
  tickets_done integer default 0 not null,
  finished_at timestamp with time zone,
  constraint erasures_pkey PRIMARY KEY (workspace_id, erasure_id),
  constraint erasures_member_fkey FOREIGN KEY (workspace_id, requested_by) REFERENCES public.workspace_members(workspace_id, member_id) ON DELETE CASCADE,
  constraint erasures_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE
);
CREATE INDEX erasures_member_idx ON private.erasures USING btree (workspace_id, requested_by);
alter table private.erasures enable row level security;
comment on table private.erasures is 'Who had whom erased, and how far the worker is. Of the people there are ids alone.';

create table private.former_slugs (
  slug text not null,
  workspace_id uuid not null,
  retired_at timestamp with time zone default now() not null,
  constraint former_slugs_pkey PRIMARY KEY (slug),
  constraint former_slugs_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE
);
CREATE INDEX former_slugs_workspace_idx ON private.former_slugs USING btree (workspace_id);
alter table private.former_slugs enable row level security;
comment on table private.former_slugs is 'Addresses that a workspace had before. Links in mails and on web sites name them, so they lead to the workspace still, and to no other one ever.';

create table private.invitation_secrets (
  workspace_id uuid not null,
  invitation_id uuid not null,
  secret_hash bytea not null,
  constraint invitation_secrets_pkey PRIMARY KEY (workspace_id, invitation_id),
  constraint invitation_secrets_invitation_fkey FOREIGN KEY (workspace_id, invitation_id) REFERENCES public.workspace_invitations(workspace_id, invitation_id) ON DELETE CASCADE,
  constraint invitation_secrets_hash_length CHECK ((octet_length(secret_hash) = 32))
);
CREATE INDEX invitation_secrets_hash_idx ON private.invitation_secrets USING btree (secret_hash);
alter table private.invitation_secrets enable row level security;
comment on table private.invitation_secrets is 'The SHA-256 of the secret in the last mail of each invitation. Written by the worker.';

create table private.pictures (
  workspace_id uuid not null,
  picture_id uuid default gen_random_uuid() not null,
  content_type text not null,
  content bytea not null,
  constraint pictures_pkey PRIMARY KEY (workspace_id, picture_id),
  constraint pictures_picture_key UNIQUE (picture_id),
  constraint pictures_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE
);
alter table private.pictures enable row level security;
comment on table private.pictures is 'Logos and icons of workspaces, faces of members. One is named by exactly one row, and removed when that names another one.';

create table private.retention_rules (
  workspace_id uuid not null,
  status public.ticket_status not null,
  after_days integer not null,
  constraint retention_rules_pkey PRIMARY KEY (workspace_id, status),
  constraint retention_rules_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE,
  constraint retention_rules_after_days_range CHECK (((after_days >= 30) AND (after_days <= 3650))),
  constraint retention_rules_status_ended CHECK ((status = ANY (ARRAY['resolved'::public.ticket_status, 'closed'::public.ticket_status])))
);
CREATE TRIGGER t70_record_audit AFTER INSERT OR DELETE ON private.retention_rules FOR EACH ROW EXECUTE FUNCTION private.record_retention_audit();
CREATE TRIGGER t70_record_audit_changed AFTER UPDATE ON private.retention_rules FOR EACH ROW WHEN ((new.after_days <> old.after_days)) EXECUTE FUNCTION private.record_retention_audit();
alter table private.retention_rules enable row level security;
comment on table private.retention_rules is 'After how many days in a status a ticket is erased. No row: never.';

create table private.sla_what_if_clocks (
  workspace_id uuid not null,
  what_if_id uuid not null,
  ticket_id uuid not null,
  metric public.sla_metric not null,
  sequence integer not null,
  is_draft boolean not null,
  is_breached boolean not null,
  started_at timestamp with time zone not null,
  due_at timestamp with time zone,
  constraint sla_what_if_clocks_pkey PRIMARY KEY (workspace_id, what_if_id, ticket_id, metric, sequence, is_draft),
  constraint sla_what_if_clocks_ticket_fkey FOREIGN KEY (workspace_id, ticket_id) REFERENCES public.tickets(workspace_id, ticket_id) ON DELETE CASCADE,
  constraint sla_what_if_clocks_what_if_fkey FOREIGN KEY (workspace_id, what_if_id) REFERENCES private.sla_what_ifs(workspace_id, what_if_id) ON DELETE CASCADE
);
CREATE INDEX sla_what_if_clocks_ticket_idx ON private.sla_what_if_clocks USING btree (workspace_id, ticket_id);
alter table private.sla_what_if_clocks enable row level security;
comment on table private.sla_what_if_clocks is 'Clocks that were met or breached when the tickets were played: by the policies as they are, and with the draft.';

create table private.sla_what_ifs (
  workspace_id uuid not null,
  what_if_id uuid default gen_random_uuid() not null,
  policy_id uuid,
  draft jsonb not null,
  settings jsonb not null,
  created_at timestamp with time zone default now() not null,
  state public.sla_what_if_state default 'waiting'::public.sla_what_if_state not null,
  tickets_total integer not null,
  tickets_done integer default 0 not null,
  last_ticket_id uuid,
  constraint sla_what_ifs_pkey PRIMARY KEY (workspace_id, what_if_id),
  constraint sla_what_ifs_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE
);
alter table private.sla_what_ifs enable row level security;
comment on table private.sla_what_ifs is 'Drafts of policies that are being tried on the tickets of the 30 days before created_at; a workspace''s last five.';
comment on column private.sla_what_ifs.policy_id is 'The policy in whose place the draft is tried; null: as the last one.';
comment on column private.sla_what_ifs.draft is 'A public.sla_policy_draft.';
comment on column private.sla_what_ifs.settings is 'What the workspace ran by when it was asked for, as keep_sla_settings() has it.';
comment on column private.sla_what_ifs.last_ticket_id is 'Tickets up to this one are done.';

create table private.ticket_counters (
  workspace_id uuid not null,
  last_number bigint default 1001 not null,
  constraint ticket_counters_pkey PRIMARY KEY (workspace_id),
  constraint ticket_counters_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE
);
alter table private.ticket_counters enable row level security;
comment on table private.ticket_counters is 'The last ticket number of each workspace. Apart from workspaces, because it changes with every ticket; not a sequence, because gaps would show other tenants'' volume.';

create table private.transcript_requests (
  request_id uuid default gen_random_uuid() not null,
  workspace_id uuid not null,
  ticket_id uuid not null,
  customer_id uuid,
  member_id uuid,
  format public.transcript_format not null,
  has_notes boolean not null,
  time_zone text not null,
  locale text not null,
  created_at timestamp with time zone default now() not null,
  sent_at timestamp with time zone,
  constraint transcript_requests_pkey PRIMARY KEY (request_id),
  constraint transcript_requests_customer_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES public.customers(workspace_id, customer_id) ON DELETE CASCADE,
  constraint transcript_requests_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES public.workspace_members(workspace_id, member_id) ON DELETE CASCADE,
  constraint transcript_requests_ticket_fkey FOREIGN KEY (workspace_id, ticket_id) REFERENCES public.tickets(workspace_id, ticket_id) ON DELETE CASCADE,
  constraint transcript_requests_locale_format CHECK ((locale ~ '^[a-z]{2}(-[A-Z]{2})?$'::text)),
  constraint transcript_requests_notes_for_agents CHECK (((NOT has_notes) OR (member_id IS NOT NULL))),
  constraint transcript_requests_one_person CHECK (((customer_id IS NULL) <> (member_id IS NULL))),
  constraint transcript_requests_time_zone_format CHECK ((time_zone ~ '^[A-Za-z0-9_+/-]{1,64}$'::text))
);
CREATE INDEX transcript_requests_created_idx ON private.transcript_requests USING btree (created_at);
CREATE INDEX transcript_requests_customer_idx ON private.transcript_requests USING btree (workspace_id, customer_id) WHERE (customer_id IS NOT NULL);
CREATE INDEX transcript_requests_member_idx ON private.transcript_requests USING btree (workspace_id, member_id) WHERE (member_id IS NOT NULL);
CREATE INDEX transcript_requests_ticket_idx ON private.transcript_requests USING btree (workspace_id, ticket_id, created_at);
CREATE TRIGGER t70_record_transcript_requested AFTER INSERT ON private.transcript_requests FOR EACH ROW EXECUTE FUNCTION private.record_transcript_requested();
alter table private.transcript_requests enable row level security;
comment on table private.transcript_requests is 'Transcripts that somebody asked to have mailed: what the worker sends, and what the limit counts. Those of a month ago are removed by the next request.';

create table private.workspace_export_downloads (
  workspace_id uuid not null,
  export_id uuid not null,
  member_id uuid not null,
  opened_at timestamp with time zone default now() not null,
  constraint workspace_export_downloads_pkey PRIMARY KEY (workspace_id, export_id, member_id),
  constraint workspace_export_downloads_export_fkey FOREIGN KEY (workspace_id, export_id) REFERENCES private.workspace_exports(workspace_id, export_id) ON DELETE CASCADE,
  constraint workspace_export_downloads_member_fkey FOREIGN KEY (workspace_id, member_id) REFERENCES public.workspace_members(workspace_id, member_id) ON DELETE CASCADE
);
CREATE INDEX workspace_export_downloads_member_idx ON private.workspace_export_downloads USING btree (workspace_id, member_id);
alter table private.workspace_export_downloads enable row level security;
comment on table private.workspace_export_downloads is 'Who has said to fetch an export, and when: for an hour the parts can be read then, so that none is read without its line in the audit log.';

create table private.workspace_exports (
  workspace_id uuid not null,
  export_id uuid default gen_random_uuid() not null,
  requested_by uuid not null,
  requested_at timestamp with time zone default now() not null,
  state public.workspace_export_state default 'waiting'::public.workspace_export_state not null,
  rows_total bigint default 0 not null,
  rows_done bigint default 0 not null,
  files_total bigint default 0 not null,
  files_done bigint default 0 not null,
  noted_at timestamp with time zone default now() not null,
  finished_at timestamp with time zone,
  expires_at timestamp with time zone,
  byte_size bigint,
  part_count integer default 0 not null,
  constraint workspace_exports_pkey PRIMARY KEY (workspace_id, export_id),
  constraint workspace_exports_member_fkey FOREIGN KEY (workspace_id, requested_by) REFERENCES public.workspace_members(workspace_id, member_id) ON DELETE CASCADE,
  constraint workspace_exports_workspace_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(workspace_id) ON DELETE CASCADE
);
CREATE INDEX workspace_exports_member_idx ON private.workspace_exports USING btree (workspace_id, requested_by);
CREATE UNIQUE INDEX workspace_exports_one_under_way ON private.workspace_exports USING btree (workspace_id) WHERE (state = ANY (ARRAY['waiting'::public.workspace_export_state, 'running'::public.workspace_export_state]));
CREATE TRIGGER t80_enqueue_export_notice AFTER UPDATE ON private.workspace_exports FOR EACH ROW WHEN (((old.state = ANY (ARRAY['waiting'::public.workspace_export_state, 'running'::public.workspace_export_state])) AND (new.state = ANY (ARRAY['done'::public.workspace_export_state, 'failed'::public.workspace_export_state])))) EXECUTE FUNCTION private.enqueue_export_notice();
alter table private.workspace_exports enable row level security;
comment on table private.workspace_exports is 'Exports that owners asked for. The file lies in the bucket exports as <workspace_id>/<export_id>/<part>, from 1 on, until expires_at.';
comment on column private.workspace_exports.noted_at is 'When the worker last said how far it is.';

-- Triggers on tables that are not ours ----------------------------------------------------------------

CREATE CONSTRAINT TRIGGER t90_follow_taken_factor AFTER UPDATE ON auth.sessions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.aal = 'aal2'::text) AND (new.aal IS DISTINCT FROM old.aal))) EXECUTE FUNCTION private.follow_taken_factor();

-- Policies --------------------------------------------------------------------------------------------

create policy "People read the files of messages they read, and their own that" on public.attachments as permissive for select to authenticated
  using ((removed_at IS NULL) AND (((workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids))) AND (( SELECT private.sees_every_team() AS sees_every_team) OR (EXISTS ( SELECT
   FROM public.tickets ticket
  WHERE ((ticket.workspace_id = attachments.workspace_id) AND (ticket.chat_room_id = attachments.room_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE)))))) OR (room_id = ANY (ARRAY( SELECT private.my_room_ids() AS my_room_ids)))) AND ((seq IS NOT NULL) OR (customer_id = ANY (ARRAY( SELECT private.my_customer_ids() AS my_customer_ids))) OR (member_id = ANY (ARRAY( SELECT private.my_member_ids() AS my_member_ids)))));

create policy "Owners and admins read the audit log of their workspaces" on public.audit_entries as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_admin_workspace_ids() AS my_admin_workspace_ids)));

create policy "Agents read the rooms of the tickets that they see, customers t" on public.chat_rooms as permissive for select to authenticated
  using (((workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids))) AND (( SELECT private.sees_every_team() AS sees_every_team) OR (EXISTS ( SELECT
   FROM public.tickets ticket
  WHERE ((ticket.workspace_id = chat_rooms.workspace_id) AND (ticket.chat_room_id = chat_rooms.room_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE)))))) OR (room_id = ANY (ARRAY( SELECT private.my_room_ids() AS my_room_ids))));

create policy "Agents read their workspaces' customers, customers themselves" on public.customers as permissive for select to authenticated
  using (((workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids))) AND (( SELECT private.sees_every_team() AS sees_every_team) OR (EXISTS ( SELECT
   FROM public.tickets ticket
  WHERE ((ticket.workspace_id = customers.workspace_id) AND (ticket.customer_id = customers.customer_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE)))) OR (EXISTS ( SELECT
   FROM (public.ticket_participants participant
     JOIN public.tickets ticket USING (workspace_id, ticket_id))
  WHERE ((participant.workspace_id = customers.workspace_id) AND (participant.customer_id = customers.customer_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE)))))) OR (customer_id = ANY (ARRAY( SELECT private.my_customer_ids() AS my_customer_ids))));

create policy "Members read who can do what in their workspaces" on public.member_skills as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Agents read the reactions in the rooms that they see, customers" on public.message_reactions as permissive for select to authenticated
  using (((workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids))) AND (( SELECT private.sees_every_team() AS sees_every_team) OR (EXISTS ( SELECT
   FROM public.tickets ticket
  WHERE ((ticket.workspace_id = message_reactions.workspace_id) AND (ticket.chat_room_id = message_reactions.room_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE)))))) OR (room_id = ANY (ARRAY( SELECT private.my_room_ids() AS my_room_ids))));

create policy "Agents read the messages of the tickets that they see, customer" on public.messages as permissive for select to authenticated
  using (((workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids))) AND (( SELECT private.sees_every_team() AS sees_every_team) OR (EXISTS ( SELECT
   FROM public.tickets ticket
  WHERE ((ticket.workspace_id = messages.workspace_id) AND (ticket.chat_room_id = messages.room_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE)))))) OR (room_id = ANY (ARRAY( SELECT private.my_room_ids() AS my_room_ids))));

create policy "People read their own receipts, agents in the rooms that they s" on public.room_receipts as permissive for select to authenticated
  using ((customer_id = ANY (ARRAY( SELECT private.my_customer_ids() AS my_customer_ids))) OR ((member_id = ANY (ARRAY( SELECT private.my_member_ids() AS my_member_ids))) AND (( SELECT private.sees_every_team() AS sees_every_team) OR (EXISTS ( SELECT
   FROM public.tickets ticket
  WHERE ((ticket.workspace_id = room_receipts.workspace_id) AND (ticket.chat_room_id = room_receipts.room_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE)))))));

create policy "Members read the hours of exceptions of their workspaces' calen" on public.sla_calendar_exception_hours as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Members read the exceptions of their workspaces' calendars" on public.sla_calendar_exceptions as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Members read the hours of their workspaces' calendars" on public.sla_calendar_hours as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Members read the versions of their workspaces' calendars" on public.sla_calendar_versions as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Members read their workspaces' calendars" on public.sla_calendars as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Agents read the clocks of the tickets that they see" on public.sla_clocks as permissive for select to authenticated
  using ((workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids))) AND (( SELECT private.sees_every_team() AS sees_every_team) OR (EXISTS ( SELECT
   FROM public.tickets ticket
  WHERE ((ticket.ticket_id = sla_clocks.ticket_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE))))));

create policy "Agents read what happened to the clocks that they see" on public.sla_events as permissive for select to authenticated
  using ((workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids))) AND (( SELECT private.sees_every_team() AS sees_every_team) OR (EXISTS ( SELECT
   FROM public.tickets ticket
  WHERE ((ticket.ticket_id = sla_events.ticket_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE))))));

create policy "Members read the notices of the tickets that they see" on public.sla_notices as permissive for select to authenticated
  using ((workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids))) AND (( SELECT private.sees_every_team() AS sees_every_team) OR (EXISTS ( SELECT
   FROM public.tickets ticket
  WHERE ((ticket.ticket_id = sla_notices.ticket_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE))))));

create policy "Members read their workspaces' policies" on public.sla_policies as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Members read the versions of their workspaces' policies" on public.sla_policy_versions as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Members read the targets of their workspaces' policies" on public.sla_targets as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Members read who is in the teams of their workspaces" on public.team_members as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Members read the teams of their workspaces" on public.teams as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Members read their workspaces' categories" on public.ticket_categories as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Agents read their tickets' events, customers the public ones" on public.ticket_events as permissive for select to authenticated
  using (((workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids))) AND (( SELECT private.sees_every_team() AS sees_every_team) OR ((EXISTS ( SELECT
   FROM public.tickets ticket
  WHERE ((ticket.ticket_id = ticket_events.ticket_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE)))) AND ((kind <> 'follow_up_opened'::public.ticket_event_kind) OR (EXISTS ( SELECT
   FROM public.tickets next
  WHERE ((next.workspace_id = ticket_events.workspace_id) AND (next.follows_ticket_id = ticket_events.ticket_id) AND ((next.number)::text = ticket_events.new_value) AND ((next.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE)))))))) OR ((NOT is_internal) AND (kind <> 'ticket_assigned'::public.ticket_event_kind) AND (ticket_id = ANY (ARRAY( SELECT private.my_ticket_ids() AS my_ticket_ids)))));

create policy "Members read their workspaces' options" on public.ticket_field_options as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Agents read what the tickets that they see answered" on public.ticket_field_values as permissive for select to authenticated
  using ((workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids))) AND (( SELECT private.sees_every_team() AS sees_every_team) OR (EXISTS ( SELECT
   FROM public.tickets ticket
  WHERE ((ticket.ticket_id = ticket_field_values.ticket_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE))))));

create policy "Members read their workspaces' fields" on public.ticket_fields as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Agents read the participants of the tickets that they see" on public.ticket_participants as permissive for select to authenticated
  using ((workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids))) AND (( SELECT private.sees_every_team() AS sees_every_team) OR (EXISTS ( SELECT
   FROM public.tickets ticket
  WHERE ((ticket.ticket_id = ticket_participants.ticket_id) AND ((ticket.team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE))))));

create policy "Agents read their workspaces' tickets but other private teams'," on public.tickets as permissive for select to authenticated
  using (((workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids))) AND ((team_id = ANY (ARRAY( SELECT private.my_hidden_team_ids() AS my_hidden_team_ids))) IS NOT TRUE)) OR (ticket_id = ANY (ARRAY( SELECT private.my_ticket_ids() AS my_ticket_ids))));

create policy "Owners and admins read the invitations of their workspaces" on public.workspace_invitations as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_admin_workspace_ids() AS my_admin_workspace_ids)));

create policy "Members read the members of their workspaces" on public.workspace_members as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Members read the skills of their workspaces" on public.workspace_skills as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "Members read their workspaces" on public.workspaces as permissive for select to authenticated
  using (workspace_id = ANY (ARRAY( SELECT private.my_workspace_ids() AS my_workspace_ids)));

create policy "People are present in rooms, notes and inboxes they may hear" on realtime.messages as permissive for insert to authenticated
  with check ((extension = 'presence'::text) AND (topic = ( SELECT realtime.topic() AS topic)) AND (split_part(realtime.topic(), ':'::text, 1) = ANY (ARRAY['room'::text, 'notes'::text, 'inbox'::text])) AND ( SELECT private.may_hear(realtime.topic()) AS may_hear));

create policy "People hear the topics they take part in" on realtime.messages as permissive for select to authenticated
  using ((extension = ANY (ARRAY['broadcast'::text, 'presence'::text])) AND (topic = ( SELECT realtime.topic() AS topic)) AND ( SELECT private.may_hear(realtime.topic()) AS may_hear));

create policy "Owners read the exports that they have opened" on storage.objects as permissive for select to authenticated
  using ((bucket_id = 'exports'::text) AND ( SELECT private.is_storage_operation('object.get_authenticated'::text) AS is_storage_operation) AND private.may_read_export(name));

create policy "People read the files of messages that they read" on storage.objects as permissive for select to authenticated
  using ((bucket_id = 'attachments'::text) AND ( SELECT private.is_storage_operation('object.get_authenticated'::text) AS is_storage_operation) AND private.may_read_attachment(name));

create policy "People upload the files that they announced" on storage.objects as permissive for insert to authenticated
  with check ((bucket_id = 'attachments'::text) AND ( SELECT private.is_storage_operation('object.upload'::text) AS is_storage_operation) AND private.may_upload_attachment(name));

-- Functions -------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION public.accept_access_link(workspace_slug text, secret text)
 RETURNS public.ticket_key
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select * from private.accept_access_link(workspace_slug, secret);
$function$;
comment on function public.accept_access_link(text,text) is 'Links the caller''s identity to the person a link was mailed to, who has joined by that, and answers the ticket. Doing it again changes nothing. Errors: 401 sign_in_required; 404 access_link_not_valid (unknown, expired, revoked or of another workspace: all the same).';

CREATE OR REPLACE FUNCTION public.accept_invitation(secret text, member_name text)
 RETURNS public.workspace_key
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select * from private.accept_invitation(secret, member_name); $function$;
comment on function public.accept_invitation(text,text) is 'Makes the caller, whose confirmed address is the invitation''s, a member. Once. Errors: 403 account_required, invitation_for_other_address; 404 invitation_not_valid (unknown, expired, used, revoked, or its sender may not offer it any more: all the same); 23514 workspace_members_display_name_length.';

CREATE OR REPLACE FUNCTION public.acknowledge_messages(room_id uuid, delivered_seq integer, read_seq integer)
 RETURNS public.receipt_line
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select * from private.acknowledge_messages(room_id, delivered_seq, read_seq); $function$;
comment on function public.acknowledge_messages(uuid,integer,integer) is 'Says up to which message the caller''s device has the room, and up to which the caller read it. Only ever rises. Answers the caller''s receipt. Errors: 404 room_not_found.';

CREATE OR REPLACE FUNCTION public.add_note(room_id uuid, body text, client_id uuid)
 RETURNS public.note_line
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select * from private.add_note(room_id, body, client_id);
$function$;
comment on function public.add_note(uuid,text,uuid) is 'An agent adds an internal note. Numbered and made unique as messages are. Errors: 404 room_not_found (also for the room''s customer); 23514 internal_notes_body_length.';

CREATE OR REPLACE FUNCTION public.add_participant(ticket_id uuid, email text, name text)
 RETURNS public.participant_line
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select * from private.add_participant(ticket_id, email, name); $function$;
comment on function public.add_participant(uuid,text,text) is 'The requester or an agent adds somebody to a ticket, who gets access by a mailed link. An address that takes part already is answered as it is. Errors: 403 not_the_requester; 404 ticket_not_found; 409 room_closed; 422 participant_is_requester, too_many_participants (10, and 30 over time); 429 access_link_just_sent (removed a moment ago), too_many_access_links, too_many_invitations; 23514 customers_email_format, customers_name_length.';

CREATE OR REPLACE FUNCTION public.archive_category(workspace_slug text, category_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_category_archived(workspace_slug, category_id, true); $function$;
comment on function public.archive_category(text,uuid) is 'Takes a category from the form; tickets keep it. Errors: 404 workspace_not_found, category_not_found; 403 settings_forbidden.';

CREATE OR REPLACE FUNCTION public.archive_sla_calendar(workspace_slug text, calendar_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.archive_sla_calendar(workspace_slug, calendar_id); $function$;
comment on function public.archive_sla_calendar(text,uuid) is 'Puts away a calendar that nothing new runs by; what runs keeps it. Errors: 404 workspace_not_found, sla_calendar_not_found; 403 settings_forbidden; 409 sla_calendar_in_use.';

CREATE OR REPLACE FUNCTION public.archive_sla_policy(workspace_slug text, policy_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.archive_sla_policy(workspace_slug, policy_id); $function$;
comment on function public.archive_sla_policy(text,uuid) is 'Puts a policy away: no ticket gets it any more, clocks that run by it go on until recalculate_sla(). Errors: 404 workspace_not_found, sla_policy_not_found; 403 settings_forbidden.';

CREATE OR REPLACE FUNCTION public.archive_team(workspace_slug text, team_id uuid, reassign_to uuid DEFAULT NULL::uuid)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.archive_team(workspace_slug, team_id, reassign_to); $function$;
comment on function public.archive_team(text,uuid,uuid) is 'Puts a team away; its open tickets go to another team, or to none, also those of a private team. Answers how many. Errors: 404 workspace_not_found, team_not_found; 403 settings_forbidden; 422 team_not_found (reassign_to).';

CREATE OR REPLACE FUNCTION public.archive_ticket_field(workspace_slug text, field_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_ticket_field_archived(workspace_slug, field_id, true); $function$;
comment on function public.archive_ticket_field(text,uuid) is 'Takes a field from the form; what was answered stays. Errors: 404 workspace_not_found, ticket_field_not_found; 403 settings_forbidden.';

CREATE OR REPLACE FUNCTION public.assign_ticket(ticket_id uuid, member_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.assign_ticket(ticket_id, member_id); $function$;
comment on function public.assign_ticket(uuid,uuid) is 'An agent gives the ticket to a member, or to nobody (null). Errors: 404 ticket_not_found; 422 member_not_found, assignee_not_in_team (who may not see it).';

CREATE OR REPLACE FUNCTION public.cancel_workspace_deletion(workspace_slug text)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.cancel_workspace_deletion(workspace_slug); $function$;
comment on function public.cancel_workspace_deletion(text) is 'Calls the deletion of a workspace off; again is the same. Errors: 404 workspace_not_found; 403 owners_only; 409 deletion_under_way.';

CREATE OR REPLACE FUNCTION public.check_slug(slug text, workspace_slug text DEFAULT NULL::text)
 RETURNS public.slug_state
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select private.check_slug(slug, workspace_slug); $function$;
comment on function public.check_slug(text,text) is 'Whether a workspace could be found at this address, a new one or that of workspace_slug, whose own present and former addresses are free for it. Errors: 403 account_required.';

CREATE OR REPLACE FUNCTION public.close_ticket(ticket_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.close_ticket(ticket_id); $function$;
comment on function public.close_ticket(uuid) is 'The requester or an agent closes a ticket; nothing happens to a closed one. Errors: 403 not_the_requester; 404 ticket_not_found.';

CREATE OR REPLACE FUNCTION public.count_outdated_sla_tickets(workspace_slug text)
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select private.count_outdated_sla_tickets(workspace_slug); $function$;
comment on function public.count_outdated_sla_tickets(text) is 'How many tickets still to be worked on run by another policy or calendar, or by an earlier version, than they would get today: what recalculate_sla() changes. Null: not an owner or admin of such a workspace.';

CREATE OR REPLACE FUNCTION public.count_tickets(workspace_slug text)
 RETURNS TABLE(active bigint, mine bigint, unassigned bigint, unread bigint)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select count(ticket.ticket_id), count(ticket.ticket_id) filter (where ticket.assignee_id = me.member_id),
    count(ticket.ticket_id) filter (where ticket.assignee_id is null),
    (
      select count(*)
      from public.tickets as own
      join public.chat_rooms as room on room.room_id = own.chat_room_id
      left join public.room_receipts as receipt on receipt.room_id = room.room_id and receipt.participant_id = me.member_id
      where own.workspace_id = me.workspace_id and own.assignee_id = me.member_id
        and own.status in ('open', 'in_progress', 'waiting')
        and room.last_customer_seq > greatest(receipt.read_seq, room.last_agent_seq)
        and exists (
          select from public.messages as message
          where message.room_id = room.room_id and message.seq > greatest(receipt.read_seq, room.last_agent_seq)
            and message.sender_type = 'customer' and message.deleted_at is null)
    )
  from (
    select workspace.workspace_id, private.my_member_id(workspace.workspace_id) as member_id
    from public.workspaces as workspace where workspace.slug = workspace_slug
  ) as me
  left join public.tickets as ticket
    on ticket.workspace_id = me.workspace_id and ticket.status in ('open', 'in_progress', 'waiting')
  group by me.workspace_id, me.member_id;
$function$;
comment on function public.count_tickets(text) is 'How many tickets still to be worked on the workspace has: all, the caller''s, nobody''s, and the caller''s with something unread. No row: no such workspace of the caller.';

CREATE OR REPLACE FUNCTION public.create_attachment(room_id uuid, client_id uuid, file_name text, content_type text, byte_size integer, width integer DEFAULT NULL::integer, height integer DEFAULT NULL::integer)
 RETURNS public.attachment_file
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select attachment_id, object_path, attachment.file_name, attachment.content_type, attachment.byte_size, attachment.width, attachment.height
  from private.create_attachment(room_id, client_id, file_name, content_type, byte_size, width, height) as attachment;
$function$;
comment on function public.create_attachment(uuid,uuid,text,text,integer,integer,integer) is 'Announces a file for a message that is being written in the caller''s room, and answers where to upload it. The same client_id answers the same file. Of the caller''s waiting files the oldest are removed where there are more than twice what a message may carry. Errors: 404 room_not_found, attachment_not_found (removed meanwhile); 409 room_closed; 413 attachment_too_large; 415 attachment_type_refused; 422 attachments_file_name_format, attachment_name_refused; 23514 attachments_*.';

CREATE OR REPLACE FUNCTION public.create_workspace(workspace_name text, workspace_slug text, member_name text)
 RETURNS public.workspace_key
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select * from private.create_workspace(workspace_name, workspace_slug, member_name);
$function$;
comment on function public.create_workspace(text,text,text) is 'Creates a workspace with the caller as its owner, a first team and three categories. Errors: 403 account_required; 23505 workspaces_slug_key (taken); 23514 workspaces_slug_format, workspaces_slug_reserved, workspaces_name_length, workspace_members_display_name_length.';

CREATE OR REPLACE FUNCTION public.deactivate_member(workspace_slug text, member_id uuid, reassign_to uuid DEFAULT NULL::uuid)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.end_membership(workspace_slug, member_id, reassign_to, false); $function$;
comment on function public.deactivate_member(text,uuid,uuid) is 'Pauses a member''s access, who keeps role and teams; their open tickets go to reassign_to, or to nobody. Answers how many. Errors: 404 workspace_not_found, member_not_found; 422 member_not_found (reassign_to); 403 rank_too_low; 409 last_owner.';

CREATE OR REPLACE FUNCTION public.delete_message(room_id uuid, seq integer)
 RETURNS public.message_line
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select * from private.delete_message(room_id, seq); $function$;
comment on function public.delete_message(uuid,integer) is 'Empties an own message, within the workspace''s edit window, and takes its files, reactions and versions away; its number stays. Errors: 404 room_not_found, message_not_found; 409 message_deleted, room_closed, edit_window_over.';

CREATE OR REPLACE FUNCTION public.discard_attachment(attachment_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.discard_attachment(attachment_id);
$function$;
comment on function public.discard_attachment(uuid) is 'Takes back a file of the caller''s that no message has yet. Again is the same. Errors: 404 attachment_not_found.';

CREATE OR REPLACE FUNCTION public.edit_message(room_id uuid, seq integer, body text)
 RETURNS public.message_line
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select * from private.edit_message(room_id, seq, body); $function$;
comment on function public.edit_message(uuid,integer,text) is 'Changes what an own message says, within the workspace''s edit window; agents can read what it said before. The same text changes nothing. Errors: 404 room_not_found, message_not_found; 409 message_deleted, room_closed, edit_window_over; 23514 messages_body_length.';

CREATE OR REPLACE FUNCTION public.end_other_sessions()
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.end_my_sessions(null); $function$;
comment on function public.end_other_sessions() is 'Ends all sessions of the caller but that of the call, at once; answers how many. Errors: 401 sign_in_required; 403 second_factor_required.';

CREATE OR REPLACE FUNCTION public.end_session(session_id uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  -- Null would mean all others.
  return case when session_id is null then 0 else private.end_my_sessions(session_id) end;
end;
$function$;
comment on function public.end_session(uuid) is 'Ends one session of the caller, at once; answers 1, or 0 when the caller has no such session (any more). Errors: 401 sign_in_required; 403 second_factor_required.';

CREATE OR REPLACE FUNCTION public.erase_customers(workspace_slug text, customer_ids uuid[], confirmation text)
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.erase_customers(workspace_slug, customer_ids, confirmation); $function$;
comment on function public.erase_customers(text,uuid[],text) is 'Erases people for good: who they are with this statement, their tickets by the worker, and the exports that hold them. confirmation is the address of each of them, or the name where there is none. Errors: 404 workspace_not_found, customer_not_found; 403 settings_forbidden; 422 confirmation_differs.';

CREATE OR REPLACE FUNCTION public.find_people(workspace_slug text, wanted text)
 RETURNS SETOF public.found_person
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.find_people(workspace_slug, wanted); $function$;
comment on function public.find_people(text,text) is 'Customers whose name or address holds some letters, at least two, at most fifty people: for owners and admins. The same person may be several customers. Errors: 404 workspace_not_found; 403 settings_forbidden.';

CREATE OR REPLACE FUNCTION public.follow_up_ticket(ticket_id uuid, body text, client_id uuid)
 RETURNS public.ticket_key
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select * from private.follow_up_ticket(ticket_id, body, client_id);
$function$;
comment on function public.follow_up_ticket(uuid,text,uuid) is 'What the requester writes about a ticket that was resolved or closed longer than the workspace''s reopen_window_seconds ago opens another that follows it, with its subject and category; send_message refuses it with reopen_window_over. The same client_id answers the same ticket. Errors: 403 not_the_requester; 404 ticket_not_found; 409 reopen_window_open, workspace_closing; 23514 messages_body_length.';

CREATE OR REPLACE FUNCTION public.get_access_link(workspace_slug text, secret text)
 RETURNS TABLE(number bigint, invited_by_name text)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select * from private.get_access_link(workspace_slug, secret);
$function$;
comment on function public.get_access_link(text,text) is 'Which ticket an access link opens, without opening it: looking changes nothing, so that a mail scanner does nothing. No row: it opens none.';

CREATE OR REPLACE FUNCTION public.get_attachment(attachment_id uuid)
 RETURNS SETOF public.attachment_file
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select attachment.attachment_id, object_path, file_name, content_type, byte_size, width, height
  from public.attachments as attachment where attachment.attachment_id = get_attachment.attachment_id;
$function$;
comment on function public.get_attachment(uuid) is 'One file that the caller may read, and where it lies; no row for anything else, and none once it is removed.';

CREATE OR REPLACE FUNCTION public.get_attachment_limits(room_id uuid)
 RETURNS public.attachment_limits
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select * from private.get_attachment_limits(room_id);
$function$;
comment on function public.get_attachment_limits(uuid) is 'What may be attached in a room of the caller''s, asked before a file is taken in. Errors: 404 room_not_found; 409 room_closed.';

CREATE OR REPLACE FUNCTION public.get_current_slug(workspace_slug text)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select private.get_current_slug(workspace_slug); $function$;
comment on function public.get_current_slug(text) is 'Where the workspace is found now that had this address before; null when none had.';

CREATE OR REPLACE FUNCTION public.get_desk(workspace_slug text)
 RETURNS TABLE(workspace_id uuid, slug text, name text, brand_color text, icon_id uuid, member_id uuid, display_name text, role public.member_role, inbox_topics text[], members public.member_line[], teams public.team_line[], workspaces public.workspace_line[], deletion_at timestamp with time zone)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select workspace.workspace_id, workspace.slug, workspace.name, workspace.brand_color, private.shown_icon_id(workspace), me.member_id, me.display_name, me.role,
    array(select private.list_my_inbox_topics(workspace.workspace_id)),
    array(
      select row(member.member_id, member.display_name, member.avatar_id, member.role)::public.member_line
      from public.workspace_members as member
      where member.workspace_id = workspace.workspace_id and member.is_active
      order by member.display_name, member.member_id
    ),
    array(
      select row(
        team.team_id, team.name, team.is_private, team.team_id = any (array(select private.my_hidden_team_ids())))::public.team_line
      from public.teams as team
      where team.workspace_id = workspace.workspace_id and team.archived_at is null order by team.name
    ),
    array(select line from public.list_my_workspaces() as line), workspace.deletion_at
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  where workspace.slug = workspace_slug;
$function$;
comment on function public.get_desk(text) is 'What the desk''s frame shows: the workspace, the caller in it, members, teams (is_hidden: the caller may not see their tickets), the other workspaces, the topics of the ticket list. No row: not a member, or no such workspace.';

CREATE OR REPLACE FUNCTION public.get_first_steps(workspace_slug text)
 RETURNS TABLE(colleague_count integer, invitation_count integer, ticket_id uuid, ticket_subject text, is_answered boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.get_first_steps(workspace_slug); $function$;
comment on function public.get_first_steps(text) is 'Other active members, invitations that can still be accepted, and the first ticket of a workspace (null: none yet) with whether an agent has answered it. No row: not an owner or admin of such a workspace.';

CREATE OR REPLACE FUNCTION public.get_form_settings(workspace_slug text)
 RETURNS TABLE(categories public.category_line[], fields public.ticket_field_line[], archived_fields public.ticket_field_line[])
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.get_form_settings(workspace_slug); $function$;
comment on function public.get_form_settings(text) is 'The categories and fields of a workspace''s form, those that are offered in their order, the archived ones after them. No row: not an owner or admin of such a workspace.';

CREATE OR REPLACE FUNCTION public.get_invitation(secret text)
 RETURNS TABLE(workspace_name text, brand_color text, logo public.logo_line, icon_id uuid, email text, role public.member_role, invited_by_name text, expires_at timestamp with time zone, is_for_caller boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.get_invitation(secret); $function$;
comment on function public.get_invitation(text) is 'What an invitation offers, and whether the caller''s account has its address; looking changes nothing. No row: it offers nothing (any more).';

CREATE OR REPLACE FUNCTION public.get_member_work(workspace_slug text, member_id uuid DEFAULT NULL::uuid)
 RETURNS SETOF public.member_work
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.get_member_work(workspace_slug, member_id); $function$;
comment on function public.get_member_work(text,uuid) is 'What a member (null: the caller) can do, takes at a time, and when they work, with what there is to choose from; may_manage: the caller may change skills and the limit too. No row: neither the caller nor somebody whom an owner or admin asks about.';

CREATE OR REPLACE FUNCTION public.get_my_avatar()
 RETURNS SETOF public.my_avatar
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.get_my_avatar(); $function$;
comment on function public.get_my_avatar() is 'The caller''s face, with one of their memberships. No row: they are in no workspace, and so nobody would see one.';

CREATE OR REPLACE FUNCTION public.get_my_notice_mails(workspace_slug text)
 RETURNS SETOF public.notice_mail_choice
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.get_my_notice_mails(workspace_slug); $function$;
comment on function public.get_my_notice_mails(text) is 'Which notices are mailed to the caller: own_levels as they chose, null where they have not, and what the workspace says. No row: no such workspace of the caller.';

CREATE OR REPLACE FUNCTION public.get_my_ticket(workspace_slug text, ticket_id uuid)
 RETURNS TABLE(ticket_id uuid, number bigint, subject text, status public.ticket_status, priority public.ticket_priority, category_name text, customer_id uuid, customer_name text, customer_email text, agent_name text, created_at timestamp with time zone, last_activity_at timestamp with time zone, first_response_at timestamp with time zone, resolved_at timestamp with time zone, closed_at timestamp with time zone, awaiting_reply_since timestamp with time zone, reply_due_at timestamp with time zone, my_customer_id uuid, my_name text, my_email text, participants public.participant_line[], reopen_until timestamp with time zone, follows_ticket_id uuid, follows_number bigint, opening public.opening_line, description text, fields public.ticket_field_line[], events public.event_line[])
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select * from private.get_my_ticket(workspace_slug, get_my_ticket.ticket_id);
$function$;
comment on function public.get_my_ticket(text,uuid) is 'One of the tickets that the caller opened or was added to, with its people and public timeline. The requester''s address is for the requester alone. No row: unknown, somebody else''s, or of another workspace.';

CREATE OR REPLACE FUNCTION public.get_people_settings(workspace_slug text)
 RETURNS TABLE(members public.member_settings_line[], invitations public.invitation_line[], teams public.team_settings_line[], requires_second_factor boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.get_people_settings(workspace_slug); $function$;
comment on function public.get_people_settings(text) is 'Members (removed ones aside), open invitations and teams of a workspace, with the addresses of accounts and how many open tickets each has; may_manage: the caller may change this member''s access. requires_second_factor: whether members need one. No row: not an owner or admin of such a workspace.';

CREATE OR REPLACE FUNCTION public.get_picture(picture_id uuid)
 RETURNS SETOF public.picture_file
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.get_picture(picture_id); $function$;
comment on function public.get_picture(uuid) is 'A picture as base64, for whoever knows its id: a portal is public, and a face is shown to its colleagues and their customers. No row: there is none any more.';

CREATE OR REPLACE FUNCTION public.get_portal(workspace_slug text)
 RETURNS TABLE(slug text, name text, brand_color text, logo public.logo_line, icon_id uuid, welcome_text text, default_locale text, offered_locales text[], categories public.category_option[], opening public.opening_line, usual_reply_seconds integer, deletion_at timestamp with time zone)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select * from private.get_portal(workspace_slug);
$function$;
comment on function public.get_portal(text) is 'A workspace''s portal: branding, the categories of its form, when it is open, how soon it usually answers first, and when it will be deleted if somebody asked for that. No row: no such workspace.';

CREATE OR REPLACE FUNCTION public.get_retention(workspace_slug text)
 RETURNS public.retention_days
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.get_retention(workspace_slug); $function$;
comment on function public.get_retention(text) is 'After how many days tickets are erased, by status; null: never. Errors: 404 workspace_not_found; 403 settings_forbidden.';

CREATE OR REPLACE FUNCTION public.get_sla_explanation(workspace_slug text, ticket_id uuid)
 RETURNS TABLE(metric public.sla_metric, sequence integer, state public.sla_clock_state, priority public.ticket_priority, policy_name text, calendar_name text, time_zone text, target_seconds integer, basis public.sla_basis, is_due_by_hand boolean, started_at timestamp with time zone, running_since timestamp with time zone, consumed_seconds integer, due_at timestamp with time zone, met_at timestamp with time zone, met_late_at timestamp with time zone, breached_at timestamp with time zone, breach_cause public.sla_breach_cause, cancel_reason public.sla_cancel_reason, stopped_at timestamp with time zone, events public.sla_event_line[], stretches public.sla_stretch[], special_days public.sla_special_day_line[])
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select * from private.get_sla_explanation(workspace_slug, get_sla_explanation.ticket_id);
$function$;
comment on function public.get_sla_explanation(text,uuid) is 'Why a ticket is due when it is, for its agents: its clocks, those still owed first and soonest due, at most 12, with what happened to each (at most 100 events), when its time counted (stretches, at most 200, of at most 92 days), and the days with hours of their own. time_zone: the calendar''s; null where every hour counts. No row: nothing was ever due, or not a ticket of this workspace of the caller.';

CREATE OR REPLACE FUNCTION public.get_sla_settings(workspace_slug text)
 RETURNS TABLE(workspace_id uuid, calendar_id uuid, reopen_rule public.sla_reopen_rule, unanswered_rule public.sla_unanswered_rule, calendars public.sla_calendar_line[], policies public.sla_policy_line[], teams public.sla_team_line[], categories public.category_option[])
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select workspace.workspace_id, workspace.sla_calendar_id, workspace.sla_reopen_rule, workspace.sla_unanswered_rule,
    array(
      select row(
        calendar.calendar_id, calendar.current_version_id, calendar.name, version.time_zone,
        private.list_sla_weekly_hours(version.calendar_version_id), private.list_sla_special_days(version.calendar_version_id),
        array(
          select team.name from public.teams as team
          where team.workspace_id = calendar.workspace_id and team.sla_calendar_id = calendar.calendar_id and team.archived_at is null
          order by team.name),
        array(
          select policy.name from public.sla_policies as policy
          join public.sla_policy_versions as used
            on used.workspace_id = policy.workspace_id and used.policy_version_id = policy.current_version_id
          where policy.workspace_id = calendar.workspace_id and policy.archived_at is null and used.calendar_id = calendar.calendar_id
          order by policy.position)
      )::public.sla_calendar_line
      from public.sla_calendars as calendar
      join public.sla_calendar_versions as version
        on version.workspace_id = calendar.workspace_id and version.calendar_version_id = calendar.current_version_id
      where calendar.workspace_id = workspace.workspace_id and calendar.archived_at is null
      order by lower(calendar.name), calendar.calendar_id
    ),
    array(
      select row(
        policy.policy_id, policy.current_version_id, policy.name, version.calendar_id, version.team_ids, version.category_ids, version.channels,
        version.escalate_after_seconds, private.list_sla_targets(policy.workspace_id, policy.current_version_id)
      )::public.sla_policy_line
      from public.sla_policies as policy
      join public.sla_policy_versions as version
        on version.workspace_id = policy.workspace_id and version.policy_version_id = policy.current_version_id
      where policy.workspace_id = workspace.workspace_id and policy.archived_at is null
      order by policy.position, policy.policy_id
    ),
    array(
      select row(team.team_id, team.name, team.sla_calendar_id)::public.sla_team_line
      from public.teams as team
      where team.workspace_id = workspace.workspace_id and team.archived_at is null order by team.name
    ),
    array(
      select row(category.category_id, category.name, category.description)::public.category_option
      from public.ticket_categories as category
      where category.workspace_id = workspace.workspace_id and category.archived_at is null
      order by category.position, category.name
    )
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  where workspace.slug = workspace_slug and me.role <> 'agent';
$function$;
comment on function public.get_sla_settings(text) is 'Calendars by name, policies in their order, what teams and the workspace run by, and what conditions can ask for: what the pages of SLA settings show. No row: not an owner or admin of such a workspace.';

CREATE OR REPLACE FUNCTION public.get_sla_what_if(workspace_slug text, what_if_id uuid)
 RETURNS TABLE(what_if_id uuid, created_at timestamp with time zone, state public.sla_what_if_state, tickets_total integer, tickets_done integer, outcomes public.sla_what_if_outcome[], breaches public.sla_what_if_breach[], breach_count integer)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.get_sla_what_if(workspace_slug, what_if_id); $function$;
comment on function public.get_sla_what_if(text,uuid) is 'How far playing has come, how many clocks were met and breached by the policies as they are and with the draft, and at most 200 that the draft would have breached, first those that the policies as they are would not (was_breached). Clocks that neither ended nor fell due are not counted. No row: unknown, or not an owner or admin of such a workspace.';

CREATE OR REPLACE FUNCTION public.get_ticket(workspace_slug text, ticket_id uuid)
 RETURNS TABLE(ticket_id uuid, number bigint, subject text, status public.ticket_status, priority public.ticket_priority, channel public.ticket_channel, category_id uuid, category_name text, team_id uuid, assignee_id uuid, room_id uuid, created_at timestamp with time zone, last_activity_at timestamp with time zone, assigned_at timestamp with time zone, first_response_at timestamp with time zone, resolved_at timestamp with time zone, closed_at timestamp with time zone, awaiting_reply_since timestamp with time zone, reply_due_at timestamp with time zone, sla_due_at timestamp with time zone, sla_warn_at timestamp with time zone, customer_id uuid, customer_name text, customer_email text, customer_locale text, customer_since timestamp with time zone, message_count integer, follows_ticket_id uuid, follows_number bigint, follow_ups public.ticket_key[], team_name text, seen_by uuid[], categories public.category_choice[], participants public.participant_line[], fields public.ticket_field_line[], events public.event_line[], other_tickets public.ticket_line[])
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select ticket.ticket_id, ticket.number, ticket.subject, ticket.status, ticket.priority,
    ticket.channel, ticket.category_id, category.name, ticket.team_id, ticket.assignee_id, ticket.chat_room_id,
    ticket.created_at, ticket.last_activity_at, ticket.assigned_at, ticket.first_response_at,
    ticket.resolved_at, ticket.closed_at, ticket.awaiting_reply_since, ticket.reply_due_at, ticket.sla_due_at, ticket.sla_warn_at,
    customer.customer_id, customer.name, customer.email, customer.locale, customer.created_at,
    room.last_seq, followed.ticket_id, followed.number,
    array(
      select row(next.ticket_id, next.number, next.chat_room_id)::public.ticket_key from public.tickets as next
      where next.workspace_id = ticket.workspace_id and next.follows_ticket_id = ticket.ticket_id order by next.number
    ),
    team.name,
    case when team.is_private then array(select private.list_ticket_members(ticket.ticket_id)) end,
    array(
      select row(offered.category_id, offered.name)::public.category_choice from public.ticket_categories as offered
      where offered.workspace_id = ticket.workspace_id and offered.archived_at is null order by offered.position, offered.name
    ),
    array(select line from private.list_participants(get_ticket.ticket_id) as line),
    private.list_ticket_fields(ticket.workspace_id, ticket.ticket_id),
    array(
      select private.event_line(event) from public.ticket_events as event
      where event.workspace_id = ticket.workspace_id and event.ticket_id = ticket.ticket_id
      order by event.created_at, event.event_id
    ),
    array(
      select row(
        other.ticket_id, other.number, other.subject, other.status, other.priority, null, customer.name,
        other.assignee_id, null, null, other.created_at, other.last_activity_at, other.awaiting_reply_since, other.reply_due_at, other.sla_due_at, other.sla_warn_at, null, null, null, null, null
      )::public.ticket_line
      from public.tickets as other
      where other.workspace_id = ticket.workspace_id and other.customer_id = ticket.customer_id
        and other.ticket_id <> ticket.ticket_id
      order by other.created_at desc limit 10
    )
  from public.tickets as ticket
  join public.workspaces as workspace using (workspace_id)
  join public.customers as customer on customer.workspace_id = ticket.workspace_id and customer.customer_id = ticket.customer_id
  join public.chat_rooms as room on room.room_id = ticket.chat_room_id
  left join public.ticket_categories as category
    on category.workspace_id = ticket.workspace_id and category.category_id = ticket.category_id
  left join public.teams as team on team.workspace_id = ticket.workspace_id and team.team_id = ticket.team_id
  left join public.tickets as followed
    on followed.workspace_id = ticket.workspace_id and followed.ticket_id = ticket.follows_ticket_id
  where ticket.ticket_id = get_ticket.ticket_id and workspace.slug = workspace_slug;
$function$;
comment on function public.get_ticket(text,uuid) is 'A ticket as its agents see it: with the customer, the whole timeline and the customer''s ten latest other tickets that the caller sees. seen_by: the members who may see it, and be given it; null: all. follow_ups: the tickets that follow it, of those that the caller sees. categories: those that it can be put into. No row: unknown, hidden from the caller, or not in this workspace of the caller.';

CREATE OR REPLACE FUNCTION public.get_ticket_fields(workspace_slug text)
 RETURNS SETOF public.ticket_field_line
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.get_ticket_fields(workspace_slug); $function$;
comment on function public.get_ticket_fields(text) is 'What a portal''s form asks besides what every form asks, in order. No row: nothing, or no such workspace.';

CREATE OR REPLACE FUNCTION public.get_transcript_head(ticket_id uuid)
 RETURNS TABLE(ticket_id uuid, room_id uuid, workspace_slug text, workspace_name text, number bigint, subject text, created_at timestamp with time zone, last_seq integer, customer_names text[], agent_names text[])
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select * from private.get_transcript_head(get_transcript_head.ticket_id);
$function$;
comment on function public.get_transcript_head(uuid) is 'What stands above the transcript of a ticket''s room. No row: no such room for the caller.';

CREATE OR REPLACE FUNCTION public.get_workspace_pictures(workspace_slug text)
 RETURNS SETOF public.workspace_pictures
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select private.logo_line(workspace), workspace.icon_id, private.shown_icon_id(workspace)
  from public.workspaces as workspace
  where workspace.slug = workspace_slug and workspace.workspace_id = any (array(select private.my_admin_workspace_ids()));
$function$;
comment on function public.get_workspace_pictures(text) is 'The logo, the icon of its own, and the icon that is shown. No row: not an owner or admin of such a workspace.';

CREATE OR REPLACE FUNCTION public.get_workspace_settings(workspace_slug text)
 RETURNS SETOF public.workspace_draft
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select workspace.name, workspace.slug, workspace.brand_color, workspace.welcome_text, workspace.default_locale, workspace.edit_window_seconds,
    workspace.max_attachment_bytes, workspace.max_attachments_per_message, workspace.reopen_window_seconds, workspace.offered_locales,
    workspace.notice_mail_levels
  from public.workspaces as workspace
  where workspace.slug = workspace_slug and workspace.workspace_id = any (array(select private.my_admin_workspace_ids()));
$function$;
comment on function public.get_workspace_settings(text) is 'What save_workspace_settings() can change. No row: not an owner or admin of such a workspace.';

CREATE OR REPLACE FUNCTION public.invite_member(workspace_slug text, email text, role public.member_role, team_ids uuid[] DEFAULT '{}'::uuid[])
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.invite_member(workspace_slug, email, role, team_ids); $function$;
comment on function public.invite_member(text,text,public.member_role,uuid[]) is 'Asks somebody by mail to become a member, and answers the invitation. Errors: 404 workspace_not_found, team_not_found; 403 settings_forbidden, rank_too_low; 409 already_a_member; 429 too_many_invitations (a hundred mails a day for a workspace); 23505 workspace_invitations_open_key (asked already); 23514 workspace_invitations_email_format.';

CREATE OR REPLACE FUNCTION public.is_recalculating_sla(workspace_slug text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select private.is_recalculating_sla(workspace_slug); $function$;
comment on function public.is_recalculating_sla(text) is 'Whether a job of recalculate_sla() waits or is under way. Null: not an owner or admin of such a workspace.';

CREATE OR REPLACE FUNCTION public.leave_workspace(workspace_slug text)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.end_membership(workspace_slug, (
    select private.my_member_id(workspace.workspace_id) from public.workspaces as workspace where workspace.slug = workspace_slug), null, true);
$function$;
comment on function public.leave_workspace(text) is 'The caller goes; open tickets of the caller are nobody''s then. Answers how many. Errors: 404 workspace_not_found; 409 last_owner.';

CREATE OR REPLACE FUNCTION public.list_audit_entries(workspace_slug text, of_kind public.audit_subject DEFAULT NULL::public.audit_subject, of_actor_id uuid DEFAULT NULL::uuid, since timestamp with time zone DEFAULT NULL::timestamp with time zone, until timestamp with time zone DEFAULT NULL::timestamp with time zone, before_created_at timestamp with time zone DEFAULT NULL::timestamp with time zone, before_entry_id uuid DEFAULT NULL::uuid, page_size integer DEFAULT 50)
 RETURNS SETOF public.audit_line
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
begin
  return query
  select entry.entry_id, entry.created_at, entry.actor_type, entry.actor_id, entry.actor_name, entry.action,
    entry.subject_kind, entry.subject_id, entry.subject_name,
    array(
      select row(field, entry.before ->> field, entry.after ->> field)::public.audit_change
      from jsonb_object_keys(coalesce(entry.before, '{}') || coalesce(entry.after, '{}')) as field order by field)
  from public.audit_entries as entry
  where entry.workspace_id = (select workspace.workspace_id from public.workspaces as workspace where workspace.slug = workspace_slug)
    and (of_kind is null or entry.subject_kind = of_kind)
    and (of_actor_id is null or entry.actor_id = of_actor_id)
    and (since is null or entry.created_at >= since)
    and (until is null or entry.created_at < until)
    and (before_created_at is null or (entry.created_at, entry.entry_id) < (before_created_at, before_entry_id))
  order by entry.created_at desc, entry.entry_id desc
  limit least(greatest(page_size, 1), 200);
end;
$function$;
comment on function public.list_audit_entries(text,public.audit_subject,uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone,uuid,integer) is 'The audit log, latest first: of one kind of thing, of one member or customer, in [since, until), from the entry before_created_at and before_entry_id on. Values are text, lists and objects as JSON. Nothing for anybody but owners and admins.';

CREATE OR REPLACE FUNCTION public.list_erasures(workspace_slug text)
 RETURNS SETOF public.erasure_line
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.list_erasures(workspace_slug); $function$;
comment on function public.list_erasures(text) is 'The last ten erasures and how far they are. Nothing for anybody but owners and admins.';

CREATE OR REPLACE FUNCTION public.list_message_versions(room_id uuid, seq integer)
 RETURNS SETOF public.version_line
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select * from private.list_message_versions(room_id, seq);
$function$;
comment on function public.list_message_versions(uuid,integer) is 'What an edited message said before, oldest first. No row for anybody but agents who see the room.';

CREATE OR REPLACE FUNCTION public.list_my_sessions()
 RETURNS TABLE(session_id uuid, created_at timestamp with time zone, last_used_at timestamp with time zone, user_agent text, has_second_factor boolean, is_current boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.list_my_sessions(); $function$;
comment on function public.list_my_sessions() is 'Where the caller is signed in, the session of this call first, then by when they were used; 100 at most. Errors: 401 sign_in_required; 403 second_factor_required.';

CREATE OR REPLACE FUNCTION public.list_my_tickets(workspace_slug text)
 RETURNS TABLE(ticket_id uuid, number bigint, subject text, status public.ticket_status, created_at timestamp with time zone, last_activity_at timestamp with time zone, unread_count integer, is_requester boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select ticket.ticket_id, ticket.number, ticket.subject, ticket.status, ticket.created_at, ticket.last_activity_at,
    (
      select count(*)::integer from (
        select from public.messages as message
        where message.room_id = ticket.chat_room_id and message.deleted_at is null
          -- Of others: what the system says has no sender.
          and message.sender_id <> all (array(select private.my_customer_ids()))
          and message.seq > coalesce((
            select max(receipt.read_seq) from public.room_receipts as receipt where receipt.room_id = ticket.chat_room_id
          ), 0)
        limit 100
      ) as unread
    ),
    ticket.customer_id = any (array(select private.my_customer_ids()))
  from public.tickets as ticket
  where ticket.ticket_id = any (array(select private.my_ticket_ids()))
    and ticket.workspace_id = (select private.portal_workspace_id(workspace_slug))
  order by ticket.last_activity_at desc
  limit 100;
$function$;
comment on function public.list_my_tickets(text) is 'The tickets in a workspace that the caller opened or was added to, latest activity first, at most 100. unread_count: others'' messages, none of them deleted, after what the caller read, at most 100.';

CREATE OR REPLACE FUNCTION public.list_my_workspaces()
 RETURNS SETOF public.workspace_line
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select workspace.workspace_id, workspace.slug, workspace.name, workspace.brand_color, private.shown_icon_id(workspace), me.role
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  order by workspace.name, workspace.workspace_id;
$function$;
comment on function public.list_my_workspaces() is 'Workspaces the caller is a member of, by name.';

CREATE OR REPLACE FUNCTION public.list_receipts(room_id uuid)
 RETURNS SETOF public.receipt_line
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select * from private.list_receipts(room_id);
$function$;
comment on function public.list_receipts(uuid) is 'Who has a room''s messages and read them, each by name. No row for anybody but agents who see the room.';

CREATE OR REPLACE FUNCTION public.list_second_factor_demands()
 RETURNS SETOF public.second_factor_demand
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.list_second_factor_demands(); $function$;
comment on function public.list_second_factor_demands() is 'Workspaces that the caller would see as a member if their account had a second factor, by name: what leads them to set one up.';

CREATE OR REPLACE FUNCTION public.list_tickets(workspace_slug text, view public.inbox_view DEFAULT 'active'::public.inbox_view, search text DEFAULT NULL::text, before_activity_at timestamp with time zone DEFAULT NULL::timestamp with time zone, before_ticket_id uuid DEFAULT NULL::uuid, page_size integer DEFAULT 50, ordering public.inbox_order DEFAULT 'activity'::public.inbox_order, after_due_at timestamp with time zone DEFAULT NULL::timestamp with time zone)
 RETURNS SETOF public.ticket_line
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  desk_workspace_id constant uuid := (select workspace.workspace_id from public.workspaces as workspace where workspace.slug = workspace_slug);
  my_member_id constant uuid := private.my_member_id(desk_workspace_id);
  -- Nothing is due for what is done.
  is_by_due constant boolean := ordering = 'due' and view in ('active', 'mine', 'unassigned');
begin
  return query
  select ticket.ticket_id, ticket.number, ticket.subject, ticket.status, ticket.priority, category.name,
    customer.name, ticket.assignee_id, assignee.display_name, assignee.avatar_id, ticket.created_at, ticket.last_activity_at,
    ticket.awaiting_reply_since, ticket.reply_due_at, ticket.sla_due_at, ticket.sla_warn_at, last_message.sender_type,
    case when last_message.deleted_at is null then left(last_message.body, 160) end, last_message.message_type,
    case when room.last_customer_seq > greatest(receipt.read_seq, room.last_agent_seq) then (
      select count(*)::integer from (
        select from public.messages as message
        where message.room_id = room.room_id and message.seq > greatest(receipt.read_seq, room.last_agent_seq)
          and message.sender_type = 'customer' and message.deleted_at is null
        limit 100
      ) as unread
    ) else 0 end, coalesce(team.is_private, false)
  from private.list_inbox_page(
    desk_workspace_id, view, search, before_activity_at, before_ticket_id, page_size, is_by_due, after_due_at) as page (ticket_id)
  join public.tickets as ticket on ticket.ticket_id = page.ticket_id
  join public.customers as customer using (workspace_id, customer_id)
  join public.chat_rooms as room on room.room_id = ticket.chat_room_id
  left join public.room_receipts as receipt on receipt.room_id = room.room_id and receipt.participant_id = my_member_id
  -- Of people: what the system says is no news.
  left join public.messages as last_message
    on last_message.room_id = room.room_id and last_message.seq = greatest(room.last_customer_seq, room.last_agent_seq)
  left join public.ticket_categories as category
    on category.workspace_id = ticket.workspace_id and category.category_id = ticket.category_id
  left join public.teams as team on team.workspace_id = ticket.workspace_id and team.team_id = ticket.team_id
  left join public.workspace_members as assignee
    on assignee.workspace_id = ticket.workspace_id and assignee.member_id = ticket.assignee_id
  order by case when is_by_due then coalesce(ticket.sla_due_at, 'infinity') end, ticket.last_activity_at desc, ticket.ticket_id desc;
end;
$function$;
comment on function public.list_tickets(text,public.inbox_view,text,timestamp with time zone,uuid,integer,public.inbox_order,timestamp with time zone) is 'A page of a workspace''s tickets, latest activity first; the next page starts before the last row''s (last_activity_at, ticket_id). ordering due: by what is due next, and by activity where that is the same or nothing is due; the next page starts after the last row''s (sla_due_at, last_activity_at, ticket_id). What is done, and all, stays by activity. search: a number, with or without #, or a part of the subject. page_size 1 to 100. last_message_preview: of people''s last message; null when that was deleted, empty when it is files alone. unread_count: customer messages, none of them deleted, after the last answer and after what the caller read, at most 100.';

CREATE OR REPLACE FUNCTION public.list_workspace_exports(workspace_slug text)
 RETURNS SETOF public.workspace_export_line
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.list_workspace_exports(workspace_slug); $function$;
comment on function public.list_workspace_exports(text) is 'The last ten exports of a workspace, latest first, and how far they are. Nothing for anybody but its owners.';

CREATE OR REPLACE FUNCTION public.open_ticket(workspace_slug text, subject text, body text, email text, name text, submission_id uuid, category_id uuid DEFAULT NULL::uuid, locale text DEFAULT 'en'::text, follows_ticket_id uuid DEFAULT NULL::uuid, field_answers public.ticket_field_answer[] DEFAULT '{}'::public.ticket_field_answer[])
 RETURNS public.ticket_key
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select * from private.open_ticket(
    workspace_slug, subject, body, email, name, category_id, locale, submission_id, follows_ticket_id, field_answers);
$function$;
comment on function public.open_ticket(text,text,text,text,text,uuid,uuid,text,uuid,public.ticket_field_answer[]) is 'Opens a ticket with its room and first message, and links the caller''s identity to a customer. follows_ticket_id: a ticket of the caller that it goes on with. The same submission_id of the same customer answers the same ticket. Errors: 401 sign_in_required; 404 workspace_not_found; 422 category_not_found; 422 ticket_field_unknown, ticket_field_invalid, ticket_field_too_long, ticket_field_required, with the field as detail; 23514 tickets_subject_length, messages_body_length, customers_email_format, customers_name_length.';

CREATE OR REPLACE FUNCTION public.open_workspace_export(workspace_slug text, export_id uuid)
 RETURNS public.workspace_export_file
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select * from private.open_workspace_export(workspace_slug, export_id); $function$;
comment on function public.open_workspace_export(text,uuid) is 'Lets the caller, an owner, read the parts of an export for an hour, and says in the audit log that they did. Errors: 404 workspace_not_found, export_not_found; 403 owners_only.';

CREATE OR REPLACE FUNCTION public.order_categories(workspace_slug text, category_ids uuid[])
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.order_categories(workspace_slug, category_ids); $function$;
comment on function public.order_categories(text,uuid[]) is 'Puts the categories of a form, all of them, in an order. Errors: 404 workspace_not_found; 403 settings_forbidden; 409 list_changed.';

CREATE OR REPLACE FUNCTION public.order_sla_policies(workspace_slug text, policy_ids uuid[])
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.order_sla_policies(workspace_slug, policy_ids); $function$;
comment on function public.order_sla_policies(text,uuid[]) is 'Puts a workspace''s policies, all of them, in an order: a ticket gets the first that fits. Errors: 404 workspace_not_found; 403 settings_forbidden; 409 sla_policies_changed.';

CREATE OR REPLACE FUNCTION public.order_ticket_fields(workspace_slug text, field_ids uuid[])
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.order_ticket_fields(workspace_slug, field_ids); $function$;
comment on function public.order_ticket_fields(text,uuid[]) is 'Puts the fields of a form, all of them, in an order. Errors: 404 workspace_not_found; 403 settings_forbidden; 409 list_changed.';

CREATE OR REPLACE FUNCTION public.preview_erasure(workspace_slug text, customer_ids uuid[])
 RETURNS public.erasure_counts
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.preview_erasure(workspace_slug, customer_ids); $function$;
comment on function public.preview_erasure(text,uuid[]) is 'Counts what erase_customers() would take out, and changes nothing. Errors: 404 workspace_not_found; 403 settings_forbidden.';

CREATE OR REPLACE FUNCTION public.preview_retention(workspace_slug text, days public.retention_days)
 RETURNS public.retention_counts
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select * from private.preview_retention(workspace_slug, days); $function$;
comment on function public.preview_retention(text,public.retention_days) is 'What would be erased at once by these days, and changes nothing. Errors: 404 workspace_not_found; 403 settings_forbidden.';

CREATE OR REPLACE FUNCTION public.preview_sla_calendar(workspace_slug text, draft public.sla_calendar_draft, at timestamp with time zone DEFAULT now())
 RETURNS SETOF public.sla_calendar_preview
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select * from private.preview_sla_calendar(workspace_slug, draft, at); $function$;
comment on function public.preview_sla_calendar(text,public.sla_calendar_draft,timestamp with time zone) is 'What a draft of a calendar would mean at a moment: whether it is open, when that changes (null: never within a year), and when eight hours of open time are over. Nothing is saved. Errors: as save_sla_calendar(), but for the name.';

CREATE OR REPLACE FUNCTION public.preview_sla_policy(workspace_slug text, draft public.sla_policy_draft, team_id uuid DEFAULT NULL::uuid, at timestamp with time zone DEFAULT now())
 RETURNS SETOF public.sla_policy_preview
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select * from private.preview_sla_policy(workspace_slug, draft, team_id, at); $function$;
comment on function public.preview_sla_policy(text,public.sla_policy_draft,uuid,timestamp with time zone) is 'By when a ticket opened at a moment, or a message that comes then, would be answered or resolved under a draft, and when its assignee would be warned; for each target. team_id: whose calendar counts where the draft has none. Nothing is saved. Errors: as save_sla_policy(), but for the name.';

CREATE OR REPLACE FUNCTION public.reactivate_member(workspace_slug text, member_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.reactivate_member(workspace_slug, member_id); $function$;
comment on function public.reactivate_member(text,uuid) is 'Gives a deactivated member the access back. Errors: 404 workspace_not_found, member_not_found (also a removed one: invite again); 403 rank_too_low.';

CREATE OR REPLACE FUNCTION public.read_notes(ticket_id uuid, after_note_seq integer DEFAULT 0, page_size integer DEFAULT 200)
 RETURNS TABLE(topic text, notes public.note_line[])
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select * from private.read_notes(ticket_id, after_note_seq, page_size);
$function$;
comment on function public.read_notes(uuid,integer,integer) is 'The notes topic of a ticket''s room and its notes after after_note_seq, in order. No row for anybody but agents who see the ticket.';

CREATE OR REPLACE FUNCTION public.read_room(ticket_id uuid, after_seq integer DEFAULT NULL::integer, before_seq integer DEFAULT NULL::integer, page_size integer DEFAULT 50, around_seq integer DEFAULT NULL::integer, after_change bigint DEFAULT NULL::bigint)
 RETURNS TABLE(room_id uuid, status public.room_status, topic text, last_seq integer, change_seq bigint, messages public.message_line[], changes public.message_line[], changes_to bigint, receipts public.receipt_line[], my_read_seq integer, rules public.room_rules)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
#variable_conflict use_column
declare
  size constant integer := least(greatest(page_size, 1), 500);
  room record;
begin
  select it.room_id, it.workspace_id, it.status, it.last_seq, it.change_seq into room
  from public.chat_rooms as it where it.ticket_id = read_room.ticket_id;
  if room.room_id is null then
    return;
  end if;
  if around_seq is not null then
    -- As many after it as before it; where the room ends, more of the other side.
    after_seq := greatest(least(around_seq - size / 2, room.last_seq - size + 1), 1) - 1;
  end if;

  changes_to := room.change_seq;
  if after_change < room.change_seq then
    -- Up to a change that is complete: one may touch several messages.
    select coalesce(max(step.change_seq) filter (where step.place = size), room.change_seq) into changes_to
    from (
      select change.change_seq, row_number() over (order by change.change_seq) as place
      from public.messages as change
      where change.room_id = room.room_id and change.change_seq > after_change
      order by change.change_seq limit size
    ) as step;
  end if;

  -- Planned with the arguments' values, so that a page is read in the order of the index, however long the room is.
  return query
  select room.room_id, room.status, private.room_topic('room', room.room_id), room.last_seq, room.change_seq,
    coalesce((
      select array_agg(private.message_line(page, face.avatar_id) order by page.seq)
      from (
        select message.* from public.messages as message
        where message.room_id = room.room_id
          and (after_seq is null or message.seq > after_seq)
          and (before_seq is null or message.seq < before_seq)
        order by case when after_seq is not null then message.seq end, message.seq desc
        limit size
      ) as page
      left join private.list_avatars(room.workspace_id) as face on face.member_id = page.sender_id
    ), '{}'),
    coalesce((
      select array_agg(private.message_line(change) order by change.change_seq, change.seq)
      from public.messages as change
      where change.room_id = room.room_id and change.change_seq > after_change and change.change_seq <= changes_to
    ), '{}'),
    changes_to, extras.receipts, extras.my_read_seq, extras.rules
  from private.room_extras(room.room_id) as extras;
end;
$function$;
comment on function public.read_room(uuid,integer,integer,integer,integer,bigint) is 'A room''s state and a page of its messages in order: the newest, those after after_seq (oldest first, to catch up), the newest before before_seq (history), or those around around_seq. With after_change also the messages that changed since, complete up to changes_to: ask again until that is change_seq. page_size 1 to 500. No row: no such room for the caller.';

CREATE OR REPLACE FUNCTION public.recalculate_sla(workspace_slug text)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.recalculate_sla(workspace_slug); $function$;
comment on function public.recalculate_sla(text) is 'Has a job give the tickets still to be worked on the policies and calendars that they would get today, and answers how many there are: clocks that run keep their start and what is used, and get the new targets; those without one any more end, and what has a target now and had none starts. Ended ones never change. Errors: 404 workspace_not_found; 403 settings_forbidden.';

CREATE OR REPLACE FUNCTION public.remove_member(workspace_slug text, member_id uuid, reassign_to uuid DEFAULT NULL::uuid)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.end_membership(workspace_slug, member_id, reassign_to, true); $function$;
comment on function public.remove_member(text,uuid,uuid) is 'Takes a member''s access for good, and their places in teams; their open tickets go to reassign_to, or to nobody. Answers how many. Errors: as deactivate_member().';

CREATE OR REPLACE FUNCTION public.remove_my_avatar()
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.remove_my_avatar(); $function$;
comment on function public.remove_my_avatar() is 'Takes the caller''s face away, and answers in how many workspaces. Errors: 401 sign_in_required; 403 second_factor_required.';

CREATE OR REPLACE FUNCTION public.remove_participant(ticket_id uuid, customer_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.remove_participant(ticket_id, customer_id); $function$;
comment on function public.remove_participant(uuid,uuid) is 'The requester or an agent removes a participant, or a participant leaves: access, links and open channels end. Errors: 403 not_the_requester; 404 ticket_not_found, participant_not_found.';

CREATE OR REPLACE FUNCTION public.remove_workspace_picture(workspace_slug text, kind public.workspace_picture)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.remove_workspace_picture(workspace_slug, kind); $function$;
comment on function public.remove_workspace_picture(text,public.workspace_picture) is 'Takes the logo or the icon of a workspace away; again is the same. Errors: 404 workspace_not_found; 403 settings_forbidden; 409 workspace_closing.';

CREATE OR REPLACE FUNCTION public.reopen_ticket(ticket_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.reopen_ticket(ticket_id); $function$;
comment on function public.reopen_ticket(uuid) is 'The requester, within the workspace''s reopen_window_seconds, or an agent opens a resolved or closed ticket again; nothing happens to another. Errors: 403 not_the_requester; 404 ticket_not_found; 409 reopen_window_over, ticket_erased.';

CREATE OR REPLACE FUNCTION public.request_sla_what_if(workspace_slug text, policy_id uuid, draft public.sla_policy_draft)
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.request_sla_what_if(workspace_slug, policy_id, draft); $function$;
comment on function public.request_sla_what_if(text,uuid,public.sla_policy_draft) is 'Has a job play the tickets opened in the last 30 days under a draft, in the place of policy_id (null: as a new policy, the last), beside the settings as they are now, whatever is saved meanwhile, and answers the id of what get_sla_what_if() tells of. Nothing is saved. Errors: 404 workspace_not_found, sla_policy_not_found; 403 settings_forbidden; those of check_sla_policy().';

CREATE OR REPLACE FUNCTION public.request_transcript(ticket_id uuid, format public.transcript_format, include_notes boolean DEFAULT false, time_zone text DEFAULT 'UTC'::text, locale text DEFAULT 'en'::text)
 RETURNS text
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.request_transcript(ticket_id, format, include_notes, time_zone, locale);
$function$;
comment on function public.request_transcript(uuid,public.transcript_format,boolean,text,text) is 'Has the transcript of a ticket''s room mailed to the caller''s own address, which it answers. Errors: 404 ticket_not_found; 403 notes_for_agents; 409 no_mail_address, not_answered_yet (a requester, whose address is not proved); 429 too_many_transcripts (five an hour for a ticket and person, ten a day for a customer''s address). A time zone or locale that is no name fails by a constraint.';

CREATE OR REPLACE FUNCTION public.request_workspace_deletion(workspace_slug text, confirmation text)
 RETURNS timestamp with time zone
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.request_workspace_deletion(workspace_slug, confirmation); $function$;
comment on function public.request_workspace_deletion(text,text) is 'Has a workspace deleted in seven days, after an export of it, and answers when; it takes nothing new from now on. confirmation is its address. All owners are told by mail. Errors: 404 workspace_not_found; 403 owners_only; 409 workspace_closing (asked for already); 422 confirmation_differs.';

CREATE OR REPLACE FUNCTION public.request_workspace_export(workspace_slug text)
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.request_workspace_export(workspace_slug); $function$;
comment on function public.request_workspace_export(text) is 'Has a file made of everything of the workspace, for its owners. Errors: 404 workspace_not_found; 403 owners_only; 409 export_under_way; 429 too_many_exports.';

CREATE OR REPLACE FUNCTION public.resend_invitation(workspace_slug text, invitation_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.resend_invitation(workspace_slug, invitation_id); $function$;
comment on function public.resend_invitation(text,uuid) is 'Sends another mail, with another link, for seven days more; the link before ends. Errors: 404 workspace_not_found, invitation_not_found; 403 settings_forbidden, rank_too_low; 429 invitation_just_sent (within a minute).';

CREATE OR REPLACE FUNCTION public.restore_category(workspace_slug text, category_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_category_archived(workspace_slug, category_id, false); $function$;
comment on function public.restore_category(text,uuid) is 'Offers an archived category again, as the last one. Errors: 404 workspace_not_found, category_not_found; 403 settings_forbidden; 422 too_many_categories; 23505 ticket_categories_name_key.';

CREATE OR REPLACE FUNCTION public.restore_ticket_field(workspace_slug text, field_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_ticket_field_archived(workspace_slug, field_id, false); $function$;
comment on function public.restore_ticket_field(text,uuid) is 'Asks an archived field again, as the last one. Errors: 404 workspace_not_found, ticket_field_not_found; 403 settings_forbidden; 422 too_many_ticket_fields; 23505 ticket_fields_label_key.';

CREATE OR REPLACE FUNCTION public.revoke_invitation(workspace_slug text, invitation_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.revoke_invitation(workspace_slug, invitation_id); $function$;
comment on function public.revoke_invitation(text,uuid) is 'Takes an invitation back: its link opens nothing any more. Errors: 404 workspace_not_found, invitation_not_found; 403 settings_forbidden, rank_too_low.';

CREATE OR REPLACE FUNCTION public.save_category(workspace_slug text, name text, description text DEFAULT ''::text, category_id uuid DEFAULT NULL::uuid)
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.save_category(workspace_slug, category_id, name, coalesce(description, '')); $function$;
comment on function public.save_category(text,text,text,uuid) is 'Makes a category, the last one of the form, or says anew what one is called and means, and answers its id. Errors: 404 workspace_not_found, category_not_found; 403 settings_forbidden; 422 too_many_categories; 23505 ticket_categories_name_key; 23514 ticket_categories_name_length, ticket_categories_description_length.';

CREATE OR REPLACE FUNCTION public.save_member_work(workspace_slug text, draft public.member_work_draft, member_id uuid DEFAULT NULL::uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.save_member_work(workspace_slug, member_id, draft); $function$;
comment on function public.save_member_work(text,public.member_work_draft,uuid) is 'Changes what is not null in the draft of a member''s (null: the caller''s) skills, limit, hours and time zone. Errors: 404 workspace_not_found, member_not_found, sla_calendar_not_found; 403 rank_too_low, settings_forbidden (an agent''s own skills and limit); 422 too_many_skills and those of check_sla_hours(); 23514 workspace_members_max_open_tickets_range, workspace_skills_name_length.';

CREATE OR REPLACE FUNCTION public.save_retention(workspace_slug text, days public.retention_days)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.save_retention(workspace_slug, days); $function$;
comment on function public.save_retention(text,public.retention_days) is 'Sets after how many days tickets are erased, by status; null: never. Errors: 404 workspace_not_found; 403 settings_forbidden; 23514 retention_rules_after_days_range.';

CREATE OR REPLACE FUNCTION public.save_sla_calendar(workspace_slug text, draft public.sla_calendar_draft, calendar_id uuid DEFAULT NULL::uuid, seen_version_id uuid DEFAULT NULL::uuid)
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.save_sla_calendar(workspace_slug, draft, calendar_id, seen_version_id); $function$;
comment on function public.save_sla_calendar(text,public.sla_calendar_draft,uuid,uuid) is 'Makes a calendar, or the next version of one, and answers its id. What runs keeps its version until recalculate_sla(). seen_version_id: what the form was filled from. Errors: those of lock_settings(), add_sla_calendar_version() and refuse_unreachable_targets(); 404 sla_calendar_not_found; 409 sla_version_outdated; 23505 sla_calendars_name_key; 23514 sla_calendars_name_length.';

CREATE OR REPLACE FUNCTION public.save_sla_policy(workspace_slug text, draft public.sla_policy_draft, policy_id uuid DEFAULT NULL::uuid, seen_version_id uuid DEFAULT NULL::uuid)
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.save_sla_policy(workspace_slug, draft, policy_id, seen_version_id); $function$;
comment on function public.save_sla_policy(text,public.sla_policy_draft,uuid,uuid) is 'Makes a policy, the last in the order, or the next version of one, and answers its id. Clocks that run keep theirs until recalculate_sla(). seen_version_id: what the form was filled from. Errors: those of lock_settings() and check_sla_policy(); 404 sla_policy_not_found; 409 sla_version_outdated; 23505 sla_policies_name_key; 23514 sla_policies_name_length.';

CREATE OR REPLACE FUNCTION public.save_team(workspace_slug text, name text, member_ids uuid[] DEFAULT '{}'::uuid[], lead_ids uuid[] DEFAULT '{}'::uuid[], team_id uuid DEFAULT NULL::uuid, is_private boolean DEFAULT NULL::boolean)
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.save_team(workspace_slug, team_id, name, coalesce(member_ids, '{}'), coalesce(lead_ids, '{}'), is_private);
$function$;
comment on function public.save_team(text,text,uuid[],uuid[],uuid,boolean) is 'Makes a team, or says anew what it is called, who is in it and who leads it (leads are in it), and whether it is private (null: as it was), and answers its id. Open tickets of a private team that were given to somebody who may not see them any more are nobody''s then. Errors: 404 workspace_not_found, team_not_found; 403 settings_forbidden; 422 member_not_found, too_many_teams; 23505 teams_name_key; 23514 teams_name_length.';

CREATE OR REPLACE FUNCTION public.save_ticket_field(workspace_slug text, draft public.ticket_field_draft, field_id uuid DEFAULT NULL::uuid)
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.save_ticket_field(workspace_slug, field_id, draft); $function$;
comment on function public.save_ticket_field(text,public.ticket_field_draft,uuid) is 'Makes a field, the last one of the form, or says anew what one asks, and answers its id. Options that the draft leaves out are not offered any more; answers keep them. Errors: 404 workspace_not_found, ticket_field_not_found; 403 settings_forbidden; 409 list_changed (an option); 422 too_many_ticket_fields and those of check_ticket_field(); 23505 ticket_fields_label_key; 23514 ticket_fields_label_length, ticket_fields_help_text_length, ticket_fields_category_ids_range, ticket_field_options_label_length.';

CREATE OR REPLACE FUNCTION public.save_workspace_settings(workspace_slug text, draft public.workspace_draft)
 RETURNS text
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.save_workspace_settings(workspace_slug, draft); $function$;
comment on function public.save_workspace_settings(text,public.workspace_draft) is 'Changes what is not null in the draft, and answers where the workspace is found from now on; its former address leads there. Errors: 404 workspace_not_found; 403 settings_forbidden; 23505 workspaces_slug_key; 23514 any constraint of workspaces.';

CREATE OR REPLACE FUNCTION public.search_room(ticket_id uuid, query text, before_seq integer DEFAULT NULL::integer, page_size integer DEFAULT 20)
 RETURNS TABLE(messages public.search_hit[], notes public.search_hit[], next_before_seq integer)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
#variable_conflict use_column
declare
  hit_count constant integer := least(greatest(page_size, 1), 50);
  -- As many messages as one call reads at most: some 50 ms.
  reach constant integer := 25000;
  folded_query constant text := private.folded(btrim(left(query, 200), E' \t\r\n'));
  room record;
  upper_seq integer;
  lower_seq integer;
begin
  select chat_rooms.room_id, chat_rooms.last_seq into room from public.chat_rooms where chat_rooms.ticket_id = search_room.ticket_id;
  if room.room_id is null then
    return;
  end if;
  if folded_query = '' then
    return query select '{}'::public.search_hit[], '{}'::public.search_hit[], null::integer;
    return;
  end if;
  upper_seq := least(coalesce(before_seq, room.last_seq + 1), room.last_seq + 1);
  lower_seq := greatest(upper_seq - reach, 1);
  return query
  with hit as (
    select message.seq, message.sender_type, message.sender_name, message.body, message.created_at
    from public.messages as message
    where message.room_id = room.room_id and message.seq >= lower_seq and message.seq < upper_seq
      -- As private.folded.
      and strpos(case
        when octet_length(message.body) = char_length(message.body) then lower(message.body collate "C")
        else lower(extensions.unaccent(message.body)) end, folded_query) > 0
    order by message.seq desc limit hit_count
  )
  select
    coalesce(array_agg(
      row('message', hit.seq, hit.seq, hit.sender_type, hit.sender_name,
        private.excerpt(hit.body, strpos(private.folded(hit.body), folded_query)), hit.created_at)::public.search_hit
      order by hit.seq desc), '{}'),
    case when before_seq is null then private.search_notes(search_room.ticket_id, folded_query, 50) else '{}' end,
    case when count(*) = hit_count and min(hit.seq) > 1 then min(hit.seq) when lower_seq > 1 then lower_seq end
  from hit;
end;
$function$;
comment on function public.search_room(uuid,text,integer,integer) is 'Messages of a room that hold the words (at most 200 characters of them), case and accents aside, the newest first. One call reads 25,000 messages at most: next_before_seq, when not null, goes in as before_seq to go on. The first call gives agents notes as well, at most 50. No row: no such room for the caller.';

CREATE OR REPLACE FUNCTION public.send_access_link(ticket_id uuid, customer_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.send_access_link(ticket_id, customer_id); $function$;
comment on function public.send_access_link(uuid,uuid) is 'The requester or an agent sends a participant another link; earlier ones stay good. Errors: 403 not_the_requester; 404 ticket_not_found, participant_not_found; 429 access_link_just_sent, too_many_access_links, too_many_invitations.';

CREATE OR REPLACE FUNCTION public.send_message(room_id uuid, body text, client_id uuid, reply_to_seq integer DEFAULT NULL::integer, attachment_ids uuid[] DEFAULT '{}'::uuid[])
 RETURNS public.message_line
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select * from private.send_message(room_id, body, client_id, reply_to_seq, attachment_ids);
$function$;
comment on function public.send_message(uuid,text,uuid,integer,uuid[]) is 'Sends a message as the agent or customer that the caller is in the room, and answers it with its number. The same client_id of the same sender answers the message that is already there, whatever the rest says. reply_to_seq: a message it quotes. attachment_ids: the caller''s uploaded files, in order. Errors: 404 room_not_found; 409 room_closed, reopen_window_over (a customer''s, without files: follow_up_ticket takes it); 422 too_many_attachments, attachment_not_found; 23514 messages_body_length.';

CREATE OR REPLACE FUNCTION public.set_member_role(workspace_slug text, member_id uuid, role public.member_role)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_member_role(workspace_slug, member_id, role); $function$;
comment on function public.set_member_role(text,uuid,public.member_role) is 'Makes a member owner, admin or agent, from the next statement on. Errors: 404 workspace_not_found, member_not_found; 403 rank_too_low; 409 last_owner.';

CREATE OR REPLACE FUNCTION public.set_my_avatar(content text)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_my_avatar(content); $function$;
comment on function public.set_my_avatar(text) is 'Gives the caller a face, a picture as base64, in all workspaces of theirs, and answers in how many; without one it is not kept. Errors: 401 sign_in_required; 403 second_factor_required; 413 picture_too_large; 415 picture_type_refused; 422 picture_dimensions.';

CREATE OR REPLACE FUNCTION public.set_my_name(name text)
 RETURNS integer
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_my_name(name); $function$;
comment on function public.set_my_name(text) is 'What the caller is called in all workspaces of theirs; messages that were sent keep the name they were sent by. Answers in how many it changed. Errors: 401 sign_in_required; 403 second_factor_required.';

CREATE OR REPLACE FUNCTION public.set_my_notice_mails(workspace_slug text, levels public.sla_notice_level[] DEFAULT NULL::public.sla_notice_level[])
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_my_notice_mails(workspace_slug, levels); $function$;
comment on function public.set_my_notice_mails(text,public.sla_notice_level[]) is 'Which notices are mailed to the caller; null: as the workspace says, an empty list: none. Errors: 404 workspace_not_found.';

CREATE OR REPLACE FUNCTION public.set_no_reply_needed(ticket_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_no_reply_needed(ticket_id); $function$;
comment on function public.set_no_reply_needed(uuid) is 'An agent says that the customer''s last words need no answer: nothing is due for them any more. Nothing happens when nobody waits. Errors: 404 ticket_not_found.';

CREATE OR REPLACE FUNCTION public.set_reaction(room_id uuid, seq integer, emoji text, is_set boolean)
 RETURNS public.message_line
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select * from private.set_reaction(room_id, seq, emoji, is_set); $function$;
comment on function public.set_reaction(uuid,integer,text,boolean) is 'Puts the caller''s emoji to a message, or takes it back. Errors: 404 room_not_found, message_not_found; 409 message_deleted, room_closed; 422 too_many_reactions; 23514 message_reactions_emoji_format.';

CREATE OR REPLACE FUNCTION public.set_resolution_due(ticket_id uuid, due_at timestamp with time zone, reason text)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_resolution_due(ticket_id, due_at, reason); $function$;
comment on function public.set_resolution_due(uuid,timestamp with time zone,text) is 'An agent, in any role, says when a ticket is to be resolved, instead of its policy; no pause and no priority moves that. Null: as the policy says again. Errors: 404 ticket_not_found; 409 ticket_already_resolved, sla_not_running (no target, or breached already); 422 sla_reason_required, sla_due_out_of_range; 23514 sla_events_reason_length.';

CREATE OR REPLACE FUNCTION public.set_second_factor_demand(workspace_slug text, is_demanded boolean)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_second_factor_demand(workspace_slug, is_demanded); $function$;
comment on function public.set_second_factor_demand(text,boolean) is 'An owner says whether members need a second factor; whoever has none sees nothing of the workspace from the next statement on, until they have set one up. Errors: 404 workspace_not_found; 403 settings_forbidden; 409 own_second_factor_missing.';

CREATE OR REPLACE FUNCTION public.set_sla_calendars(workspace_slug text, calendar_id uuid DEFAULT NULL::uuid, team_calendars public.sla_team_calendar[] DEFAULT '{}'::public.sla_team_calendar[])
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_sla_calendars(workspace_slug, calendar_id, team_calendars); $function$;
comment on function public.set_sla_calendars(text,uuid,public.sla_team_calendar[]) is 'Says which calendar a workspace runs by where nothing else does (null: as before), and which its teams do (null: the workspace''s; those that are not named: as before): all of it or, where anything is refused, nothing. Errors: 404 workspace_not_found; 403 settings_forbidden; 404 team_not_found, sla_calendar_not_found, 422 sla_draft_unreadable, each with the team as detail, without one for the workspace''s own; 422 sla_target_unreachable.';

CREATE OR REPLACE FUNCTION public.set_sla_options(workspace_slug text, reopen_rule public.sla_reopen_rule DEFAULT NULL::public.sla_reopen_rule, unanswered_rule public.sla_unanswered_rule DEFAULT NULL::public.sla_unanswered_rule)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_sla_options(workspace_slug, reopen_rule, unanswered_rule); $function$;
comment on function public.set_sla_options(text,public.sla_reopen_rule,public.sla_unanswered_rule) is 'Says what reopening does to the time to resolve, and what resolving without an answer means; null: as before. Holds for what happens from then on. Errors: 404 workspace_not_found; 403 settings_forbidden.';

CREATE OR REPLACE FUNCTION public.set_ticket_category(ticket_id uuid, category_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_ticket_category(ticket_id, category_id); $function$;
comment on function public.set_ticket_category(uuid,uuid) is 'An agent puts the ticket into a category that is offered, or into none (null); what it answered stays, and its SLA policy is chosen anew. Errors: 404 ticket_not_found; 422 category_not_found.';

CREATE OR REPLACE FUNCTION public.set_ticket_fields(ticket_id uuid, field_answers public.ticket_field_answer[])
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_ticket_fields(ticket_id, field_answers); $function$;
comment on function public.set_ticket_fields(uuid,public.ticket_field_answer[]) is 'An agent answers fields of a ticket anew, or leaves them empty; those that are not named stay. Errors: 404 ticket_not_found; 422 ticket_field_unknown, ticket_field_invalid, ticket_field_too_long, with the field as detail.';

CREATE OR REPLACE FUNCTION public.set_ticket_priority(ticket_id uuid, priority public.ticket_priority)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_ticket_priority(ticket_id, priority); $function$;
comment on function public.set_ticket_priority(uuid,public.ticket_priority) is 'An agent sets the priority; the due date follows from the same start. Errors: 404 ticket_not_found.';

CREATE OR REPLACE FUNCTION public.set_ticket_status(ticket_id uuid, status public.ticket_status)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_ticket_status(ticket_id, status); $function$;
comment on function public.set_ticket_status(uuid,public.ticket_status) is 'An agent sets the status; closing closes the room. Errors: 404 ticket_not_found; 409 ticket_erased.';

CREATE OR REPLACE FUNCTION public.set_ticket_team(ticket_id uuid, team_id uuid)
 RETURNS boolean
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_ticket_team(ticket_id, team_id); $function$;
comment on function public.set_ticket_team(uuid,uuid) is 'An agent gives the ticket to a team, or to none (null). In a private team it is nobody''s where its assignee may not see it. Answers whether the caller still sees it. Errors: 404 ticket_not_found; 422 team_not_found.';

CREATE OR REPLACE FUNCTION public.set_workspace_picture(workspace_slug text, kind public.workspace_picture, content text)
 RETURNS uuid
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.set_workspace_picture(workspace_slug, kind, content); $function$;
comment on function public.set_workspace_picture(text,public.workspace_picture,text) is 'Gives a workspace a logo or an icon, a picture as base64, in the place of the one before, and answers its id. Errors: 404 workspace_not_found; 403 settings_forbidden; 413 picture_too_large; 415 picture_type_refused; 422 picture_dimensions; 409 workspace_closing.';

CREATE OR REPLACE FUNCTION public.transfer_ownership(workspace_slug text, member_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$ select private.transfer_ownership(workspace_slug, member_id); $function$;
comment on function public.transfer_ownership(text,uuid) is 'Makes a member owner and the caller, an owner, admin. Errors: 404 workspace_not_found, member_not_found; 403 rank_too_low; 409 member_not_active.';

CREATE OR REPLACE FUNCTION private.accept_access_link(workspace_slug text, secret text)
 RETURNS public.ticket_key
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  caller constant uuid := auth.uid();
  link private.access_links := private.find_access_link(workspace_slug, secret);
  ticket public.tickets;
begin
  -- A token outlives its account.
  if not exists (select from auth.users where id = caller) then
    perform private.refuse(401, 'sign_in_required', 'The browser needs an identity before it can take part.');
  end if;
  select * into ticket from public.tickets where ticket_id = link.ticket_id;
  perform from public.chat_rooms where room_id = ticket.chat_room_id for no key update;
  -- Asked again under the lock, which whoever removes the person holds too.
  link := private.find_access_link(workspace_slug, secret);
  if link.customer_id is null then
    perform private.refuse(404, 'access_link_not_valid', 'This link does not work, or not any more. Ask for a new one.');
  end if;

  insert into public.customer_identities (workspace_id, customer_id, user_id)
  values (link.workspace_id, link.customer_id, caller)
  on conflict do nothing;
  update public.ticket_participants set joined_at = now()
  where workspace_id = link.workspace_id and ticket_id = link.ticket_id and customer_id = link.customer_id and joined_at is null;
  return (ticket.ticket_id, ticket.number, ticket.chat_room_id);
end;
$function$;
comment on function private.accept_access_link(text,text) is NULL;

CREATE OR REPLACE FUNCTION private.accept_invitation(secret text, member_name text)
 RETURNS public.workspace_key
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  caller constant uuid := private.my_verified_user_id();
  invitation public.workspace_invitations;
  member public.workspace_members;
  joined public.workspace_key;
begin
  if caller is null then
    perform private.refuse(403, 'account_required', 'Sign in with an account whose email address is confirmed.');
  end if;
  perform from public.workspaces where workspace_id = (private.find_invitation(secret)).workspace_id for no key update;
  -- Asked again under the lock, which whoever revokes it, or accepts it twice, holds too.
  invitation := private.find_invitation(secret);
  if invitation.invitation_id is null then
    perform private.refuse(404, 'invitation_not_valid', 'This invitation does not work, or not any more. Ask for a new one.');
  end if;
  if not exists (select from auth.users where id = caller and lower(email) = invitation.email) then
    perform private.refuse(403, 'invitation_for_other_address', 'This invitation is for another address than that of your account.');
  end if;

  insert into public.workspace_members as existing (workspace_id, user_id, role, display_name)
  values (invitation.workspace_id, caller, invitation.role, btrim(member_name))
  -- Who was a member before is the same person still.
  on conflict (workspace_id, user_id) do update
    set role = case when existing.is_active then greatest(existing.role, excluded.role) else excluded.role end,
      display_name = excluded.display_name, removed_at = null, deactivated_at = null
  returning * into member;
  insert into public.team_members (workspace_id, team_id, member_id)
  select team.workspace_id, team.team_id, member.member_id
  from public.teams as team where team.workspace_id = invitation.workspace_id and team.team_id = any (invitation.team_ids) and team.archived_at is null
  on conflict do nothing;
  update public.workspace_invitations set accepted_at = now(), accepted_by = member.member_id
  where workspace_id = invitation.workspace_id and invitation_id = invitation.invitation_id;
  select workspace_id, slug into joined from public.workspaces where workspace_id = invitation.workspace_id;
  return joined;
end;
$function$;
comment on function private.accept_invitation(text,text) is NULL;

CREATE OR REPLACE FUNCTION private.acknowledge_messages(of_room_id uuid, up_to_delivered integer, up_to_read integer)
 RETURNS public.receipt_line
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  seat record;
  last integer;
  receipt public.room_receipts;
begin
  select * into seat from private.room_seat(of_room_id);
  if seat.sender_id is null then
    perform private.refuse(404, 'room_not_found', 'There is no such room for you.');
  end if;
  select last_seq into last from public.chat_rooms where room_id = of_room_id for no key update;
  select * into receipt from public.room_receipts where room_id = of_room_id and participant_id = seat.sender_id;
  up_to_read := least(greatest(up_to_read, receipt.read_seq, 0), last);
  up_to_delivered := least(greatest(up_to_delivered, receipt.delivered_seq, up_to_read), last);
  if receipt.room_id is null then
    insert into public.room_receipts (room_id, workspace_id, customer_id, member_id, delivered_seq, read_seq)
    values (
      of_room_id, seat.workspace_id,
      case seat.sender_type when 'customer' then seat.sender_id end,
      case seat.sender_type when 'agent' then seat.sender_id end,
      up_to_delivered, up_to_read)
    returning * into receipt;
  elsif (up_to_delivered, up_to_read) is distinct from (receipt.delivered_seq, receipt.read_seq) then
    update public.room_receipts set delivered_seq = up_to_delivered, read_seq = up_to_read
    where room_id = of_room_id and participant_id = seat.sender_id
    returning * into receipt;
  end if;
  return row(seat.sender_id, seat.sender_type, seat.sender_name, receipt.delivered_seq, receipt.read_seq, receipt.change_seq)::public.receipt_line;
end;
$function$;
comment on function private.acknowledge_messages(uuid,integer,integer) is NULL;

CREATE OR REPLACE FUNCTION private.add_business_time(start_at timestamp with time zone, seconds numeric, of_version_id uuid)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return (private.add_business_times(start_at, array[seconds], of_version_id))[1];
end;
$function$;
comment on function private.add_business_time(timestamp with time zone,numeric,uuid) is 'The first moment at which so many seconds have passed in which the version of the calendar is open; the start itself for 0. Due at closing stays at closing. Null when that is not within 20 years.';

CREATE OR REPLACE FUNCTION private.add_business_times(start_at timestamp with time zone, seconds numeric[], of_version_id uuid)
 RETURNS timestamp with time zone[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  times timestamptz[] := '{}';
  next integer := 1;
  passed numeric := 0;
  looked_until timestamptz := start_at;
  -- Enough for a weekend, and for most weeks.
  span interval := interval '96 hours' + make_interval(secs => least(5 * seconds[cardinality(seconds)], 4e7)::double precision);
  hours tstzrange;
  open_seconds numeric;
begin
  if seconds[1] > 0 then
    times := private.add_plain_week_times(start_at, seconds, of_version_id);
    if times is not null then
      return times;
    end if;
    times := '{}';
  end if;
  while next <= cardinality(seconds) and seconds[next] <= 0 loop
    times[next] := start_at;
    next := next + 1;
  end loop;
  while next <= cardinality(seconds) and looked_until < start_at + interval '20 years' loop
    foreach hours in array array(select each from unnest(private.open_hours(of_version_id, looked_until, looked_until + span)) as each) loop
      open_seconds := extract(epoch from upper(hours) - lower(hours));
      while next <= cardinality(seconds) and seconds[next] - passed <= open_seconds loop
        times[next] := lower(hours) + make_interval(secs => (seconds[next] - passed)::double precision);
        next := next + 1;
      end loop;
      exit when next > cardinality(seconds);
      passed := passed + open_seconds;
    end loop;
    looked_until := looked_until + span;
    span := least(span * 2, interval '12288 hours');
  end loop;
  return times;
end;
$function$;
comment on function private.add_business_times(timestamp with time zone,numeric[],uuid) is 'What add_business_time answers for each of several numbers of seconds, ascending, in one look at the calendar.';

CREATE OR REPLACE FUNCTION private.add_export(me public.workspace_members)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  new_export_id uuid;
begin
  -- A worker that is gone for good never said so.
  update private.workspace_exports set state = 'failed'
  where workspace_id = me.workspace_id and state in ('waiting', 'running') and noted_at < now() - interval '6 hours';
  insert into private.workspace_exports (workspace_id, requested_by) values (me.workspace_id, me.member_id)
  on conflict do nothing returning export_id into new_export_id;
  if new_export_id is not null then
    perform private.write_audit(me.workspace_id, 'created', 'export', new_export_id, '', null, '{}');
    perform private.enqueue_job('export-workspace', jsonb_build_object('workspace_id', me.workspace_id, 'export_id', new_export_id));
  end if;
  return new_export_id;
end;
$function$;
comment on function private.add_export(public.workspace_members) is 'Asks for an export in the name of an owner; null when one is under way.';

CREATE OR REPLACE FUNCTION private.add_note(of_room_id uuid, note_body text, note_client_id uuid)
 RETURNS public.note_line
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  seat record;
  note public.internal_notes;
begin
  select * into seat from private.room_seat(of_room_id);
  if seat.sender_type is distinct from 'agent' then
    perform private.refuse(404, 'room_not_found', 'There is no such room for you.');
  end if;

  perform from public.chat_rooms where room_id = of_room_id for no key update;
  select * into note from public.internal_notes
  where room_id = of_room_id and member_id = seat.sender_id and client_id = note_client_id;
  if note.room_id is not null then
    return private.note_line(note);
  end if;

  insert into public.internal_notes (room_id, note_seq, workspace_id, member_id, author_name, client_id, body)
  select of_room_id, coalesce(max(note_seq), 0) + 1, seat.workspace_id, seat.sender_id, seat.sender_name,
         note_client_id, btrim(note_body, E' \t\r\n')
  from public.internal_notes where room_id = of_room_id
  returning * into note;
  return private.note_line(note);
end;
$function$;
comment on function private.add_note(uuid,text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.add_participant(of_ticket_id uuid, participant_email text, participant_name text)
 RETURNS public.participant_line
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked constant record := private.lock_ticket_for_requester(of_ticket_id);
  address constant text := btrim(participant_email);
  requester public.customers;
  known public.ticket_participants;
  added_customer_id uuid;
begin
  if not locked.may_decide then
    perform private.refuse_participant();
  end if;
  if (locked.ticket).status = 'closed' then
    perform private.refuse(409, 'room_closed', 'This ticket is closed. Reopen it to add people.');
  end if;
  select * into requester from public.customers
  where workspace_id = (locked.ticket).workspace_id and customer_id = (locked.ticket).customer_id;
  if lower(address) = lower(requester.email) then
    perform private.refuse(422, 'participant_is_requester', 'This is the address of the person who opened the ticket.');
  end if;

  select participant.* into known
  from public.ticket_participants as participant join public.customers as customer using (workspace_id, customer_id)
  where participant.workspace_id = requester.workspace_id and participant.ticket_id = of_ticket_id and lower(customer.email) = lower(address);
  added_customer_id := known.customer_id;

  if known.customer_id is null or known.removed_at is not null then
    if (
      select count(*) filter (where removed_at is null) >= 10 or (known.customer_id is null and count(*) >= 30)
      from public.ticket_participants where workspace_id = requester.workspace_id and ticket_id = of_ticket_id
    ) then
      perform private.refuse(422, 'too_many_participants', 'A ticket takes ten people beside the one who opened it.');
    end if;
    if known.customer_id is null then
      insert into public.customers (workspace_id, email, name, locale)
      values (requester.workspace_id, address, btrim(participant_name), requester.locale)
      returning customer_id into added_customer_id;
      insert into public.ticket_participants (workspace_id, ticket_id, customer_id, invited_by_name)
      values (requester.workspace_id, of_ticket_id, added_customer_id, locked.seat_name);
    else
      perform private.refuse_second_mail(known);
      update public.customers set name = btrim(participant_name)
      where workspace_id = known.workspace_id and customer_id = known.customer_id;
      update public.ticket_participants
      set removed_at = null, joined_at = null, invited_by_name = locked.seat_name, invited_at = now(), link_sent_at = now()
      where workspace_id = known.workspace_id and ticket_id = known.ticket_id and customer_id = known.customer_id;
    end if;
  end if;
  return (select line from private.list_participants(of_ticket_id) as line where line.customer_id = added_customer_id);
end;
$function$;
comment on function private.add_participant(uuid,text,text) is NULL;

CREATE OR REPLACE FUNCTION private.add_picture(of_workspace_id uuid, kind text, content_base64 text, OUT picture_id uuid, OUT width integer, OUT height integer)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  limits constant record := private.picture_limits(kind);
  bytes bytea;
  known record;
begin
  -- Four letters for three bytes: what is longer is not even read.
  if octet_length(content_base64) > 4 * (limits.max_bytes / 3 + 2) then
    perform private.refuse(413, 'picture_too_large', format('A picture may have %s bytes.', limits.max_bytes));
  end if;
  begin
    bytes := decode(content_base64, 'base64');
  exception when invalid_parameter_value then
    bytes := '';
  end;
  if octet_length(bytes) > limits.max_bytes then
    perform private.refuse(413, 'picture_too_large', format('A picture may have %s bytes.', limits.max_bytes));
  end if;
  known := private.read_picture(coalesce(bytes, ''));
  if known.content_type is null then
    perform private.refuse(415, 'picture_type_refused', 'A picture is a PNG, JPEG or WebP that does not move.');
  end if;
  if least(known.width, known.height) < limits.min_side or greatest(known.width, known.height) > limits.max_side then
    perform private.refuse(422, 'picture_dimensions', format('A side has %s to %s pixels.', limits.min_side, limits.max_side));
  end if;
  insert into private.pictures as picture (workspace_id, content_type, content)
  values (of_workspace_id, known.content_type, bytes) returning picture.picture_id into picture_id;
  width := known.width;
  height := known.height;
end;
$function$;
comment on function private.add_picture(uuid,text,text) is 'Keeps a picture, given as base64, and answers its id and sides. Errors: 413 picture_too_large; 415 picture_type_refused; 422 picture_dimensions.';

CREATE OR REPLACE FUNCTION private.add_plain_week_times(start_at timestamp with time zone, seconds numeric[], of_version_id uuid)
 RETURNS timestamp with time zone[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  calendar public.sla_calendar_versions;
  from_date date;
  -- Enough for a weekend, and for weeks of 40 hours.
  days constant integer := 4 + ceil(least(4.2 * seconds[cardinality(seconds)], 4e7) / 86400);
  days_after integer[];
  opens time[];
  closes time[];
  after integer;
  opens_on timestamp;
  opens_at timestamptz;
  closes_at timestamptz := '-infinity';
  times timestamptz[] := '{}';
  next integer := 1;
  passed numeric := 0;
  open_seconds numeric;
begin
  select * into calendar from public.sla_calendar_versions as version where version.calendar_version_id = of_version_id;
  -- From the day before: its hours may cross midnight.
  from_date := (start_at at time zone calendar.time_zone)::date - 1;
  if exists (
    select from public.sla_calendar_exceptions as exception
    where exception.workspace_id = calendar.workspace_id and exception.calendar_version_id = calendar.calendar_version_id
      and private.may_be_special(exception.exception_date, exception.is_yearly, from_date, from_date + days)
  ) then
    return null;
  end if;
  select array_agg(weekly.days_after), array_agg(weekly.opens_at), array_agg(weekly.closes_at) into days_after, opens, closes
  from (
    select mod(7 + each.weekday - extract(isodow from from_date)::integer, 7) as days_after, each.opens_at, each.closes_at
    from public.sla_calendar_hours as each
    where each.workspace_id = calendar.workspace_id and each.calendar_version_id = calendar.calendar_version_id
    order by 1, each.opens_at
  ) as weekly;
  for week in 0 .. days / 7 loop
    for each in 1 .. coalesce(cardinality(opens), 0) loop
      after := 7 * week + days_after[each];
      -- That far it was asked for special days.
      if after > days then
        return null;
      end if;
      opens_on := from_date + after + opens[each];
      opens_at := opens_on at time zone calendar.time_zone;
      -- Hours that run into one another, or that open when the clocks leave out the hour, are for who sorts them out.
      if opens_at < closes_at or opens_at at time zone calendar.time_zone <> opens_on then
        return null;
      end if;
      closes_at := (from_date + after + closes[each]
        + case when closes[each] <= opens[each] then interval '1 day' else interval '0' end) at time zone calendar.time_zone;
      if closes_at > greatest(opens_at, start_at) then
        opens_at := greatest(opens_at, start_at);
        open_seconds := extract(epoch from closes_at - opens_at);
        while seconds[next] - passed <= open_seconds loop
          times[next] := opens_at + make_interval(secs => greatest(seconds[next] - passed, 0)::double precision);
          next := next + 1;
        end loop;
        if next > cardinality(seconds) then
          return times;
        end if;
        passed := passed + open_seconds;
      end if;
    end loop;
  end loop;
  return null;
end;
$function$;
comment on function private.add_plain_week_times(timestamp with time zone,numeric[],uuid) is 'What add_business_times answers where it comes of the weekly hours alone and soon, which is mostly; else null.';

CREATE OR REPLACE FUNCTION private.add_sla_calendar_version(of_workspace_id uuid, of_calendar_id uuid, given public.sla_calendar_draft)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  version_id uuid;
  draft constant public.sla_calendar_draft := private.check_sla_hours(given);
begin
  insert into public.sla_calendar_versions (workspace_id, calendar_id, version, time_zone)
  select of_workspace_id, of_calendar_id, coalesce(max(earlier.version), 0) + 1, draft.time_zone
  from public.sla_calendar_versions as earlier
  where earlier.workspace_id = of_workspace_id and earlier.calendar_id = of_calendar_id
  returning calendar_version_id into version_id;
  insert into public.sla_calendar_hours (workspace_id, calendar_version_id, weekday, opens_at, closes_at)
  select of_workspace_id, version_id, each.weekday, each.opens_at, each.closes_at from unnest(draft.weekly) as each;
  insert into public.sla_calendar_exceptions (workspace_id, calendar_version_id, exception_date, is_yearly, name)
  select of_workspace_id, version_id, each.exception_date, each.is_yearly, btrim(coalesce(each.name, '')) from unnest(draft.special_days) as each;
  insert into public.sla_calendar_exception_hours (workspace_id, calendar_version_id, exception_date, is_yearly, opens_at, closes_at)
  select of_workspace_id, version_id, each.exception_date, each.is_yearly, hours.opens_at, hours.closes_at
  from unnest(draft.special_days) as each cross join lateral unnest(each.hours) as hours;

  if isempty(private.open_hours(version_id, now(), now() + interval '366 days')) then
    perform private.refuse(422, 'sla_calendar_never_open', 'There is no open time within a year.');
  end if;
  return version_id;
end;
$function$;
comment on function private.add_sla_calendar_version(uuid,uuid,public.sla_calendar_draft) is 'Writes the next version of a calendar. Errors: 422 sla_time_zone_unknown, sla_draft_unreadable, too_many_special_days, sla_calendar_never_open; 422 too_many_hours, sla_special_day_twice, sla_hours_with_seconds, sla_hours_overlap, with the weekday or the date as detail; 23514 sla_calendar_exceptions_name_length.';

CREATE OR REPLACE FUNCTION private.add_sla_policy_version(of_workspace_id uuid, of_policy_id uuid, draft public.sla_policy_draft)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  version_id uuid;
begin
  insert into public.sla_policy_versions (
    workspace_id, policy_id, version, calendar_id, team_ids, category_ids, channels, escalate_after_seconds)
  select of_workspace_id, of_policy_id, coalesce(max(earlier.version), 0) + 1, draft.calendar_id,
    draft.team_ids, draft.category_ids, draft.channels, draft.escalate_after_seconds
  from public.sla_policy_versions as earlier
  where earlier.workspace_id = of_workspace_id and earlier.policy_id = of_policy_id
  returning policy_version_id into version_id;
  insert into public.sla_targets (workspace_id, policy_version_id, metric, priority, target_seconds, basis, warn_before_seconds)
  select of_workspace_id, version_id, target.metric, target.priority, target.target_seconds, target.basis, target.warn_before_seconds
  from unnest(draft.targets) as target;
  return version_id;
end;
$function$;
comment on function private.add_sla_policy_version(uuid,uuid,public.sla_policy_draft) is 'Writes the next version of a policy, from a draft that was checked.';

CREATE OR REPLACE FUNCTION private.advance_ticket(of_workspace_id uuid, of_room_id uuid, sender public.sender_type, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if sender = 'agent' then
    update public.tickets set
      as_of = at,
      last_activity_at = at,
      first_response_at = coalesce(first_response_at, at),
      response_count = response_count + 1,
      awaiting_reply_since = null,
      status = case when status in ('open', 'in_progress') then 'waiting' else status end
    where chat_room_id = of_room_id and workspace_id = of_workspace_id;
  elsif sender = 'customer' then
    update public.tickets set
      as_of = at,
      last_activity_at = at,
      awaiting_reply_since = coalesce(awaiting_reply_since, at),
      status = case when status in ('waiting', 'resolved') then 'open' else status end
    where chat_room_id = of_room_id and workspace_id = of_workspace_id
      -- The first message of a new ticket changes nothing.
      and (last_activity_at <> at or awaiting_reply_since is null or status in ('waiting', 'resolved'));
  end if;
end;
$function$;
comment on function private.advance_ticket(uuid,uuid,public.sender_type,timestamp with time zone) is 'What a message at some time does to its ticket: an agent''s answers the customer (first response, nobody waits, status waiting); a customer''s waits for an answer and reopens a waiting or resolved ticket.';

CREATE OR REPLACE FUNCTION private.allowed_sla_targets(of_workspace_id uuid, of_policy_version_id uuid, of_calendar_version_id uuid, of_priority public.ticket_priority, metrics public.sla_metric[])
 RETURNS TABLE(metric public.sla_metric, target_seconds integer, basis public.sla_basis, calendar_version_id uuid, warn_before_seconds integer, escalate_after_seconds integer)
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT target.metric,
     target.target_seconds,
         CASE
             WHEN (allowed_sla_targets.of_calendar_version_id IS NULL) THEN 'calendar'::public.sla_basis
             ELSE target.basis
         END AS basis,
         CASE
             WHEN (target.basis = 'business'::public.sla_basis) THEN allowed_sla_targets.of_calendar_version_id
             ELSE NULL::uuid
         END AS "case",
     target.warn_before_seconds,
     version.escalate_after_seconds
    FROM (public.sla_targets target
      JOIN public.sla_policy_versions version USING (workspace_id, policy_version_id))
   WHERE ((target.workspace_id = allowed_sla_targets.of_workspace_id) AND (target.policy_version_id = allowed_sla_targets.of_policy_version_id) AND (target.metric = ANY (allowed_sla_targets.metrics)) AND (target.priority = allowed_sla_targets.of_priority));
END;
comment on function private.allowed_sla_targets(uuid,uuid,uuid,public.ticket_priority,public.sla_metric[]) is 'What a version of a policy allows at a priority and by a version of a calendar, for each of these metrics that it has a target for.';

CREATE OR REPLACE FUNCTION private.answer_ticket_fields(ticket public.tickets, field_answers public.ticket_field_answer[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  answer public.ticket_field_answer;
  answers text[];
  missing uuid;
begin
  if cardinality(field_answers) > 200 then
    perform private.refuse(422, 'ticket_field_invalid', 'These are too many answers.');
  end if;
  foreach answer in array coalesce(field_answers, '{}') loop
    answers := private.read_ticket_field_answer(ticket.workspace_id, ticket.ticket_id, answer);
    -- Not those that are left empty: a form sends all that it has, and most tickets answer few.
    if answers <> '{}' then
      perform private.write_ticket_field_answer(ticket.workspace_id, ticket.ticket_id, answer.field_id, answers);
    end if;
  end loop;
  select field.field_id into missing from public.ticket_fields as field
  where field.workspace_id = ticket.workspace_id and field.is_required and field.archived_at is null
    and (field.category_ids is null or ticket.category_id = any (field.category_ids))
    and not exists (
      select from public.ticket_field_values as value
      where value.workspace_id = field.workspace_id and value.ticket_id = ticket.ticket_id and value.field_id = field.field_id)
  order by field.position, field.field_id limit 1;
  if missing is not null then
    perform private.refuse(422, 'ticket_field_required', 'This needs an answer.', missing::text);
  end if;
end;
$function$;
comment on function private.answer_ticket_fields(public.tickets,public.ticket_field_answer[]) is 'Keeps what a customer answered with a new ticket, also to fields of another category: what somebody has written is not thrown away. Errors, with the field as detail: 422 ticket_field_unknown, ticket_field_invalid, ticket_field_too_long, ticket_field_required.';

CREATE OR REPLACE FUNCTION private.apply_sla_event(clock public.sla_clocks, event public.sla_events)
 RETURNS public.sla_clocks
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  is_owed constant boolean := clock.state in ('running', 'paused');
  warn_after numeric;
  due_after numeric;
  times timestamptz[];
begin
  -- A stop of any kind, and another basis or calendar, first add up what was used by the present ones.
  if clock.running_since is not null and (
    event.kind in ('pause', 'fulfil', 'cancel')
    or event.kind = 'retarget' and (
      event.basis <> clock.basis
      or event.basis = 'business' and event.calendar_version_id is distinct from clock.calendar_version_id)
  ) then
    clock.consumed_seconds := clock.consumed_seconds + private.sla_time_used(clock, event.at);
    clock.running_since := event.at;
  end if;

  if event.kind in ('activate', 'retarget') then
    clock.policy_version_id := event.policy_version_id;
    clock.calendar_version_id := event.calendar_version_id;
    clock.priority := event.priority;
    clock.target_seconds := event.target_seconds;
    clock.basis := event.basis;
    clock.warn_before_seconds := event.warn_before_seconds;
    clock.escalate_after_seconds := event.escalate_after_seconds;
  end if;

  case event.kind
    when 'activate' then
      clock.workspace_id := event.workspace_id;
      clock.ticket_id := event.ticket_id;
      clock.metric := event.metric;
      clock.sequence := event.sequence;
      clock.is_due_by_hand := false;
      clock.state := 'running';
      clock.started_at := event.started_at;
      clock.consumed_seconds := 0;
      clock.running_since := event.started_at;
    when 'backdate' then
      clock.consumed_seconds := 0;
      clock.started_at := event.started_at;
      clock.running_since := event.started_at;
    when 'pause' then
      clock.running_since := null;
      if is_owed and not clock.is_due_by_hand then
        clock.state := 'paused';
        clock.due_at := null;
      end if;
    when 'resume' then
      clock.running_since := event.at;
      clock.stopped_at := null;
      if clock.state in ('paused', 'met') then
        clock.state := 'running';
        clock.met_at := null;
      end if;
    when 'fulfil' then
      clock.running_since := null;
      clock.stopped_at := event.at;
      if is_owed then
        clock.state := 'met';
        clock.met_at := event.at;
      else
        clock.met_late_at := coalesce(clock.met_late_at, event.at);
      end if;
    when 'cancel' then
      clock.running_since := null;
      clock.stopped_at := event.at;
      if is_owed then
        clock.state := 'cancelled';
        clock.cancel_reason := event.cancel_reason;
      end if;
    when 'breach' then
      clock.state := 'breached';
      clock.breached_at := event.at;
      clock.breach_cause := event.breach_cause;
      clock.due_at := event.due_at;
    when 'set_due' then
      clock.is_due_by_hand := event.due_at is not null;
      clock.due_at := event.due_at;
      clock.state := case when event.due_at is null and clock.running_since is null then 'paused' else 'running' end;
    when 'warn' then
      clock.warned_at := event.at;
    when 'escalate' then
      clock.escalated_at := event.at;
    else null;
  end case;

  if clock.state = 'running' and not clock.is_due_by_hand and event.kind in ('activate', 'backdate', 'resume', 'retarget', 'set_due') then
    warn_after := private.sla_seconds_to_warning(clock.target_seconds, clock.warn_before_seconds, clock.consumed_seconds);
    due_after := clock.target_seconds - clock.consumed_seconds;
    if clock.basis = 'calendar' then
      times := array[clock.running_since + make_interval(secs => warn_after::double precision), clock.running_since + make_interval(secs => due_after::double precision)];
    else
      -- Both in one look at the calendar.
      times := private.add_business_times(clock.running_since, array[warn_after, due_after], clock.calendar_version_id);
    end if;
    clock.due_at := times[2];
  end if;
  clock.next_at := case
    when clock.state = 'running' and clock.warned_at is null then least(clock.due_at, coalesce(times[1], private.sla_warn_at(clock)))
    when clock.state = 'running' then clock.due_at
    when clock.state = 'breached' and clock.running_since is not null and clock.escalated_at is null
      -- Not for the time in which nothing was owed: after a reopening it counts anew.
      then greatest(clock.breached_at, clock.running_since) + make_interval(secs => clock.escalate_after_seconds)
  end;
  clock.last_event_number := event.event_number;
  return clock;
end;
$function$;
comment on function private.apply_sla_event(public.sla_clocks,public.sla_events) is 'The clock after the event; before its first event it is null.';

CREATE OR REPLACE FUNCTION private.archive_sla_calendar(of_workspace_slug text, of_calendar_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  if exists (select from public.workspaces as workspace where workspace.workspace_id = locked_id and workspace.sla_calendar_id = of_calendar_id)
    or exists (select from public.teams as team where team.workspace_id = locked_id and team.sla_calendar_id = of_calendar_id)
    or exists (
      select from public.workspace_members as member
      where member.workspace_id = locked_id and member.work_calendar_id = of_calendar_id and member.removed_at is null)
    or exists (
      select from public.sla_policies as policy
      join public.sla_policy_versions as version
        on version.workspace_id = policy.workspace_id and version.policy_version_id = policy.current_version_id
      where policy.workspace_id = locked_id and policy.archived_at is null and version.calendar_id = of_calendar_id)
  then
    perform private.refuse(409, 'sla_calendar_in_use', 'The workspace, a team, a member or a policy still runs by this calendar.');
  end if;
  update public.sla_calendars set archived_at = now()
  where workspace_id = locked_id and calendar_id = of_calendar_id and archived_at is null;
  if not found then
    perform private.refuse(404, 'sla_calendar_not_found', 'There is no such calendar in this workspace.');
  end if;
end;
$function$;
comment on function private.archive_sla_calendar(text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.archive_sla_policy(of_workspace_slug text, of_policy_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  update public.sla_policies set archived_at = now()
  where workspace_id = locked_id and policy_id = of_policy_id and archived_at is null;
  if not found then
    perform private.refuse(404, 'sla_policy_not_found', 'There is no such policy in this workspace.');
  end if;
end;
$function$;
comment on function private.archive_sla_policy(text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.archive_team(of_workspace_slug text, of_team_id uuid, to_team_id uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  handed integer;
begin
  if to_team_id = of_team_id or to_team_id is not null and not exists (
    select from public.teams where workspace_id = locked_id and team_id = to_team_id and archived_at is null)
  then
    perform private.refuse(422, 'team_not_found', 'There is no such team in this workspace.');
  end if;
  -- Nothing goes by its calendar any more.
  update public.teams set archived_at = now(), sla_calendar_id = null where workspace_id = locked_id and team_id = of_team_id and archived_at is null;
  if not found then
    perform private.refuse(404, 'team_not_found', 'There is no such team in this workspace.');
  end if;
  perform private.lock_rooms(array(
    select ticket_id from public.tickets
    where workspace_id = locked_id and team_id = of_team_id and status in ('open', 'in_progress', 'waiting')));
  update public.tickets set team_id = to_team_id
  where workspace_id = locked_id and team_id = of_team_id and status in ('open', 'in_progress', 'waiting');
  get diagnostics handed = row_count;
  return handed;
end;
$function$;
comment on function private.archive_team(text,uuid,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.assign_ticket(of_ticket_id uuid, to_member_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  member public.workspace_members;
  ticket public.tickets;
begin
  -- Before the room, as whoever takes a member's access does before giving the member's tickets to somebody else: so
  -- that none is left with a person who has gone.
  select * into member from public.workspace_members
  where member_id = to_member_id and workspace_id = any (array(select private.my_workspace_ids())) for share;
  ticket := private.lock_ticket_for_agent(of_ticket_id);
  if to_member_id is not null and (member.workspace_id = ticket.workspace_id and member.is_active) is not true then
    perform private.refuse(422, 'member_not_found', 'This person is not a member of the workspace any more.');
  end if;
  update public.tickets set assignee_id = to_member_id
  where ticket_id = ticket.ticket_id and assignee_id is distinct from to_member_id;
end;
$function$;
comment on function private.assign_ticket(uuid,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.attach_files(to_room_id uuid, to_seq integer, of_sender_id uuid, chosen_ids uuid[])
 RETURNS public.message_type
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  attached integer;
  images integer;
begin
  if cardinality(chosen_ids) = 0 then
    return 'text';
  end if;
  if cardinality(chosen_ids) > (
    select max_attachments_per_message from public.chat_rooms join public.workspaces using (workspace_id) where room_id = to_room_id
  ) then
    perform private.refuse(422, 'too_many_attachments', 'A message may carry fewer files.');
  end if;
  with taken as (
    update public.attachments as attachment set seq = to_seq, position = chosen.position
    from unnest(chosen_ids) with ordinality as chosen (attachment_id, position)
    where attachment.attachment_id = chosen.attachment_id and attachment.room_id = to_room_id
      and attachment.sender_id = of_sender_id and attachment.seq is null and attachment.removed_at is null
      -- What was announced must have arrived, as what it was announced.
      and exists (
        select from storage.objects
        where bucket_id = 'attachments' and name = attachment.object_path
          and metadata ->> 'mimetype' = attachment.content_type and (metadata ->> 'size')::bigint = attachment.byte_size)
    returning attachment.width
  )
  select count(*), count(width) into attached, images from taken;
  if attached <> cardinality(chosen_ids) then
    perform private.refuse(422, 'attachment_not_found', 'A file is not there any more. Attach it again.');
  end if;
  return case when images = attached then 'image' else 'file' end;
end;
$function$;
comment on function private.attach_files(uuid,integer,uuid,uuid[]) is 'Gives a new message the sender''s waiting files, and answers what kind of message that makes it. Errors: 422 too_many_attachments, attachment_not_found.';

CREATE OR REPLACE FUNCTION private.attachment_line(attachment public.attachments)
 RETURNS public.attachment_line
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select row(
    attachment.attachment_id, attachment.file_name, attachment.content_type, attachment.byte_size,
    attachment.width, attachment.height)::public.attachment_line;
$function$;
comment on function private.attachment_line(public.attachments) is 'What people see of a file.';

CREATE OR REPLACE FUNCTION private.attachment_types()
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select '{
    "image/png": ["png"], "image/jpeg": ["jpg", "jpeg"], "image/gif": ["gif"], "image/webp": ["webp"], "image/avif": ["avif"],
    "image/heic": ["heic", "heif"], "application/pdf": ["pdf"],
    "text/plain": ["txt", "log", "csv", "tsv", "md", "json", "yaml", "yml", "ini", "conf", "diff", "patch", "srt", "ics"],
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
    "application/vnd.oasis.opendocument.text": ["odt"], "application/vnd.oasis.opendocument.spreadsheet": ["ods"],
    "application/vnd.oasis.opendocument.presentation": ["odp"],
    "application/zip": ["zip"], "application/gzip": ["gz", "tgz"], "application/x-7z-compressed": ["7z"],
    "audio/mpeg": ["mp3"], "audio/mp4": ["m4a"], "audio/ogg": ["ogg", "opus"], "audio/wav": ["wav"],
    "video/mp4": ["mp4", "m4v"], "video/quicktime": ["mov"], "video/webm": ["webm"]
  }'::jsonb;
$function$;
comment on function private.attachment_types() is 'What may be attached, each with the extensions that its name may have: nothing that a browser would run (HTML, SVG, XML) or that a click would start.';

CREATE OR REPLACE FUNCTION private.audit_actor(of_workspace_id uuid, OUT actor_type public.sender_type, OUT actor_id uuid, OUT actor_name text)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select who.actor_type, who.actor_id, who.actor_name from (
    -- Also one who is just leaving.
    select 1 as rank, 'agent'::public.sender_type as actor_type, member.member_id as actor_id, member.display_name as actor_name
    from public.workspace_members as member
    where member.workspace_id = of_workspace_id and member.user_id = (select auth.uid())
    union all
    (
      select 2, 'customer', customer.customer_id, customer.name
      from public.customer_identities as identity join public.customers as customer using (workspace_id, customer_id)
      where identity.workspace_id = of_workspace_id and identity.user_id = (select auth.uid()) limit 1
    )
    union all
    select 3, 'system', null, ''
  ) as who order by who.rank limit 1;
$function$;
comment on function private.audit_actor(uuid) is 'Who acts now in a workspace: a member of it, else a customer of it, else the system.';

CREATE OR REPLACE FUNCTION private.avatar_of(of_workspace_id uuid, of_member_id uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return (select avatar_id from public.workspace_members where workspace_id = of_workspace_id and member_id = of_member_id);
end;
$function$;
comment on function private.avatar_of(uuid,uuid) is 'A member''s face; null for none, and for whoever is no member. For lines that the caller reads.';

CREATE OR REPLACE FUNCTION private.awaited_sla_metric(is_awaiting_first_response boolean)
 RETURNS public.sla_metric
 LANGUAGE sql
 IMMUTABLE
RETURN (CASE WHEN is_awaiting_first_response THEN 'first_response'::text ELSE 'next_response'::text END)::public.sla_metric;
comment on function private.awaited_sla_metric(boolean) is 'Which answer the customer of a ticket waits for.';

CREATE OR REPLACE FUNCTION private.backdate_reply_clock(ticket public.tickets)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  clock public.sla_clocks;
  event public.sla_events := private.sla_event('backdate', ticket.changed_at);
begin
  event.started_at := ticket.awaiting_reply_since;
  for clock in
    select * from public.sla_clocks as owed
    where owed.workspace_id = ticket.workspace_id and owed.ticket_id = ticket.ticket_id
      and owed.metric <> 'resolution' and owed.state = 'running'
    for update
  loop
    perform private.breach_if_past(private.record_sla_event(clock, event), ticket.changed_at);
  end loop;
end;
$function$;
comment on function private.backdate_reply_clock(public.tickets) is 'The customer has waited since another moment than was known: a message of a merged ticket is older.';

CREATE OR REPLACE FUNCTION private.begin_ticket(of_customer public.customers, submission_id uuid, subject text, body text, category_id uuid, follows_ticket_id uuid)
 RETURNS public.tickets
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  ticket public.tickets;
begin
  insert into public.tickets (
    workspace_id, customer_id, submission_id, follows_ticket_id, subject, category_id, team_id, created_at, last_activity_at, awaiting_reply_since)
  values (
    of_customer.workspace_id, of_customer.customer_id, begin_ticket.submission_id, begin_ticket.follows_ticket_id,
    btrim(begin_ticket.subject), begin_ticket.category_id,
    -- What was for a private team alone goes on there.
    (
      select team.team_id from public.tickets as followed join public.teams as team using (workspace_id, team_id)
      where followed.workspace_id = of_customer.workspace_id and followed.ticket_id = begin_ticket.follows_ticket_id
        and team.is_private
    ),
    now(), now(), now())
  returning * into ticket;
  insert into public.chat_rooms (room_id, workspace_id, ticket_id, last_seq, last_customer_seq, created_at)
  values (ticket.chat_room_id, ticket.workspace_id, ticket.ticket_id, 1, 1, now());
  insert into public.messages (room_id, seq, workspace_id, sender_type, customer_id, sender_name, client_id, body, created_at)
  values (
    ticket.chat_room_id, 1, ticket.workspace_id, 'customer', ticket.customer_id, of_customer.name,
    begin_ticket.submission_id, btrim(begin_ticket.body, E' \t\r\n'), now());
  return ticket;
end;
$function$;
comment on function private.begin_ticket(public.customers,uuid,text,text,uuid,uuid) is 'A customer''s new ticket with its room and first message. Checks nobody: for commands that did. One that follows a ticket of a private team is that team''s, also when the team is archived: what few could read is not told to all.';

CREATE OR REPLACE FUNCTION private.begin_workspace_export(of_workspace_id uuid, of_export_id uuid, row_count bigint, file_count bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  update private.workspace_exports
  set state = 'running', rows_total = row_count, files_total = file_count, rows_done = 0, files_done = 0, part_count = 0, noted_at = now()
  where workspace_id = of_workspace_id and export_id = of_export_id and state in ('waiting', 'running');
  return found;
end;
$function$;
comment on function private.begin_workspace_export(uuid,uuid,bigint,bigint) is 'Notes what is to be done. False: it is not wanted any more.';

CREATE OR REPLACE FUNCTION private.breach_if_past(clock public.sla_clocks, at timestamp with time zone)
 RETURNS public.sla_clocks
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  event public.sla_events := private.sla_event('breach', at);
begin
  if clock.state = 'running' and clock.due_at < at
    -- More was used before it stood still than there is now.
    or clock.state in ('running', 'paused') and clock.target_seconds < clock.consumed_seconds and not clock.is_due_by_hand
  then
    event.breach_cause := 'retarget';
    event.due_at := at;
    clock := private.record_sla_event(clock, event);
  end if;
  return clock;
end;
$function$;
comment on function private.breach_if_past(public.sla_clocks,timestamp with time zone) is 'The clock after a change that may have made it due in the past: then it is breached by the change and now, never back-dated.';

CREATE OR REPLACE FUNCTION private.bring_avatar()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  brought uuid;
begin
  insert into private.pictures as picture (workspace_id, content_type, content)
  select new.workspace_id, known.content_type, known.content
  from public.workspace_members as elsewhere join private.pictures as known
    on known.workspace_id = elsewhere.workspace_id and known.picture_id = elsewhere.avatar_id
  where elsewhere.user_id = new.user_id and elsewhere.workspace_id <> new.workspace_id limit 1
  returning picture.picture_id into brought;
  if brought is not null then
    update public.workspace_members set avatar_id = brought where workspace_id = new.workspace_id and member_id = new.member_id;
  end if;
  return null;
end;
$function$;
comment on function private.bring_avatar() is 'Whoever joins a workspace has there the face that they have in their others.';

CREATE OR REPLACE FUNCTION private.broadcast_message_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.change_message(new.room_id, new.seq, case when new.deleted_at is null then 'edit' else 'delete' end);
  -- The desk's list shows the last message of people, and counts what is unread.
  perform private.tell_inbox(ticket.workspace_id, ticket.ticket_id, ticket.team_id, '{"kind": "changed"}')
  from public.chat_rooms as room join public.tickets as ticket using (workspace_id, ticket_id)
  where room.room_id = new.room_id
    and (new.deleted_at is not null or new.seq = greatest(room.last_customer_seq, room.last_agent_seq));
  return null;
end;
$function$;
comment on function private.broadcast_message_changed() is 'Sends an edited or deleted message, and those that quote it, to the room.';

CREATE OR REPLACE FUNCTION private.broadcast_message_created()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform realtime.send(to_jsonb(private.message_line(new)), 'message_created', private.room_topic('room', new.room_id), true);
  return null;
end;
$function$;
comment on function private.broadcast_message_created() is 'Sends a new message, as people see it, to its room.';

CREATE OR REPLACE FUNCTION private.broadcast_note_created()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform realtime.send(to_jsonb(private.note_line(new)), 'note_created', private.room_topic('notes', new.room_id), true);
  return null;
end;
$function$;
comment on function private.broadcast_note_created() is 'Sends a new internal note to the agents in its room.';

CREATE OR REPLACE FUNCTION private.broadcast_participants_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  changed_room_id constant uuid := (select chat_room_id from public.tickets where ticket_id = new.ticket_id);
  topic constant text := private.room_topic('room', changed_room_id);
  is_removal boolean := false;
  change bigint;
begin
  if tg_op = 'UPDATE' then
    is_removal := old.removed_at is null and new.removed_at is not null;
  end if;
  perform private.tell_inbox(new.workspace_id, new.ticket_id, ticket.team_id, '{"kind": "changed"}')
  from public.tickets as ticket where ticket.ticket_id = new.ticket_id;
  update public.chat_rooms set change_seq = change_seq + 1 where room_id = changed_room_id returning change_seq into change;
  perform realtime.send(jsonb_build_object('kind', 'participants', 'change_seq', change), 'room_changed', topic, true);
  if is_removal then
    perform private.send_topic_moved(changed_room_id);
    update public.chat_rooms set epoch = epoch + 1 where room_id = changed_room_id;
  end if;
  return null;
end;
$function$;
comment on function private.broadcast_participants_changed() is 'Tells the room and the inbox. When somebody is removed the room''s topics are renamed, so that a socket that is open hears nothing more; a last topic_moved on each old one tells those who stay.';

CREATE OR REPLACE FUNCTION private.broadcast_reaction_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  reaction constant public.message_reactions := coalesce(new, old);
begin
  -- Those of a deleted message went with it.
  if exists (
    select from public.messages where room_id = reaction.room_id and seq = reaction.seq and deleted_at is null
  ) then
    perform private.change_message(reaction.room_id, reaction.seq, 'reaction');
  end if;
  return null;
end;
$function$;
comment on function private.broadcast_reaction_changed() is 'Sends a message with its reactions as they stand now to the room.';

CREATE OR REPLACE FUNCTION private.broadcast_receipt_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform realtime.send(
    jsonb_build_object('kind', 'read', 'change_seq', new.change_seq, 'receipt', to_jsonb(line)),
    'room_changed', private.room_topic('room', new.room_id), true)
  from private.receipt_lines(new.room_id) as line
  where line.participant_id is not distinct from new.customer_id;
  return null;
end;
$function$;
comment on function private.broadcast_receipt_changed() is 'Sends up to where somebody has and has read the room to the others in it.';

CREATE OR REPLACE FUNCTION private.broadcast_ticket_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  change bigint;
begin
  perform private.tell_inbox(new.workspace_id, new.ticket_id, new.team_id, '{"kind": "changed"}');
  if new.team_id is distinct from old.team_id then
    -- It has gone from the lists of those who had it before.
    perform private.tell_inbox(old.workspace_id, old.ticket_id, old.team_id, '{"kind": "changed"}');
  end if;
  if new.status is distinct from old.status or new.assignee_id is distinct from old.assignee_id then
    change := private.next_change(new.chat_room_id);
    perform realtime.send(
      jsonb_build_object(
        'kind', case when new.status is distinct from old.status then 'status' else 'assigned' end,
        'status', new.status, 'change_seq', change),
      'room_changed', private.room_topic('room', new.chat_room_id), true);
  end if;
  return null;
end;
$function$;
comment on function private.broadcast_ticket_changed() is 'Tells the inbox that a ticket changed, and its room of a new status or assignee.';

CREATE OR REPLACE FUNCTION private.broadcast_ticket_created()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.tell_inbox(new.workspace_id, new.ticket_id, new.team_id, '{"kind": "created"}');
  return null;
end;
$function$;
comment on function private.broadcast_ticket_created() is 'Tells the inbox that there is a new ticket; whoever may see it fetches it.';

CREATE OR REPLACE FUNCTION private.broadcast_unread_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- The list of a member shows what is unread by that member: their other tabs and devices have to hear of it.
  perform private.tell_inbox(
    ticket.workspace_id, ticket.ticket_id, ticket.team_id, jsonb_build_object('kind', 'read', 'member_id', new.member_id))
  from public.chat_rooms as room join public.tickets as ticket using (workspace_id, ticket_id)
  where room.room_id = new.room_id
    and room.last_customer_seq > greatest(old.read_seq, room.last_agent_seq) and new.read_seq > coalesce(old.read_seq, 0);
  return null;
end;
$function$;
comment on function private.broadcast_unread_changed() is 'Says to the inbox whose unread messages have become fewer, if any were.';

CREATE OR REPLACE FUNCTION private.business_seconds_between(from_at timestamp with time zone, until_at timestamp with time zone, of_version_id uuid)
 RETURNS numeric
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return (
    select coalesce(sum(extract(epoch from upper(hours) - lower(hours))), 0)
    from unnest(private.open_hours(of_version_id, from_at, until_at)) as hours
  );
end;
$function$;
comment on function private.business_seconds_between(timestamp with time zone,timestamp with time zone,uuid) is 'Real seconds, to the microsecond, from one moment to another in which the version of the calendar is open; 0 when the second is not later.';

CREATE OR REPLACE FUNCTION private.cancel_sla_clocks(ticket public.tickets)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  clock public.sla_clocks;
  event public.sla_events := private.sla_event('cancel', ticket.changed_at);
begin
  event.cancel_reason := case when ticket.spam_at is not null then 'spam' else 'merged' end::public.sla_cancel_reason;
  for clock in
    select * from public.sla_clocks as owed
    where owed.workspace_id = ticket.workspace_id and owed.ticket_id = ticket.ticket_id and owed.stopped_at is null
    for update
  loop
    perform private.record_sla_event(clock, event);
  end loop;
end;
$function$;
comment on function private.cancel_sla_clocks(public.tickets) is 'Nothing is due for spam, nor for a ticket that goes on in another.';

CREATE OR REPLACE FUNCTION private.cancel_workspace_deletion(of_workspace_slug text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_ownership(of_workspace_slug);
  due constant timestamptz := (select deletion_at from public.workspaces where workspace_id = me.workspace_id);
begin
  if due <= now() then
    perform private.refuse(409, 'deletion_under_way', 'It is being deleted. This cannot be called off any more.');
  end if;
  update public.workspaces set deletion_requested_at = null, deletion_at = null
  where workspace_id = me.workspace_id and deletion_at is not null;
  if found then
    perform private.write_audit(me.workspace_id, 'deleted', 'deletion', me.workspace_id, '', jsonb_build_object('deletion_at', due), null);
  end if;
end;
$function$;
comment on function private.cancel_workspace_deletion(text) is NULL;

CREATE OR REPLACE FUNCTION private.category_name(of_workspace_id uuid, of_category_id uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select name from public.ticket_categories where workspace_id = of_workspace_id and category_id = of_category_id;
$function$;
comment on function private.category_name(uuid,uuid) is 'What a category is called now; null for none.';

CREATE OR REPLACE FUNCTION private.change_message(of_room_id uuid, of_seq integer, change_kind text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  change constant bigint := private.next_change(of_room_id);
  lines jsonb;
begin
  -- Those that quote it show it.
  update public.messages set change_seq = change
  where room_id = of_room_id and (seq = of_seq or (reply_to_seq = of_seq and change_kind <> 'reaction'));
  select jsonb_agg(to_jsonb(private.message_line(changed)) order by changed.seq) into lines
  from public.messages as changed where changed.room_id = of_room_id and changed.change_seq = change
  having count(*) <= 3;
  perform realtime.send(
    jsonb_build_object('kind', change_kind, 'change_seq', change)
      || case when lines is null then '{}' else jsonb_build_object('lines', lines) end,
    'room_changed', private.room_topic('room', of_room_id), true);
end;
$function$;
comment on function private.change_message(uuid,integer,text) is 'Marks a message, and those that quote it, with the room''s next change_seq, and sends them; more than three are left for the readers to fetch.';

CREATE OR REPLACE FUNCTION private.check_sla_hours(draft public.sla_calendar_draft)
 RETURNS public.sla_calendar_draft
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  -- The end of a day may be written as 24:00.
  weekly constant public.sla_weekly_hours[] := array(
    select row(each.weekday, each.opens_at, case when each.closes_at = '24:00' then '00:00' else each.closes_at end)::public.sla_weekly_hours
    from unnest(draft.weekly) as each);
  special_days constant public.sla_special_day[] := array(
    select row(each.exception_date, each.is_yearly, each.name, array(
      select row(hours.opens_at, case when hours.closes_at = '24:00' then '00:00' else hours.closes_at end)::public.sla_open_hours
      from unnest(each.hours) as hours))::public.sla_special_day
    from unnest(draft.special_days) as each);
  place text;
begin
  -- The names of the IANA database alone: PostgreSQL takes abbreviations and rules as well.
  if not exists (
    select from pg_catalog.pg_timezone_names as zone
    where zone.name = draft.time_zone and zone.name !~ '^(posix|right)/' and zone.name not in ('Factory', 'localtime', 'posixrules')
  ) then
    perform private.refuse(422, 'sla_time_zone_unknown', 'Choose a time zone of the list, as Europe/Berlin.');
  end if;
  if exists (
    select from unnest(weekly) as each
    where each.weekday not between 1 and 7 or each.opens_at = '24:00' or num_nulls(each.weekday, each.opens_at, each.closes_at) > 0
  ) or exists (
    select from unnest(special_days) as each left join lateral unnest(each.hours) as hours on true
    where num_nulls(each.exception_date, each.is_yearly) > 0 or not each.exception_date between '1970-01-01' and '2200-12-31'
      or hours.opens_at = '24:00' or cardinality(each.hours) > 0 and num_nulls(hours.opens_at, hours.closes_at) > 0
  ) then
    perform private.refuse(422, 'sla_draft_unreadable', 'Weekdays are 1 to 7, dates from 1970 to 2200, hours from 00:00 to 24:00.');
  end if;
  if cardinality(special_days) > 400 then
    perform private.refuse(422, 'too_many_special_days', 'A calendar has at most 400 days with hours of their own.');
  end if;
  select coalesce(day.weekday::text, day.exception_date::text) into place
  from (
    select each.weekday, null::date as exception_date, count(*) as hours from unnest(weekly) as each group by each.weekday
    union all
    select null, each.exception_date, cardinality(each.hours) from unnest(special_days) as each
  ) as day where day.hours > 12 order by 1 limit 1;
  if place is not null then
    perform private.refuse(422, 'too_many_hours', 'A day has at most twelve opening hours.', place);
  end if;
  select max(each.exception_date)::text into place
  from unnest(special_days) as each
  group by each.is_yearly, case when each.is_yearly then to_char(each.exception_date, 'MM-DD') else each.exception_date::text end
  having count(*) > 1 order by 1 limit 1;
  if place is not null then
    perform private.refuse(422, 'sla_special_day_twice', 'This day is there twice.', place);
  end if;
  -- Forms and words know minutes: what they cannot show they would lose.
  select coalesce(day.weekday::text, day.exception_date::text) into place
  from (
    select each.weekday, null::date as exception_date, each.opens_at, each.closes_at from unnest(weekly) as each
    union all
    select null, each.exception_date, hours.opens_at, hours.closes_at from unnest(special_days) as each cross join lateral unnest(each.hours) as hours
  ) as day where extract(second from day.opens_at) + extract(second from day.closes_at) > 0 order by 1 limit 1;
  if place is not null then
    perform private.refuse(422, 'sla_hours_with_seconds', 'Opening hours begin and end at full minutes.', place);
  end if;
  perform private.refuse_overlapping_hours(weekly, special_days);
  return row(draft.name, draft.time_zone, weekly, special_days)::public.sla_calendar_draft;
end;
$function$;
comment on function private.check_sla_hours(public.sla_calendar_draft) is 'The hours of a draft as they are stored. Errors: 422 sla_time_zone_unknown, sla_draft_unreadable, too_many_special_days, too_many_hours, sla_special_day_twice, sla_hours_with_seconds, sla_hours_overlap; where it says, the weekday or the date is the detail.';

CREATE OR REPLACE FUNCTION private.check_sla_policy(of_workspace_id uuid, draft public.sla_policy_draft)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  target public.sla_target_line;
begin
  if exists (
    select from unnest(draft.targets) as each
    group by each.metric, each.priority having count(*) > 1 or bool_or(num_nulls(each.metric, each.priority, each.basis) > 0)
  ) or array_position(draft.team_ids, null) is not null or array_position(draft.category_ids, null) is not null
    or array_position(draft.channels, null) is not null
    or greatest(cardinality(draft.team_ids), cardinality(draft.category_ids), cardinality(draft.channels)) > 200
  then
    perform private.refuse(422, 'sla_draft_unreadable', 'A target has a metric, a priority and a basis, once; conditions name at most 200.');
  end if;
  if draft.calendar_id is not null then
    perform private.refuse_unknown_calendar(of_workspace_id, draft.calendar_id);
  end if;
  if draft.team_ids = '{}' or draft.category_ids = '{}' or draft.channels = '{}' then
    perform private.refuse(422, 'sla_conditions_empty', 'A condition that names nothing fits no ticket.');
  end if;
  if exists (
    select from unnest(draft.team_ids) as named
    where not exists (select from public.teams as team where team.workspace_id = of_workspace_id and team.team_id = named)
  ) or exists (
    select from unnest(draft.category_ids) as named
    where not exists (
      select from public.ticket_categories as category where category.workspace_id = of_workspace_id and category.category_id = named)
  ) then
    perform private.refuse(422, 'sla_condition_unknown', 'This team or category is not one of the workspace.');
  end if;
  if draft.escalate_after_seconds not between 60 and 315360000 then
    perform private.refuse(422, 'sla_escalation_out_of_range', 'Choose a time from a minute to ten years.');
  end if;
  foreach target in array coalesce(draft.targets, '{}') loop
    if target.target_seconds is null or target.target_seconds not between 1 and 315360000 then
      perform private.refuse(
        422, 'sla_target_out_of_range', 'Choose a time of more than nothing and of at most ten years.', target.metric || '/' || target.priority);
    end if;
    if target.warn_before_seconds not between 0 and target.target_seconds then
      perform private.refuse(
        422, 'sla_warning_out_of_range', 'A warning comes within the time of its target.', target.metric || '/' || target.priority);
    end if;
  end loop;
  -- Where the longest is within reach, all are.
  select each.* into target from unnest(draft.targets) as each where each.basis = 'business' order by each.target_seconds desc limit 1;
  perform private.refuse_unreachable_target(calendar.current_version_id, target.target_seconds, target.metric || '/' || target.priority)
  from public.sla_calendars as calendar
  where target.target_seconds is not null and calendar.workspace_id = of_workspace_id
    and calendar.calendar_id = any (private.list_sla_policy_calendars(of_workspace_id, draft.calendar_id, draft.team_ids));
end;
$function$;
comment on function private.check_sla_policy(uuid,public.sla_policy_draft) is 'Errors: 404 sla_calendar_not_found; 422 sla_conditions_empty, sla_condition_unknown, sla_escalation_out_of_range; 422 sla_draft_unreadable; 422 sla_target_out_of_range, sla_warning_out_of_range and sla_target_unreachable, with metric/priority as detail.';

CREATE OR REPLACE FUNCTION private.check_slug(wanted_slug text, of_workspace_slug text)
 RETURNS public.slug_state
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  wanted constant text := lower(btrim(wanted_slug));
begin
  if private.my_verified_user_id() is null then
    perform private.refuse(403, 'account_required', 'Sign in with an account whose email address is confirmed.');
  end if;
  return case
    when not private.is_slug_well_formed(wanted) then 'malformed'
    when private.is_slug_reserved(wanted) then 'reserved'
    when exists (select from public.workspaces where slug = wanted and slug is distinct from of_workspace_slug) then 'taken'
    when exists (
      select from private.former_slugs as former join public.workspaces as owner using (workspace_id)
      where former.slug = wanted and owner.slug is distinct from of_workspace_slug) then 'taken'
    when exists (select from private.deleted_slugs where slug = wanted) then 'taken'
    else 'free'
  end;
end;
$function$;
comment on function private.check_slug(text,text) is NULL;

CREATE OR REPLACE FUNCTION private.check_ticket_field(of_workspace_id uuid, draft public.ticket_field_draft)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  count_of_options constant integer := coalesce(cardinality(draft.options), 0);
  twice text;
begin
  if draft.kind is null then
    perform private.refuse(422, 'ticket_field_kind_fixed', 'A field has a kind, and keeps it: answers have its type.');
  end if;
  if draft.kind in ('choice', 'choices') then
    if count_of_options = 0 then
      perform private.refuse(422, 'ticket_field_without_options', 'A choice needs something to choose from.');
    end if;
    if count_of_options > 50 then
      perform private.refuse(422, 'too_many_ticket_field_options', 'A choice has 50 options at most.');
    end if;
  elsif count_of_options > 0 then
    perform private.refuse(422, 'ticket_field_without_choice', 'Only a choice has options.');
  end if;
  select min(given.label) into twice from unnest(draft.options) as given
  group by lower(btrim(given.label)) having count(*) > 1 limit 1;
  if twice is not null then
    perform private.refuse(422, 'ticket_field_option_twice', 'Two options are called the same.', twice);
  end if;
  if exists (
    select from unnest(draft.category_ids) as wanted
    where wanted is null or not exists (
      select from public.ticket_categories as category where category.workspace_id = of_workspace_id and category.category_id = wanted))
  then
    perform private.refuse(422, 'category_not_found', 'There is no such category in this workspace.');
  end if;
end;
$function$;
comment on function private.check_ticket_field(uuid,public.ticket_field_draft) is 'Errors: 422 ticket_field_kind_fixed (none), ticket_field_without_options, too_many_ticket_field_options, ticket_field_without_choice, category_not_found; 422 ticket_field_option_twice, with the option as detail.';

CREATE OR REPLACE FUNCTION private.check_ticket_field_value()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  field public.ticket_fields;
begin
  select * into field from public.ticket_fields where workspace_id = new.workspace_id and field_id = new.field_id;
  if not (case field.kind
    when 'text' then new.text_value is not null and char_length(new.text_value) <= 500 and new.text_value !~ '[\n\r]'
    when 'long_text' then new.text_value is not null
    when 'number' then new.number_value is not null
    when 'date' then new.date_value is not null
    when 'checkbox' then new.is_checked is not null
    when 'choices' then new.option_id is not null
    when 'choice' then new.option_id is not null and not exists (
      select from public.ticket_field_values as other
      where other.workspace_id = new.workspace_id and other.ticket_id = new.ticket_id and other.field_id = new.field_id
        and other.value_id <> new.value_id)
  end) then
    perform private.refuse(422, 'ticket_field_invalid', 'This is no answer to this field.', new.field_id::text);
  end if;
  return new;
end;
$function$;
comment on function private.check_ticket_field_value() is 'Lets a field have answers of its kind alone, whoever writes them. 422 ticket_field_invalid.';

CREATE OR REPLACE FUNCTION private.close_ticket(of_ticket_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked constant record := private.lock_ticket_for_requester(of_ticket_id);
begin
  if not locked.may_decide then
    perform private.refuse_participant();
  end if;
  update public.tickets set status = 'closed' where ticket_id = of_ticket_id and status <> 'closed';
end;
$function$;
comment on function private.close_ticket(uuid) is NULL;

CREATE OR REPLACE FUNCTION private.count_erasure(of_workspace_id uuid, of_customer_ids uuid[])
 RETURNS public.erasure_counts
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  with own as (
    select ticket.ticket_id, ticket.chat_room_id as room_id from public.tickets as ticket
    where ticket.workspace_id = of_workspace_id and ticket.customer_id = any (of_customer_ids) and ticket.erased_at is null
  ), person as (
    select customer_id from public.customers
    where workspace_id = of_workspace_id and customer_id = any (of_customer_ids) and erased_at is null
    union
    select participant.customer_id from own join public.ticket_participants as participant
      on participant.workspace_id = of_workspace_id and participant.ticket_id = own.ticket_id
  ), said as (
    select message.room_id in (select room_id from own) as is_own, message.sender_type
    from public.messages as message
    where message.workspace_id = of_workspace_id and message.erased_at is null and message.sender_type <> 'system'
      and (message.room_id in (select room_id from own) or message.customer_id in (select customer_id from person))
  ), file as (
    select byte_size from public.attachments as attachment
    where attachment.workspace_id = of_workspace_id and attachment.removed_at is null
      and (attachment.room_id in (select room_id from own) or attachment.customer_id in (select customer_id from person))
  )
  select (select count(*) from person), (select count(*) from own), (select count(*) from said where sender_type = 'customer'),
    (select count(*) from public.internal_notes as note where note.workspace_id = of_workspace_id and note.room_id in (select room_id from own)),
    (select count(*) from file), (select coalesce(sum(byte_size), 0)::bigint from file),
    (select count(*) from pgboss.job where name like 'send-%' and state in ('created', 'retry') and exists (
      select from jsonb_each_text(data) as field where field.value in (
        select ticket_id::text from own
        union all select customer_id::text from person
        union all select request.request_id::text from private.transcript_requests as request
        where request.workspace_id = of_workspace_id
          and (request.ticket_id in (select ticket_id from own) or request.customer_id in (select customer_id from person))))),
    (select count(*) from said where sender_type = 'agent'),
    (select count(*) from private.workspace_exports where workspace_id = of_workspace_id and state in ('waiting', 'running', 'done'));
$function$;
comment on function private.count_erasure(uuid,uuid[]) is 'What would be erased with these customers: those who took part in their tickets alone, what was said by customers and by agents (other_messages), notes, files, mails that wait, exports.';

CREATE OR REPLACE FUNCTION private.count_outdated_sla_tickets(of_workspace_slug text)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  -- Once for each kind of ticket, not for each ticket.
  select (
    select coalesce(sum(kind.tickets), 0)::integer
    from (
      select ticket.team_id, ticket.category_id, ticket.channel, ticket.sla_policy_version_id, ticket.sla_calendar_version_id, count(*) as tickets
      from public.tickets as ticket
      where ticket.workspace_id = workspace.workspace_id and ticket.status in ('open', 'in_progress', 'waiting')
        and ticket.spam_at is null and ticket.merged_into_ticket_id is null
      group by 1, 2, 3, 4, 5
    ) as kind
    left join lateral private.match_sla_policy(workspace.workspace_id, kind.team_id, kind.category_id, kind.channel) as matched on true
    where (kind.sla_policy_version_id, kind.sla_calendar_version_id) is distinct from (matched.policy_version_id, matched.calendar_version_id)
  )
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  where workspace.slug = of_workspace_slug and me.role <> 'agent';
$function$;
comment on function private.count_outdated_sla_tickets(text) is NULL;

CREATE OR REPLACE FUNCTION private.create_attachment(of_room_id uuid, file_client_id uuid, given_name text, found_type text, size integer, pixel_width integer, pixel_height integer)
 RETURNS public.attachments
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  limits public.attachment_limits := private.get_attachment_limits(of_room_id);
  seat record;
  attachment public.attachments;
begin
  select * into seat from private.room_seat(of_room_id);
  select * into attachment from public.attachments
  where room_id = of_room_id and sender_id = seat.sender_id and client_id = file_client_id;
  if attachment.attachment_id is null then
    if size > limits.max_attachment_bytes then
      perform private.refuse(413, 'attachment_too_large', format('A file may have %s bytes.', limits.max_attachment_bytes));
    end if;
    if found_type is null or not private.attachment_types() ? found_type then
      perform private.refuse(415, 'attachment_type_refused', 'Files of this kind cannot be attached.');
    end if;
    -- Marks that turn the reading direction or hide letters dress one kind of file as another.
    if given_name ~ '[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]' or octet_length(given_name) > 255 then
      perform private.refuse(422, 'attachments_file_name_format', 'The name holds characters that no file may have, or is too long.');
    end if;
    -- What a file is saved and opened as is decided by its name.
    if not coalesce(private.attachment_types() -> found_type ? lower(substring(given_name from '.\.([^.]+)$')), false) then
      perform private.refuse(422, 'attachment_name_refused', 'The name ends as another kind of file.');
    end if;
    -- Twice what a message may carry wait: one being sent, the next being written. The oldest, left by a page that is
    -- gone, give way to this one.
    update public.attachments set removed_at = now()
    where seq is null and removed_at is null and attachment_id in (
      select waiting.attachment_id from public.attachments as waiting
      where waiting.workspace_id = seat.workspace_id
        and (waiting.customer_id = seat.sender_id or waiting.member_id = seat.sender_id)
        and waiting.seq is null and waiting.removed_at is null
      order by waiting.created_at desc, waiting.attachment_id
      offset greatest(2 * limits.max_attachments_per_message - 1, 0));
    insert into public.attachments (workspace_id, room_id, customer_id, member_id, client_id, file_name, content_type, byte_size, width, height)
    values (
      seat.workspace_id, of_room_id,
      case seat.sender_type when 'customer' then seat.sender_id end,
      case seat.sender_type when 'agent' then seat.sender_id end,
      file_client_id, given_name, found_type, size, pixel_width, pixel_height)
    on conflict (room_id, sender_id, client_id) do update set client_id = excluded.client_id
    returning * into attachment;
  end if;
  if attachment.removed_at is not null then
    perform private.refuse(404, 'attachment_not_found', 'This file was removed. Attach it again.');
  end if;
  return attachment;
end;
$function$;
comment on function private.create_attachment(uuid,uuid,text,text,integer,integer,integer) is NULL;

CREATE OR REPLACE FUNCTION private.create_workspace(workspace_name text, workspace_slug text, member_name text)
 RETURNS public.workspace_key
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  owner_id constant uuid := private.my_verified_user_id();
  created public.workspace_key;
begin
  if owner_id is null then
    perform private.refuse(403, 'account_required', 'Sign in with an account whose email address is confirmed.');
  end if;

  insert into public.workspaces (name, slug) values (btrim(workspace_name), lower(btrim(workspace_slug)))
  returning workspace_id, slug into created;
  insert into public.workspace_members (workspace_id, user_id, role, display_name)
  values (created.workspace_id, owner_id, 'owner', btrim(member_name));
  insert into public.teams (workspace_id, name) values (created.workspace_id, 'Support');
  insert into public.team_members (workspace_id, team_id, member_id, is_lead)
  select teams.workspace_id, teams.team_id, workspace_members.member_id, true
  from public.teams join public.workspace_members using (workspace_id)
  where workspace_id = created.workspace_id;
  insert into public.ticket_categories (workspace_id, name, position) values
    (created.workspace_id, 'Question', 1),
    (created.workspace_id, 'Problem', 2),
    (created.workspace_id, 'Billing', 3);
  return created;
end;
$function$;
comment on function private.create_workspace(text,text,text) is NULL;

CREATE OR REPLACE FUNCTION private.customer_event_line(event public.ticket_events)
 RETURNS public.event_line
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select row(
    event.event_id, event.kind, event.actor_type, case when event.kind = 'ticket_assigned' then '' else event.actor_name end,
    case when event.kind <> 'ticket_assigned' then event.old_value end, event.new_value, event.created_at)::public.event_line;
$function$;
comment on function private.customer_event_line(public.ticket_events) is 'A public event as customers have it: of an assignment only who looks after the ticket now.';

CREATE OR REPLACE FUNCTION private.date_ticket()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  given constant timestamptz := new.as_of;
begin
  new.as_of := null;
  if tg_op = 'INSERT' then
    new.changed_at := new.created_at;
  elsif new is distinct from old then
    new.changed_at := greatest(old.changed_at, coalesce(given, now()));
  end if;
  return new;
end;
$function$;
comment on function private.date_ticket() is 'Sets changed_at: the time as of which the writer tells, else now; never before the last change.';

CREATE OR REPLACE FUNCTION private.delete_message(of_room_id uuid, of_seq integer)
 RETURNS public.message_line
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  message public.messages := private.lock_own_message(of_room_id, of_seq);
begin
  update public.messages set deleted_at = clock_timestamp() where room_id = of_room_id and seq = of_seq;
  select * into message from public.messages where room_id = of_room_id and seq = of_seq;
  return private.message_line(message);
end;
$function$;
comment on function private.delete_message(uuid,integer) is NULL;

CREATE OR REPLACE FUNCTION private.delete_workspace_rows(of_workspace_id uuid, at_once integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  each_table text;
  gone integer;
begin
  perform from public.workspaces where workspace_id = of_workspace_id and deletion_at <= now() for update;
  if not found then
    perform private.refuse(409, 'workspace_not_closing', 'This workspace is not to be deleted.');
  end if;
  -- Neither triggers nor foreign keys: everything goes, so nothing follows from it, and the catalog knows all of it.
  perform set_config('session_replication_role', 'replica', true);
  for each_table in
    select format('%I.%I', namespace.nspname, class.relname)
    from pg_catalog.pg_class as class join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
    where namespace.nspname in ('public', 'private') and class.relkind in ('r', 'p') and not class.relispartition
      and class.oid not in ('public.workspaces'::regclass, 'private.deleted_workspaces'::regclass, 'private.deleted_slugs'::regclass,
        -- Last: mails to whoever was in it, addresses, and the proof that there was an export.
        'public.workspace_members'::regclass, 'private.former_slugs'::regclass, 'private.workspace_exports'::regclass)
      and exists (select from pg_catalog.pg_attribute where attrelid = class.oid and attname = 'workspace_id' and not attisdropped)
    order by 1
  loop
    execute format(
      'delete from %s where ctid = any (array(select ctid from %s where workspace_id = $1 limit $2))', each_table, each_table)
    using of_workspace_id, at_once;
    get diagnostics gone = row_count;
    exit when gone > 0;
  end loop;
  perform set_config('session_replication_role', 'origin', true);
  return coalesce(gone, 0);
end;
$function$;
comment on function private.delete_workspace_rows(uuid,integer) is 'Deletes some rows of a workspace whose time has come, of one table, and answers how many; 0: only itself is left. Errors: 409 workspace_not_closing.';

CREATE OR REPLACE FUNCTION private.derive_ticket_times()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if tg_op = 'INSERT' or new.status is distinct from old.status then
    if new.status in ('resolved', 'closed') then
      new.awaiting_reply_since := null;
      new.resolved_at := coalesce(new.resolved_at, new.changed_at);
    else
      new.resolved_at := null;
    end if;
    new.closed_at := case when new.status = 'closed' then coalesce(new.closed_at, new.changed_at) end;
  end if;
  if tg_op = 'INSERT' or new.assignee_id is distinct from old.assignee_id then
    new.assigned_at := case
      when new.assignee_id is null then null
      when tg_op = 'INSERT' then coalesce(new.assigned_at, new.changed_at)
      else new.changed_at
    end;
  end if;
  new.is_awaiting_first_response := new.awaiting_reply_since is not null and (tg_op = 'INSERT' or old.is_awaiting_first_response);
  return new;
end;
$function$;
comment on function private.derive_ticket_times() is 'Sets resolved_at, closed_at and assigned_at from the status and assignee, and whether the awaited answer is the first.';

CREATE OR REPLACE FUNCTION private.describe_sla_version(kind public.audit_subject, of_workspace_id uuid, version_id uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select case kind
    when 'sla_calendar' then (
      select jsonb_build_object(
        'time_zone', version.time_zone, 'weekly', private.list_sla_weekly_hours(version_id),
        'special_days', private.list_sla_special_days(version_id))
      from public.sla_calendar_versions as version
      where version.workspace_id = of_workspace_id and version.calendar_version_id = version_id)
    when 'sla_policy' then (
      select (to_jsonb(described) - array['workspace_id', 'policy_version_id', 'policy_id', 'created_at'])
        || jsonb_build_object('targets', private.list_sla_targets(of_workspace_id, version_id))
      from public.sla_policy_versions as described
      where described.workspace_id = of_workspace_id and described.policy_version_id = version_id)
  end;
$function$;
comment on function private.describe_sla_version(public.audit_subject,uuid,uuid) is 'All that a version of a calendar or policy says; null for none.';

CREATE OR REPLACE FUNCTION private.discard_attachment(of_attachment_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  update public.attachments as attachment set removed_at = coalesce(removed_at, now())
  where attachment_id = of_attachment_id and seq is null
    and sender_id = (select seat.sender_id from private.room_seat(attachment.room_id) as seat);
  if not found then
    perform private.refuse(404, 'attachment_not_found', 'There is no such file that waits to be sent.');
  end if;
end;
$function$;
comment on function private.discard_attachment(uuid) is NULL;

CREATE OR REPLACE FUNCTION private.drop_avatar()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  new.avatar_id := null;
  return new;
end;
$function$;
comment on function private.drop_avatar() is 'Whoever is removed, or has no account any more, has no face here either.';

CREATE OR REPLACE FUNCTION private.drop_workspace_exports(of_workspace_id uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  with dropped as (
    update private.workspace_exports set state = 'expired', expires_at = now()
    where workspace_id = of_workspace_id and state in ('waiting', 'running', 'done')
    returning export_id
  )
  select private.enqueue_job('remove-workspace-export', jsonb_build_object('workspace_id', of_workspace_id, 'export_id', export_id))
  from dropped;
$function$;
comment on function private.drop_workspace_exports(uuid) is 'Ends all exports of a workspace, those under way too, and has their files removed: something that they hold was erased.';

CREATE OR REPLACE FUNCTION private.edit_message(of_room_id uuid, of_seq integer, new_body text)
 RETURNS public.message_line
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  message public.messages := private.lock_own_message(of_room_id, of_seq);
begin
  update public.messages set body = btrim(new_body, E' \t\r\n')
  where room_id = of_room_id and seq = of_seq and body <> btrim(new_body, E' \t\r\n');
  select * into message from public.messages where room_id = of_room_id and seq = of_seq;
  return private.message_line(message);
end;
$function$;
comment on function private.edit_message(uuid,integer,text) is NULL;

CREATE OR REPLACE FUNCTION private.empty_deleted_message()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from public.message_versions where room_id = new.room_id and seq = new.seq;
  delete from public.message_reactions where room_id = new.room_id and seq = new.seq;
  update public.attachments set removed_at = now() where room_id = new.room_id and seq = new.seq and removed_at is null;
  return null;
end;
$function$;
comment on function private.empty_deleted_message() is 'Takes away the versions, reactions and files of a deleted message.';

CREATE OR REPLACE FUNCTION private.empty_messages(of_room_id uuid, sent_by uuid, change bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  emptied integer[];
begin
  with emptying as (
    update public.messages as message set
      body = '', sender_name = case sender_type when 'agent' then message.sender_name when 'customer' then '—' else '' end,
      old_value = case when system_kind::text like 'participant_%' then null else message.old_value end,
      new_value = case when system_kind::text like 'participant_%' then '—' else message.new_value end,
      deleted_at = case sender_type when 'system' then null else coalesce(message.deleted_at, now()) end,
      edited_at = null, erased_at = now(), change_seq = change
    where message.room_id = of_room_id and message.erased_at is null and (sent_by is null or message.customer_id = sent_by)
    returning seq
  )
  select array_agg(seq) into emptied from emptying;
  delete from public.message_versions where room_id = of_room_id and seq = any (emptied);
  delete from public.message_reactions where room_id = of_room_id and seq = any (emptied);
  -- Kept until the worker has deleted the object; also those that were never sent.
  update public.attachments set file_name = '—', removed_at = coalesce(removed_at, now())
  where room_id = of_room_id and (sent_by is null or customer_id = sent_by);
  update public.audit_entries as entry set actor_name = (private.without_erased(entry)).actor_name, before = (private.without_erased(entry)).before
  where entry.workspace_id = (select workspace_id from public.chat_rooms where room_id = of_room_id)
    and entry.subject_kind = 'message' and entry.subject_id = of_room_id and (entry.before ->> 'seq')::integer = any (emptied);
  -- Those that quote one are shown anew too.
  update public.messages set change_seq = change
  where room_id = of_room_id and reply_to_seq = any (emptied) and erased_at is null;
  -- What Realtime would tell again to whoever joins.
  delete from realtime.messages as told
  where told.topic like 'room:' || of_room_id || ':%' or sent_by is null and told.topic like 'notes:' || of_room_id || ':%';
  perform realtime.send(jsonb_build_object('kind', 'delete', 'change_seq', change), 'room_changed', private.room_topic('room', of_room_id), true);
end;
$function$;
comment on function private.empty_messages(uuid,uuid,bigint) is 'Empties the messages of a room, all or those of one customer, with what belongs to them, and tells the room.';

CREATE OR REPLACE FUNCTION private.end_membership(of_workspace_slug text, of_member_id uuid, to_member_id uuid, is_for_good boolean)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
  whom constant public.workspace_members := private.find_managed_member(me, of_member_id, null);
begin
  -- Who leaves by choice does not decide who gets the work.
  if to_member_id is not null and (
    to_member_id = whom.member_id or me.role = 'agent' or not exists (
      select from public.workspace_members
      where workspace_id = me.workspace_id and member_id = to_member_id and is_active for share))
  then
    perform private.refuse(422, 'member_not_found', 'This person is not a member of the workspace any more.');
  end if;
  update public.workspace_members as member
  set deactivated_at = case when is_for_good then member.deactivated_at else coalesce(member.deactivated_at, now()) end,
    removed_at = case when is_for_good then now() end
  where member.workspace_id = whom.workspace_id and member.member_id = whom.member_id;
  if is_for_good then
    delete from public.team_members where workspace_id = whom.workspace_id and member_id = whom.member_id;
  end if;
  return private.hand_over_tickets(whom, to_member_id);
end;
$function$;
comment on function private.end_membership(text,uuid,uuid,boolean) is 'Takes a member''s access, for a while or for good, and gives the open tickets to somebody else in the same transaction.';

CREATE OR REPLACE FUNCTION private.end_my_sessions(only_id uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  caller constant uuid := private.my_account_id();
  ended integer;
begin
  if caller is null then
    perform private.refuse(401, 'sign_in_required', 'Sign in first.');
  end if;
  delete from auth.sessions as session
  where session.user_id = caller
    and case when only_id is not null then session.id = only_id
      else session.id::text is distinct from auth.jwt() ->> 'session_id' end;
  get diagnostics ended = row_count;
  if ended > 0 then
    perform private.move_workspace_topics(member.workspace_id)
    from (select workspace_id from public.workspace_members where user_id = caller and is_active order by workspace_id) as member;
  end if;
  return ended;
end;
$function$;
comment on function private.end_my_sessions(uuid) is 'Ends one session of the caller, or (null) all but that of the call; answers how many. Topics of the caller''s workspaces are renamed.';

CREATE OR REPLACE FUNCTION private.end_places()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  left_behind record;
begin
  -- Not of those who lost all access: their topics have new names already, and their tickets somebody else.
  for left_behind in
    select gone.workspace_id, array_agg(distinct gone.team_id) as team_ids
    from gone join public.workspace_members as member using (workspace_id, member_id)
    where member.is_active and not private.may_see_team(gone.workspace_id, gone.member_id, gone.team_id)
    group by gone.workspace_id
  loop
    perform private.release_hidden_tickets(left_behind.workspace_id, left_behind.team_ids);
    perform private.move_workspace_topics(left_behind.workspace_id);
  end loop;
  return null;
end;
$function$;
comment on function private.end_places() is 'Who leaves a private team loses its open tickets, and all topics of the workspace are renamed, once for a statement.';

CREATE OR REPLACE FUNCTION private.enqueue_access_link()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.enqueue_job('send-access-link', jsonb_build_object(
    'ticket_id', new.ticket_id, 'customer_id', new.customer_id, 'link_sent_at', new.link_sent_at));
  return null;
end;
$function$;
comment on function private.enqueue_access_link() is 'A participant who was added, or asked for another link, gets it by mail.';

CREATE OR REPLACE FUNCTION private.enqueue_attachment_check()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.enqueue_job('check-attachments', jsonb_build_object('attachment_id', new.attachment_id));
  -- Storage may put an upload that it let begin before in the place of what was sent. A day later none is on its way.
  perform private.enqueue_job('check-attachments', jsonb_build_object('attachment_id', new.attachment_id), now() + interval '1 day');
  return null;
end;
$function$;
comment on function private.enqueue_attachment_check() is NULL;

CREATE OR REPLACE FUNCTION private.enqueue_attachment_removal()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- A day after its beginning an upload is either sent or forgotten, and whatever was still on its way has arrived.
  perform private.enqueue_job(
    'remove-attachments', jsonb_build_object('attachment_id', new.attachment_id),
    case tg_op when 'INSERT' then now() + interval '1 day' else now() end);
  return null;
end;
$function$;
comment on function private.enqueue_attachment_removal() is 'A file that was taken out of its message, or never got into one, is removed from Storage.';

CREATE OR REPLACE FUNCTION private.enqueue_export_notice()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.enqueue_job('send-workspace-export', jsonb_build_object('workspace_id', new.workspace_id, 'export_id', new.export_id));
  return null;
end;
$function$;
comment on function private.enqueue_export_notice() is 'Has the owner who asked told by mail that their export is ready, or could not be made.';

CREATE OR REPLACE FUNCTION private.enqueue_invitation()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.enqueue_job('send-invitation', jsonb_build_object(
    'workspace_id', new.workspace_id, 'invitation_id', new.invitation_id, 'sent_at', new.sent_at));
  return null;
end;
$function$;
comment on function private.enqueue_invitation() is 'An invitation, and another mail of it, goes out by the worker.';

CREATE OR REPLACE FUNCTION private.enqueue_job(queue_name text, job_data jsonb, start_after timestamp with time zone DEFAULT now())
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  job_id uuid;
begin
  insert into pgboss.job (name, data, start_after, dead_letter, expire_in, keep_until, retry_limit, retry_delay, retry_backoff, policy)
  select queue.name, job_data, start_after, queue.dead_letter,
         coalesce(queue.expire_seconds * interval '1 second', interval '15 minutes'),
         start_after + coalesce(queue.retention_minutes * interval '1 minute', interval '14 days'),
         coalesce(queue.retry_limit, 2), coalesce(queue.retry_delay, 0), coalesce(queue.retry_backoff, false), queue.policy
  from pgboss.queue where queue.name = queue_name
  returning id into job_id;
  if job_id is null then
    raise exception using errcode = 'PT500', message = 'queue_not_found', hint = format('There is no queue named %L.', queue_name);
  end if;
  return job_id;
end;
$function$;
comment on function private.enqueue_job(text,jsonb,timestamp with time zone) is 'Adds a job to a queue in the current transaction and answers its id. Retries, back-off and expiry are the queue''s. For triggers and command bodies only.';

CREATE OR REPLACE FUNCTION private.enqueue_ticket_confirmation()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.enqueue_job('send-ticket-confirmation', jsonb_build_object('ticket_id', new.ticket_id));
  return null;
end;
$function$;
comment on function private.enqueue_ticket_confirmation() is 'A new ticket is confirmed to its customer by mail.';

CREATE OR REPLACE FUNCTION private.erase_customer(of_workspace_id uuid, of_customer_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  users constant uuid[] := array(
    select user_id from public.customer_identities where workspace_id = of_workspace_id and customer_id = of_customer_id);
  known uuid[] := array(
    select request_id from private.transcript_requests where workspace_id = of_workspace_id and customer_id = of_customer_id);
begin
  update public.customers set name = '—', email = null, erased_at = coalesce(erased_at, now())
  where workspace_id = of_workspace_id and customer_id = of_customer_id;
  -- Whoever has the room open loses it with this.
  delete from public.customer_identities where workspace_id = of_workspace_id and customer_id = of_customer_id;
  delete from private.access_links where workspace_id = of_workspace_id and customer_id = of_customer_id;
  delete from private.access_link_requests where workspace_id = of_workspace_id and customer_id = of_customer_id;
  delete from private.transcript_requests where workspace_id = of_workspace_id and customer_id = of_customer_id;
  perform private.forget_jobs(known || of_customer_id);
  -- A browser's identity that is good for nothing else. An account with an address is its owner's own.
  delete from auth.users as account
  where account.id = any (users) and account.is_anonymous
    and not exists (select from public.customer_identities where user_id = account.id)
    and not exists (select from public.workspace_members where user_id = account.id);
  update public.audit_entries as entry set actor_name = (private.without_erased(entry)).actor_name, before = (private.without_erased(entry)).before
  where entry.workspace_id = of_workspace_id and entry.actor_id = of_customer_id;
end;
$function$;
comment on function private.erase_customer(uuid,uuid) is 'Takes out who a customer is: name, address, identities, links, mails that wait. Of tickets see erase_ticket() and erase_participation().';

CREATE OR REPLACE FUNCTION private.erase_customers(of_workspace_slug text, of_customer_ids uuid[], confirmation text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  counts constant public.erasure_counts := private.count_erasure(locked_id, of_customer_ids);
  given constant text := lower(btrim(confirmation));
  new_erasure_id uuid;
begin
  if coalesce(cardinality(of_customer_ids), 0) not between 1 and 50 or exists (
    select from unnest(of_customer_ids) as wanted (customer_id)
    where not exists (
      select from public.customers as customer
      where customer.workspace_id = locked_id and customer.customer_id = wanted.customer_id and customer.erased_at is null))
  then
    perform private.refuse(404, 'customer_not_found', 'There is no such person any more.');
  end if;
  if exists (
    select from public.customers where workspace_id = locked_id and customer_id = any (of_customer_ids)
      and given is distinct from lower(coalesce(email, btrim(name))))
  then
    perform private.refuse(422, 'confirmation_differs', 'Type the address of the person; the name where there is no address.');
  end if;
  insert into private.erasures (workspace_id, requested_by, customer_ids, tickets_total)
  values (locked_id, private.my_member_id(locked_id), of_customer_ids, counts.tickets)
  returning erasure_id into new_erasure_id;
  perform private.write_audit(
    locked_id, 'deleted', 'erasure', new_erasure_id, '', null, jsonb_build_object('customers', counts.customers, 'tickets', counts.tickets));
  perform private.erase_participation(locked_id, customer_id) from unnest(of_customer_ids) as customer_id order by customer_id;
  perform private.erase_customer(locked_id, customer_id) from unnest(of_customer_ids) as customer_id order by customer_id;
  perform private.drop_workspace_exports(locked_id);
  perform private.enqueue_job('erase-customers', jsonb_build_object('workspace_id', locked_id, 'erasure_id', new_erasure_id));
  return new_erasure_id;
end;
$function$;
comment on function private.erase_customers(text,uuid[],text) is NULL;

CREATE OR REPLACE FUNCTION private.erase_next_ticket(of_workspace_id uuid, of_erasure_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  erasure private.erasures;
  next_ticket_id uuid;
begin
  select * into erasure from private.erasures where workspace_id = of_workspace_id and erasure_id = of_erasure_id for no key update;
  select ticket_id into next_ticket_id from public.tickets
  where workspace_id = of_workspace_id and customer_id = any (erasure.customer_ids) and erased_at is null
  order by ticket_id limit 1;
  perform private.erase_ticket(next_ticket_id);
  update private.erasures set
    tickets_done = tickets_done + (next_ticket_id is not null)::integer,
    finished_at = case when next_ticket_id is null then coalesce(finished_at, now()) end
  where workspace_id = of_workspace_id and erasure_id = of_erasure_id;
  return next_ticket_id is not null;
end;
$function$;
comment on function private.erase_next_ticket(uuid,uuid) is 'Erases one more ticket of an erasure; false when there is none left. For the worker.';

CREATE OR REPLACE FUNCTION private.erase_participation(of_workspace_id uuid, of_customer_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  of_ticket_id constant uuid := (
    select ticket_id from public.ticket_participants where workspace_id = of_workspace_id and customer_id = of_customer_id);
  of_room_id uuid;
  names text[];
begin
  if of_ticket_id is null then
    return;
  end if;
  select room.room_id into of_room_id from public.chat_rooms as room where room.ticket_id = of_ticket_id for no key update;
  -- As they were called in each message; events and lines of the system have names and no ids.
  names := array(
    select name from public.customers where workspace_id = of_workspace_id and customer_id = of_customer_id
    union select sender_name from public.messages where room_id = of_room_id and customer_id = of_customer_id);
  -- What tells of their going has no name any more.
  perform private.erase_customer(of_workspace_id, of_customer_id);
  update public.ticket_participants set removed_at = coalesce(removed_at, now())
  where workspace_id = of_workspace_id and ticket_id = of_ticket_id and customer_id = of_customer_id;
  perform private.empty_messages(of_room_id, of_customer_id, private.next_change(of_room_id));
  delete from public.message_reactions where room_id = of_room_id and customer_id = of_customer_id;
  update public.messages set sender_name = case when sender_name = any (names) then '' else sender_name end,
    old_value = case when old_value = any (names) then '—' else old_value end,
    new_value = case when new_value = any (names) then '—' else new_value end,
    change_seq = private.next_change(of_room_id)
  where room_id = of_room_id and sender_type = 'system' and (
    sender_name = any (names) or system_kind::text like 'participant_%' and (old_value = any (names) or new_value = any (names)));
  update public.ticket_events set actor_name = case when actor_type = 'customer' and actor_name = any (names) then '—' else actor_name end,
    old_value = case when kind::text like 'participant_%' and old_value = any (names) then '—' else old_value end,
    new_value = case when kind::text like 'participant_%' and new_value = any (names) then '—' else new_value end
  where workspace_id = of_workspace_id and ticket_id = of_ticket_id;
  update public.ticket_participants set invited_by_name = '—'
  where workspace_id = of_workspace_id and ticket_id = of_ticket_id and invited_by_name = any (names);
end;
$function$;
comment on function private.erase_participation(uuid,uuid) is 'Takes out what somebody said and was called in the ticket of somebody else, and ends that they take part.';

CREATE OR REPLACE FUNCTION private.erase_resting_tickets(at_once integer, at_time timestamp with time zone DEFAULT now())
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  due record;
  erased jsonb := '{}';
  total integer := 0;
begin
  for due in
    select ticket.workspace_id, ticket.ticket_id, rule.status, rule.after_days
    from private.retention_rules as rule
    join public.tickets as ticket on ticket.workspace_id = rule.workspace_id and ticket.status = rule.status and ticket.erased_at is null
      and ticket.status in ('resolved', 'closed') and coalesce(ticket.closed_at, ticket.resolved_at) < at_time - rule.after_days * interval '1 day'
    order by ticket.chat_room_id limit at_once
  loop
    -- Another worker has it, or somebody writes in it just now: then it rests no more, or the next sweep finds it.
    perform from public.chat_rooms where ticket_id = due.ticket_id for no key update skip locked;
    continue when not found;
    continue when not exists (
      select from public.tickets
      where ticket_id = due.ticket_id and status = due.status and coalesce(closed_at, resolved_at) < at_time - due.after_days * interval '1 day');
    if private.erase_ticket(due.ticket_id) then
      total := total + 1;
      erased := erased || jsonb_build_object(due.workspace_id, coalesce((erased ->> due.workspace_id::text)::integer, 0) + 1);
    end if;
  end loop;
  perform private.write_audit(key::uuid, 'deleted', 'retention', key::uuid, '', null, jsonb_build_object('tickets', value))
  from jsonb_each(erased);
  return total;
end;
$function$;
comment on function private.erase_resting_tickets(integer,timestamp with time zone) is 'Erases tickets that rest for longer than their workspace keeps them, at most so many, and answers how many. Writes to the audit log how many of each workspace. For the worker.';

CREATE OR REPLACE FUNCTION private.erase_ticket(of_ticket_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  ticket public.tickets;
begin
  perform from public.chat_rooms as room where room.ticket_id = of_ticket_id for no key update;
  select * into ticket from public.tickets where ticket_id = of_ticket_id;
  if ticket.ticket_id is null or ticket.erased_at is not null then
    return false;
  end if;
  -- There is nobody left to answer.
  update public.tickets set status = 'closed' where ticket_id = of_ticket_id and status <> 'closed';
  perform private.empty_messages(ticket.chat_room_id, null, private.next_change(ticket.chat_room_id));
  update public.internal_notes set body = '—' where room_id = ticket.chat_room_id;
  update public.ticket_events set
    actor_name = case actor_type when 'customer' then '—' else actor_name end,
    -- Of a field what it said before.
    old_value = case when kind::text like 'participant_%' or kind = 'field_changed' then null else old_value end,
    new_value = case when kind::text like 'participant_%' then '—' else new_value end
  where workspace_id = ticket.workspace_id and ticket_id = of_ticket_id;
  delete from public.ticket_field_values where workspace_id = ticket.workspace_id and ticket_id = of_ticket_id;
  update public.sla_events set reason = '' where workspace_id = ticket.workspace_id and ticket_id = of_ticket_id and reason <> '';
  update public.ticket_participants set invited_by_name = '—' where workspace_id = ticket.workspace_id and ticket_id = of_ticket_id;
  perform private.forget_jobs(
    array(select request_id from private.transcript_requests where workspace_id = ticket.workspace_id and ticket_id = of_ticket_id) || of_ticket_id);
  delete from private.transcript_requests where workspace_id = ticket.workspace_id and ticket_id = of_ticket_id;
  update public.tickets set subject = '—', submission_id = null, erased_at = now() where ticket_id = of_ticket_id;
  -- Those who took part belong to this ticket alone; who opened it may have others.
  perform private.erase_customer(ticket.workspace_id, participant.customer_id)
  from public.ticket_participants as participant
  where participant.workspace_id = ticket.workspace_id and participant.ticket_id = of_ticket_id;
  if not exists (
    select from public.tickets as other
    where other.workspace_id = ticket.workspace_id and other.customer_id = ticket.customer_id and other.erased_at is null)
  then
    perform private.erase_customer(ticket.workspace_id, ticket.customer_id);
  end if;
  return true;
end;
$function$;
comment on function private.erase_ticket(uuid) is 'Takes out all that was said in a ticket and who took part, closes it, and erases whoever opened it when it was the last. False: it was done before.';

CREATE OR REPLACE FUNCTION private.event_line(event public.ticket_events)
 RETURNS public.event_line
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select row(event.event_id, event.kind, event.actor_type, event.actor_name, event.old_value, event.new_value, event.created_at)::public.event_line;
$function$;
comment on function private.event_line(public.ticket_events) is NULL;

CREATE OR REPLACE FUNCTION private.excerpt(body text, place integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select case when place > 60 then '…' else '' end
    || substr(body, greatest(place - 48, 1), 160)
    || case when char_length(body) > greatest(place - 48, 1) + 159 then '…' else '' end;
$function$;
comment on function private.excerpt(text,integer) is 'The words around a place in a body, at most 162 characters.';

CREATE OR REPLACE FUNCTION private.export_accounts(of_workspace_id uuid)
 RETURNS TABLE(user_id uuid, email text, is_confirmed boolean, is_anonymous boolean, created_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  named text;
begin
  -- Whatever names an account, by a foreign key to it.
  select string_agg(format('select %I from %s where workspace_id = %L', attribute.attname, reference.conrelid::regclass, of_workspace_id), ' union ')
  into named
  from private.export_tables(of_workspace_id) as listed
  join pg_catalog.pg_constraint as reference on reference.conrelid = listed.table_name::regclass
  join pg_catalog.pg_attribute as attribute on attribute.attrelid = reference.conrelid and attribute.attnum = reference.conkey[1]
  where reference.contype = 'f' and reference.confrelid = 'auth.users'::regclass;
  return query execute format(
    'select id, nullif(email, '''')::text, email_confirmed_at is not null, coalesce(is_anonymous, false), created_at
     from auth.users where id in (%s) order by id', named);
end;
$function$;
comment on function private.export_accounts(uuid) is 'The accounts that act in a workspace: who they are, without password, second factor or anything else of their own.';

CREATE OR REPLACE FUNCTION private.export_tables(of_workspace_id uuid)
 RETURNS TABLE(table_name text, row_query text, column_names text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select described.name, format(
      'select row_to_json(line)::text as line from (select %s from %s where workspace_id = %L order by %s) as line',
      (select string_agg(quote_ident(column_name), ', ' order by position) from unnest(described.names) with ordinality as listed (column_name, position)),
      described.relation, of_workspace_id, described.key_columns),
    described.names
  from (
    select namespace.nspname || '.' || class.relname as name, class.oid::regclass as relation,
      array(
        select attname::text from pg_catalog.pg_attribute
        where attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as names,
      coalesce((
        select string_agg(quote_ident(attribute.attname), ', ' order by key.position)
        from pg_catalog.pg_index as index, unnest(index.indkey::smallint[]) with ordinality as key (attnum, position)
        join pg_catalog.pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attnum = key.attnum
        where index.indrelid = class.oid and index.indisprimary), 'workspace_id') as key_columns
    from pg_catalog.pg_class as class join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
    where namespace.nspname in ('public', 'private') and class.relkind in ('r', 'p') and not class.relispartition
      and exists (select from pg_catalog.pg_attribute where attrelid = class.oid and attname = 'workspace_id' and not attisdropped)
  ) as described
  where described.name not in (select unexported.table_name from private.unexported_tables() as unexported)
  order by described.name;
$function$;
comment on function private.export_tables(uuid) is 'Every table of a workspace that an export holds, with the query of its rows, each as JSON of the columns that are not generated, in the order of the key.';

CREATE OR REPLACE FUNCTION private.fail_sla_what_if(of_workspace_id uuid, of_what_if_id uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  update private.sla_what_ifs set state = 'failed'
  where workspace_id = of_workspace_id and what_if_id = of_what_if_id and state <> 'done';
$function$;
comment on function private.fail_sla_what_if(uuid,uuid) is 'Says of a what-if that it will not come to its end.';

CREATE OR REPLACE FUNCTION private.fail_workspace_export(of_workspace_id uuid, of_export_id uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  update private.workspace_exports set state = 'failed', noted_at = now()
  where workspace_id = of_workspace_id and export_id = of_export_id and state in ('waiting', 'running');
$function$;
comment on function private.fail_workspace_export(uuid,uuid) is 'It could not be made; whoever waits for it is told.';

CREATE OR REPLACE FUNCTION private.find_access_link(workspace_slug text, secret text)
 RETURNS private.access_links
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select link.*
  from private.access_links as link
  join public.workspaces as workspace using (workspace_id)
  join public.ticket_participants as participant using (workspace_id, ticket_id, customer_id)
  where workspace.slug = find_access_link.workspace_slug
    and link.secret_hash = sha256(convert_to(find_access_link.secret, 'UTF8'))
    and link.expires_at > now()
    and link.revoked_at is null
    and participant.removed_at is null;
$function$;
comment on function private.find_access_link(text,text) is 'The link with this secret in this workspace, if it still opens anything; else nulls.';

CREATE OR REPLACE FUNCTION private.find_invitation(secret text)
 RETURNS public.workspace_invitations
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select invitation.*
  from private.invitation_secrets as known
  join public.workspace_invitations as invitation using (workspace_id, invitation_id)
  where known.secret_hash = sha256(convert_to(secret, 'UTF8'))
    and invitation.expires_at > now() and invitation.accepted_at is null and invitation.revoked_at is null
    -- What its sender may not offer any more is not offered.
    and exists (
      select from public.workspace_members as sender
      where sender.workspace_id = invitation.workspace_id and sender.member_id = invitation.invited_by and sender.is_active
        and (sender.role = 'owner' or sender.role = 'admin' and invitation.role < 'admin'));
$function$;
comment on function private.find_invitation(text) is 'The invitation with this secret, if it can still be accepted; else nulls.';

CREATE OR REPLACE FUNCTION private.find_managed_member(me public.workspace_members, of_member_id uuid, new_role public.member_role)
 RETURNS public.workspace_members
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  whom public.workspace_members;
begin
  select * into whom from public.workspace_members
  where workspace_id = me.workspace_id and member_id = of_member_id and removed_at is null for no key update;
  if whom.member_id is null then
    perform private.refuse(404, 'member_not_found', 'This person is not a member of the workspace any more.');
  end if;
  if not private.may_manage(me, whom, coalesce(new_role, whom.role)) then
    perform private.refuse(403, 'rank_too_low', 'Owners may do this; admins may with agents.');
  end if;
  return whom;
end;
$function$;
comment on function private.find_managed_member(public.workspace_members,uuid,public.member_role) is 'A member, locked, whom the given one may make what new_role says (null: the same). Errors: 404 member_not_found; 403 rank_too_low.';

CREATE OR REPLACE FUNCTION private.find_people(of_workspace_slug text, wanted text)
 RETURNS SETOF public.found_person
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  locked_id constant uuid := private.my_settings_workspace_id(of_workspace_slug);
  pattern constant text := '%' || regexp_replace(lower(btrim(wanted)), '([\\%_])', '\\\1', 'g') || '%';
begin
  if length(btrim(coalesce(wanted, ''))) < 2 then
    return;
  end if;
  return query
  select customer.customer_id, customer.name, customer.email, customer.created_at,
    (select count(*) from public.tickets as ticket
     where ticket.workspace_id = customer.workspace_id and ticket.customer_id = customer.customer_id and ticket.erased_at is null),
    exists (select from public.ticket_participants as participant
      where participant.workspace_id = customer.workspace_id and participant.customer_id = customer.customer_id)
  from public.customers as customer
  where customer.workspace_id = locked_id and customer.erased_at is null
    and (lower(customer.email) like pattern or lower(customer.name) like pattern)
  order by lower(customer.email) = lower(btrim(wanted)) desc nulls last, customer.created_at desc, customer.customer_id limit 50;
end;
$function$;
comment on function private.find_people(text,text) is NULL;

CREATE OR REPLACE FUNCTION private.finish_workspace_deletion(of_workspace_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  closing public.workspaces;
begin
  select * into closing from public.workspaces where workspace_id = of_workspace_id and deletion_at <= now() for update;
  if closing.workspace_id is null then
    perform private.refuse(409, 'workspace_not_closing', 'This workspace is not to be deleted.');
  end if;
  insert into private.deleted_workspaces (workspace_id, requested_at) values (of_workspace_id, closing.deletion_requested_at);
  insert into private.deleted_slugs (workspace_id, slug)
  select of_workspace_id, closing.slug
  union select of_workspace_id, slug from private.former_slugs where workspace_id = of_workspace_id;
  -- By then nothing says any more who was in it.
  perform private.enqueue_job('send-workspace-deletion', jsonb_build_object(
    'address', account.email, 'name', member.display_name, 'workspace_id', of_workspace_id, 'workspace_name', closing.name,
    'locale', closing.default_locale))
  from public.workspace_members as member join auth.users as account on account.id = member.user_id
  where member.workspace_id = of_workspace_id and member.is_active and coalesce(account.email, '') <> '';
  -- With it go its members, the last owner too (keep_an_owner lets nobody else), and what there came meanwhile.
  delete from public.workspaces where workspace_id = of_workspace_id;
end;
$function$;
comment on function private.finish_workspace_deletion(uuid) is 'Deletes the workspace itself and its members, who are told by mail, and writes down that there was one. Errors: 409 workspace_not_closing.';

CREATE OR REPLACE FUNCTION private.finish_workspace_export(of_workspace_id uuid, of_export_id uuid, bytes bigint, parts integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  lasts constant interval := interval '7 days';
begin
  update private.workspace_exports
  set state = 'done', finished_at = now(), expires_at = now() + lasts, noted_at = now(), byte_size = bytes, part_count = parts,
    rows_done = rows_total, files_done = files_total
  where workspace_id = of_workspace_id and export_id = of_export_id and state = 'running';
  if not found then
    return false;
  end if;
  perform private.enqueue_job(
    'remove-workspace-export', jsonb_build_object('workspace_id', of_workspace_id, 'export_id', of_export_id), now() + lasts);
  return true;
end;
$function$;
comment on function private.finish_workspace_export(uuid,uuid,bigint,integer) is 'The file is there, for seven days; then the worker removes it. False: it is not wanted any more.';

CREATE OR REPLACE FUNCTION private.folded(words text)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select case
    when octet_length(words) = char_length(words) then lower(words collate "C")
    else lower(extensions.unaccent(words)) end;
$function$;
comment on function private.folded(text) is 'Without case and accents: the same for what is looked for and where. Searches repeat its expression, which costs a fraction of a call for each message.';

CREATE OR REPLACE FUNCTION private.follow_message()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.advance_ticket(new.workspace_id, new.room_id, new.sender_type, new.created_at);
  return null;
end;
$function$;
comment on function private.follow_message() is 'A new message moves its ticket on.';

CREATE OR REPLACE FUNCTION private.follow_role()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if new.role > old.role then
    perform private.send_inbox_moved(new.workspace_id);
  else
    perform private.release_hidden_tickets(new.workspace_id, array(
      select team_id from public.teams where workspace_id = new.workspace_id and is_private));
  end if;
  return null;
end;
$function$;
comment on function private.follow_role() is 'Owners and admins see all tickets: who becomes one is told to look again, who is one no more loses those of private teams (move_topics() renames the topics).';

CREATE OR REPLACE FUNCTION private.follow_second_factor_demand()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  update public.workspace_members set needs_second_factor = new.requires_second_factor where workspace_id = new.workspace_id;
  if new.requires_second_factor then
    perform private.move_workspace_topics(new.workspace_id);
  else
    perform private.send_inbox_moved(new.workspace_id);
  end if;
  return null;
end;
$function$;
comment on function private.follow_second_factor_demand() is 'Holds all members to what the workspace demands from now on. Whoever has no second factor loses the next statement by it, and open sockets by the topics'' new names.';

CREATE OR REPLACE FUNCTION private.follow_taken_factor()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if not exists (select from auth.mfa_factors where user_id = new.user_id and status = 'verified') then
    perform private.move_workspace_topics(member.workspace_id)
    from (
      select workspace_id from public.workspace_members
      where user_id = new.user_id and is_active and needs_second_factor order by workspace_id) as member;
  end if;
  return null;
end;
$function$;
comment on function private.follow_taken_factor() is 'Renames the topics of workspaces that demand a second factor when the account of a member has none any more, so that their open sockets hear nothing more.';

CREATE OR REPLACE FUNCTION private.follow_team_privacy()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if new.is_private then
    perform private.release_hidden_tickets(new.workspace_id, array[new.team_id]);
    perform private.move_workspace_topics(new.workspace_id);
  else
    perform private.send_inbox_moved(new.workspace_id);
  end if;
  return null;
end;
$function$;
comment on function private.follow_team_privacy() is 'When a team becomes private, others lose its tickets and all topics of the workspace are renamed; when it is private no more, desks are told to look again.';

CREATE OR REPLACE FUNCTION private.follow_ticket_status()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  update public.chat_rooms
  set status = case when new.status = 'closed' then 'closed' else 'open' end::public.room_status
  where room_id = new.chat_room_id
    and status <> case when new.status = 'closed' then 'closed' else 'open' end::public.room_status;
  return null;
end;
$function$;
comment on function private.follow_ticket_status() is 'Closes the room with its ticket, and opens it again.';

CREATE OR REPLACE FUNCTION private.follow_up_ticket(of_ticket_id uuid, message_body text, message_client_id uuid)
 RETURNS public.ticket_key
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked constant record := private.lock_ticket_for_requester(of_ticket_id);
  old constant public.tickets := locked.ticket;
  requester public.customers;
  ticket public.tickets;
begin
  if locked.seat_id <> old.customer_id then
    perform private.refuse_participant();
  end if;
  select * into ticket from public.tickets as existing
  where existing.workspace_id = old.workspace_id and existing.customer_id = old.customer_id and existing.submission_id = message_client_id;
  if ticket.ticket_id is not null then
    return (ticket.ticket_id, ticket.number, ticket.chat_room_id);
  end if;
  if (private.reopen_until(old) < now()) is not true then
    perform private.refuse(409, 'reopen_window_open', 'What is written about this ticket still belongs to it.');
  end if;
  select * into requester from public.customers where workspace_id = old.workspace_id and customer_id = old.customer_id;
  ticket := private.begin_ticket(
    requester, message_client_id, case when old.erased_at is null then old.subject else left(btrim(message_body, E' \t\r\n'), 80) end,
    message_body,
    (
      select category_id from public.ticket_categories
      where workspace_id = old.workspace_id and category_id = old.category_id and archived_at is null
    ),
    old.ticket_id);
  return (ticket.ticket_id, ticket.number, ticket.chat_room_id);
end;
$function$;
comment on function private.follow_up_ticket(uuid,text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.forget_jobs(ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  texts constant text[] := ids;
begin
  -- Mails that wait are not sent. What a mail server answered names the address.
  delete from pgboss.job
  where name like 'send-%' and state in ('created', 'retry') and exists (select from jsonb_each_text(data) as field where field.value = any (texts));
  update pgboss.job set output = null
  where output is not null and exists (select from jsonb_each_text(data) as field where field.value = any (texts));
  update pgboss.archive set output = null
  where output is not null and exists (select from jsonb_each_text(data) as field where field.value = any (texts));
end;
$function$;
comment on function private.forget_jobs(uuid[]) is 'Takes back mails that wait and are about one of these, and empties what the queue keeps of those that were sent.';

CREATE OR REPLACE FUNCTION private.forget_workspace(of_workspace_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  known constant uuid[] := array(
    select ticket_id from public.tickets where workspace_id = of_workspace_id
    union all select chat_room_id from public.tickets where workspace_id = of_workspace_id
    union all select team_id from public.teams where workspace_id = of_workspace_id
    union all select attachment_id from public.attachments where workspace_id = of_workspace_id
    union all select of_workspace_id);
  users constant uuid[] := array(select user_id from public.customer_identities where workspace_id = of_workspace_id);
begin
  perform from public.workspaces where workspace_id = of_workspace_id and deletion_at <= now() for update;
  if not found then
    perform private.refuse(409, 'workspace_not_closing', 'This workspace is not to be deleted.');
  end if;
  perform private.forget_jobs(known);
  delete from auth.users as account
  where account.id = any (users) and account.is_anonymous
    and not exists (select from public.customer_identities where user_id = account.id and workspace_id <> of_workspace_id)
    and not exists (select from public.workspace_members where user_id = account.id);
  -- After the identities, whose end is told to the rooms.
  delete from realtime.messages where split_part(topic, ':', 2) = any (known::text[]);
end;
$function$;
comment on function private.forget_workspace(uuid) is 'Before the rows go: what is known of them elsewhere, in jobs, in what Realtime would tell again, and as identities of customers'' browsers.';

CREATE OR REPLACE FUNCTION private.get_access_link(workspace_slug text, secret text)
 RETURNS TABLE(number bigint, invited_by_name text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select ticket.number, participant.invited_by_name
  from private.find_access_link(workspace_slug, secret) as link
  join public.ticket_participants as participant using (workspace_id, ticket_id, customer_id)
  join public.tickets as ticket on ticket.workspace_id = link.workspace_id and ticket.ticket_id = link.ticket_id;
$function$;
comment on function private.get_access_link(text,text) is NULL;

CREATE OR REPLACE FUNCTION private.get_attachment_limits(of_room_id uuid)
 RETURNS public.attachment_limits
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  seat record;
  limits public.attachment_limits;
begin
  select * into seat from private.room_seat(of_room_id);
  if seat.sender_id is null then
    perform private.refuse(404, 'room_not_found', 'There is no such room for you.');
  end if;
  if not exists (select from public.chat_rooms where room_id = of_room_id and status = 'open') then
    perform private.refuse(409, 'room_closed', 'The ticket is closed. Open a new one.');
  end if;
  select max_attachment_bytes, max_attachments_per_message into limits
  from public.workspaces where workspace_id = seat.workspace_id;
  return limits;
end;
$function$;
comment on function private.get_attachment_limits(uuid) is NULL;

CREATE OR REPLACE FUNCTION private.get_current_slug(workspace_slug text)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select workspace.slug from private.former_slugs as former join public.workspaces as workspace using (workspace_id)
  where former.slug = lower(workspace_slug);
$function$;
comment on function private.get_current_slug(text) is NULL;

CREATE OR REPLACE FUNCTION private.get_first_steps(of_workspace_slug text)
 RETURNS TABLE(colleague_count integer, invitation_count integer, ticket_id uuid, ticket_subject text, is_answered boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select
    (
      select count(*)::integer from public.workspace_members as member
      where member.workspace_id = workspace.workspace_id and member.is_active and member.user_id <> (select auth.uid())
    ),
    (
      select count(*)::integer from public.workspace_invitations as invitation
      where invitation.workspace_id = workspace.workspace_id and invitation.accepted_at is null and invitation.revoked_at is null
        and invitation.expires_at > now()
    ),
    first.ticket_id, first.subject, first.first_response_at is not null
  from public.workspaces as workspace
  left join lateral (
    select ticket.ticket_id, ticket.subject, ticket.first_response_at from public.tickets as ticket
    where ticket.workspace_id = workspace.workspace_id order by ticket.number limit 1
  ) as first on true
  where workspace.slug = of_workspace_slug and workspace.workspace_id = any (array(select private.my_admin_workspace_ids()));
$function$;
comment on function private.get_first_steps(text) is NULL;

CREATE OR REPLACE FUNCTION private.get_form_settings(of_workspace_slug text)
 RETURNS TABLE(categories public.category_line[], fields public.ticket_field_line[], archived_fields public.ticket_field_line[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select
    array(
      select row(category.category_id, category.name, category.description, category.archived_at)::public.category_line
      from public.ticket_categories as category where category.workspace_id = workspace.workspace_id
      order by category.archived_at desc nulls first, category.position, category.name
    ),
    private.list_ticket_fields(workspace.workspace_id),
    array(
      select row(
        field.field_id, field.kind, field.label, field.help_text, field.is_required, field.category_ids,
        '{}'::public.ticket_field_option[], '{}'::text[], field.archived_at)::public.ticket_field_line
      from public.ticket_fields as field
      where field.workspace_id = workspace.workspace_id and field.archived_at is not null
      order by field.archived_at desc, field.field_id limit 200
    )
  from public.workspaces as workspace
  where workspace.slug = of_workspace_slug and workspace.workspace_id = any (array(select private.my_admin_workspace_ids()));
$function$;
comment on function private.get_form_settings(text) is NULL;

CREATE OR REPLACE FUNCTION private.get_invitation(secret text)
 RETURNS TABLE(workspace_name text, brand_color text, logo public.logo_line, icon_id uuid, email text, role public.member_role, invited_by_name text, expires_at timestamp with time zone, is_for_caller boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select workspace.name, workspace.brand_color, private.logo_line(workspace), private.shown_icon_id(workspace), invitation.email, invitation.role,
    private.member_name(invitation.workspace_id, invitation.invited_by), invitation.expires_at,
    exists (select from auth.users where id = private.my_verified_user_id() and lower(users.email) = invitation.email)
  from private.find_invitation(secret) as invitation
  join public.workspaces as workspace using (workspace_id);
$function$;
comment on function private.get_invitation(text) is NULL;

CREATE OR REPLACE FUNCTION private.get_member_work(of_workspace_slug text, of_member_id uuid)
 RETURNS SETOF public.member_work
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select whom.member_id, whom.display_name, private.may_change_work(me, whom), array(
      select skill.name from public.member_skills as mine join public.workspace_skills as skill using (workspace_id, skill_id)
      where mine.workspace_id = whom.workspace_id and mine.member_id = whom.member_id order by lower(skill.name)),
    whom.max_open_tickets,
    case when whom.work_calendar_id is not null then 'calendar' when whom.work_hours is not null then 'own' else 'team' end::public.work_hours_source,
    whom.work_calendar_id, whom.work_hours, whom.work_time_zone,
    array(select skill.name from public.workspace_skills as skill where skill.workspace_id = whom.workspace_id order by lower(skill.name)),
    array(
      select row(calendar.calendar_id, calendar.name)::public.calendar_choice from public.sla_calendars as calendar
      where calendar.workspace_id = whom.workspace_id and calendar.archived_at is null order by lower(calendar.name))
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  join public.workspace_members as whom on whom.workspace_id = workspace.workspace_id and whom.removed_at is null
  where workspace.slug = of_workspace_slug and whom.member_id = coalesce(of_member_id, me.member_id)
    and (whom.member_id = me.member_id or me.role >= 'admin');
$function$;
comment on function private.get_member_work(text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.get_my_avatar()
 RETURNS SETOF public.my_avatar
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select member_id, avatar_id from public.workspace_members
  where user_id = (select private.my_account_id()) and removed_at is null
  order by avatar_id is null, created_at, member_id limit 1;
$function$;
comment on function private.get_my_avatar() is NULL;

CREATE OR REPLACE FUNCTION private.get_my_notice_mails(of_workspace_slug text)
 RETURNS SETOF public.notice_mail_choice
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select member.notice_mail_levels, workspace.notice_mail_levels
  from public.workspaces as workspace join public.workspace_members as member using (workspace_id)
  where workspace.slug = of_workspace_slug and member.member_id = private.my_member_id(workspace.workspace_id);
$function$;
comment on function private.get_my_notice_mails(text) is NULL;

CREATE OR REPLACE FUNCTION private.get_my_ticket(workspace_slug text, of_ticket_id uuid)
 RETURNS TABLE(ticket_id uuid, number bigint, subject text, status public.ticket_status, priority public.ticket_priority, category_name text, customer_id uuid, customer_name text, customer_email text, agent_name text, created_at timestamp with time zone, last_activity_at timestamp with time zone, first_response_at timestamp with time zone, resolved_at timestamp with time zone, closed_at timestamp with time zone, awaiting_reply_since timestamp with time zone, reply_due_at timestamp with time zone, my_customer_id uuid, my_name text, my_email text, participants public.participant_line[], reopen_until timestamp with time zone, follows_ticket_id uuid, follows_number bigint, opening public.opening_line, description text, fields public.ticket_field_line[], events public.event_line[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select ticket.ticket_id, ticket.number, ticket.subject, ticket.status, ticket.priority, category.name,
    customer.customer_id, customer.name, case when me.customer_id = customer.customer_id then customer.email end,
    agent.display_name, ticket.created_at, ticket.last_activity_at,
    ticket.first_response_at, ticket.resolved_at, ticket.closed_at, ticket.awaiting_reply_since, ticket.reply_due_at,
    me.customer_id, me.name, me.email,
    array(select line from private.list_participants(of_ticket_id) as line),
    case when me.customer_id = ticket.customer_id then private.reopen_until(ticket) end, followed.ticket_id, followed.number,
    private.get_opening(ticket.workspace_id, ticket.sla_calendar_version_id),
    (select message.body from public.messages as message where message.room_id = ticket.chat_room_id and message.seq = 1),
    private.list_ticket_fields(ticket.workspace_id, ticket.ticket_id, true),
    array(
      select private.customer_event_line(event) from public.ticket_events as event
      where event.workspace_id = ticket.workspace_id and event.ticket_id = ticket.ticket_id and not event.is_internal
      order by event.created_at, event.event_id
    )
  from public.tickets as ticket
  join public.workspaces as workspace using (workspace_id)
  join public.customers as customer using (workspace_id, customer_id)
  -- As whom the caller is in it: its requester, else a participant.
  join lateral (
    select mine.customer_id, mine.name, mine.email
    from public.customers as mine
    where mine.workspace_id = ticket.workspace_id and mine.customer_id = any (array(select private.my_customer_ids()))
      and (mine.customer_id = ticket.customer_id or exists (
        select from public.ticket_participants as participant
        where participant.workspace_id = ticket.workspace_id and participant.ticket_id = ticket.ticket_id
          and participant.customer_id = mine.customer_id and participant.removed_at is null))
    order by (mine.customer_id = ticket.customer_id) desc
    limit 1
  ) as me on true
  left join public.tickets as followed
    on followed.ticket_id = ticket.follows_ticket_id and followed.ticket_id in (select private.my_ticket_ids())
  left join public.ticket_categories as category
    on category.workspace_id = ticket.workspace_id and category.category_id = ticket.category_id
  left join public.workspace_members as agent
    on agent.workspace_id = ticket.workspace_id and agent.member_id = ticket.assignee_id
  where ticket.ticket_id = of_ticket_id
    and ticket.ticket_id in (select private.my_ticket_ids())
    and workspace.slug = workspace_slug;
$function$;
comment on function private.get_my_ticket(text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.get_opening(of_workspace_id uuid, of_calendar_version_id uuid DEFAULT NULL::uuid)
 RETURNS public.opening_line
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  version record;
  hours tstzrange[];
begin
  -- The version may be an old one, by which a ticket runs: the hours to be told are the calendar's present ones.
  select current.calendar_version_id, current.time_zone, current.created_at > workspace.created_at as is_chosen into version
  from public.workspaces as workspace
  left join public.sla_calendar_versions as kept
    on kept.workspace_id = workspace.workspace_id and kept.calendar_version_id = of_calendar_version_id
  join public.sla_calendars as calendar
    on calendar.workspace_id = workspace.workspace_id and calendar.calendar_id = coalesce(kept.calendar_id, workspace.sla_calendar_id)
  join public.sla_calendar_versions as current
    on current.workspace_id = calendar.workspace_id and current.calendar_version_id = calendar.current_version_id
  where workspace.workspace_id = of_workspace_id;
  if not found or not version.is_chosen then
    return row(coalesce(version.time_zone, 'UTC'), null, null)::public.opening_line;
  end if;
  hours := private.next_open_hours(version.calendar_version_id, now());
  if lower(hours[1]) > now() then
    return row(version.time_zone, null, lower(hours[1]))::public.opening_line;
  end if;
  -- Always open: without an end.
  return row(version.time_zone, upper(hours[1]), lower(hours[2]))::public.opening_line;
end;
$function$;
comment on function private.get_opening(uuid,uuid) is 'When a workspace, by its own calendar or the one of a version, is open. Hours that a new workspace has until somebody sets them are not told.';

CREATE OR REPLACE FUNCTION private.get_people_settings(of_workspace_slug text)
 RETURNS TABLE(members public.member_settings_line[], invitations public.invitation_line[], teams public.team_settings_line[], requires_second_factor boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  with mine as (
    select me from public.workspace_members as me join public.workspaces as workspace using (workspace_id)
    where workspace.slug = of_workspace_slug and me.member_id = private.my_member_id(workspace.workspace_id) and me.role >= 'admin'
  ), handled as (
    select ticket.assignee_id, ticket.team_id, count(*)::integer as number
    from public.tickets as ticket
    where ticket.workspace_id = (select (me).workspace_id from mine) and ticket.status in ('open', 'in_progress', 'waiting')
    group by ticket.assignee_id, ticket.team_id
  )
  select
    array(
      select row(
        member.member_id, member.display_name, member.avatar_id, account.email, member.role, member.created_at, member.deactivated_at,
        account.id is not null, array(
          select place.team_id from public.team_members as place
          join public.teams as team on team.workspace_id = place.workspace_id and team.team_id = place.team_id and team.archived_at is null
          where place.workspace_id = member.workspace_id and place.member_id = member.member_id order by team.name),
        coalesce((select sum(number)::integer from handled where assignee_id = member.member_id), 0),
        private.may_manage(me, member, member.role),
        exists (select from auth.mfa_factors as factor where factor.user_id = account.id and factor.status = 'verified')
      )::public.member_settings_line
      from public.workspace_members as member left join auth.users as account on account.id = member.user_id
      where member.workspace_id = (me).workspace_id and member.removed_at is null
      order by member.is_active desc, lower(member.display_name), member.member_id
    ),
    array(
      select row(
        invitation.invitation_id, invitation.email, invitation.role, invitation.team_ids,
        private.member_name(invitation.workspace_id, invitation.invited_by), invitation.sent_at, invitation.expires_at)::public.invitation_line
      from public.workspace_invitations as invitation
      where invitation.workspace_id = (me).workspace_id and invitation.accepted_at is null and invitation.revoked_at is null
      order by invitation.email
    ),
    array(
      select row(
        team.team_id, team.name, team.is_private,
        array(
          select place.member_id from public.team_members as place where place.workspace_id = team.workspace_id and place.team_id = team.team_id),
        array(
          select place.member_id from public.team_members as place
          where place.workspace_id = team.workspace_id and place.team_id = team.team_id and place.is_lead),
        coalesce((select sum(number)::integer from handled where handled.team_id = team.team_id), 0))::public.team_settings_line
      from public.teams as team
      where team.workspace_id = (me).workspace_id and team.archived_at is null
      order by lower(team.name), team.team_id
    ),
    (me).needs_second_factor
  from mine;
$function$;
comment on function private.get_people_settings(text) is NULL;

CREATE OR REPLACE FUNCTION private.get_picture(of_picture_id uuid)
 RETURNS SETOF public.picture_file
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select content_type, encode(content, 'base64') from private.pictures where picture_id = of_picture_id;
$function$;
comment on function private.get_picture(uuid) is NULL;

CREATE OR REPLACE FUNCTION private.get_portal(workspace_slug text)
 RETURNS TABLE(slug text, name text, brand_color text, logo public.logo_line, icon_id uuid, welcome_text text, default_locale text, offered_locales text[], categories public.category_option[], opening public.opening_line, usual_reply_seconds integer, deletion_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select workspace.slug, workspace.name, workspace.brand_color, private.logo_line(workspace), private.shown_icon_id(workspace), workspace.welcome_text, workspace.default_locale, workspace.offered_locales,
    array(
      select row(category.category_id, category.name, category.description)::public.category_option
      from public.ticket_categories as category
      where category.workspace_id = workspace.workspace_id and category.archived_at is null
      order by category.position, category.name
    ),
    private.get_opening(workspace.workspace_id), private.get_usual_reply_seconds(workspace.workspace_id),
    workspace.deletion_at
  from public.workspaces as workspace
  where workspace.slug = workspace_slug;
$function$;
comment on function private.get_portal(text) is NULL;

CREATE OR REPLACE FUNCTION private.get_retention(of_workspace_slug text)
 RETURNS public.retention_days
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select max(rule.after_days) filter (where rule.status = 'resolved'), max(rule.after_days) filter (where rule.status = 'closed')
  from (select private.my_settings_workspace_id(of_workspace_slug) as workspace_id) as mine
  left join private.retention_rules as rule using (workspace_id);
$function$;
comment on function private.get_retention(text) is NULL;

CREATE OR REPLACE FUNCTION private.get_sla_explanation(workspace_slug text, of_ticket_id uuid)
 RETURNS TABLE(metric public.sla_metric, sequence integer, state public.sla_clock_state, priority public.ticket_priority, policy_name text, calendar_name text, time_zone text, target_seconds integer, basis public.sla_basis, is_due_by_hand boolean, started_at timestamp with time zone, running_since timestamp with time zone, consumed_seconds integer, due_at timestamp with time zone, met_at timestamp with time zone, met_late_at timestamp with time zone, breached_at timestamp with time zone, breach_cause public.sla_breach_cause, cancel_reason public.sla_cancel_reason, stopped_at timestamp with time zone, events public.sla_event_line[], stretches public.sla_stretch[], special_days public.sla_special_day_line[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select clock.metric, clock.sequence, clock.state, clock.priority, policy.name,
    calendar.name, calendar_version.time_zone, clock.target_seconds, clock.basis, clock.is_due_by_hand,
    clock.started_at, clock.running_since, clock.consumed_seconds::integer, clock.due_at, clock.met_at,
    clock.met_late_at, clock.breached_at, clock.breach_cause, clock.cancel_reason,
    clock.stopped_at,
    array(
      select row(event.kind, event.at, event.due_at, event.priority, event.target_seconds, event.basis, event.breach_cause,
        event.cancel_reason, event.actor_name, event.reason)::public.sla_event_line
      from public.sla_events as event
      where event.workspace_id = clock.workspace_id and event.ticket_id = clock.ticket_id and event.metric = clock.metric
        and event.sequence = clock.sequence
      order by event.event_number limit 100
    ),
    array(select stretch from private.list_sla_stretches(clock, reach.until_at) as stretch),
    array(select special from private.list_sla_clock_special_days(clock, reach.until_at) as special)
  from (
    select each.workspace_id, each.ticket_id, each.metric, each.sequence from public.tickets as ticket
    join public.workspaces as workspace using (workspace_id)
    join public.sla_clocks as each using (workspace_id, ticket_id)
    where ticket.ticket_id = of_ticket_id and workspace.slug = workspace_slug
      and private.sees_ticket(of_ticket_id)
    -- What is still owed first; of what is over, the latest.
    order by each.stopped_at is not null, each.started_at desc, each.metric, each.sequence desc limit 12
  ) as found
  join public.sla_clocks as clock using (workspace_id, ticket_id, metric, sequence)
  -- As far as it makes sense to draw.
  cross join lateral (
    select least(clock.started_at + interval '92 days', greatest(
      clock.due_at, clock.stopped_at, case when clock.stopped_at is null then now() end)) as until_at
  ) as reach
  join public.sla_policy_versions as policy_version
    on policy_version.workspace_id = clock.workspace_id and policy_version.policy_version_id = clock.policy_version_id
  join public.sla_policies as policy on policy.workspace_id = clock.workspace_id and policy.policy_id = policy_version.policy_id
  left join public.sla_calendar_versions as calendar_version
    on calendar_version.workspace_id = clock.workspace_id and calendar_version.calendar_version_id = clock.calendar_version_id
  left join public.sla_calendars as calendar
    on calendar.workspace_id = clock.workspace_id and calendar.calendar_id = calendar_version.calendar_id
  order by clock.stopped_at is not null, clock.due_at, clock.started_at desc;
$function$;
comment on function private.get_sla_explanation(text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.get_sla_what_if(of_workspace_slug text, of_what_if_id uuid)
 RETURNS TABLE(what_if_id uuid, created_at timestamp with time zone, state public.sla_what_if_state, tickets_total integer, tickets_done integer, outcomes public.sla_what_if_outcome[], breaches public.sla_what_if_breach[], breach_count integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select what_if.what_if_id, what_if.created_at,
    -- Its job is gone by then.
    case when what_if.state in ('waiting', 'running') and what_if.created_at < now() - interval '3 hours' then 'failed' else what_if.state end,
    what_if.tickets_total, what_if.tickets_done,
    array(
      select row(
        clock.metric, count(*) filter (where not clock.is_draft and not clock.is_breached), count(*) filter (where not clock.is_draft and clock.is_breached),
        count(*) filter (where clock.is_draft and not clock.is_breached), count(*) filter (where clock.is_draft and clock.is_breached)
      )::public.sla_what_if_outcome
      from private.sla_what_if_clocks as clock
      where clock.workspace_id = what_if.workspace_id and clock.what_if_id = what_if.what_if_id
      group by clock.metric order by clock.metric
    ),
    array(
      select row(
        ticket.ticket_id, ticket.number, ticket.subject, ticket.priority, clock.metric, clock.due_at, coalesce(before.is_breached, false)
      )::public.sla_what_if_breach
      from private.sla_what_if_clocks as clock
      join public.tickets as ticket on ticket.workspace_id = clock.workspace_id and ticket.ticket_id = clock.ticket_id
      left join private.sla_what_if_clocks as before
        -- Of the same wait: where a policy has no target for some, they are numbered differently.
        on (before.workspace_id, before.what_if_id, before.ticket_id, before.metric, before.started_at, before.is_draft)
          = (clock.workspace_id, clock.what_if_id, clock.ticket_id, clock.metric, clock.started_at, false)
      where clock.workspace_id = what_if.workspace_id and clock.what_if_id = what_if.what_if_id and clock.is_draft and clock.is_breached
      order by coalesce(before.is_breached, false), clock.due_at desc, ticket.number, clock.metric limit 200
    ),
    (
      select count(*)::integer from private.sla_what_if_clocks as clock
      where clock.workspace_id = what_if.workspace_id and clock.what_if_id = what_if.what_if_id and clock.is_draft and clock.is_breached
    )
  from private.sla_what_ifs as what_if
  join public.workspaces as workspace on workspace.workspace_id = what_if.workspace_id and workspace.slug = of_workspace_slug
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  where what_if.what_if_id = of_what_if_id and me.role <> 'agent';
$function$;
comment on function private.get_sla_what_if(text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.get_ticket_fields(workspace_slug text)
 RETURNS SETOF public.ticket_field_line
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select field.* from public.workspaces as workspace
  cross join lateral unnest(private.list_ticket_fields(workspace.workspace_id)) as field
  where workspace.slug = workspace_slug;
$function$;
comment on function private.get_ticket_fields(text) is NULL;

CREATE OR REPLACE FUNCTION private.get_transcript_head(of_ticket_id uuid)
 RETURNS TABLE(ticket_id uuid, room_id uuid, workspace_slug text, workspace_name text, number bigint, subject text, created_at timestamp with time zone, last_seq integer, customer_names text[], agent_names text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select head.* from private.transcript_head(of_ticket_id) as head
  where (private.room_seat(head.room_id)).sender_id is not null;
$function$;
comment on function private.get_transcript_head(uuid) is NULL;

CREATE OR REPLACE FUNCTION private.get_usual_reply_seconds(of_workspace_id uuid)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select case when count(*) >= 20
    then percentile_cont(0.5) within group (order by extract(epoch from recent.first_response_at - recent.created_at))::integer end
  from (
    select ticket.created_at, ticket.first_response_at from public.tickets as ticket
    where ticket.workspace_id = of_workspace_id and ticket.last_activity_at > now() - interval '30 days'
    order by ticket.last_activity_at desc limit 200
  ) as recent
  where recent.first_response_at is not null and recent.created_at > now() - interval '30 days';
$function$;
comment on function private.get_usual_reply_seconds(uuid) is 'How long half of the first answers took at most, of the tickets opened in the last 30 days among the 200 latest; null: fewer than 20 answers.';

CREATE OR REPLACE FUNCTION private.give_default_sla()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  new_calendar_id constant uuid := gen_random_uuid();
  new_policy_id constant uuid := gen_random_uuid();
  version_id uuid;
begin
  insert into public.sla_calendars (workspace_id, calendar_id, name) values (new.workspace_id, new_calendar_id, 'Business hours');
  insert into public.sla_calendar_versions (workspace_id, calendar_id, version, time_zone)
  values (new.workspace_id, new_calendar_id, 1, 'UTC') returning calendar_version_id into version_id;
  insert into public.sla_calendar_hours (workspace_id, calendar_version_id, weekday, opens_at, closes_at)
  select new.workspace_id, version_id, weekday, '09:00', '17:00' from generate_series(1, 5) as weekday;
  update public.sla_calendars set current_version_id = version_id
  where workspace_id = new.workspace_id and calendar_id = new_calendar_id;
  update public.workspaces set sla_calendar_id = new_calendar_id where workspace_id = new.workspace_id;

  insert into public.sla_policies (workspace_id, policy_id, name, position) values (new.workspace_id, new_policy_id, 'Default', 1);
  insert into public.sla_policy_versions (workspace_id, policy_id, version)
  values (new.workspace_id, new_policy_id, 1) returning policy_version_id into version_id;
  insert into public.sla_targets (workspace_id, policy_version_id, metric, priority, target_seconds, basis)
  select new.workspace_id, version_id, metric, priority, hours * 3600, 'calendar'
  from unnest(array['first_response', 'next_response']::public.sla_metric[]) as metric
  cross join (values
    ('urgent'::public.ticket_priority, 1), ('high', 4), ('medium', 24), ('low', 72)) as target (priority, hours);
  update public.sla_policies set current_version_id = version_id
  where workspace_id = new.workspace_id and policy_id = new_policy_id;
  return null;
end;
$function$;
comment on function private.give_default_sla() is 'A new workspace answers within 1 hour (urgent), 4 (high), 24 (medium) or 72 hours (low) of calendar time; until its owner says otherwise resolving has no target, and work is Monday to Friday, 9 to 17 UTC.';

CREATE OR REPLACE FUNCTION private.hand_over_tickets(from_member public.workspace_members, to_member_id uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  handed integer;
begin
  perform private.lock_rooms(array(
    select ticket_id from public.tickets
    where workspace_id = from_member.workspace_id and assignee_id = from_member.member_id and status in ('open', 'in_progress', 'waiting')));
  update public.tickets set assignee_id = case when private.may_see_team(workspace_id, to_member_id, team_id) then to_member_id end
  where workspace_id = from_member.workspace_id and assignee_id = from_member.member_id and status in ('open', 'in_progress', 'waiting');
  get diagnostics handed = row_count;
  return handed;
end;
$function$;
comment on function private.hand_over_tickets(public.workspace_members,uuid) is 'Gives a member''s open tickets to another one, or to nobody (null, and where the other may not see them), and answers how many. Resolved and closed ones keep who handled them.';

CREATE OR REPLACE FUNCTION private.has_second_factor()
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return exists (select from auth.mfa_factors where user_id = auth.uid() and status = 'verified');
end;
$function$;
comment on function private.has_second_factor() is 'Whether the caller''s account has a verified second factor; that the session has shown it my_account_id() asks. Predicates about members ask it where needs_second_factor says so, once for a statement.';

CREATE OR REPLACE FUNCTION private.inbox_topic(of_workspace_id uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select private.topic_name('inbox', workspace_id, epoch) from public.workspaces where workspace_id = of_workspace_id;
$function$;
comment on function private.inbox_topic(uuid) is 'Current topic of a workspace''s ticket list.';

CREATE OR REPLACE FUNCTION private.invite_member(of_workspace_slug text, to_email text, as_role public.member_role, into_team_ids uuid[])
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  per_day constant integer := 100;
  me constant public.workspace_members := private.lock_staff(of_workspace_slug, as_role);
  address constant text := lower(btrim(to_email));
  made uuid;
begin
  if exists (
    select from public.workspace_members as member join auth.users as account on account.id = member.user_id
    where member.workspace_id = me.workspace_id and member.removed_at is null and lower(account.email) = address)
  then
    perform private.refuse(409, 'already_a_member', 'Somebody with this address is a member already.');
  end if;
  if exists (
    select from unnest(into_team_ids) as wanted
    where wanted not in (select team_id from public.teams where workspace_id = me.workspace_id and archived_at is null))
  then
    perform private.refuse(404, 'team_not_found', 'There is no such team in this workspace.');
  end if;
  if (
    select count(*) from public.workspace_invitations
    where workspace_id = me.workspace_id and sent_at > now() - interval '24 hours') >= per_day
  then
    perform private.refuse(429, 'too_many_invitations', 'You have asked for many invitations today. Try again tomorrow.');
  end if;
  update public.workspace_invitations set revoked_at = now()
  where workspace_id = me.workspace_id and email = address and accepted_at is null and revoked_at is null and expires_at <= now();
  insert into public.workspace_invitations (workspace_id, email, role, team_ids, invited_by)
  values (me.workspace_id, address, as_role, coalesce(into_team_ids, '{}'), me.member_id)
  returning invitation_id into made;
  return made;
end;
$function$;
comment on function private.invite_member(text,text,public.member_role,uuid[]) is NULL;

CREATE OR REPLACE FUNCTION private.is_recalculating_sla(of_workspace_slug text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (
    select from pgboss.job as job
    where job.name = 'recalculate-sla' and job.state <= 'active' and job.data ->> 'workspace_id' = me.workspace_id::text)
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  where workspace.slug = of_workspace_slug and me.role <> 'agent';
$function$;
comment on function private.is_recalculating_sla(text) is NULL;

CREATE OR REPLACE FUNCTION private.is_slug_reserved(slug text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select slug = any (array[
    'about', 'account', 'admin', 'agent', 'agents', 'api', 'app', 'assets', 'auth', 'billing', 'blog', 'contact',
    'dashboard', 'desk', 'docs', 'health', 'healthz', 'help', 'home', 'inbox', 'legal', 'locale', 'login', 'logout',
    'mail', 'new', 'portal', 'pricing', 'privacy', 'public', 'security', 'settings', 'sign-in', 'sign-out',
    'sign-up', 'signin', 'signup', 'static', 'status', 'support', 'system', 'terms', 'theme', 'ticket', 'tickets', 'token',
    'widget', 'workspace', 'workspaces', 'www']);
$function$;
comment on function private.is_slug_reserved(text) is 'Whether the product itself may want this name.';

CREATE OR REPLACE FUNCTION private.is_slug_well_formed(slug text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$ select slug ~ '^[a-z0-9](-?[a-z0-9]){2,39}$'; $function$;
comment on function private.is_slug_well_formed(text) is '3 to 40 lower-case letters and digits, with single hyphens between them.';

CREATE OR REPLACE FUNCTION private.is_storage_operation(wanted text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select coalesce(current_setting('storage.operation', true) in (wanted, 'storage.' || wanted), false);
$function$;
comment on function private.is_storage_operation(text) is 'Whether Storage asks for this operation and no other: it names each in its transaction (object.get_authenticated, object.upload, object.sign, …), with or without its own name before it. Unnamed is none. Its own storage.allow_only_operation() is missing in versions before the spring of 2026.';

CREATE OR REPLACE FUNCTION private.jpeg_side(content bytea, OUT width integer, OUT height integer)
 RETURNS record
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
  at integer := 2;
  marker integer;
begin
  -- From part to part until the one that says how large the picture is; what the camera wrote is passed over.
  while at + 9 <= octet_length(content) and get_byte(content, at) = 255 loop
    marker := get_byte(content, at + 1);
    if marker between 192 and 207 and marker not in (196, 200, 204) then
      height := private.number_in(content, at + 5, 2);
      width := private.number_in(content, at + 7, 2);
      return;
    end if;
    -- Where the picture itself begins it has been said.
    exit when marker = 218;
    at := at + case when marker = 255 then 1 else 2 + private.number_in(content, at + 2, 2) end;
  end loop;
end;
$function$;
comment on function private.jpeg_side(bytea) is 'Width and height that a JPEG says of itself; nulls for one that does not.';

CREATE OR REPLACE FUNCTION private.keep_an_owner()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- One after the other: two owners who go at once would each still see the other. With its workspace the last one goes.
  perform from public.workspaces where workspace_id = old.workspace_id for no key update;
  if found and not exists (
    select from public.workspace_members
    where workspace_id = old.workspace_id and role = 'owner' and is_active and user_id is not null)
  then
    perform private.refuse(409, 'last_owner', 'A workspace needs an owner. Make somebody else one first.');
  end if;
  return null;
end;
$function$;
comment on function private.keep_an_owner() is 'A workspace keeps at least one active owner with an account, whoever changes or deletes members or accounts. 409 last_owner.';

CREATE OR REPLACE FUNCTION private.keep_assignee_in_sight()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if tg_op = 'INSERT' or new.team_id is distinct from old.team_id then
    -- Whoever makes the team private at this moment waits, or is waited for.
    perform from public.teams where workspace_id = new.workspace_id and team_id = new.team_id for share;
  end if;
  if new.assignee_id is null or private.may_see_team(new.workspace_id, new.assignee_id, new.team_id) then
    return new;
  end if;
  if tg_op = 'INSERT' or new.assignee_id is distinct from old.assignee_id then
    perform private.refuse(422, 'assignee_not_in_team', 'This ticket is of a private team that the person is not in.');
  end if;
  new.assignee_id := null;
  return new;
end;
$function$;
comment on function private.keep_assignee_in_sight() is 'Refuses to give a ticket to a member who may not see it: 422 assignee_not_in_team. A ticket that goes to a private team, or is opened again there, is nobody''s where its assignee may not see it.';

CREATE OR REPLACE FUNCTION private.keep_former_slug()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- Asked after the unique key was: whoever had the address a moment ago has written it down by now.
  if exists (select from private.former_slugs where slug = new.slug and workspace_id <> new.workspace_id)
    or exists (select from private.deleted_slugs where slug = new.slug) then
    raise unique_violation using constraint = 'workspaces_slug_key', table = 'workspaces', schema = 'public',
      message = 'duplicate key value violates unique constraint "workspaces_slug_key"';
  end if;
  delete from private.former_slugs where slug = new.slug;
  if tg_op = 'UPDATE' then
    insert into private.former_slugs (slug, workspace_id) values (old.slug, old.workspace_id);
  end if;
  return null;
end;
$function$;
comment on function private.keep_former_slug() is 'Keeps the address that a workspace gives up, and refuses one that another workspace had, also one that was deleted. 23505 workspaces_slug_key.';

CREATE OR REPLACE FUNCTION private.keep_sla_settings(of_workspace_id uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select jsonb_build_object(
    'calendar_id', workspace.sla_calendar_id, 'reopen_rule', workspace.sla_reopen_rule, 'unanswered_rule', workspace.sla_unanswered_rule,
    'teams', (
      select coalesce(jsonb_agg(jsonb_build_object('team_id', team.team_id, 'calendar_id', team.sla_calendar_id)), '[]')
      from public.teams as team where team.workspace_id = workspace.workspace_id),
    'calendars', (
      select coalesce(jsonb_agg(jsonb_build_object('calendar_id', calendar.calendar_id, 'version_id', calendar.current_version_id)), '[]')
      from public.sla_calendars as calendar where calendar.workspace_id = workspace.workspace_id),
    'policies', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'policy_id', policy.policy_id, 'position', policy.position, 'version_id', policy.current_version_id)), '[]')
      from public.sla_policies as policy where policy.workspace_id = workspace.workspace_id and policy.archived_at is null))
  from public.workspaces as workspace where workspace.workspace_id = of_workspace_id;
$function$;
comment on function private.keep_sla_settings(uuid) is 'What decides which versions a workspace''s tickets get, and its options. Versions themselves never change.';

CREATE OR REPLACE FUNCTION private.limit_access_links()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  per_address constant integer := 5;
  per_customer constant integer := 20;
  per_agent constant integer := 100;
  caller constant uuid := auth.uid();
  caller_is_agent constant boolean := new.workspace_id in (select private.my_workspace_ids());
  to_address constant text := (
    select lower(email) from public.customers where workspace_id = new.workspace_id and customer_id = new.customer_id);
begin
  -- One caller after the other, and one for each address: two at the same moment would both still see room.
  perform pg_advisory_xact_lock(hashtextextended(format('access-link-to %s %s', new.workspace_id, to_address), 0));
  perform pg_advisory_xact_lock(hashtextextended(format('access-link-by %s', caller), 0));
  delete from private.access_link_requests where asked_at <= now() - interval '24 hours';

  if (select count(*) from private.access_link_requests where workspace_id = new.workspace_id and address = to_address) >= per_address then
    perform private.refuse(429, 'too_many_access_links', 'Several mails went to this address today. Try again tomorrow.');
  end if;
  if (select count(*) from private.access_link_requests where asked_by = caller)
    >= (case when caller_is_agent then per_agent else per_customer end)
  then
    perform private.refuse(429, 'too_many_invitations', 'You have asked for many invitations today. Try again tomorrow.');
  end if;
  insert into private.access_link_requests (workspace_id, ticket_id, customer_id, address, asked_by)
  values (new.workspace_id, new.ticket_id, new.customer_id, to_address, caller);
  return null;
end;
$function$;
comment on function private.limit_access_links() is 'At most 5 mails to one address of a workspace, 20 asked for by a customer''s browser and 100 by an agent, in any 24 hours. 429 too_many_access_links, too_many_invitations.';

CREATE OR REPLACE FUNCTION private.list_avatars(of_workspace_id uuid)
 RETURNS TABLE(member_id uuid, avatar_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select member.member_id, member.avatar_id from public.workspace_members as member
  where member.workspace_id = of_workspace_id and member.avatar_id is not null;
$function$;
comment on function private.list_avatars(uuid) is 'The faces of a workspace, to be joined with many lines that the caller reads.';

CREATE OR REPLACE FUNCTION private.list_claimed_sla_notices(of_claim_id uuid)
 RETURNS SETOF public.sla_notice_line
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select notice.ticket_id, ticket.number, ticket.subject, customer.name, notice.level, notice.metric, clock.due_at, coalesce(calendar.time_zone, 'UTC')
  from public.sla_notices as notice
  join public.sla_clocks as clock using (workspace_id, ticket_id, metric, sequence)
  join public.tickets as ticket on ticket.workspace_id = notice.workspace_id and ticket.ticket_id = notice.ticket_id
  join public.customers as customer on customer.workspace_id = ticket.workspace_id and customer.customer_id = ticket.customer_id
  left join public.sla_calendar_versions as calendar
    on calendar.workspace_id = ticket.workspace_id and calendar.calendar_version_id = private.team_calendar_version(ticket)
  where notice.mail_claim_id = of_claim_id and notice.mail_settled_at is null
    -- Done since, or given to a private team of others.
    and clock.stopped_at is null and private.may_see_team(ticket.workspace_id, notice.member_id, ticket.team_id)
  order by notice.level desc, clock.due_at, ticket.number;
$function$;
comment on function private.list_claimed_sla_notices(uuid) is 'What a mail tells of, most pressing first. time_zone: of the calendar that the ticket''s people work by.';

CREATE OR REPLACE FUNCTION private.list_differing_sla_clocks(of_workspace_id uuid DEFAULT NULL::uuid)
 RETURNS SETOF public.sla_clocks
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  stored public.sla_clocks;
  made public.sla_clocks;
  event public.sla_events;
begin
  for stored in
    select * from public.sla_clocks where of_workspace_id is null or sla_clocks.workspace_id = of_workspace_id
  loop
    made := null;
    for event in
      select * from public.sla_events as each
      where each.workspace_id = stored.workspace_id and each.ticket_id = stored.ticket_id
        and each.metric = stored.metric and each.sequence = stored.sequence
      order by each.event_number
    loop
      made := private.apply_sla_event(made, event);
    end loop;
    if made is distinct from stored then
      return next stored;
    end if;
  end loop;
end;
$function$;
comment on function private.list_differing_sla_clocks(uuid) is 'Clocks of a workspace, or of all, that are not what their events make of them. There should be none.';

CREATE OR REPLACE FUNCTION private.list_due_deletions(as_of timestamp with time zone DEFAULT now())
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  closing public.workspaces;
  asking public.workspace_members;
begin
  for closing in
    select * from public.workspaces where deletion_at is not null order by deletion_at for no key update skip locked
  loop
    if exists (
      select from private.workspace_exports
      where workspace_id = closing.workspace_id and requested_at >= closing.deletion_requested_at and state = 'done')
    then
      if closing.deletion_at <= as_of then
        return next closing.workspace_id;
      end if;
    -- None, or it failed, or something was erased since then. While one is under way there will be no other one, unless its
    -- worker is gone for good (add_export).
    elsif not exists (
      select from private.workspace_exports
      where workspace_id = closing.workspace_id and state = 'failed' and noted_at > now() - interval '1 hour')
    then
      select * into asking from public.workspace_members
      where workspace_id = closing.workspace_id and role = 'owner' and is_active order by created_at, member_id limit 1;
      perform private.add_export(asking);
    end if;
  end loop;
end;
$function$;
comment on function private.list_due_deletions(timestamp with time zone) is 'Workspaces whose time has come and of which there is an export since they were closed; asks for one where there is none. For the worker.';

CREATE OR REPLACE FUNCTION private.list_erasures(of_workspace_slug text)
 RETURNS SETOF public.erasure_line
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select erasure.erasure_id, erasure.requested_at, member.display_name, cardinality(erasure.customer_ids), erasure.tickets_total,
    erasure.tickets_done, erasure.finished_at
  from private.erasures as erasure
  join public.workspaces as workspace using (workspace_id)
  join public.workspace_members as member on member.workspace_id = erasure.workspace_id and member.member_id = erasure.requested_by
  where workspace.slug = of_workspace_slug and workspace.workspace_id in (select private.my_admin_workspace_ids())
  order by erasure.requested_at desc, erasure.erasure_id limit 10;
$function$;
comment on function private.list_erasures(text) is NULL;

CREATE OR REPLACE FUNCTION private.list_inbox_page(of_workspace_id uuid, view public.inbox_view, search text, before_activity_at timestamp with time zone, before_ticket_id uuid, page_size integer, is_by_due boolean, after_due_at timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO ''
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  my_member_id constant uuid := private.my_member_id(of_workspace_id);
  hidden_team_ids constant uuid[] := array(select private.my_hidden_team_ids());
begin
  if my_member_id is null then
    return;
  end if;
  -- Planned with the arguments' values, so that each view finds its own index, in each order.
  return query
  select page.ticket_id
  from public.tickets as page
  where page.workspace_id = of_workspace_id
    and (page.team_id = any (hidden_team_ids)) is not true
    and case view
      when 'active' then page.status in ('open', 'in_progress', 'waiting')
      when 'mine' then page.status in ('open', 'in_progress', 'waiting')
        and page.assignee_id = my_member_id
      when 'unassigned' then page.status in ('open', 'in_progress', 'waiting') and page.assignee_id is null
      when 'done' then page.status in ('resolved', 'closed')
      else true
    end
    and (
      before_activity_at is null
      or case
        when not is_by_due then (page.last_activity_at, page.ticket_id) < (before_activity_at, before_ticket_id)
        -- Among those for which nothing is due, which are the last.
        when after_due_at is null then coalesce(page.sla_due_at, 'infinity') = 'infinity'
          and (page.last_activity_at, page.ticket_id) < (before_activity_at, before_ticket_id)
        else coalesce(page.sla_due_at, 'infinity') >= after_due_at
          and (coalesce(page.sla_due_at, 'infinity') > after_due_at
            or (page.last_activity_at, page.ticket_id) < (before_activity_at, before_ticket_id))
      end)
    and (
      search is null
      or page.number::text = ltrim(btrim(search), '#')
      or strpos(lower(page.subject), lower(btrim(search))) > 0)
  order by case when is_by_due then coalesce(page.sla_due_at, 'infinity') end, page.last_activity_at desc, page.ticket_id desc
  limit least(greatest(page_size, 1), 100);
end;
$function$;
comment on function private.list_inbox_page(uuid,public.inbox_view,text,timestamp with time zone,uuid,integer,boolean,timestamp with time zone) is 'The tickets of a page of list_tickets(), in no order that may be relied on. Nothing for who is no member of the workspace.';

CREATE OR REPLACE FUNCTION private.list_message_versions(of_room_id uuid, of_seq integer)
 RETURNS SETOF public.version_line
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select version.version, version.body, version.written_at
  from public.message_versions as version
  where version.room_id = of_room_id and version.seq = of_seq and private.sees_room(of_room_id)
  order by version.version;
$function$;
comment on function private.list_message_versions(uuid,integer) is NULL;

CREATE OR REPLACE FUNCTION private.list_my_inbox_topics(of_workspace_id uuid)
 RETURNS SETOF text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select private.inbox_topic(of_workspace_id) where of_workspace_id in (select private.my_workspace_ids())
  union all
  (
    select private.team_topic(team.team_id) from public.teams as team
    where team.workspace_id = of_workspace_id and team.is_private
      and of_workspace_id in (select private.my_workspace_ids()) and team.team_id not in (select private.my_hidden_team_ids())
    order by team.created_at, team.team_id
  );
$function$;
comment on function private.list_my_inbox_topics(uuid) is 'What tells the caller of all tickets that they may see as an agent of the workspace: its own topic first, then those of its private teams.';

CREATE OR REPLACE FUNCTION private.list_my_sessions()
 RETURNS TABLE(session_id uuid, created_at timestamp with time zone, last_used_at timestamp with time zone, user_agent text, has_second_factor boolean, is_current boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select session.id, session.created_at,
    -- Auth writes it without a zone, in UTC.
    greatest(session.created_at, session.refreshed_at at time zone 'UTC'),
    left(coalesce(session.user_agent, ''), 500), session.aal::text = 'aal2',
    session.id::text is not distinct from auth.jwt() ->> 'session_id'
  from auth.sessions as session
  where session.user_id = (select private.my_account_id()) and (session.not_after is null or session.not_after > now())
  order by 6 desc, 3 desc limit 100;
$function$;
comment on function private.list_my_sessions() is NULL;

CREATE OR REPLACE FUNCTION private.list_participants(of_ticket_id uuid)
 RETURNS SETOF public.participant_line
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  with seen as (
    select ticket.*, mine.is_agent or ticket.customer_id in (select private.my_customer_ids()) as with_email
    from public.tickets as ticket cross join (select private.sees_ticket(of_ticket_id) as is_agent) as mine
    where ticket.ticket_id = of_ticket_id and (mine.is_agent or ticket.ticket_id in (select private.my_ticket_ids()))
  )
  select person.customer_id, customer.name, case when person.with_email then customer.email end,
    person.is_requester, person.invited_at, person.joined_at
  from (
    select workspace_id, customer_id, with_email, true as is_requester, created_at as invited_at, created_at as joined_at from seen
    union all
    select participant.workspace_id, participant.customer_id, seen.with_email, false, participant.invited_at, participant.joined_at
    from seen join public.ticket_participants as participant using (workspace_id, ticket_id)
    where participant.removed_at is null
  ) as person
  join public.customers as customer using (workspace_id, customer_id)
  order by person.is_requester desc, person.invited_at, person.customer_id;
$function$;
comment on function private.list_participants(uuid) is 'Requester and participants of a ticket that the caller may see. Addresses for its agents and its requester alone: participants need not know each other''s.';

CREATE OR REPLACE FUNCTION private.list_receipts(of_room_id uuid)
 RETURNS SETOF public.receipt_line
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select receipt.participant_id, case when receipt.member_id is null then 'customer' else 'agent' end::public.sender_type,
    coalesce(member.display_name, customer.name), receipt.delivered_seq, receipt.read_seq, receipt.change_seq
  from public.room_receipts as receipt
  left join public.workspace_members as member using (workspace_id, member_id)
  left join public.customers as customer on customer.workspace_id = receipt.workspace_id and customer.customer_id = receipt.customer_id
  where receipt.room_id = of_room_id and private.sees_room(of_room_id)
  order by 2, 3;
$function$;
comment on function private.list_receipts(uuid) is NULL;

CREATE OR REPLACE FUNCTION private.list_second_factor_demands()
 RETURNS SETOF public.second_factor_demand
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select workspace.slug, workspace.name
  from public.workspace_members as me join public.workspaces as workspace using (workspace_id)
  where me.user_id = (select private.my_account_id()) and me.is_active and me.needs_second_factor
    and not (select private.has_second_factor())
  order by workspace.name, workspace.workspace_id;
$function$;
comment on function private.list_second_factor_demands() is NULL;

CREATE OR REPLACE FUNCTION private.list_sla_clock_special_days(clock public.sla_clocks, until_at timestamp with time zone)
 RETURNS SETOF public.sla_special_day_line
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select row(special.date, special.name, own.is_open)::public.sla_special_day_line
  from public.sla_calendar_versions as calendar
  cross join lateral private.list_special_days(
    calendar, (clock.started_at at time zone calendar.time_zone)::date,
    (list_sla_clock_special_days.until_at at time zone calendar.time_zone)::date) as special
  cross join lateral (
    select exists (
      select from public.sla_calendar_exception_hours as hours
      where hours.workspace_id = calendar.workspace_id and hours.calendar_version_id = calendar.calendar_version_id
        and hours.exception_date = special.exception_date and hours.is_yearly = special.is_yearly) as is_open
  ) as own
  where calendar.workspace_id = clock.workspace_id and calendar.calendar_version_id = clock.calendar_version_id
    -- A holiday on a day that would be closed anyway changes nothing.
    and (own.is_open or exists (
      select from public.sla_calendar_hours as weekly
      where weekly.workspace_id = calendar.workspace_id and weekly.calendar_version_id = calendar.calendar_version_id
        and weekly.weekday = extract(isodow from special.date)))
  order by special.date limit 20;
$function$;
comment on function private.list_sla_clock_special_days(public.sla_clocks,timestamp with time zone) is 'Days of a clock''s calendar with hours of their own, or closed, from its start to a moment.';

CREATE OR REPLACE FUNCTION private.list_sla_policy_calendars(of_workspace_id uuid, own_calendar_id uuid, of_team_ids uuid[])
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select case when own_calendar_id is not null then array[own_calendar_id] else array(
    select coalesce(team.sla_calendar_id, workspace.sla_calendar_id)
    from public.workspaces as workspace join public.teams as team using (workspace_id)
    where workspace.workspace_id = of_workspace_id and (of_team_ids is null or team.team_id = any (of_team_ids))
    union
    -- Tickets of no team.
    select workspace.sla_calendar_id from public.workspaces as workspace
    where workspace.workspace_id = of_workspace_id and of_team_ids is null
  ) end;
$function$;
comment on function private.list_sla_policy_calendars(uuid,uuid,uuid[]) is 'Calendars that a policy''s targets may be counted by: its own, else those of the teams that it is for, and the workspace''s.';

CREATE OR REPLACE FUNCTION private.list_sla_recipients(of_workspace_id uuid, of_ticket_id uuid, level public.sla_notice_level)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return query
  with people as (
    select member.member_id, member.role = 'owner' as is_owner,
      member.member_id = ticket.assignee_id and private.may_see_team(ticket.workspace_id, member.member_id, ticket.team_id) as is_assignee,
      place.member_id is not null as is_in_team, coalesce(place.is_lead, false) as is_lead
    from public.tickets as ticket
    join public.workspace_members as member on member.workspace_id = ticket.workspace_id and member.is_active
    -- Who cannot sign in cannot help: others are told instead.
    join auth.users as account on account.id = member.user_id and account.email_confirmed_at is not null
    left join public.team_members as place
      on place.workspace_id = ticket.workspace_id and place.team_id = ticket.team_id and place.member_id = member.member_id
    where ticket.workspace_id = of_workspace_id and ticket.ticket_id = of_ticket_id
  )
  select people.member_id from people
  where case level
    when 'warning' then is_assignee or is_in_team and not exists (select from people where is_assignee)
    when 'breach' then is_assignee or is_lead
      or not exists (select from people where is_assignee or is_lead)
        and (is_in_team or is_owner and not exists (select from people where is_in_team))
    when 'escalation' then is_owner
  end;
end;
$function$;
comment on function private.list_sla_recipients(uuid,uuid,public.sla_notice_level) is 'Members who are to be told of a ticket''s clock. One who was removed, has no confirmed account, or may not see the ticket, is nobody.';

CREATE OR REPLACE FUNCTION private.list_sla_special_days(of_version_id uuid)
 RETURNS public.sla_special_day[]
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select array(
    select row(special.exception_date, special.is_yearly, special.name, array(
      select row(hours.opens_at, hours.closes_at)::public.sla_open_hours
      from public.sla_calendar_exception_hours as hours
      where hours.workspace_id = special.workspace_id and hours.calendar_version_id = special.calendar_version_id
        and hours.exception_date = special.exception_date and hours.is_yearly = special.is_yearly
      order by hours.opens_at
    ))::public.sla_special_day
    from public.sla_calendar_exceptions as special
    join public.sla_calendar_versions as version using (workspace_id, calendar_version_id)
    where version.calendar_version_id = of_version_id
    order by special.exception_date, special.is_yearly);
$function$;
comment on function private.list_sla_special_days(uuid) is 'The days with hours of their own of a version of a calendar, by date.';

CREATE OR REPLACE FUNCTION private.list_sla_stretches(clock public.sla_clocks, until_at timestamp with time zone)
 RETURNS SETOF public.sla_stretch
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  with segments as (
    select event.basis, event.calendar_version_id,
      greatest(case event.kind when 'activate' then clock.started_at else event.at end, clock.started_at) as from_at,
      coalesce(lead(event.at) over (order by event.event_number), list_sla_stretches.until_at) as until_at
    from public.sla_events as event
    where event.workspace_id = clock.workspace_id and event.ticket_id = clock.ticket_id and event.metric = clock.metric
      and event.sequence = clock.sequence and event.kind in ('activate', 'retarget')
  )
  select row(lower(hours), upper(hours))::public.sla_stretch
  from unnest((
    select range_agg(case
      when segment.basis = 'calendar' then tstzmultirange(tstzrange(segment.from_at, segment.until_at))
      else private.open_hours(segment.calendar_version_id, segment.from_at, segment.until_at) end)
    from segments as segment where segment.from_at < segment.until_at
  )) as hours
  order by hours limit 200;
$function$;
comment on function private.list_sla_stretches(public.sla_clocks,timestamp with time zone) is 'When a clock''s time counts, or would if it ran, from its start to a moment: by the calendar that it had at each time.';

CREATE OR REPLACE FUNCTION private.list_sla_targets(of_workspace_id uuid, of_version_id uuid)
 RETURNS public.sla_target_line[]
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select array(
    select row(target.metric, target.priority, target.target_seconds, target.basis, target.warn_before_seconds)::public.sla_target_line
    from public.sla_targets as target
    where target.workspace_id = of_workspace_id and target.policy_version_id = of_version_id
    order by target.metric, target.priority);
$function$;
comment on function private.list_sla_targets(uuid,uuid) is 'The targets of a version of a policy, by metric and priority.';

CREATE OR REPLACE FUNCTION private.list_sla_weekly_hours(of_version_id uuid)
 RETURNS public.sla_weekly_hours[]
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select array(
    select row(hours.weekday, hours.opens_at, hours.closes_at)::public.sla_weekly_hours
    from public.sla_calendar_hours as hours
    join public.sla_calendar_versions as version using (workspace_id, calendar_version_id)
    where version.calendar_version_id = of_version_id
    order by hours.weekday, hours.opens_at);
$function$;
comment on function private.list_sla_weekly_hours(uuid) is 'The weekly hours of a version of a calendar, in order.';

CREATE OR REPLACE FUNCTION private.list_sla_what_if_tickets(of_workspace_id uuid, until_at timestamp with time zone, after_ticket_id uuid, max_tickets integer)
 RETURNS SETOF public.tickets
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select * from public.tickets as ticket
  where ticket.workspace_id = of_workspace_id and ticket.created_at > until_at - interval '30 days' and ticket.created_at <= until_at
    -- Says nothing more, and has an index.
    and ticket.last_activity_at > until_at - interval '30 days'
    and ticket.spam_at is null and ticket.merged_into_ticket_id is null
    and (after_ticket_id is null or ticket.ticket_id > after_ticket_id)
  order by ticket.ticket_id limit max_tickets;
$function$;
comment on function private.list_sla_what_if_tickets(uuid,timestamp with time zone,uuid,integer) is 'Tickets opened in the 30 days before a moment, in order, without spam and those that went on in another.';

CREATE OR REPLACE FUNCTION private.list_special_days(calendar public.sla_calendar_versions, from_date date, until_date date)
 RETURNS TABLE(date date, name text, exception_date date, is_yearly boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 5
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
#variable_conflict use_column
begin
  return query
  select distinct on (told.date) told.date, exception.name, exception.exception_date, exception.is_yearly
  from public.sla_calendar_exceptions as exception
  cross join lateral (
    select exception.exception_date as date where not exception.is_yearly
    union all
    select (exception.exception_date + make_interval(years => year - extract(year from exception.exception_date)::integer))::date
    from generate_series(extract(year from from_date)::integer, extract(year from until_date)::integer) as year
    where exception.is_yearly
  ) as told
  where exception.workspace_id = calendar.workspace_id and exception.calendar_version_id = calendar.calendar_version_id
    and told.date between from_date and until_date
    -- A leap day is one in leap years alone.
    and extract(day from told.date) = extract(day from exception.exception_date)
  order by told.date, exception.is_yearly;
end;
$function$;
comment on function private.list_special_days(public.sla_calendar_versions,date,date) is 'Days of a time, both ends included, on which a calendar has hours of its own or is closed, with the exception that says so: one for the date before one for every year.';

CREATE OR REPLACE FUNCTION private.list_ticket_field_answers(of_workspace_id uuid, of_ticket_id uuid, of_field_id uuid)
 RETURNS text[]
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select array(
    select coalesce(value.text_value, trim_scale(value.number_value)::text, to_char(value.date_value, 'YYYY-MM-DD'), value.option_id::text, 'true')
    from public.ticket_field_values as value
    left join public.ticket_field_options as option using (workspace_id, field_id, option_id)
    where value.workspace_id = of_workspace_id and value.ticket_id = of_ticket_id and value.field_id = of_field_id
    order by option.position, option.option_id);
$function$;
comment on function private.list_ticket_field_answers(uuid,uuid,uuid) is 'What is answered to a field of a ticket, as ticket_field_answer has it.';

CREATE OR REPLACE FUNCTION private.list_ticket_fields(of_workspace_id uuid, of_ticket_id uuid DEFAULT NULL::uuid, is_answered boolean DEFAULT false)
 RETURNS public.ticket_field_line[]
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select array(
    select row(
      field.field_id, field.kind, field.label, field.help_text, field.is_required, field.category_ids,
      array(
        select row(option.option_id, option.label)::public.ticket_field_option
        from public.ticket_field_options as option
        where option.workspace_id = field.workspace_id and option.field_id = field.field_id
          and (option.archived_at is null or option.option_id::text = any (given.answers))
        order by option.position, option.option_id),
      given.answers, field.archived_at)::public.ticket_field_line
    from public.ticket_fields as field
    cross join lateral (select private.list_ticket_field_answers(field.workspace_id, of_ticket_id, field.field_id) as answers) as given
    where field.workspace_id = of_workspace_id
      and (given.answers <> '{}' or field.archived_at is null and not is_answered)
    order by field.position, field.field_id);
$function$;
comment on function private.list_ticket_fields(uuid,uuid,boolean) is 'The fields that a workspace asks, with what a ticket has answered, also to fields and by options that are put away; with is_answered only those with an answer.';

CREATE OR REPLACE FUNCTION private.list_ticket_members(of_ticket_id uuid)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select member.member_id
  from public.tickets as ticket join public.workspace_members as member using (workspace_id)
  where ticket.ticket_id = of_ticket_id and private.sees_ticket(of_ticket_id)
    and member.is_active and private.may_see_team(member.workspace_id, member.member_id, ticket.team_id);
$function$;
comment on function private.list_ticket_members(uuid) is 'Members who may see a ticket that the caller sees.';

CREATE OR REPLACE FUNCTION private.list_workspace_exports(of_workspace_slug text)
 RETURNS SETOF public.workspace_export_line
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select export.export_id, export.requested_at, member.display_name, export.state, export.rows_total, export.rows_done,
    export.files_total, export.files_done, export.finished_at, export.expires_at, export.byte_size
  from public.workspaces as workspace
  join public.workspace_members as me on me.workspace_id = workspace.workspace_id and me.user_id = (select private.my_account_id())
    and me.is_active and me.role = 'owner' and (not me.needs_second_factor or (select private.has_second_factor()))
  join private.workspace_exports as export on export.workspace_id = workspace.workspace_id
  join public.workspace_members as member on member.workspace_id = export.workspace_id and member.member_id = export.requested_by
  where workspace.slug = of_workspace_slug
  order by export.requested_at desc, export.export_id limit 10;
$function$;
comment on function private.list_workspace_exports(text) is NULL;

CREATE OR REPLACE FUNCTION private.lock_invitation(of_workspace_slug text, of_invitation_id uuid)
 RETURNS public.workspace_invitations
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_staff(of_workspace_slug, 'agent');
  invitation public.workspace_invitations;
begin
  select * into invitation from public.workspace_invitations
  where workspace_id = me.workspace_id and invitation_id = of_invitation_id and accepted_at is null and revoked_at is null for update;
  if invitation.invitation_id is null then
    perform private.refuse(404, 'invitation_not_found', 'This invitation was accepted or taken back already.');
  end if;
  -- What one may not offer one may not renew or take back either.
  perform private.lock_staff(of_workspace_slug, invitation.role);
  return invitation;
end;
$function$;
comment on function private.lock_invitation(text,uuid) is 'An open invitation of the caller''s workspace, locked; an expired one is open. Errors: those of lock_staff(); 404 invitation_not_found.';

CREATE OR REPLACE FUNCTION private.lock_membership(of_workspace_slug text)
 RETURNS public.workspace_members
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me public.workspace_members;
begin
  perform from public.workspaces where slug = of_workspace_slug
    and workspace_id = any (array(select private.my_workspace_ids())) for no key update;
  select member.* into me
  from public.workspace_members as member join public.workspaces as workspace using (workspace_id)
  where workspace.slug = of_workspace_slug and member.member_id = private.my_member_id(workspace.workspace_id);
  if me.member_id is null then
    perform private.refuse(404, 'workspace_not_found', 'There is no such workspace of yours.');
  end if;
  return me;
end;
$function$;
comment on function private.lock_membership(text) is 'The caller as member of the workspace, whose row is locked: who is in it and as what is changed by one at a time. Errors: 404 workspace_not_found.';

CREATE OR REPLACE FUNCTION private.lock_own_message(of_room_id uuid, of_seq integer)
 RETURNS public.messages
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  seat record;
  message public.messages;
begin
  select * into seat from private.room_seat(of_room_id);
  if seat.sender_id is null then
    perform private.refuse(404, 'room_not_found', 'There is no such room for you.');
  end if;
  perform from public.chat_rooms where room_id = of_room_id for no key update;
  select * into message from public.messages where room_id = of_room_id and seq = of_seq and sender_id = seat.sender_id;
  if message.room_id is null then
    perform private.refuse(404, 'message_not_found', 'There is no such message of yours.');
  end if;
  if message.deleted_at is not null then
    perform private.refuse(409, 'message_deleted', 'This message was deleted.');
  end if;
  if (select status from public.chat_rooms where room_id = of_room_id) = 'closed' then
    perform private.refuse(409, 'room_closed', 'This ticket is closed. Open a new ticket to go on.');
  end if;
  if clock_timestamp() >= message.created_at
    + (select edit_window_seconds from public.workspaces where workspace_id = seat.workspace_id) * interval '1 second' then
    perform private.refuse(409, 'edit_window_over', 'The time in which this message could be changed is over.');
  end if;
  return message;
end;
$function$;
comment on function private.lock_own_message(uuid,integer) is 'A message that the caller sent and may still change, with its room locked. Errors: 404 room_not_found, message_not_found; 409 message_deleted, room_closed, edit_window_over.';

CREATE OR REPLACE FUNCTION private.lock_ownership(of_workspace_slug text)
 RETURNS public.workspace_members
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
begin
  if me.role <> 'owner' then
    perform private.refuse(403, 'owners_only', 'Only an owner may do this.');
  end if;
  return me;
end;
$function$;
comment on function private.lock_ownership(text) is 'As lock_membership(), for owners. Errors: 404 workspace_not_found; 403 owners_only.';

CREATE OR REPLACE FUNCTION private.lock_rooms(of_ticket_ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform from public.chat_rooms where ticket_id = any (of_ticket_ids) order by room_id for no key update;
end;
$function$;
comment on function private.lock_rooms(uuid[]) is 'Before a change of several tickets: rooms before tickets, in one order, as all commands lock them.';

CREATE OR REPLACE FUNCTION private.lock_settings(of_workspace_slug text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform from public.workspaces as workspace
  where workspace.workspace_id = private.my_settings_workspace_id(of_workspace_slug) for no key update;
  -- Once more: who waited may have been removed meanwhile.
  return private.my_settings_workspace_id(of_workspace_slug);
end;
$function$;
comment on function private.lock_settings(text) is 'As my_settings_workspace_id(), before a change: others who change something about the workspace itself wait. Tickets and messages do not.';

CREATE OR REPLACE FUNCTION private.lock_staff(of_workspace_slug text, for_role public.member_role)
 RETURNS public.workspace_members
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
begin
  if me.role = 'agent' then
    perform private.refuse(403, 'settings_forbidden', 'Owners and admins change the settings of a workspace.');
  end if;
  if me.role <> 'owner' and for_role >= me.role then
    perform private.refuse(403, 'rank_too_low', 'Owners may do this; admins may with agents.');
  end if;
  return me;
end;
$function$;
comment on function private.lock_staff(text,public.member_role) is 'As lock_membership(), for an owner, or for an admin where for_role is lower than admin. Errors: 404 workspace_not_found; 403 settings_forbidden, rank_too_low.';

CREATE OR REPLACE FUNCTION private.lock_ticket_for_agent(of_ticket_id uuid)
 RETURNS public.tickets
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  ticket public.tickets;
begin
  perform from public.chat_rooms as room
  join public.tickets on tickets.chat_room_id = room.room_id
  where tickets.ticket_id = of_ticket_id and private.sees_ticket(of_ticket_id)
  for no key update of room;
  select * into ticket from public.tickets where ticket_id = of_ticket_id and private.sees_ticket(of_ticket_id);
  if ticket.ticket_id is null then
    perform private.refuse(404, 'ticket_not_found', 'There is no such ticket in your workspaces.');
  end if;
  return ticket;
end;
$function$;
comment on function private.lock_ticket_for_agent(uuid) is 'The ticket, with its room locked, when the caller may see it as an agent; else 404 ticket_not_found, also when it exists elsewhere.';

CREATE OR REPLACE FUNCTION private.lock_ticket_for_requester(of_ticket_id uuid, OUT ticket public.tickets, OUT seat_id uuid, OUT seat_name text, OUT may_decide boolean)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  seat record;
begin
  select * into ticket from public.tickets where ticket_id = of_ticket_id;
  select * into seat from private.room_seat(ticket.chat_room_id);
  if seat.sender_id is null then
    perform private.refuse(404, 'ticket_not_found', 'There is no such ticket for you.');
  end if;
  perform from public.chat_rooms where room_id = ticket.chat_room_id for no key update;
  select * into ticket from public.tickets where ticket_id = of_ticket_id;
  seat_id := seat.sender_id;
  seat_name := seat.sender_name;
  may_decide := seat.sender_type = 'agent' or seat.sender_id = ticket.customer_id;
end;
$function$;
comment on function private.lock_ticket_for_requester(uuid) is 'The ticket with its room locked, as whom the caller takes part, and whether that is its requester or an agent. 404 ticket_not_found for everybody else.';

CREATE OR REPLACE FUNCTION private.logo_line(workspace public.workspaces)
 RETURNS public.logo_line
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select case when workspace.logo_id is not null then row(workspace.logo_id, workspace.logo_width, workspace.logo_height)::public.logo_line end;
$function$;
comment on function private.logo_line(public.workspaces) is 'A workspace''s logo; null for none.';

CREATE OR REPLACE FUNCTION private.match_sla_policy(of_workspace_id uuid, of_team_id uuid, of_category_id uuid, of_channel public.ticket_channel, OUT policy_version_id uuid, OUT calendar_version_id uuid)
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
begin
  select version.policy_version_id, calendar.current_version_id into policy_version_id, calendar_version_id
  from public.sla_policies as policy
  join public.sla_policy_versions as version
    on version.workspace_id = policy.workspace_id and version.policy_version_id = policy.current_version_id
  join public.workspaces as workspace on workspace.workspace_id = policy.workspace_id
  left join public.teams as team on team.workspace_id = policy.workspace_id and team.team_id = of_team_id
  left join public.sla_calendars as calendar
    on calendar.workspace_id = policy.workspace_id
    and calendar.calendar_id = coalesce(version.calendar_id, team.sla_calendar_id, workspace.sla_calendar_id)
  where policy.workspace_id = of_workspace_id and policy.archived_at is null
    and (version.team_ids is null or of_team_id = any (version.team_ids))
    and (version.category_ids is null or of_category_id = any (version.category_ids))
    and (version.channels is null or of_channel = any (version.channels))
  order by policy.position, policy.policy_id limit 1;
end;
$function$;
comment on function private.match_sla_policy(uuid,uuid,uuid,public.ticket_channel) is 'The current version of the first policy whose conditions such a ticket meets, with the current version of its calendar; nulls: none fits.';

CREATE OR REPLACE FUNCTION private.may_be_special(exception_date date, is_yearly boolean, from_date date, until_date date)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
RETURN CASE WHEN is_yearly THEN (mod(((367 + (EXTRACT(doy FROM exception_date))::integer) - (EXTRACT(doy FROM from_date))::integer), 366) <= ((until_date - from_date) + 2)) ELSE ((exception_date >= from_date) AND (exception_date <= until_date)) END;
comment on function private.may_be_special(date,boolean,date,date) is 'Whether an exception of a calendar may be on a day of a time, both ends included: true where it is, and sometimes where it is not.';

CREATE OR REPLACE FUNCTION private.may_change_work(me public.workspace_members, whom public.workspace_members)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select me.role >= 'admin' and private.may_manage(me, whom, whom.role);
$function$;
comment on function private.may_change_work(public.workspace_members,public.workspace_members) is 'Whether a member says what another one can do and takes: owners of everybody, admins of who is lower, and of themselves.';

CREATE OR REPLACE FUNCTION private.may_hear(topic text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  kind constant text := split_part(topic, ':', 1);
  key uuid;
begin
  if split_part(topic, ':', 2) !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then
    return false;
  end if;
  key := split_part(topic, ':', 2);
  return coalesce(case kind
    when 'room' then topic = private.room_topic('room', key)
      and (private.sees_room(key) or key in (select private.my_room_ids()))
    when 'notes' then topic = private.room_topic('notes', key) and private.sees_room(key)
    when 'inbox' then topic = private.inbox_topic(key) and key in (select private.my_workspace_ids())
    when 'team' then topic = private.team_topic(key) and exists (
      select from public.teams
      where team_id = key and is_private and workspace_id in (select private.my_workspace_ids()) and team_id not in (select private.my_hidden_team_ids()))
    when 'user' then topic = private.topic_name('user', key) and key = (select private.my_account_id())
  end, false);
end;
$function$;
comment on function private.may_hear(text) is 'Whether the caller may join the topic: its name must be equal to a current one that is the caller''s. False, never an error, for anything else.';

CREATE OR REPLACE FUNCTION private.may_manage(me public.workspace_members, whom public.workspace_members, new_role public.member_role)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select me.role = 'owner'
    or me.role = 'admin' and whom.role < 'admin' and new_role < 'admin'
    or me.member_id = whom.member_id and new_role <= me.role;
$function$;
comment on function private.may_manage(public.workspace_members,public.workspace_members,public.member_role) is 'Whether a member may make another one what new_role says: owners everything, admins what is lower than they are, everybody less of themselves.';

CREATE OR REPLACE FUNCTION private.may_read_attachment(object_name text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select exists (select from public.attachments where object_path = object_name);
$function$;
comment on function private.may_read_attachment(text) is 'Whether the caller sees the row of an object. Runs with the caller''s rights: the policy of attachments decides, once for both.';

CREATE OR REPLACE FUNCTION private.may_read_export(object_name text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (
    select from private.workspace_export_downloads as download
    join private.workspace_exports as export using (workspace_id, export_id)
    join public.workspace_members as member using (workspace_id, member_id)
    where starts_with(object_name, export.workspace_id || '/' || export.export_id || '/')
      and export.state = 'done' and export.expires_at > now() and download.opened_at > now() - interval '1 hour'
      and member.user_id = (select private.my_account_id()) and member.is_active and member.role = 'owner'
      and (not member.needs_second_factor or (select private.has_second_factor())));
$function$;
comment on function private.may_read_export(text) is 'Whether an object is a part of an export that the caller, an owner, has opened within the last hour (open_workspace_export).';

CREATE OR REPLACE FUNCTION private.may_see_team(of_workspace_id uuid, of_member_id uuid, of_team_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return not exists (
    select from public.teams as team where team.workspace_id = of_workspace_id and team.team_id = of_team_id and team.is_private
  ) or exists (
    select from public.workspace_members as member
    where member.workspace_id = of_workspace_id and member.member_id = of_member_id and member.is_active
      and (member.role >= 'admin' or exists (
        select from public.team_members as place
        where place.workspace_id = of_workspace_id and place.team_id = of_team_id and place.member_id = of_member_id)));
end;
$function$;
comment on function private.may_see_team(uuid,uuid,uuid) is 'Whether a member of the workspace may see the tickets of a team (null: of none): a private team''s are for its members, owners and admins.';

CREATE OR REPLACE FUNCTION private.may_upload_attachment(object_name text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (
    select from public.attachments as attachment
    join public.chat_rooms as room using (workspace_id, room_id)
    cross join lateral private.room_seat(attachment.room_id) as seat
    where attachment.object_path = object_name and attachment.seq is null and attachment.removed_at is null
      and seat.sender_id = attachment.sender_id and room.status = 'open'
  );
$function$;
comment on function private.may_upload_attachment(text) is 'Whether an object is the file of a row of the caller''s own that waits for it, in a room where the caller still has a seat.';

CREATE OR REPLACE FUNCTION private.member_name(of_workspace_id uuid, of_member_id uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select display_name from public.workspace_members where workspace_id = of_workspace_id and member_id = of_member_id;
$function$;
comment on function private.member_name(uuid,uuid) is 'What a member is called now; null for nobody.';

CREATE OR REPLACE FUNCTION private.message_line(message public.messages)
 RETURNS public.message_line
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  return private.message_line(
    message, case message.sender_type when 'agent' then private.avatar_of(message.workspace_id, message.sender_id) end);
end;
$function$;
comment on function private.message_line(public.messages) is 'As message_line(), which looks for the sender''s face by itself.';

CREATE OR REPLACE FUNCTION private.message_line(message public.messages, sender_avatar_id uuid)
 RETURNS public.message_line
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  quoted public.reply_line;
  files public.attachment_line[] := '{}';
  reactions public.reaction_line[] := '{}';
begin
  -- Most messages have none of these.
  if message.reply_to_seq is not null and message.deleted_at is null then
    select earlier.seq, earlier.sender_name, left(earlier.body, 160), earlier.deleted_at is not null into quoted
    from public.messages as earlier
    where earlier.room_id = message.room_id and earlier.seq = message.reply_to_seq;
  end if;
  if message.message_type in ('image', 'file') and message.deleted_at is null then
    files := array(
      select private.attachment_line(attachment) from public.attachments as attachment
      where attachment.room_id = message.room_id and attachment.seq = message.seq and attachment.removed_at is null
      order by attachment.position
    );
  end if;
  -- A reaction is a change.
  if message.change_seq > 0 and message.deleted_at is null then
    reactions := array(
      select row(
        reaction.emoji, array_agg(reaction.sender_id order by reaction.created_at),
        array_agg(reaction.sender_name order by reaction.created_at))::public.reaction_line
      from public.message_reactions as reaction
      where reaction.room_id = message.room_id and reaction.seq = message.seq
      group by reaction.emoji order by min(reaction.created_at), reaction.emoji
    );
  end if;
  return row(
    message.room_id, message.seq, message.message_id, message.sender_type, message.sender_id, message.sender_name,
    message.client_id, message.message_type, message.body, message.created_at,
    message.edited_at, message.deleted_at, message.change_seq, quoted, files, reactions,
    message.system_kind, message.old_value, message.new_value, sender_avatar_id)::public.message_line;
end;
$function$;
comment on function private.message_line(public.messages,uuid) is 'The public columns of a message, with what it quotes as that stands now, its files and reactions. A new column of the table does not leave the database before it is named here.';

CREATE OR REPLACE FUNCTION private.move_customer_topics()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  moved constant uuid[] := array(
    select chat_room_id from public.tickets where workspace_id = old.workspace_id and customer_id = old.customer_id
    union
    select tickets.chat_room_id from public.ticket_participants join public.tickets using (workspace_id, ticket_id)
    where ticket_participants.workspace_id = old.workspace_id and ticket_participants.customer_id = old.customer_id);
begin
  perform private.send_topic_moved(room_id) from unnest(moved) as room_id;
  update public.chat_rooms set epoch = epoch + 1 where room_id = any (moved);
  return null;
end;
$function$;
comment on function private.move_customer_topics() is 'Renames the topics of a customer''s rooms when an identity no longer acts for the customer; a last topic_moved on the old ones tells the others.';

CREATE OR REPLACE FUNCTION private.move_hidden_room()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if private.team_topic(new.team_id) is not null then
    perform private.send_topic_moved(new.chat_room_id);
    update public.chat_rooms set epoch = epoch + 1 where room_id = new.chat_room_id;
  end if;
  return null;
end;
$function$;
comment on function private.move_hidden_room() is 'Renames the topics of a ticket''s room when it goes to a private team; a last topic_moved on the old ones tells those who stay.';

CREATE OR REPLACE FUNCTION private.move_resolution_clock(before public.tickets, after public.tickets)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  was_ended constant boolean := before.status in ('resolved', 'closed');
  is_ended constant boolean := after.status in ('resolved', 'closed');
  rule constant public.sla_reopen_rule := (
    select workspace.sla_reopen_rule from public.workspaces as workspace where workspace.workspace_id = after.workspace_id);
  clock public.sla_clocks;
begin
  select * into clock from public.sla_clocks as latest
  where latest.workspace_id = after.workspace_id and latest.ticket_id = after.ticket_id and latest.metric = 'resolution'
  order by latest.sequence desc limit 1
  for update;

  if was_ended and not is_ended then
    if rule = 'restart' or rule = 'resume' and (clock.state is null or clock.cancel_reason = 'no_target') then
      perform private.start_sla_clocks(after, array['resolution']::public.sla_metric[]);
    elsif rule = 'resume' and clock.state in ('met', 'breached') then
      clock := private.record_sla_event(clock, private.sla_event('resume', after.changed_at));
      clock := private.breach_if_past(clock, after.changed_at);
      if after.status = 'waiting' then
        perform private.record_sla_event(clock, private.sla_event('pause', after.changed_at));
      end if;
    end if;
  elsif clock.stopped_at is not null or clock.state is null then
    return;
  elsif is_ended then
    perform private.record_sla_event(clock, private.sla_event('fulfil', after.changed_at));
  elsif after.status = 'waiting' then
    perform private.record_sla_event(clock, private.sla_event('pause', after.changed_at));
  elsif before.status = 'waiting' then
    perform private.record_sla_event(clock, private.sla_event('resume', after.changed_at));
  end if;
end;
$function$;
comment on function private.move_resolution_clock(public.tickets,public.tickets) is 'After a change of status: waiting pauses, resolved and closed stop, and reopening does what the workspace has chosen. Time spent resolved is not counted.';

CREATE OR REPLACE FUNCTION private.move_sla_clocks()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  clock public.sla_clocks;
  is_rematched constant boolean :=
    (new.team_id, new.category_id, new.channel) is distinct from (old.team_id, old.category_id, old.channel);
  is_retargeted constant boolean := is_rematched or new.priority <> old.priority
    or new.sla_policy_version_id is distinct from old.sla_policy_version_id
    or new.sla_calendar_version_id is distinct from old.sla_calendar_version_id;
  was_ended constant boolean := old.status in ('resolved', 'closed');
begin
  -- At once by whatever statement notices it, and before what that does.
  for clock in
    select * from public.sla_clocks as late
    where late.workspace_id = new.workspace_id and late.ticket_id = new.ticket_id
      and late.state = 'running' and late.due_at < new.changed_at
    for update
  loop
    perform private.notice_sla_breach(clock);
  end loop;
  if new.spam_at is not null or new.merged_into_ticket_id is not null then
    perform private.cancel_sla_clocks(new);
    return private.with_due_times(new);
  end if;

  if is_rematched then
    select matched.policy_version_id, matched.calendar_version_id into new.sla_policy_version_id, new.sla_calendar_version_id
    from private.match_sla_policy(new.workspace_id, new.team_id, new.category_id, new.channel) as matched;
  end if;
  if old.awaiting_reply_since is not null and new.awaiting_reply_since is null then
    perform private.stop_reply_clock(old, new);
  elsif old.awaiting_reply_since <> new.awaiting_reply_since then
    perform private.backdate_reply_clock(new);
  end if;
  if new.status <> old.status then
    perform private.move_resolution_clock(old, new);
  end if;
  if is_retargeted then
    perform private.retarget_sla_clocks(new, true);
  elsif was_ended and new.status not in ('resolved', 'closed') then
    -- The priority may have changed while the clock that goes on now stood still.
    perform private.retarget_sla_clocks(new, false);
  end if;
  if old.awaiting_reply_since is null and new.awaiting_reply_since is not null and new.status not in ('resolved', 'closed') and not exists (
    select from public.sla_clocks as begun
    where begun.workspace_id = new.workspace_id and begun.ticket_id = new.ticket_id
      and begun.metric <> 'resolution' and begun.started_at = new.awaiting_reply_since and begun.stopped_at is null
  ) then
    perform private.start_sla_clocks(new, array[private.awaited_sla_metric(new.is_awaiting_first_response)]);
  end if;
  return private.with_due_times(new);
end;
$function$;
comment on function private.move_sla_clocks() is 'Moves a ticket''s clocks as its change demands, in one order: late ones are noticed, replies stop, the resolution moves, targets change, a new wait starts.';

CREATE OR REPLACE FUNCTION private.move_topics()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.move_workspace_topics(new.workspace_id);
  return null;
end;
$function$;
comment on function private.move_topics() is 'Renames all topics of a workspace when a member lost access, rank or account.';

CREATE OR REPLACE FUNCTION private.move_workspace_topics(of_workspace_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.send_inbox_moved(of_workspace_id);
  -- The rooms where somebody may be listening. Whoever has an older one open finds the new name at the next fetch.
  perform private.send_topic_moved(recent.chat_room_id)
  from (
    select ticket.chat_room_id from public.tickets as ticket
    where ticket.workspace_id = of_workspace_id and ticket.last_activity_at > now() - interval '2 days'
    order by ticket.last_activity_at desc limit 500
  ) as recent;
  update public.workspaces set epoch = epoch + 1 where workspace_id = of_workspace_id;
end;
$function$;
comment on function private.move_workspace_topics(uuid) is 'Renames all topics of a workspace, since somebody may hear less than before; a last topic_moved on the old inbox, and in the rooms of late, tells their listeners.';

CREATE OR REPLACE FUNCTION private.my_account_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  caller constant uuid := auth.uid();
  claims constant jsonb := auth.jwt();
begin
  if caller is null then
    return null;
  end if;
  -- A token outlives the session it was made for. Auth names the session in every token that it makes; one without
  -- was made by whoever holds the project's key.
  if claims ? 'session_id' and not exists (
    select from auth.sessions
    where id = (claims ->> 'session_id')::uuid and user_id = caller and (not_after is null or not_after > now()))
  then
    perform private.refuse(401, 'sign_in_required', 'This session has ended.');
  end if;
  if claims ->> 'aal' is distinct from 'aal2' and exists (
    select from auth.mfa_factors where user_id = caller and status = 'verified')
  then
    perform private.refuse(403, 'second_factor_required', 'This account asks for a code of its authenticator app as well.');
  end if;
  return caller;
end;
$function$;
comment on function private.my_account_id() is 'The caller''s user id, for whatever belongs to an account; null for a visitor. Errors: 401 sign_in_required when the session of the token has ended; 403 second_factor_required when the account has a verified second factor and the token was given without it.';

CREATE OR REPLACE FUNCTION private.my_account_or_refuse()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  caller constant uuid := private.my_account_id();
begin
  if caller is null then
    perform private.refuse(401, 'sign_in_required', 'Sign in first.');
  end if;
  return caller;
end;
$function$;
comment on function private.my_account_or_refuse() is 'As my_account_id(). Errors: 401 sign_in_required for a visitor, too.';

CREATE OR REPLACE FUNCTION private.my_admin_workspace_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select workspace_id from public.workspace_members
  where user_id = (select private.my_account_id()) and is_active and role >= 'admin'
    and (not needs_second_factor or (select private.has_second_factor()));
$function$;
comment on function private.my_admin_workspace_ids() is 'Workspaces in which the caller is an active owner or admin.';

CREATE OR REPLACE FUNCTION private.my_customer_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select customer_id from public.customer_identities where user_id = (select auth.uid());
$function$;
comment on function private.my_customer_ids() is 'Customers the caller acts for, in any workspace.';

CREATE OR REPLACE FUNCTION private.my_hidden_team_ids()
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  caller constant uuid := private.my_account_id();
begin
  -- What may_see_team() says, of all teams at once: every policy asks it. A test holds the two to each other.
  return query
  select team.team_id
  from public.workspace_members as me join public.teams as team using (workspace_id)
  where me.user_id = caller and me.is_active and me.role < 'admin' and team.is_private
    and not exists (
      select from public.team_members as place
      where place.workspace_id = me.workspace_id and place.member_id = me.member_id and place.team_id = team.team_id);
end;
$function$;
comment on function private.my_hidden_team_ids() is 'Teams of the caller''s workspaces whose tickets the caller may not see. Used as `(team_id = any (array(select private.my_hidden_team_ids()))) is not true`: a ticket without a team is nobody''s secret.';

CREATE OR REPLACE FUNCTION private.my_member_id(of_workspace_id uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select member_id from public.workspace_members
  where workspace_id = of_workspace_id and user_id = (select private.my_account_id()) and is_active
    and (not needs_second_factor or (select private.has_second_factor()));
$function$;
comment on function private.my_member_id(uuid) is 'The caller''s member_id in the workspace, null when not an active member.';

CREATE OR REPLACE FUNCTION private.my_member_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select member_id from public.workspace_members where user_id = (select private.my_account_id()) and is_active
    and (not needs_second_factor or (select private.has_second_factor()));
$function$;
comment on function private.my_member_ids() is 'The caller''s member_id in each workspace in which the caller is an active member.';

CREATE OR REPLACE FUNCTION private.my_room_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select tickets.chat_room_id
  from public.customer_identities
  join public.tickets using (workspace_id, customer_id)
  where customer_identities.user_id = (select auth.uid())
  union all
  select tickets.chat_room_id
  from public.customer_identities
  join public.ticket_participants as participant using (workspace_id, customer_id)
  join public.tickets on tickets.workspace_id = participant.workspace_id and tickets.ticket_id = participant.ticket_id
  where customer_identities.user_id = (select auth.uid()) and participant.removed_at is null;
$function$;
comment on function private.my_room_ids() is 'Rooms in which the caller takes part as a customer.';

CREATE OR REPLACE FUNCTION private.my_settings_workspace_id(of_workspace_slug text)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  found_id uuid;
  my_role public.member_role;
begin
  select workspace.workspace_id, me.role into found_id, my_role
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  where workspace.slug = of_workspace_slug;
  if found_id is null then
    perform private.refuse(404, 'workspace_not_found', 'There is no such workspace of yours.');
  end if;
  if my_role = 'agent' then
    perform private.refuse(403, 'settings_forbidden', 'Owners and admins change the settings of a workspace.');
  end if;
  return found_id;
end;
$function$;
comment on function private.my_settings_workspace_id(text) is 'The workspace whose settings the caller may change, as an owner or admin of it. Errors: 404 workspace_not_found; 403 settings_forbidden.';

CREATE OR REPLACE FUNCTION private.my_ticket_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select tickets.ticket_id
  from public.customer_identities
  join public.tickets using (workspace_id, customer_id)
  where customer_identities.user_id = (select auth.uid())
  union all
  select ticket_participants.ticket_id
  from public.customer_identities
  join public.ticket_participants using (workspace_id, customer_id)
  where customer_identities.user_id = (select auth.uid()) and ticket_participants.removed_at is null;
$function$;
comment on function private.my_ticket_ids() is 'Tickets in which the caller takes part as a customer: requester or participant.';

CREATE OR REPLACE FUNCTION private.my_verified_user_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select id from auth.users where id = (select private.my_account_id()) and email_confirmed_at is not null;
$function$;
comment on function private.my_verified_user_id() is 'The caller''s user id when the account has a confirmed email address, else null. A customer''s browser identity has none.';

CREATE OR REPLACE FUNCTION private.my_workspace_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select workspace_id from public.workspace_members
  where user_id = (select private.my_account_id()) and is_active and (not needs_second_factor or (select private.has_second_factor()));
$function$;
comment on function private.my_workspace_ids() is 'Workspaces in which the caller is an active member, in any role.';

CREATE OR REPLACE FUNCTION private.name_ids(of_workspace_id uuid, row_values jsonb)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select row_values || jsonb_strip_nulls(jsonb_build_object(
    'member', private.member_name(of_workspace_id, (row_values ->> 'member_id')::uuid),
    'assignee', private.member_name(of_workspace_id, (row_values ->> 'assignee_id')::uuid),
    'team', private.team_name(of_workspace_id, (row_values ->> 'team_id')::uuid),
    'sla_calendar', (
      select name from public.sla_calendars
      where workspace_id = of_workspace_id and calendar_id = (row_values ->> 'sla_calendar_id')::uuid),
    'work_calendar', (
      select name from public.sla_calendars
      where workspace_id = of_workspace_id and calendar_id = (row_values ->> 'work_calendar_id')::uuid),
    'skill', private.skill_name(of_workspace_id, (row_values ->> 'skill_id')::uuid)));
$function$;
comment on function private.name_ids(uuid,jsonb) is 'Adds to the values of a row what its member_id, assignee_id, team_id, skill_id and calendars are called now.';

CREATE OR REPLACE FUNCTION private.next_change(of_room_id uuid)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  update public.chat_rooms set change_seq = change_seq + 1 where room_id = of_room_id returning change_seq;
$function$;
comment on function private.next_change(uuid) is 'Counts a change of the room that is not a new message, and answers its number.';

CREATE OR REPLACE FUNCTION private.next_open_at(of_version_id uuid, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return case
    when of_version_id is null then at
    else coalesce(lower((private.next_open_hours(of_version_id, at))[1]), at)
  end;
end;
$function$;
comment on function private.next_open_at(uuid,timestamp with time zone) is 'The moment itself while a version of a calendar is open, else when it opens next.';

CREATE OR REPLACE FUNCTION private.next_open_hours(of_version_id uuid, at timestamp with time zone)
 RETURNS tstzrange[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  hours tstzmultirange;
  days integer;
begin
  foreach days in array array[8, 64, 400] loop
    hours := private.open_hours(of_version_id, at, at + make_interval(days => days));
    exit when not isempty(hours);
  end loop;
  return array(
    select case when upper(each) = at + make_interval(days => days) then tstzrange(lower(each), null) else each end
    from unnest(hours) as each limit 2);
end;
$function$;
comment on function private.next_open_hours(uuid,timestamp with time zone) is 'The hours in which a version of a calendar is open at a moment or opens next, and those after them if they are near; at most 400 days ahead. Without an end where none is in sight.';

CREATE OR REPLACE FUNCTION private.next_work_at(of_workspace_id uuid, of_member_id uuid, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  member public.workspace_members;
  local_day date;
begin
  select * into member from public.workspace_members as each
  where each.workspace_id = of_workspace_id and each.member_id = of_member_id;
  if member.work_calendar_id is not null then
    return private.next_open_at((
      select calendar.current_version_id from public.sla_calendars as calendar
      where calendar.workspace_id = of_workspace_id and calendar.calendar_id = member.work_calendar_id), at);
  end if;
  if member.work_hours is null then
    return null;
  end if;
  local_day := (at at time zone member.work_time_zone)::date;
  return (
    -- From the day before, whose night shift may go on.
    select min(greatest(span.begins, at))
    from generate_series(-1, 8) as nth
    join unnest(member.work_hours) as hours on hours.weekday = extract(isodow from local_day + nth)
    cross join lateral (
      select (local_day + nth + hours.opens_at) at time zone member.work_time_zone as begins,
        (local_day + nth + case when hours.closes_at <= hours.opens_at then 1 else 0 end + hours.closes_at) at time zone member.work_time_zone as ends
    ) as span
    where span.ends > at and span.ends > span.begins);
end;
$function$;
comment on function private.next_work_at(uuid,uuid,timestamp with time zone) is 'The moment itself while a member works by their own calendar or hours, else when they begin next; null: they have none of their own.';

CREATE OR REPLACE FUNCTION private.note_line(note public.internal_notes)
 RETURNS public.note_line
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select row(
    note.room_id, note.note_seq, note.note_id, note.member_id, note.author_name, note.client_id, note.body, note.created_at,
    private.avatar_of(note.workspace_id, note.member_id))::public.note_line;
$function$;
comment on function private.note_line(public.internal_notes) is 'The columns of a note that agents see.';

CREATE OR REPLACE FUNCTION private.note_workspace_export(of_workspace_id uuid, of_export_id uuid, row_count bigint, file_count bigint, parts integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  update private.workspace_exports set rows_done = row_count, files_done = file_count, part_count = parts, noted_at = now()
  where workspace_id = of_workspace_id and export_id = of_export_id and state = 'running';
  return found;
end;
$function$;
comment on function private.note_workspace_export(uuid,uuid,bigint,bigint,integer) is 'Notes how far it is. False: it is not wanted any more.';

CREATE OR REPLACE FUNCTION private.notice_sla_breach(clock public.sla_clocks)
 RETURNS public.sla_clocks
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  event public.sla_events := private.sla_event('breach', clock.due_at);
begin
  event.breach_cause := 'overdue';
  event.due_at := clock.due_at;
  return private.record_sla_event(clock, event);
end;
$function$;
comment on function private.notice_sla_breach(public.sla_clocks) is 'Writes down that a running clock''s time ran out, when it did.';

CREATE OR REPLACE FUNCTION private.number_in(content bytea, at integer, size integer, is_little_endian boolean DEFAULT false)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select sum(get_byte(content, at + nth) << (8 * case when is_little_endian then nth else size - 1 - nth end))::integer
  from generate_series(0, size - 1) as nth;
$function$;
comment on function private.number_in(bytea,integer,integer,boolean) is 'A number of so many bytes, the highest first unless said otherwise.';

CREATE OR REPLACE FUNCTION private.number_receipt()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- What nobody else sees changes nothing: an agent who reads what another agent has read.
  if new.member_id is not null and not exists (
    select from private.receipt_lines(new.room_id) as line
    where line.side = 'agent' and line.delivered_seq >= new.delivered_seq and line.read_seq >= new.read_seq
  ) or new.customer_id is not null then
    new.change_seq := private.next_change(new.room_id);
  end if;
  return new;
end;
$function$;
comment on function private.number_receipt() is 'Gives a receipt that somebody else sees the next change_seq of its room.';

CREATE OR REPLACE FUNCTION private.number_ticket()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  insert into private.ticket_counters as counter (workspace_id) values (new.workspace_id)
  on conflict (workspace_id) do update set last_number = counter.last_number + 1
  returning last_number into new.number;
  return new;
end;
$function$;
comment on function private.number_ticket() is 'Gives a new ticket the next number of its workspace. A transaction that fails gives the number back.';

CREATE OR REPLACE FUNCTION private.offer_default_locale()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  new.offered_locales := array(
    select locale from unnest(new.offered_locales || new.default_locale) with ordinality as offered (locale, nth)
    group by locale order by min(nth));
  return new;
end;
$function$;
comment on function private.offer_default_locale() is 'Each language once, the default one among them.';

CREATE OR REPLACE FUNCTION private.open_hours(of_version_id uuid, from_at timestamp with time zone, until_at timestamp with time zone)
 RETURNS tstzmultirange
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  calendar public.sla_calendar_versions;
  from_date date;
  until_date date;
  wall record;
  day date;
  special_dates date[];
  opens_at timestamptz;
  closes_at timestamptz;
  hours tstzrange[] := '{}';
begin
  select * into calendar from public.sla_calendar_versions as version where version.calendar_version_id = of_version_id;
  -- From the day before: its hours may cross midnight.
  from_date := (from_at at time zone calendar.time_zone)::date - 1;
  until_date := (until_at at time zone calendar.time_zone)::date;
  special_dates := array(select special.date from private.list_special_days(calendar, from_date, until_date) as special);
  for wall in
    select weekly.opens_at, weekly.closes_at, weekly.weekday, null::date as date from public.sla_calendar_hours as weekly
    where weekly.workspace_id = calendar.workspace_id and weekly.calendar_version_id = calendar.calendar_version_id
    union all
    select own.opens_at, own.closes_at, null, special.date
    from private.list_special_days(calendar, from_date, until_date) as special
    join public.sla_calendar_exception_hours as own using (exception_date, is_yearly)
    where cardinality(special_dates) > 0 and own.workspace_id = calendar.workspace_id and own.calendar_version_id = calendar.calendar_version_id
  loop
    -- The first such weekday, and every week from there on.
    day := coalesce(wall.date, from_date + mod(7 + wall.weekday - extract(isodow from from_date)::integer, 7));
    loop
      if wall.date is not null or not day = any (special_dates) then
        opens_at := (day + wall.opens_at) at time zone calendar.time_zone;
        closes_at := (day + wall.closes_at + case when wall.closes_at <= wall.opens_at then interval '1 day' else interval '0' end) at time zone calendar.time_zone;
        -- A change of the clocks can leave nothing of short hours, or less.
        if opens_at < closes_at then
          hours := hours || tstzrange(opens_at, closes_at);
        end if;
      end if;
      day := day + 7;
      exit when wall.date is not null or day > until_date;
    end loop;
  end loop;
  return tstzmultirange(variadic hours) * tstzmultirange(tstzrange(from_at, greatest(from_at, until_at)));
end;
$function$;
comment on function private.open_hours(uuid,timestamp with time zone,timestamp with time zone) is 'When a version of a calendar is open from one moment (included) to another (excluded), as half-open ranges that neither touch nor overlap.';

CREATE OR REPLACE FUNCTION private.open_ticket(workspace_slug text, subject text, body text, email text, name text, category_id uuid, locale text, submission_id uuid, follows_ticket_id uuid, field_answers public.ticket_field_answer[])
 RETURNS public.ticket_key
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  caller constant uuid := auth.uid();
  portal_workspace_id uuid;
  ticket_customer public.customers;
  ticket public.tickets;
begin
  -- A token outlives its account.
  if not exists (select from auth.users where id = caller) then
    perform private.refuse(401, 'sign_in_required', 'The browser needs an identity before it can open a ticket.');
  end if;
  select workspace_id into portal_workspace_id from public.workspaces where slug = open_ticket.workspace_slug;
  if portal_workspace_id is null then
    perform private.refuse(404, 'workspace_not_found', 'There is no support portal at this address.');
  end if;
  if open_ticket.category_id is not null and not exists (
    select from public.ticket_categories as category
    where category.workspace_id = portal_workspace_id and category.category_id = open_ticket.category_id and archived_at is null
  ) then
    perform private.refuse(422, 'category_not_found', 'Choose one of the categories that are offered.');
  end if;

  -- One person's forms one after the other, so that two copies of one form find each other.
  perform pg_advisory_xact_lock(hashtextextended('open_ticket:' || caller, 0));

  select customer.* into ticket_customer
  from public.customer_identities as identity join public.customers as customer using (workspace_id, customer_id)
  where identity.user_id = caller and workspace_id = portal_workspace_id and lower(customer.email) = lower(btrim(open_ticket.email))
    -- A customer made by an invitation is of that one ticket: who has its link must not come to others.
    and not exists (
      select from public.ticket_participants as participant
      where participant.workspace_id = portal_workspace_id and participant.customer_id = customer.customer_id)
  order by customer.created_at limit 1;

  if ticket_customer.customer_id is not null then
    select * into ticket from public.tickets as existing
    where existing.workspace_id = portal_workspace_id and existing.customer_id = ticket_customer.customer_id
      and existing.submission_id = open_ticket.submission_id;
    if ticket.ticket_id is not null then
      return (ticket.ticket_id, ticket.number, ticket.chat_room_id);
    end if;
    ticket_customer.name := btrim(open_ticket.name);
    update public.customers as customer set name = ticket_customer.name, locale = open_ticket.locale
    where customer.workspace_id = portal_workspace_id and customer.customer_id = ticket_customer.customer_id
      and (customer.name, customer.locale) is distinct from (ticket_customer.name, open_ticket.locale);
  else
    insert into public.customers (workspace_id, email, name, locale)
    values (portal_workspace_id, btrim(open_ticket.email), btrim(open_ticket.name), open_ticket.locale)
    returning * into ticket_customer;
    insert into public.customer_identities (workspace_id, customer_id, user_id)
    values (portal_workspace_id, ticket_customer.customer_id, caller);
  end if;

  ticket := private.begin_ticket(
    ticket_customer, open_ticket.submission_id, open_ticket.subject, open_ticket.body, open_ticket.category_id,
    -- One that is not the caller's any more: what was written is worth more than where it belongs.
    (
      select followed.ticket_id from public.tickets as followed
      where followed.ticket_id = open_ticket.follows_ticket_id and followed.workspace_id = portal_workspace_id
        and followed.ticket_id in (select private.my_ticket_ids())
    ));
  perform private.answer_ticket_fields(ticket, field_answers);
  return (ticket.ticket_id, ticket.number, ticket.chat_room_id);
end;
$function$;
comment on function private.open_ticket(text,text,text,text,text,uuid,text,uuid,uuid,public.ticket_field_answer[]) is NULL;

CREATE OR REPLACE FUNCTION private.open_workspace_export(of_workspace_slug text, of_export_id uuid)
 RETURNS public.workspace_export_file
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_ownership(of_workspace_slug);
  file public.workspace_export_file;
begin
  select export.workspace_id || '/' || export.export_id, export.part_count, export.byte_size, export.finished_at into file
  from private.workspace_exports as export
  where export.workspace_id = me.workspace_id and export.export_id = of_export_id and export.state = 'done' and export.expires_at > now();
  if file.object_folder is null then
    perform private.refuse(404, 'export_not_found', 'There is no such export any more. Ask for a new one.');
  end if;
  insert into private.workspace_export_downloads (workspace_id, export_id, member_id) values (me.workspace_id, of_export_id, me.member_id)
  on conflict (workspace_id, export_id, member_id) do update set opened_at = excluded.opened_at;
  perform private.write_audit(me.workspace_id, 'changed', 'export', of_export_id, '', null, '{}');
  return file;
end;
$function$;
comment on function private.open_workspace_export(text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.order_categories(of_workspace_slug text, category_ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  perform private.refuse_other_list(
    array(select category.category_id from public.ticket_categories as category where category.workspace_id = locked_id and category.archived_at is null),
    category_ids);
  update public.ticket_categories as category set position = given.nth
  from unnest(category_ids) with ordinality as given (category_id, nth)
  where category.workspace_id = locked_id and category.category_id = given.category_id and category.position <> given.nth;
end;
$function$;
comment on function private.order_categories(text,uuid[]) is NULL;

CREATE OR REPLACE FUNCTION private.order_sla_policies(of_workspace_slug text, policy_ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  if array(
    select policy.policy_id from public.sla_policies as policy
    where policy.workspace_id = locked_id and policy.archived_at is null order by 1
  ) is distinct from array(select given from unnest(policy_ids) as given order by 1) then
    perform private.refuse(409, 'sla_policies_changed', 'The list of policies has changed since you opened it.');
  end if;
  update public.sla_policies as policy set position = given.nth
  from unnest(policy_ids) with ordinality as given (policy_id, nth)
  where policy.workspace_id = locked_id and policy.policy_id = given.policy_id and policy.position <> given.nth;
end;
$function$;
comment on function private.order_sla_policies(text,uuid[]) is NULL;

CREATE OR REPLACE FUNCTION private.order_ticket_fields(of_workspace_slug text, field_ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  perform private.refuse_other_list(
    array(select field.field_id from public.ticket_fields as field where field.workspace_id = locked_id and field.archived_at is null), field_ids);
  update public.ticket_fields as field set position = given.nth
  from unnest(field_ids) with ordinality as given (field_id, nth)
  where field.workspace_id = locked_id and field.field_id = given.field_id and field.position <> given.nth;
end;
$function$;
comment on function private.order_ticket_fields(text,uuid[]) is NULL;

CREATE OR REPLACE FUNCTION private.picture_ids(named jsonb)
 RETURNS uuid[]
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select array_remove(array[(named ->> 'logo_id')::uuid, (named ->> 'icon_id')::uuid, (named ->> 'avatar_id')::uuid], null);
$function$;
comment on function private.picture_ids(jsonb) is 'The pictures that a row names.';

CREATE OR REPLACE FUNCTION private.picture_limits(kind text, OUT max_bytes integer, OUT max_side integer, OUT min_side integer)
 RETURNS record
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  -- logo, icon, avatar
  select case kind when 'logo' then 262144 else 65536 end, case kind when 'logo' then 1024 else 512 end, 16;
$function$;
comment on function private.picture_limits(text) is 'How large a picture may be, in bytes and in pixels of a side. The form says the same (app/lib/picture-limits.ts; a test compares).';

CREATE OR REPLACE FUNCTION private.play_sla_what_if(of_workspace_id uuid, of_what_if_id uuid, max_tickets integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  what_if private.sla_what_ifs;
  draft public.sla_policy_draft;
  chosen public.tickets[];
  ticket public.tickets;
  copy_id uuid;
  draft_policy_id uuid;
  copy_number bigint := 0;
  is_draft boolean;
  clocks private.sla_what_if_clocks[] := '{}';
begin
  -- As lock_settings() has it: nobody saves anything between the two sides. First, as whoever asks for a what-if does.
  perform from public.workspaces as workspace where workspace.workspace_id = of_workspace_id for no key update;
  select * into what_if from private.sla_what_ifs as each
  where each.workspace_id = of_workspace_id and each.what_if_id = of_what_if_id and each.state in ('waiting', 'running') for update;
  if what_if.what_if_id is null then
    return 0;
  end if;
  draft := jsonb_populate_record(null::public.sla_policy_draft, what_if.draft);
  chosen := array(
    select each from private.list_sla_what_if_tickets(of_workspace_id, what_if.created_at, what_if.last_ticket_id, max_tickets) as each);
  begin
    perform private.restore_sla_settings(of_workspace_id, what_if.settings);
    foreach is_draft in array array[false, true] loop
      if is_draft then
        insert into public.sla_policies (workspace_id, name, position)
        select of_workspace_id, gen_random_uuid()::text, coalesce((
          select replaced.position from public.sla_policies as replaced
          where replaced.workspace_id = of_workspace_id and replaced.policy_id = what_if.policy_id), 2147483647)
        returning policy_id into draft_policy_id;
        update public.sla_policies set current_version_id = private.add_sla_policy_version(of_workspace_id, draft_policy_id, draft)
        where workspace_id = of_workspace_id and policy_id = draft_policy_id;
        update public.sla_policies set archived_at = now() where workspace_id = of_workspace_id and policy_id = what_if.policy_id;
      end if;
      foreach ticket in array chosen loop
        -- Below all real numbers.
        copy_number := copy_number - 1;
        copy_id := private.play_ticket(ticket, copy_number, what_if.created_at);
        clocks := clocks || array(
          select row(
            of_workspace_id, of_what_if_id, ticket.ticket_id, clock.metric, clock.sequence, is_draft,
            clock.state <> 'met', clock.started_at, clock.due_at)::private.sla_what_if_clocks
          from public.sla_clocks as clock
          where clock.workspace_id = of_workspace_id and clock.ticket_id = copy_id
            and (clock.state in ('met', 'breached') or clock.state = 'running' and clock.due_at < what_if.created_at));
      end loop;
    end loop;
    raise exception using errcode = 'FR001';
  exception when sqlstate 'FR001' then null;
  end;
  insert into private.sla_what_if_clocks select each.* from unnest(clocks) as each;
  update private.sla_what_ifs set
    tickets_done = tickets_done + cardinality(chosen), last_ticket_id = coalesce(ticket.ticket_id, last_ticket_id),
    state = case when cardinality(chosen) < max_tickets then 'done' else 'running' end::public.sla_what_if_state
  where workspace_id = of_workspace_id and what_if_id = of_what_if_id;
  return cardinality(chosen);
end;
$function$;
comment on function private.play_sla_what_if(uuid,uuid,integer) is 'Plays the next tickets of a what-if, twice each, keeps what came of it, and answers how many those were; fewer than max_tickets: it is done. What is played is undone.';

CREATE OR REPLACE FUNCTION private.play_ticket(ticket public.tickets, copy_number bigint, until_at timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  copy_id constant uuid := gen_random_uuid();
  copy_room_id constant uuid := gen_random_uuid();
  opening record;
  happening record;
begin
  select coalesce((
      select each.old_value from public.ticket_events as each
      where each.workspace_id = ticket.workspace_id and each.ticket_id = ticket.ticket_id and each.kind = 'priority_changed'
      order by each.created_at, each.event_id limit 1), ticket.priority::text)::public.ticket_priority as priority,
    coalesce((
      select each.new_value from public.ticket_events as each
      where each.workspace_id = ticket.workspace_id and each.ticket_id = ticket.ticket_id and each.kind = 'ticket_created'
      limit 1), 'open')::public.ticket_status as status,
    (
      select each.sender_type from public.messages as each
      where each.room_id = ticket.chat_room_id and each.sender_type <> 'system' order by each.seq limit 1
    ) = 'customer' as is_by_customer
  into opening;
  insert into public.tickets (
    ticket_id, workspace_id, number, chat_room_id, customer_id, subject, status, priority, channel, category_id, team_id,
    created_at, last_activity_at, awaiting_reply_since)
  values (
    copy_id, ticket.workspace_id, copy_number, copy_room_id, ticket.customer_id, ticket.subject, opening.status, opening.priority, ticket.channel,
    ticket.category_id, ticket.team_id, ticket.created_at, ticket.created_at, case when opening.is_by_customer then ticket.created_at end);
  insert into public.chat_rooms (room_id, workspace_id, ticket_id) values (copy_room_id, ticket.workspace_id, copy_id);

  for happening in
    select told.* from (
      select merged.*, lag(merged.sender_type) over (order by merged.at, merged.rank, merged.seq, merged.place) as before
      from (
        select each.created_at as at, 1 as rank, each.seq, '' as place, each.sender_type, null as kind, null as value, null::public.sender_type as actor_type
        from public.messages as each where each.room_id = ticket.chat_room_id and each.sender_type <> 'system'
        union all
        select each.created_at, 2, 0, each.event_id::text, null, each.kind::text, each.new_value, each.actor_type
        from public.ticket_events as each
        where each.workspace_id = ticket.workspace_id and each.ticket_id = ticket.ticket_id
          and each.kind in ('status_changed', 'priority_changed', 'no_reply_needed')
      ) as merged
      where merged.at <= until_at
    ) as told
    -- What somebody says right after their own words moves no clock.
    where told.sender_type is null or told.sender_type is distinct from told.before
    order by told.at, told.rank, told.seq, told.place limit 2000
  loop
    if happening.sender_type is not null then
      perform private.advance_ticket(ticket.workspace_id, copy_room_id, happening.sender_type, happening.at);
    elsif happening.kind = 'status_changed' then
      update public.tickets set as_of = happening.at, status = happening.value::public.ticket_status,
        -- The customer's own button asks for an answer, without a message.
        awaiting_reply_since = case
          when happening.actor_type = 'customer' and happening.value = 'open' then coalesce(awaiting_reply_since, happening.at)
          else awaiting_reply_since end
      where ticket_id = copy_id and status::text <> happening.value;
    elsif happening.kind = 'priority_changed' then
      update public.tickets set as_of = happening.at, priority = happening.value::public.ticket_priority
      where ticket_id = copy_id and priority::text <> happening.value;
    else
      update public.tickets set as_of = happening.at, awaiting_reply_since = null where ticket_id = copy_id and awaiting_reply_since is not null;
    end if;
  end loop;
  return copy_id;
end;
$function$;
comment on function private.play_ticket(public.tickets,bigint,timestamp with time zone) is 'Does to a new copy of a ticket what happened to it until a moment, and answers the copy''s id; for a transaction that is undone. Team, category and channel are those of now; due times by hand are left out. Of very long histories the first 2000 happenings.';

CREATE OR REPLACE FUNCTION private.portal_workspace_id(workspace_slug text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select workspace_id from public.workspaces where slug = workspace_slug;
$function$;
comment on function private.portal_workspace_id(text) is NULL;

CREATE OR REPLACE FUNCTION private.preview_erasure(of_workspace_slug text, of_customer_ids uuid[])
 RETURNS public.erasure_counts
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select private.count_erasure(private.my_settings_workspace_id(of_workspace_slug), of_customer_ids);
$function$;
comment on function private.preview_erasure(text,uuid[]) is NULL;

CREATE OR REPLACE FUNCTION private.preview_retention(of_workspace_slug text, days public.retention_days)
 RETURNS public.retention_counts
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  mine constant uuid := private.my_settings_workspace_id(of_workspace_slug);
  counts public.retention_counts;
begin
  with due as (
    select ticket.status, ticket.chat_room_id from public.tickets as ticket
    where ticket.workspace_id = mine and ticket.erased_at is null and ticket.status in ('resolved', 'closed')
      and coalesce(ticket.closed_at, ticket.resolved_at)
        < now() - case ticket.status when 'resolved' then days.resolved_days else days.closed_days end * interval '1 day'
  )
  select count(*) filter (where status = 'resolved'), count(*) filter (where status = 'closed'),
    (select count(*) from public.messages as message join due on due.chat_room_id = message.room_id where message.sender_type <> 'system'),
    (select count(*) from public.attachments as attachment join due on due.chat_room_id = attachment.room_id where attachment.removed_at is null)
  into counts from due;
  return counts;
end;
$function$;
comment on function private.preview_retention(text,public.retention_days) is NULL;

CREATE OR REPLACE FUNCTION private.preview_sla_calendar(of_workspace_slug text, draft public.sla_calendar_draft, as_of timestamp with time zone)
 RETURNS public.sla_calendar_preview
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.my_settings_workspace_id(of_workspace_slug);
  preview public.sla_calendar_preview;
  made_id uuid;
  hours tstzmultirange;
begin
  perform private.refuse_distant_time(as_of);
  -- Written, looked at, and undone: it is counted as it will be.
  begin
    insert into public.sla_calendars (workspace_id, name, archived_at)
    values (locked_id, coalesce(nullif(btrim(draft.name), ''), 'Draft'), now()) returning calendar_id into made_id;
    made_id := private.add_sla_calendar_version(locked_id, made_id, draft);
    hours := private.open_hours(made_id, as_of, as_of + interval '366 days');
    preview.is_open := hours @> as_of;
    preview.changes_at := case when not preview.is_open then lower(hours)
      -- Always open: it does not change.
      else (select nullif(upper(each), as_of + interval '366 days') from unnest(hours) as each where each @> as_of) end;
    preview.day_until := private.add_business_time(as_of, 28800, made_id);
    raise exception using errcode = 'FR001';
  exception when sqlstate 'FR001' then
    return preview;
  end;
end;
$function$;
comment on function private.preview_sla_calendar(text,public.sla_calendar_draft,timestamp with time zone) is NULL;

CREATE OR REPLACE FUNCTION private.preview_sla_policy(of_workspace_slug text, draft public.sla_policy_draft, of_team_id uuid, as_of timestamp with time zone)
 RETURNS SETOF public.sla_policy_preview
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.my_settings_workspace_id(of_workspace_slug);
  version_id uuid;
  target public.sla_target_line;
  event public.sla_events := private.sla_event('activate', as_of);
  clock public.sla_clocks;
begin
  perform private.check_sla_policy(locked_id, draft);
  perform private.refuse_distant_time(as_of);
  select calendar.current_version_id into version_id
  from public.workspaces as workspace
  left join public.teams as team on team.workspace_id = workspace.workspace_id and team.team_id = of_team_id
  join public.sla_calendars as calendar on calendar.workspace_id = workspace.workspace_id
    and calendar.calendar_id = coalesce(draft.calendar_id, team.sla_calendar_id, workspace.sla_calendar_id)
  where workspace.workspace_id = locked_id;
  event.started_at := as_of;
  event.calendar_version_id := version_id;
  foreach target in array coalesce(draft.targets, '{}') loop
    event.metric := target.metric;
    event.priority := target.priority;
    event.target_seconds := target.target_seconds;
    event.basis := target.basis;
    event.warn_before_seconds := target.warn_before_seconds;
    clock := private.apply_sla_event(null, event);
    return next row(target.metric, target.priority, target.target_seconds, target.basis, private.sla_warn_at(clock), clock.due_at)::public.sla_policy_preview;
  end loop;
end;
$function$;
comment on function private.preview_sla_policy(text,public.sla_policy_draft,uuid,timestamp with time zone) is NULL;

CREATE OR REPLACE FUNCTION private.queue_sla_notice_mails(as_of timestamp with time zone DEFAULT now())
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  addressee record;
  new_claim_id uuid;
  queued integer := 0;
begin
  -- One at a time: two sweeps would put the same notices into two mails.
  if not pg_try_advisory_xact_lock(hashtextextended('queue_sla_notice_mails', 0)) then
    return 0;
  end if;
  perform private.renew_sla_notices(as_of);
  for addressee in
    select notice.workspace_id, notice.member_id
    from public.sla_notices as notice
    join public.sla_clocks as clock using (workspace_id, ticket_id, metric, sequence)
    where notice.mail_settled_at is null and notice.mail_after <= as_of
      and (notice.mail_claimed_at is null or notice.mail_claimed_at < as_of - interval '2 hours')
      and (notice.level <> 'warning' or clock.state = 'running' and private.sla_warn_at(clock) <= as_of)
    group by notice.workspace_id, notice.member_id
    having bool_or(clock.priority = 'urgent') or not exists (
      select from public.sla_notices as recent
      where recent.workspace_id = notice.workspace_id and recent.member_id = notice.member_id and recent.mail_claimed_at > as_of - interval '5 minutes')
  loop
    new_claim_id := gen_random_uuid();
    update public.sla_notices as notice set mail_claim_id = new_claim_id, mail_claimed_at = as_of
    from public.sla_clocks as clock
    where notice.workspace_id = addressee.workspace_id and notice.member_id = addressee.member_id
      and (clock.workspace_id, clock.ticket_id, clock.metric, clock.sequence)
        = (notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence)
      and notice.mail_settled_at is null and notice.mail_after <= as_of
      and (notice.mail_claimed_at is null or notice.mail_claimed_at < as_of - interval '2 hours')
      and (notice.level <> 'warning' or clock.state = 'running' and private.sla_warn_at(clock) <= as_of);
    perform private.enqueue_job('send-sla-notices', jsonb_build_object('claim_id', new_claim_id));
    queued := queued + 1;
  end loop;
  return queued;
end;
$function$;
comment on function private.queue_sla_notice_mails(timestamp with time zone) is 'Puts the notices that are to be mailed by now into mails, one for each member, has them sent, and answers how many those are. A warning of a clock that is paused, or due later by now, waits.';

CREATE OR REPLACE FUNCTION private.reactivate_member(of_workspace_slug text, of_member_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
  whom constant public.workspace_members := private.find_managed_member(me, of_member_id, null);
begin
  update public.workspace_members set deactivated_at = null
  where workspace_id = whom.workspace_id and member_id = whom.member_id and deactivated_at is not null;
end;
$function$;
comment on function private.reactivate_member(text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.read_notes(of_ticket_id uuid, after_note_seq integer, page_size integer)
 RETURNS TABLE(topic text, notes public.note_line[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select private.room_topic('notes', room.room_id),
    coalesce((
      select array_agg(private.note_line(page) order by page.note_seq)
      from (
        select note.* from public.internal_notes as note
        where note.room_id = room.room_id and note.note_seq > after_note_seq
        order by note.note_seq
        limit least(greatest(page_size, 1), 500)
      ) as page
    ), '{}')
  from public.chat_rooms as room
  where room.ticket_id = of_ticket_id and private.sees_ticket(of_ticket_id);
$function$;
comment on function private.read_notes(uuid,integer,integer) is NULL;

CREATE OR REPLACE FUNCTION private.read_picture(content bytea, OUT content_type text, OUT width integer, OUT height integer)
 RETURNS record
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
  head constant text := encode(substring(content from 1 for 30), 'hex');
begin
  if octet_length(content) < 30 then
    return;
  end if;
  if head like '89504e470d0a1a0a0000000d49484452%' then
    -- One that moves says so before its first picture.
    if position('\x6163544c'::bytea in substring(content from 1 for position('\x49444154'::bytea in content))) > 0 then
      return;
    end if;
    select 'image/png', private.number_in(content, 16, 4), private.number_in(content, 20, 4) into content_type, width, height;
  elsif head like 'ffd8ff%' then
    select 'image/jpeg', side.width, side.height into content_type, width, height from private.jpeg_side(content) as side;
  elsif head like '52494646________57454250%' then
    content_type := 'image/webp';
    case substring(head from 25 for 8)
      when '56503820' then
        width := private.number_in(content, 26, 2, true) & 16383;
        height := private.number_in(content, 28, 2, true) & 16383;
      when '5650384c' then
        width := (private.number_in(content, 21, 2, true) & 16383) + 1;
        height := (private.number_in(content, 22, 3, true) >> 6 & 16383) + 1;
      when '56503858' then
        -- Not one that moves.
        if get_byte(content, 20) & 2 = 0 then
          width := private.number_in(content, 24, 3, true) + 1;
          height := private.number_in(content, 27, 3, true) + 1;
        end if;
      else null;
    end case;
  end if;
  if width is null or height is null then
    content_type := null;
  end if;
exception when numeric_value_out_of_range then
  content_type := null;
end;
$function$;
comment on function private.read_picture(bytea) is 'What a picture is, by its bytes alone: a PNG, JPEG or WebP that does not move, with width and height in pixels. A null content_type: nothing of the kind.';

CREATE OR REPLACE FUNCTION private.read_ticket_field_answer(of_workspace_id uuid, of_ticket_id uuid, answer public.ticket_field_answer)
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  field public.ticket_fields;
  given text[] := array(
    select distinct on (each.text) each.text from (select btrim(one, E' \t\r\n') as text from unnest(answer.answers) as one) as each where each.text <> '');
begin
  select * into field from public.ticket_fields
  where workspace_id = of_workspace_id and field_id = answer.field_id and archived_at is null;
  if field.field_id is null then
    perform private.refuse(422, 'ticket_field_unknown', 'The form has no such field.', answer.field_id::text);
  end if;
  if field.kind = 'checkbox' then
    given := array_remove(given, 'false');
  end if;
  if cardinality(given) > 1 and field.kind <> 'choices' or field.kind = 'checkbox' and given <> '{}' and given <> '{true}'
    or field.kind = 'number' and given[1] !~ '^-?\d{1,15}(\.\d{1,6})?$'
    or field.kind = 'date' and (given[1] !~ '^\d{4}-\d{2}-\d{2}$' or not pg_input_is_valid(given[1], 'date'))
    or field.kind = 'text' and given[1] ~ '[\n\r]'
    or field.kind in ('choice', 'choices') and exists (
      select from unnest(given) as wanted
      where not exists (
        select from public.ticket_field_options as option
        where option.workspace_id = of_workspace_id and option.field_id = field.field_id and option.option_id::text = lower(wanted)
          -- One that was chosen before may stay.
          and (option.archived_at is null or exists (
            select from public.ticket_field_values as value
            where value.workspace_id = of_workspace_id and value.ticket_id = of_ticket_id and value.option_id = option.option_id))))
  then
    perform private.refuse(422, 'ticket_field_invalid', 'This is no answer to this field.', field.field_id::text);
  end if;
  if field.kind = 'date' and given[1]::date not between '1900-01-01' and '2200-12-31' then
    perform private.refuse(422, 'ticket_field_invalid', 'Choose a date between 1900 and 2200.', field.field_id::text);
  end if;
  if char_length(given[1]) > (case field.kind when 'text' then 500 else 5000 end) then
    perform private.refuse(422, 'ticket_field_too_long', 'This answer is too long.', field.field_id::text);
  end if;
  return case field.kind
    when 'number' then array(select trim_scale(one::numeric)::text from unnest(given) as one)
    when 'choice' then array(select lower(one) from unnest(given) as one)
    when 'choices' then array(select distinct lower(one) from unnest(given) as one)
    else given end;
end;
$function$;
comment on function private.read_ticket_field_answer(uuid,uuid,public.ticket_field_answer) is 'What an answer says, in the form in which it is kept. Errors, with the field as detail: 422 ticket_field_unknown, ticket_field_invalid, ticket_field_too_long.';

CREATE OR REPLACE FUNCTION private.recalculate_sla(of_workspace_slug text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  outdated constant integer := private.count_outdated_sla_tickets(of_workspace_slug);
begin
  if outdated > 0 then
    perform private.enqueue_job('recalculate-sla', jsonb_build_object('workspace_id', locked_id));
  end if;
  return outdated;
end;
$function$;
comment on function private.recalculate_sla(text) is NULL;

CREATE OR REPLACE FUNCTION private.recalculate_sla_tickets(of_workspace_id uuid, max_tickets integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  outdated record;
  done integer := 0;
  started_at constant timestamptz := clock_timestamp();
begin
  for outdated in
    with kind as materialized (
      select distinct ticket.team_id, ticket.category_id, ticket.channel
      from public.tickets as ticket
      where ticket.workspace_id = of_workspace_id and ticket.status in ('open', 'in_progress', 'waiting')
    ), matched as materialized (
      select kind.*, policy.policy_version_id, policy.calendar_version_id
      from kind
      left join lateral private.match_sla_policy(of_workspace_id, kind.team_id, kind.category_id, kind.channel) as policy on true
    )
    select ticket.ticket_id, ticket.team_id, ticket.category_id, ticket.channel, matched.policy_version_id, matched.calendar_version_id
    from public.tickets as ticket
    join matched on matched.channel = ticket.channel
      and (matched.team_id, matched.category_id) is not distinct from (ticket.team_id, ticket.category_id)
    where ticket.workspace_id = of_workspace_id and ticket.status in ('open', 'in_progress', 'waiting')
      and ticket.spam_at is null and ticket.merged_into_ticket_id is null
      and (ticket.sla_policy_version_id, ticket.sla_calendar_version_id)
        is distinct from (matched.policy_version_id, matched.calendar_version_id)
    order by ticket.ticket_id limit max_tickets
  loop
    update public.tickets as ticket
    set sla_policy_version_id = outdated.policy_version_id, sla_calendar_version_id = outdated.calendar_version_id
    where ticket.ticket_id = outdated.ticket_id
      -- As it was when it was matched: whoever changed it since has had it matched anew.
      and (ticket.team_id, ticket.category_id, ticket.channel) is not distinct from (outdated.team_id, outdated.category_id, outdated.channel)
      and ticket.status in ('open', 'in_progress', 'waiting') and ticket.spam_at is null and ticket.merged_into_ticket_id is null;
    done := done + 1;
    -- So that nobody who writes to one of these waits long.
    exit when clock_timestamp() > started_at + interval '1 second';
  end loop;
  return done;
end;
$function$;
comment on function private.recalculate_sla_tickets(uuid,integer) is 'Gives at most so many tickets still to be worked on the policy and the calendar that they would get today, and answers how many those were, fewer when that takes longer than a second; 0: there are no more.';

CREATE OR REPLACE FUNCTION private.receipt_lines(of_room_id uuid)
 RETURNS SETOF public.receipt_line
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select receipt.participant_id, 'customer'::public.sender_type, customer.name, receipt.delivered_seq, receipt.read_seq, receipt.change_seq
  from public.room_receipts as receipt join public.customers as customer using (workspace_id, customer_id)
  where receipt.room_id = of_room_id
  union all
  select null, 'agent', '', max(receipt.delivered_seq), max(receipt.read_seq), max(receipt.change_seq)
  from public.room_receipts as receipt
  where receipt.room_id = of_room_id and receipt.member_id is not null
  having count(*) > 0;
$function$;
comment on function private.receipt_lines(uuid) is 'The receipts of a room as everybody in it may see them: each customer''s, and one for all agents together. Checks nobody: for callers that did.';

CREATE OR REPLACE FUNCTION private.record_assignment()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.write_audit(
    new.workspace_id, 'changed', 'ticket', new.ticket_id, '#' || new.number,
    jsonb_build_object('assignee_id', old.assignee_id, 'team_id', old.team_id),
    jsonb_build_object('assignee_id', new.assignee_id, 'team_id', new.team_id), new.changed_at);
  return null;
end;
$function$;
comment on function private.record_assignment() is 'Writes to the audit log to whom a ticket was given.';

CREATE OR REPLACE FUNCTION private.record_audit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  kind constant public.audit_subject := tg_argv[0];
  key_column constant text := tg_argv[1];
  name_column constant text := tg_argv[2];
  shown constant text[] := string_to_array(tg_argv[3], ',');
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  is_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  whole constant jsonb := coalesce(is_now, was);
  of_workspace_id constant uuid := whole ->> 'workspace_id';
  what public.audit_action := case tg_op when 'INSERT' then 'created' when 'DELETE' then 'deleted' else 'changed' end;
begin
  if tg_op = 'DELETE' and not exists (select from public.workspaces where workspace_id = of_workspace_id) then
    return null;
  end if;
  -- Which account somebody has is nobody's business; that there is one is.
  was := was || case when was ? 'user_id' then jsonb_build_object('has_account', was ->> 'user_id' is not null) else '{}' end;
  is_now := is_now || case when is_now ? 'user_id' then jsonb_build_object('has_account', is_now ->> 'user_id' is not null) else '{}' end;
  select jsonb_object_agg(key, was -> key) filter (where was ? key), jsonb_object_agg(key, is_now -> key) filter (where is_now ? key)
  into was, is_now
  from unnest(shown) as key
  where tg_op <> 'UPDATE' or was -> key is distinct from is_now -> key;
  if was is null and is_now is null then
    return null;
  end if;
  if tg_op = 'UPDATE' and exists (
    select from unnest(array['removed_at', 'archived_at', 'revoked_at', 'deleted_at']) as ending
    where was -> ending = 'null' and is_now -> ending <> 'null')
  then
    what := 'deleted';
  end if;
  perform private.write_audit(of_workspace_id, what, kind, (whole ->> key_column)::uuid,
    -- Somebody's place is called by whose it is.
    case name_column when 'member_id' then private.member_name(of_workspace_id, (whole ->> 'member_id')::uuid) else whole ->> name_column end,
    was, is_now);
  return null;
end;
$function$;
comment on function private.record_audit() is 'Writes an entry about a row. Arguments: kind of thing, key column, column with its name or an empty text, and the columns, divided by commas, whose changes are told. An update of none of them tells nothing; one that sets removed_at, archived_at, revoked_at or deleted_at tells of a deletion.';

CREATE OR REPLACE FUNCTION private.record_message_deleted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.write_audit(
    new.workspace_id, 'deleted', 'message', new.room_id, '',
    jsonb_build_object('seq', new.seq, 'sender_name', new.sender_name), null);
  return null;
end;
$function$;
comment on function private.record_message_deleted() is 'Writes to the audit log that a message was deleted: whose and which, not what it said.';

CREATE OR REPLACE FUNCTION private.record_participant_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  kind constant public.ticket_event_kind := tg_argv[0];
  acting record;
  participant_name constant text := (
    select name from public.customers where workspace_id = new.workspace_id and customer_id = new.customer_id);
begin
  select who.sender_type, who.display_name into acting from private.ticket_actor(new.workspace_id, new.ticket_id) as who;
  insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, actor_name, old_value, new_value, is_internal)
  values (
    new.workspace_id, new.ticket_id, kind, acting.sender_type, acting.display_name,
    case kind when 'participant_removed' then participant_name end,
    case when kind <> 'participant_removed' then participant_name end, false);
  return null;
end;
$function$;
comment on function private.record_participant_event() is 'Writes the event named by the trigger''s argument, with the participant''s name.';

CREATE OR REPLACE FUNCTION private.record_retention_audit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  of_workspace_id constant uuid := coalesce(new.workspace_id, old.workspace_id);
begin
  if exists (select from public.workspaces where workspace_id = of_workspace_id) then
    perform private.write_audit(
      of_workspace_id, 'changed', 'retention', of_workspace_id, '',
      case when old.after_days is not null then jsonb_build_object(old.status::text || '_days', old.after_days) end,
      case when new.after_days is not null then jsonb_build_object(new.status::text || '_days', new.after_days) end);
  end if;
  return null;
end;
$function$;
comment on function private.record_retention_audit() is 'Writes to the audit log after how many days tickets are erased from now on.';

CREATE OR REPLACE FUNCTION private.record_sla_audit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  kind constant public.audit_subject := tg_argv[0];
  was jsonb;
  is_now jsonb;
begin
  if new.current_version_id is distinct from old.current_version_id then
    was := private.describe_sla_version(kind, old.workspace_id, old.current_version_id);
    is_now := private.describe_sla_version(kind, new.workspace_id, new.current_version_id);
  end if;
  if new.name <> old.name then
    was := coalesce(was, '{}') || jsonb_build_object('name', old.name);
    is_now := coalesce(is_now, '{}') || jsonb_build_object('name', new.name);
  end if;
  if to_jsonb(new) -> 'position' is distinct from to_jsonb(old) -> 'position' then
    was := coalesce(was, '{}') || jsonb_build_object('position', to_jsonb(old) -> 'position');
    is_now := coalesce(is_now, '{}') || jsonb_build_object('position', to_jsonb(new) -> 'position');
  end if;
  perform private.write_audit(
    new.workspace_id,
    case when old.current_version_id is null then 'created'
      when new.archived_at is not null and old.archived_at is null then 'deleted' else 'changed' end::public.audit_action,
    kind, (to_jsonb(new) ->> tg_argv[1])::uuid, new.name, was, is_now);
  return null;
end;
$function$;
comment on function private.record_sla_audit() is 'Writes what changed of a calendar or a policy. Arguments: kind of thing, key column.';

CREATE OR REPLACE FUNCTION private.record_sla_event(clock public.sla_clocks, event public.sla_events)
 RETURNS public.sla_clocks
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  event.workspace_id := clock.workspace_id;
  event.ticket_id := clock.ticket_id;
  event.metric := clock.metric;
  event.sequence := clock.sequence;
  event.event_number := clock.last_event_number + 1;
  event.recorded_at := clock_timestamp();
  event.actor_name := coalesce(event.actor_name, '');
  event.reason := coalesce(event.reason, '');
  insert into public.sla_events select event.*;
  clock := private.apply_sla_event(clock, event);
  update public.sla_clocks as kept set (
    policy_version_id, calendar_version_id, priority, target_seconds, basis, warn_before_seconds, escalate_after_seconds,
    is_due_by_hand, state, started_at, consumed_seconds, running_since, due_at, met_at, met_late_at, breached_at, breach_cause,
    cancel_reason, stopped_at, warned_at, escalated_at, next_at, last_event_number) = (
    clock.policy_version_id, clock.calendar_version_id, clock.priority, clock.target_seconds, clock.basis,
    clock.warn_before_seconds, clock.escalate_after_seconds, clock.is_due_by_hand, clock.state, clock.started_at,
    clock.consumed_seconds, clock.running_since, clock.due_at, clock.met_at, clock.met_late_at, clock.breached_at,
    clock.breach_cause, clock.cancel_reason, clock.stopped_at, clock.warned_at, clock.escalated_at, clock.next_at,
    clock.last_event_number)
  where kept.workspace_id = clock.workspace_id and kept.ticket_id = clock.ticket_id
    and kept.metric = clock.metric and kept.sequence = clock.sequence;
  return clock;
end;
$function$;
comment on function private.record_sla_event(public.sla_clocks,public.sla_events) is 'Writes what happened to a clock (only kind, at and what that kind carries need be given) and what it makes of it, and answers the clock. The clock''s ticket, or the clock, is locked by the caller.';

CREATE OR REPLACE FUNCTION private.record_ticket_events()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  acting record;
begin
  select who.sender_type, who.display_name into acting from private.ticket_actor(new.workspace_id, new.ticket_id) as who;

  if tg_op = 'INSERT' then
    insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, actor_name, new_value, is_internal, created_at)
    values (new.workspace_id, new.ticket_id, 'ticket_created', acting.sender_type, acting.display_name, new.status, false, new.created_at);
    insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, actor_name, new_value, is_internal)
    select new.workspace_id, followed.ticket_id, 'follow_up_opened', acting.sender_type, acting.display_name, new.number::text,
      -- What one of several people opens is no affair of the others.
      followed.customer_id <> new.customer_id
    from public.tickets as followed where followed.workspace_id = new.workspace_id and followed.ticket_id = new.follows_ticket_id;
    return null;
  end if;

  insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, actor_name, old_value, new_value, is_internal)
  select new.workspace_id, new.ticket_id, change.kind, acting.sender_type, acting.display_name,
         change.old_value, change.new_value, change.is_internal
  from (values
    ('status_changed'::public.ticket_event_kind, old.status::text, new.status::text, false),
    ('priority_changed', old.priority::text, new.priority::text, true),
    ('ticket_assigned', private.member_name(new.workspace_id, old.assignee_id), private.member_name(new.workspace_id, new.assignee_id), false),
    ('team_changed', private.team_name(new.workspace_id, old.team_id), private.team_name(new.workspace_id, new.team_id), true),
    ('category_changed', private.category_name(new.workspace_id, old.category_id), private.category_name(new.workspace_id, new.category_id), true)
  ) as change (kind, old_value, new_value, is_internal)
  where change.old_value is distinct from change.new_value;
  -- The wait is over, and it was neither an answer nor an end that ended it. Also where nothing was due: a what-if asks.
  if old.awaiting_reply_since is not null and new.awaiting_reply_since is null and new.response_count = old.response_count
    and new.status not in ('resolved', 'closed') and new.merged_into_ticket_id is null
  then
    insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, actor_name, is_internal)
    values (new.workspace_id, new.ticket_id, 'no_reply_needed', acting.sender_type, acting.display_name, true);
  end if;
  return null;
end;
$function$;
comment on function private.record_ticket_events() is 'Writes an event for each column of a ticket that changed and belongs on its timeline, and for a wait that ended without an answer, in the name of who caused it.';

CREATE OR REPLACE FUNCTION private.record_transcript_requested()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.write_audit(
    new.workspace_id, 'created', 'transcript', new.ticket_id, (select '#' || number from public.tickets where ticket_id = new.ticket_id),
    null, jsonb_build_object('format', new.format, 'has_notes', new.has_notes));
  return null;
end;
$function$;
comment on function private.record_transcript_requested() is 'Writes to the audit log that a room left as a file.';

CREATE OR REPLACE FUNCTION private.refuse(http_status integer, error_key text, explanation text, place text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if place is null then
    raise exception using errcode = 'PT' || http_status, message = error_key, hint = explanation;
  end if;
  raise exception using errcode = 'PT' || http_status, message = error_key, hint = explanation, detail = place;
end;
$function$;
comment on function private.refuse(integer,text,text,text) is 'Raises an error whose SQLSTATE is PT + the HTTP status, whose message is a stable key, whose hint is for people and whose detail says which of several values is meant. app/lib/database-errors.ts turns the key into words.';

CREATE OR REPLACE FUNCTION private.refuse_audit_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- With its workspace it goes.
  if tg_op = 'DELETE' and not exists (select from public.workspaces where workspace_id = old.workspace_id) then
    return old;
  end if;
  -- Names of people of whom everything was erased, and in no other way than by taking them out.
  if tg_op = 'UPDATE' and new is not distinct from private.without_erased(old) then
    return new;
  end if;
  perform private.refuse(403, 'audit_log_is_final', 'What stands in the audit log stays there.');
  return null;
end;
$function$;
comment on function private.refuse_audit_change() is 'Entries are neither changed nor removed, whatever rights somebody has, but that the name of an erased person is taken out (without_erased). 403 audit_log_is_final.';

CREATE OR REPLACE FUNCTION private.refuse_distant_time(at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  if not coalesce(at between '1970-01-01' and '2200-12-31', false) then
    perform private.refuse(422, 'sla_draft_unreadable', 'Choose a time between 1970 and 2200.');
  end if;
end;
$function$;
comment on function private.refuse_distant_time(timestamp with time zone) is 'Errors: 422 sla_draft_unreadable, for what no calendar is asked about.';

CREATE OR REPLACE FUNCTION private.refuse_erased()
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.refuse(409, 'ticket_erased', 'What this ticket was about was erased. It stays as it is.');
$function$;
comment on function private.refuse_erased() is 'Refuses to go on with a ticket whose content is gone: 409 ticket_erased.';

CREATE OR REPLACE FUNCTION private.refuse_message_in_closed_room()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  room record;
begin
  -- Of people: the system still says what happens to the ticket.
  if new.sender_type <> 'system' then
    select chat_room.status, workspace.deletion_at into room
    from public.chat_rooms as chat_room join public.workspaces as workspace using (workspace_id) where chat_room.room_id = new.room_id;
    if room.status = 'closed' then
      perform private.refuse(409, 'room_closed', 'This ticket is closed. Open a new ticket to go on.');
    end if;
    if room.deletion_at is not null then
      perform private.refuse(409, 'workspace_closing', 'This workspace is being closed and takes nothing new.');
    end if;
  end if;
  return new;
end;
$function$;
comment on function private.refuse_message_in_closed_room() is 'A closed room takes no message of a person: 409 room_closed; a workspace that is being closed neither: 409 workspace_closing. The system still says what happens to the ticket.';

CREATE OR REPLACE FUNCTION private.refuse_other_list(known uuid[], given uuid[])
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
begin
  if array(select each from unnest(known) as each order by 1) is distinct from array(select each from unnest(given) as each order by 1) then
    perform private.refuse(409, 'list_changed', 'The list has changed since you opened it.');
  end if;
end;
$function$;
comment on function private.refuse_other_list(uuid[],uuid[]) is 'Lets an order pass that names each thing of a list once. Errors: 409 list_changed.';

CREATE OR REPLACE FUNCTION private.refuse_overlapping_hours(weekly public.sla_weekly_hours[], special_days public.sla_special_day[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  place text;
begin
  -- In seconds of a week that goes round: Sunday's night shift ends on Monday.
  with hours as (
    select row_number() over () as nth, weekday, opens_in,
      opens_in + mod(86399 + extract(epoch from closes_at - opens_at)::integer, 86400) + 1 as closes_in
    from (
      select each.weekday, each.opens_at, each.closes_at, (each.weekday - 1) * 86400 + extract(epoch from each.opens_at)::integer as opens_in
      from unnest(weekly) as each
    ) as given
  )
  select max(later.weekday)::text into place
  from hours as earlier
  join hours as later on later.nth <> earlier.nth
  cross join (values (0), (604800)) as week (seconds)
  where later.opens_in + week.seconds >= earlier.opens_in and later.opens_in + week.seconds < earlier.closes_in;
  if place is null then
    select special.exception_date::text into place
    from unnest(special_days) as special
    cross join lateral unnest(special.hours) with ordinality as earlier (opens_at, closes_at, nth)
    join lateral unnest(special.hours) with ordinality as later (opens_at, closes_at, nth) on later.nth <> earlier.nth
    where later.opens_at >= earlier.opens_at and (later.opens_at < earlier.closes_at or earlier.closes_at <= earlier.opens_at)
    order by 1 limit 1;
  end if;
  if place is not null then
    perform private.refuse(422, 'sla_hours_overlap', 'Opening hours may touch, not overlap.', place);
  end if;
end;
$function$;
comment on function private.refuse_overlapping_hours(public.sla_weekly_hours[],public.sla_special_day[]) is 'Errors: 422 sla_hours_overlap, with the weekday (1 to 7) or the date as detail; hours that cross midnight reach into the next day.';

CREATE OR REPLACE FUNCTION private.refuse_participant()
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.refuse(403, 'not_the_requester', 'Only the person who opened the ticket and the agents may do this.');
$function$;
comment on function private.refuse_participant() is 'Refuses what only the requester and agents may do: 403 not_the_requester.';

CREATE OR REPLACE FUNCTION private.refuse_second_mail(participant public.ticket_participants, as_of timestamp with time zone DEFAULT now())
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if participant.link_sent_at > as_of - interval '5 minutes' then
    perform private.refuse(429, 'access_link_just_sent', 'A mail went to this address a moment ago. Wait five minutes before the next.');
  end if;
end;
$function$;
comment on function private.refuse_second_mail(public.ticket_participants,timestamp with time zone) is 'So that nobody fills a stranger''s mailbox.';

CREATE OR REPLACE FUNCTION private.refuse_too_many_categories(of_workspace_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if (select count(*) from public.ticket_categories where workspace_id = of_workspace_id and archived_at is null) >= 50 then
    perform private.refuse(422, 'too_many_categories', 'A form offers 50 categories at most.');
  end if;
end;
$function$;
comment on function private.refuse_too_many_categories(uuid) is 'Errors: 422 too_many_categories, where there is no room for another one.';

CREATE OR REPLACE FUNCTION private.refuse_too_many_fields(of_workspace_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if (select count(*) from public.ticket_fields where workspace_id = of_workspace_id and archived_at is null) >= 30 then
    perform private.refuse(422, 'too_many_ticket_fields', 'A form has 30 fields of its own at most.');
  end if;
end;
$function$;
comment on function private.refuse_too_many_fields(uuid) is 'Errors: 422 too_many_ticket_fields, where there is no room for another one.';

CREATE OR REPLACE FUNCTION private.refuse_unknown_calendar(of_workspace_id uuid, of_calendar_id uuid, place text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if not exists (
    select from public.sla_calendars as calendar
    where calendar.workspace_id = of_workspace_id and calendar.calendar_id = of_calendar_id and calendar.archived_at is null
  ) then
    perform private.refuse(404, 'sla_calendar_not_found', 'There is no such calendar in this workspace.', place);
  end if;
end;
$function$;
comment on function private.refuse_unknown_calendar(uuid,uuid,text) is 'Errors: 404 sla_calendar_not_found, with the place as detail, also for one that was put away.';

CREATE OR REPLACE FUNCTION private.refuse_unreachable_target(of_version_id uuid, seconds integer, place text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if private.add_business_time(now(), seconds, of_version_id) is null then
    perform private.refuse(
      422, 'sla_target_unreachable', 'The hours are too few for this target: it would not be due within 20 years.', place);
  end if;
end;
$function$;
comment on function private.refuse_unreachable_target(uuid,integer,text) is 'Errors: 422 sla_target_unreachable, with the place as detail, when a target has no due time by a version of a calendar.';

CREATE OR REPLACE FUNCTION private.refuse_unreachable_targets(of_workspace_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  longest record;
begin
  -- By calendar: where its longest target is within reach, all are.
  for longest in
    select distinct on (calendar.current_version_id) calendar.current_version_id, target.target_seconds,
      target.metric || '/' || target.priority as place
    from public.sla_policies as policy
    join public.sla_policy_versions as version
      on version.workspace_id = policy.workspace_id and version.policy_version_id = policy.current_version_id
    join public.sla_targets as target
      on target.workspace_id = version.workspace_id and target.policy_version_id = version.policy_version_id and target.basis = 'business'
    join public.sla_calendars as calendar on calendar.workspace_id = policy.workspace_id
      and calendar.calendar_id = any (private.list_sla_policy_calendars(policy.workspace_id, version.calendar_id, version.team_ids))
    where policy.workspace_id = of_workspace_id and policy.archived_at is null
    order by calendar.current_version_id, target.target_seconds desc
  loop
    perform private.refuse_unreachable_target(longest.current_version_id, longest.target_seconds, longest.place);
  end loop;
end;
$function$;
comment on function private.refuse_unreachable_targets(uuid) is 'Errors: 422 sla_target_unreachable, with metric/priority as detail, when a target of a current policy has no due time by a calendar that it may be counted by.';

CREATE OR REPLACE FUNCTION private.refuse_while_closing()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- People are refused; the system still erases, sweeps and deletes.
  if auth.uid() is not null and exists (
    select from public.workspaces where workspace_id = new.workspace_id and deletion_at is not null)
  then
    perform private.refuse(409, 'workspace_closing', 'This workspace is being closed and takes nothing new.');
  end if;
  return new;
end;
$function$;
comment on function private.refuse_while_closing() is 'A workspace that is being closed takes nothing new from people. 409 workspace_closing. Messages ask refuse_message_in_closed_room().';

CREATE OR REPLACE FUNCTION private.release_hidden_tickets(of_workspace_id uuid, of_team_ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- All open ones, so that somebody who is giving one away at this moment is waited for.
  perform private.lock_rooms(array(
    select ticket_id from public.tickets
    where workspace_id = of_workspace_id and team_id = any (of_team_ids) and status in ('open', 'in_progress', 'waiting')));
  update public.tickets set assignee_id = null
  where workspace_id = of_workspace_id and team_id = any (of_team_ids) and status in ('open', 'in_progress', 'waiting')
    and assignee_id is not null and not private.may_see_team(workspace_id, assignee_id, team_id);
end;
$function$;
comment on function private.release_hidden_tickets(uuid,uuid[]) is 'Takes the open tickets of private teams from members who may not see them any more. Resolved and closed ones keep who handled them.';

CREATE OR REPLACE FUNCTION private.remove_former_pictures()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from private.pictures
  where workspace_id = old.workspace_id and picture_id = any (private.picture_ids(to_jsonb(old)))
    and picture_id <> all (private.picture_ids(to_jsonb(new)));
  return null;
end;
$function$;
comment on function private.remove_former_pictures() is 'Removes what a row names no more.';

CREATE OR REPLACE FUNCTION private.remove_my_avatar()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  caller constant uuid := private.my_account_or_refuse();
  changed integer;
begin
  update public.workspace_members set avatar_id = null where user_id = caller and avatar_id is not null;
  get diagnostics changed = row_count;
  return changed;
end;
$function$;
comment on function private.remove_my_avatar() is NULL;

CREATE OR REPLACE FUNCTION private.remove_participant(of_ticket_id uuid, gone_customer_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked constant record := private.lock_ticket_for_requester(of_ticket_id);
  ticket_workspace_id constant uuid := (locked.ticket).workspace_id;
begin
  if not locked.may_decide and locked.seat_id <> gone_customer_id then
    perform private.refuse_participant();
  end if;
  update public.ticket_participants as participant set removed_at = now()
  where participant.workspace_id = ticket_workspace_id and participant.ticket_id = of_ticket_id
    and participant.customer_id = gone_customer_id and participant.removed_at is null;
  if not found then
    perform private.refuse(404, 'participant_not_found', 'This person does not take part in the ticket.');
  end if;
  -- The links and the browsers that used them: whoever is added again comes by a new mail.
  update private.access_links as link set revoked_at = now()
  where link.workspace_id = ticket_workspace_id and link.ticket_id = of_ticket_id and link.customer_id = gone_customer_id and link.revoked_at is null;
  delete from public.customer_identities as identity
  where identity.workspace_id = ticket_workspace_id and identity.customer_id = gone_customer_id;
end;
$function$;
comment on function private.remove_participant(uuid,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.remove_sent_attachment(of_attachment_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  attachment public.attachments;
begin
  -- The room first, as whoever deletes the message does: the other way round the two would wait for each other.
  perform from public.chat_rooms
  where room_id = (select room_id from public.attachments where attachment_id = of_attachment_id) for no key update;
  update public.attachments set removed_at = now()
  where attachment_id = of_attachment_id and seq is not null and removed_at is null
  returning * into attachment;
  if attachment.attachment_id is null then
    return false;
  end if;
  -- To those who have the message before them it is one that says something else now.
  perform private.change_message(attachment.room_id, attachment.seq, 'edit');
  return true;
end;
$function$;
comment on function private.remove_sent_attachment(uuid) is 'Takes a file out of its message, which stays, and tells the room. False if there is no such file in a message any more. For the worker.';

CREATE OR REPLACE FUNCTION private.remove_workspace_picture(of_workspace_slug text, kind public.workspace_picture)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  update public.workspaces set
    logo_id = case when kind <> 'logo' then logo_id end,
    logo_width = case when kind <> 'logo' then logo_width end,
    logo_height = case when kind <> 'logo' then logo_height end,
    icon_id = case when kind <> 'icon' then icon_id end
  where workspace_id = locked_id;
end;
$function$;
comment on function private.remove_workspace_picture(text,public.workspace_picture) is NULL;

CREATE OR REPLACE FUNCTION private.renew_sla_notices(as_of timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- Of no use any more: done meanwhile, or told of at a higher level.
  update public.sla_notices as notice set mail_settled_at = as_of
  from public.sla_clocks as clock
  where notice.mail_settled_at is null and notice.mail_after <= as_of
    and (clock.workspace_id, clock.ticket_id, clock.metric, clock.sequence)
      = (notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence)
    and (clock.stopped_at is not null or notice.level = 'warning' and clock.state = 'breached'
      or notice.level = 'breach' and clock.escalated_at is not null and exists (
        select from public.sla_notices as higher
        where (higher.workspace_id, higher.ticket_id, higher.metric, higher.sequence, higher.member_id)
          = (notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence, notice.member_id)
          and higher.level = 'escalation' and private.wants_notice_mail(higher.workspace_id, higher.member_id, higher.level)));
  -- The ticket may be somebody else's by now.
  with due as (
    select distinct notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence, notice.level, notice.mail_after
    from public.sla_notices as notice
    where notice.mail_settled_at is null and notice.mail_after <= as_of and notice.mail_claim_id is null
      and notice.created_at < as_of
  ), told as (
    select due.*, recipient.member_id from due
    cross join lateral private.list_sla_recipients(due.workspace_id, due.ticket_id, due.level) as recipient (member_id)
  ), gone as (
    update public.sla_notices as notice set mail_settled_at = as_of
    from due
    where (notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence, notice.level)
        = (due.workspace_id, due.ticket_id, due.metric, due.sequence, due.level)
      and notice.mail_settled_at is null and notice.mail_claim_id is null
      and not exists (select from told where told.ticket_id = due.ticket_id and told.level = due.level and told.member_id = notice.member_id)
  )
  insert into public.sla_notices (workspace_id, ticket_id, metric, sequence, level, member_id, mail_after)
  select told.workspace_id, told.ticket_id, told.metric, told.sequence, told.level, told.member_id, told.mail_after from told
  on conflict do nothing;
  -- The notice stays; whoever does not want it by mail has none.
  update public.sla_notices set mail_settled_at = as_of
  where mail_settled_at is null and mail_after <= as_of and not private.wants_notice_mail(workspace_id, member_id, level);
  -- Who is not at work now, by hours of their own that they have or have changed since, has theirs when they are.
  update public.sla_notices as notice set mail_after = waiting.next_at
  from (
    select due.workspace_id, due.ticket_id, due.metric, due.sequence, due.level, due.member_id,
      private.next_work_at(due.workspace_id, due.member_id, as_of) as next_at
    from public.sla_notices as due join public.sla_clocks as clock using (workspace_id, ticket_id, metric, sequence)
    where due.mail_settled_at is null and due.mail_after <= as_of and clock.priority <> 'urgent'
      and (due.mail_claimed_at is null or due.mail_claimed_at < as_of - interval '2 hours')
  ) as waiting
  where waiting.next_at > as_of
    and (notice.workspace_id, notice.ticket_id, notice.metric, notice.sequence, notice.level, notice.member_id)
      = (waiting.workspace_id, waiting.ticket_id, waiting.metric, waiting.sequence, waiting.level, waiting.member_id);
end;
$function$;
comment on function private.renew_sla_notices(timestamp with time zone) is 'Before notices are mailed: settles what is of no use any more, gives those of a ticket that went to somebody else to whom they are for now, settles those that their member does not want by mail, and puts off those of members who do not work now.';

CREATE OR REPLACE FUNCTION private.reopen_ticket(of_ticket_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked constant record := private.lock_ticket_for_requester(of_ticket_id);
  is_requester constant boolean := locked.seat_id = (locked.ticket).customer_id;
begin
  if not locked.may_decide then
    perform private.refuse_participant();
  end if;
  if (locked.ticket).erased_at is not null then
    perform private.refuse_erased();
  end if;
  if is_requester and private.reopen_until(locked.ticket) < now() then
    perform private.refuse(409, 'reopen_window_over', 'This ticket was closed too long ago. Open a follow-up ticket instead.');
  end if;
  update public.tickets set status = 'open',
    -- Whoever opens it again waits for an answer from then on.
    awaiting_reply_since = case when is_requester then now() else awaiting_reply_since end
  where ticket_id = of_ticket_id and status in ('resolved', 'closed');
end;
$function$;
comment on function private.reopen_ticket(uuid) is NULL;

CREATE OR REPLACE FUNCTION private.reopen_until(ticket public.tickets)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select coalesce(ticket.closed_at, ticket.resolved_at) + make_interval(secs => workspace.reopen_window_seconds)
  from public.workspaces as workspace where workspace.workspace_id = ticket.workspace_id;
$function$;
comment on function private.reopen_until(public.tickets) is 'Until when the requester of a resolved or closed ticket may open it again, which a message to a resolved one does too; null while it is neither.';

CREATE OR REPLACE FUNCTION private.request_sla_what_if(of_workspace_slug text, of_policy_id uuid, draft public.sla_policy_draft)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  made_id uuid;
begin
  perform private.check_sla_policy(locked_id, draft);
  if of_policy_id is not null and not exists (
    select from public.sla_policies as policy
    where policy.workspace_id = locked_id and policy.policy_id = of_policy_id and policy.archived_at is null
  ) then
    perform private.refuse(404, 'sla_policy_not_found', 'There is no such policy in this workspace.');
  end if;
  delete from private.sla_what_ifs as old
  where old.workspace_id = locked_id and old.what_if_id not in (
    select kept.what_if_id from private.sla_what_ifs as kept where kept.workspace_id = locked_id order by kept.created_at desc limit 4);
  insert into private.sla_what_ifs (workspace_id, policy_id, draft, settings, tickets_total)
  select locked_id, of_policy_id, to_jsonb(draft), private.keep_sla_settings(locked_id), count(*) from private.list_sla_what_if_tickets(locked_id, now(), null, null)
  returning what_if_id into made_id;
  perform private.enqueue_job('play-sla-what-if', jsonb_build_object('workspace_id', locked_id, 'what_if_id', made_id));
  return made_id;
end;
$function$;
comment on function private.request_sla_what_if(text,uuid,public.sla_policy_draft) is NULL;

CREATE OR REPLACE FUNCTION private.request_transcript(of_ticket_id uuid, wanted_format public.transcript_format, with_notes boolean, in_time_zone text, in_locale text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  of_room_id constant uuid := (select chat_room_id from public.tickets where ticket_id = of_ticket_id);
  seat record;
  address text;
  new_request_id uuid;
begin
  select * into seat from private.room_seat(of_room_id);
  if seat.sender_id is null then
    perform private.refuse(404, 'ticket_not_found', 'There is no such ticket for you.');
  end if;
  if with_notes and seat.sender_type <> 'agent' then
    perform private.refuse(403, 'notes_for_agents', 'Internal notes are for agents.');
  end if;
  if seat.sender_type = 'agent' then
    select email into address from auth.users where id = auth.uid();
  else
    select email into address from public.customers where workspace_id = seat.workspace_id and customer_id = seat.sender_id;
  end if;
  if coalesce(address, '') = '' then
    perform private.refuse(409, 'no_mail_address', 'There is no email address that it could be sent to.');
  end if;
  -- Participants came by a mail to theirs.
  if seat.sender_id = (select customer_id from public.tickets where ticket_id = of_ticket_id)
    and not exists (select from public.messages where room_id = of_room_id and sender_type = 'agent') then
    perform private.refuse(409, 'not_answered_yet', 'It is mailed once an agent has answered. It can be downloaded at any time.');
  end if;

  -- Requests for an address one after the other, so that two at once are counted.
  perform pg_advisory_xact_lock(hashtextextended('request_transcript:' || seat.workspace_id || lower(address), 0));
  if (
    select count(*) from private.transcript_requests as request
    where request.workspace_id = seat.workspace_id and request.ticket_id = of_ticket_id
      and request.created_at > now() - interval '1 hour'
      and coalesce(request.customer_id, request.member_id) = seat.sender_id
  ) >= 5 or (
    seat.sender_type = 'customer' and (
      select count(*) from private.transcript_requests as request join public.customers as customer using (workspace_id, customer_id)
      where request.workspace_id = seat.workspace_id and lower(customer.email) = lower(address) and request.created_at > now() - interval '1 day'
    ) >= 10
  ) then
    perform private.refuse(429, 'too_many_transcripts', 'At most five an hour for one ticket, and ten a day for a customer''s address. Download it instead, or try again later.');
  end if;

  delete from private.transcript_requests where created_at < now() - interval '30 days';
  insert into private.transcript_requests (workspace_id, ticket_id, customer_id, member_id, format, has_notes, time_zone, locale)
  values (
    seat.workspace_id, of_ticket_id,
    case seat.sender_type when 'customer' then seat.sender_id end,
    case seat.sender_type when 'agent' then seat.sender_id end,
    wanted_format, with_notes, in_time_zone, in_locale)
  returning request_id into new_request_id;
  perform private.enqueue_job('send-transcript', jsonb_build_object('request_id', new_request_id));
  return address;
end;
$function$;
comment on function private.request_transcript(uuid,public.transcript_format,boolean,text,text) is NULL;

CREATE OR REPLACE FUNCTION private.request_workspace_deletion(of_workspace_slug text, confirmation text)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_ownership(of_workspace_slug);
  due timestamptz;
begin
  if (select deletion_at from public.workspaces where workspace_id = me.workspace_id) is not null then
    perform private.refuse(409, 'workspace_closing', 'This workspace is being closed already.');
  end if;
  if lower(btrim(confirmation)) is distinct from of_workspace_slug then
    perform private.refuse(422, 'confirmation_differs', 'Type the address of the workspace.');
  end if;
  update public.workspaces set deletion_requested_at = now(), deletion_at = now() + private.workspace_deletion_delay()
  where workspace_id = me.workspace_id returning deletion_at into due;
  perform private.write_audit(me.workspace_id, 'created', 'deletion', me.workspace_id, '', null, jsonb_build_object('deletion_at', due));
  -- One that is under way was begun before the last message; then the worker asks for another one.
  perform private.add_export(me);
  perform private.enqueue_job('send-workspace-deletion', jsonb_build_object('workspace_id', workspace_id, 'member_id', member_id))
  from public.workspace_members where workspace_id = me.workspace_id and role = 'owner' and is_active and user_id is not null;
  return due;
end;
$function$;
comment on function private.request_workspace_deletion(text,text) is NULL;

CREATE OR REPLACE FUNCTION private.request_workspace_export(of_workspace_slug text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_ownership(of_workspace_slug);
  new_export_id uuid;
begin
  if (select count(*) from private.workspace_exports
      where workspace_id = me.workspace_id and requested_at > now() - interval '1 day' and state <> 'failed') >= 5 then
    perform private.refuse(429, 'too_many_exports', 'At most five in a day.');
  end if;
  new_export_id := private.add_export(me);
  if new_export_id is null then
    perform private.refuse(409, 'export_under_way', 'One is being made already.');
  end if;
  return new_export_id;
end;
$function$;
comment on function private.request_workspace_export(text) is NULL;

CREATE OR REPLACE FUNCTION private.resend_invitation(of_workspace_slug text, of_invitation_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  invitation constant public.workspace_invitations := private.lock_invitation(of_workspace_slug, of_invitation_id);
begin
  if invitation.sent_at > now() - interval '1 minute' and invitation.expires_at > now() then
    perform private.refuse(429, 'invitation_just_sent', 'A mail went out a moment ago. Wait a minute.');
  end if;
  update public.workspace_invitations set sent_at = clock_timestamp(), expires_at = clock_timestamp() + interval '7 days'
  where workspace_id = invitation.workspace_id and invitation_id = invitation.invitation_id;
end;
$function$;
comment on function private.resend_invitation(text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.restore_sla_settings(of_workspace_id uuid, kept jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  update public.workspaces as workspace
  set sla_calendar_id = was.calendar_id, sla_reopen_rule = was.reopen_rule, sla_unanswered_rule = was.unanswered_rule
  from jsonb_to_record(kept) as was (calendar_id uuid, reopen_rule public.sla_reopen_rule, unanswered_rule public.sla_unanswered_rule)
  where workspace.workspace_id = of_workspace_id
    and (workspace.sla_calendar_id, workspace.sla_reopen_rule, workspace.sla_unanswered_rule)
      is distinct from (was.calendar_id, was.reopen_rule, was.unanswered_rule);
  update public.teams as team set sla_calendar_id = was.calendar_id
  from jsonb_to_recordset(kept -> 'teams') as was (team_id uuid, calendar_id uuid)
  where team.workspace_id = of_workspace_id and team.team_id = was.team_id and team.sla_calendar_id is distinct from was.calendar_id;
  update public.sla_calendars as calendar set current_version_id = was.version_id
  from jsonb_to_recordset(kept -> 'calendars') as was (calendar_id uuid, version_id uuid)
  where calendar.workspace_id = of_workspace_id and calendar.calendar_id = was.calendar_id and calendar.current_version_id <> was.version_id;
  -- First those that came since: one that was put away has its place again.
  update public.sla_policies as policy set archived_at = now()
  where policy.workspace_id = of_workspace_id and policy.archived_at is null and not exists (
    select from jsonb_to_recordset(kept -> 'policies') as was (policy_id uuid) where was.policy_id = policy.policy_id);
  update public.sla_policies as policy
  set position = was.position, current_version_id = was.version_id, archived_at = null,
    -- Another may have its name by now.
    name = case when policy.archived_at is null then policy.name else gen_random_uuid()::text end
  from jsonb_to_recordset(kept -> 'policies') as was (policy_id uuid, position integer, version_id uuid)
  where policy.workspace_id = of_workspace_id and policy.policy_id = was.policy_id
    and (policy.position, policy.current_version_id, policy.archived_at) is distinct from (was.position, was.version_id, null);
end;
$function$;
comment on function private.restore_sla_settings(uuid,jsonb) is 'Puts a workspace''s settings back to what keep_sla_settings() kept; for a transaction that is undone.';

CREATE OR REPLACE FUNCTION private.retarget_sla_clocks(ticket public.tickets, is_starting boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  clock public.sla_clocks;
  event public.sla_events;
begin
  for clock in
    select * from public.sla_clocks as owed
    where owed.workspace_id = ticket.workspace_id and owed.ticket_id = ticket.ticket_id and owed.state in ('running', 'paused')
    for update
  loop
    event := private.sla_event('retarget', ticket.changed_at);
    event.policy_version_id := ticket.sla_policy_version_id;
    event.priority := ticket.priority;
    select target.target_seconds, target.basis, target.calendar_version_id, target.warn_before_seconds, target.escalate_after_seconds
    into event.target_seconds, event.basis, event.calendar_version_id, event.warn_before_seconds, event.escalate_after_seconds
    from private.allowed_sla_targets(
      ticket.workspace_id, ticket.sla_policy_version_id, ticket.sla_calendar_version_id, ticket.priority, array[clock.metric]) as target;
    if event.target_seconds is null and not clock.is_due_by_hand then
      event := private.sla_event('cancel', ticket.changed_at);
      event.cancel_reason := 'no_target';
      perform private.record_sla_event(clock, event);
    elsif event.target_seconds is not null and
      (event.policy_version_id, event.calendar_version_id, event.priority, event.target_seconds, event.basis, event.warn_before_seconds, event.escalate_after_seconds)
      is distinct from
      (clock.policy_version_id, clock.calendar_version_id, clock.priority, clock.target_seconds, clock.basis, clock.warn_before_seconds, clock.escalate_after_seconds)
    then
      clock := private.record_sla_event(clock, event);
      if not clock.is_due_by_hand then
        perform private.breach_if_past(clock, ticket.changed_at);
      end if;
    end if;
  end loop;
  if not is_starting then
    return;
  end if;
  if ticket.awaiting_reply_since is not null and ticket.status not in ('resolved', 'closed') and not exists (
    select from public.sla_clocks as begun
    where begun.workspace_id = ticket.workspace_id and begun.ticket_id = ticket.ticket_id
      and begun.metric <> 'resolution' and begun.stopped_at is null
  ) then
    perform private.start_sla_clocks(ticket, array[private.awaited_sla_metric(ticket.is_awaiting_first_response)]);
  end if;
  if ticket.status not in ('resolved', 'closed') and not exists (
    select from public.sla_clocks as begun
    where begun.workspace_id = ticket.workspace_id and begun.ticket_id = ticket.ticket_id
      and begun.metric = 'resolution' and begun.cancel_reason is distinct from 'no_target'
  ) then
    perform private.start_sla_clocks(ticket, array['resolution']::public.sla_metric[]);
  end if;
end;
$function$;
comment on function private.retarget_sla_clocks(public.tickets,boolean) is 'Gives a ticket''s running and paused clocks what its policy and priority allow now: the same start, what is used stays used. Ends those without a target; is_starting: starts those that had none, or had lost it, and have one now.';

CREATE OR REPLACE FUNCTION private.revoke_invitation(of_workspace_slug text, of_invitation_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  invitation constant public.workspace_invitations := private.lock_invitation(of_workspace_slug, of_invitation_id);
begin
  update public.workspace_invitations set revoked_at = now()
  where workspace_id = invitation.workspace_id and invitation_id = invitation.invitation_id;
end;
$function$;
comment on function private.revoke_invitation(text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.rewrite_message()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if old.deleted_at is not null then
    perform private.refuse(409, 'message_deleted', 'This message was deleted.');
  end if;
  if new.deleted_at is not null then
    new.body := '';
    new.edited_at := null;
    return new;
  end if;
  insert into public.message_versions (room_id, seq, version, workspace_id, body, written_at)
  select new.room_id, new.seq, count(*) + 1, new.workspace_id, old.body, coalesce(old.edited_at, old.created_at)
  from public.message_versions where room_id = new.room_id and seq = new.seq;
  new.edited_at := clock_timestamp();
  return new;
end;
$function$;
comment on function private.rewrite_message() is 'Keeps what an edited message said; empties a deleted one, which stays as a tombstone.';

CREATE OR REPLACE FUNCTION private.room_extras(of_room_id uuid, OUT receipts public.receipt_line[], OUT my_read_seq integer, OUT rules public.room_rules)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select
    array(select line from private.receipt_lines(of_room_id) as line order by (line).side, (line).participant_id),
    coalesce((
      select receipt.read_seq from public.room_receipts as receipt
      where receipt.room_id = of_room_id and receipt.participant_id = seat.sender_id
    ), 0),
    (
      select row(workspace.edit_window_seconds, workspace.max_attachment_bytes, workspace.max_attachments_per_message)::public.room_rules
      from public.workspaces as workspace where workspace.workspace_id = seat.workspace_id
    )
  from private.room_seat(of_room_id) as seat
  where seat.sender_id is not null;
$function$;
comment on function private.room_extras(uuid) is 'Receipts of a room, how far the caller has read it, and the workspace''s limits; nulls for anybody who is not in it.';

CREATE OR REPLACE FUNCTION private.room_seat(of_room_id uuid, OUT workspace_id uuid, OUT sender_type public.sender_type, OUT sender_id uuid, OUT sender_name text)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select seat.workspace_id, seat.sender_type, seat.sender_id, seat.sender_name from (
    select 1 as rank, room.workspace_id, 'agent'::public.sender_type as sender_type,
           member.member_id as sender_id, member.display_name as sender_name
    from public.chat_rooms as room
    join public.tickets as ticket on ticket.workspace_id = room.workspace_id and ticket.ticket_id = room.ticket_id
    join public.workspace_members as member on member.workspace_id = room.workspace_id
    where room.room_id = of_room_id and member.user_id = (select private.my_account_id()) and member.is_active
      and (not member.needs_second_factor or (select private.has_second_factor()))
      and (ticket.team_id is null or private.may_see_team(member.workspace_id, member.member_id, ticket.team_id))
    union all
    select 2, ticket.workspace_id, 'customer', customer.customer_id, customer.name
    from public.chat_rooms as room
    join public.tickets as ticket on ticket.workspace_id = room.workspace_id and ticket.ticket_id = room.ticket_id
    join public.customers as customer on customer.workspace_id = ticket.workspace_id and customer.customer_id = ticket.customer_id
    join public.customer_identities as identity
      on identity.workspace_id = customer.workspace_id and identity.customer_id = customer.customer_id
    where room.room_id = of_room_id and identity.user_id = (select auth.uid())
    union all
    select 3, participant.workspace_id, 'customer', customer.customer_id, customer.name
    from public.chat_rooms as room
    join public.ticket_participants as participant on participant.workspace_id = room.workspace_id and participant.ticket_id = room.ticket_id
    join public.customers as customer
      on customer.workspace_id = participant.workspace_id and customer.customer_id = participant.customer_id
    join public.customer_identities as identity
      on identity.workspace_id = customer.workspace_id and identity.customer_id = customer.customer_id
    where room.room_id = of_room_id and identity.user_id = (select auth.uid()) and participant.removed_at is null
  ) as seat order by seat.rank limit 1;
$function$;
comment on function private.room_seat(uuid) is 'As whom the caller takes part in a room: agent who may see it, else its requester, else a participant; nulls for anybody else.';

CREATE OR REPLACE FUNCTION private.room_topic(kind text, of_room_id uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select private.topic_name(kind, room.room_id, workspace.epoch, room.epoch)
  from public.chat_rooms as room join public.workspaces as workspace using (workspace_id)
  where room.room_id = of_room_id;
$function$;
comment on function private.room_topic(text,uuid) is 'Current topic of a room; kind is room or notes. Knowing a name gives no right to join it.';

CREATE OR REPLACE FUNCTION private.save_category(of_workspace_slug text, of_category_id uuid, category_name text, category_description text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  saved_id uuid := of_category_id;
begin
  if of_category_id is null then
    perform private.refuse_too_many_categories(locked_id);
    insert into public.ticket_categories (workspace_id, name, description, position)
    select locked_id, btrim(coalesce(category_name, '')), btrim(category_description), coalesce(max(position), 0) + 1
    from public.ticket_categories where workspace_id = locked_id
    returning category_id into saved_id;
    return saved_id;
  end if;
  update public.ticket_categories set name = btrim(coalesce(category_name, name)), description = btrim(category_description)
  where workspace_id = locked_id and category_id = of_category_id and archived_at is null;
  if not found then
    perform private.refuse(404, 'category_not_found', 'There is no such category in this workspace.');
  end if;
  return saved_id;
end;
$function$;
comment on function private.save_category(text,uuid,text,text) is NULL;

CREATE OR REPLACE FUNCTION private.save_member_work(of_workspace_slug text, of_member_id uuid, draft public.member_work_draft)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
  whom constant public.workspace_members := private.find_managed_member(me, coalesce(of_member_id, me.member_id), null);
  checked public.sla_calendar_draft;
begin
  if num_nonnulls(draft.skill_names, draft.max_open_tickets) > 0 and not private.may_change_work(me, whom) then
    perform private.refuse(403, 'settings_forbidden', 'Owners and admins say what somebody can do and takes.');
  end if;
  if draft.hours_source = 'calendar' then
    perform private.refuse_unknown_calendar(whom.workspace_id, draft.calendar_id);
  elsif draft.hours_source = 'own' then
    checked := private.check_sla_hours(row('', draft.time_zone, draft.weekly, '{}')::public.sla_calendar_draft);
    if coalesce(cardinality(checked.weekly), 0) = 0 then
      perform private.refuse(422, 'sla_calendar_never_open', 'There is no open time within a year.');
    end if;
  elsif draft.time_zone is not null then
    perform private.check_sla_hours(row('', draft.time_zone, '{}', '{}')::public.sla_calendar_draft);
  end if;
  update public.workspace_members as member set
    max_open_tickets = coalesce(draft.max_open_tickets, member.max_open_tickets),
    work_calendar_id = case when draft.hours_source is null then member.work_calendar_id when draft.hours_source = 'calendar' then draft.calendar_id end,
    work_hours = case when draft.hours_source is null then member.work_hours when draft.hours_source = 'own' then checked.weekly end,
    work_time_zone = coalesce(draft.time_zone, member.work_time_zone)
  where member.workspace_id = whom.workspace_id and member.member_id = whom.member_id;
  if draft.skill_names is not null then
    perform private.set_member_skills(whom, draft.skill_names);
  end if;
end;
$function$;
comment on function private.save_member_work(text,uuid,public.member_work_draft) is NULL;

CREATE OR REPLACE FUNCTION private.save_retention(of_workspace_slug text, days public.retention_days)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  delete from private.retention_rules as rule using (values ('resolved'::public.ticket_status, days.resolved_days), ('closed', days.closed_days)) as wanted (status, after_days)
  where rule.workspace_id = locked_id and rule.status = wanted.status and wanted.after_days is null;
  insert into private.retention_rules (workspace_id, status, after_days)
  select locked_id, wanted.status, wanted.after_days
  from (values ('resolved'::public.ticket_status, days.resolved_days), ('closed', days.closed_days)) as wanted (status, after_days)
  where wanted.after_days is not null
  on conflict (workspace_id, status) do update set after_days = excluded.after_days;
end;
$function$;
comment on function private.save_retention(text,public.retention_days) is NULL;

CREATE OR REPLACE FUNCTION private.save_sla_calendar(of_workspace_slug text, draft public.sla_calendar_draft, of_calendar_id uuid, seen_version_id uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  calendar public.sla_calendars;
  version_id uuid;
begin
  if of_calendar_id is null then
    insert into public.sla_calendars (workspace_id, name) values (locked_id, btrim(draft.name)) returning * into calendar;
  else
    update public.sla_calendars set name = btrim(draft.name)
    where workspace_id = locked_id and calendar_id = of_calendar_id and archived_at is null
    returning * into calendar;
    if calendar.calendar_id is null then
      perform private.refuse(404, 'sla_calendar_not_found', 'There is no such calendar in this workspace.');
    end if;
    if seen_version_id <> calendar.current_version_id then
      perform private.refuse(409, 'sla_version_outdated', 'Somebody else has saved this since you opened it.');
    end if;
  end if;

  version_id := private.add_sla_calendar_version(locked_id, calendar.calendar_id, draft);
  if exists (
    select from public.sla_calendar_versions as before
    where before.calendar_version_id = calendar.current_version_id and before.time_zone = draft.time_zone
      and private.list_sla_weekly_hours(before.calendar_version_id) = private.list_sla_weekly_hours(version_id)
      and private.list_sla_special_days(before.calendar_version_id) = private.list_sla_special_days(version_id)
  ) then
    -- Another name alone is no other version: nothing would be due at another time.
    delete from public.sla_calendar_versions where calendar_version_id = version_id;
  else
    update public.sla_calendars set current_version_id = version_id
    where workspace_id = locked_id and calendar_id = calendar.calendar_id;
    perform private.refuse_unreachable_targets(locked_id);
  end if;
  return calendar.calendar_id;
end;
$function$;
comment on function private.save_sla_calendar(text,public.sla_calendar_draft,uuid,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.save_sla_policy(of_workspace_slug text, draft public.sla_policy_draft, of_policy_id uuid, seen_version_id uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  policy public.sla_policies;
  version_id uuid;
begin
  if of_policy_id is null then
    insert into public.sla_policies (workspace_id, name, position)
    select locked_id, btrim(draft.name), coalesce(max(other.position), 0) + 1
    from public.sla_policies as other where other.workspace_id = locked_id and other.archived_at is null
    returning * into policy;
  else
    update public.sla_policies set name = btrim(draft.name)
    where workspace_id = locked_id and policy_id = of_policy_id and archived_at is null
    returning * into policy;
    if policy.policy_id is null then
      perform private.refuse(404, 'sla_policy_not_found', 'There is no such policy in this workspace.');
    end if;
    if seen_version_id <> policy.current_version_id then
      perform private.refuse(409, 'sla_version_outdated', 'Somebody else has saved this since you opened it.');
    end if;
  end if;

  perform private.check_sla_policy(locked_id, draft);
  version_id := private.add_sla_policy_version(locked_id, policy.policy_id, draft);
  if exists (
    select from public.sla_policy_versions as before
    join public.sla_policy_versions as after on after.workspace_id = before.workspace_id and after.policy_version_id = version_id
    where before.workspace_id = locked_id and before.policy_version_id = policy.current_version_id
      and (before.calendar_id, before.team_ids, before.category_ids, before.channels, before.escalate_after_seconds)
        is not distinct from (after.calendar_id, after.team_ids, after.category_ids, after.channels, after.escalate_after_seconds)
      and private.list_sla_targets(locked_id, before.policy_version_id) = private.list_sla_targets(locked_id, version_id)
  ) then
    -- Another name alone is no other version: nothing would be due at another time.
    delete from public.sla_policy_versions where workspace_id = locked_id and policy_version_id = version_id;
  else
    update public.sla_policies set current_version_id = version_id
    where workspace_id = locked_id and policy_id = policy.policy_id;
  end if;
  return policy.policy_id;
end;
$function$;
comment on function private.save_sla_policy(text,public.sla_policy_draft,uuid,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.save_team(of_workspace_slug text, of_team_id uuid, team_name text, with_member_ids uuid[], with_lead_ids uuid[], for_members_alone boolean)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  max_teams constant integer := 200;
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  saved_id uuid := of_team_id;
begin
  if of_team_id is null then
    if (select count(*) from public.teams where workspace_id = locked_id and archived_at is null) >= max_teams then
      perform private.refuse(422, 'too_many_teams', 'A workspace has 200 teams at most.');
    end if;
    insert into public.teams (workspace_id, name, is_private) values (locked_id, btrim(team_name), coalesce(for_members_alone, false))
    returning team_id into saved_id;
  else
    -- Whoever gives it a ticket at this moment waits, or is waited for.
    perform from public.teams where workspace_id = locked_id and team_id = of_team_id and archived_at is null for no key update;
    if not found then
      perform private.refuse(404, 'team_not_found', 'There is no such team in this workspace.');
    end if;
  end if;

  if exists (
    select from unnest(with_member_ids || with_lead_ids) as wanted
    where wanted not in (
      select member_id from public.workspace_members where workspace_id = locked_id and removed_at is null))
  then
    perform private.refuse(422, 'member_not_found', 'This person is not a member of the workspace any more.');
  end if;
  delete from public.team_members
  where workspace_id = locked_id and team_id = saved_id and member_id <> all (with_member_ids || with_lead_ids);
  insert into public.team_members as place (workspace_id, team_id, member_id, is_lead)
  select distinct locked_id, saved_id, wanted, wanted = any (with_lead_ids) from unnest(with_member_ids || with_lead_ids) as wanted
  on conflict (workspace_id, team_id, member_id) do update set is_lead = excluded.is_lead where place.is_lead <> excluded.is_lead;
  -- When it has its members: who was put into it keeps the tickets that become private with it.
  update public.teams set name = btrim(team_name), is_private = coalesce(for_members_alone, is_private)
  where workspace_id = locked_id and team_id = of_team_id;
  return saved_id;
end;
$function$;
comment on function private.save_team(text,uuid,text,uuid[],uuid[],boolean) is NULL;

CREATE OR REPLACE FUNCTION private.save_ticket_field(of_workspace_slug text, of_field_id uuid, draft public.ticket_field_draft)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  wanted constant public.ticket_fields := jsonb_populate_record(null::public.ticket_fields, jsonb_build_object(
    'label', btrim(coalesce(draft.label, '')), 'help_text', btrim(coalesce(draft.help_text, '')), 'is_required', coalesce(draft.is_required, false)));
  saved public.ticket_fields;
begin
  perform private.check_ticket_field(locked_id, draft);
  if of_field_id is null then
    perform private.refuse_too_many_fields(locked_id);
    insert into public.ticket_fields (workspace_id, kind, label, help_text, is_required, category_ids, position)
    select locked_id, draft.kind, wanted.label, wanted.help_text, wanted.is_required, draft.category_ids, coalesce(max(position), 0) + 1
    from public.ticket_fields where workspace_id = locked_id
    returning * into saved;
  else
    select * into saved from public.ticket_fields where workspace_id = locked_id and field_id = of_field_id and archived_at is null;
    if saved.field_id is null then
      perform private.refuse(404, 'ticket_field_not_found', 'There is no such field in this workspace.');
    end if;
    if draft.kind <> saved.kind then
      perform private.refuse(422, 'ticket_field_kind_fixed', 'A field has a kind, and keeps it: answers have its type.');
    end if;
    update public.ticket_fields set
      label = wanted.label, help_text = wanted.help_text, is_required = wanted.is_required, category_ids = draft.category_ids
    where workspace_id = locked_id and field_id = saved.field_id
      and (label, help_text, is_required, category_ids)
        is distinct from (wanted.label, wanted.help_text, wanted.is_required, draft.category_ids);
  end if;
  perform private.save_ticket_field_options(locked_id, saved.field_id, draft.options);
  return saved.field_id;
end;
$function$;
comment on function private.save_ticket_field(text,uuid,public.ticket_field_draft) is NULL;

CREATE OR REPLACE FUNCTION private.save_ticket_field_options(of_workspace_id uuid, of_field_id uuid, options public.ticket_field_option[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  kept_ids constant uuid[] := array(select given.option_id from unnest(options) as given where given.option_id is not null);
begin
  if (
    select count(*) from public.ticket_field_options as option
    where option.workspace_id = of_workspace_id and option.field_id = of_field_id and option.archived_at is null
      and option.option_id = any (kept_ids)) <> cardinality(kept_ids)
  then
    perform private.refuse(409, 'list_changed', 'The list has changed since you opened it.');
  end if;
  update public.ticket_field_options set archived_at = now()
  where workspace_id = of_workspace_id and field_id = of_field_id and archived_at is null and option_id <> all (kept_ids);
  insert into public.ticket_field_options as option (workspace_id, field_id, option_id, label, position)
  select of_workspace_id, of_field_id, coalesce(given.option_id, gen_random_uuid()), btrim(coalesce(given.label, '')), given.nth
  from unnest(options) with ordinality as given (option_id, label, nth)
  on conflict (workspace_id, field_id, option_id) do update set label = excluded.label, position = excluded.position
  where (option.label, option.position) is distinct from (excluded.label, excluded.position);
end;
$function$;
comment on function private.save_ticket_field_options(uuid,uuid,public.ticket_field_option[]) is 'Makes the options of a field these, in this order. Errors: 409 list_changed, for an id that is not offered.';

CREATE OR REPLACE FUNCTION private.save_workspace_settings(of_workspace_slug text, draft public.workspace_draft)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  saved_slug text;
begin
  update public.workspaces as workspace set
    name = btrim(coalesce(draft.name, workspace.name)),
    slug = lower(btrim(coalesce(draft.slug, workspace.slug))),
    brand_color = lower(coalesce(draft.brand_color, workspace.brand_color)),
    welcome_text = btrim(coalesce(draft.welcome_text, workspace.welcome_text), E' \t\r\n'),
    default_locale = coalesce(draft.default_locale, workspace.default_locale),
    offered_locales = coalesce(draft.offered_locales, workspace.offered_locales),
    notice_mail_levels = coalesce(private.sorted_levels(draft.notice_mail_levels), workspace.notice_mail_levels),
    edit_window_seconds = coalesce(draft.edit_window_seconds, workspace.edit_window_seconds),
    max_attachment_bytes = coalesce(draft.max_attachment_bytes, workspace.max_attachment_bytes),
    max_attachments_per_message = coalesce(draft.max_attachments_per_message, workspace.max_attachments_per_message),
    reopen_window_seconds = coalesce(draft.reopen_window_seconds, workspace.reopen_window_seconds)
  where workspace.workspace_id = locked_id
  returning workspace.slug into saved_slug;
  return saved_slug;
end;
$function$;
comment on function private.save_workspace_settings(text,public.workspace_draft) is NULL;

CREATE OR REPLACE FUNCTION private.say_event_in_room()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  said constant public.system_kind := case
    when new.kind = 'ticket_assigned' and new.old_value is null then 'ticket_assigned'
    when new.kind = 'ticket_assigned' and new.new_value is null then 'ticket_released'
    when new.kind = 'ticket_assigned' then 'ticket_transferred'
    -- What somebody sets is said. What follows from a message (a trigger within the trigger of the message) is known by the
    -- message, but for what ends or begins again.
    when new.kind = 'status_changed'
      and (pg_trigger_depth() < 3 or array[new.old_value, new.new_value] && array['resolved', 'closed']) then 'status_changed'
    when new.kind = 'participant_added' then 'participant_added'
    when new.kind = 'participant_joined' then 'participant_joined'
    when new.kind = 'participant_removed' then 'participant_removed'
  end;
  -- Who gave it to whom, and who had it before, is the desk's own business: customers have this line too.
  is_of_desk constant boolean := new.kind = 'ticket_assigned';
  of_room_id uuid;
begin
  if said is null then
    return null;
  end if;
  select chat_room_id into of_room_id from public.tickets where ticket_id = new.ticket_id;
  insert into public.messages (
    room_id, seq, workspace_id, sender_type, sender_name, message_type, body, system_kind, old_value, new_value)
  values (
    of_room_id, private.take_seq(of_room_id, 'system'), new.workspace_id, 'system',
    case when is_of_desk then '' else new.actor_name end, 'system', '',
    said, case when is_of_desk then null else new.old_value end, new.new_value);
  return null;
end;
$function$;
comment on function private.say_event_in_room() is 'Writes a system message for an event that everybody in the room may know of, in the name of who caused it, or of nobody where that is the desk''s own business.';

CREATE OR REPLACE FUNCTION private.search_notes(of_ticket_id uuid, folded_query text, hit_count integer)
 RETURNS public.search_hit[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select coalesce(array_agg(
    row('note', hit.note_seq, coalesce((
        select message.seq from public.messages as message
        where message.room_id = hit.room_id and message.created_at <= hit.created_at order by message.seq desc limit 1), 0),
      'agent', hit.author_name, private.excerpt(hit.body, hit.place), hit.created_at)::public.search_hit
    order by hit.note_seq desc), '{}')
  from (
    select note.*, found.place
    from public.chat_rooms as room
    join public.internal_notes as note on note.room_id = room.room_id
    cross join lateral (select strpos(private.folded(note.body), folded_query) as place offset 0) as found
    where room.ticket_id = of_ticket_id and private.sees_ticket(of_ticket_id)
      and found.place > 0
    order by note.note_seq desc limit hit_count
  ) as hit;
$function$;
comment on function private.search_notes(uuid,text,integer) is 'The newest notes that hold the words; none for anybody but agents who see the ticket.';

CREATE OR REPLACE FUNCTION private.sees_every_team()
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return not exists (select from private.my_hidden_team_ids());
end;
$function$;
comment on function private.sees_every_team() is 'Whether nothing is hidden from the caller in any workspace of theirs. Policies on what belongs to tickets ask `(select private.sees_every_team())` first, once per statement, so that most people''s rows cost nothing more; else each row looks its ticket up, by index and in the same query.';

CREATE OR REPLACE FUNCTION private.sees_room(of_room_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return exists (
    select from public.chat_rooms as room
    join public.tickets as ticket on ticket.workspace_id = room.workspace_id and ticket.ticket_id = room.ticket_id
    join public.workspace_members as me on me.workspace_id = room.workspace_id
    where room.room_id = of_room_id and me.user_id = (select private.my_account_id()) and me.is_active
      and (not me.needs_second_factor or (select private.has_second_factor()))
      and (ticket.team_id is null or private.may_see_team(me.workspace_id, me.member_id, ticket.team_id)));
end;
$function$;
comment on function private.sees_room(uuid) is 'Whether the caller may see a room, its messages and its notes as an agent.';

CREATE OR REPLACE FUNCTION private.sees_ticket(of_ticket_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return exists (
    select from public.tickets as ticket join public.workspace_members as me using (workspace_id)
    where ticket.ticket_id = of_ticket_id and me.user_id = (select private.my_account_id()) and me.is_active
      and (not me.needs_second_factor or (select private.has_second_factor()))
      and (ticket.team_id is null or private.may_see_team(me.workspace_id, me.member_id, ticket.team_id)));
end;
$function$;
comment on function private.sees_ticket(uuid) is 'Whether the caller may see a ticket as an agent: a member of its workspace, from whom its team''s tickets are not hidden.';

CREATE OR REPLACE FUNCTION private.send_access_link(of_ticket_id uuid, to_customer_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked constant record := private.lock_ticket_for_requester(of_ticket_id);
  participant public.ticket_participants;
begin
  if not locked.may_decide then
    perform private.refuse_participant();
  end if;
  select * into participant from public.ticket_participants as each
  where each.workspace_id = (locked.ticket).workspace_id and each.ticket_id = of_ticket_id and each.customer_id = to_customer_id and each.removed_at is null;
  if participant.customer_id is null then
    perform private.refuse(404, 'participant_not_found', 'This person does not take part in the ticket.');
  end if;
  perform private.refuse_second_mail(participant);
  update public.ticket_participants as each set link_sent_at = now()
  where each.workspace_id = participant.workspace_id and each.ticket_id = of_ticket_id and each.customer_id = to_customer_id;
end;
$function$;
comment on function private.send_access_link(uuid,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.send_inbox_moved(of_workspace_id uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select realtime.send('{}', 'topic_moved', private.inbox_topic(of_workspace_id), true);
$function$;
comment on function private.send_inbox_moved(uuid) is 'Has the desks of a workspace ask anew which topics are theirs.';

CREATE OR REPLACE FUNCTION private.send_message(of_room_id uuid, message_body text, message_client_id uuid, quoted_seq integer, with_attachment_ids uuid[])
 RETURNS public.message_line
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  seat record;
  message public.messages;
begin
  select * into seat from private.room_seat(of_room_id);
  if seat.sender_id is null then
    perform private.refuse(404, 'room_not_found', 'There is no such room for you.');
  end if;

  perform from public.chat_rooms where room_id = of_room_id for no key update;
  select * into message from public.messages
  where room_id = of_room_id and sender_id = seat.sender_id and client_id = message_client_id;
  if message.room_id is not null then
    return private.message_line(message);
  end if;
  if quoted_seq is not null and not exists (
    select from public.messages where room_id = of_room_id and seq = quoted_seq and sender_type <> 'system' and deleted_at is null
  ) then
    -- Deleted meanwhile: what was written about it is worth more than the quote.
    quoted_seq := null;
  end if;

  -- A message with files goes where its files are, and opens the ticket again.
  if seat.sender_type = 'customer' and with_attachment_ids = '{}' and exists (
    select from public.tickets as ticket
    where ticket.workspace_id = seat.workspace_id and ticket.chat_room_id = of_room_id
      and ticket.status in ('resolved', 'closed') and private.reopen_until(ticket) < now())
  then
    perform private.refuse(409, 'reopen_window_over', 'This ticket was closed too long ago. Open a follow-up ticket instead.');
  end if;

  message.seq := private.take_seq(of_room_id, seat.sender_type);
  message.message_type := private.attach_files(of_room_id, message.seq, seat.sender_id, with_attachment_ids);
  insert into public.messages (
    room_id, seq, workspace_id, sender_type, customer_id, member_id, sender_name, client_id, message_type, body, reply_to_seq)
  values (
    of_room_id, message.seq, seat.workspace_id, seat.sender_type,
    case seat.sender_type when 'customer' then seat.sender_id end,
    case seat.sender_type when 'agent' then seat.sender_id end,
    seat.sender_name, message_client_id, message.message_type, btrim(message_body, E' \t\r\n'), quoted_seq)
  returning * into message;
  return private.message_line(message);
end;
$function$;
comment on function private.send_message(uuid,text,uuid,integer,uuid[]) is NULL;

CREATE OR REPLACE FUNCTION private.send_topic_moved(of_room_id uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select realtime.send('{}', 'topic_moved', private.room_topic(kind, of_room_id), true) from unnest(array['room', 'notes']) as kind;
$function$;
comment on function private.send_topic_moved(uuid) is 'A last word on the topics of a room that are about to be renamed: whoever may stay fetches the new names.';

CREATE OR REPLACE FUNCTION private.set_category_archived(of_workspace_slug text, of_category_id uuid, is_archived boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  if not exists (
    select from public.ticket_categories as category
    where category.workspace_id = locked_id and category.category_id = of_category_id and (category.archived_at is null) = is_archived)
  then
    perform private.refuse(404, 'category_not_found', 'There is no such category in this workspace.');
  end if;
  if not is_archived then
    perform private.refuse_too_many_categories(locked_id);
  end if;
  update public.ticket_categories set
    archived_at = case when is_archived then now() end,
    position = case when is_archived then position else (select max(other.position) + 1 from public.ticket_categories as other where other.workspace_id = locked_id) end
  where workspace_id = locked_id and category_id = of_category_id;
end;
$function$;
comment on function private.set_category_archived(text,uuid,boolean) is NULL;

CREATE OR REPLACE FUNCTION private.set_member_role(of_workspace_slug text, of_member_id uuid, new_role public.member_role)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
  whom constant public.workspace_members := private.find_managed_member(me, of_member_id, new_role);
begin
  update public.workspace_members set role = new_role
  where workspace_id = whom.workspace_id and member_id = whom.member_id and role <> new_role;
end;
$function$;
comment on function private.set_member_role(text,uuid,public.member_role) is NULL;

CREATE OR REPLACE FUNCTION private.set_member_skills(whom public.workspace_members, wanted_names text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  max_skills constant integer := 50;
  names constant text[] := array(
    select distinct on (lower(btrim(each))) btrim(each) from unnest(wanted_names) as each where btrim(each) <> '');
begin
  if cardinality(names) > max_skills then
    perform private.refuse(422, 'too_many_skills', 'Somebody has fifty skills at most.');
  end if;
  insert into public.workspace_skills (workspace_id, name) select whom.workspace_id, each from unnest(names) as each
  on conflict (workspace_id, lower(name)) do nothing;
  delete from public.member_skills as mine using public.workspace_skills as skill
  where mine.workspace_id = whom.workspace_id and mine.member_id = whom.member_id
    and skill.workspace_id = mine.workspace_id and skill.skill_id = mine.skill_id and lower(skill.name) not in (select lower(each) from unnest(names) as each);
  insert into public.member_skills (workspace_id, member_id, skill_id)
  select whom.workspace_id, whom.member_id, skill.skill_id from public.workspace_skills as skill
  where skill.workspace_id = whom.workspace_id and lower(skill.name) in (select lower(each) from unnest(names) as each)
  on conflict do nothing;
  -- What nobody can do is not offered any more.
  delete from public.workspace_skills as skill
  where skill.workspace_id = whom.workspace_id and not exists (
    select from public.member_skills as had where had.workspace_id = skill.workspace_id and had.skill_id = skill.skill_id);
end;
$function$;
comment on function private.set_member_skills(public.workspace_members,text[]) is 'Says anew what a member can do, by names; the same name in another case is the same skill. Errors: 422 too_many_skills.';

CREATE OR REPLACE FUNCTION private.set_my_avatar(content text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  caller constant uuid := private.my_account_or_refuse();
  place record;
  changed integer := 0;
begin
  for place in
    select workspace_id, member_id from public.workspace_members where user_id = caller and removed_at is null order by workspace_id for update
  loop
    update public.workspace_members set avatar_id = (select picture_id from private.add_picture(place.workspace_id, 'avatar', content))
    where workspace_id = place.workspace_id and member_id = place.member_id;
    changed := changed + 1;
  end loop;
  return changed;
end;
$function$;
comment on function private.set_my_avatar(text) is NULL;

CREATE OR REPLACE FUNCTION private.set_my_name(new_name text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  caller constant uuid := private.my_account_id();
  renamed integer;
begin
  if caller is null then
    perform private.refuse(401, 'sign_in_required', 'Sign in first.');
  end if;
  update public.workspace_members set display_name = btrim(new_name)
  where user_id = caller and removed_at is null and display_name <> btrim(new_name);
  get diagnostics renamed = row_count;
  return renamed;
end;
$function$;
comment on function private.set_my_name(text) is NULL;

CREATE OR REPLACE FUNCTION private.set_my_notice_mails(of_workspace_slug text, levels public.sla_notice_level[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
begin
  update public.workspace_members set notice_mail_levels = private.sorted_levels(levels)
  where workspace_id = me.workspace_id and member_id = me.member_id;
end;
$function$;
comment on function private.set_my_notice_mails(text,public.sla_notice_level[]) is NULL;

CREATE OR REPLACE FUNCTION private.set_no_reply_needed(of_ticket_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  ticket constant public.tickets := private.lock_ticket_for_agent(of_ticket_id);
begin
  update public.tickets set awaiting_reply_since = null
  where ticket_id = ticket.ticket_id and awaiting_reply_since is not null;
end;
$function$;
comment on function private.set_no_reply_needed(uuid) is NULL;

CREATE OR REPLACE FUNCTION private.set_reaction(of_room_id uuid, of_seq integer, of_emoji text, is_set boolean)
 RETURNS public.message_line
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  max_emoji constant integer := 20;
  seat record;
  message public.messages;
begin
  select * into seat from private.room_seat(of_room_id);
  if seat.sender_id is null then
    perform private.refuse(404, 'room_not_found', 'There is no such room for you.');
  end if;
  perform from public.chat_rooms where room_id = of_room_id for no key update;
  select * into message from public.messages where room_id = of_room_id and seq = of_seq and sender_type <> 'system';
  if message.room_id is null then
    perform private.refuse(404, 'message_not_found', 'There is no such message in this room.');
  end if;
  if message.deleted_at is not null then
    perform private.refuse(409, 'message_deleted', 'This message was deleted.');
  end if;
  if (select status from public.chat_rooms where room_id = of_room_id) = 'closed' then
    perform private.refuse(409, 'room_closed', 'This ticket is closed. Open a new ticket to go on.');
  end if;
  if is_set then
    if (
      select count(distinct emoji) from public.message_reactions where room_id = of_room_id and seq = of_seq and emoji <> of_emoji
    ) >= max_emoji then
      perform private.refuse(422, 'too_many_reactions', 'This message has as many different reactions as it can carry.');
    end if;
    insert into public.message_reactions (room_id, seq, workspace_id, customer_id, member_id, sender_name, emoji)
    values (
      of_room_id, of_seq, seat.workspace_id,
      case seat.sender_type when 'customer' then seat.sender_id end,
      case seat.sender_type when 'agent' then seat.sender_id end,
      seat.sender_name, of_emoji)
    on conflict do nothing;
  else
    delete from public.message_reactions
    where room_id = of_room_id and seq = of_seq and sender_id = seat.sender_id and emoji = of_emoji;
  end if;
  select * into message from public.messages where room_id = of_room_id and seq = of_seq;
  return private.message_line(message);
end;
$function$;
comment on function private.set_reaction(uuid,integer,text,boolean) is NULL;

CREATE OR REPLACE FUNCTION private.set_resolution_due(of_ticket_id uuid, new_due_at timestamp with time zone, why text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  ticket public.tickets := private.lock_ticket_for_agent(of_ticket_id);
  clock public.sla_clocks;
  event public.sla_events;
begin
  if new_due_at is not null and coalesce(btrim(why), '') = '' then
    perform private.refuse(422, 'sla_reason_required', 'Say why the ticket is due then.');
  end if;
  if ticket.status in ('resolved', 'closed') then
    perform private.refuse(409, 'ticket_already_resolved', 'A resolved ticket is not due any more.');
  end if;
  if new_due_at <= now() or new_due_at > now() + interval '10 years' then
    perform private.refuse(422, 'sla_due_out_of_range', 'Choose a time in the next ten years.');
  end if;
  -- The row first, as whoever changes the ticket has it.
  select * into ticket from public.tickets where tickets.ticket_id = of_ticket_id for no key update;
  ticket.changed_at := greatest(ticket.changed_at, now());
  select * into clock from public.sla_clocks as latest
  where latest.workspace_id = ticket.workspace_id and latest.ticket_id = ticket.ticket_id and latest.metric = 'resolution'
  order by latest.sequence desc limit 1 for update;
  if clock.state = 'running' and clock.due_at < ticket.changed_at then
    clock := private.notice_sla_breach(clock);
  end if;
  if clock.state is null or clock.state not in ('running', 'paused') then
    perform private.refuse(409, 'sla_not_running', 'Nothing is due for the resolution of this ticket.');
  end if;

  event := private.sla_event('set_due', ticket.changed_at);
  event.due_at := new_due_at;
  event.reason := coalesce(btrim(why), '');
  event.actor_name := (select who.display_name from private.ticket_actor(ticket.workspace_id, ticket.ticket_id) as who);
  clock := private.record_sla_event(clock, event);
  perform private.breach_if_past(clock, ticket.changed_at);
  if new_due_at is null then
    -- The target may be another one by now.
    perform private.retarget_sla_clocks(ticket, false);
  end if;
  ticket := private.with_due_times(ticket);
  update public.tickets set sla_due_at = ticket.sla_due_at, sla_warn_at = ticket.sla_warn_at where tickets.ticket_id = ticket.ticket_id;
end;
$function$;
comment on function private.set_resolution_due(uuid,timestamp with time zone,text) is NULL;

CREATE OR REPLACE FUNCTION private.set_second_factor_demand(of_workspace_slug text, is_demanded boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  if not exists (
    select from public.workspace_members
    where workspace_id = locked_id and member_id = private.my_member_id(locked_id) and role = 'owner')
  then
    perform private.refuse(403, 'settings_forbidden', 'Only owners may change this.');
  end if;
  if is_demanded and not private.has_second_factor() then
    perform private.refuse(409, 'own_second_factor_missing', 'Set up two-step sign-in for your own account first.');
  end if;
  update public.workspaces set requires_second_factor = is_demanded
  where workspace_id = locked_id and requires_second_factor is distinct from is_demanded;
end;
$function$;
comment on function private.set_second_factor_demand(text,boolean) is NULL;

CREATE OR REPLACE FUNCTION private.set_sla_calendars(of_workspace_slug text, own_calendar_id uuid, team_calendars public.sla_team_calendar[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  team record;
begin
  if own_calendar_id is not null then
    perform private.refuse_unknown_calendar(locked_id, own_calendar_id);
  end if;
  for team in
    select each.team_id, each.calendar_id, count(*) over (partition by each.team_id) as times,
      exists (select from public.teams as known where known.workspace_id = locked_id and known.team_id = each.team_id and known.archived_at is null) as is_known
    from unnest(team_calendars) as each
  loop
    if team.times > 1 then
      perform private.refuse(422, 'sla_draft_unreadable', 'A team goes by one calendar.', team.team_id::text);
    elsif not team.is_known then
      perform private.refuse(404, 'team_not_found', 'There is no such team in this workspace.', team.team_id::text);
    elsif team.calendar_id is not null then
      perform private.refuse_unknown_calendar(locked_id, team.calendar_id, team.team_id::text);
    end if;
  end loop;

  update public.workspaces set sla_calendar_id = own_calendar_id where workspace_id = locked_id and own_calendar_id is not null;
  update public.teams as known set sla_calendar_id = each.calendar_id
  from unnest(team_calendars) as each where known.workspace_id = locked_id and known.team_id = each.team_id;
  perform private.refuse_unreachable_targets(locked_id);
end;
$function$;
comment on function private.set_sla_calendars(text,uuid,public.sla_team_calendar[]) is NULL;

CREATE OR REPLACE FUNCTION private.set_sla_options(of_workspace_slug text, new_reopen_rule public.sla_reopen_rule, new_unanswered_rule public.sla_unanswered_rule)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  update public.workspaces
  set sla_reopen_rule = coalesce(new_reopen_rule, sla_reopen_rule), sla_unanswered_rule = coalesce(new_unanswered_rule, sla_unanswered_rule)
  where workspace_id = locked_id;
end;
$function$;
comment on function private.set_sla_options(text,public.sla_reopen_rule,public.sla_unanswered_rule) is NULL;

CREATE OR REPLACE FUNCTION private.set_ticket_category(of_ticket_id uuid, to_category_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  ticket constant public.tickets := private.lock_ticket_for_agent(of_ticket_id);
begin
  if to_category_id is not null and to_category_id is distinct from ticket.category_id and not exists (
    select from public.ticket_categories
    where workspace_id = ticket.workspace_id and category_id = to_category_id and archived_at is null)
  then
    perform private.refuse(422, 'category_not_found', 'Choose one of the categories that are offered.');
  end if;
  update public.tickets set category_id = to_category_id
  where ticket_id = ticket.ticket_id and category_id is distinct from to_category_id;
end;
$function$;
comment on function private.set_ticket_category(uuid,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.set_ticket_field_archived(of_workspace_slug text, of_field_id uuid, is_archived boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  if not exists (
    select from public.ticket_fields as field
    where field.workspace_id = locked_id and field.field_id = of_field_id and (field.archived_at is null) = is_archived)
  then
    perform private.refuse(404, 'ticket_field_not_found', 'There is no such field in this workspace.');
  end if;
  if not is_archived then
    perform private.refuse_too_many_fields(locked_id);
  end if;
  update public.ticket_fields set
    archived_at = case when is_archived then now() end,
    position = case when is_archived then position else (select max(other.position) + 1 from public.ticket_fields as other where other.workspace_id = locked_id) end
  where workspace_id = locked_id and field_id = of_field_id;
end;
$function$;
comment on function private.set_ticket_field_archived(text,uuid,boolean) is NULL;

CREATE OR REPLACE FUNCTION private.set_ticket_fields(of_ticket_id uuid, field_answers public.ticket_field_answer[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  ticket constant public.tickets := private.lock_ticket_for_agent(of_ticket_id);
  answer public.ticket_field_answer;
  before text[];
  answers text[];
  is_changed boolean := false;
begin
  if cardinality(field_answers) > 200 then
    perform private.refuse(422, 'ticket_field_invalid', 'These are too many answers.');
  end if;
  foreach answer in array coalesce(field_answers, '{}') loop
    before := private.list_ticket_field_answers(ticket.workspace_id, ticket.ticket_id, answer.field_id);
    answers := private.read_ticket_field_answer(ticket.workspace_id, ticket.ticket_id, answer);
    if before @> answers and answers @> before then
      continue;
    end if;
    is_changed := true;
    insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, actor_name, old_value, new_value, is_internal)
    select ticket.workspace_id, ticket.ticket_id, 'field_changed', who.sender_type, who.display_name,
      nullif(left(array_to_string(array(
        select coalesce(option.label, case field.kind when 'checkbox' then U&'\2713' else said end)
        from unnest(before) with ordinality as said (said, nth)
        left join public.ticket_field_options as option
          on option.workspace_id = field.workspace_id and option.field_id = field.field_id and option.option_id::text = said
        order by nth), ', '), 200), ''),
      field.label, true
    from public.ticket_fields as field, private.ticket_actor(ticket.workspace_id, ticket.ticket_id) as who
    where field.workspace_id = ticket.workspace_id and field.field_id = answer.field_id;
    perform private.write_ticket_field_answer(ticket.workspace_id, ticket.ticket_id, answer.field_id, answers);
  end loop;
  if is_changed then
    perform private.tell_inbox(ticket.workspace_id, ticket.ticket_id, ticket.team_id, '{"kind": "changed"}');
  end if;
end;
$function$;
comment on function private.set_ticket_fields(uuid,public.ticket_field_answer[]) is NULL;

CREATE OR REPLACE FUNCTION private.set_ticket_priority(of_ticket_id uuid, new_priority public.ticket_priority)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  ticket constant public.tickets := private.lock_ticket_for_agent(of_ticket_id);
begin
  update public.tickets set priority = new_priority where ticket_id = ticket.ticket_id and priority <> new_priority;
end;
$function$;
comment on function private.set_ticket_priority(uuid,public.ticket_priority) is NULL;

CREATE OR REPLACE FUNCTION private.set_ticket_status(of_ticket_id uuid, new_status public.ticket_status)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  ticket constant public.tickets := private.lock_ticket_for_agent(of_ticket_id);
begin
  if ticket.erased_at is not null and new_status is distinct from ticket.status then
    perform private.refuse_erased();
  end if;
  update public.tickets set status = new_status where ticket_id = ticket.ticket_id and status <> new_status;
end;
$function$;
comment on function private.set_ticket_status(uuid,public.ticket_status) is NULL;

CREATE OR REPLACE FUNCTION private.set_ticket_team(of_ticket_id uuid, to_team_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  ticket public.tickets;
begin
  -- Its assignee before the room, as in assign_ticket(): who may see it in a private team is asked of them.
  perform from public.workspace_members as member join public.tickets as given
    on given.workspace_id = member.workspace_id and given.assignee_id = member.member_id
  where given.ticket_id = of_ticket_id and private.sees_ticket(of_ticket_id) for share of member;
  ticket := private.lock_ticket_for_agent(of_ticket_id);
  if to_team_id is not null and not exists (
    select from public.teams where workspace_id = ticket.workspace_id and team_id = to_team_id and archived_at is null)
  then
    perform private.refuse(422, 'team_not_found', 'There is no such team in this workspace.');
  end if;
  update public.tickets set team_id = to_team_id
  where ticket_id = ticket.ticket_id and team_id is distinct from to_team_id;
  return private.sees_ticket(of_ticket_id);
end;
$function$;
comment on function private.set_ticket_team(uuid,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.set_workspace_picture(of_workspace_slug text, kind public.workspace_picture, content text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  added record;
begin
  added := private.add_picture(locked_id, kind::text, content);
  case kind
    when 'logo' then
      update public.workspaces set logo_id = added.picture_id, logo_width = added.width, logo_height = added.height
      where workspace_id = locked_id;
    when 'icon' then
      update public.workspaces set icon_id = added.picture_id where workspace_id = locked_id;
  end case;
  return added.picture_id;
end;
$function$;
comment on function private.set_workspace_picture(text,public.workspace_picture,text) is NULL;

CREATE OR REPLACE FUNCTION private.settle_sla_notices(of_claim_id uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  update public.sla_notices set mail_settled_at = now() where mail_claim_id = of_claim_id and mail_settled_at is null;
$function$;
comment on function private.settle_sla_notices(uuid) is 'A mail is out, or there is nobody whom it could go to.';

CREATE OR REPLACE FUNCTION private.shown_icon_id(workspace public.workspaces)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select coalesce(
    workspace.icon_id,
    case when workspace.logo_width * 2 <= workspace.logo_height * 3 and workspace.logo_height * 2 <= workspace.logo_width * 3 then workspace.logo_id end);
$function$;
comment on function private.shown_icon_id(public.workspaces) is 'What stands for a workspace in a small place: its icon, or a logo of which no side is more than one and a half times the other; null for neither.';

CREATE OR REPLACE FUNCTION private.skill_name(of_workspace_id uuid, of_skill_id uuid)
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return (select name from public.workspace_skills where workspace_id = of_workspace_id and skill_id = of_skill_id);
end;
$function$;
comment on function private.skill_name(uuid,uuid) is 'What a skill is called; null for none.';

CREATE OR REPLACE FUNCTION private.sla_event(kind public.sla_event_kind, at timestamp with time zone)
 RETURNS public.sla_events
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
  event public.sla_events;
begin
  event.kind := sla_event.kind;
  event.at := sla_event.at;
  return event;
end;
$function$;
comment on function private.sla_event(public.sla_event_kind,timestamp with time zone) is 'An event of which nothing else is said yet.';

CREATE OR REPLACE FUNCTION private.sla_seconds_to_warning(target_seconds integer, warn_before_seconds integer, consumed_seconds numeric)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE
RETURN (((target_seconds - COALESCE(warn_before_seconds, GREATEST((target_seconds / 4), 300))))::numeric - consumed_seconds);
comment on function private.sla_seconds_to_warning(integer,integer,numeric) is 'How long after running_since of a clock the assignee is to be warned: the target''s own time before it is due, else when a quarter of the target is left, at least five minutes.';

CREATE OR REPLACE FUNCTION private.sla_time_used(clock public.sla_clocks, until_at timestamp with time zone)
 RETURNS numeric
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return case
    when clock.running_since is null or until_at <= clock.running_since then 0
    when clock.basis = 'calendar' then extract(epoch from until_at - clock.running_since)
    else private.business_seconds_between(clock.running_since, until_at, clock.calendar_version_id)
  end;
end;
$function$;
comment on function private.sla_time_used(public.sla_clocks,timestamp with time zone) is 'Seconds that a clock has counted since running_since, by its own basis and calendar.';

CREATE OR REPLACE FUNCTION private.sla_warn_at(clock public.sla_clocks)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  warn_after constant numeric := private.sla_seconds_to_warning(clock.target_seconds, clock.warn_before_seconds, clock.consumed_seconds);
begin
  return case
    when clock.is_due_by_hand then clock.due_at - make_interval(secs => greatest(extract(epoch from clock.due_at - clock.started_at) / 4, 300)::double precision)
    when clock.basis = 'calendar' then clock.running_since + make_interval(secs => warn_after::double precision)
    else private.add_business_time(clock.running_since, warn_after, clock.calendar_version_id)
  end;
end;
$function$;
comment on function private.sla_warn_at(public.sla_clocks) is 'When the assignee of a running clock''s ticket is to be warned; of one due by hand a quarter of its time before.';

CREATE OR REPLACE FUNCTION private.sorted_levels(levels public.sla_notice_level[])
 RETURNS public.sla_notice_level[]
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select case when levels is not null then array(select distinct level from unnest(levels) as level where level is not null order by level) end;
$function$;
comment on function private.sorted_levels(public.sla_notice_level[]) is 'Each level once, in order; null for null.';

CREATE OR REPLACE FUNCTION private.start_sla_clocks()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  select matched.policy_version_id, matched.calendar_version_id into new.sla_policy_version_id, new.sla_calendar_version_id
  from private.match_sla_policy(new.workspace_id, new.team_id, new.category_id, new.channel) as matched;
  if new.status in ('resolved', 'closed') or new.spam_at is not null or new.merged_into_ticket_id is not null then
    return new;
  end if;
  return private.with_due_times(new, private.start_sla_clocks(new, array_remove(array[
    case when new.awaiting_reply_since is not null then private.awaited_sla_metric(new.is_awaiting_first_response) end, 'resolution'], null)));
end;
$function$;
comment on function private.start_sla_clocks() is 'Gives a new ticket its policy and starts its clocks.';

CREATE OR REPLACE FUNCTION private.start_sla_clocks(ticket public.tickets, metrics public.sla_metric[])
 RETURNS public.sla_clocks[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  started public.sla_clocks[];
begin
  -- One statement for all of them: every new ticket comes this way.
  with told as (
    insert into public.sla_events as kept (
      workspace_id, ticket_id, metric, sequence, event_number, kind, at, started_at, policy_version_id, calendar_version_id, priority,
      target_seconds, basis, warn_before_seconds, escalate_after_seconds)
    select ticket.workspace_id, ticket.ticket_id, target.metric,
      1 + coalesce((
        select max(earlier.sequence) from public.sla_clocks as earlier
        where earlier.workspace_id = ticket.workspace_id and earlier.ticket_id = ticket.ticket_id and earlier.metric = target.metric), 0),
      1, 'activate', ticket.changed_at,
      case target.metric when 'resolution' then ticket.changed_at else ticket.awaiting_reply_since end,
      ticket.sla_policy_version_id, target.calendar_version_id, ticket.priority,
      target.target_seconds, target.basis, target.warn_before_seconds, target.escalate_after_seconds
    from private.allowed_sla_targets(
      ticket.workspace_id, ticket.sla_policy_version_id, ticket.sla_calendar_version_id, ticket.priority, metrics) as target
    returning kept as event
  ), begun as (
    insert into public.sla_clocks as kept
    select made.* from told cross join lateral private.apply_sla_event(null, told.event) as made
    returning kept as clock
  )
  select coalesce(array_agg(begun.clock), '{}') into started from begun;
  for each in 1 .. cardinality(started) loop
    -- Both are rare: an old wait, and one that begins while the ticket waits for the customer.
    if started[each].due_at < ticket.changed_at then
      started[each] := private.breach_if_past(started[each], ticket.changed_at);
    end if;
    if ticket.status = 'waiting' and started[each].metric = 'resolution' then
      started[each] := private.record_sla_event(started[each], private.sla_event('pause', ticket.changed_at));
    end if;
  end loop;
  return started;
end;
$function$;
comment on function private.start_sla_clocks(public.tickets,public.sla_metric[]) is 'Starts the ticket''s next clock of each of these metrics that its policy has a target for, and answers them: replies from the wait, the resolution from the ticket''s last change.';

CREATE OR REPLACE FUNCTION private.stop_reply_clock(before public.tickets, after public.tickets)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  is_ended constant boolean := after.status in ('resolved', 'closed');
  is_answered constant boolean := after.response_count > before.response_count
    or is_ended and (select workspace.sla_unanswered_rule from public.workspaces as workspace where workspace.workspace_id = after.workspace_id) = 'counts_as_reply';
  clock public.sla_clocks;
  event public.sla_events := private.sla_event(
    case when is_answered then 'fulfil' else 'cancel' end::public.sla_event_kind, after.changed_at);
begin
  event.cancel_reason := case when is_answered then null when is_ended then 'resolved' else 'no_reply_needed' end::public.sla_cancel_reason;
  for clock in
    select * from public.sla_clocks as owed
    where owed.workspace_id = after.workspace_id and owed.ticket_id = after.ticket_id
      and owed.metric <> 'resolution' and owed.stopped_at is null
    for update
  loop
    perform private.record_sla_event(clock, event);
  end loop;
end;
$function$;
comment on function private.stop_reply_clock(public.tickets,public.tickets) is 'Nobody waits any more: answered, or resolved without an answer, or an agent said that none is needed.';

CREATE OR REPLACE FUNCTION private.sweep_sla_clocks(max_clocks integer DEFAULT 500, as_of timestamp with time zone DEFAULT now())
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  clock public.sla_clocks;
  swept integer := 0;
begin
  for clock in
    select * from public.sla_clocks where next_at < as_of order by next_at limit max_clocks
    -- Whoever has one locked notices its breach; the next sweep does what is left of it.
    for update skip locked
  loop
    swept := swept + 1;
    -- One that cannot be done must not keep all others, of other workspaces too, from theirs.
    begin
      if clock.state = 'breached' then
        perform private.record_sla_event(clock, private.sla_event('escalate', as_of));
      elsif clock.due_at < as_of then
        perform private.notice_sla_breach(clock);
      else
        perform private.record_sla_event(clock, private.sla_event('warn', as_of));
      end if;
      set constraints public.t90_tell_of_sla_event immediate;
    exception when others then
      raise warning 'The clock % % of ticket % was not swept: %', clock.metric, clock.sequence, clock.ticket_id, sqlerrm;
      update public.sla_clocks as postponed set next_at = as_of + interval '5 minutes'
      where postponed.workspace_id = clock.workspace_id and postponed.ticket_id = clock.ticket_id
        and postponed.metric = clock.metric and postponed.sequence = clock.sequence;
    end;
  end loop;
  set constraints public.t90_tell_of_sla_event deferred;
  return swept;
end;
$function$;
comment on function private.sweep_sla_clocks(integer,timestamp with time zone) is 'Does what clocks are due for by now: warns, records breaches, escalates; at most max_clocks of them, the most overdue first. What fails is tried again after five minutes. Answers how many; as many as max_clocks: there may be more.';

CREATE OR REPLACE FUNCTION private.take_second_factor_demand()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- Whoever demands it at this moment waits, or is waited for. Without a workspace its key refuses the row.
  perform from public.workspaces where workspace_id = new.workspace_id for share;
  new.needs_second_factor := exists (
    select from public.workspaces where workspace_id = new.workspace_id and requires_second_factor);
  return new;
end;
$function$;
comment on function private.take_second_factor_demand() is 'Who becomes a member is held to what the workspace demands.';

CREATE OR REPLACE FUNCTION private.take_seq(of_room_id uuid, for_sender_type public.sender_type)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  update public.chat_rooms set
    last_seq = last_seq + 1,
    last_customer_seq = case for_sender_type when 'customer' then last_seq + 1 else last_customer_seq end,
    last_agent_seq = case for_sender_type when 'agent' then last_seq + 1 else last_agent_seq end
  where room_id = of_room_id
  returning last_seq;
$function$;
comment on function private.take_seq(uuid,public.sender_type) is 'The number of the room''s next message; insert it in the same transaction.';

CREATE OR REPLACE FUNCTION private.team_calendar_version(of_ticket public.tickets)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return (
    select calendar.current_version_id
    from public.workspaces as workspace
    left join public.teams as team on team.workspace_id = workspace.workspace_id and team.team_id = of_ticket.team_id
    join public.sla_calendars as calendar
      on calendar.workspace_id = workspace.workspace_id and calendar.calendar_id = coalesce(team.sla_calendar_id, workspace.sla_calendar_id)
    where workspace.workspace_id = of_ticket.workspace_id
  );
end;
$function$;
comment on function private.team_calendar_version(public.tickets) is 'The calendar that a ticket''s people work by: its team''s, else the workspace''s. Null: every hour is a working hour.';

CREATE OR REPLACE FUNCTION private.team_name(of_workspace_id uuid, of_team_id uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select name from public.teams where workspace_id = of_workspace_id and team_id = of_team_id;
$function$;
comment on function private.team_name(uuid,uuid) is 'What a team is called now; null for none.';

CREATE OR REPLACE FUNCTION private.team_topic(of_team_id uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select private.topic_name('team', team.team_id, workspace.epoch)
  from public.teams as team join public.workspaces as workspace using (workspace_id)
  where team.team_id = of_team_id and team.is_private;
$function$;
comment on function private.team_topic(uuid) is 'Current topic of a private team''s part of the ticket list, of which the workspace''s own says nothing; null for another team.';

CREATE OR REPLACE FUNCTION private.tell_inbox(of_workspace_id uuid, of_ticket_id uuid, of_team_id uuid, what jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform realtime.send(
    what || jsonb_build_object('ticket_id', of_ticket_id), 'ticket_changed',
    coalesce(case when of_team_id is not null then private.team_topic(of_team_id) end, private.inbox_topic(of_workspace_id)), true);
end;
$function$;
comment on function private.tell_inbox(uuid,uuid,uuid,jsonb) is 'Says that something happened to a ticket to those who may see it: to the workspace''s inbox, or to the private team''s part of it.';

CREATE OR REPLACE FUNCTION private.tell_of_sla_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  told constant public.sla_notice_level := case new.kind when 'warn' then 'warning' when 'breach' then 'breach' else 'escalation' end;
  ticket public.tickets;
  mail_at timestamptz;
begin
  select * into ticket from public.tickets as each where each.workspace_id = new.workspace_id and each.ticket_id = new.ticket_id;
  mail_at := case when ticket.priority = 'urgent' then now() else private.next_open_at(private.team_calendar_version(ticket), now()) end;
  insert into public.sla_notices (workspace_id, ticket_id, metric, sequence, level, member_id, mail_after)
  select new.workspace_id, new.ticket_id, new.metric, new.sequence, told, member_id,
    case when ticket.priority = 'urgent' then mail_at else coalesce(private.next_work_at(new.workspace_id, member_id, now()), mail_at) end
  from private.list_sla_recipients(new.workspace_id, new.ticket_id, told) as member_id
  on conflict do nothing;
  perform private.tell_inbox(new.workspace_id, new.ticket_id, ticket.team_id, jsonb_build_object('kind', told));
  return null;
end;
$function$;
comment on function private.tell_of_sla_event() is 'Whoever causes a warning, a breach or an escalation: writes down who is told, from when on by mail too, and tells the desks that are open.';

CREATE OR REPLACE FUNCTION private.ticket_actor(of_workspace_id uuid, of_ticket_id uuid, OUT sender_type public.sender_type, OUT display_name text)
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
declare
  caller constant uuid := auth.uid();
  member_name text;
begin
  -- One after the other, planned once: this is asked at every change of a ticket.
  select member.display_name into member_name
  from public.workspace_members as member
  where member.workspace_id = of_workspace_id and member.user_id = caller and member.is_active;
  if found and private.sees_ticket(of_ticket_id) then
    select 'agent', member_name into sender_type, display_name;
  else
    select 'customer', customer.name into sender_type, display_name
    from public.tickets as ticket
    join public.customer_identities as identity using (workspace_id, customer_id)
    join public.customers as customer using (workspace_id, customer_id)
    where ticket.workspace_id = of_workspace_id and ticket.ticket_id = of_ticket_id and identity.user_id = caller;
  end if;
  if sender_type is null then
    select 'customer', customer.name into sender_type, display_name
    from public.ticket_participants as participant
    join public.customer_identities as identity using (workspace_id, customer_id)
    join public.customers as customer using (workspace_id, customer_id)
    where participant.workspace_id = of_workspace_id and participant.ticket_id = of_ticket_id and identity.user_id = caller;
  end if;
  if sender_type is null then
    -- Who gives a ticket to a private team does not see it any more, and did it all the same.
    select case when member_name is null then 'system' else 'agent' end, coalesce(member_name, '') into sender_type, display_name;
  end if;
end;
$function$;
comment on function private.ticket_actor(uuid,uuid) is 'Who acts now on the ticket: a member of the workspace who may see it, else its requester or a participant (also one who is just leaving), else another member, else the system.';

CREATE OR REPLACE FUNCTION private.topic_name(kind text, key uuid, VARIADIC epochs integer[] DEFAULT '{}'::integer[])
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select kind || ':' || key || case when cardinality(epochs) > 0 then ':' || array_to_string(epochs, '.') else '' end;
$function$;
comment on function private.topic_name(text,uuid,integer[]) is 'Name of a topic: room:<room_id>:<workspace epoch>.<room epoch>, notes:<room_id>:<same>, inbox:<workspace_id>:<workspace epoch>, team:<team_id>:<workspace epoch>, user:<user_id>.';

CREATE OR REPLACE FUNCTION private.transcript_head(of_ticket_id uuid)
 RETURNS TABLE(ticket_id uuid, room_id uuid, workspace_slug text, workspace_name text, number bigint, subject text, created_at timestamp with time zone, last_seq integer, customer_names text[], agent_names text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select ticket.ticket_id, room.room_id, workspace.slug, workspace.name, ticket.number, ticket.subject, ticket.created_at, room.last_seq,
    array[customer.name] || array(
      select distinct message.sender_name from public.messages as message
      where message.room_id = room.room_id and message.sender_type = 'customer' and message.sender_name <> customer.name
      order by 1
    ),
    array(
      select distinct message.sender_name from public.messages as message
      where message.room_id = room.room_id and message.sender_type = 'agent' order by 1
    )
  from public.tickets as ticket
  join public.workspaces as workspace using (workspace_id)
  join public.customers as customer using (workspace_id, customer_id)
  join public.chat_rooms as room on room.workspace_id = ticket.workspace_id and room.room_id = ticket.chat_room_id
  where ticket.ticket_id = of_ticket_id;
$function$;
comment on function private.transcript_head(uuid) is 'What stands above a transcript: whose it is, and everybody who wrote in the room. Asks nobody who they are; callers do.';

CREATE OR REPLACE FUNCTION private.transcript_to_send(of_request_id uuid)
 RETURNS TABLE(ticket_id uuid, format public.transcript_format, has_notes boolean, time_zone text, locale text, created_at timestamp with time zone, sent_at timestamp with time zone, is_agent boolean, recipient_name text, recipient_address text, brand_color text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select request.ticket_id, request.format, request.has_notes, request.time_zone, request.locale, request.created_at,
    request.sent_at, request.member_id is not null, coalesce(member.display_name, customer.name), coalesce(account.email, customer.email),
    workspace.brand_color
  from private.transcript_requests as request
  join public.workspaces as workspace using (workspace_id)
  join public.tickets as ticket using (workspace_id, ticket_id)
  left join public.customers as customer
    on customer.workspace_id = request.workspace_id and customer.customer_id = request.customer_id
    and (customer.customer_id = ticket.customer_id or exists (
      select from public.ticket_participants as participant
      where participant.workspace_id = ticket.workspace_id and participant.ticket_id = ticket.ticket_id
        and participant.customer_id = customer.customer_id and participant.removed_at is null))
  left join public.workspace_members as member
    on member.workspace_id = request.workspace_id and member.member_id = request.member_id and member.is_active
    and private.may_see_team(member.workspace_id, member.member_id, ticket.team_id)
  left join auth.users as account on account.id = member.user_id
  where request.request_id = of_request_id and coalesce(account.email, customer.email, '') <> '';
$function$;
comment on function private.transcript_to_send(uuid) is 'A requested transcript and whom it goes to, for the worker.';

CREATE OR REPLACE FUNCTION private.transfer_ownership(of_workspace_slug text, to_member_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
  whom public.workspace_members;
begin
  if me.role <> 'owner' then
    perform private.refuse(403, 'rank_too_low', 'Only an owner can hand the workspace over.');
  end if;
  whom := private.find_managed_member(me, to_member_id, 'owner');
  if not whom.is_active or whom.user_id is null then
    perform private.refuse(409, 'member_not_active', 'This person cannot sign in at present.');
  end if;
  update public.workspace_members set role = 'owner' where workspace_id = me.workspace_id and member_id = whom.member_id;
  update public.workspace_members set role = 'admin'
  where workspace_id = me.workspace_id and member_id = me.member_id and whom.member_id <> me.member_id;
end;
$function$;
comment on function private.transfer_ownership(text,uuid) is NULL;

CREATE OR REPLACE FUNCTION private.unexported_tables()
 RETURNS TABLE(table_name text, reason text)
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  values
    ('private.access_links', 'secrets: whoever has a link asks for a new one'),
    ('private.invitation_secrets', 'secrets: an invitation is sent again'),
    ('private.access_link_requests', 'counts mails for their limits, for a day'),
    ('private.sla_what_ifs', 'tries, kept for a day'),
    ('private.sla_what_if_clocks', 'tries, kept for a day'),
    ('private.deleted_workspaces', 'tells of workspaces that are gone'),
    ('private.deleted_slugs', 'tells of workspaces that are gone'),
    ('private.workspace_exports', 'tells of files that are not in the file'),
    ('private.workspace_export_downloads', 'tells of files that are not in the file');
$function$;
comment on function private.unexported_tables() is 'Tables of workspaces that no export holds, and why. docs/export-format.md says the same; a test compares.';

CREATE OR REPLACE FUNCTION private.wants_notice_mail(of_workspace_id uuid, of_member_id uuid, of_level public.sla_notice_level)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return (
    select of_level = any (coalesce(member.notice_mail_levels, workspace.notice_mail_levels))
    from public.workspace_members as member join public.workspaces as workspace using (workspace_id)
    where member.workspace_id = of_workspace_id and member.member_id = of_member_id);
end;
$function$;
comment on function private.wants_notice_mail(uuid,uuid,public.sla_notice_level) is 'Whether notices of a level are mailed to a member: as they chose, else as the workspace says.';

CREATE OR REPLACE FUNCTION private.welcome_places()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform private.send_inbox_moved(seen.workspace_id)
  from (select distinct come.workspace_id from come join public.teams using (workspace_id, team_id) where teams.is_private) as seen;
  return null;
end;
$function$;
comment on function private.welcome_places() is 'Who comes to a private team has more topics than before: their desk, as all others, is told to look again.';

CREATE OR REPLACE FUNCTION private.with_due_times(ticket public.tickets)
 RETURNS public.tickets
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return private.with_due_times(ticket, array(
    select clock from public.sla_clocks as clock
    where clock.workspace_id = ticket.workspace_id and clock.ticket_id = ticket.ticket_id
      and (clock.running_since is not null or clock.state = 'running')));
end;
$function$;
comment on function private.with_due_times(public.tickets) is 'The ticket with its due times as its clocks have them now.';

CREATE OR REPLACE FUNCTION private.with_due_times(ticket public.tickets, clocks public.sla_clocks[])
 RETURNS public.tickets
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  clock public.sla_clocks;
begin
  ticket.sla_due_at := null;
  ticket.sla_warn_at := null;
  ticket.reply_due_at := null;
  foreach clock in array clocks loop
    if clock.metric <> 'resolution' then
      ticket.reply_due_at := least(ticket.reply_due_at, clock.due_at);
    end if;
    if clock.due_at < coalesce(ticket.sla_due_at, 'infinity') then
      ticket.sla_due_at := clock.due_at;
      ticket.sla_warn_at := case
        when clock.state <> 'running' then null
        -- What is next of a clock that nobody was warned of is the warning: it need not be computed again.
        when clock.warned_at is null then clock.next_at
        else private.sla_warn_at(clock)
      end;
    end if;
  end loop;
  return ticket;
end;
$function$;
comment on function private.with_due_times(public.tickets,public.sla_clocks[]) is 'The ticket with sla_due_at, sla_warn_at and reply_due_at as these clocks have them, which are those that count.';

CREATE OR REPLACE FUNCTION private.without_erased(entry public.audit_entries)
 RETURNS public.audit_entries
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if entry.actor_type = 'customer' and exists (
    select from public.customers where workspace_id = entry.workspace_id and customer_id = entry.actor_id and erased_at is not null)
  then
    entry.actor_name := '—';
  end if;
  if entry.subject_kind = 'message' and exists (
    select from public.messages
    where room_id = entry.subject_id and seq = (entry.before ->> 'seq')::integer and erased_at is not null)
  then
    entry.before := entry.before || '{"sender_name": "—"}';
  end if;
  return entry;
end;
$function$;
comment on function private.without_erased(public.audit_entries) is 'An entry without the names of people who are erased: the one change that the audit log allows.';

CREATE OR REPLACE FUNCTION private.workspace_deletion_delay()
 RETURNS interval
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$ select interval '7 days'; $function$;
comment on function private.workspace_deletion_delay() is 'How long a workspace waits before it is deleted. Not longer than an export lasts (finish_workspace_export).';

CREATE OR REPLACE FUNCTION private.write_audit(of_workspace_id uuid, what public.audit_action, kind public.audit_subject, subject_id uuid, subject_name text, before jsonb, after jsonb, at timestamp with time zone DEFAULT clock_timestamp())
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  insert into public.audit_entries (
    workspace_id, created_at, actor_type, actor_id, actor_name, action, subject_kind, subject_id, subject_name, before, after)
  select of_workspace_id, at, who.actor_type, who.actor_id, who.actor_name, what, kind, subject_id, coalesce(subject_name, ''),
    private.name_ids(of_workspace_id, before), private.name_ids(of_workspace_id, after)
  from private.audit_actor(of_workspace_id) as who;
$function$;
comment on function private.write_audit(uuid,public.audit_action,public.audit_subject,uuid,text,jsonb,jsonb,timestamp with time zone) is 'Adds an entry in the name of who acts now. For triggers and commands.';

CREATE OR REPLACE FUNCTION private.write_ticket_field_answer(of_workspace_id uuid, of_ticket_id uuid, of_field_id uuid, answers text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  field public.ticket_fields;
begin
  select * into field from public.ticket_fields where workspace_id = of_workspace_id and field_id = of_field_id;
  delete from public.ticket_field_values
  where workspace_id = of_workspace_id and ticket_id = of_ticket_id and field_id = of_field_id;
  insert into public.ticket_field_values (workspace_id, ticket_id, field_id, text_value, number_value, date_value, is_checked, option_id)
  select of_workspace_id, of_ticket_id, of_field_id,
    case when field.kind in ('text', 'long_text') then answer end, case field.kind when 'number' then answer::numeric end,
    case field.kind when 'date' then answer::date end, case field.kind when 'checkbox' then true end,
    case when field.kind in ('choice', 'choices') then answer::uuid end
  from unnest(answers) as answer;
end;
$function$;
comment on function private.write_ticket_field_answer(uuid,uuid,uuid,text[]) is 'Keeps what was read by read_ticket_field_answer() in place of what was answered before.';

-- Rights (beside the owner's) -------------------------------------------------------------------------

grant execute on function private.get_access_link(text, text) to anon;
grant execute on function private.get_current_slug(text) to anon;
grant execute on function private.get_invitation(text) to anon;
grant execute on function private.get_picture(uuid) to anon;
grant execute on function private.get_portal(text) to anon;
grant execute on function private.get_ticket_fields(text) to anon;
grant execute on function public.get_access_link(text, text) to anon;
grant execute on function public.get_current_slug(text) to anon;
grant execute on function public.get_invitation(text) to anon;
grant execute on function public.get_picture(uuid) to anon;
grant execute on function public.get_portal(text) to anon;
grant execute on function public.get_ticket_fields(text) to anon;
grant usage on schema private to anon;
grant usage on schema public to anon;
grant execute on function private.accept_access_link(text, text) to authenticated;
grant execute on function private.accept_invitation(text, text) to authenticated;
grant execute on function private.acknowledge_messages(uuid, integer, integer) to authenticated;
grant execute on function private.add_note(uuid, text, uuid) to authenticated;
grant execute on function private.add_participant(uuid, text, text) to authenticated;
grant execute on function private.archive_sla_calendar(text, uuid) to authenticated;
grant execute on function private.archive_sla_policy(text, uuid) to authenticated;
grant execute on function private.archive_team(text, uuid, uuid) to authenticated;
grant execute on function private.assign_ticket(uuid, uuid) to authenticated;
grant execute on function private.attachment_line(public.attachments) to authenticated;
grant execute on function private.avatar_of(uuid, uuid) to authenticated;
grant execute on function private.cancel_workspace_deletion(text) to authenticated;
grant execute on function private.check_slug(text, text) to authenticated;
grant execute on function private.close_ticket(uuid) to authenticated;
grant execute on function private.count_outdated_sla_tickets(text) to authenticated;
grant execute on function private.create_attachment(uuid, uuid, text, text, integer, integer, integer) to authenticated;
grant execute on function private.create_workspace(text, text, text) to authenticated;
grant execute on function private.delete_message(uuid, integer) to authenticated;
grant execute on function private.discard_attachment(uuid) to authenticated;
grant execute on function private.edit_message(uuid, integer, text) to authenticated;
grant execute on function private.end_membership(text, uuid, uuid, boolean) to authenticated;
grant execute on function private.end_my_sessions(uuid) to authenticated;
grant execute on function private.erase_customers(text, uuid[], text) to authenticated;
grant execute on function private.event_line(public.ticket_events) to authenticated;
grant execute on function private.excerpt(text, integer) to authenticated;
grant execute on function private.find_people(text, text) to authenticated;
grant execute on function private.folded(text) to authenticated;
grant execute on function private.follow_up_ticket(uuid, text, uuid) to authenticated;
grant execute on function private.get_access_link(text, text) to authenticated;
grant execute on function private.get_attachment_limits(uuid) to authenticated;
grant execute on function private.get_current_slug(text) to authenticated;
grant execute on function private.get_first_steps(text) to authenticated;
grant execute on function private.get_form_settings(text) to authenticated;
grant execute on function private.get_invitation(text) to authenticated;
grant execute on function private.get_member_work(text, uuid) to authenticated;
grant execute on function private.get_my_avatar() to authenticated;
grant execute on function private.get_my_notice_mails(text) to authenticated;
grant execute on function private.get_my_ticket(text, uuid) to authenticated;
grant execute on function private.get_people_settings(text) to authenticated;
grant execute on function private.get_picture(uuid) to authenticated;
grant execute on function private.get_portal(text) to authenticated;
grant execute on function private.get_retention(text) to authenticated;
grant execute on function private.get_sla_explanation(text, uuid) to authenticated;
grant execute on function private.get_sla_what_if(text, uuid) to authenticated;
grant execute on function private.get_ticket_fields(text) to authenticated;
grant execute on function private.get_transcript_head(uuid) to authenticated;
grant execute on function private.inbox_topic(uuid) to authenticated;
grant execute on function private.invite_member(text, text, public.member_role, uuid[]) to authenticated;
grant execute on function private.is_recalculating_sla(text) to authenticated;
grant execute on function private.is_storage_operation(text) to authenticated;
grant execute on function private.list_avatars(uuid) to authenticated;
grant execute on function private.list_erasures(text) to authenticated;
grant execute on function private.list_inbox_page(uuid, public.inbox_view, text, timestamp with time zone, uuid, integer, boolean, timestamp with time zone) to authenticated;
grant execute on function private.list_message_versions(uuid, integer) to authenticated;
grant execute on function private.list_my_inbox_topics(uuid) to authenticated;
grant execute on function private.list_my_sessions() to authenticated;
grant execute on function private.list_participants(uuid) to authenticated;
grant execute on function private.list_receipts(uuid) to authenticated;
grant execute on function private.list_second_factor_demands() to authenticated;
grant execute on function private.list_sla_special_days(uuid) to authenticated;
grant execute on function private.list_sla_targets(uuid, uuid) to authenticated;
grant execute on function private.list_sla_weekly_hours(uuid) to authenticated;
grant execute on function private.list_ticket_field_answers(uuid, uuid, uuid) to authenticated;
grant execute on function private.list_ticket_fields(uuid, uuid, boolean) to authenticated;
grant execute on function private.list_ticket_members(uuid) to authenticated;
grant execute on function private.list_workspace_exports(text) to authenticated;
grant execute on function private.logo_line(public.workspaces) to authenticated;
grant execute on function private.may_hear(text) to authenticated;
grant execute on function private.may_read_attachment(text) to authenticated;
grant execute on function private.may_read_export(text) to authenticated;
grant execute on function private.may_upload_attachment(text) to authenticated;
grant execute on function private.message_line(public.messages) to authenticated;
grant execute on function private.message_line(public.messages, uuid) to authenticated;
grant execute on function private.my_admin_workspace_ids() to authenticated;
grant execute on function private.my_customer_ids() to authenticated;
grant execute on function private.my_hidden_team_ids() to authenticated;
grant execute on function private.my_member_id(uuid) to authenticated;
grant execute on function private.my_member_ids() to authenticated;
grant execute on function private.my_room_ids() to authenticated;
grant execute on function private.my_ticket_ids() to authenticated;
grant execute on function private.my_workspace_ids() to authenticated;
grant execute on function private.open_ticket(text, text, text, text, text, uuid, text, uuid, uuid, public.ticket_field_answer[]) to authenticated;
grant execute on function private.open_workspace_export(text, uuid) to authenticated;
grant execute on function private.order_categories(text, uuid[]) to authenticated;
grant execute on function private.order_sla_policies(text, uuid[]) to authenticated;
grant execute on function private.order_ticket_fields(text, uuid[]) to authenticated;
grant execute on function private.portal_workspace_id(text) to authenticated;
grant execute on function private.preview_erasure(text, uuid[]) to authenticated;
grant execute on function private.preview_retention(text, public.retention_days) to authenticated;
grant execute on function private.preview_sla_calendar(text, public.sla_calendar_draft, timestamp with time zone) to authenticated;
grant execute on function private.preview_sla_policy(text, public.sla_policy_draft, uuid, timestamp with time zone) to authenticated;
grant execute on function private.reactivate_member(text, uuid) to authenticated;
grant execute on function private.read_notes(uuid, integer, integer) to authenticated;
grant execute on function private.recalculate_sla(text) to authenticated;
grant execute on function private.remove_my_avatar() to authenticated;
grant execute on function private.remove_participant(uuid, uuid) to authenticated;
grant execute on function private.remove_workspace_picture(text, public.workspace_picture) to authenticated;
grant execute on function private.reopen_ticket(uuid) to authenticated;
grant execute on function private.request_sla_what_if(text, uuid, public.sla_policy_draft) to authenticated;
grant execute on function private.request_transcript(uuid, public.transcript_format, boolean, text, text) to authenticated;
grant execute on function private.request_workspace_deletion(text, text) to authenticated;
grant execute on function private.request_workspace_export(text) to authenticated;
grant execute on function private.resend_invitation(text, uuid) to authenticated;
grant execute on function private.revoke_invitation(text, uuid) to authenticated;
grant execute on function private.room_extras(uuid) to authenticated;
grant execute on function private.room_topic(text, uuid) to authenticated;
grant execute on function private.save_category(text, uuid, text, text) to authenticated;
grant execute on function private.save_member_work(text, uuid, public.member_work_draft) to authenticated;
grant execute on function private.save_retention(text, public.retention_days) to authenticated;
grant execute on function private.save_sla_calendar(text, public.sla_calendar_draft, uuid, uuid) to authenticated;
grant execute on function private.save_sla_policy(text, public.sla_policy_draft, uuid, uuid) to authenticated;
grant execute on function private.save_team(text, uuid, text, uuid[], uuid[], boolean) to authenticated;
grant execute on function private.save_ticket_field(text, uuid, public.ticket_field_draft) to authenticated;
grant execute on function private.save_workspace_settings(text, public.workspace_draft) to authenticated;
grant execute on function private.search_notes(uuid, text, integer) to authenticated;
grant execute on function private.sees_every_team() to authenticated;
grant execute on function private.sees_room(uuid) to authenticated;
grant execute on function private.sees_ticket(uuid) to authenticated;
grant execute on function private.send_access_link(uuid, uuid) to authenticated;
grant execute on function private.send_message(uuid, text, uuid, integer, uuid[]) to authenticated;
grant execute on function private.set_category_archived(text, uuid, boolean) to authenticated;
grant execute on function private.set_member_role(text, uuid, public.member_role) to authenticated;
grant execute on function private.set_my_avatar(text) to authenticated;
grant execute on function private.set_my_name(text) to authenticated;
grant execute on function private.set_my_notice_mails(text, public.sla_notice_level[]) to authenticated;
grant execute on function private.set_no_reply_needed(uuid) to authenticated;
grant execute on function private.set_reaction(uuid, integer, text, boolean) to authenticated;
grant execute on function private.set_resolution_due(uuid, timestamp with time zone, text) to authenticated;
grant execute on function private.set_second_factor_demand(text, boolean) to authenticated;
grant execute on function private.set_sla_calendars(text, uuid, public.sla_team_calendar[]) to authenticated;
grant execute on function private.set_sla_options(text, public.sla_reopen_rule, public.sla_unanswered_rule) to authenticated;
grant execute on function private.set_ticket_category(uuid, uuid) to authenticated;
grant execute on function private.set_ticket_field_archived(text, uuid, boolean) to authenticated;
grant execute on function private.set_ticket_fields(uuid, public.ticket_field_answer[]) to authenticated;
grant execute on function private.set_ticket_priority(uuid, public.ticket_priority) to authenticated;
grant execute on function private.set_ticket_status(uuid, public.ticket_status) to authenticated;
grant execute on function private.set_ticket_team(uuid, uuid) to authenticated;
grant execute on function private.set_workspace_picture(text, public.workspace_picture, text) to authenticated;
grant execute on function private.shown_icon_id(public.workspaces) to authenticated;
grant execute on function private.transfer_ownership(text, uuid) to authenticated;
grant execute on function public.accept_access_link(text, text) to authenticated;
grant execute on function public.accept_invitation(text, text) to authenticated;
grant execute on function public.acknowledge_messages(uuid, integer, integer) to authenticated;
grant execute on function public.add_note(uuid, text, uuid) to authenticated;
grant execute on function public.add_participant(uuid, text, text) to authenticated;
grant execute on function public.archive_category(text, uuid) to authenticated;
grant execute on function public.archive_sla_calendar(text, uuid) to authenticated;
grant execute on function public.archive_sla_policy(text, uuid) to authenticated;
grant execute on function public.archive_team(text, uuid, uuid) to authenticated;
grant execute on function public.archive_ticket_field(text, uuid) to authenticated;
grant execute on function public.assign_ticket(uuid, uuid) to authenticated;
grant execute on function public.cancel_workspace_deletion(text) to authenticated;
grant execute on function public.check_slug(text, text) to authenticated;
grant execute on function public.close_ticket(uuid) to authenticated;
grant execute on function public.count_outdated_sla_tickets(text) to authenticated;
grant execute on function public.count_tickets(text) to authenticated;
grant execute on function public.create_attachment(uuid, uuid, text, text, integer, integer, integer) to authenticated;
grant execute on function public.create_workspace(text, text, text) to authenticated;
grant execute on function public.deactivate_member(text, uuid, uuid) to authenticated;
grant execute on function public.delete_message(uuid, integer) to authenticated;
grant execute on function public.discard_attachment(uuid) to authenticated;
grant execute on function public.edit_message(uuid, integer, text) to authenticated;
grant execute on function public.end_other_sessions() to authenticated;
grant execute on function public.end_session(uuid) to authenticated;
grant execute on function public.erase_customers(text, uuid[], text) to authenticated;
grant execute on function public.find_people(text, text) to authenticated;
grant execute on function public.follow_up_ticket(uuid, text, uuid) to authenticated;
grant execute on function public.get_access_link(text, text) to authenticated;
grant execute on function public.get_attachment(uuid) to authenticated;
grant execute on function public.get_attachment_limits(uuid) to authenticated;
grant execute on function public.get_current_slug(text) to authenticated;
grant execute on function public.get_desk(text) to authenticated;
grant execute on function public.get_first_steps(text) to authenticated;
grant execute on function public.get_form_settings(text) to authenticated;
grant execute on function public.get_invitation(text) to authenticated;
grant execute on function public.get_member_work(text, uuid) to authenticated;
grant execute on function public.get_my_avatar() to authenticated;
grant execute on function public.get_my_notice_mails(text) to authenticated;
grant execute on function public.get_my_ticket(text, uuid) to authenticated;
grant execute on function public.get_people_settings(text) to authenticated;
grant execute on function public.get_picture(uuid) to authenticated;
grant execute on function public.get_portal(text) to authenticated;
grant execute on function public.get_retention(text) to authenticated;
grant execute on function public.get_sla_explanation(text, uuid) to authenticated;
grant execute on function public.get_sla_settings(text) to authenticated;
grant execute on function public.get_sla_what_if(text, uuid) to authenticated;
grant execute on function public.get_ticket(text, uuid) to authenticated;
grant execute on function public.get_ticket_fields(text) to authenticated;
grant execute on function public.get_transcript_head(uuid) to authenticated;
grant execute on function public.get_workspace_pictures(text) to authenticated;
grant execute on function public.get_workspace_settings(text) to authenticated;
grant execute on function public.invite_member(text, text, public.member_role, uuid[]) to authenticated;
grant execute on function public.is_recalculating_sla(text) to authenticated;
grant execute on function public.leave_workspace(text) to authenticated;
grant execute on function public.list_audit_entries(text, public.audit_subject, uuid, timestamp with time zone, timestamp with time zone, timestamp with time zone, uuid, integer) to authenticated;
grant execute on function public.list_erasures(text) to authenticated;
grant execute on function public.list_message_versions(uuid, integer) to authenticated;
grant execute on function public.list_my_sessions() to authenticated;
grant execute on function public.list_my_tickets(text) to authenticated;
grant execute on function public.list_my_workspaces() to authenticated;
grant execute on function public.list_receipts(uuid) to authenticated;
grant execute on function public.list_second_factor_demands() to authenticated;
grant execute on function public.list_tickets(text, public.inbox_view, text, timestamp with time zone, uuid, integer, public.inbox_order, timestamp with time zone) to authenticated;
grant execute on function public.list_workspace_exports(text) to authenticated;
grant execute on function public.open_ticket(text, text, text, text, text, uuid, uuid, text, uuid, public.ticket_field_answer[]) to authenticated;
grant execute on function public.open_workspace_export(text, uuid) to authenticated;
grant execute on function public.order_categories(text, uuid[]) to authenticated;
grant execute on function public.order_sla_policies(text, uuid[]) to authenticated;
grant execute on function public.order_ticket_fields(text, uuid[]) to authenticated;
grant execute on function public.preview_erasure(text, uuid[]) to authenticated;
grant execute on function public.preview_retention(text, public.retention_days) to authenticated;
grant execute on function public.preview_sla_calendar(text, public.sla_calendar_draft, timestamp with time zone) to authenticated;
grant execute on function public.preview_sla_policy(text, public.sla_policy_draft, uuid, timestamp with time zone) to authenticated;
grant execute on function public.reactivate_member(text, uuid) to authenticated;
grant execute on function public.read_notes(uuid, integer, integer) to authenticated;
grant execute on function public.read_room(uuid, integer, integer, integer, integer, bigint) to authenticated;
grant execute on function public.recalculate_sla(text) to authenticated;
grant execute on function public.remove_member(text, uuid, uuid) to authenticated;
grant execute on function public.remove_my_avatar() to authenticated;
grant execute on function public.remove_participant(uuid, uuid) to authenticated;
grant execute on function public.remove_workspace_picture(text, public.workspace_picture) to authenticated;
grant execute on function public.reopen_ticket(uuid) to authenticated;
grant execute on function public.request_sla_what_if(text, uuid, public.sla_policy_draft) to authenticated;
grant execute on function public.request_transcript(uuid, public.transcript_format, boolean, text, text) to authenticated;
grant execute on function public.request_workspace_deletion(text, text) to authenticated;
grant execute on function public.request_workspace_export(text) to authenticated;
grant execute on function public.resend_invitation(text, uuid) to authenticated;
grant execute on function public.restore_category(text, uuid) to authenticated;
grant execute on function public.restore_ticket_field(text, uuid) to authenticated;
grant execute on function public.revoke_invitation(text, uuid) to authenticated;
grant execute on function public.save_category(text, text, text, uuid) to authenticated;
grant execute on function public.save_member_work(text, public.member_work_draft, uuid) to authenticated;
grant execute on function public.save_retention(text, public.retention_days) to authenticated;
grant execute on function public.save_sla_calendar(text, public.sla_calendar_draft, uuid, uuid) to authenticated;
grant execute on function public.save_sla_policy(text, public.sla_policy_draft, uuid, uuid) to authenticated;
grant execute on function public.save_team(text, text, uuid[], uuid[], uuid, boolean) to authenticated;
grant execute on function public.save_ticket_field(text, public.ticket_field_draft, uuid) to authenticated;
grant execute on function public.save_workspace_settings(text, public.workspace_draft) to authenticated;
grant execute on function public.search_room(uuid, text, integer, integer) to authenticated;
grant execute on function public.send_access_link(uuid, uuid) to authenticated;
grant execute on function public.send_message(uuid, text, uuid, integer, uuid[]) to authenticated;
grant execute on function public.set_member_role(text, uuid, public.member_role) to authenticated;
grant execute on function public.set_my_avatar(text) to authenticated;
grant execute on function public.set_my_name(text) to authenticated;
grant execute on function public.set_my_notice_mails(text, public.sla_notice_level[]) to authenticated;
grant execute on function public.set_no_reply_needed(uuid) to authenticated;
grant execute on function public.set_reaction(uuid, integer, text, boolean) to authenticated;
grant execute on function public.set_resolution_due(uuid, timestamp with time zone, text) to authenticated;
grant execute on function public.set_second_factor_demand(text, boolean) to authenticated;
grant execute on function public.set_sla_calendars(text, uuid, public.sla_team_calendar[]) to authenticated;
grant execute on function public.set_sla_options(text, public.sla_reopen_rule, public.sla_unanswered_rule) to authenticated;
grant execute on function public.set_ticket_category(uuid, uuid) to authenticated;
grant execute on function public.set_ticket_fields(uuid, public.ticket_field_answer[]) to authenticated;
grant execute on function public.set_ticket_priority(uuid, public.ticket_priority) to authenticated;
grant execute on function public.set_ticket_status(uuid, public.ticket_status) to authenticated;
grant execute on function public.set_ticket_team(uuid, uuid) to authenticated;
grant execute on function public.set_workspace_picture(text, public.workspace_picture, text) to authenticated;
grant execute on function public.transfer_ownership(text, uuid) to authenticated;
grant usage on schema private to authenticated;
grant usage on schema public to authenticated;
grant select on table public.attachments to authenticated;
grant select on table public.audit_entries to authenticated;
grant select (room_id, workspace_id, ticket_id, status, last_seq, last_customer_seq, last_agent_seq, change_seq, epoch, created_at) on table public.chat_rooms to authenticated;
grant select on table public.customers to authenticated;
grant select on table public.member_skills to authenticated;
grant select on table public.message_reactions to authenticated;
grant select on table public.messages to authenticated;
grant select on table public.room_receipts to authenticated;
grant select on table public.sla_calendar_exception_hours to authenticated;
grant select on table public.sla_calendar_exceptions to authenticated;
grant select on table public.sla_calendar_hours to authenticated;
grant select on table public.sla_calendar_versions to authenticated;
grant select on table public.sla_calendars to authenticated;
grant select on table public.sla_clocks to authenticated;
grant select on table public.sla_events to authenticated;
grant select on table public.sla_notices to authenticated;
grant select on table public.sla_policies to authenticated;
grant select on table public.sla_policy_versions to authenticated;
grant select on table public.sla_targets to authenticated;
grant select on table public.team_members to authenticated;
grant select on table public.teams to authenticated;
grant select on table public.ticket_categories to authenticated;
grant select on table public.ticket_events to authenticated;
grant select on table public.ticket_field_options to authenticated;
grant select on table public.ticket_field_values to authenticated;
grant select on table public.ticket_fields to authenticated;
grant select on table public.ticket_participants to authenticated;
grant select (ticket_id, workspace_id, number, chat_room_id, customer_id, submission_id, follows_ticket_id, subject, status, priority, channel, category_id, team_id, assignee_id, created_at, last_activity_at, assigned_at, first_response_at, resolved_at, closed_at, awaiting_reply_since, reply_due_at, sla_due_at, sla_warn_at) on table public.tickets to authenticated;
grant select on table public.workspace_invitations to authenticated;
grant select (workspace_id, member_id, role, display_name, avatar_id, created_at, deactivated_at, removed_at, is_active) on table public.workspace_members to authenticated;
grant select on table public.workspace_skills to authenticated;
grant select on table public.workspaces to authenticated;
grant usage on schema public to public;
grant usage on schema public to service_role;

-- What belongs to a message besides its text: attached files, reactions, and what it said before it was edited.
-- All of it goes with a message that is deleted. Files lie in the private bucket `attachments` (chapter
-- rooms_attachments); a row without seq is an upload that no message has taken yet.

-- Tables -----------------------------------------------------------------------------------------------

create table public.attachments (
  attachment_id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null,
  room_id uuid not null,
  seq integer,
  position integer,
  customer_id uuid,
  member_id uuid,
  sender_id uuid generated always as (coalesce(customer_id, member_id)) stored,
  client_id uuid not null,
  file_name text not null,
  content_type text not null,
  byte_size integer not null,
  width integer,
  height integer,
  object_path text generated always as (workspace_id || '/' || room_id || '/' || attachment_id) stored,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  constraint attachments_client_key unique (room_id, sender_id, client_id),
  constraint attachments_room_fkey foreign key (workspace_id, room_id) references public.chat_rooms (workspace_id, room_id),
  constraint attachments_customer_fkey foreign key (workspace_id, customer_id)
    references public.customers (workspace_id, customer_id),
  constraint attachments_member_fkey foreign key (workspace_id, member_id)
    references public.workspace_members (workspace_id, member_id),
  constraint attachments_one_sender check (num_nonnulls(customer_id, member_id) = 1),
  constraint attachments_file_name_format check (
    char_length(file_name) between 1 and 200 and file_name !~ '[[:cntrl:]/\\<>:"|?*]' and file_name = btrim(file_name)),
  constraint attachments_content_type_format check (content_type ~ '^[a-z]+/[a-z0-9][a-z0-9.+-]*$' and char_length(content_type) <= 100),
  constraint attachments_byte_size_range check (byte_size between 1 and 26214400),
  constraint attachments_dimensions_range check (
    (width is null and height is null) or (width between 1 and 30000 and height between 1 and 30000))
);
comment on table public.attachments is 'Files of messages. The file itself is the object object_path of the bucket attachments.';
comment on column public.attachments.seq is 'The message it belongs to; null while it waits to be sent.';
comment on column public.attachments.content_type is 'What its content was found to be, not what the sender said.';
comment on column public.attachments.width is 'Pixels, of images alone.';
comment on column public.attachments.client_id is 'Made by the sender''s device, so that an upload tried twice is one file.';
comment on column public.attachments.removed_at is 'Set when its message was deleted, when it was never sent, or when it is not what was said of it: nobody reads it any more, and the worker deletes the object.';

-- A message's files, in order.
create index attachments_message_idx on public.attachments (room_id, seq, position) where seq is not null;
-- Uploads that were never sent.
create index attachments_pending_idx on public.attachments (created_at) where seq is null and removed_at is null;
-- Storage asks by the object's name, in its policies.
create index attachments_object_path_idx on public.attachments (object_path);
-- Foreign keys.
create index attachments_room_idx on public.attachments (workspace_id, room_id);
create index attachments_customer_idx on public.attachments (workspace_id, customer_id) where customer_id is not null;
create index attachments_member_idx on public.attachments (workspace_id, member_id) where member_id is not null;

create table public.message_reactions (
  room_id uuid not null,
  seq integer not null,
  workspace_id uuid not null,
  customer_id uuid,
  member_id uuid,
  sender_id uuid generated always as (coalesce(customer_id, member_id)) stored,
  sender_name text not null,
  emoji text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (room_id, seq, sender_id, emoji),
  constraint message_reactions_room_fkey foreign key (workspace_id, room_id) references public.chat_rooms (workspace_id, room_id),
  constraint message_reactions_customer_fkey foreign key (workspace_id, customer_id)
    references public.customers (workspace_id, customer_id),
  constraint message_reactions_member_fkey foreign key (workspace_id, member_id)
    references public.workspace_members (workspace_id, member_id),
  constraint message_reactions_one_sender check (num_nonnulls(customer_id, member_id) = 1),
  -- Emoji with what joins and colours them; the digits, # and * of keycaps only together with these.
  constraint message_reactions_emoji_format check (
    char_length(emoji) <= 16 and emoji ~ '[^0-9#*]' and emoji ~
    '^[0-9#*\u00a9\u00ae\u200d\u203c\u2049\u20e3\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]+$')
);
comment on table public.message_reactions is 'Emoji that people put to messages, each once.';

-- Foreign keys.
create index message_reactions_room_idx on public.message_reactions (workspace_id, room_id);
create index message_reactions_customer_idx on public.message_reactions (workspace_id, customer_id) where customer_id is not null;
create index message_reactions_member_idx on public.message_reactions (workspace_id, member_id) where member_id is not null;

create table public.message_versions (
  room_id uuid not null,
  seq integer not null,
  version integer not null,
  workspace_id uuid not null,
  body text not null,
  written_at timestamptz not null,
  primary key (room_id, seq, version),
  constraint message_versions_room_fkey foreign key (workspace_id, room_id) references public.chat_rooms (workspace_id, room_id)
);
comment on table public.message_versions is 'What an edited message said before, for agents; version 1 is the oldest.';

-- Foreign key.
create index message_versions_room_idx on public.message_versions (workspace_id, room_id);

-- Predicates -------------------------------------------------------------------------------------------

create function private.my_member_ids() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select member_id from public.workspace_members where user_id = (select private.my_account_id()) and is_active
    and (not needs_second_factor or (select private.has_second_factor()));
$$;
comment on function private.my_member_ids() is 'The caller''s member_id in each workspace in which the caller is an active member.';
grant execute on function private.my_member_ids() to authenticated;

-- Access: reading only; commands write. Old versions are read by list_message_versions() alone. -----------------

alter table public.attachments enable row level security;
alter table public.message_reactions enable row level security;
alter table public.message_versions enable row level security;

grant select on public.attachments, public.message_reactions to authenticated;

create policy "People read the files of messages they read, and their own that wait" on public.attachments
  for select to authenticated
  using (
    removed_at is null
    and (
      workspace_id = any (array(select private.my_workspace_ids()))
        and ((select private.sees_every_team()) or exists (
          select from public.tickets as ticket
          where ticket.workspace_id = attachments.workspace_id and ticket.chat_room_id = attachments.room_id
            and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true))
      or room_id = any (array(select private.my_room_ids()))
    )
    and (
      seq is not null
      or customer_id = any (array(select private.my_customer_ids()))
      or member_id = any (array(select private.my_member_ids()))
    )
  );

create policy "Agents read the reactions in the rooms that they see, customers their rooms'" on public.message_reactions
  for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
      and ((select private.sees_every_team()) or exists (
        select from public.tickets as ticket
        where ticket.workspace_id = message_reactions.workspace_id and ticket.chat_room_id = message_reactions.room_id
          and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true))
    or room_id = any (array(select private.my_room_ids()))
  );

-- Reading rooms: a page of messages, what changed since, receipts, notes. One call for what one screen shows.
-- An empty answer is an unknown or foreign room. Messages are read under the caller's own rights.

create type public.room_rules as (edit_window_seconds integer, max_attachment_bytes integer, max_attachments_per_message integer);

create function private.room_extras(of_room_id uuid, out receipts public.receipt_line[], out my_read_seq integer, out rules public.room_rules)
language sql stable security definer set search_path = '' as $$
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
$$;
comment on function private.room_extras(uuid) is 'Receipts of a room, how far the caller has read it, and the workspace''s limits; nulls for anybody who is not in it.';

create function public.read_room(
  ticket_id uuid, after_seq integer default null, before_seq integer default null, page_size integer default 50,
  around_seq integer default null, after_change bigint default null
)
returns table (
  room_id uuid, status public.room_status, topic text, last_seq integer, change_seq bigint, messages public.message_line[],
  changes public.message_line[], changes_to bigint, receipts public.receipt_line[], my_read_seq integer, rules public.room_rules
)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
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
$$;
comment on function public.read_room(uuid, integer, integer, integer, integer, bigint) is
  'A room''s state and a page of its messages in order: the newest, those after after_seq (oldest first, to catch up), the newest before before_seq (history), or those around around_seq. With after_change also the messages that changed since, complete up to changes_to: ask again until that is change_seq. page_size 1 to 500. No row: no such room for the caller.';

create function private.list_receipts(of_room_id uuid) returns setof public.receipt_line
language sql stable security definer set search_path = '' as $$
  select receipt.participant_id, case when receipt.member_id is null then 'customer' else 'agent' end::public.sender_type,
    coalesce(member.display_name, customer.name), receipt.delivered_seq, receipt.read_seq, receipt.change_seq
  from public.room_receipts as receipt
  left join public.workspace_members as member using (workspace_id, member_id)
  left join public.customers as customer on customer.workspace_id = receipt.workspace_id and customer.customer_id = receipt.customer_id
  where receipt.room_id = of_room_id and private.sees_room(of_room_id)
  order by 2, 3;
$$;

create function public.list_receipts(room_id uuid) returns setof public.receipt_line
language sql stable set search_path = '' as $$
  select * from private.list_receipts(room_id);
$$;
comment on function public.list_receipts(uuid) is 'Who has a room''s messages and read them, each by name. No row for anybody but agents who see the room.';

create type public.version_line as (version integer, body text, written_at timestamptz);

create function private.list_message_versions(of_room_id uuid, of_seq integer) returns setof public.version_line
language sql stable security definer set search_path = '' as $$
  select version.version, version.body, version.written_at
  from public.message_versions as version
  where version.room_id = of_room_id and version.seq = of_seq and private.sees_room(of_room_id)
  order by version.version;
$$;

create function public.list_message_versions(room_id uuid, seq integer) returns setof public.version_line
language sql stable set search_path = '' as $$
  select * from private.list_message_versions(room_id, seq);
$$;
comment on function public.list_message_versions(uuid, integer) is
  'What an edited message said before, oldest first. No row for anybody but agents who see the room.';

grant execute on function private.room_extras(uuid) to authenticated;
grant execute on function public.read_room(uuid, integer, integer, integer, integer, bigint) to authenticated;
grant execute on function private.list_receipts(uuid) to authenticated;
grant execute on function public.list_receipts(uuid) to authenticated;
grant execute on function private.list_message_versions(uuid, integer) to authenticated;
grant execute on function public.list_message_versions(uuid, integer) to authenticated;

-- Notes: nobody may select them, so this one decides by itself.
create function private.read_notes(of_ticket_id uuid, after_note_seq integer, page_size integer)
returns table (topic text, notes public.note_line[])
language sql stable security definer set search_path = '' as $$
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
$$;

create function public.read_notes(ticket_id uuid, after_note_seq integer default 0, page_size integer default 200)
returns table (topic text, notes public.note_line[])
language sql stable set search_path = '' as $$
  select * from private.read_notes(ticket_id, after_note_seq, page_size);
$$;
comment on function public.read_notes(uuid, integer, integer) is
  'The notes topic of a ticket''s room and its notes after after_note_seq, in order. No row for anybody but agents who see the ticket.';

grant execute on function private.read_notes(uuid, integer, integer) to authenticated;
grant execute on function public.read_notes(uuid, integer, integer) to authenticated;

-- Search in a room: what somebody remembers of it, whatever its case and accents, the newest first.
--
-- No index over all messages: it would be written with every message sent, and would still have to be read across all
-- rooms. A room is read from its end, by the numbers of its messages, and never more than a part of it in one call: the
-- answer says where to go on. strpos knows no wildcards, so that nothing of what is looked for has to be escaped.

create extension if not exists unaccent with schema extensions;

create type public.search_hit as (
  kind text, seq integer, near_seq integer, sender_type public.sender_type, sender_name text, excerpt text, created_at timestamptz
);
comment on type public.search_hit is 'A message or a note (`kind`) that holds what was looked for. near_seq is the message at or before it, excerpt the words around the first place.';

create function private.folded(words text) returns text
language sql stable set search_path = '' as $$
  select case
    when octet_length(words) = char_length(words) then lower(words collate "C")
    else lower(extensions.unaccent(words)) end;
$$;
comment on function private.folded(text) is 'Without case and accents: the same for what is looked for and where. Searches repeat its expression, which costs a fraction of a call for each message.';
grant execute on function private.folded(text) to authenticated;

create function private.excerpt(body text, place integer) returns text
language sql immutable set search_path = '' as $$
  select case when place > 60 then '…' else '' end
    || substr(body, greatest(place - 48, 1), 160)
    || case when char_length(body) > greatest(place - 48, 1) + 159 then '…' else '' end;
$$;
comment on function private.excerpt(text, integer) is 'The words around a place in a body, at most 162 characters.';
grant execute on function private.excerpt(text, integer) to authenticated;

-- Nobody may select notes, so this one decides by itself.
create function private.search_notes(of_ticket_id uuid, folded_query text, hit_count integer) returns public.search_hit[]
language sql stable security definer set search_path = '' as $$
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
$$;
comment on function private.search_notes(uuid, text, integer) is 'The newest notes that hold the words; none for anybody but agents who see the ticket.';
grant execute on function private.search_notes(uuid, text, integer) to authenticated;

create function public.search_room(ticket_id uuid, query text, before_seq integer default null, page_size integer default 20)
returns table (messages public.search_hit[], notes public.search_hit[], next_before_seq integer)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
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
$$;
comment on function public.search_room(uuid, text, integer, integer) is
  'Messages of a room that hold the words (at most 200 characters of them), case and accents aside, the newest first. One call reads 25,000 messages at most: next_before_seq, when not null, goes in as before_seq to go on. The first call gives agents notes as well, at most 50. No row: no such room for the caller.';
grant execute on function public.search_room(uuid, text, integer, integer) to authenticated;

-- Lines: the shape in which messages and notes leave the database, the same in an answer and in a broadcast.

create type public.message_line as (
  room_id uuid, seq integer, message_id uuid, sender_type public.sender_type, sender_id uuid, sender_name text,
  client_id uuid, message_type public.message_type, body text, created_at timestamptz
);

create type public.note_line as (
  room_id uuid, note_seq integer, note_id uuid, member_id uuid, author_name text, client_id uuid, body text, created_at timestamptz
);

create function private.message_line(message public.messages) returns public.message_line
language sql immutable set search_path = '' as $$
  select row(
    message.room_id, message.seq, message.message_id, message.sender_type, message.sender_id, message.sender_name,
    message.client_id, message.message_type, message.body, message.created_at)::public.message_line;
$$;
comment on function private.message_line(public.messages) is 'The public columns of a message. A new column of the table does not leave the database before it is named here.';

create function private.note_line(note public.internal_notes) returns public.note_line
language sql immutable set search_path = '' as $$
  select row(
    note.room_id, note.note_seq, note.note_id, note.member_id, note.author_name, note.client_id, note.body, note.created_at)::public.note_line;
$$;
comment on function private.note_line(public.internal_notes) is 'The columns of a note that agents see.';

grant execute on function private.message_line(public.messages) to authenticated;

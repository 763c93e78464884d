-- Lines: the shape in which messages and notes leave the database, the same in an answer and in a broadcast.

create type public.reply_line as (seq integer, sender_name text, excerpt text, is_deleted boolean);
create type public.attachment_line as (
  attachment_id uuid, file_name text, content_type text, byte_size integer, width integer, height integer
);
create type public.reaction_line as (emoji text, sender_ids uuid[], names text[]);

create type public.message_line as (
  room_id uuid, seq integer, message_id uuid, sender_type public.sender_type, sender_id uuid, sender_name text,
  client_id uuid, message_type public.message_type, body text, created_at timestamptz,
  edited_at timestamptz, deleted_at timestamptz, change_seq bigint, reply_to public.reply_line,
  attachments public.attachment_line[], reactions public.reaction_line[],
  system_kind public.system_kind, old_value text, new_value text, sender_avatar_id uuid
);

create type public.note_line as (
  room_id uuid, note_seq integer, note_id uuid, member_id uuid, author_name text, client_id uuid, body text, created_at timestamptz, author_avatar_id uuid
);

create function private.attachment_line(attachment public.attachments) returns public.attachment_line
language sql immutable set search_path = '' as $$
  select row(
    attachment.attachment_id, attachment.file_name, attachment.content_type, attachment.byte_size,
    attachment.width, attachment.height)::public.attachment_line;
$$;
comment on function private.attachment_line(public.attachments) is 'What people see of a file.';

create function private.avatar_of(of_workspace_id uuid, of_member_id uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select avatar_id from public.workspace_members where workspace_id = of_workspace_id and member_id = of_member_id);
end;
$$;
comment on function private.avatar_of(uuid, uuid) is 'A member''s face; null for none, and for whoever is no member. For lines that the caller reads.';

create function private.list_avatars(of_workspace_id uuid) returns table (member_id uuid, avatar_id uuid)
language sql stable security definer set search_path = '' as $$
  select member.member_id, member.avatar_id from public.workspace_members as member
  where member.workspace_id = of_workspace_id and member.avatar_id is not null;
$$;
comment on function private.list_avatars(uuid) is 'The faces of a workspace, to be joined with many lines that the caller reads.';

create function private.message_line(message public.messages, sender_avatar_id uuid) returns public.message_line
language plpgsql stable set search_path = '' as $$
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
$$;
comment on function private.message_line(public.messages, uuid) is
  'The public columns of a message, with what it quotes as that stands now, its files and reactions. A new column of the table does not leave the database before it is named here.';

create function private.message_line(message public.messages) returns public.message_line
language plpgsql stable set search_path = '' as $$
begin
  return private.message_line(
    message, case message.sender_type when 'agent' then private.avatar_of(message.workspace_id, message.sender_id) end);
end;
$$;
comment on function private.message_line(public.messages) is 'As message_line(), which looks for the sender''s face by itself.';

create function private.note_line(note public.internal_notes) returns public.note_line
language sql stable set search_path = '' as $$
  select row(
    note.room_id, note.note_seq, note.note_id, note.member_id, note.author_name, note.client_id, note.body, note.created_at,
    private.avatar_of(note.workspace_id, note.member_id))::public.note_line;
$$;
comment on function private.note_line(public.internal_notes) is 'The columns of a note that agents see.';

grant execute on function private.attachment_line(public.attachments) to authenticated;
grant execute on function private.avatar_of(uuid, uuid), private.list_avatars(uuid) to authenticated;
grant execute on function private.message_line(public.messages), private.message_line(public.messages, uuid) to authenticated;

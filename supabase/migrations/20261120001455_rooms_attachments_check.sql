-- Attached files that were sent are looked into. The app has read what goes through it before it is stored; whoever calls
-- the database and Storage with their own token has not been seen by it, and could store anything under any name.

select pgboss.create_queue('check-attachments', json_build_object(
  'policy', 'standard', 'retryLimit', 12, 'retryDelay', 10, 'retryBackoff', true, 'expireInSeconds', 120));

create function private.enqueue_attachment_check() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.enqueue_job('check-attachments', jsonb_build_object('attachment_id', new.attachment_id));
  -- Storage may put an upload that it let begin before in the place of what was sent. A day later none is on its way.
  perform private.enqueue_job('check-attachments', jsonb_build_object('attachment_id', new.attachment_id), now() + interval '1 day');
  return null;
end;
$$;

create trigger t80_enqueue_attachment_check after update of seq on public.attachments
  for each row when (old.seq is null and new.seq is not null)
  execute function private.enqueue_attachment_check();

create function private.remove_sent_attachment(of_attachment_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
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
$$;
comment on function private.remove_sent_attachment(uuid) is
  'Takes a file out of its message, which stays, and tells the room. False if there is no such file in a message any more. For the worker.';

-- Attached files: the private bucket they lie in, who may put one there and read it, and the commands around one file.
--
-- A file's row comes first (create_attachment), then its sender uploads the one object that the row names, then a
-- message takes it (send_message). What is not sent within a day, and what its message lost, the worker deletes: only
-- the service's key may, there is no policy for it. Nor is there one for update: a file that was sent stays as it was.
-- Nor may anybody list, or have Storage sign a link: a link opens without asking whether access has ended.

-- Types ------------------------------------------------------------------------------------------------

create function private.attachment_types() returns jsonb
language sql immutable set search_path = '' as $$
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
$$;
comment on function private.attachment_types() is
  'What may be attached, each with the extensions that its name may have: nothing that a browser would run (HTML, SVG, XML) or that a click would start.';

-- The bucket knows the list by itself, so that Storage refuses too.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('attachments', 'attachments', false, 26214400, array(select jsonb_object_keys(private.attachment_types())));

-- Predicates -------------------------------------------------------------------------------------------

create function private.is_storage_operation(wanted text) returns boolean
language sql stable set search_path = '' as $$
  select coalesce(current_setting('storage.operation', true) in (wanted, 'storage.' || wanted), false);
$$;
comment on function private.is_storage_operation(text) is
  'Whether Storage asks for this operation and no other: it names each in its transaction (object.get_authenticated, object.upload, object.sign, …), with or without its own name before it. Unnamed is none. Its own storage.allow_only_operation() is missing in versions before the spring of 2026.';

create function private.may_read_attachment(object_name text) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from public.attachments where object_path = object_name);
$$;
comment on function private.may_read_attachment(text) is
  'Whether the caller sees the row of an object. Runs with the caller''s rights: the policy of attachments decides, once for both.';

create function private.may_upload_attachment(object_name text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.attachments as attachment
    join public.chat_rooms as room using (workspace_id, room_id)
    cross join lateral private.room_seat(attachment.room_id) as seat
    where attachment.object_path = object_name and attachment.seq is null and attachment.removed_at is null
      and seat.sender_id = attachment.sender_id and room.status = 'open'
  );
$$;
comment on function private.may_upload_attachment(text) is
  'Whether an object is the file of a row of the caller''s own that waits for it, in a room where the caller still has a seat.';

grant execute on function private.is_storage_operation(text) to authenticated;
grant execute on function private.may_read_attachment(text) to authenticated;
grant execute on function private.may_upload_attachment(text) to authenticated;

-- Access -----------------------------------------------------------------------------------------------

create policy "People upload the files that they announced" on storage.objects for insert to authenticated
  with check (bucket_id = 'attachments' and (select private.is_storage_operation('object.upload')) and private.may_upload_attachment(name));

create policy "People read the files of messages that they read" on storage.objects for select to authenticated
  using (bucket_id = 'attachments' and (select private.is_storage_operation('object.get_authenticated')) and private.may_read_attachment(name));

-- Work that follows --------------------------------------------------------------------------------------

select pgboss.create_queue('remove-attachments', json_build_object(
  'policy', 'standard', 'retryLimit', 12, 'retryDelay', 10, 'retryBackoff', true, 'expireInSeconds', 120));

create function private.enqueue_attachment_removal() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- A day after its beginning an upload is either sent or forgotten, and whatever was still on its way has arrived.
  perform private.enqueue_job(
    'remove-attachments', jsonb_build_object('attachment_id', new.attachment_id),
    case tg_op when 'INSERT' then now() + interval '1 day' else now() end);
  return null;
end;
$$;
comment on function private.enqueue_attachment_removal() is 'A file that was taken out of its message, or never got into one, is removed from Storage.';

create trigger t80_enqueue_attachment_expiry after insert on public.attachments
  for each row execute function private.enqueue_attachment_removal();
create trigger t80_enqueue_attachment_removal after update of removed_at on public.attachments
  for each row when (old.removed_at is null and new.removed_at is not null)
  execute function private.enqueue_attachment_removal();

-- Commands ---------------------------------------------------------------------------------------------

create type public.attachment_limits as (max_attachment_bytes integer, max_attachments_per_message integer);

create function private.get_attachment_limits(of_room_id uuid) returns public.attachment_limits
language plpgsql stable security definer set search_path = '' as $$
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
$$;

create function public.get_attachment_limits(room_id uuid) returns public.attachment_limits
language sql stable set search_path = '' as $$
  select * from private.get_attachment_limits(room_id);
$$;
comment on function public.get_attachment_limits(uuid) is
  'What may be attached in a room of the caller''s, asked before a file is taken in. Errors: 404 room_not_found; 409 room_closed.';

create function private.create_attachment(
  of_room_id uuid, file_client_id uuid, given_name text, found_type text, size integer, pixel_width integer, pixel_height integer
) returns public.attachments
language plpgsql volatile security definer set search_path = '' as $$
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
$$;

create type public.attachment_file as (
  attachment_id uuid, object_path text, file_name text, content_type text, byte_size integer, width integer, height integer
);

create function public.create_attachment(
  room_id uuid, client_id uuid, file_name text, content_type text, byte_size integer, width integer default null, height integer default null
) returns public.attachment_file
language sql volatile set search_path = '' as $$
  select attachment_id, object_path, attachment.file_name, attachment.content_type, attachment.byte_size, attachment.width, attachment.height
  from private.create_attachment(room_id, client_id, file_name, content_type, byte_size, width, height) as attachment;
$$;
comment on function public.create_attachment(uuid, uuid, text, text, integer, integer, integer) is
  'Announces a file for a message that is being written in the caller''s room, and answers where to upload it. The same client_id answers the same file. Of the caller''s waiting files the oldest are removed where there are more than twice what a message may carry. Errors: 404 room_not_found, attachment_not_found (removed meanwhile); 409 room_closed; 413 attachment_too_large; 415 attachment_type_refused; 422 attachments_file_name_format, attachment_name_refused; 23514 attachments_*.';

create function public.get_attachment(attachment_id uuid) returns setof public.attachment_file
language sql stable set search_path = '' as $$
  select attachment.attachment_id, object_path, file_name, content_type, byte_size, width, height
  from public.attachments as attachment where attachment.attachment_id = get_attachment.attachment_id;
$$;
comment on function public.get_attachment(uuid) is
  'One file that the caller may read, and where it lies; no row for anything else, and none once it is removed.';

create function private.discard_attachment(of_attachment_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.attachments as attachment set removed_at = coalesce(removed_at, now())
  where attachment_id = of_attachment_id and seq is null
    and sender_id = (select seat.sender_id from private.room_seat(attachment.room_id) as seat);
  if not found then
    perform private.refuse(404, 'attachment_not_found', 'There is no such file that waits to be sent.');
  end if;
end;
$$;

create function public.discard_attachment(attachment_id uuid) returns void
language sql volatile set search_path = '' as $$
  select private.discard_attachment(attachment_id);
$$;
comment on function public.discard_attachment(uuid) is
  'Takes back a file of the caller''s that no message has yet. Again is the same. Errors: 404 attachment_not_found.';

grant execute on function private.get_attachment_limits(uuid) to authenticated;
grant execute on function public.get_attachment_limits(uuid) to authenticated;
grant execute on function private.create_attachment(uuid, uuid, text, text, integer, integer, integer) to authenticated;
grant execute on function public.create_attachment(uuid, uuid, text, text, integer, integer, integer) to authenticated;
grant execute on function public.get_attachment(uuid) to authenticated;
grant execute on function private.discard_attachment(uuid) to authenticated;
grant execute on function public.discard_attachment(uuid) to authenticated;

-- Pictures: the logo and icon of a workspace, the faces of its members. They lie in the database, not in Storage: they
-- are small, whoever calls the Data API cannot store anything else than the app does, and they come and go with what
-- names them in one transaction, are exported with the rows and deleted with them (docs/decisions/0020).
--
-- What a picture is, is read from its bytes here and nowhere else. One is never changed: another one has another id, so
-- an address may be kept by browsers. Nobody guesses an id, and whoever was told one may see the picture (get_picture).

create table private.pictures (
  workspace_id uuid not null,
  picture_id uuid not null default gen_random_uuid(),
  content_type text not null,
  content bytea not null,
  primary key (workspace_id, picture_id),
  constraint pictures_picture_key unique (picture_id),
  constraint pictures_workspace_fkey foreign key (workspace_id) references public.workspaces (workspace_id) on delete cascade
);
comment on table private.pictures is 'Logos and icons of workspaces, faces of members. One is named by exactly one row, and removed when that names another one.';
alter table private.pictures enable row level security;
-- Compressed already.
alter table private.pictures alter column content set storage external;

create function private.picture_limits(kind text, out max_bytes integer, out max_side integer, out min_side integer)
language sql immutable set search_path = '' as $$
  -- logo, icon, avatar
  select case kind when 'logo' then 262144 else 65536 end, case kind when 'logo' then 1024 else 512 end, 16;
$$;
comment on function private.picture_limits(text) is
  'How large a picture may be, in bytes and in pixels of a side. The form says the same (app/lib/picture-limits.ts; a test compares).';

-- What it is --------------------------------------------------------------------------------------------------------

create function private.number_in(content bytea, at integer, size integer, is_little_endian boolean default false) returns integer
language sql immutable set search_path = '' as $$
  select sum(get_byte(content, at + nth) << (8 * case when is_little_endian then nth else size - 1 - nth end))::integer
  from generate_series(0, size - 1) as nth;
$$;
comment on function private.number_in(bytea, integer, integer, boolean) is 'A number of so many bytes, the highest first unless said otherwise.';

create function private.jpeg_side(content bytea, out width integer, out height integer)
language plpgsql immutable set search_path = '' as $$
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
$$;
comment on function private.jpeg_side(bytea) is 'Width and height that a JPEG says of itself; nulls for one that does not.';

create function private.read_picture(content bytea, out content_type text, out width integer, out height integer)
language plpgsql immutable set search_path = '' as $$
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
$$;
comment on function private.read_picture(bytea) is
  'What a picture is, by its bytes alone: a PNG, JPEG or WebP that does not move, with width and height in pixels. A null content_type: nothing of the kind.';

create function private.add_picture(
  of_workspace_id uuid, kind text, content_base64 text, out picture_id uuid, out width integer, out height integer
)
language plpgsql volatile security definer set search_path = '' as $$
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
$$;
comment on function private.add_picture(uuid, text, text) is
  'Keeps a picture, given as base64, and answers its id and sides. Errors: 413 picture_too_large; 415 picture_type_refused; 422 picture_dimensions.';

-- Reading one -------------------------------------------------------------------------------------------------------

create type public.picture_file as (content_type text, content text);

create function private.get_picture(of_picture_id uuid) returns setof public.picture_file
language sql stable security definer set search_path = '' as $$
  select content_type, encode(content, 'base64') from private.pictures where picture_id = of_picture_id;
$$;
create function public.get_picture(picture_id uuid) returns setof public.picture_file
language sql stable set search_path = '' as $$ select * from private.get_picture(picture_id); $$;
comment on function public.get_picture(uuid) is
  'A picture as base64, for whoever knows its id: a portal is public, and a face is shown to its colleagues and their customers. No row: there is none any more.';
grant execute on function private.get_picture(uuid), public.get_picture(uuid) to anon, authenticated;

-- 80: none is left over -----------------------------------------------------------------------------------------------

create function private.picture_ids(named jsonb) returns uuid[]
language sql immutable set search_path = '' as $$
  select array_remove(array[(named ->> 'logo_id')::uuid, (named ->> 'icon_id')::uuid, (named ->> 'avatar_id')::uuid], null);
$$;
comment on function private.picture_ids(jsonb) is 'The pictures that a row names.';

create function private.remove_former_pictures() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from private.pictures
  where workspace_id = old.workspace_id and picture_id = any (private.picture_ids(to_jsonb(old)))
    and picture_id <> all (private.picture_ids(to_jsonb(new)));
  return null;
end;
$$;
comment on function private.remove_former_pictures() is 'Removes what a row names no more.';

-- Faces: a picture that somebody gives their account, and that stands in all their workspaces where their initials stood.
-- Each membership has one of its own, as it has a name of its own: it is part of the workspace, goes with its export and
-- its deletion, and ends with the membership or the account.

alter table public.workspace_members
  add constraint workspace_members_avatar_fkey foreign key (workspace_id, avatar_id) references private.pictures (workspace_id, picture_id);
create index workspace_members_avatar_idx on public.workspace_members (workspace_id, avatar_id);

-- 30: no face without a person ------------------------------------------------------------------------------------------

create function private.drop_avatar() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.avatar_id := null;
  return new;
end;
$$;
comment on function private.drop_avatar() is 'Whoever is removed, or has no account any more, has no face here either.';
create trigger t30_drop_avatar before update of user_id, removed_at on public.workspace_members
  for each row when (new.avatar_id is not null and (new.user_id is null or new.removed_at is not null))
  execute function private.drop_avatar();

-- 80: the same one everywhere ---------------------------------------------------------------------------------------------

create function private.bring_avatar() returns trigger
language plpgsql security definer set search_path = '' as $$
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
$$;
comment on function private.bring_avatar() is 'Whoever joins a workspace has there the face that they have in their others.';
create trigger t80_bring_avatar after insert on public.workspace_members
  for each row when (new.user_id is not null and new.avatar_id is null) execute function private.bring_avatar();
create trigger t80_bring_avatar_again after update of removed_at on public.workspace_members
  for each row when (old.removed_at is not null and new.removed_at is null and new.avatar_id is null)
  execute function private.bring_avatar();
create trigger t80_remove_former_pictures after update on public.workspace_members
  for each row when (old.avatar_id is distinct from new.avatar_id) execute function private.remove_former_pictures();

-- Commands ------------------------------------------------------------------------------------------------------------------

create function private.my_account_or_refuse() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  caller constant uuid := private.my_account_id();
begin
  if caller is null then
    perform private.refuse(401, 'sign_in_required', 'Sign in first.');
  end if;
  return caller;
end;
$$;
comment on function private.my_account_or_refuse() is 'As my_account_id(). Errors: 401 sign_in_required for a visitor, too.';

create function private.set_my_avatar(content text) returns integer
language plpgsql volatile security definer set search_path = '' as $$
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
$$;
create function public.set_my_avatar(content text) returns integer
language sql volatile set search_path = '' as $$ select private.set_my_avatar(content); $$;
comment on function public.set_my_avatar(text) is
  'Gives the caller a face, a picture as base64, in all workspaces of theirs, and answers in how many; without one it is not kept. Errors: 401 sign_in_required; 403 second_factor_required; 413 picture_too_large; 415 picture_type_refused; 422 picture_dimensions.';

create function private.remove_my_avatar() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller constant uuid := private.my_account_or_refuse();
  changed integer;
begin
  update public.workspace_members set avatar_id = null where user_id = caller and avatar_id is not null;
  get diagnostics changed = row_count;
  return changed;
end;
$$;
create function public.remove_my_avatar() returns integer
language sql volatile set search_path = '' as $$ select private.remove_my_avatar(); $$;
comment on function public.remove_my_avatar() is
  'Takes the caller''s face away, and answers in how many workspaces. Errors: 401 sign_in_required; 403 second_factor_required.';

create type public.my_avatar as (member_id uuid, avatar_id uuid);
create function private.get_my_avatar() returns setof public.my_avatar
language sql stable security definer set search_path = '' as $$
  select member_id, avatar_id from public.workspace_members
  where user_id = (select private.my_account_id()) and removed_at is null
  order by avatar_id is null, created_at, member_id limit 1;
$$;
create function public.get_my_avatar() returns setof public.my_avatar
language sql stable set search_path = '' as $$ select * from private.get_my_avatar(); $$;
comment on function public.get_my_avatar() is 'The caller''s face, with one of their memberships. No row: they are in no workspace, and so nobody would see one.';

grant execute on function private.set_my_avatar(text), public.set_my_avatar(text), private.remove_my_avatar(), public.remove_my_avatar(),
  private.get_my_avatar(), public.get_my_avatar() to authenticated;

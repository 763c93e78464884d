-- How somebody is called. The account's own name is kept by Auth and greets; what colleagues and customers read is the
-- name of each membership, which follows it.

create function private.set_my_name(new_name text) returns integer
language plpgsql volatile security definer set search_path = '' as $$
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
$$;
create function public.set_my_name(name text) returns integer
language sql volatile set search_path = '' as $$ select private.set_my_name(name); $$;
comment on function public.set_my_name(text) is
  'What the caller is called in all workspaces of theirs; messages that were sent keep the name they were sent by. Answers in how many it changed. Errors: 401 sign_in_required; 403 second_factor_required.';

grant execute on function private.set_my_name(text), public.set_my_name(text) to authenticated;

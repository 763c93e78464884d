-- Where somebody is signed in, and ending it.
--
-- Auth keeps the sessions; here their owner sees and ends them. From the next statement on the predicates refuse the
-- tokens of an ended session (my_account_id() in tenancy_workspaces); its refresh tokens go with it, and the topics of
-- the workspaces are renamed, so that its open sockets hear nothing more.

create function private.list_my_sessions()
returns table (session_id uuid, created_at timestamptz, last_used_at timestamptz, user_agent text, has_second_factor boolean, is_current boolean)
language sql stable security definer set search_path = '' as $$
  select session.id, session.created_at,
    -- Auth writes it without a zone, in UTC.
    greatest(session.created_at, session.refreshed_at at time zone 'UTC'),
    left(coalesce(session.user_agent, ''), 500), session.aal::text = 'aal2',
    session.id::text is not distinct from auth.jwt() ->> 'session_id'
  from auth.sessions as session
  where session.user_id = (select private.my_account_id()) and (session.not_after is null or session.not_after > now())
  order by 6 desc, 3 desc limit 100;
$$;
create function public.list_my_sessions()
returns table (session_id uuid, created_at timestamptz, last_used_at timestamptz, user_agent text, has_second_factor boolean, is_current boolean)
language sql stable set search_path = '' as $$ select * from private.list_my_sessions(); $$;
comment on function public.list_my_sessions() is
  'Where the caller is signed in, the session of this call first, then by when they were used; 100 at most. Errors: 401 sign_in_required; 403 second_factor_required.';

create function private.end_my_sessions(only_id uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  caller constant uuid := private.my_account_id();
  ended integer;
begin
  if caller is null then
    perform private.refuse(401, 'sign_in_required', 'Sign in first.');
  end if;
  delete from auth.sessions as session
  where session.user_id = caller
    and case when only_id is not null then session.id = only_id
      else session.id::text is distinct from auth.jwt() ->> 'session_id' end;
  get diagnostics ended = row_count;
  if ended > 0 then
    perform private.move_workspace_topics(member.workspace_id)
    from (select workspace_id from public.workspace_members where user_id = caller and is_active order by workspace_id) as member;
  end if;
  return ended;
end;
$$;
comment on function private.end_my_sessions(uuid) is
  'Ends one session of the caller, or (null) all but that of the call; answers how many. Topics of the caller''s workspaces are renamed.';

create function public.end_session(session_id uuid) returns integer
language plpgsql volatile set search_path = '' as $$
begin
  -- Null would mean all others.
  return case when session_id is null then 0 else private.end_my_sessions(session_id) end;
end;
$$;
comment on function public.end_session(uuid) is
  'Ends one session of the caller, at once; answers 1, or 0 when the caller has no such session (any more). Errors: 401 sign_in_required; 403 second_factor_required.';

create function public.end_other_sessions() returns integer
language sql volatile set search_path = '' as $$ select private.end_my_sessions(null); $$;
comment on function public.end_other_sessions() is
  'Ends all sessions of the caller but that of the call, at once; answers how many. Errors: 401 sign_in_required; 403 second_factor_required.';

grant execute on function private.list_my_sessions(), public.list_my_sessions(), private.end_my_sessions(uuid),
  public.end_session(uuid), public.end_other_sessions() to authenticated;

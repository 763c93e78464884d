-- Members' work: what each of them can do, how much at a time, and when. Routing goes by it, and mails of notices by the
-- hours already. Owners and admins say what others can do and take; everybody says when they themselves work.

create table public.workspace_skills (
  workspace_id uuid not null,
  skill_id uuid not null default gen_random_uuid(),
  name text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, skill_id),
  constraint workspace_skills_workspace_fkey foreign key (workspace_id) references public.workspaces (workspace_id) on delete cascade,
  constraint workspace_skills_name_length check (char_length(btrim(name)) between 1 and 40)
);
comment on table public.workspace_skills is 'What members can do that tickets may ask for, by name: a language, a product.';
create unique index workspace_skills_name_key on public.workspace_skills (workspace_id, lower(name));

create table public.member_skills (
  workspace_id uuid not null,
  member_id uuid not null,
  skill_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, member_id, skill_id),
  constraint member_skills_member_fkey foreign key (workspace_id, member_id)
    references public.workspace_members (workspace_id, member_id) on delete cascade,
  constraint member_skills_skill_fkey foreign key (workspace_id, skill_id)
    references public.workspace_skills (workspace_id, skill_id) on delete cascade
);
comment on table public.member_skills is 'Who can do what.';
-- Who has a skill, and the foreign key.
create index member_skills_skill_idx on public.member_skills (workspace_id, skill_id);

alter table public.workspace_members
  add column max_open_tickets integer not null default 5,
  add column work_calendar_id uuid,
  add column work_hours public.sla_weekly_hours[],
  add column work_time_zone text,
  add constraint workspace_members_max_open_tickets_range check (max_open_tickets between 0 and 1000),
  add constraint workspace_members_work_hours_one_source check (work_calendar_id is null or work_hours is null),
  add constraint workspace_members_work_hours_zoned check (work_hours is null or work_time_zone is not null),
  add constraint workspace_members_work_calendar_fkey foreign key (workspace_id, work_calendar_id)
    references public.sla_calendars (workspace_id, calendar_id);
comment on column public.workspace_members.max_open_tickets is 'So many tickets that are open or in progress are given to the person by routing; people may give more.';
comment on column public.workspace_members.work_calendar_id is 'The calendar that the person works by; null, without work_hours: that of the team of the ticket in question.';
comment on column public.workspace_members.work_hours is 'The person''s own weekly hours, local times of work_time_zone; hours that end at or before their start cross midnight.';
comment on column public.workspace_members.work_time_zone is 'Where the person is, by the IANA database; null: nobody has said.';
-- The foreign key.
create index workspace_members_work_calendar_idx on public.workspace_members (workspace_id, work_calendar_id) where work_calendar_id is not null;

create trigger t70_record_audit after insert or delete on public.member_skills
  for each row execute function private.record_audit('member_skill', 'member_id', '', 'member_id,skill_id');

-- Access: members read, commands write. -----------------------------------------------------------------------

alter table public.workspace_skills enable row level security;
alter table public.member_skills enable row level security;
grant select on public.workspace_skills, public.member_skills to authenticated;
create policy "Members read the skills of their workspaces" on public.workspace_skills for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));
create policy "Members read who can do what in their workspaces" on public.member_skills for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));

-- When somebody works ------------------------------------------------------------------------------------------

create function private.next_work_at(of_workspace_id uuid, of_member_id uuid, at timestamptz) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
declare
  member public.workspace_members;
  local_day date;
begin
  select * into member from public.workspace_members as each
  where each.workspace_id = of_workspace_id and each.member_id = of_member_id;
  if member.work_calendar_id is not null then
    return private.next_open_at((
      select calendar.current_version_id from public.sla_calendars as calendar
      where calendar.workspace_id = of_workspace_id and calendar.calendar_id = member.work_calendar_id), at);
  end if;
  if member.work_hours is null then
    return null;
  end if;
  local_day := (at at time zone member.work_time_zone)::date;
  return (
    -- From the day before, whose night shift may go on.
    select min(greatest(span.begins, at))
    from generate_series(-1, 8) as nth
    join unnest(member.work_hours) as hours on hours.weekday = extract(isodow from local_day + nth)
    cross join lateral (
      select (local_day + nth + hours.opens_at) at time zone member.work_time_zone as begins,
        (local_day + nth + case when hours.closes_at <= hours.opens_at then 1 else 0 end + hours.closes_at) at time zone member.work_time_zone as ends
    ) as span
    where span.ends > at and span.ends > span.begins);
end;
$$;
comment on function private.next_work_at(uuid, uuid, timestamptz) is
  'The moment itself while a member works by their own calendar or hours, else when they begin next; null: they have none of their own.';

-- Commands -----------------------------------------------------------------------------------------------------

create type public.work_hours_source as enum ('team', 'calendar', 'own');
create type public.calendar_choice as (calendar_id uuid, name text);
create type public.member_work as (
  member_id uuid, display_name text, may_manage boolean, skill_names text[], max_open_tickets integer, hours_source public.work_hours_source,
  calendar_id uuid, weekly public.sla_weekly_hours[], time_zone text, known_skills text[], calendars public.calendar_choice[]);
create type public.member_work_draft as (
  skill_names text[], max_open_tickets integer, hours_source public.work_hours_source, calendar_id uuid, weekly public.sla_weekly_hours[], time_zone text);

create function private.may_change_work(me public.workspace_members, whom public.workspace_members) returns boolean
language sql immutable set search_path = '' as $$
  select me.role >= 'admin' and private.may_manage(me, whom, whom.role);
$$;
comment on function private.may_change_work(public.workspace_members, public.workspace_members) is
  'Whether a member says what another one can do and takes: owners of everybody, admins of who is lower, and of themselves.';

create function private.get_member_work(of_workspace_slug text, of_member_id uuid) returns setof public.member_work
language sql stable security definer set search_path = '' as $$
  select whom.member_id, whom.display_name, private.may_change_work(me, whom), array(
      select skill.name from public.member_skills as mine join public.workspace_skills as skill using (workspace_id, skill_id)
      where mine.workspace_id = whom.workspace_id and mine.member_id = whom.member_id order by lower(skill.name)),
    whom.max_open_tickets,
    case when whom.work_calendar_id is not null then 'calendar' when whom.work_hours is not null then 'own' else 'team' end::public.work_hours_source,
    whom.work_calendar_id, whom.work_hours, whom.work_time_zone,
    array(select skill.name from public.workspace_skills as skill where skill.workspace_id = whom.workspace_id order by lower(skill.name)),
    array(
      select row(calendar.calendar_id, calendar.name)::public.calendar_choice from public.sla_calendars as calendar
      where calendar.workspace_id = whom.workspace_id and calendar.archived_at is null order by lower(calendar.name))
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  join public.workspace_members as whom on whom.workspace_id = workspace.workspace_id and whom.removed_at is null
  where workspace.slug = of_workspace_slug and whom.member_id = coalesce(of_member_id, me.member_id)
    and (whom.member_id = me.member_id or me.role >= 'admin');
$$;
create function public.get_member_work(workspace_slug text, member_id uuid default null) returns setof public.member_work
language sql stable set search_path = '' as $$ select * from private.get_member_work(workspace_slug, member_id); $$;
comment on function public.get_member_work(text, uuid) is
  'What a member (null: the caller) can do, takes at a time, and when they work, with what there is to choose from; may_manage: the caller may change skills and the limit too. No row: neither the caller nor somebody whom an owner or admin asks about.';

create function private.set_member_skills(whom public.workspace_members, wanted_names text[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  max_skills constant integer := 50;
  names constant text[] := array(
    select distinct on (lower(btrim(each))) btrim(each) from unnest(wanted_names) as each where btrim(each) <> '');
begin
  if cardinality(names) > max_skills then
    perform private.refuse(422, 'too_many_skills', 'Somebody has fifty skills at most.');
  end if;
  insert into public.workspace_skills (workspace_id, name) select whom.workspace_id, each from unnest(names) as each
  on conflict (workspace_id, lower(name)) do nothing;
  delete from public.member_skills as mine using public.workspace_skills as skill
  where mine.workspace_id = whom.workspace_id and mine.member_id = whom.member_id
    and skill.workspace_id = mine.workspace_id and skill.skill_id = mine.skill_id and lower(skill.name) not in (select lower(each) from unnest(names) as each);
  insert into public.member_skills (workspace_id, member_id, skill_id)
  select whom.workspace_id, whom.member_id, skill.skill_id from public.workspace_skills as skill
  where skill.workspace_id = whom.workspace_id and lower(skill.name) in (select lower(each) from unnest(names) as each)
  on conflict do nothing;
  -- What nobody can do is not offered any more.
  delete from public.workspace_skills as skill
  where skill.workspace_id = whom.workspace_id and not exists (
    select from public.member_skills as had where had.workspace_id = skill.workspace_id and had.skill_id = skill.skill_id);
end;
$$;
comment on function private.set_member_skills(public.workspace_members, text[]) is
  'Says anew what a member can do, by names; the same name in another case is the same skill. Errors: 422 too_many_skills.';

create function private.save_member_work(of_workspace_slug text, of_member_id uuid, draft public.member_work_draft) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me constant public.workspace_members := private.lock_membership(of_workspace_slug);
  whom constant public.workspace_members := private.find_managed_member(me, coalesce(of_member_id, me.member_id), null);
  checked public.sla_calendar_draft;
begin
  if num_nonnulls(draft.skill_names, draft.max_open_tickets) > 0 and not private.may_change_work(me, whom) then
    perform private.refuse(403, 'settings_forbidden', 'Owners and admins say what somebody can do and takes.');
  end if;
  if draft.hours_source = 'calendar' then
    perform private.refuse_unknown_calendar(whom.workspace_id, draft.calendar_id);
  elsif draft.hours_source = 'own' then
    checked := private.check_sla_hours(row('', draft.time_zone, draft.weekly, '{}')::public.sla_calendar_draft);
    if coalesce(cardinality(checked.weekly), 0) = 0 then
      perform private.refuse(422, 'sla_calendar_never_open', 'There is no open time within a year.');
    end if;
  elsif draft.time_zone is not null then
    perform private.check_sla_hours(row('', draft.time_zone, '{}', '{}')::public.sla_calendar_draft);
  end if;
  update public.workspace_members as member set
    max_open_tickets = coalesce(draft.max_open_tickets, member.max_open_tickets),
    work_calendar_id = case when draft.hours_source is null then member.work_calendar_id when draft.hours_source = 'calendar' then draft.calendar_id end,
    work_hours = case when draft.hours_source is null then member.work_hours when draft.hours_source = 'own' then checked.weekly end,
    work_time_zone = coalesce(draft.time_zone, member.work_time_zone)
  where member.workspace_id = whom.workspace_id and member.member_id = whom.member_id;
  if draft.skill_names is not null then
    perform private.set_member_skills(whom, draft.skill_names);
  end if;
end;
$$;
create function public.save_member_work(workspace_slug text, draft public.member_work_draft, member_id uuid default null) returns void
language sql volatile set search_path = '' as $$ select private.save_member_work(workspace_slug, member_id, draft); $$;
comment on function public.save_member_work(text, public.member_work_draft, uuid) is
  'Changes what is not null in the draft of a member''s (null: the caller''s) skills, limit, hours and time zone. Errors: 404 workspace_not_found, member_not_found, sla_calendar_not_found; 403 rank_too_low, settings_forbidden (an agent''s own skills and limit); 422 too_many_skills and those of check_sla_hours(); 23514 workspace_members_max_open_tickets_range, workspace_skills_name_length.';

grant execute on function private.get_member_work(text, uuid), public.get_member_work(text, uuid),
  private.save_member_work(text, uuid, public.member_work_draft), public.save_member_work(text, public.member_work_draft, uuid) to authenticated;

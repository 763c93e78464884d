-- Screens of the portal: one call for what one screen shows, with nothing in it that a customer may not see.

create type public.category_option as (category_id uuid, name text, description text);
-- When it is worked next. Open until closes_at, if that is given; else closed until opens_at. Nulls: nothing is told.
create type public.opening_line as (time_zone text, closes_at timestamptz, opens_at timestamptz);
create type public.event_line as (
  event_id uuid, kind public.ticket_event_kind, actor_type public.sender_type, actor_name text, old_value text, new_value text, created_at timestamptz
);

create function private.event_line(event public.ticket_events) returns public.event_line
language sql immutable set search_path = '' as $$
  select row(event.event_id, event.kind, event.actor_type, event.actor_name, event.old_value, event.new_value, event.created_at)::public.event_line;
$$;
grant execute on function private.event_line(public.ticket_events) to authenticated;

create function private.customer_event_line(event public.ticket_events) returns public.event_line
language sql immutable set search_path = '' as $$
  select row(
    event.event_id, event.kind, event.actor_type, case when event.kind = 'ticket_assigned' then '' else event.actor_name end,
    case when event.kind <> 'ticket_assigned' then event.old_value end, event.new_value, event.created_at)::public.event_line;
$$;
comment on function private.customer_event_line(public.ticket_events) is
  'A public event as customers have it: of an assignment only who looks after the ticket now.';

create type public.logo_line as (picture_id uuid, width integer, height integer);

create function private.logo_line(workspace public.workspaces) returns public.logo_line
language sql immutable set search_path = '' as $$
  select case when workspace.logo_id is not null then row(workspace.logo_id, workspace.logo_width, workspace.logo_height)::public.logo_line end;
$$;
comment on function private.logo_line(public.workspaces) is 'A workspace''s logo; null for none.';

create function private.shown_icon_id(workspace public.workspaces) returns uuid
language sql immutable set search_path = '' as $$
  select coalesce(
    workspace.icon_id,
    case when workspace.logo_width * 2 <= workspace.logo_height * 3 and workspace.logo_height * 2 <= workspace.logo_width * 3 then workspace.logo_id end);
$$;
comment on function private.shown_icon_id(public.workspaces) is
  'What stands for a workspace in a small place: its icon, or a logo of which no side is more than one and a half times the other; null for neither.';
grant execute on function private.logo_line(public.workspaces), private.shown_icon_id(public.workspaces) to authenticated;

-- The portal itself: all a visitor without an identity ever sees of a workspace. ----------------------------

create function private.get_opening(of_workspace_id uuid, of_calendar_version_id uuid default null) returns public.opening_line
language plpgsql stable security definer set search_path = '' as $$
declare
  version record;
  hours tstzrange[];
begin
  -- The version may be an old one, by which a ticket runs: the hours to be told are the calendar's present ones.
  select current.calendar_version_id, current.time_zone, current.created_at > workspace.created_at as is_chosen into version
  from public.workspaces as workspace
  left join public.sla_calendar_versions as kept
    on kept.workspace_id = workspace.workspace_id and kept.calendar_version_id = of_calendar_version_id
  join public.sla_calendars as calendar
    on calendar.workspace_id = workspace.workspace_id and calendar.calendar_id = coalesce(kept.calendar_id, workspace.sla_calendar_id)
  join public.sla_calendar_versions as current
    on current.workspace_id = calendar.workspace_id and current.calendar_version_id = calendar.current_version_id
  where workspace.workspace_id = of_workspace_id;
  if not found or not version.is_chosen then
    return row(coalesce(version.time_zone, 'UTC'), null, null)::public.opening_line;
  end if;
  hours := private.next_open_hours(version.calendar_version_id, now());
  if lower(hours[1]) > now() then
    return row(version.time_zone, null, lower(hours[1]))::public.opening_line;
  end if;
  -- Always open: without an end.
  return row(version.time_zone, upper(hours[1]), lower(hours[2]))::public.opening_line;
end;
$$;
comment on function private.get_opening(uuid, uuid) is
  'When a workspace, by its own calendar or the one of a version, is open. Hours that a new workspace has until somebody sets them are not told.';

create function private.get_usual_reply_seconds(of_workspace_id uuid) returns integer
language sql stable security definer set search_path = '' as $$
  select case when count(*) >= 20
    then percentile_cont(0.5) within group (order by extract(epoch from recent.first_response_at - recent.created_at))::integer end
  from (
    select ticket.created_at, ticket.first_response_at from public.tickets as ticket
    where ticket.workspace_id = of_workspace_id and ticket.last_activity_at > now() - interval '30 days'
    order by ticket.last_activity_at desc limit 200
  ) as recent
  where recent.first_response_at is not null and recent.created_at > now() - interval '30 days';
$$;
comment on function private.get_usual_reply_seconds(uuid) is
  'How long half of the first answers took at most, of the tickets opened in the last 30 days among the 200 latest; null: fewer than 20 answers.';

create function private.get_portal(workspace_slug text)
returns table (
  slug text, name text, brand_color text, logo public.logo_line, icon_id uuid, welcome_text text, default_locale text, offered_locales text[], categories public.category_option[],
  opening public.opening_line, usual_reply_seconds integer, deletion_at timestamptz
)
language sql stable security definer set search_path = '' as $$
  select workspace.slug, workspace.name, workspace.brand_color, private.logo_line(workspace), private.shown_icon_id(workspace), workspace.welcome_text, workspace.default_locale, workspace.offered_locales,
    array(
      select row(category.category_id, category.name, category.description)::public.category_option
      from public.ticket_categories as category
      where category.workspace_id = workspace.workspace_id and category.archived_at is null
      order by category.position, category.name
    ),
    private.get_opening(workspace.workspace_id), private.get_usual_reply_seconds(workspace.workspace_id),
    workspace.deletion_at
  from public.workspaces as workspace
  where workspace.slug = workspace_slug;
$$;

create function public.get_portal(workspace_slug text)
returns table (
  slug text, name text, brand_color text, logo public.logo_line, icon_id uuid, welcome_text text, default_locale text, offered_locales text[], categories public.category_option[],
  opening public.opening_line, usual_reply_seconds integer, deletion_at timestamptz
)
language sql stable set search_path = '' as $$
  select * from private.get_portal(workspace_slug);
$$;
comment on function public.get_portal(text) is 'A workspace''s portal: branding, the categories of its form, when it is open, how soon it usually answers first, and when it will be deleted if somebody asked for that. No row: no such workspace.';

create function private.get_ticket_fields(workspace_slug text) returns setof public.ticket_field_line
language sql stable security definer set search_path = '' as $$
  select field.* from public.workspaces as workspace
  cross join lateral unnest(private.list_ticket_fields(workspace.workspace_id)) as field
  where workspace.slug = workspace_slug;
$$;
create function public.get_ticket_fields(workspace_slug text) returns setof public.ticket_field_line
language sql stable set search_path = '' as $$ select * from private.get_ticket_fields(workspace_slug); $$;
comment on function public.get_ticket_fields(text) is 'What a portal''s form asks besides what every form asks, in order. No row: nothing, or no such workspace.';
grant execute on function private.get_ticket_fields(text), public.get_ticket_fields(text) to anon, authenticated;

-- The caller's own tickets in one workspace. ------------------------------------------------------------------

create function private.portal_workspace_id(workspace_slug text) returns uuid
language sql stable security definer set search_path = '' as $$
  select workspace_id from public.workspaces where slug = workspace_slug;
$$;

create function public.list_my_tickets(workspace_slug text)
returns table (
  ticket_id uuid, number bigint, subject text, status public.ticket_status, created_at timestamptz, last_activity_at timestamptz,
  unread_count integer, is_requester boolean
)
language sql stable set search_path = '' as $$
  select ticket.ticket_id, ticket.number, ticket.subject, ticket.status, ticket.created_at, ticket.last_activity_at,
    (
      select count(*)::integer from (
        select from public.messages as message
        where message.room_id = ticket.chat_room_id and message.deleted_at is null
          -- Of others: what the system says has no sender.
          and message.sender_id <> all (array(select private.my_customer_ids()))
          and message.seq > coalesce((
            select max(receipt.read_seq) from public.room_receipts as receipt where receipt.room_id = ticket.chat_room_id
          ), 0)
        limit 100
      ) as unread
    ),
    ticket.customer_id = any (array(select private.my_customer_ids()))
  from public.tickets as ticket
  where ticket.ticket_id = any (array(select private.my_ticket_ids()))
    and ticket.workspace_id = (select private.portal_workspace_id(workspace_slug))
  order by ticket.last_activity_at desc
  limit 100;
$$;
comment on function public.list_my_tickets(text) is
  'The tickets in a workspace that the caller opened or was added to, latest activity first, at most 100. unread_count: others'' messages, none of them deleted, after what the caller read, at most 100.';

-- One ticket, as its customer sees it. -------------------------------------------------------------------------

create function private.get_my_ticket(workspace_slug text, of_ticket_id uuid)
returns table (
  ticket_id uuid, number bigint, subject text, status public.ticket_status, priority public.ticket_priority, category_name text,
  customer_id uuid, customer_name text, customer_email text, agent_name text, created_at timestamptz, last_activity_at timestamptz,
  first_response_at timestamptz, resolved_at timestamptz, closed_at timestamptz, awaiting_reply_since timestamptz, reply_due_at timestamptz,
  my_customer_id uuid, my_name text, my_email text, participants public.participant_line[],
  reopen_until timestamptz, follows_ticket_id uuid, follows_number bigint, opening public.opening_line,
  description text, fields public.ticket_field_line[], events public.event_line[]
)
language sql stable security definer set search_path = '' as $$
  select ticket.ticket_id, ticket.number, ticket.subject, ticket.status, ticket.priority, category.name,
    customer.customer_id, customer.name, case when me.customer_id = customer.customer_id then customer.email end,
    agent.display_name, ticket.created_at, ticket.last_activity_at,
    ticket.first_response_at, ticket.resolved_at, ticket.closed_at, ticket.awaiting_reply_since, ticket.reply_due_at,
    me.customer_id, me.name, me.email,
    array(select line from private.list_participants(of_ticket_id) as line),
    case when me.customer_id = ticket.customer_id then private.reopen_until(ticket) end, followed.ticket_id, followed.number,
    private.get_opening(ticket.workspace_id, ticket.sla_calendar_version_id),
    (select message.body from public.messages as message where message.room_id = ticket.chat_room_id and message.seq = 1),
    private.list_ticket_fields(ticket.workspace_id, ticket.ticket_id, true),
    array(
      select private.customer_event_line(event) from public.ticket_events as event
      where event.workspace_id = ticket.workspace_id and event.ticket_id = ticket.ticket_id and not event.is_internal
      order by event.created_at, event.event_id
    )
  from public.tickets as ticket
  join public.workspaces as workspace using (workspace_id)
  join public.customers as customer using (workspace_id, customer_id)
  -- As whom the caller is in it: its requester, else a participant.
  join lateral (
    select mine.customer_id, mine.name, mine.email
    from public.customers as mine
    where mine.workspace_id = ticket.workspace_id and mine.customer_id = any (array(select private.my_customer_ids()))
      and (mine.customer_id = ticket.customer_id or exists (
        select from public.ticket_participants as participant
        where participant.workspace_id = ticket.workspace_id and participant.ticket_id = ticket.ticket_id
          and participant.customer_id = mine.customer_id and participant.removed_at is null))
    order by (mine.customer_id = ticket.customer_id) desc
    limit 1
  ) as me on true
  left join public.tickets as followed
    on followed.ticket_id = ticket.follows_ticket_id and followed.ticket_id in (select private.my_ticket_ids())
  left join public.ticket_categories as category
    on category.workspace_id = ticket.workspace_id and category.category_id = ticket.category_id
  left join public.workspace_members as agent
    on agent.workspace_id = ticket.workspace_id and agent.member_id = ticket.assignee_id
  where ticket.ticket_id = of_ticket_id
    and ticket.ticket_id in (select private.my_ticket_ids())
    and workspace.slug = workspace_slug;
$$;

create function public.get_my_ticket(workspace_slug text, ticket_id uuid)
returns table (
  ticket_id uuid, number bigint, subject text, status public.ticket_status, priority public.ticket_priority, category_name text,
  customer_id uuid, customer_name text, customer_email text, agent_name text, created_at timestamptz, last_activity_at timestamptz,
  first_response_at timestamptz, resolved_at timestamptz, closed_at timestamptz, awaiting_reply_since timestamptz, reply_due_at timestamptz,
  my_customer_id uuid, my_name text, my_email text, participants public.participant_line[],
  reopen_until timestamptz, follows_ticket_id uuid, follows_number bigint, opening public.opening_line,
  description text, fields public.ticket_field_line[], events public.event_line[]
)
language sql stable set search_path = '' as $$
  select * from private.get_my_ticket(workspace_slug, get_my_ticket.ticket_id);
$$;
comment on function public.get_my_ticket(text, uuid) is
  'One of the tickets that the caller opened or was added to, with its people and public timeline. The requester''s address is for the requester alone. No row: unknown, somebody else''s, or of another workspace.';

grant execute on function private.get_portal(text) to anon, authenticated;
grant execute on function public.get_portal(text) to anon, authenticated;
grant execute on function private.portal_workspace_id(text) to authenticated;
grant execute on function public.list_my_tickets(text) to authenticated;
grant execute on function private.get_my_ticket(text, uuid) to authenticated;
grant execute on function public.get_my_ticket(text, uuid) to authenticated;

-- Screens of the desk: one call for what one screen shows, under the caller's own rights.

create type public.member_line as (member_id uuid, display_name text, avatar_id uuid, role public.member_role);
create type public.team_line as (team_id uuid, name text, is_private boolean, is_hidden boolean);
create type public.workspace_line as (workspace_id uuid, slug text, name text, brand_color text, icon_id uuid, role public.member_role);
create type public.ticket_line as (
  ticket_id uuid, number bigint, subject text, status public.ticket_status, priority public.ticket_priority, category_name text,
  customer_name text, assignee_id uuid, assignee_name text, assignee_avatar_id uuid, created_at timestamptz, last_activity_at timestamptz,
  awaiting_reply_since timestamptz, reply_due_at timestamptz, sla_due_at timestamptz, sla_warn_at timestamptz,
  last_sender_type public.sender_type, last_message_preview text,
  last_message_type public.message_type, unread_count integer, is_private boolean
);

create function public.list_my_workspaces() returns setof public.workspace_line
language sql stable set search_path = '' as $$
  select workspace.workspace_id, workspace.slug, workspace.name, workspace.brand_color, private.shown_icon_id(workspace), me.role
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  order by workspace.name, workspace.workspace_id;
$$;
comment on function public.list_my_workspaces() is 'Workspaces the caller is a member of, by name.';

create function public.get_desk(workspace_slug text)
returns table (
  workspace_id uuid, slug text, name text, brand_color text, icon_id uuid, member_id uuid, display_name text, role public.member_role,
  inbox_topics text[], members public.member_line[], teams public.team_line[], workspaces public.workspace_line[],
  deletion_at timestamptz
)
language sql stable set search_path = '' as $$
  select workspace.workspace_id, workspace.slug, workspace.name, workspace.brand_color, private.shown_icon_id(workspace), me.member_id, me.display_name, me.role,
    array(select private.list_my_inbox_topics(workspace.workspace_id)),
    array(
      select row(member.member_id, member.display_name, member.avatar_id, member.role)::public.member_line
      from public.workspace_members as member
      where member.workspace_id = workspace.workspace_id and member.is_active
      order by member.display_name, member.member_id
    ),
    array(
      select row(
        team.team_id, team.name, team.is_private, team.team_id = any (array(select private.my_hidden_team_ids())))::public.team_line
      from public.teams as team
      where team.workspace_id = workspace.workspace_id and team.archived_at is null order by team.name
    ),
    array(select line from public.list_my_workspaces() as line), workspace.deletion_at
  from public.workspaces as workspace
  join public.workspace_members as me
    on me.workspace_id = workspace.workspace_id and me.member_id = private.my_member_id(workspace.workspace_id)
  where workspace.slug = workspace_slug;
$$;
comment on function public.get_desk(text) is
  'What the desk''s frame shows: the workspace, the caller in it, members, teams (is_hidden: the caller may not see their tickets), the other workspaces, the topics of the ticket list. No row: not a member, or no such workspace.';

-- The list ---------------------------------------------------------------------------------------------

create type public.inbox_view as enum ('active', 'mine', 'unassigned', 'done', 'all');
-- activity: the latest first. due: what is due next first, then what nothing is due for, by activity.
create type public.inbox_order as enum ('activity', 'due');

create function public.list_tickets(
  workspace_slug text, view public.inbox_view default 'active', search text default null,
  before_activity_at timestamptz default null, before_ticket_id uuid default null, page_size integer default 50,
  ordering public.inbox_order default 'activity', after_due_at timestamptz default null
) returns setof public.ticket_line
language plpgsql stable set search_path = '' as $$
declare
  desk_workspace_id constant uuid := (select workspace.workspace_id from public.workspaces as workspace where workspace.slug = workspace_slug);
  my_member_id constant uuid := private.my_member_id(desk_workspace_id);
  -- Nothing is due for what is done.
  is_by_due constant boolean := ordering = 'due' and view in ('active', 'mine', 'unassigned');
begin
  return query
  select ticket.ticket_id, ticket.number, ticket.subject, ticket.status, ticket.priority, category.name,
    customer.name, ticket.assignee_id, assignee.display_name, assignee.avatar_id, ticket.created_at, ticket.last_activity_at,
    ticket.awaiting_reply_since, ticket.reply_due_at, ticket.sla_due_at, ticket.sla_warn_at, last_message.sender_type,
    case when last_message.deleted_at is null then left(last_message.body, 160) end, last_message.message_type,
    case when room.last_customer_seq > greatest(receipt.read_seq, room.last_agent_seq) then (
      select count(*)::integer from (
        select from public.messages as message
        where message.room_id = room.room_id and message.seq > greatest(receipt.read_seq, room.last_agent_seq)
          and message.sender_type = 'customer' and message.deleted_at is null
        limit 100
      ) as unread
    ) else 0 end, coalesce(team.is_private, false)
  from private.list_inbox_page(
    desk_workspace_id, view, search, before_activity_at, before_ticket_id, page_size, is_by_due, after_due_at) as page (ticket_id)
  join public.tickets as ticket on ticket.ticket_id = page.ticket_id
  join public.customers as customer using (workspace_id, customer_id)
  join public.chat_rooms as room on room.room_id = ticket.chat_room_id
  left join public.room_receipts as receipt on receipt.room_id = room.room_id and receipt.participant_id = my_member_id
  -- Of people: what the system says is no news.
  left join public.messages as last_message
    on last_message.room_id = room.room_id and last_message.seq = greatest(room.last_customer_seq, room.last_agent_seq)
  left join public.ticket_categories as category
    on category.workspace_id = ticket.workspace_id and category.category_id = ticket.category_id
  left join public.teams as team on team.workspace_id = ticket.workspace_id and team.team_id = ticket.team_id
  left join public.workspace_members as assignee
    on assignee.workspace_id = ticket.workspace_id and assignee.member_id = ticket.assignee_id
  order by case when is_by_due then coalesce(ticket.sla_due_at, 'infinity') end, ticket.last_activity_at desc, ticket.ticket_id desc;
end;
$$;
comment on function public.list_tickets(text, public.inbox_view, text, timestamptz, uuid, integer, public.inbox_order, timestamptz) is
  'A page of a workspace''s tickets, latest activity first; the next page starts before the last row''s (last_activity_at, ticket_id). ordering due: by what is due next, and by activity where that is the same or nothing is due; the next page starts after the last row''s (sla_due_at, last_activity_at, ticket_id). What is done, and all, stays by activity. search: a number, with or without #, or a part of the subject. page_size 1 to 100. last_message_preview: of people''s last message; null when that was deleted, empty when it is files alone. unread_count: customer messages, none of them deleted, after the last answer and after what the caller read, at most 100.';

create function public.count_tickets(workspace_slug text)
returns table (active bigint, mine bigint, unassigned bigint, unread bigint)
language sql stable set search_path = '' as $$
  select count(ticket.ticket_id), count(ticket.ticket_id) filter (where ticket.assignee_id = me.member_id),
    count(ticket.ticket_id) filter (where ticket.assignee_id is null),
    (
      select count(*)
      from public.tickets as own
      join public.chat_rooms as room on room.room_id = own.chat_room_id
      left join public.room_receipts as receipt on receipt.room_id = room.room_id and receipt.participant_id = me.member_id
      where own.workspace_id = me.workspace_id and own.assignee_id = me.member_id
        and own.status in ('open', 'in_progress', 'waiting')
        and room.last_customer_seq > greatest(receipt.read_seq, room.last_agent_seq)
        and exists (
          select from public.messages as message
          where message.room_id = room.room_id and message.seq > greatest(receipt.read_seq, room.last_agent_seq)
            and message.sender_type = 'customer' and message.deleted_at is null)
    )
  from (
    select workspace.workspace_id, private.my_member_id(workspace.workspace_id) as member_id
    from public.workspaces as workspace where workspace.slug = workspace_slug
  ) as me
  left join public.tickets as ticket
    on ticket.workspace_id = me.workspace_id and ticket.status in ('open', 'in_progress', 'waiting')
  group by me.workspace_id, me.member_id;
$$;
comment on function public.count_tickets(text) is
  'How many tickets still to be worked on the workspace has: all, the caller''s, nobody''s, and the caller''s with something unread. No row: no such workspace of the caller.';

-- One ticket -------------------------------------------------------------------------------------------

create function private.list_ticket_members(of_ticket_id uuid) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select member.member_id
  from public.tickets as ticket join public.workspace_members as member using (workspace_id)
  where ticket.ticket_id = of_ticket_id and private.sees_ticket(of_ticket_id)
    and member.is_active and private.may_see_team(member.workspace_id, member.member_id, ticket.team_id);
$$;
comment on function private.list_ticket_members(uuid) is 'Members who may see a ticket that the caller sees.';
grant execute on function private.list_ticket_members(uuid) to authenticated;

create type public.category_choice as (category_id uuid, name text);

create function public.get_ticket(workspace_slug text, ticket_id uuid)
returns table (
  ticket_id uuid, number bigint, subject text, status public.ticket_status, priority public.ticket_priority,
  channel public.ticket_channel, category_id uuid, category_name text, team_id uuid, assignee_id uuid, room_id uuid,
  created_at timestamptz, last_activity_at timestamptz, assigned_at timestamptz, first_response_at timestamptz,
  resolved_at timestamptz, closed_at timestamptz, awaiting_reply_since timestamptz, reply_due_at timestamptz, sla_due_at timestamptz, sla_warn_at timestamptz,
  customer_id uuid, customer_name text, customer_email text, customer_locale text, customer_since timestamptz,
  message_count integer, follows_ticket_id uuid, follows_number bigint, follow_ups public.ticket_key[], team_name text, seen_by uuid[],
  categories public.category_choice[], participants public.participant_line[], fields public.ticket_field_line[], events public.event_line[], other_tickets public.ticket_line[]
)
language sql stable set search_path = '' as $$
  select ticket.ticket_id, ticket.number, ticket.subject, ticket.status, ticket.priority,
    ticket.channel, ticket.category_id, category.name, ticket.team_id, ticket.assignee_id, ticket.chat_room_id,
    ticket.created_at, ticket.last_activity_at, ticket.assigned_at, ticket.first_response_at,
    ticket.resolved_at, ticket.closed_at, ticket.awaiting_reply_since, ticket.reply_due_at, ticket.sla_due_at, ticket.sla_warn_at,
    customer.customer_id, customer.name, customer.email, customer.locale, customer.created_at,
    room.last_seq, followed.ticket_id, followed.number,
    array(
      select row(next.ticket_id, next.number, next.chat_room_id)::public.ticket_key from public.tickets as next
      where next.workspace_id = ticket.workspace_id and next.follows_ticket_id = ticket.ticket_id order by next.number
    ),
    team.name,
    case when team.is_private then array(select private.list_ticket_members(ticket.ticket_id)) end,
    array(
      select row(offered.category_id, offered.name)::public.category_choice from public.ticket_categories as offered
      where offered.workspace_id = ticket.workspace_id and offered.archived_at is null order by offered.position, offered.name
    ),
    array(select line from private.list_participants(get_ticket.ticket_id) as line),
    private.list_ticket_fields(ticket.workspace_id, ticket.ticket_id),
    array(
      select private.event_line(event) from public.ticket_events as event
      where event.workspace_id = ticket.workspace_id and event.ticket_id = ticket.ticket_id
      order by event.created_at, event.event_id
    ),
    array(
      select row(
        other.ticket_id, other.number, other.subject, other.status, other.priority, null, customer.name,
        other.assignee_id, null, null, other.created_at, other.last_activity_at, other.awaiting_reply_since, other.reply_due_at, other.sla_due_at, other.sla_warn_at, null, null, null, null, null
      )::public.ticket_line
      from public.tickets as other
      where other.workspace_id = ticket.workspace_id and other.customer_id = ticket.customer_id
        and other.ticket_id <> ticket.ticket_id
      order by other.created_at desc limit 10
    )
  from public.tickets as ticket
  join public.workspaces as workspace using (workspace_id)
  join public.customers as customer on customer.workspace_id = ticket.workspace_id and customer.customer_id = ticket.customer_id
  join public.chat_rooms as room on room.room_id = ticket.chat_room_id
  left join public.ticket_categories as category
    on category.workspace_id = ticket.workspace_id and category.category_id = ticket.category_id
  left join public.teams as team on team.workspace_id = ticket.workspace_id and team.team_id = ticket.team_id
  left join public.tickets as followed
    on followed.workspace_id = ticket.workspace_id and followed.ticket_id = ticket.follows_ticket_id
  where ticket.ticket_id = get_ticket.ticket_id and workspace.slug = workspace_slug;
$$;
comment on function public.get_ticket(text, uuid) is
  'A ticket as its agents see it: with the customer, the whole timeline and the customer''s ten latest other tickets that the caller sees. seen_by: the members who may see it, and be given it; null: all. follow_ups: the tickets that follow it, of those that the caller sees. categories: those that it can be put into. No row: unknown, hidden from the caller, or not in this workspace of the caller.';

grant execute on function public.list_my_workspaces() to authenticated;
grant execute on function public.get_desk(text) to authenticated;
grant execute on function public.list_tickets(text, public.inbox_view, text, timestamptz, uuid, integer, public.inbox_order, timestamptz) to authenticated;
grant execute on function public.count_tickets(text) to authenticated;
grant execute on function public.get_ticket(text, uuid) to authenticated;

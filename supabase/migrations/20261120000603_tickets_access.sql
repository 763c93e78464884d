-- Who reads tickets and what belongs to them. Reading only; commands do the rest. No delete: tickets are closed, never
-- removed.
--
-- Policies on what belongs to a ticket look it up in the same query, and have asked before, once, whether anything is
-- hidden from the caller at all. A function asked for each row takes three times as long: 40 ms for a page of the inbox
-- instead of 14, where 4,000 tickets of 12,000 are hidden and 9 where none is.

alter table public.ticket_categories enable row level security;
alter table public.tickets enable row level security;
alter table public.ticket_events enable row level security;
alter table public.ticket_participants enable row level security;
alter table private.ticket_counters enable row level security;

grant select on public.ticket_categories, public.ticket_events to authenticated;
grant select on public.ticket_participants to authenticated;
grant select (
  ticket_id, workspace_id, number, chat_room_id, customer_id, submission_id, follows_ticket_id, subject, status, priority, channel,
  category_id, team_id, assignee_id, created_at, last_activity_at, assigned_at, first_response_at, resolved_at, closed_at,
  awaiting_reply_since, reply_due_at, sla_due_at, sla_warn_at)
  on public.tickets to authenticated;

create policy "Members read their workspaces' categories" on public.ticket_categories for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));

create policy "Agents read their workspaces' tickets but other private teams', customers their own" on public.tickets for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
      and (team_id = any (array(select private.my_hidden_team_ids()))) is not true
    or ticket_id = any (array(select private.my_ticket_ids()))
  );

-- A customer is seen with one of the tickets that they opened or were added to: that somebody wrote to a private team
-- alone is that team's.
create policy "Agents read their workspaces' customers, customers themselves" on public.customers
  for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
      and ((select private.sees_every_team()) or exists (
        select from public.tickets as ticket
        where ticket.workspace_id = customers.workspace_id and ticket.customer_id = customers.customer_id
          and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true
      ) or exists (
        select from public.ticket_participants as participant join public.tickets as ticket using (workspace_id, ticket_id)
        where participant.workspace_id = customers.workspace_id and participant.customer_id = customers.customer_id
          and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true))
    or customer_id = any (array(select private.my_customer_ids()))
  );

-- Who looks after a ticket customers are told by get_my_ticket(); who gave it to whom is for agents. That a ticket is
-- followed by one that is hidden is hidden with it.
create policy "Agents read their tickets' events, customers the public ones" on public.ticket_events for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
      and ((select private.sees_every_team()) or exists (
        select from public.tickets as ticket
        where ticket.ticket_id = ticket_events.ticket_id
          and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true
      ) and (kind <> 'follow_up_opened' or exists (
        select from public.tickets as next
        where next.workspace_id = ticket_events.workspace_id and next.follows_ticket_id = ticket_events.ticket_id
          and next.number::text = ticket_events.new_value
          and (next.team_id = any (array(select private.my_hidden_team_ids()))) is not true)))
    or (not is_internal and kind <> 'ticket_assigned' and ticket_id = any (array(select private.my_ticket_ids())))
  );

-- Customers are told by get_my_ticket() who is in their tickets; who was removed, and by whom people were invited, is for agents.
create policy "Agents read the participants of the tickets that they see" on public.ticket_participants for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and ((select private.sees_every_team()) or exists (
      select from public.tickets as ticket
      where ticket.ticket_id = ticket_participants.ticket_id
        and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true)));

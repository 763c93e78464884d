-- Commands of the person who opened a ticket: close it, and open it again within the workspace's time for that.

create function private.close_ticket(of_ticket_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked constant record := private.lock_ticket_for_requester(of_ticket_id);
begin
  if not locked.may_decide then
    perform private.refuse_participant();
  end if;
  update public.tickets set status = 'closed' where ticket_id = of_ticket_id and status <> 'closed';
end;
$$;

create function private.reopen_ticket(of_ticket_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked constant record := private.lock_ticket_for_requester(of_ticket_id);
  is_requester constant boolean := locked.seat_id = (locked.ticket).customer_id;
begin
  if not locked.may_decide then
    perform private.refuse_participant();
  end if;
  if is_requester and private.reopen_until(locked.ticket) < now() then
    perform private.refuse(409, 'reopen_window_over', 'This ticket was closed too long ago. Open a follow-up ticket instead.');
  end if;
  update public.tickets set status = 'open',
    -- Whoever opens it again waits for an answer from then on.
    awaiting_reply_since = case when is_requester then now() else awaiting_reply_since end
  where ticket_id = of_ticket_id and status in ('resolved', 'closed');
end;
$$;

create function private.reopen_until(ticket public.tickets) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select ticket.closed_at + make_interval(secs => workspace.reopen_window_seconds)
  from public.workspaces as workspace where workspace.workspace_id = ticket.workspace_id;
$$;
comment on function private.reopen_until(public.tickets) is 'Until when the requester of a closed ticket may open it again; null while it is not closed.';

create function public.close_ticket(ticket_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.close_ticket(ticket_id); $$;
comment on function public.close_ticket(uuid) is
  'The requester or an agent closes a ticket; nothing happens to a closed one. Errors: 403 not_the_requester; 404 ticket_not_found.';

create function public.reopen_ticket(ticket_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.reopen_ticket(ticket_id); $$;
comment on function public.reopen_ticket(uuid) is
  'The requester, within the workspace''s reopen_window_seconds, or an agent opens a resolved or closed ticket again; nothing happens to another. Errors: 403 not_the_requester; 404 ticket_not_found; 409 reopen_window_over.';

grant execute on function private.close_ticket(uuid) to authenticated;
grant execute on function public.close_ticket(uuid) to authenticated;
grant execute on function private.reopen_ticket(uuid) to authenticated;
grant execute on function public.reopen_ticket(uuid) to authenticated;

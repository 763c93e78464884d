-- Commands of the person who opened a ticket: close it, open it again within the workspace's time for that, and write
-- after it.

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
  if (locked.ticket).erased_at is not null then
    perform private.refuse_erased();
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
  select coalesce(ticket.closed_at, ticket.resolved_at) + make_interval(secs => workspace.reopen_window_seconds)
  from public.workspaces as workspace where workspace.workspace_id = ticket.workspace_id;
$$;
comment on function private.reopen_until(public.tickets) is 'Until when the requester of a resolved or closed ticket may open it again, which a message to a resolved one does too; null while it is neither.';

create function private.follow_up_ticket(of_ticket_id uuid, message_body text, message_client_id uuid) returns public.ticket_key
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked constant record := private.lock_ticket_for_requester(of_ticket_id);
  old constant public.tickets := locked.ticket;
  requester public.customers;
  ticket public.tickets;
begin
  if locked.seat_id <> old.customer_id then
    perform private.refuse_participant();
  end if;
  select * into ticket from public.tickets as existing
  where existing.workspace_id = old.workspace_id and existing.customer_id = old.customer_id and existing.submission_id = message_client_id;
  if ticket.ticket_id is not null then
    return (ticket.ticket_id, ticket.number, ticket.chat_room_id);
  end if;
  if (private.reopen_until(old) < now()) is not true then
    perform private.refuse(409, 'reopen_window_open', 'What is written about this ticket still belongs to it.');
  end if;
  select * into requester from public.customers where workspace_id = old.workspace_id and customer_id = old.customer_id;
  ticket := private.begin_ticket(
    requester, message_client_id, case when old.erased_at is null then old.subject else left(btrim(message_body, E' \t\r\n'), 80) end,
    message_body,
    (
      select category_id from public.ticket_categories
      where workspace_id = old.workspace_id and category_id = old.category_id and archived_at is null
    ),
    old.ticket_id);
  return (ticket.ticket_id, ticket.number, ticket.chat_room_id);
end;
$$;

create function public.follow_up_ticket(ticket_id uuid, body text, client_id uuid) returns public.ticket_key
language sql volatile set search_path = '' as $$
  select * from private.follow_up_ticket(ticket_id, body, client_id);
$$;
comment on function public.follow_up_ticket(uuid, text, uuid) is
  'What the requester writes about a ticket that was resolved or closed longer than the workspace''s reopen_window_seconds ago opens another that follows it, with its subject and category; send_message refuses it with reopen_window_over. The same client_id answers the same ticket. Errors: 403 not_the_requester; 404 ticket_not_found; 409 reopen_window_open, workspace_closing; 23514 messages_body_length.';
grant execute on function private.follow_up_ticket(uuid, text, uuid), public.follow_up_ticket(uuid, text, uuid) to authenticated;

create function public.close_ticket(ticket_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.close_ticket(ticket_id); $$;
comment on function public.close_ticket(uuid) is
  'The requester or an agent closes a ticket; nothing happens to a closed one. Errors: 403 not_the_requester; 404 ticket_not_found.';

create function public.reopen_ticket(ticket_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.reopen_ticket(ticket_id); $$;
comment on function public.reopen_ticket(uuid) is
  'The requester, within the workspace''s reopen_window_seconds, or an agent opens a resolved or closed ticket again; nothing happens to another. Errors: 403 not_the_requester; 404 ticket_not_found; 409 reopen_window_over, ticket_erased.';

grant execute on function private.close_ticket(uuid) to authenticated;
grant execute on function public.close_ticket(uuid) to authenticated;
grant execute on function private.reopen_ticket(uuid) to authenticated;
grant execute on function public.reopen_ticket(uuid) to authenticated;

-- An agent says what a ticket is about: its category, by which its form's fields are asked and its SLA policy is chosen.

create function private.set_ticket_category(of_ticket_id uuid, to_category_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  ticket constant public.tickets := private.lock_ticket_for_agent(of_ticket_id);
begin
  if to_category_id is not null and to_category_id is distinct from ticket.category_id and not exists (
    select from public.ticket_categories
    where workspace_id = ticket.workspace_id and category_id = to_category_id and archived_at is null)
  then
    perform private.refuse(422, 'category_not_found', 'Choose one of the categories that are offered.');
  end if;
  update public.tickets set category_id = to_category_id
  where ticket_id = ticket.ticket_id and category_id is distinct from to_category_id;
end;
$$;

create function public.set_ticket_category(ticket_id uuid, category_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.set_ticket_category(ticket_id, category_id); $$;
comment on function public.set_ticket_category(uuid, uuid) is
  'An agent puts the ticket into a category that is offered, or into none (null); what it answered stays, and its SLA policy is chosen anew. Errors: 404 ticket_not_found; 422 category_not_found.';

grant execute on function private.set_ticket_category(uuid, uuid), public.set_ticket_category(uuid, uuid) to authenticated;

-- Answers to custom fields: with a new ticket by its customer, later by agents.

create function private.read_ticket_field_answer(of_workspace_id uuid, of_ticket_id uuid, answer public.ticket_field_answer) returns text[]
language plpgsql stable security definer set search_path = '' as $$
declare
  field public.ticket_fields;
  given text[] := array(
    select distinct on (each.text) each.text from (select btrim(one, E' \t\r\n') as text from unnest(answer.answers) as one) as each where each.text <> '');
begin
  select * into field from public.ticket_fields
  where workspace_id = of_workspace_id and field_id = answer.field_id and archived_at is null;
  if field.field_id is null then
    perform private.refuse(422, 'ticket_field_unknown', 'The form has no such field.', answer.field_id::text);
  end if;
  if field.kind = 'checkbox' then
    given := array_remove(given, 'false');
  end if;
  if cardinality(given) > 1 and field.kind <> 'choices' or field.kind = 'checkbox' and given <> '{}' and given <> '{true}'
    or field.kind = 'number' and given[1] !~ '^-?\d{1,15}(\.\d{1,6})?$'
    or field.kind = 'date' and (given[1] !~ '^\d{4}-\d{2}-\d{2}$' or not pg_input_is_valid(given[1], 'date'))
    or field.kind = 'text' and given[1] ~ '[\n\r]'
    or field.kind in ('choice', 'choices') and exists (
      select from unnest(given) as wanted
      where not exists (
        select from public.ticket_field_options as option
        where option.workspace_id = of_workspace_id and option.field_id = field.field_id and option.option_id::text = lower(wanted)
          -- One that was chosen before may stay.
          and (option.archived_at is null or exists (
            select from public.ticket_field_values as value
            where value.workspace_id = of_workspace_id and value.ticket_id = of_ticket_id and value.option_id = option.option_id))))
  then
    perform private.refuse(422, 'ticket_field_invalid', 'This is no answer to this field.', field.field_id::text);
  end if;
  if field.kind = 'date' and given[1]::date not between '1900-01-01' and '2200-12-31' then
    perform private.refuse(422, 'ticket_field_invalid', 'Choose a date between 1900 and 2200.', field.field_id::text);
  end if;
  if char_length(given[1]) > (case field.kind when 'text' then 500 else 5000 end) then
    perform private.refuse(422, 'ticket_field_too_long', 'This answer is too long.', field.field_id::text);
  end if;
  return case field.kind
    when 'number' then array(select trim_scale(one::numeric)::text from unnest(given) as one)
    when 'choice' then array(select lower(one) from unnest(given) as one)
    when 'choices' then array(select distinct lower(one) from unnest(given) as one)
    else given end;
end;
$$;
comment on function private.read_ticket_field_answer(uuid, uuid, public.ticket_field_answer) is
  'What an answer says, in the form in which it is kept. Errors, with the field as detail: 422 ticket_field_unknown, ticket_field_invalid, ticket_field_too_long.';

create function private.write_ticket_field_answer(of_workspace_id uuid, of_ticket_id uuid, of_field_id uuid, answers text[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  field public.ticket_fields;
begin
  select * into field from public.ticket_fields where workspace_id = of_workspace_id and field_id = of_field_id;
  delete from public.ticket_field_values
  where workspace_id = of_workspace_id and ticket_id = of_ticket_id and field_id = of_field_id;
  insert into public.ticket_field_values (workspace_id, ticket_id, field_id, text_value, number_value, date_value, is_checked, option_id)
  select of_workspace_id, of_ticket_id, of_field_id,
    case when field.kind in ('text', 'long_text') then answer end, case field.kind when 'number' then answer::numeric end,
    case field.kind when 'date' then answer::date end, case field.kind when 'checkbox' then true end,
    case when field.kind in ('choice', 'choices') then answer::uuid end
  from unnest(answers) as answer;
end;
$$;
comment on function private.write_ticket_field_answer(uuid, uuid, uuid, text[]) is
  'Keeps what was read by read_ticket_field_answer() in place of what was answered before.';

create function private.answer_ticket_fields(ticket public.tickets, field_answers public.ticket_field_answer[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  answer public.ticket_field_answer;
  answers text[];
  missing uuid;
begin
  if cardinality(field_answers) > 200 then
    perform private.refuse(422, 'ticket_field_invalid', 'These are too many answers.');
  end if;
  foreach answer in array coalesce(field_answers, '{}') loop
    answers := private.read_ticket_field_answer(ticket.workspace_id, ticket.ticket_id, answer);
    -- Not those that are left empty: a form sends all that it has, and most tickets answer few.
    if answers <> '{}' then
      perform private.write_ticket_field_answer(ticket.workspace_id, ticket.ticket_id, answer.field_id, answers);
    end if;
  end loop;
  select field.field_id into missing from public.ticket_fields as field
  where field.workspace_id = ticket.workspace_id and field.is_required and field.archived_at is null
    and (field.category_ids is null or ticket.category_id = any (field.category_ids))
    and not exists (
      select from public.ticket_field_values as value
      where value.workspace_id = field.workspace_id and value.ticket_id = ticket.ticket_id and value.field_id = field.field_id)
  order by field.position, field.field_id limit 1;
  if missing is not null then
    perform private.refuse(422, 'ticket_field_required', 'This needs an answer.', missing::text);
  end if;
end;
$$;
comment on function private.answer_ticket_fields(public.tickets, public.ticket_field_answer[]) is
  'Keeps what a customer answered with a new ticket, also to fields of another category: what somebody has written is not thrown away. Errors, with the field as detail: 422 ticket_field_unknown, ticket_field_invalid, ticket_field_too_long, ticket_field_required.';

create function private.set_ticket_fields(of_ticket_id uuid, field_answers public.ticket_field_answer[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  ticket constant public.tickets := private.lock_ticket_for_agent(of_ticket_id);
  answer public.ticket_field_answer;
  before text[];
  answers text[];
  is_changed boolean := false;
begin
  if cardinality(field_answers) > 200 then
    perform private.refuse(422, 'ticket_field_invalid', 'These are too many answers.');
  end if;
  foreach answer in array coalesce(field_answers, '{}') loop
    before := private.list_ticket_field_answers(ticket.workspace_id, ticket.ticket_id, answer.field_id);
    answers := private.read_ticket_field_answer(ticket.workspace_id, ticket.ticket_id, answer);
    if before @> answers and answers @> before then
      continue;
    end if;
    is_changed := true;
    insert into public.ticket_events (workspace_id, ticket_id, kind, actor_type, actor_name, old_value, new_value, is_internal)
    select ticket.workspace_id, ticket.ticket_id, 'field_changed', who.sender_type, who.display_name,
      nullif(left(array_to_string(array(
        select coalesce(option.label, case field.kind when 'checkbox' then U&'\2713' else said end)
        from unnest(before) with ordinality as said (said, nth)
        left join public.ticket_field_options as option
          on option.workspace_id = field.workspace_id and option.field_id = field.field_id and option.option_id::text = said
        order by nth), ', '), 200), ''),
      field.label, true
    from public.ticket_fields as field, private.ticket_actor(ticket.workspace_id, ticket.ticket_id) as who
    where field.workspace_id = ticket.workspace_id and field.field_id = answer.field_id;
    perform private.write_ticket_field_answer(ticket.workspace_id, ticket.ticket_id, answer.field_id, answers);
  end loop;
  if is_changed then
    perform private.tell_inbox(ticket.workspace_id, ticket.ticket_id, ticket.team_id, '{"kind": "changed"}');
  end if;
end;
$$;
create function public.set_ticket_fields(ticket_id uuid, field_answers public.ticket_field_answer[]) returns void
language sql volatile set search_path = '' as $$ select private.set_ticket_fields(ticket_id, field_answers); $$;
comment on function public.set_ticket_fields(uuid, public.ticket_field_answer[]) is
  'An agent answers fields of a ticket anew, or leaves them empty; those that are not named stay. Errors: 404 ticket_not_found; 422 ticket_field_unknown, ticket_field_invalid, ticket_field_too_long, with the field as detail.';
grant execute on function private.set_ticket_fields(uuid, public.ticket_field_answer[]), public.set_ticket_fields(uuid, public.ticket_field_answer[]) to authenticated;

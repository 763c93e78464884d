-- Erasing a person: found, counted, and then erased by an owner or admin who types who it is. Who they are goes at
-- once; their tickets one after the other, by the worker. All exports that hold them go too.

create table private.erasures (
  workspace_id uuid not null,
  erasure_id uuid not null default gen_random_uuid(),
  requested_by uuid not null,
  requested_at timestamptz not null default now(),
  customer_ids uuid[] not null,
  tickets_total integer not null,
  tickets_done integer not null default 0,
  finished_at timestamptz,
  primary key (workspace_id, erasure_id),
  constraint erasures_workspace_fkey foreign key (workspace_id) references public.workspaces (workspace_id) on delete cascade,
  constraint erasures_member_fkey foreign key (workspace_id, requested_by)
    references public.workspace_members (workspace_id, member_id) on delete cascade
);
comment on table private.erasures is 'Who had whom erased, and how far the worker is. Of the people there are ids alone.';
create index erasures_member_idx on private.erasures (workspace_id, requested_by);
alter table private.erasures enable row level security;

-- Finding and counting ---------------------------------------------------------------------------------------------

create type public.found_person as (customer_id uuid, name text, email text, created_at timestamptz, ticket_count bigint, is_participant boolean);

create function private.find_people(of_workspace_slug text, wanted text) returns setof public.found_person
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  locked_id constant uuid := private.my_settings_workspace_id(of_workspace_slug);
  pattern constant text := '%' || regexp_replace(lower(btrim(wanted)), '([\\%_])', '\\\1', 'g') || '%';
begin
  if length(btrim(coalesce(wanted, ''))) < 2 then
    return;
  end if;
  return query
  select customer.customer_id, customer.name, customer.email, customer.created_at,
    (select count(*) from public.tickets as ticket
     where ticket.workspace_id = customer.workspace_id and ticket.customer_id = customer.customer_id and ticket.erased_at is null),
    exists (select from public.ticket_participants as participant
      where participant.workspace_id = customer.workspace_id and participant.customer_id = customer.customer_id)
  from public.customers as customer
  where customer.workspace_id = locked_id and customer.erased_at is null
    and (lower(customer.email) like pattern or lower(customer.name) like pattern)
  order by lower(customer.email) = lower(btrim(wanted)) desc nulls last, customer.created_at desc, customer.customer_id limit 50;
end;
$$;
create function public.find_people(workspace_slug text, wanted text) returns setof public.found_person
language sql stable set search_path = '' as $$ select * from private.find_people(workspace_slug, wanted); $$;
comment on function public.find_people(text, text) is
  'Customers whose name or address holds some letters, at least two, at most fifty people: for owners and admins. The same person may be several customers. Errors: 404 workspace_not_found; 403 settings_forbidden.';

create type public.erasure_counts as (
  customers bigint, tickets bigint, messages bigint, notes bigint, files bigint, file_bytes bigint, mails bigint, other_messages bigint, exports bigint);

create function private.count_erasure(of_workspace_id uuid, of_customer_ids uuid[]) returns public.erasure_counts
language sql stable security definer set search_path = '' as $$
  with own as (
    select ticket.ticket_id, ticket.chat_room_id as room_id from public.tickets as ticket
    where ticket.workspace_id = of_workspace_id and ticket.customer_id = any (of_customer_ids) and ticket.erased_at is null
  ), person as (
    select customer_id from public.customers
    where workspace_id = of_workspace_id and customer_id = any (of_customer_ids) and erased_at is null
    union
    select participant.customer_id from own join public.ticket_participants as participant
      on participant.workspace_id = of_workspace_id and participant.ticket_id = own.ticket_id
  ), said as (
    select message.room_id in (select room_id from own) as is_own, message.sender_type
    from public.messages as message
    where message.workspace_id = of_workspace_id and message.erased_at is null and message.sender_type <> 'system'
      and (message.room_id in (select room_id from own) or message.customer_id in (select customer_id from person))
  ), file as (
    select byte_size from public.attachments as attachment
    where attachment.workspace_id = of_workspace_id and attachment.removed_at is null
      and (attachment.room_id in (select room_id from own) or attachment.customer_id in (select customer_id from person))
  )
  select (select count(*) from person), (select count(*) from own), (select count(*) from said where sender_type = 'customer'),
    (select count(*) from public.internal_notes as note where note.workspace_id = of_workspace_id and note.room_id in (select room_id from own)),
    (select count(*) from file), (select coalesce(sum(byte_size), 0)::bigint from file),
    (select count(*) from pgboss.job where name like 'send-%' and state in ('created', 'retry') and exists (
      select from jsonb_each_text(data) as field where field.value in (
        select ticket_id::text from own
        union all select customer_id::text from person
        union all select request.request_id::text from private.transcript_requests as request
        where request.workspace_id = of_workspace_id
          and (request.ticket_id in (select ticket_id from own) or request.customer_id in (select customer_id from person))))),
    (select count(*) from said where sender_type = 'agent'),
    (select count(*) from private.workspace_exports where workspace_id = of_workspace_id and state in ('waiting', 'running', 'done'));
$$;
comment on function private.count_erasure(uuid, uuid[]) is
  'What would be erased with these customers: those who took part in their tickets alone, what was said by customers and by agents (other_messages), notes, files, mails that wait, exports.';

create function private.preview_erasure(of_workspace_slug text, of_customer_ids uuid[]) returns public.erasure_counts
language sql stable security definer set search_path = '' as $$
  select private.count_erasure(private.my_settings_workspace_id(of_workspace_slug), of_customer_ids);
$$;
create function public.preview_erasure(workspace_slug text, customer_ids uuid[]) returns public.erasure_counts
language sql stable set search_path = '' as $$ select * from private.preview_erasure(workspace_slug, customer_ids); $$;
comment on function public.preview_erasure(text, uuid[]) is
  'Counts what erase_customers() would take out, and changes nothing. Errors: 404 workspace_not_found; 403 settings_forbidden.';

-- Erasing -----------------------------------------------------------------------------------------------------------

select pgboss.create_queue('erase-customers', json_build_object(
  'policy', 'standard', 'retryLimit', 12, 'retryDelay', 10, 'retryBackoff', true, 'expireInSeconds', 3600));

create function private.erase_customers(of_workspace_slug text, of_customer_ids uuid[], confirmation text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  counts constant public.erasure_counts := private.count_erasure(locked_id, of_customer_ids);
  given constant text := lower(btrim(confirmation));
  new_erasure_id uuid;
begin
  if coalesce(cardinality(of_customer_ids), 0) not between 1 and 50 or exists (
    select from unnest(of_customer_ids) as wanted (customer_id)
    where not exists (
      select from public.customers as customer
      where customer.workspace_id = locked_id and customer.customer_id = wanted.customer_id and customer.erased_at is null))
  then
    perform private.refuse(404, 'customer_not_found', 'There is no such person any more.');
  end if;
  if exists (
    select from public.customers where workspace_id = locked_id and customer_id = any (of_customer_ids)
      and given is distinct from lower(coalesce(email, btrim(name))))
  then
    perform private.refuse(422, 'confirmation_differs', 'Type the address of the person; the name where there is no address.');
  end if;
  insert into private.erasures (workspace_id, requested_by, customer_ids, tickets_total)
  values (locked_id, private.my_member_id(locked_id), of_customer_ids, counts.tickets)
  returning erasure_id into new_erasure_id;
  perform private.write_audit(
    locked_id, 'deleted', 'erasure', new_erasure_id, '', null, jsonb_build_object('customers', counts.customers, 'tickets', counts.tickets));
  perform private.erase_participation(locked_id, customer_id) from unnest(of_customer_ids) as customer_id order by customer_id;
  perform private.erase_customer(locked_id, customer_id) from unnest(of_customer_ids) as customer_id order by customer_id;
  perform private.drop_workspace_exports(locked_id);
  perform private.enqueue_job('erase-customers', jsonb_build_object('workspace_id', locked_id, 'erasure_id', new_erasure_id));
  return new_erasure_id;
end;
$$;
create function public.erase_customers(workspace_slug text, customer_ids uuid[], confirmation text) returns uuid
language sql volatile set search_path = '' as $$ select private.erase_customers(workspace_slug, customer_ids, confirmation); $$;
comment on function public.erase_customers(text, uuid[], text) is
  'Erases people for good: who they are with this statement, their tickets by the worker, and the exports that hold them. confirmation is the address of each of them, or the name where there is none. Errors: 404 workspace_not_found, customer_not_found; 403 settings_forbidden; 422 confirmation_differs.';

create function private.erase_next_ticket(of_workspace_id uuid, of_erasure_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  erasure private.erasures;
  next_ticket_id uuid;
begin
  select * into erasure from private.erasures where workspace_id = of_workspace_id and erasure_id = of_erasure_id for no key update;
  select ticket_id into next_ticket_id from public.tickets
  where workspace_id = of_workspace_id and customer_id = any (erasure.customer_ids) and erased_at is null
  order by ticket_id limit 1;
  perform private.erase_ticket(next_ticket_id);
  update private.erasures set
    tickets_done = tickets_done + (next_ticket_id is not null)::integer,
    finished_at = case when next_ticket_id is null then coalesce(finished_at, now()) end
  where workspace_id = of_workspace_id and erasure_id = of_erasure_id;
  return next_ticket_id is not null;
end;
$$;
comment on function private.erase_next_ticket(uuid, uuid) is 'Erases one more ticket of an erasure; false when there is none left. For the worker.';

create type public.erasure_line as (
  erasure_id uuid, requested_at timestamptz, requested_by_name text, people integer, tickets_total integer, tickets_done integer, finished_at timestamptz);

create function private.list_erasures(of_workspace_slug text) returns setof public.erasure_line
language sql stable security definer set search_path = '' as $$
  select erasure.erasure_id, erasure.requested_at, member.display_name, cardinality(erasure.customer_ids), erasure.tickets_total,
    erasure.tickets_done, erasure.finished_at
  from private.erasures as erasure
  join public.workspaces as workspace using (workspace_id)
  join public.workspace_members as member on member.workspace_id = erasure.workspace_id and member.member_id = erasure.requested_by
  where workspace.slug = of_workspace_slug and workspace.workspace_id in (select private.my_admin_workspace_ids())
  order by erasure.requested_at desc, erasure.erasure_id limit 10;
$$;
create function public.list_erasures(workspace_slug text) returns setof public.erasure_line
language sql stable set search_path = '' as $$ select * from private.list_erasures(workspace_slug); $$;
comment on function public.list_erasures(text) is 'The last ten erasures and how far they are. Nothing for anybody but owners and admins.';

grant execute on function private.find_people(text, text), public.find_people(text, text), private.preview_erasure(text, uuid[]),
  public.preview_erasure(text, uuid[]), private.erase_customers(text, uuid[], text), public.erase_customers(text, uuid[], text),
  private.list_erasures(text), public.list_erasures(text) to authenticated;

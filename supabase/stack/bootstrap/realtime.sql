-- The realtime schema, as the hosted service lays it out: messages and the functions that send them.

create schema realtime authorization supabase_admin;
grant usage on schema realtime to postgres, anon, authenticated, service_role, dashboard_user;
grant all on schema realtime to supabase_realtime_admin;

create table realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp without time zone not null default now(),
  inserted_at timestamp without time zone not null default now(),
  id uuid not null default gen_random_uuid(),
  binary_payload bytea,
  constraint messages_pkey primary key (id, inserted_at)
) partition by range (inserted_at);

alter table realtime.messages owner to supabase_realtime_admin;
alter table realtime.messages add constraint messages_payload_exclusive
  check (payload is null or binary_payload is null) not valid;
create index messages_inserted_at_topic_index on realtime.messages (inserted_at desc, topic)
  where extension = 'broadcast' and private is true;
alter table realtime.messages enable row level security;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;
grant all on realtime.messages to postgres, dashboard_user;

-- Daily partitions from yesterday to three days ahead; those older than three days are dropped. The Realtime server
-- calls it at start and every few hours. Days are UTC: the server's time zone is set so that now() casts likewise.
create function realtime.maintain_partitions(as_of timestamptz default now()) returns void
language plpgsql set search_path = '' as $$
declare
  today date := (as_of at time zone 'UTC')::date;
  each_day date;
  each_partition name;
begin
  -- Two servers may start at once on one database.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('realtime.maintain_partitions'));
  for each_day in select pg_catalog.generate_series(today - 1, today + 3, interval '1 day')::date loop
    each_partition := 'messages_' || pg_catalog.to_char(each_day, 'YYYY_MM_DD');
    if pg_catalog.to_regclass('realtime.' || each_partition) is null then
      execute pg_catalog.format(
        'create table realtime.%I partition of realtime.messages for values from (%L) to (%L)',
        each_partition, each_day::timestamp, (each_day + 1)::timestamp);
      execute pg_catalog.format('alter table realtime.%I owner to supabase_realtime_admin', each_partition);
      -- A partition addressed directly does not ask the parent's policies: it has its own switch, and no grants.
      execute pg_catalog.format('alter table realtime.%I enable row level security', each_partition);
    end if;
  end loop;
  for each_partition in
    select relation.relname
    from pg_catalog.pg_inherits
    join pg_catalog.pg_class as relation on relation.oid = pg_inherits.inhrelid
    where pg_inherits.inhparent = 'realtime.messages'::regclass
      and relation.relname < 'messages_' || pg_catalog.to_char(today - 3, 'YYYY_MM_DD')
  loop
    execute pg_catalog.format('drop table realtime.%I', each_partition);
  end loop;
end
$$;
revoke execute on function realtime.maintain_partitions(timestamptz) from public;

-- The topic a policy is asked about: set by the Realtime server for a join, and by realtime.send for an insert.
create function realtime.topic() returns text language sql stable as $$
  select nullif(current_setting('realtime.topic', true), '')::text
$$;

-- Sends a broadcast by inserting a row, as the caller and under the caller's policies. Never fails: a message that
-- cannot be sent is lost with a warning, so that the transaction that caused it survives.
create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
language plpgsql as $$
declare
  generated_id uuid;
  final_payload jsonb;
begin
  begin
    generated_id := gen_random_uuid();
    if payload ? 'id' then
      final_payload := payload;
    else
      final_payload := jsonb_set(payload, '{id}', to_jsonb(generated_id));
    end if;
    perform set_config('realtime.topic', topic, true);
    insert into realtime.messages (id, payload, event, topic, private, extension)
    values (generated_id, final_payload, event, topic, private, 'broadcast');
  exception when others then
    raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
  end;
end
$$;

create function realtime.send_binary(payload bytea, event text, topic text, private boolean default true) returns void
language plpgsql as $$
begin
  begin
    perform set_config('realtime.topic', topic, true);
    insert into realtime.messages (id, binary_payload, event, topic, private, extension)
    values (gen_random_uuid(), payload, event, topic, private, 'broadcast');
  exception when others then
    raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
  end;
end
$$;

-- Sends a row's change, for use in row triggers.
create function realtime.broadcast_changes(
  topic_name text,
  event_name text,
  operation text,
  table_name text,
  table_schema text,
  new record,
  old record,
  level text default 'ROW'
) returns void
language plpgsql as $$
declare
  row_data jsonb;
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  end if;
  if operation not in ('INSERT', 'UPDATE', 'DELETE') then
    raise exception 'Unexpected operation type: %', operation;
  end if;
  row_data := jsonb_build_object(
    'old_record', old, 'record', new, 'operation', operation, 'table', table_name, 'schema', table_schema);
  perform realtime.send(row_data, event_name, topic_name);
exception when others then
  raise exception 'Failed to process the row: %', sqlerrm;
end
$$;

grant execute on function
  realtime.topic(),
  realtime.send(jsonb, text, text, boolean),
  realtime.send_binary(bytea, text, text, boolean),
  realtime.broadcast_changes(text, text, text, text, text, record, record, text)
to postgres, anon, authenticated, service_role, dashboard_user;

create publication supabase_realtime_messages_publication for table realtime.messages;
create publication supabase_realtime;
alter publication supabase_realtime owner to postgres;

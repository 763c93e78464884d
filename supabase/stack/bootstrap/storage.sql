-- The storage schema: its tables come from the Storage server, the rights are those of a hosted project.

alter schema storage owner to supabase_admin;
grant usage on schema storage to postgres, anon, authenticated, service_role, dashboard_user;
grant all on schema storage to supabase_storage_admin;

do $$
declare
  each_object record;
begin
  for each_object in select tablename from pg_catalog.pg_tables where schemaname = 'storage' loop
    execute format('alter table storage.%I owner to supabase_storage_admin', each_object.tablename);
    execute format('grant all on storage.%I to postgres with grant option', each_object.tablename);
    execute format('grant all on storage.%I to anon, authenticated, service_role, dashboard_user', each_object.tablename);
  end loop;
  for each_object in
    select oid::regprocedure as signature from pg_catalog.pg_proc where pronamespace = 'storage'::regnamespace
  loop
    execute format('alter function %s owner to supabase_storage_admin', each_object.signature);
  end loop;
end
$$;

-- The Storage server writes JSON as text inside of jsonb, where the hosted one writes the object itself.
create function storage.unwrap_json() returns trigger language plpgsql set search_path = '' as $$
begin
  if jsonb_typeof(new.metadata) = 'string' then
    new.metadata := (new.metadata #>> '{}')::jsonb;
  end if;
  if jsonb_typeof(new.user_metadata) = 'string' then
    new.user_metadata := (new.user_metadata #>> '{}')::jsonb;
  end if;
  return new;
end
$$;
revoke execute on function storage.unwrap_json() from public;
create trigger "00_unwrap_json" before insert or update on storage.objects for each row execute function storage.unwrap_json();

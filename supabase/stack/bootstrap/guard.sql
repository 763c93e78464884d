-- What hosted Supabase refuses in its own schemas must be refused here too, or a migration would fail only in
-- production: beyond policies, and triggers on some tables, `postgres` may change nothing in auth, storage and realtime
-- (https://supabase.com/changelog/34270-restricting-access-on-auth-storage-and-realtime-schemas-on-april-21-2025).

create function extensions.refuse_managed_change() returns event_trigger language plpgsql set search_path = '' as $$
declare
  each_object record;
begin
  if (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    return;
  end if;
  if tg_event = 'sql_drop' then
    for each_object in select * from pg_catalog.pg_event_trigger_dropped_objects() loop
      if each_object.original and each_object.schema_name in ('auth', 'storage', 'realtime')
        and each_object.object_type not in ('policy', 'trigger') then
        raise exception 'must be owner of %', each_object.object_identity
          using errcode = '42501', hint = 'Hosted Supabase allows only policies here.';
      end if;
    end loop;
  else
    for each_object in select * from pg_catalog.pg_event_trigger_ddl_commands() loop
      -- A trigger is in no schema: its table says where it is.
      if (each_object.schema_name in ('auth', 'storage', 'realtime') and each_object.command_tag not in ('CREATE POLICY', 'ALTER POLICY'))
        or (each_object.command_tag = 'CREATE TRIGGER' and each_object.object_identity ~ ' on (auth|storage|realtime)\.'
          and each_object.object_identity !~ ' on (auth\.(audit_log_entries|identities|refresh_tokens|sessions|users)|storage\.\w+|realtime\.messages)$') then
        raise exception 'must be owner of %', each_object.object_identity
          using errcode = '42501', hint = 'Hosted Supabase allows only policies here.';
      end if;
    end loop;
  end if;
end
$$;
create event trigger refuse_managed_change on ddl_command_end execute function extensions.refuse_managed_change();
create event trigger refuse_managed_drop on sql_drop execute function extensions.refuse_managed_change();

-- Tells the API to read the schema again, as on a hosted project.
create function extensions.pgrst_ddl_watch() returns event_trigger language plpgsql set search_path = '' as $$
begin
  if exists (
    select from pg_catalog.pg_event_trigger_ddl_commands()
    where schema_name is distinct from 'pg_temp' and command_tag in (
      'CREATE SCHEMA', 'ALTER SCHEMA', 'CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER TABLE',
      'CREATE FOREIGN TABLE', 'ALTER FOREIGN TABLE', 'CREATE VIEW', 'ALTER VIEW', 'CREATE MATERIALIZED VIEW',
      'ALTER MATERIALIZED VIEW', 'CREATE FUNCTION', 'ALTER FUNCTION', 'CREATE TRIGGER', 'CREATE TYPE', 'ALTER TYPE',
      'CREATE RULE', 'COMMENT')
  ) then
    notify pgrst, 'reload schema';
  end if;
end
$$;
create function extensions.pgrst_drop_watch() returns event_trigger language plpgsql set search_path = '' as $$
begin
  if exists (
    select from pg_catalog.pg_event_trigger_dropped_objects()
    where not is_temporary and object_type in (
      'schema', 'table', 'foreign table', 'view', 'materialized view', 'function', 'trigger', 'type', 'rule')
  ) then
    notify pgrst, 'reload schema';
  end if;
end
$$;
create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch();
create event trigger pgrst_drop_watch on sql_drop execute function extensions.pgrst_drop_watch();

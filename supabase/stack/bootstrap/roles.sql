-- The roles of a hosted Supabase project, with the same attributes.
-- The superuser is supabase_admin (made by initdb). `postgres`, which applies migrations, is NOT one: a migration that
-- needs a superuser would fail on a hosted project, so it must fail here.

create role postgres login nosuperuser inherit createrole createdb replication bypassrls;
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
create role authenticator login noinherit;
create role supabase_auth_admin login noinherit createrole;
create role supabase_storage_admin login noinherit createrole;
create role supabase_realtime_admin nologin noinherit;
create role dashboard_user nologin createrole createdb replication;

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant anon, authenticated, service_role to supabase_storage_admin;
grant pg_monitor, pg_read_all_data, pg_signal_backend, pg_checkpoint, pg_create_subscription to postgres with admin option;

-- Hosted projects let `postgres` set this (supautils): what is restored or imported fires no triggers.
grant set on parameter session_replication_role to postgres;

-- Hosted projects let `postgres` write policies on tables of these owners through an extension of their own (supautils).
-- Stock Postgres knows only ownership; guard.sql takes back what membership gives beyond policies.
grant supabase_storage_admin, supabase_realtime_admin to postgres with inherit true, set true;

alter role supabase_admin set search_path to "$user", public, auth, extensions;
alter role postgres set search_path to "$user", public, extensions;
alter role supabase_auth_admin set search_path to auth;
alter role supabase_storage_admin set search_path to storage;

-- Hosted limits. The gateway applies those of the role a request assumes, as PostgREST does.
alter role anon set statement_timeout to '3s';
alter role authenticated set statement_timeout to '8s';
alter role authenticator set statement_timeout to '8s';
alter role authenticator set lock_timeout to '8s';

-- Owning the database is what lets `postgres` create schemas and the trusted contrib extensions.
alter database postgres owner to postgres;

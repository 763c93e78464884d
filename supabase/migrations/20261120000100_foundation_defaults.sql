-- Foundation: nothing is reachable unless a later line says so.
--
-- Supabase grants every new table and function in `public` to its three API roles, and PostgreSQL grants
-- every function to PUBLIC. Both are taken back here, before anything exists, so that each later grant is
-- a decision that can be read beside its object. Without `in schema` the first statement reaches every
-- schema; with it, it would do nothing.

alter default privileges revoke execute on functions from public;

alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;

-- `public` is the API. `private` holds what the API is made of: predicates, trigger functions and the
-- bodies of commands. It is not exposed; its usage is granted because policies run as their caller.
create schema private;
comment on schema private is 'Predicates, trigger functions and command bodies. Never exposed by the Data API.';
grant usage on schema private to anon, authenticated;

-- Errors -----------------------------------------------------------------------------------------------

create function private.refuse(http_status integer, error_key text, explanation text, place text default null)
returns void language plpgsql volatile set search_path = '' as $$
begin
  if place is null then
    raise exception using errcode = 'PT' || http_status, message = error_key, hint = explanation;
  end if;
  raise exception using errcode = 'PT' || http_status, message = error_key, hint = explanation, detail = place;
end;
$$;
comment on function private.refuse(integer, text, text, text) is
  'Raises an error whose SQLSTATE is PT + the HTTP status, whose message is a stable key, whose hint is for people and whose detail says which of several values is meant. app/lib/database-errors.ts turns the key into words.';

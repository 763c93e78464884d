-- Custom fields: what a workspace asks on its form of a new ticket besides subject and text, and what was answered.
--
-- Answers are rows with typed columns rather than one jsonb per ticket: an export has their types, a filter finds an option
-- by an index, and a report counts them without reading tickets. What was answered stays when its field or option is put away.

create type public.ticket_field_kind as enum ('text', 'long_text', 'number', 'date', 'choice', 'choices', 'checkbox');

create table public.ticket_fields (
  workspace_id uuid not null,
  field_id uuid not null default gen_random_uuid(),
  kind public.ticket_field_kind not null,
  label text not null,
  help_text text not null default '',
  is_required boolean not null default false,
  category_ids uuid[],
  position integer not null default 0,
  archived_at timestamptz,
  primary key (workspace_id, field_id),
  constraint ticket_fields_workspace_fkey foreign key (workspace_id)
    references public.workspaces (workspace_id) on delete cascade,
  constraint ticket_fields_label_length check (char_length(btrim(label)) between 1 and 100),
  constraint ticket_fields_help_text_length check (char_length(help_text) <= 300),
  constraint ticket_fields_category_ids_range check (cardinality(category_ids) between 1 and 50)
);
comment on table public.ticket_fields is 'What a workspace''s form asks besides what every form asks. Archived ones stay on old tickets.';
comment on column public.ticket_fields.kind is 'Never changes: answers have its type.';
comment on column public.ticket_fields.category_ids is 'Asked for tickets of one of these categories; null: for every ticket.';
comment on column public.ticket_fields.is_required is 'Customers must answer it, where it is asked; a checkbox must be ticked. Agents may leave it empty.';
create unique index ticket_fields_label_key on public.ticket_fields (workspace_id, lower(label)) where archived_at is null;

create table public.ticket_field_options (
  workspace_id uuid not null,
  field_id uuid not null,
  option_id uuid not null default gen_random_uuid(),
  label text not null,
  position integer not null default 0,
  archived_at timestamptz,
  primary key (workspace_id, field_id, option_id),
  constraint ticket_field_options_field_fkey foreign key (workspace_id, field_id)
    references public.ticket_fields (workspace_id, field_id) on delete cascade,
  constraint ticket_field_options_label_length check (char_length(btrim(label)) between 1 and 100)
);
comment on table public.ticket_field_options is 'What there is to choose from, of a choice or several choices.';

create table public.ticket_field_values (
  workspace_id uuid not null,
  value_id uuid not null default gen_random_uuid(),
  ticket_id uuid not null,
  field_id uuid not null,
  text_value text,
  number_value numeric,
  date_value date,
  is_checked boolean,
  option_id uuid,
  primary key (workspace_id, value_id),
  constraint ticket_field_values_once_key unique nulls not distinct (workspace_id, ticket_id, field_id, option_id),
  constraint ticket_field_values_ticket_fkey foreign key (workspace_id, ticket_id)
    references public.tickets (workspace_id, ticket_id),
  constraint ticket_field_values_field_fkey foreign key (workspace_id, field_id)
    references public.ticket_fields (workspace_id, field_id),
  constraint ticket_field_values_option_fkey foreign key (workspace_id, field_id, option_id)
    references public.ticket_field_options (workspace_id, field_id, option_id),
  constraint ticket_field_values_one_value check (num_nonnulls(text_value, number_value, date_value, is_checked, option_id) = 1),
  constraint ticket_field_values_text_length check (char_length(text_value) between 1 and 5000),
  constraint ticket_field_values_number_range check (abs(number_value) < 1e15 and scale(number_value) <= 6),
  constraint ticket_field_values_date_range check (date_value between '1900-01-01' and '2200-12-31'),
  constraint ticket_field_values_is_checked_true check (is_checked)
);
comment on table public.ticket_field_values is
  'What was answered: one row for a field, of several choices one for each. No row: no answer, or a box that is not ticked.';
-- Tickets by what was chosen; and the foreign keys.
create index ticket_field_values_option_idx on public.ticket_field_values (workspace_id, field_id, option_id);

-- 30: the right type ---------------------------------------------------------------------------------------------

create function private.check_ticket_field_value() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  field public.ticket_fields;
begin
  select * into field from public.ticket_fields where workspace_id = new.workspace_id and field_id = new.field_id;
  if not (case field.kind
    when 'text' then new.text_value is not null and char_length(new.text_value) <= 500 and new.text_value !~ '[\n\r]'
    when 'long_text' then new.text_value is not null
    when 'number' then new.number_value is not null
    when 'date' then new.date_value is not null
    when 'checkbox' then new.is_checked is not null
    when 'choices' then new.option_id is not null
    when 'choice' then new.option_id is not null and not exists (
      select from public.ticket_field_values as other
      where other.workspace_id = new.workspace_id and other.ticket_id = new.ticket_id and other.field_id = new.field_id
        and other.value_id <> new.value_id)
  end) then
    perform private.refuse(422, 'ticket_field_invalid', 'This is no answer to this field.', new.field_id::text);
  end if;
  return new;
end;
$$;
comment on function private.check_ticket_field_value() is 'Lets a field have answers of its kind alone, whoever writes them. 422 ticket_field_invalid.';
create trigger t30_check_value before insert or update on public.ticket_field_values
  for each row execute function private.check_ticket_field_value();

-- Reading ------------------------------------------------------------------------------------------------------

create type public.ticket_field_option as (option_id uuid, label text);
create type public.ticket_field_answer as (field_id uuid, answers text[]);
comment on type public.ticket_field_answer is
  'A field with what is answered, as text: words, a number with a point, a date as 2026-12-31, ids of options, or true for a ticked box. Empty: no answer.';
create type public.ticket_field_line as (
  field_id uuid, kind public.ticket_field_kind, label text, help_text text, is_required boolean, category_ids uuid[],
  options public.ticket_field_option[], answers text[], archived_at timestamptz);

create function private.list_ticket_field_answers(of_workspace_id uuid, of_ticket_id uuid, of_field_id uuid) returns text[]
language sql stable set search_path = '' as $$
  select array(
    select coalesce(value.text_value, trim_scale(value.number_value)::text, to_char(value.date_value, 'YYYY-MM-DD'), value.option_id::text, 'true')
    from public.ticket_field_values as value
    left join public.ticket_field_options as option using (workspace_id, field_id, option_id)
    where value.workspace_id = of_workspace_id and value.ticket_id = of_ticket_id and value.field_id = of_field_id
    order by option.position, option.option_id);
$$;
comment on function private.list_ticket_field_answers(uuid, uuid, uuid) is 'What is answered to a field of a ticket, as ticket_field_answer has it.';

create function private.list_ticket_fields(of_workspace_id uuid, of_ticket_id uuid default null, is_answered boolean default false)
returns public.ticket_field_line[]
language sql stable set search_path = '' as $$
  select array(
    select row(
      field.field_id, field.kind, field.label, field.help_text, field.is_required, field.category_ids,
      array(
        select row(option.option_id, option.label)::public.ticket_field_option
        from public.ticket_field_options as option
        where option.workspace_id = field.workspace_id and option.field_id = field.field_id
          and (option.archived_at is null or option.option_id::text = any (given.answers))
        order by option.position, option.option_id),
      given.answers, field.archived_at)::public.ticket_field_line
    from public.ticket_fields as field
    cross join lateral (select private.list_ticket_field_answers(field.workspace_id, of_ticket_id, field.field_id) as answers) as given
    where field.workspace_id = of_workspace_id
      and (given.answers <> '{}' or field.archived_at is null and not is_answered)
    order by field.position, field.field_id);
$$;
comment on function private.list_ticket_fields(uuid, uuid, boolean) is
  'The fields that a workspace asks, with what a ticket has answered, also to fields and by options that are put away; with is_answered only those with an answer.';

-- Access: reading only; commands do the rest. No delete: fields and options are archived. ------------------------

alter table public.ticket_fields enable row level security;
alter table public.ticket_field_options enable row level security;
alter table public.ticket_field_values enable row level security;
grant select on public.ticket_fields, public.ticket_field_options, public.ticket_field_values to authenticated;

create policy "Members read their workspaces' fields" on public.ticket_fields for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));
create policy "Members read their workspaces' options" on public.ticket_field_options for select to authenticated
  using (workspace_id = any (array(select private.my_workspace_ids())));
-- Customers have theirs by get_my_ticket().
create policy "Agents read what the tickets that they see answered" on public.ticket_field_values for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and ((select private.sees_every_team()) or exists (
      select from public.tickets as ticket
      where ticket.ticket_id = ticket_field_values.ticket_id
        and (ticket.team_id = any (array(select private.my_hidden_team_ids()))) is not true)));

grant execute on function private.list_ticket_field_answers(uuid, uuid, uuid), private.list_ticket_fields(uuid, uuid, boolean) to authenticated;

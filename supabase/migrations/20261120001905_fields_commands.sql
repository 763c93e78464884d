-- Commands of custom fields: what the form of a workspace asks.

create type public.ticket_field_draft as (
  kind public.ticket_field_kind, label text, help_text text, is_required boolean, category_ids uuid[], options public.ticket_field_option[]);
comment on type public.ticket_field_draft is
  'A field as it is to be. category_ids: null for every ticket. options: of a choice or several choices, in order; without an id a new one.';

create function private.refuse_too_many_fields(of_workspace_id uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if (select count(*) from public.ticket_fields where workspace_id = of_workspace_id and archived_at is null) >= 30 then
    perform private.refuse(422, 'too_many_ticket_fields', 'A form has 30 fields of its own at most.');
  end if;
end;
$$;
comment on function private.refuse_too_many_fields(uuid) is 'Errors: 422 too_many_ticket_fields, where there is no room for another one.';

create function private.check_ticket_field(of_workspace_id uuid, draft public.ticket_field_draft) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  count_of_options constant integer := coalesce(cardinality(draft.options), 0);
  twice text;
begin
  if draft.kind is null then
    perform private.refuse(422, 'ticket_field_kind_fixed', 'A field has a kind, and keeps it: answers have its type.');
  end if;
  if draft.kind in ('choice', 'choices') then
    if count_of_options = 0 then
      perform private.refuse(422, 'ticket_field_without_options', 'A choice needs something to choose from.');
    end if;
    if count_of_options > 50 then
      perform private.refuse(422, 'too_many_ticket_field_options', 'A choice has 50 options at most.');
    end if;
  elsif count_of_options > 0 then
    perform private.refuse(422, 'ticket_field_without_choice', 'Only a choice has options.');
  end if;
  select min(given.label) into twice from unnest(draft.options) as given
  group by lower(btrim(given.label)) having count(*) > 1 limit 1;
  if twice is not null then
    perform private.refuse(422, 'ticket_field_option_twice', 'Two options are called the same.', twice);
  end if;
  if exists (
    select from unnest(draft.category_ids) as wanted
    where wanted is null or not exists (
      select from public.ticket_categories as category where category.workspace_id = of_workspace_id and category.category_id = wanted))
  then
    perform private.refuse(422, 'category_not_found', 'There is no such category in this workspace.');
  end if;
end;
$$;
comment on function private.check_ticket_field(uuid, public.ticket_field_draft) is
  'Errors: 422 ticket_field_kind_fixed (none), ticket_field_without_options, too_many_ticket_field_options, ticket_field_without_choice, category_not_found; 422 ticket_field_option_twice, with the option as detail.';

create function private.save_ticket_field(of_workspace_slug text, of_field_id uuid, draft public.ticket_field_draft) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  wanted constant public.ticket_fields := jsonb_populate_record(null::public.ticket_fields, jsonb_build_object(
    'label', btrim(coalesce(draft.label, '')), 'help_text', btrim(coalesce(draft.help_text, '')), 'is_required', coalesce(draft.is_required, false)));
  saved public.ticket_fields;
begin
  perform private.check_ticket_field(locked_id, draft);
  if of_field_id is null then
    perform private.refuse_too_many_fields(locked_id);
    insert into public.ticket_fields (workspace_id, kind, label, help_text, is_required, category_ids, position)
    select locked_id, draft.kind, wanted.label, wanted.help_text, wanted.is_required, draft.category_ids, coalesce(max(position), 0) + 1
    from public.ticket_fields where workspace_id = locked_id
    returning * into saved;
  else
    select * into saved from public.ticket_fields where workspace_id = locked_id and field_id = of_field_id and archived_at is null;
    if saved.field_id is null then
      perform private.refuse(404, 'ticket_field_not_found', 'There is no such field in this workspace.');
    end if;
    if draft.kind <> saved.kind then
      perform private.refuse(422, 'ticket_field_kind_fixed', 'A field has a kind, and keeps it: answers have its type.');
    end if;
    update public.ticket_fields set
      label = wanted.label, help_text = wanted.help_text, is_required = wanted.is_required, category_ids = draft.category_ids
    where workspace_id = locked_id and field_id = saved.field_id
      and (label, help_text, is_required, category_ids)
        is distinct from (wanted.label, wanted.help_text, wanted.is_required, draft.category_ids);
  end if;
  perform private.save_ticket_field_options(locked_id, saved.field_id, draft.options);
  return saved.field_id;
end;
$$;
create function public.save_ticket_field(workspace_slug text, draft public.ticket_field_draft, field_id uuid default null) returns uuid
language sql volatile set search_path = '' as $$ select private.save_ticket_field(workspace_slug, field_id, draft); $$;
comment on function public.save_ticket_field(text, public.ticket_field_draft, uuid) is
  'Makes a field, the last one of the form, or says anew what one asks, and answers its id. Options that the draft leaves out are not offered any more; answers keep them. Errors: 404 workspace_not_found, ticket_field_not_found; 403 settings_forbidden; 409 list_changed (an option); 422 too_many_ticket_fields and those of check_ticket_field(); 23505 ticket_fields_label_key; 23514 ticket_fields_label_length, ticket_fields_help_text_length, ticket_fields_category_ids_range, ticket_field_options_label_length.';

create function private.save_ticket_field_options(of_workspace_id uuid, of_field_id uuid, options public.ticket_field_option[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  kept_ids constant uuid[] := array(select given.option_id from unnest(options) as given where given.option_id is not null);
begin
  if (
    select count(*) from public.ticket_field_options as option
    where option.workspace_id = of_workspace_id and option.field_id = of_field_id and option.archived_at is null
      and option.option_id = any (kept_ids)) <> cardinality(kept_ids)
  then
    perform private.refuse(409, 'list_changed', 'The list has changed since you opened it.');
  end if;
  update public.ticket_field_options set archived_at = now()
  where workspace_id = of_workspace_id and field_id = of_field_id and archived_at is null and option_id <> all (kept_ids);
  insert into public.ticket_field_options as option (workspace_id, field_id, option_id, label, position)
  select of_workspace_id, of_field_id, coalesce(given.option_id, gen_random_uuid()), btrim(coalesce(given.label, '')), given.nth
  from unnest(options) with ordinality as given (option_id, label, nth)
  on conflict (workspace_id, field_id, option_id) do update set label = excluded.label, position = excluded.position
  where (option.label, option.position) is distinct from (excluded.label, excluded.position);
end;
$$;
comment on function private.save_ticket_field_options(uuid, uuid, public.ticket_field_option[]) is
  'Makes the options of a field these, in this order. Errors: 409 list_changed, for an id that is not offered.';

create function private.set_ticket_field_archived(of_workspace_slug text, of_field_id uuid, is_archived boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  if not exists (
    select from public.ticket_fields as field
    where field.workspace_id = locked_id and field.field_id = of_field_id and (field.archived_at is null) = is_archived)
  then
    perform private.refuse(404, 'ticket_field_not_found', 'There is no such field in this workspace.');
  end if;
  if not is_archived then
    perform private.refuse_too_many_fields(locked_id);
  end if;
  update public.ticket_fields set
    archived_at = case when is_archived then now() end,
    position = case when is_archived then position else (select max(other.position) + 1 from public.ticket_fields as other where other.workspace_id = locked_id) end
  where workspace_id = locked_id and field_id = of_field_id;
end;
$$;
create function public.archive_ticket_field(workspace_slug text, field_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.set_ticket_field_archived(workspace_slug, field_id, true); $$;
comment on function public.archive_ticket_field(text, uuid) is
  'Takes a field from the form; what was answered stays. Errors: 404 workspace_not_found, ticket_field_not_found; 403 settings_forbidden.';
create function public.restore_ticket_field(workspace_slug text, field_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.set_ticket_field_archived(workspace_slug, field_id, false); $$;
comment on function public.restore_ticket_field(text, uuid) is
  'Asks an archived field again, as the last one. Errors: 404 workspace_not_found, ticket_field_not_found; 403 settings_forbidden; 422 too_many_ticket_fields; 23505 ticket_fields_label_key.';

create function private.order_ticket_fields(of_workspace_slug text, field_ids uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  perform private.refuse_other_list(
    array(select field.field_id from public.ticket_fields as field where field.workspace_id = locked_id and field.archived_at is null), field_ids);
  update public.ticket_fields as field set position = given.nth
  from unnest(field_ids) with ordinality as given (field_id, nth)
  where field.workspace_id = locked_id and field.field_id = given.field_id and field.position <> given.nth;
end;
$$;
create function public.order_ticket_fields(workspace_slug text, field_ids uuid[]) returns void
language sql volatile set search_path = '' as $$ select private.order_ticket_fields(workspace_slug, field_ids); $$;
comment on function public.order_ticket_fields(text, uuid[]) is
  'Puts the fields of a form, all of them, in an order. Errors: 404 workspace_not_found; 403 settings_forbidden; 409 list_changed.';

grant execute on function private.save_ticket_field(text, uuid, public.ticket_field_draft),
  public.save_ticket_field(text, public.ticket_field_draft, uuid), private.set_ticket_field_archived(text, uuid, boolean),
  public.archive_ticket_field(text, uuid), public.restore_ticket_field(text, uuid),
  private.order_ticket_fields(text, uuid[]), public.order_ticket_fields(text, uuid[]) to authenticated;

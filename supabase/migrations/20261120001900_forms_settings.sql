-- The form of a new ticket: the categories it offers, and the fields it asks. Owners and admins change both.

create function private.refuse_other_list(known uuid[], given uuid[]) returns void
language plpgsql stable set search_path = '' as $$
begin
  if array(select each from unnest(known) as each order by 1) is distinct from array(select each from unnest(given) as each order by 1) then
    perform private.refuse(409, 'list_changed', 'The list has changed since you opened it.');
  end if;
end;
$$;
comment on function private.refuse_other_list(uuid[], uuid[]) is 'Lets an order pass that names each thing of a list once. Errors: 409 list_changed.';

-- Categories ---------------------------------------------------------------------------------------------------

create function private.save_category(of_workspace_slug text, of_category_id uuid, category_name text, category_description text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
  saved_id uuid := of_category_id;
begin
  if of_category_id is null then
    perform private.refuse_too_many_categories(locked_id);
    insert into public.ticket_categories (workspace_id, name, description, position)
    select locked_id, btrim(coalesce(category_name, '')), btrim(category_description), coalesce(max(position), 0) + 1
    from public.ticket_categories where workspace_id = locked_id
    returning category_id into saved_id;
    return saved_id;
  end if;
  update public.ticket_categories set name = btrim(coalesce(category_name, name)), description = btrim(category_description)
  where workspace_id = locked_id and category_id = of_category_id and archived_at is null;
  if not found then
    perform private.refuse(404, 'category_not_found', 'There is no such category in this workspace.');
  end if;
  return saved_id;
end;
$$;
create function public.save_category(workspace_slug text, name text, description text default '', category_id uuid default null) returns uuid
language sql volatile set search_path = '' as $$ select private.save_category(workspace_slug, category_id, name, coalesce(description, '')); $$;
comment on function public.save_category(text, text, text, uuid) is
  'Makes a category, the last one of the form, or says anew what one is called and means, and answers its id. Errors: 404 workspace_not_found, category_not_found; 403 settings_forbidden; 422 too_many_categories; 23505 ticket_categories_name_key; 23514 ticket_categories_name_length, ticket_categories_description_length.';

create function private.refuse_too_many_categories(of_workspace_id uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if (select count(*) from public.ticket_categories where workspace_id = of_workspace_id and archived_at is null) >= 50 then
    perform private.refuse(422, 'too_many_categories', 'A form offers 50 categories at most.');
  end if;
end;
$$;
comment on function private.refuse_too_many_categories(uuid) is 'Errors: 422 too_many_categories, where there is no room for another one.';

create function private.set_category_archived(of_workspace_slug text, of_category_id uuid, is_archived boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  if not exists (
    select from public.ticket_categories as category
    where category.workspace_id = locked_id and category.category_id = of_category_id and (category.archived_at is null) = is_archived)
  then
    perform private.refuse(404, 'category_not_found', 'There is no such category in this workspace.');
  end if;
  if not is_archived then
    perform private.refuse_too_many_categories(locked_id);
  end if;
  update public.ticket_categories set
    archived_at = case when is_archived then now() end,
    position = case when is_archived then position else (select max(other.position) + 1 from public.ticket_categories as other where other.workspace_id = locked_id) end
  where workspace_id = locked_id and category_id = of_category_id;
end;
$$;
create function public.archive_category(workspace_slug text, category_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.set_category_archived(workspace_slug, category_id, true); $$;
comment on function public.archive_category(text, uuid) is
  'Takes a category from the form; tickets keep it. Errors: 404 workspace_not_found, category_not_found; 403 settings_forbidden.';
create function public.restore_category(workspace_slug text, category_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.set_category_archived(workspace_slug, category_id, false); $$;
comment on function public.restore_category(text, uuid) is
  'Offers an archived category again, as the last one. Errors: 404 workspace_not_found, category_not_found; 403 settings_forbidden; 422 too_many_categories; 23505 ticket_categories_name_key.';

create function private.order_categories(of_workspace_slug text, category_ids uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  locked_id constant uuid := private.lock_settings(of_workspace_slug);
begin
  perform private.refuse_other_list(
    array(select category.category_id from public.ticket_categories as category where category.workspace_id = locked_id and category.archived_at is null),
    category_ids);
  update public.ticket_categories as category set position = given.nth
  from unnest(category_ids) with ordinality as given (category_id, nth)
  where category.workspace_id = locked_id and category.category_id = given.category_id and category.position <> given.nth;
end;
$$;
create function public.order_categories(workspace_slug text, category_ids uuid[]) returns void
language sql volatile set search_path = '' as $$ select private.order_categories(workspace_slug, category_ids); $$;
comment on function public.order_categories(text, uuid[]) is
  'Puts the categories of a form, all of them, in an order. Errors: 404 workspace_not_found; 403 settings_forbidden; 409 list_changed.';

-- The page -----------------------------------------------------------------------------------------------------

create type public.category_line as (category_id uuid, name text, description text, archived_at timestamptz);

create function private.get_form_settings(of_workspace_slug text)
returns table (categories public.category_line[], fields public.ticket_field_line[], archived_fields public.ticket_field_line[])
language sql stable security definer set search_path = '' as $$
  select
    array(
      select row(category.category_id, category.name, category.description, category.archived_at)::public.category_line
      from public.ticket_categories as category where category.workspace_id = workspace.workspace_id
      order by category.archived_at desc nulls first, category.position, category.name
    ),
    private.list_ticket_fields(workspace.workspace_id),
    array(
      select row(
        field.field_id, field.kind, field.label, field.help_text, field.is_required, field.category_ids,
        '{}'::public.ticket_field_option[], '{}'::text[], field.archived_at)::public.ticket_field_line
      from public.ticket_fields as field
      where field.workspace_id = workspace.workspace_id and field.archived_at is not null
      order by field.archived_at desc, field.field_id limit 200
    )
  from public.workspaces as workspace
  where workspace.slug = of_workspace_slug and workspace.workspace_id = any (array(select private.my_admin_workspace_ids()));
$$;
create function public.get_form_settings(workspace_slug text)
returns table (categories public.category_line[], fields public.ticket_field_line[], archived_fields public.ticket_field_line[])
language sql stable set search_path = '' as $$ select * from private.get_form_settings(workspace_slug); $$;
comment on function public.get_form_settings(text) is
  'The categories and fields of a workspace''s form, those that are offered in their order, the archived ones after them. No row: not an owner or admin of such a workspace.';

grant execute on function private.save_category(text, uuid, text, text), public.save_category(text, text, text, uuid),
  private.set_category_archived(text, uuid, boolean), public.archive_category(text, uuid), public.restore_category(text, uuid),
  private.order_categories(text, uuid[]), public.order_categories(text, uuid[]),
  private.get_form_settings(text), public.get_form_settings(text) to authenticated;

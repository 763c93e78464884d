-- Which tickets a page of the inbox shows. Chosen without policies, since the planner cannot know how much of a workspace
-- they let a caller see: expecting a small part it sorts all of it, instead of reading a page of the index. Whoever is no
-- member gets nothing, what is hidden from a member is left out as by the policy, and what is shown of the tickets
-- list_tickets() reads with its caller's rights.

create function private.list_inbox_page(
  of_workspace_id uuid, view public.inbox_view, search text, before_activity_at timestamptz, before_ticket_id uuid, page_size integer,
  is_by_due boolean, after_due_at timestamptz
) returns setof uuid
language plpgsql stable security definer rows 50 set search_path = '' set plan_cache_mode = 'force_custom_plan' as $$
declare
  my_member_id constant uuid := private.my_member_id(of_workspace_id);
  hidden_team_ids constant uuid[] := array(select private.my_hidden_team_ids());
begin
  if my_member_id is null then
    return;
  end if;
  -- Planned with the arguments' values, so that each view finds its own index, in each order.
  return query
  select page.ticket_id
  from public.tickets as page
  where page.workspace_id = of_workspace_id
    and (page.team_id = any (hidden_team_ids)) is not true
    and case view
      when 'active' then page.status in ('open', 'in_progress', 'waiting')
      when 'mine' then page.status in ('open', 'in_progress', 'waiting')
        and page.assignee_id = my_member_id
      when 'unassigned' then page.status in ('open', 'in_progress', 'waiting') and page.assignee_id is null
      when 'done' then page.status in ('resolved', 'closed')
      else true
    end
    and (
      before_activity_at is null
      or case
        when not is_by_due then (page.last_activity_at, page.ticket_id) < (before_activity_at, before_ticket_id)
        -- Among those for which nothing is due, which are the last.
        when after_due_at is null then coalesce(page.sla_due_at, 'infinity') = 'infinity'
          and (page.last_activity_at, page.ticket_id) < (before_activity_at, before_ticket_id)
        else coalesce(page.sla_due_at, 'infinity') >= after_due_at
          and (coalesce(page.sla_due_at, 'infinity') > after_due_at
            or (page.last_activity_at, page.ticket_id) < (before_activity_at, before_ticket_id))
      end)
    and (
      search is null
      or page.number::text = ltrim(btrim(search), '#')
      or strpos(lower(page.subject), lower(btrim(search))) > 0)
  order by case when is_by_due then coalesce(page.sla_due_at, 'infinity') end, page.last_activity_at desc, page.ticket_id desc
  limit least(greatest(page_size, 1), 100);
end;
$$;
comment on function private.list_inbox_page(uuid, public.inbox_view, text, timestamptz, uuid, integer, boolean, timestamptz) is
  'The tickets of a page of list_tickets(), in no order that may be relied on. Nothing for who is no member of the workspace.';

grant execute on function private.list_inbox_page(uuid, public.inbox_view, text, timestamptz, uuid, integer, boolean, timestamptz) to authenticated;

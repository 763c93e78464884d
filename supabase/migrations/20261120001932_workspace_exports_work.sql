-- What the worker says of an export while it makes one, and what ends one.

create function private.begin_workspace_export(of_workspace_id uuid, of_export_id uuid, row_count bigint, file_count bigint) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update private.workspace_exports
  set state = 'running', rows_total = row_count, files_total = file_count, rows_done = 0, files_done = 0, part_count = 0, noted_at = now()
  where workspace_id = of_workspace_id and export_id = of_export_id and state in ('waiting', 'running');
  return found;
end;
$$;
comment on function private.begin_workspace_export(uuid, uuid, bigint, bigint) is 'Notes what is to be done. False: it is not wanted any more.';

create function private.note_workspace_export(of_workspace_id uuid, of_export_id uuid, row_count bigint, file_count bigint, parts integer) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update private.workspace_exports set rows_done = row_count, files_done = file_count, part_count = parts, noted_at = now()
  where workspace_id = of_workspace_id and export_id = of_export_id and state = 'running';
  return found;
end;
$$;
comment on function private.note_workspace_export(uuid, uuid, bigint, bigint, integer) is 'Notes how far it is. False: it is not wanted any more.';

create function private.finish_workspace_export(of_workspace_id uuid, of_export_id uuid, bytes bigint, parts integer) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  lasts constant interval := interval '7 days';
begin
  update private.workspace_exports
  set state = 'done', finished_at = now(), expires_at = now() + lasts, noted_at = now(), byte_size = bytes, part_count = parts,
    rows_done = rows_total, files_done = files_total
  where workspace_id = of_workspace_id and export_id = of_export_id and state = 'running';
  if not found then
    return false;
  end if;
  perform private.enqueue_job(
    'remove-workspace-export', jsonb_build_object('workspace_id', of_workspace_id, 'export_id', of_export_id), now() + lasts);
  return true;
end;
$$;
comment on function private.finish_workspace_export(uuid, uuid, bigint, integer) is
  'The file is there, for seven days; then the worker removes it. False: it is not wanted any more.';

create function private.fail_workspace_export(of_workspace_id uuid, of_export_id uuid) returns void
language sql volatile security definer set search_path = '' as $$
  update private.workspace_exports set state = 'failed', noted_at = now()
  where workspace_id = of_workspace_id and export_id = of_export_id and state in ('waiting', 'running');
$$;
comment on function private.fail_workspace_export(uuid, uuid) is 'It could not be made; whoever waits for it is told.';

create function private.drop_workspace_exports(of_workspace_id uuid) returns void
language sql volatile security definer set search_path = '' as $$
  with dropped as (
    update private.workspace_exports set state = 'expired', expires_at = now()
    where workspace_id = of_workspace_id and state in ('waiting', 'running', 'done')
    returning export_id
  )
  select private.enqueue_job('remove-workspace-export', jsonb_build_object('workspace_id', of_workspace_id, 'export_id', export_id))
  from dropped;
$$;
comment on function private.drop_workspace_exports(uuid) is
  'Ends all exports of a workspace, those under way too, and has their files removed: something that they hold was erased.';

-- Telling who asked ------------------------------------------------------------------------------------------------

select pgboss.create_queue('send-workspace-export', json_build_object(
  'policy', 'standard', 'retryLimit', 8, 'retryDelay', 10, 'retryBackoff', true, 'expireInSeconds', 120));

create function private.enqueue_export_notice() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.enqueue_job('send-workspace-export', jsonb_build_object('workspace_id', new.workspace_id, 'export_id', new.export_id));
  return null;
end;
$$;
comment on function private.enqueue_export_notice() is 'Has the owner who asked told by mail that their export is ready, or could not be made.';
create trigger t80_enqueue_export_notice after update on private.workspace_exports
  for each row when (old.state in ('waiting', 'running') and new.state in ('done', 'failed'))
  execute function private.enqueue_export_notice();

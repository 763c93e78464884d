-- Jobs: work that follows from a change (mail, later SMS, webhooks, sweeps) is enqueued in the transaction that
-- causes it, and run by worker/. One queue per kind of job; its name is the file in worker/jobs/.

-- The library leaves these open; everything in them is named with its schema.
alter function pgboss.create_queue(text, json) set search_path = '';
alter function pgboss.delete_queue(text) set search_path = '';

select pgboss.create_queue('send-ticket-confirmation', json_build_object(
  'policy', 'standard', 'retryLimit', 8, 'retryDelay', 10, 'retryBackoff', true, 'expireInSeconds', 120));

create function private.enqueue_job(queue_name text, job_data jsonb, start_after timestamptz default now()) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  job_id uuid;
begin
  insert into pgboss.job (name, data, start_after, dead_letter, expire_in, keep_until, retry_limit, retry_delay, retry_backoff, policy)
  select queue.name, job_data, start_after, queue.dead_letter,
         coalesce(queue.expire_seconds * interval '1 second', interval '15 minutes'),
         start_after + coalesce(queue.retention_minutes * interval '1 minute', interval '14 days'),
         coalesce(queue.retry_limit, 2), coalesce(queue.retry_delay, 0), coalesce(queue.retry_backoff, false), queue.policy
  from pgboss.queue where queue.name = queue_name
  returning id into job_id;
  if job_id is null then
    raise exception using errcode = 'PT500', message = 'queue_not_found', hint = format('There is no queue named %L.', queue_name);
  end if;
  return job_id;
end;
$$;
comment on function private.enqueue_job(text, jsonb, timestamptz) is
  'Adds a job to a queue in the current transaction and answers its id. Retries, back-off and expiry are the queue''s. For triggers and command bodies only.';

-- A new ticket is confirmed to its customer by mail, whoever opened it.
create function private.enqueue_ticket_confirmation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.enqueue_job('send-ticket-confirmation', jsonb_build_object('ticket_id', new.ticket_id));
  return null;
end;
$$;
comment on function private.enqueue_ticket_confirmation() is 'A new ticket is confirmed to its customer by mail.';

create trigger t80_enqueue_ticket_confirmation after insert on public.tickets
  for each row execute function private.enqueue_ticket_confirmation();

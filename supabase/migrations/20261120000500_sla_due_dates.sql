-- SLA: when an answer is due. Targets in calendar time, from the oldest customer message without an answer:
-- urgent 1 hour, high 4 hours, medium 24 hours, low 72 hours.

create type public.ticket_priority as enum ('low', 'medium', 'high', 'urgent');

create function private.sla_target(priority public.ticket_priority) returns interval
language sql immutable set search_path = '' as $$
  select case priority
    when 'urgent' then interval '1 hour'
    when 'high' then interval '4 hours'
    when 'medium' then interval '24 hours'
    when 'low' then interval '72 hours'
  end;
$$;
comment on function private.sla_target(public.ticket_priority) is 'Time allowed for an answer at this priority, in calendar time.';

create function private.sla_due_at(priority public.ticket_priority, awaiting_reply_since timestamptz) returns timestamptz
language sql immutable set search_path = '' as $$
  -- Through UTC, where a day always has 24 hours, so that the result does not depend on the session's zone.
  select ((awaiting_reply_since at time zone 'UTC') + private.sla_target(priority)) at time zone 'UTC';
$$;
comment on function private.sla_due_at(public.ticket_priority, timestamptz) is
  'When an answer is due to a customer who has been waiting since the given time; null while nobody waits.';

-- Erasure: what is known of a person, and what was said in a ticket, is taken out for good. What can be counted stays:
-- that there was a ticket, when, by whom it was answered and how fast.
--
-- With a ticket goes all that was said in it, by everybody, notes and files too: it is about the person who opened it,
-- greets and quotes them. Of somebody who only took part in another's ticket go their own words, files and name there.
-- Rooms that are open hear of it as of deleted messages. Files lie in Storage until the worker's job has run.
-- docs/privacy.md says it to owners.

-- The audit log keeps what was done, and who did it unless that was somebody who is erased.
create function private.without_erased(entry public.audit_entries) returns public.audit_entries
language plpgsql stable security definer set search_path = '' as $$
begin
  if entry.actor_type = 'customer' and exists (
    select from public.customers where workspace_id = entry.workspace_id and customer_id = entry.actor_id and erased_at is not null)
  then
    entry.actor_name := '—';
  end if;
  if entry.subject_kind = 'message' and exists (
    select from public.messages
    where room_id = entry.subject_id and seq = (entry.before ->> 'seq')::integer and erased_at is not null)
  then
    entry.before := entry.before || '{"sender_name": "—"}';
  end if;
  return entry;
end;
$$;
comment on function private.without_erased(public.audit_entries) is
  'An entry without the names of people who are erased: the one change that the audit log allows.';

create function private.forget_jobs(ids uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  texts constant text[] := ids;
begin
  -- Mails that wait are not sent. What a mail server answered names the address.
  delete from pgboss.job
  where name like 'send-%' and state in ('created', 'retry') and exists (select from jsonb_each_text(data) as field where field.value = any (texts));
  update pgboss.job set output = null
  where output is not null and exists (select from jsonb_each_text(data) as field where field.value = any (texts));
  update pgboss.archive set output = null
  where output is not null and exists (select from jsonb_each_text(data) as field where field.value = any (texts));
end;
$$;
comment on function private.forget_jobs(uuid[]) is 'Takes back mails that wait and are about one of these, and empties what the queue keeps of those that were sent.';

-- A person ------------------------------------------------------------------------------------------------------

create function private.erase_customer(of_workspace_id uuid, of_customer_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  users constant uuid[] := array(
    select user_id from public.customer_identities where workspace_id = of_workspace_id and customer_id = of_customer_id);
  known uuid[] := array(
    select request_id from private.transcript_requests where workspace_id = of_workspace_id and customer_id = of_customer_id);
begin
  update public.customers set name = '—', email = null, erased_at = coalesce(erased_at, now())
  where workspace_id = of_workspace_id and customer_id = of_customer_id;
  -- Whoever has the room open loses it with this.
  delete from public.customer_identities where workspace_id = of_workspace_id and customer_id = of_customer_id;
  delete from private.access_links where workspace_id = of_workspace_id and customer_id = of_customer_id;
  delete from private.access_link_requests where workspace_id = of_workspace_id and customer_id = of_customer_id;
  delete from private.transcript_requests where workspace_id = of_workspace_id and customer_id = of_customer_id;
  perform private.forget_jobs(known || of_customer_id);
  -- A browser's identity that is good for nothing else. An account with an address is its owner's own.
  delete from auth.users as account
  where account.id = any (users) and account.is_anonymous
    and not exists (select from public.customer_identities where user_id = account.id)
    and not exists (select from public.workspace_members where user_id = account.id);
  update public.audit_entries as entry set actor_name = (private.without_erased(entry)).actor_name, before = (private.without_erased(entry)).before
  where entry.workspace_id = of_workspace_id and entry.actor_id = of_customer_id;
end;
$$;
comment on function private.erase_customer(uuid, uuid) is
  'Takes out who a customer is: name, address, identities, links, mails that wait. Of tickets see erase_ticket() and erase_participation().';

-- A room ---------------------------------------------------------------------------------------------------------

create function private.empty_messages(of_room_id uuid, sent_by uuid, change bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  emptied integer[];
begin
  with emptying as (
    update public.messages as message set
      body = '', sender_name = case sender_type when 'agent' then message.sender_name when 'customer' then '—' else '' end,
      old_value = case when system_kind::text like 'participant_%' then null else message.old_value end,
      new_value = case when system_kind::text like 'participant_%' then '—' else message.new_value end,
      deleted_at = case sender_type when 'system' then null else coalesce(message.deleted_at, now()) end,
      edited_at = null, erased_at = now(), change_seq = change
    where message.room_id = of_room_id and message.erased_at is null and (sent_by is null or message.customer_id = sent_by)
    returning seq
  )
  select array_agg(seq) into emptied from emptying;
  delete from public.message_versions where room_id = of_room_id and seq = any (emptied);
  delete from public.message_reactions where room_id = of_room_id and seq = any (emptied);
  -- Kept until the worker has deleted the object; also those that were never sent.
  update public.attachments set file_name = '—', removed_at = coalesce(removed_at, now())
  where room_id = of_room_id and (sent_by is null or customer_id = sent_by);
  update public.audit_entries as entry set actor_name = (private.without_erased(entry)).actor_name, before = (private.without_erased(entry)).before
  where entry.workspace_id = (select workspace_id from public.chat_rooms where room_id = of_room_id)
    and entry.subject_kind = 'message' and entry.subject_id = of_room_id and (entry.before ->> 'seq')::integer = any (emptied);
  -- Those that quote one are shown anew too.
  update public.messages set change_seq = change
  where room_id = of_room_id and reply_to_seq = any (emptied) and erased_at is null;
  -- What Realtime would tell again to whoever joins.
  delete from realtime.messages as told
  where told.topic like 'room:' || of_room_id || ':%' or sent_by is null and told.topic like 'notes:' || of_room_id || ':%';
  perform realtime.send(jsonb_build_object('kind', 'delete', 'change_seq', change), 'room_changed', private.room_topic('room', of_room_id), true);
end;
$$;
comment on function private.empty_messages(uuid, uuid, bigint) is
  'Empties the messages of a room, all or those of one customer, with what belongs to them, and tells the room.';

create function private.erase_ticket(of_ticket_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  ticket public.tickets;
begin
  perform from public.chat_rooms as room where room.ticket_id = of_ticket_id for no key update;
  select * into ticket from public.tickets where ticket_id = of_ticket_id;
  if ticket.ticket_id is null or ticket.erased_at is not null then
    return false;
  end if;
  -- There is nobody left to answer.
  update public.tickets set status = 'closed' where ticket_id = of_ticket_id and status <> 'closed';
  perform private.empty_messages(ticket.chat_room_id, null, private.next_change(ticket.chat_room_id));
  update public.internal_notes set body = '—' where room_id = ticket.chat_room_id;
  update public.ticket_events set
    actor_name = case actor_type when 'customer' then '—' else actor_name end,
    -- Of a field what it said before.
    old_value = case when kind::text like 'participant_%' or kind = 'field_changed' then null else old_value end,
    new_value = case when kind::text like 'participant_%' then '—' else new_value end
  where workspace_id = ticket.workspace_id and ticket_id = of_ticket_id;
  delete from public.ticket_field_values where workspace_id = ticket.workspace_id and ticket_id = of_ticket_id;
  update public.sla_events set reason = '' where workspace_id = ticket.workspace_id and ticket_id = of_ticket_id and reason <> '';
  update public.ticket_participants set invited_by_name = '—' where workspace_id = ticket.workspace_id and ticket_id = of_ticket_id;
  perform private.forget_jobs(
    array(select request_id from private.transcript_requests where workspace_id = ticket.workspace_id and ticket_id = of_ticket_id) || of_ticket_id);
  delete from private.transcript_requests where workspace_id = ticket.workspace_id and ticket_id = of_ticket_id;
  update public.tickets set subject = '—', submission_id = null, erased_at = now() where ticket_id = of_ticket_id;
  -- Those who took part belong to this ticket alone; who opened it may have others.
  perform private.erase_customer(ticket.workspace_id, participant.customer_id)
  from public.ticket_participants as participant
  where participant.workspace_id = ticket.workspace_id and participant.ticket_id = of_ticket_id;
  if not exists (
    select from public.tickets as other
    where other.workspace_id = ticket.workspace_id and other.customer_id = ticket.customer_id and other.erased_at is null)
  then
    perform private.erase_customer(ticket.workspace_id, ticket.customer_id);
  end if;
  return true;
end;
$$;
comment on function private.erase_ticket(uuid) is
  'Takes out all that was said in a ticket and who took part, closes it, and erases whoever opened it when it was the last. False: it was done before.';

create function private.erase_participation(of_workspace_id uuid, of_customer_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  of_ticket_id constant uuid := (
    select ticket_id from public.ticket_participants where workspace_id = of_workspace_id and customer_id = of_customer_id);
  of_room_id uuid;
  names text[];
begin
  if of_ticket_id is null then
    return;
  end if;
  select room.room_id into of_room_id from public.chat_rooms as room where room.ticket_id = of_ticket_id for no key update;
  -- As they were called in each message; events and lines of the system have names and no ids.
  names := array(
    select name from public.customers where workspace_id = of_workspace_id and customer_id = of_customer_id
    union select sender_name from public.messages where room_id = of_room_id and customer_id = of_customer_id);
  -- What tells of their going has no name any more.
  perform private.erase_customer(of_workspace_id, of_customer_id);
  update public.ticket_participants set removed_at = coalesce(removed_at, now())
  where workspace_id = of_workspace_id and ticket_id = of_ticket_id and customer_id = of_customer_id;
  perform private.empty_messages(of_room_id, of_customer_id, private.next_change(of_room_id));
  delete from public.message_reactions where room_id = of_room_id and customer_id = of_customer_id;
  update public.messages set sender_name = case when sender_name = any (names) then '' else sender_name end,
    old_value = case when old_value = any (names) then '—' else old_value end,
    new_value = case when new_value = any (names) then '—' else new_value end,
    change_seq = private.next_change(of_room_id)
  where room_id = of_room_id and sender_type = 'system' and (
    sender_name = any (names) or system_kind::text like 'participant_%' and (old_value = any (names) or new_value = any (names)));
  update public.ticket_events set actor_name = case when actor_type = 'customer' and actor_name = any (names) then '—' else actor_name end,
    old_value = case when kind::text like 'participant_%' and old_value = any (names) then '—' else old_value end,
    new_value = case when kind::text like 'participant_%' and new_value = any (names) then '—' else new_value end
  where workspace_id = of_workspace_id and ticket_id = of_ticket_id;
  update public.ticket_participants set invited_by_name = '—'
  where workspace_id = of_workspace_id and ticket_id = of_ticket_id and invited_by_name = any (names);
end;
$$;
comment on function private.erase_participation(uuid, uuid) is 'Takes out what somebody said and was called in the ticket of somebody else, and ends that they take part.';

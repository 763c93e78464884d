/**
 * What the audit log must tell of: changes of access, roles, policies, settings, assignments, what is deleted, what leaves.
 * A table or column that is new has to be put on one side or the other here.
 */
import type { Guard } from "./guards";

/** Table, trigger function, and the events it has to hear of: I, U, D. */
const recorded: [table: string, by: string, events: string][] = [
  ["public.workspaces", "record_audit", "IU"],
  ["public.workspace_members", "record_audit", "IUD"],
  ["public.workspace_invitations", "record_audit", "IU"],
  ["public.member_skills", "record_audit", "ID"],
  ["public.teams", "record_audit", "IUD"],
  ["public.team_members", "record_audit", "IUD"],
  ["public.ticket_categories", "record_audit", "IUD"],
  ["public.ticket_fields", "record_audit", "IUD"],
  ["public.ticket_field_options", "record_audit", "IUD"],
  ["public.ticket_participants", "record_audit", "IU"],
  ["public.customer_identities", "record_audit", "D"],
  ["public.tickets", "record_assignment", "U"],
  ["public.messages", "record_message_deleted", "U"],
  ["public.sla_calendars", "record_sla_audit", "U"],
  ["public.sla_policies", "record_sla_audit", "U"],
  ["private.retention_rules", "record_retention_audit", "IUD"],
  ["private.transcript_requests", "record_transcript_requested", "I"],
];

/** Commands that write their entry themselves: what they do has no row of its own that says it, or none that stays. */
const commands = [
  "private.add_export(workspace_members)",
  "private.cancel_workspace_deletion(text)",
  "private.erase_customers(text,uuid[],text)",
  "private.erase_resting_tickets(integer,timestamp with time zone)",
  "private.open_workspace_export(text,uuid)",
  "private.request_workspace_deletion(text,text)",
];

/** Columns of tables with record_audit that nobody is told of: keys, times of making, what follows from another column. */
const silent: Record<string, string> = {
  "public.workspaces": "workspace_id created_at epoch logo_width logo_height deletion_requested_at deletion_at",
  "public.workspace_members": "workspace_id member_id user_id avatar_id created_at needs_second_factor is_active",
  "public.workspace_invitations": "workspace_id invitation_id team_ids invited_by created_at expires_at accepted_by",
  "public.member_skills": "workspace_id created_at",
  "public.teams": "workspace_id team_id created_at",
  "public.team_members": "workspace_id created_at",
  "public.ticket_categories": "workspace_id category_id",
  "public.ticket_fields": "workspace_id field_id",
  "public.ticket_field_options": "workspace_id field_id option_id",
  "public.ticket_participants": "workspace_id ticket_id invited_by_name invited_at link_sent_at",
  "public.customer_identities": "workspace_id user_id created_at",
};

/** Tables of a workspace of which nothing is told: conversations, timelines and clocks are their own record, the rest follows. */
const unrecorded = `
  private.access_link_requests private.access_links private.deleted_slugs private.deleted_workspaces private.erasures private.former_slugs private.invitation_secrets private.pictures private.sla_what_if_clocks
  private.sla_what_ifs private.ticket_counters private.workspace_export_downloads private.workspace_exports public.attachments
  public.audit_entries public.chat_rooms public.customers public.internal_notes public.message_reactions public.message_versions
  public.room_receipts public.sla_calendar_exception_hours public.sla_calendar_exceptions public.sla_calendar_hours
  public.sla_calendar_versions public.sla_clocks public.sla_events public.sla_notices public.sla_policy_versions public.sla_targets
  public.ticket_events public.ticket_field_values public.workspace_skills`;

const list = (rows: string[][]) => `(values ${rows.map((row) => `(${row.map((text) => `'${text}'`).join(", ")})`).join(", ")})`;
const words = (text: string) => text.trim().split(/\s+/);

const triggers = `
  select format('%s.%s', nspname, relname) as label, proname::text as by, tgrelid, string_to_array(encode(tgargs, 'escape'), '\\000') as arguments,
    array_remove(array[case when tgtype & 4 > 0 then 'I' end, case when tgtype & 16 > 0 then 'U' end, case when tgtype & 8 > 0 then 'D' end], null) as events
  from pg_trigger join pg_proc on pg_proc.oid = tgfoid join pg_class on pg_class.oid = tgrelid join pg_namespace on pg_namespace.oid = relnamespace
  where prosrc ~ 'private\\.write_audit' and tgenabled in ('O', 'A') and tgtype & 3 = 1`;

const compared = (found: string, wanted: string) =>
  `(select 'unknown: ' || it from (${found} except ${wanted}) as beyond (it)) union all (select 'missing: ' || it from (${wanted} except ${found}) as gone (it))`;

export const auditGuards: Guard[] = [
  {
    rule: "what the audit log must tell of has its trigger, for each way it can happen",
    offenders: `select it as offender from (${compared(
      `select format('%s %s %s', label, by, event) from (${triggers}) as it, unnest(events) as event`,
      `select format('%s %s %s', label, by, event) from ${list(recorded)} as wanted (label, by, events), unnest(string_to_array(events, null)) as event`,
    )}) as differing (it)`,
    broken: [
      "drop trigger t70_record_assignment on public.tickets",
      "alter table public.workspace_members disable trigger t70_record_audit",
      "drop trigger t70_record_audit on public.team_members; create trigger t70_record_audit after insert on public.team_members for each row execute function private.record_audit('team_member', 'team_id', 'member_id', 'team_id,member_id,is_lead')",
      "create trigger t70_broken after insert on public.tickets for each row execute function private.record_assignment()",
    ],
  },
  {
    rule: "every column of what the audit log tells of is told of, or known not to be",
    offenders: `select it as offender from (${compared(
      `select distinct format('%s %s', label, attname) from (${triggers}) as it join pg_attribute on attrelid = tgrelid and attnum > 0 and not attisdropped
       where by = 'record_audit' and not exists (
         select from (${triggers}) as same where same.label = it.label and same.by = it.by and attname = any (string_to_array(same.arguments[4], ',')))`,
      `select format('%s %s', label, name) from ${list(Object.entries(silent))} as known (label, names), unnest(string_to_array(names, ' ')) as name`,
    )}) as differing (it)`,
    broken: [
      "alter table public.teams add column is_forgotten boolean",
      "drop trigger t70_record_audit on public.workspace_members; create trigger t70_record_audit after update on public.workspace_members for each row execute function private.record_audit('member', 'member_id', 'display_name', 'display_name')",
    ],
  },
  {
    rule: "every other table of a workspace is known to be on nobody's audit log, and so are the commands that write their own entry",
    offenders: `select it as offender from (${compared(
      `select format('%s.%s', nspname, relname) from pg_class join pg_namespace on pg_namespace.oid = relnamespace
       where nspname in ('public', 'private') and relkind in ('r', 'p')
         and exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'workspace_id' and not attisdropped)
         and pg_class.oid not in (select tgrelid from (${triggers}) as it)`,
      `select it from ${list(words(unrecorded).map((name) => [name]))} as known (it)`,
    )}) as differing (it)
    union all
    select it from (${compared(
      "select pg_proc.oid::regprocedure::text from pg_proc where prosrc ~ 'private\\.write_audit' and prorettype <> 'trigger'::regtype",
      `select it from ${list(commands.map((name) => [name]))} as known (it)`,
    )}) as differing (it)`,
    broken: [
      "create table public.forgotten (workspace_id uuid not null references public.workspaces (workspace_id), forgotten_id uuid primary key)",
      "create or replace function private.open_workspace_export(of_workspace_slug text, of_export_id uuid) returns public.workspace_export_file language sql as 'select null::public.workspace_export_file'",
    ],
  },
];

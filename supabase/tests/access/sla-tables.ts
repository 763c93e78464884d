/** The tables of the SLA in the access matrix: members read them, triggers and commands write. */
import { members, tickets, workspaces } from "../../../tests/support/cast";
import { insiders } from "./private-team";
import type { TableSpec } from "./tables";

const { acme } = workspaces;
const free = "'90000000-0000-4000-8000-000000000001'";
const both = (...rows: string[]) => ["acme", "globex"].flatMap((name) => rows.map((row) => `${name} ${row}`));
const list = (...rows: string[]) => rows.sort().join(", ");

/** Rows that each workspace has: its members see theirs, Mia both. */
const ofWorkspaces = (...rows: string[]) => ({
  select: {
    acmeStaff: list(...rows.map((row) => `acme ${row}`)),
    globexStaff: list(...rows.map((row) => `globex ${row}`)),
    mia: list(...both(...rows)),
  },
  all: list(...both(...rows)),
});

/** Rows that each ticket has: agents see their workspace's, of Dora's only those who see what is Billing's, no customer any. */
const ofTickets = (...rows: string[]) => {
  const of = (...names: string[]) => list(...names.flatMap((name) => rows.map((row) => `${name} ${row}`)));
  return {
    select: {
      acmeStaff: of("carl"),
      globexStaff: of("gus"),
      mia: of("carl", "gus"),
      ...Object.fromEntries(insiders.map((name) => [name, of("carl", "dora")])),
    },
    all: of("carl", "dora", "gus"),
  };
};

const versionOf = (table: string) => `(select current_version_id from public.${table} where workspace_id = '${acme.workspaceId}')`;
const calendarVersion = versionOf("sla_calendars");
const policyVersion = versionOf("sla_policies");
const policy = `(select policy_id from public.sla_policies where workspace_id = '${acme.workspaceId}')`;
const calendar = `(select calendar_id from public.sla_calendars where workspace_id = '${acme.workspaceId}')`;
const ofAcme = `workspace_id = '${acme.workspaceId}'`;
const ofCarl = `'${acme.workspaceId}', '${tickets.carl.ticketId}'`;
const whatIf = `insert into private.sla_what_ifs (workspace_id, what_if_id, draft, settings, tickets_total) values ('${acme.workspaceId}', ${free}, '{}', '{}', 0)`;

export const slaTables: Record<string, TableSpec> = {
  "public.sla_calendars": {
    label: "workspace_id || ' ' || name",
    ...ofWorkspaces("Business hours"),
    insert: `insert into public.sla_calendars (workspace_id, name) values ('${acme.workspaceId}', 'Mine')`,
    update: `update public.sla_calendars set name = 'Mine' where ${ofAcme}`,
    delete: `delete from public.sla_calendars where calendar_id = ${free}`,
  },
  "public.sla_calendar_versions": {
    label: "workspace_id || ' v' || version",
    ...ofWorkspaces("v1"),
    insert: `insert into public.sla_calendar_versions (workspace_id, calendar_id, version, time_zone) values ('${acme.workspaceId}', ${calendar}, 2, 'UTC')`,
    update: `update public.sla_calendar_versions set time_zone = 'Europe/Berlin' where ${ofAcme}`,
    delete: `delete from public.sla_calendar_versions where calendar_version_id = ${free}`,
  },
  "public.sla_calendar_hours": {
    label: "workspace_id || ' ' || weekday",
    ...ofWorkspaces("1", "2", "3", "4", "5"),
    insert: `insert into public.sla_calendar_hours values ('${acme.workspaceId}', ${calendarVersion}, 6, '09:00', '12:00')`,
    update: `update public.sla_calendar_hours set closes_at = '23:00' where ${ofAcme}`,
    delete: `delete from public.sla_calendar_hours where ${ofAcme}`,
  },
  "public.sla_calendar_exceptions": {
    label: "workspace_id || ' ' || name",
    ...ofWorkspaces("Christmas"),
    insert: `insert into public.sla_calendar_exceptions values ('${acme.workspaceId}', ${calendarVersion}, '2026-12-26', true, 'Mine')`,
    update: `update public.sla_calendar_exceptions set name = 'Mine' where ${ofAcme}`,
    delete: `delete from public.sla_calendar_exceptions where ${ofAcme}`,
  },
  "public.sla_calendar_exception_hours": {
    label: "workspace_id || ' ' || opens_at",
    ...ofWorkspaces("09:00:00"),
    insert: `insert into public.sla_calendar_exception_hours values ('${acme.workspaceId}', ${calendarVersion}, '2026-12-25', true, '13:00', '14:00')`,
    update: `update public.sla_calendar_exception_hours set closes_at = '23:00' where ${ofAcme}`,
    delete: `delete from public.sla_calendar_exception_hours where ${ofAcme}`,
  },
  "public.sla_policies": {
    label: "workspace_id || ' ' || name",
    ...ofWorkspaces("Default"),
    insert: `insert into public.sla_policies (workspace_id, name, position) values ('${acme.workspaceId}', 'Mine', 0)`,
    update: `update public.sla_policies set archived_at = now() where ${ofAcme}`,
    delete: `delete from public.sla_policies where policy_id = ${free}`,
  },
  "public.sla_policy_versions": {
    label: "workspace_id || ' v' || version",
    ...ofWorkspaces("v1"),
    insert: `insert into public.sla_policy_versions (workspace_id, policy_id, version) values ('${acme.workspaceId}', ${policy}, 2)`,
    update: `update public.sla_policy_versions set channels = '{phone}' where ${ofAcme}`,
    delete: `delete from public.sla_policy_versions where policy_version_id = ${free}`,
  },
  "public.sla_targets": {
    label: "workspace_id || ' ' || metric || ' ' || priority",
    ...ofWorkspaces(
      ...["first_response", "next_response"].flatMap((metric) => ["low", "medium", "high", "urgent"].map((one) => `${metric} ${one}`)),
    ),
    insert: `insert into public.sla_targets values ('${acme.workspaceId}', ${policyVersion}, 'resolution', 'low', 3600, 'calendar')`,
    update: `update public.sla_targets set target_seconds = 1 where ${ofAcme}`,
    delete: `delete from public.sla_targets where ${ofAcme}`,
  },
  "public.sla_clocks": {
    label: "ticket_id || ' ' || metric || ' ' || state",
    ...ofTickets("first_response met"),
    insert: `insert into public.sla_clocks (workspace_id, ticket_id, metric, sequence, policy_version_id, priority, target_seconds, basis, state, started_at, consumed_seconds, last_event_number)
      values (${ofCarl}, 'resolution', 1, ${policyVersion}, 'low', 60, 'calendar', 'running', now(), 0, 1)`,
    update: `update public.sla_clocks set due_at = now() where ${ofAcme}`,
    delete: `delete from public.sla_clocks where ticket_id = ${free}`,
  },
  "public.sla_events": {
    label: "ticket_id || ' ' || kind",
    ...ofTickets("activate", "fulfil"),
    insert: `insert into public.sla_events (workspace_id, ticket_id, metric, sequence, event_number, kind, at) values (${ofCarl}, 'first_response', 1, 3, 'cancel', now())`,
    update: `update public.sla_events set at = now() where ${ofAcme}`,
    delete: `delete from public.sla_events where ${ofAcme}`,
  },
  "public.sla_notices": {
    label: "ticket_id || ' ' || level",
    ...ofTickets("warning"),
    insert: `insert into public.sla_notices (workspace_id, ticket_id, metric, sequence, level, member_id) values (${ofCarl}, 'first_response', 1, 'breach', '${members.sana.memberId}')`,
    update: `update public.sla_notices set level = 'breach' where ${ofAcme}`,
    delete: `delete from public.sla_notices where ${ofAcme}`,
  },
  "private.sla_what_ifs": {
    label: "workspace_id",
    select: null,
    all: "acme",
    before: whatIf,
    insert: `insert into private.sla_what_ifs (workspace_id, draft, settings, tickets_total) values ('${acme.workspaceId}', '{}', '{}', 0)`,
    update: `update private.sla_what_ifs set state = 'done' where ${ofAcme}`,
    delete: `delete from private.sla_what_ifs where ${ofAcme}`,
  },
  "private.sla_what_if_clocks": {
    label: "workspace_id",
    select: null,
    all: "acme",
    before: `${whatIf}; insert into private.sla_what_if_clocks values ('${acme.workspaceId}', ${free}, '${tickets.carl.ticketId}', 'resolution', 1, false, false, now())`,
    insert: `insert into private.sla_what_if_clocks values ('${acme.workspaceId}', ${free}, '${tickets.carl.ticketId}', 'resolution', 1, true, false, now())`,
    update: `update private.sla_what_if_clocks set is_breached = true where ${ofAcme}`,
    delete: `delete from private.sla_what_if_clocks where ${ofAcme}`,
  },
};

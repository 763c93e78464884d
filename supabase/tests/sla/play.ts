/** Plays histories of tickets in the database, as people, messages and plain SQL would have made them, and reads the clocks. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Calendar } from "../../../tests/sla/business-time";
import type { Happening, History, OracleClock, Policy } from "../../../tests/sla/history";

const text = (value: string) => pg.escapeLiteral(value);
const time = (value: Date) => text(value.toISOString());
const orNull = (value: string | null) => (value === null ? "null" : text(value));

/** A workspace with one customer, one agent and a ticket that others are merged into, in the open transaction. */
export type Desk = { workspaceId: string; customerId: string; memberId: string; otherTicketId: string };

export async function makeDesk(client: pg.Client): Promise<Desk> {
  const [workspaceId, customerId, memberId, otherTicketId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await client.query(`
    insert into public.workspaces (workspace_id, slug, name) values ('${workspaceId}', 'sla-${workspaceId.slice(0, 8)}', 'SLA');
    update public.sla_policies set archived_at = now() where workspace_id = '${workspaceId}';
    insert into public.customers (workspace_id, customer_id, email, name) values ('${workspaceId}', '${customerId}', 'c@example.com', 'C');
    insert into public.workspace_members (workspace_id, member_id, display_name) values ('${workspaceId}', '${memberId}', 'A');
    insert into public.tickets (ticket_id, workspace_id, customer_id, subject) values ('${otherTicketId}', '${workspaceId}', '${customerId}', 'X')`);
  return { workspaceId, customerId, memberId, otherTicketId };
}

/** @returns statements that make a version of a calendar, and the version's id */
export function calendarStatements(workspaceId: string, { timeZone, weekly, exceptions }: Calendar): { id: string; sql: string } {
  const [id, calendarId] = [randomUUID(), randomUUID()];
  const key = `'${workspaceId}', '${id}'`;
  const rows = (table: string, values: string[]) => (values.length > 0 ? `insert into public.${table} values ${values.join(", ")};` : "");
  return {
    id,
    sql: `
      insert into public.sla_calendars (workspace_id, calendar_id, name, current_version_id) values ('${workspaceId}', '${calendarId}', '${calendarId}', '${id}');
      insert into public.sla_calendar_versions (workspace_id, calendar_id, calendar_version_id, version, time_zone)
      values ('${workspaceId}', '${calendarId}', '${id}', 1, ${text(timeZone)});
      ${rows(
        "sla_calendar_hours",
        weekly.map(({ weekday, opensAt, closesAt }) => `(${key}, ${weekday}, '${opensAt}', '${closesAt}')`),
      )}
      ${rows(
        "sla_calendar_exceptions",
        exceptions.map(({ date, isYearly }) => `(${key}, '${date}', ${isYearly}, '')`),
      )}
      ${rows(
        "sla_calendar_exception_hours",
        exceptions.flatMap(({ date, isYearly, hours }) =>
          hours.map(({ opensAt, closesAt }) => `(${key}, '${date}', ${isYearly}, '${opensAt}', '${closesAt}')`),
        ),
      )}`,
  };
}

type Versions = ReadonlyMap<string, { policyVersionId: string; calendarVersionId: string }>;

function policyStatements(workspaceId: string, policies: Policy[]): { versions: Versions; sql: string } {
  const calendars = new Map<Calendar, string>();
  const versions = new Map<string, { policyVersionId: string; calendarVersionId: string }>();
  const sql: string[] = [];
  for (const { id, calendar, targets } of policies) {
    if (!calendars.has(calendar)) {
      const made = calendarStatements(workspaceId, calendar);
      calendars.set(calendar, made.id);
      sql.push(made.sql);
    }
    const [policyId, policyVersionId] = [randomUUID(), randomUUID()];
    const calendarVersionId = calendars.get(calendar)!;
    versions.set(id, { policyVersionId, calendarVersionId });
    sql.push(`
      insert into public.sla_policies (workspace_id, policy_id, name, position, current_version_id, archived_at)
      values ('${workspaceId}', '${policyId}', '${policyId}', 1, '${policyVersionId}', now());
      insert into public.sla_policy_versions (workspace_id, policy_id, policy_version_id, version, calendar_id)
      select '${workspaceId}', '${policyId}', '${policyVersionId}', 1, calendar_id
      from public.sla_calendar_versions where calendar_version_id = '${calendarVersionId}';`);
    for (const [metric, byPriority] of Object.entries(targets))
      for (const [priority, target] of Object.entries(byPriority ?? {}))
        if (target)
          sql.push(
            `insert into public.sla_targets values ('${workspaceId}', '${policyVersionId}', '${metric}', '${priority}', ${target.seconds}, '${target.basis}');`,
          );
  }
  return { versions, sql: sql.join("\n") };
}

/**
 * Plays a history and answers the ticket's clocks as they are read at `now`: what ran out by then is noticed by the sweep.
 * In the open transaction, which is for its caller to undo.
 */
export async function play(client: pg.Client, desk: Desk, { history, now }: { history: History; now: Date }): Promise<OracleClock[]> {
  const { workspaceId, customerId } = desk;
  const { created, happenings, options } = history;
  const used = [created.policy, ...happenings.map((one) => (one.kind === "changed" ? (one.policy ?? null) : null))];
  const policies = [...new Map(used.flatMap((policy) => (policy ? [[policy.id, policy] as const] : []))).values()];
  const { versions, sql } = policyStatements(workspaceId, policies);
  const [ticketId, roomId] = [randomUUID(), randomUUID()];
  const matched = created.policy && versions.get(created.policy.id);
  const isAwaiting = created.by === "customer" && created.status !== "resolved" && created.status !== "closed";
  const statements = [
    sql,
    `update public.workspaces set sla_reopen_rule = '${options.reopen}', sla_unanswered_rule = '${options.resolveWithoutReply}' where workspace_id = '${workspaceId}'`,
    matched ? `update public.sla_policies set archived_at = null where current_version_id = '${matched.policyVersionId}'` : "",
    `insert into public.tickets (ticket_id, workspace_id, chat_room_id, customer_id, subject, status, priority, created_at, last_activity_at, awaiting_reply_since)
     values ('${ticketId}', '${workspaceId}', '${roomId}', '${customerId}', 'X', '${created.status}', '${created.priority}', ${time(created.at)}, ${time(created.at)}, ${isAwaiting ? time(created.at) : "null"})`,
    `insert into public.chat_rooms (room_id, workspace_id, ticket_id, status) values ('${roomId}', '${workspaceId}', '${ticketId}', '${created.status === "closed" ? "closed" : "open"}')`,
    ...happenings.map((happening) => statementFor(happening, desk, ticketId, roomId, versions)),
    `select private.sweep_sla_clocks(100000, ${time(now)})`,
  ];
  await client.query(statements.filter(Boolean).join(";\n"));
  const { rows } = await client.query<Omit<OracleClock, "consumed_seconds"> & { consumed_seconds: string }>(
    `select metric, sequence, priority, target_seconds, basis, started_at, consumed_seconds, running_since, due_at, state,
       met_at, met_late_at, breached_at, breach_cause, cancel_reason
     from public.sla_clocks where ticket_id = $1 order by metric, sequence`,
    [ticketId],
  );
  return rows.map((row) => ({ ...row, consumed_seconds: Number(row.consumed_seconds) }));
}

function statementFor(happening: Happening, desk: Desk, ticketId: string, roomId: string, versions: Versions): string {
  const at = time(happening.at);
  const set = (changes: string[]) =>
    `update public.tickets set ${[...changes, `as_of = ${at}`].join(", ")} where ticket_id = '${ticketId}'`;
  const say = (type: "customer" | "agent") =>
    `insert into public.messages (room_id, seq, workspace_id, sender_type, customer_id, member_id, sender_name, client_id, body, created_at)
     values ('${roomId}', private.take_seq('${roomId}', '${type}'), '${desk.workspaceId}', '${type}',
       ${type === "customer" ? `'${desk.customerId}', null` : `null, '${desk.memberId}'`}, 'X', gen_random_uuid(), 'X', ${at})`;
  switch (happening.kind) {
    case "customer_message":
      return say("customer");
    case "agent_message":
      return say("agent");
    case "note":
      return `insert into public.internal_notes (room_id, note_seq, workspace_id, member_id, author_name, client_id, body, created_at)
        select '${roomId}', coalesce(max(note_seq), 0) + 1, '${desk.workspaceId}', '${desk.memberId}', 'A', gen_random_uuid(), 'X', ${at}
        from public.internal_notes where room_id = '${roomId}'`;
    case "no_reply_needed":
      return set(["awaiting_reply_since = null"]);
    case "reopened_by_customer":
      return set(["status = 'open'", `awaiting_reply_since = ${at}`]);
    case "spam":
      return set([`spam_at = ${at}`]);
    case "merged":
      return set([`merged_into_ticket_id = '${desk.otherTicketId}'`]);
    case "changed": {
      const { status, priority, policy } = happening;
      const version = policy && versions.get(policy.id);
      return set([
        ...(status ? [`status = '${status}'`] : []),
        ...(priority ? [`priority = '${priority}'`] : []),
        ...(policy === undefined
          ? []
          : [
              `sla_policy_version_id = ${orNull(version?.policyVersionId ?? null)}`,
              `sla_calendar_version_id = ${orNull(version?.calendarVersionId ?? null)}`,
            ]),
      ]);
    }
  }
}

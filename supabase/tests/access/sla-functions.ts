/** Settings of the SLA in the access matrix: owners and admins of the workspace see and change them, nobody else does. */
import { categories, teams } from "../../../tests/support/cast";
import { DENIED, outcomes, type Row } from "./expectation";

const FRESH = "90000000-0000-4000-8000-000000000001";

/** As Acme's and Globex' settings answer: their owners and admins, their agents, and everybody else signed in. */
function settings(name: string, call: (slug: string) => string, answer: string, got: string, agent: string, rest: string): Row[] {
  const statement = (slug: string) => `select ${answer} from public.${call(slug)} as it`;
  const row = (slug: string, expected: Record<string, string>): Row => ({
    subject: `function ${name}`,
    name: call(slug),
    statement: statement(slug),
    expected: outcomes({ everybodySignedIn: rest, anon: DENIED, service_role: DENIED, ...expected }),
  });
  return [row("acme", { acmeStaff: agent, olivia: got, adam: got }), row("globex", { globexStaff: agent, greg: got }), row("nowhere", {})];
}

/** A command, which says why not. */
const command = (name: string, call: (slug: string) => string, got = "done", answer = "'done'") =>
  settings(name, call, answer, got, "PT403 settings_forbidden", "PT404 workspace_not_found");

/** A draft as the Data API takes it. */
const draft = (type: string, given: object) => `jsonb_populate_record(null::public.${type}, '${JSON.stringify(given)}')`;
const calendarDraft = (name: string) =>
  draft("sla_calendar_draft", {
    name,
    time_zone: "Europe/Berlin",
    weekly: [{ weekday: 1, opens_at: "09:00", closes_at: "17:00" }],
    special_days: [],
  });
const policyDraft = (more: { team_ids?: string[]; category_ids?: string[] } = {}) =>
  draft("sla_policy_draft", {
    name: "Mine",
    ...more,
    targets: [{ metric: "resolution", priority: "high", target_seconds: 3600, basis: "calendar" }],
  });

const teamCalendars = (teamId: string) =>
  `array(select line from jsonb_populate_recordset(null::public.sla_team_calendar, '${JSON.stringify([{ team_id: teamId }])}') as line)`;

export const slaFunctionRows: Row[] = [
  ...settings(
    "get_sla_settings",
    (slug) => `get_sla_settings('${slug}')`,
    "cardinality(calendars) || ' and ' || cardinality(policies)",
    "1 and 1",
    "nothing",
    "nothing",
  ),
  ...settings(
    "count_outdated_sla_tickets",
    (slug) => `count_outdated_sla_tickets('${slug}')`,
    "coalesce(it::text, 'nothing')",
    "0",
    "nothing",
    "nothing",
  ),
  ...command("save_sla_calendar", (slug) => `save_sla_calendar('${slug}', ${calendarDraft("Mine")})`),
  ...command(
    "save_sla_calendar",
    (slug) => `save_sla_calendar('${slug}', ${calendarDraft("Mine")}, '${FRESH}')`,
    "PT404 sla_calendar_not_found",
  ),
  ...command(
    "preview_sla_calendar",
    (slug) => `preview_sla_calendar('${slug}', ${calendarDraft("")}, '2026-03-16T10:00Z')`,
    "true",
    "is_open::text",
  ),
  ...command("archive_sla_calendar", (slug) => `archive_sla_calendar('${slug}', '${FRESH}')`, "PT404 sla_calendar_not_found"),
  ...command("set_sla_options", (slug) => `set_sla_options('${slug}', 'restart', 'cancel')`),
  ...command("set_sla_calendars", (slug) => `set_sla_calendars('${slug}')`),
  ...command("set_sla_calendars", (slug) => `set_sla_calendars('${slug}', '${FRESH}')`, "PT404 sla_calendar_not_found"),
  ...command("save_sla_policy", (slug) => `save_sla_policy('${slug}', ${policyDraft()})`),
  ...command("save_sla_policy", (slug) => `save_sla_policy('${slug}', ${policyDraft()}, '${FRESH}')`, "PT404 sla_policy_not_found"),
  ...command("preview_sla_policy", (slug) => `preview_sla_policy('${slug}', ${policyDraft()})`, "high", "priority::text"),
  ...command("archive_sla_policy", (slug) => `archive_sla_policy('${slug}', '${FRESH}')`, "PT404 sla_policy_not_found"),
  ...command("order_sla_policies", (slug) => `order_sla_policies('${slug}', '{}')`, "PT409 sla_policies_changed"),
  ...settings(
    "is_recalculating_sla",
    (slug) => `is_recalculating_sla('${slug}')`,
    "coalesce(it::text, 'nothing')",
    "false",
    "nothing",
    "nothing",
  ),
  ...command("recalculate_sla", (slug) => `recalculate_sla('${slug}')`, "0", "it::text"),
  ...command("request_sla_what_if", (slug) => `request_sla_what_if('${slug}', null, ${policyDraft()})`),
  ...settings("get_sla_what_if", (slug) => `get_sla_what_if('${slug}', '${FRESH}')`, "state::text", "waiting", "nothing", "nothing").map(
    (row) => ({
      ...row,
      name: `${row.name} that is there`,
      before: `insert into private.sla_what_ifs (workspace_id, what_if_id, draft, settings, tickets_total)
      select workspace_id, '${FRESH}', '{}', '{}', 0 from public.workspaces`,
    }),
  ),
  ...settings("get_sla_what_if", (slug) => `get_sla_what_if('${slug}', '${FRESH}')`, "state::text", "nothing", "nothing", "nothing"),
  // Of another workspace: as if there were none.
  ...[
    ["a team", `save_sla_policy('acme', ${policyDraft({ team_ids: [teams.globexSupport.teamId] })})`, "PT422 sla_condition_unknown"],
    ["an own team", `save_sla_policy('acme', ${policyDraft({ team_ids: [teams.billing.teamId] })})`, "done"],
    [
      "a category",
      `save_sla_policy('acme', ${policyDraft({ category_ids: [categories.globexOrder.categoryId] })})`,
      "PT422 sla_condition_unknown",
    ],
    ["an own category", `save_sla_policy('acme', ${policyDraft({ category_ids: [categories.question.categoryId] })})`, "done"],
    ["an own team's calendar", `set_sla_calendars('acme', null, ${teamCalendars(teams.billing.teamId)})`, "done"],
    ["another's team's calendar", `set_sla_calendars('acme', null, ${teamCalendars(teams.globexSupport.teamId)})`, "PT404 team_not_found"],
  ].map(([what, call, got]): Row => {
    const name = call!.split("(")[0]!;
    return {
      subject: `function ${name}`,
      name: `${name} with ${what}`,
      statement: `select 'done' from public.${call!} as it`,
      expected: outcomes({
        everybodySignedIn: "PT404 workspace_not_found",
        anon: DENIED,
        service_role: DENIED,
        acmeStaff: "PT403 settings_forbidden",
        olivia: got!,
        adam: got!,
      }),
    };
  }),
];

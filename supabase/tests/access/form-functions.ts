/** Commands and reads of a workspace's form in the access matrix. */
import { categories, tickets } from "../../../tests/support/cast";
import { DENIED, outcomes, type Row } from "./expectation";
import { fields } from "./form-tables";

const FRESH = "90000000-0000-4000-8000-000000000001";
const NO_WORKSPACE = "PT404 workspace_not_found";
const FORBIDDEN = "PT403 settings_forbidden";

type Slug = "acme" | "globex" | "nowhere";

/** A command of owners and admins, for Acme, for Globex and for no workspace. */
function ofOwners(name: string, call: (slug: Slug) => string, answer = "done", before?: string): Row[] {
  const row = (slug: Slug, expected: Record<string, string>): Row => ({
    subject: `function ${name}`,
    name: call(slug),
    ...(before && { before }),
    statement: `select 'done' from public.${call(slug)} as it`,
    expected: outcomes({ everybodySignedIn: NO_WORKSPACE, anon: DENIED, service_role: DENIED, ...expected }),
  });
  return [
    row("acme", { acmeStaff: FORBIDDEN, olivia: answer, adam: answer }),
    row("globex", { globexStaff: FORBIDDEN, greg: answer }),
    row("nowhere", {}),
  ];
}

/** What is asked of a workspace's own tickets, by its agents. */
function ofAgents(name: string, call: (ticketId: string) => string, answer: string, before?: string): Row[] {
  const row = (ticketId: string, expected: Record<string, string>): Row => ({
    subject: `function ${name}`,
    name: call(ticketId),
    ...(before && { before }),
    statement: `select 'done' from public.${call(ticketId)} as it`,
    expected: outcomes({ everybodySignedIn: "PT404 ticket_not_found", anon: DENIED, service_role: DENIED, ...expected }),
  });
  return [row(tickets.carl.ticketId, { acmeStaff: answer }), row(tickets.gus.ticketId, { globexStaff: answer }), row(FRESH, {})];
}

const questionOf = {
  acme: categories.question.categoryId,
  globex: categories.globexQuestion.categoryId,
  nowhere: categories.question.categoryId,
};
const strangeTo = {
  acme: categories.globexQuestion.categoryId,
  globex: categories.question.categoryId,
  nowhere: categories.question.categoryId,
};
const draft = (more = "") => `jsonb_populate_record(null::public.ticket_field_draft, '{"kind": "text", "label": "New"${more}}')`;
const archived = "update public.ticket_categories set archived_at = now()";
const answers = `array(select line from jsonb_populate_recordset(null::public.ticket_field_answer, '[{"field_id": "${FRESH}", "answers": []}]') as line)`;

const settings = (slug: Slug, expected: Record<string, string>): Row => ({
  subject: "function get_form_settings",
  name: `get_form_settings('${slug}')`,
  statement: `select cardinality(categories)::text from public.get_form_settings('${slug}') as it`,
  expected: outcomes({ everybodySignedIn: "nothing", anon: DENIED, service_role: DENIED, ...expected }),
});
const asked = (slug: Slug, answer: string, before?: string): Row => ({
  subject: "function get_ticket_fields",
  name: `get_ticket_fields('${slug}')${before ? " where there are some" : ""}`,
  ...(before && { before }),
  statement: `select label from public.get_ticket_fields('${slug}') as it`,
  // The form is anybody's.
  expected: outcomes({ everybodySignedIn: answer, anon: answer, service_role: DENIED }),
});

export const formFunctionRows: Row[] = [
  settings("acme", { olivia: "3", adam: "3" }),
  settings("globex", { greg: "2" }),
  settings("nowhere", {}),
  asked("acme", "nothing"),
  asked("acme", "acme", fields),
  asked("globex", "globex", fields),
  ...ofOwners("save_category", (slug) => `save_category('${slug}', 'New')`),
  ...ofOwners("save_category", (slug) => `save_category('${slug}', 'Anew', 'What it is for', '${questionOf[slug]}')`),
  ...ofOwners("save_category", (slug) => `save_category('${slug}', 'Mine', '', '${strangeTo[slug]}')`, "PT404 category_not_found"),
  ...ofOwners("archive_category", (slug) => `archive_category('${slug}', '${strangeTo[slug]}')`, "PT404 category_not_found"),
  ...ofOwners("archive_category", (slug) => `archive_category('${slug}', '${questionOf[slug]}')`, "done", "select"),
  ...ofOwners("restore_category", (slug) => `restore_category('${slug}', '${strangeTo[slug]}')`, "PT404 category_not_found"),
  ...ofOwners("restore_category", (slug) => `restore_category('${slug}', '${questionOf[slug]}')`, "done", archived),
  ...ofOwners("order_categories", (slug) => `order_categories('${slug}', '{}')`, "PT409 list_changed"),
  ...ofOwners("order_categories", (slug) => `order_categories('${slug}', '{${strangeTo[slug]}}')`, "PT409 list_changed"),
  ...ofOwners("order_categories", (slug) => `order_categories('${slug}', '{}')`, "done", archived),
  ...ofOwners("save_ticket_field", (slug) => `save_ticket_field('${slug}', ${draft()})`),
  ...ofOwners(
    "save_ticket_field",
    (slug) => `save_ticket_field('${slug}', ${draft(`, "category_ids": ["${strangeTo[slug]}"]`)})`,
    "PT422 category_not_found",
  ),
  ...ofOwners("save_ticket_field", (slug) => `save_ticket_field('${slug}', ${draft()}, '${FRESH}')`, "PT404 ticket_field_not_found"),
  ...ofOwners("archive_ticket_field", (slug) => `archive_ticket_field('${slug}', '${FRESH}')`, "PT404 ticket_field_not_found"),
  ...ofOwners("archive_ticket_field", (slug) => `archive_ticket_field('${slug}', '${FRESH}')`, "done", fields),
  ...ofOwners("restore_ticket_field", (slug) => `restore_ticket_field('${slug}', '${FRESH}')`, "PT404 ticket_field_not_found"),
  ...ofOwners(
    "restore_ticket_field",
    (slug) => `restore_ticket_field('${slug}', '${FRESH}')`,
    "done",
    `${fields}; update public.ticket_fields set archived_at = now()`,
  ),
  ...ofOwners("order_ticket_fields", (slug) => `order_ticket_fields('${slug}', '{${FRESH}}')`, "done", fields),
  ...ofOwners("order_ticket_fields", (slug) => `order_ticket_fields('${slug}', '{${FRESH}}')`, "PT409 list_changed"),
  ...ofAgents("set_ticket_fields", (ticketId) => `set_ticket_fields('${ticketId}', '{}')`, "done"),
  ...ofAgents("set_ticket_fields", (ticketId) => `set_ticket_fields('${ticketId}', ${answers})`, "PT422 ticket_field_unknown", "select"),
  ...ofAgents("set_ticket_fields", (ticketId) => `set_ticket_fields('${ticketId}', ${answers})`, "done", fields),
];

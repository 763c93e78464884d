/** Exports, erasure, retention and deletion of a workspace in the access matrix. */
import { customers, members, workspaces } from "../../../tests/support/cast";
import { DENIED, outcomes, type Row } from "./expectation";
import { of } from "./workspace-functions";

const FRESH = "90000000-0000-4000-8000-000000000001";
const FORBIDDEN = "PT403 settings_forbidden";
const OWNERS = "PT403 owners_only";

const ownersOnly = { owner: "done", admin: OWNERS, agent: OWNERS };
const notForOthers = { owner: "done", agent: FORBIDDEN };

/** An export of each workspace that can be fetched. */
const exported = `
  insert into private.workspace_exports (workspace_id, export_id, requested_by, state, finished_at, expires_at, byte_size, part_count) values
    ('${workspaces.acme.workspaceId}', '${FRESH}', '${members.olivia.memberId}', 'done', now(), now() + interval '1 day', 5, 1),
    ('${workspaces.globex.workspaceId}', '${FRESH}', '${members.greg.memberId}', 'done', now(), now() + interval '1 day', 5, 1)`;
const erased = `
  insert into private.erasures (workspace_id, requested_by, customer_ids, tickets_total) values
    ('${workspaces.acme.workspaceId}', '${members.olivia.memberId}', '{}', 1), ('${workspaces.globex.workspaceId}', '${members.greg.memberId}', '{}', 1)`;

const closing = "update public.workspaces set deletion_requested_at = now(), deletion_at = now() + interval '1 day'";
const personOf = { acme: customers.dora, globex: customers.gus, nowhere: customers.gus };
const erase = (name: "acme" | "globex" | "nowhere", whose = name) =>
  `erase_customers('${name}', '{${personOf[whose].customerId}}', '${personOf[whose].email}')`;

/** A part of an export that somebody has opened, or not. */
const part = (name: string, opened: string, expected: Record<string, string>): Row => ({
  subject: "function may_read_export",
  name: `private.may_read_export ${name}`,
  before: `${exported}; ${opened}`,
  statement: `select 'may' where private.may_read_export('${workspaces.acme.workspaceId}/${FRESH}/1')`,
  expected: outcomes({ everybodySignedIn: "nothing", anon: DENIED, service_role: DENIED, ...expected }),
});
const opened = (by: string, at = "now()") =>
  `insert into private.workspace_export_downloads values ('${workspaces.acme.workspaceId}', '${FRESH}', '${by}', ${at})`;

export const dataFunctionRows: Row[] = [
  ...["list_workspace_exports", "list_erasures"].flatMap((list) =>
    of(list, (name) => `${list}('${name}')`, { owner: "nothing", agent: "nothing", rest: "nothing" }).map((row) => ({
      ...row,
      name: `${row.name} where there are none`,
    })),
  ),
  ...of("request_workspace_export", (name) => `request_workspace_export('${name}')`, ownersOnly),
  ...of(
    "list_workspace_exports",
    (name) => `list_workspace_exports('${name}')`,
    { owner: "done", admin: "nothing", agent: "nothing", rest: "nothing" },
    "it.state::text",
    exported,
  ),
  ...of("open_workspace_export", (name) => `open_workspace_export('${name}', '${FRESH}')`, ownersOnly, "'done'", exported),
  ...of("open_workspace_export", (name) => `open_workspace_export('${name}', '${FRESH}')`, {
    ...ownersOnly,
    owner: "PT404 export_not_found",
  }).map((row) => ({ ...row, name: `${row.name} that is not there` })),
  part("that nobody has opened", "select", {}),
  part("that an owner has opened", opened(members.olivia.memberId), { olivia: "may" }),
  part("that an owner opened long ago", opened(members.olivia.memberId, "now() - interval '2 hours'"), {}),
  part("that somebody opened who is an owner no more", opened(members.adam.memberId), {}),
  ...of("find_people", (name) => `find_people('${name}', '${personOf[name].email}')`, { owner: "found", agent: FORBIDDEN }, "'found'"),
  ...of(
    "preview_erasure",
    (name) => `preview_erasure('${name}', '{${personOf[name].customerId}}')`,
    { owner: "1", agent: FORBIDDEN },
    "it.tickets::text",
  ),
  ...of(
    "preview_erasure",
    (name) => `preview_erasure('${name}', '{${customers.gus.customerId}}')`,
    { owner: "0", agent: FORBIDDEN },
    "it.tickets::text",
  )
    .filter(({ name }) => name.includes("acme"))
    .map((row) => ({ ...row, name: `${row.name} of somebody elsewhere` })),
  // Done once, it is done: through the Data API only what changes nothing is tried.
  ...of("erase_customers", (name) => erase(name), notForOthers, "'done'", "select"),
  ...of("erase_customers", (name) => `erase_customers('${name}', '{${personOf[name].customerId}}', 'typed')`, {
    owner: "PT422 confirmation_differs",
    agent: FORBIDDEN,
  }),
  ...of("erase_customers", (name) => erase(name, "globex"), { owner: "PT404 customer_not_found", agent: FORBIDDEN })
    .filter(({ name }) => name.includes("acme"))
    .map((row) => ({ ...row, name: `${row.name} of somebody elsewhere` })),
  ...of(
    "list_erasures",
    (name) => `list_erasures('${name}')`,
    { owner: "1", agent: "nothing", rest: "nothing" },
    "it.tickets_total::text",
    erased,
  ),
  ...of("get_retention", (name) => `get_retention('${name}')`, notForOthers),
  ...of(
    "preview_retention",
    (name) =>
      `preview_retention('${name}', jsonb_populate_record(null::public.retention_days, '{"resolved_days": 30, "closed_days": 30}'))`,
    notForOthers,
  ),
  ...of(
    "save_retention",
    (name) => `save_retention('${name}', jsonb_populate_record(null::public.retention_days, '{"resolved_days": 30}'))`,
    notForOthers,
  ),
  ...of("request_workspace_deletion", (name) => `request_workspace_deletion('${name}', '${name}')`, ownersOnly),
  ...of("request_workspace_deletion", (name) => `request_workspace_deletion('${name}', 'typed')`, {
    ...ownersOnly,
    owner: "PT422 confirmation_differs",
  }),
  ...of("cancel_workspace_deletion", (name) => `cancel_workspace_deletion('${name}')`, ownersOnly),
  ...of("cancel_workspace_deletion", (name) => `cancel_workspace_deletion('${name}')`, ownersOnly, "'done'", closing).map((row) => ({
    ...row,
    name: `${row.name} of one that is closing`,
  })),
];

/** The tables of exports, erasures, retention and deletion in the access matrix: functions alone read and write them. */
import { members, workspaces } from "../../../tests/support/cast";
import type { TableSpec } from "./tables";

const { acme, globex } = workspaces;
const free = "'90000000-0000-4000-8000-000000000001'";
const other = "'90000000-0000-4000-8000-000000000002'";
const exported = `insert into private.workspace_exports (workspace_id, export_id, requested_by) values ('${acme.workspaceId}', ${free}, '${members.olivia.memberId}')`;
const gone = `insert into private.deleted_workspaces (workspace_id, requested_at) values (${free}, now())`;

/** Nobody may even ask. */
const forNobody = (spec: Omit<TableSpec, "select">): TableSpec => ({ ...spec, select: null });

export const dataTables: Record<string, TableSpec> = {
  "private.workspace_exports": forNobody({
    label: "workspace_id::text",
    all: "acme",
    before: exported,
    insert: `insert into private.workspace_exports (workspace_id, requested_by) values ('${globex.workspaceId}', '${members.greg.memberId}')`,
    update: "update private.workspace_exports set state = 'done'",
    delete: "delete from private.workspace_exports",
  }),
  "private.workspace_export_downloads": forNobody({
    label: "workspace_id::text",
    all: "acme",
    before: `${exported}; insert into private.workspace_export_downloads values ('${acme.workspaceId}', ${free}, '${members.olivia.memberId}')`,
    insert: `insert into private.workspace_export_downloads values ('${acme.workspaceId}', ${free}, '${members.adam.memberId}')`,
    update: "update private.workspace_export_downloads set opened_at = now()",
    delete: "delete from private.workspace_export_downloads",
  }),
  "private.erasures": forNobody({
    label: "workspace_id::text",
    all: "acme",
    before: `insert into private.erasures (workspace_id, requested_by, customer_ids, tickets_total) values ('${acme.workspaceId}', '${members.olivia.memberId}', '{}', 1)`,
    insert: `insert into private.erasures (workspace_id, requested_by, customer_ids, tickets_total) values ('${globex.workspaceId}', '${members.greg.memberId}', '{}', 1)`,
    update: "update private.erasures set tickets_done = 1",
    delete: "delete from private.erasures",
  }),
  "private.retention_rules": forNobody({
    label: "workspace_id::text",
    all: "acme",
    before: `insert into private.retention_rules values ('${acme.workspaceId}', 'closed', 30)`,
    insert: `insert into private.retention_rules values ('${globex.workspaceId}', 'closed', 30)`,
    update: "update private.retention_rules set after_days = 31",
    delete: "delete from private.retention_rules",
  }),
  "private.deleted_workspaces": forNobody({
    label: "'gone'",
    all: "gone",
    before: gone,
    insert: `insert into private.deleted_workspaces (workspace_id, requested_at) values (${other}, now())`,
    update: "update private.deleted_workspaces set deleted_at = now()",
    delete: "delete from private.deleted_workspaces",
  }),
  "private.deleted_slugs": forNobody({
    label: "slug",
    all: "before",
    before: `${gone}; insert into private.deleted_slugs values (${free}, 'before')`,
    insert: `insert into private.deleted_slugs values (${free}, 'initech')`,
    update: `update private.deleted_slugs set slug = 'mine'`,
    delete: "delete from private.deleted_slugs",
  }),
};

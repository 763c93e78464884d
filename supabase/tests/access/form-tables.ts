/** The tables of forms in the access matrix: members read, commands write. */
import { teams, tickets, workspaces } from "../../../tests/support/cast";
import { insiders } from "./private-team";
import type { TableSpec } from "./tables";

const { acme, globex } = workspaces;
const free = "'90000000-0000-4000-8000-000000000001'";
const other = "'90000000-0000-4000-8000-000000000002'";

/** A field of each workspace with an option of its own; labels are ids of the cast, so that the matrix tells them by name. */
export const fields = `
  insert into public.ticket_fields (workspace_id, field_id, kind, label) values
    ('${acme.workspaceId}', ${free}, 'choices', '${acme.workspaceId}'), ('${globex.workspaceId}', ${free}, 'choices', '${globex.workspaceId}');
  insert into public.ticket_field_options (workspace_id, field_id, option_id, label) values
    ('${acme.workspaceId}', ${free}, ${free}, '${teams.support.teamId}'), ('${acme.workspaceId}', ${free}, ${other}, '${teams.billing.teamId}'),
    ('${globex.workspaceId}', ${free}, ${free}, '${teams.globexSupport.teamId}')`;
const values = `${fields};
  insert into public.ticket_field_values (workspace_id, ticket_id, field_id, option_id) values
    ('${acme.workspaceId}', '${tickets.carl.ticketId}', ${free}, ${free}), ('${acme.workspaceId}', '${tickets.dora.ticketId}', ${free}, ${free}),
    ('${globex.workspaceId}', '${tickets.gus.ticketId}', ${free}, ${free})`;

const byWorkspace = (ofAcme: string, ofGlobex: string) => ({
  acmeStaff: ofAcme,
  globexStaff: ofGlobex,
  mia: [ofAcme, ofGlobex]
    .flatMap((names) => names.split(", "))
    .sort()
    .join(", "),
});

export const formTables: Record<string, TableSpec> = {
  "public.ticket_fields": {
    label: "label",
    select: byWorkspace("acme", "globex"),
    all: "acme, globex",
    before: fields,
    insert: `insert into public.ticket_fields (workspace_id, kind, label) values ('${acme.workspaceId}', 'text', 'Mine')`,
    update: `update public.ticket_fields set label = 'Mine' where field_id = ${free}`,
    delete: `delete from public.ticket_fields where field_id = ${free}`,
  },
  "public.ticket_field_options": {
    label: "label",
    select: byWorkspace("billing, support", "globexSupport"),
    all: "billing, globexSupport, support",
    before: fields,
    insert: `insert into public.ticket_field_options (workspace_id, field_id, label) values ('${acme.workspaceId}', ${free}, 'Mine')`,
    update: `update public.ticket_field_options set label = 'Mine' where option_id = ${free}`,
    delete: `delete from public.ticket_fields where field_id = ${free}`,
  },
  "public.ticket_field_values": {
    label: "ticket_id",
    // Dora's ticket is of a private team.
    select: { ...byWorkspace("carl", "gus"), ...Object.fromEntries(insiders.map((name) => [name, "carl, dora"])) },
    all: "carl, dora, gus",
    before: values,
    insert: `insert into public.ticket_field_values (workspace_id, ticket_id, field_id, option_id)
      values ('${acme.workspaceId}', '${tickets.carl.ticketId}', ${free}, ${other})`,
    update: `update public.ticket_field_values set value_id = ${other} where ticket_id = '${tickets.carl.ticketId}'`,
    delete: `delete from public.ticket_field_values where field_id = ${free}; delete from public.ticket_fields where field_id = ${free}`,
  },
};

/** The tables of a workspace's people, settings and audit log in the access matrix: owners and admins read, triggers and commands write. */
import { members, workspaces } from "../../../tests/support/cast";
import type { TableSpec } from "./tables";

const { acme, globex } = workspaces;
const free = "'90000000-0000-4000-8000-000000000001'";
const list = (...rows: string[]) => rows.sort().join(", ");
const times = (number: number, row: string) => Array.from({ length: number }, () => row);

/** What came to the log while the cast was put in: each row that the tables then had; a team that became private, and its ticket. */
const audit = (slug: string, counts: Record<string, number>) =>
  Object.entries(counts).flatMap(([kind, number]) => times(number, `${slug} ${kind}`));
const ofAcme = audit("acme", { workspace: 2, member: 6, team: 3, ticket: 1, team_member: 5, category: 3, sla_calendar: 1, sla_policy: 1 });
const ofGlobex = audit("globex", { workspace: 2, member: 3, team: 1, team_member: 3, category: 2, sla_calendar: 1, sla_policy: 1 });

const invitations = `insert into public.workspace_invitations (workspace_id, invitation_id, email, role, invited_by) values
  ('${acme.workspaceId}', ${free}, 'new@acme.test', 'agent', '${members.olivia.memberId}'),
  ('${globex.workspaceId}', ${free}, 'new@globex.test', 'agent', '${members.greg.memberId}')`;

const skills = `insert into public.workspace_skills (workspace_id, skill_id, name) values
    ('${acme.workspaceId}', ${free}, 'French'), ('${globex.workspaceId}', ${free}, 'Dutch');
  insert into public.member_skills (workspace_id, member_id, skill_id) values
    ('${acme.workspaceId}', '${members.ben.memberId}', ${free}), ('${globex.workspaceId}', '${members.gina.memberId}', ${free})`;

export const workspaceTables: Record<string, TableSpec> = {
  "public.audit_entries": {
    label: "workspace_id || ' ' || subject_kind",
    select: { olivia: list(...ofAcme), adam: list(...ofAcme), greg: list(...ofGlobex) },
    all: list(...ofAcme, ...ofGlobex),
    insert: `insert into public.audit_entries (workspace_id, actor_type, action, subject_kind, subject_id)
      values ('${acme.workspaceId}', 'system', 'created', 'member', ${free})`,
    update: `update public.audit_entries set actor_name = 'Somebody else' where workspace_id = '${acme.workspaceId}'`,
    delete: `delete from public.audit_entries where workspace_id = '${acme.workspaceId}'`,
    control: "PT403 audit_log_is_final",
  },
  "public.workspace_invitations": {
    label: "email",
    select: { olivia: "new@acme.test", adam: "new@acme.test", greg: "new@globex.test" },
    all: "new@acme.test, new@globex.test",
    before: invitations,
    insert: `insert into public.workspace_invitations (workspace_id, email, role, invited_by)
      values ('${acme.workspaceId}', 'intruder@acme.test', 'owner', '${members.olivia.memberId}')`,
    update: `update public.workspace_invitations set role = 'owner' where invitation_id = ${free}`,
    delete: `delete from public.workspace_invitations where invitation_id = ${free}`,
  },
  "private.invitation_secrets": {
    label: "workspace_id::text",
    select: null,
    all: "acme",
    before: `${invitations}; insert into private.invitation_secrets select workspace_id, invitation_id, sha256('s') from public.workspace_invitations where workspace_id = '${acme.workspaceId}'`,
    insert: `insert into private.invitation_secrets values ('${globex.workspaceId}', ${free}, sha256('t'))`,
    update: "update private.invitation_secrets set secret_hash = sha256('mine')",
    delete: "delete from private.invitation_secrets",
  },
  "public.workspace_skills": {
    label: "name",
    select: { acmeStaff: "French", globexStaff: "Dutch", mia: "Dutch, French" },
    all: "Dutch, French",
    before: skills,
    insert: `insert into public.workspace_skills (workspace_id, name) values ('${acme.workspaceId}', 'Greek')`,
    update: `update public.workspace_skills set name = 'Greek' where workspace_id = '${acme.workspaceId}'`,
    delete: "delete from public.workspace_skills",
  },
  "public.member_skills": {
    label: "member_id",
    select: { acmeStaff: "ben", globexStaff: "gina", mia: "ben, gina" },
    all: "ben, gina",
    before: skills,
    insert: `insert into public.member_skills (workspace_id, member_id, skill_id) values ('${acme.workspaceId}', '${members.sana.memberId}', ${free})`,
    update: `update public.member_skills set member_id = '${members.sana.memberId}' where workspace_id = '${acme.workspaceId}'`,
    delete: "delete from public.member_skills",
  },
  "private.former_slugs": {
    label: "slug",
    select: null,
    all: "before",
    before: `insert into private.former_slugs (slug, workspace_id) values ('before', '${acme.workspaceId}')`,
    insert: `insert into private.former_slugs (slug, workspace_id) values ('initech', '${globex.workspaceId}')`,
    update: `update private.former_slugs set workspace_id = '${globex.workspaceId}'`,
    delete: "delete from private.former_slugs",
  },
  "private.pictures": {
    label: "content_type",
    select: null,
    all: "image/png",
    before: `insert into private.pictures (workspace_id, content_type, content) values ('${acme.workspaceId}', 'image/png', '\\x00')`,
    insert: `insert into private.pictures (workspace_id, content_type, content) values ('${globex.workspaceId}', 'image/png', '\\x00')`,
    update: "update private.pictures set content_type = 'text/html'",
    delete: "delete from private.pictures",
  },
};

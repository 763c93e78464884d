/** Commands and reads of a workspace's people, settings and audit log in the access matrix. */
import { accounts, members, teams, workspaces } from "../../../tests/support/cast";
import { png } from "../../../tests/support/files";
import { DENIED, outcomes, type Row } from "./expectation";

const FRESH = "90000000-0000-4000-8000-000000000001";
const sign = png(16, 16).toString("base64");
const NO_WORKSPACE = "PT404 workspace_not_found";
const FORBIDDEN = "PT403 settings_forbidden";
const RANK = "PT403 rank_too_low";

type Answers = { owner: string; admin?: string; agent: string; rest?: string };

/** A call for Acme, for Globex and for no workspace. Acme has an owner, an admin and agents, Globex an owner and agents. */
export function of(
  name: string,
  call: (slug: "acme" | "globex" | "nowhere") => string,
  answers: Answers,
  answer = "'done'",
  before?: string,
): Row[] {
  const { owner, admin = owner, agent, rest = NO_WORKSPACE } = answers;
  const row = (slug: "acme" | "globex" | "nowhere", expected: Record<string, string>): Row => ({
    subject: `function ${name}`,
    name: call(slug),
    ...(before && { before }),
    statement: `select ${answer} from public.${call(slug)} as it`,
    expected: outcomes({ everybodySignedIn: rest, anon: DENIED, service_role: DENIED, ...expected }),
  });
  return [
    row("acme", { acmeStaff: agent, olivia: owner, adam: admin }),
    row("globex", { globexStaff: agent, greg: owner }),
    row("nowhere", {}),
  ];
}

const sana = members.sana.memberId;
const gina = members.gina.memberId;
const agentOf = { acme: sana, globex: gina, nowhere: sana };
const ownerOf = { acme: members.olivia.memberId, globex: members.greg.memberId, nowhere: FRESH };
const teamOf = { acme: teams.support.teamId, globex: teams.globexSupport.teamId, nowhere: FRESH };

/** One row for a member of Acme by everybody there; whoever is meant may do more about themselves than about others. */
function about(name: string, call: string, expected: Record<string, string>): Row {
  return {
    subject: `function ${name}`,
    name: call,
    statement: `select 'done' from public.${call} as it`,
    expected: outcomes({ everybodySignedIn: NO_WORKSPACE, anon: DENIED, service_role: DENIED, acmeStaff: RANK, ...expected }),
  };
}

const work = (draft: object) => `jsonb_populate_record(null::public.member_work_draft, '${JSON.stringify(draft)}')`;

const invited = (email: string, role = "agent") => `
  insert into public.workspace_invitations (workspace_id, invitation_id, email, role, invited_by) values
    ('${workspaces.acme.workspaceId}', '${FRESH}', '${email}', '${role}', '${members.olivia.memberId}'),
    ('${workspaces.globex.workspaceId}', '${FRESH}', '${email}', '${role}', '${members.greg.memberId}');
  update public.workspace_invitations set sent_at = now() - interval '1 hour';
  insert into private.invitation_secrets
  select workspace_id, invitation_id, sha256(convert_to('secret', 'UTF8')) from public.workspace_invitations
  where workspace_id = '${workspaces.acme.workspaceId}'`;

const slug = (name: string, call: string, got: string): Row => ({
  subject: `function ${name}`,
  name: call,
  statement: `select it::text from public.${call} as it`,
  expected: outcomes({ everybodySignedIn: "PT403 account_required", anon: DENIED, service_role: DENIED, verified: got }),
});

const accept = (secret: string, expected: Record<string, string>, before = invited(accounts.vera.email)): Row => ({
  subject: "function accept_invitation",
  name: `accept_invitation('${secret}')`,
  before,
  statement: `select it.slug from public.accept_invitation('${secret}', 'Vera') as it`,
  expected: outcomes({ everybodySignedIn: "PT403 account_required", anon: DENIED, service_role: DENIED, ...expected }),
});

export const workspaceFunctionRows: Row[] = [
  ...of(
    "get_people_settings",
    (name) => `get_people_settings('${name}')`,
    { owner: "5", agent: "nothing", rest: "nothing" },
    "cardinality(members)",
  ).map((row) => (row.name.includes("globex") ? { ...row, expected: { ...row.expected, greg: "3" } } : row)),
  ...of(
    "get_first_steps",
    (name) => `get_first_steps('${name}')`,
    { owner: "4", agent: "nothing", rest: "nothing" },
    "it.colleague_count",
  ).map((row) => (row.name.includes("globex") ? { ...row, expected: { ...row.expected, greg: "2" } } : row)),
  ...of(
    "get_workspace_settings",
    (name) => `get_workspace_settings('${name}')`,
    { owner: "en", agent: "nothing", rest: "nothing" },
    "it.default_locale",
  ),
  ...of(
    "list_audit_entries",
    (name) => `list_audit_entries('${name}', 'sla_policy')`,
    { owner: "Default", agent: "nothing", rest: "nothing" },
    "it.subject_name",
  ),
  ...of(
    "save_workspace_settings",
    (name) => `save_workspace_settings('${name}', jsonb_populate_record(null::public.workspace_draft, '{"name": "New"}'))`,
    {
      owner: "done",
      agent: FORBIDDEN,
    },
  ),
  ...of("set_second_factor_demand", (name) => `set_second_factor_demand('${name}', false)`, {
    owner: "done",
    admin: FORBIDDEN,
    agent: FORBIDDEN,
  }),
  ...of("set_second_factor_demand", (name) => `set_second_factor_demand('${name}', true)`, {
    owner: "PT409 own_second_factor_missing",
    admin: FORBIDDEN,
    agent: FORBIDDEN,
  }),
  {
    subject: "function list_second_factor_demands",
    name: "list_second_factor_demands() of a workspace that demands one",
    before: `update public.workspaces set requires_second_factor = true where workspace_id = '${workspaces.acme.workspaceId}'`,
    statement: "select it.slug from public.list_second_factor_demands() as it",
    expected: outcomes({ everybodySignedIn: "nothing", anon: DENIED, service_role: DENIED, acmeStaff: "acme" }),
  },
  {
    subject: "function list_second_factor_demands",
    name: "list_second_factor_demands() where none is demanded",
    statement: "select it.slug from public.list_second_factor_demands() as it",
    expected: outcomes({ everybodySignedIn: "nothing", anon: DENIED, service_role: DENIED }),
  },
  ...of(
    "get_workspace_pictures",
    (name) => `get_workspace_pictures('${name}')`,
    { owner: "none", agent: "nothing", rest: "nothing" },
    "coalesce(it.icon_id::text, 'none')",
  ),
  ...(["logo", "icon"] as const).flatMap((kind) => [
    ...of("set_workspace_picture", (name) => `set_workspace_picture('${name}', '${kind}', '${sign}')`, { owner: "done", agent: FORBIDDEN }),
    ...of("remove_workspace_picture", (name) => `remove_workspace_picture('${name}', '${kind}')`, { owner: "done", agent: FORBIDDEN }),
  ]),
  ...of(
    "get_my_notice_mails",
    (name) => `get_my_notice_mails('${name}')`,
    { owner: "3", agent: "3", rest: "nothing" },
    "cardinality(it.default_levels)",
  ),
  ...of("set_my_notice_mails", (name) => `set_my_notice_mails('${name}', '{breach}')`, { owner: "done", agent: "done" }),
  {
    subject: "function get_picture",
    name: "get_picture of one that is not there",
    statement: `select it.content_type from public.get_picture('${FRESH}') as it`,
    expected: outcomes({ everybodySignedIn: "nothing", anon: "nothing", service_role: DENIED }),
  },
  {
    subject: "function get_picture",
    name: "get_picture by its id",
    before: `insert into private.pictures (workspace_id, picture_id, content_type, content)
      values ('${workspaces.acme.workspaceId}', '${FRESH}', 'image/png', '\\x00')`,
    statement: `select it.content_type from public.get_picture('${FRESH}') as it`,
    expected: outcomes({ everybodySignedIn: "image/png", anon: "image/png", service_role: DENIED }),
  },
  ...of("save_team", (name) => `save_team('${name}', 'New')`, { owner: "done", agent: FORBIDDEN }),
  ...of("save_team", (name) => `save_team('${name}', 'New', team_id => '${teamOf[name]}')`, { owner: "done", agent: FORBIDDEN }),
  ...of("archive_team", (name) => `archive_team('${name}', '${teamOf[name]}')`, { owner: "done", agent: FORBIDDEN }),
  ...of("invite_member", (name) => `invite_member('${name}', 'new@example.com', 'agent')`, { owner: "done", agent: FORBIDDEN }),
  ...of("invite_member", (name) => `invite_member('${name}', 'new@example.com', 'admin')`, {
    owner: "done",
    admin: RANK,
    agent: FORBIDDEN,
  }),
  ...of(
    "resend_invitation",
    (name) => `resend_invitation('${name}', '${FRESH}')`,
    { owner: "done", agent: FORBIDDEN },
    "'done'",
    invited("a@b.test"),
  ),
  ...of(
    "resend_invitation",
    (name) => `resend_invitation('${name}', '${FRESH}')`,
    { owner: "done", admin: RANK, agent: FORBIDDEN },
    "'done'",
    invited("a@b.test", "admin"),
  ).map((row) => ({ ...row, name: `${row.name} of an admin` })),
  ...of(
    "revoke_invitation",
    (name) => `revoke_invitation('${name}', '${FRESH}')`,
    { owner: "done", agent: FORBIDDEN },
    "'done'",
    invited("a@b.test"),
  ),
  ...of(
    "revoke_invitation",
    (name) => `revoke_invitation('${name}', '${FRESH}')`,
    { owner: "done", admin: RANK, agent: FORBIDDEN },
    "'done'",
    invited("a@b.test", "owner"),
  ).map((row) => ({ ...row, name: `${row.name} of an owner` })),
  ...["resend_invitation", "revoke_invitation"].flatMap((name) =>
    of(name, (slug) => `${name}('${slug}', '${FRESH}')`, { owner: "PT404 invitation_not_found", agent: FORBIDDEN }).map((row) => ({
      ...row,
      name: `${row.name} that is not there`,
    })),
  ),
  // Ranks: oneself is a case of its own.
  ...of("set_member_role", (name) => `set_member_role('${name}', '${ownerOf[name]}', 'agent')`, {
    owner: "PT409 last_owner",
    admin: RANK,
    agent: RANK,
  }),
  about("set_member_role", `set_member_role('acme', '${sana}', 'admin')`, { olivia: "done" }),
  about("set_member_role", `set_member_role('acme', '${sana}', 'owner')`, { olivia: "done" }),
  about("set_member_role", `set_member_role('acme', '${sana}', 'agent')`, { olivia: "done", adam: "done", sana: "done" }),
  about("set_member_role", `set_member_role('acme', '${members.adam.memberId}', 'owner')`, { olivia: "done" }),
  about("set_member_role", `set_member_role('acme', '${members.adam.memberId}', 'agent')`, { olivia: "done", adam: "done" }),
  about("set_member_role", `set_member_role('acme', '${gina}', 'agent')`, { acmeStaff: "PT404 member_not_found" }),
  about("set_member_role", `set_member_role('acme', '${members.rita.memberId}', 'owner')`, { acmeStaff: "PT404 member_not_found" }),
  ...of("transfer_ownership", (name) => `transfer_ownership('${name}', '${agentOf[name]}')`, { owner: "done", admin: RANK, agent: RANK }),
  about("deactivate_member", `deactivate_member('acme', '${members.adam.memberId}')`, { olivia: "done", adam: "done" }),
  about("deactivate_member", `deactivate_member('acme', '${sana}')`, { olivia: "done", adam: "done", sana: "done" }),
  about("deactivate_member", `deactivate_member('acme', '${gina}')`, { acmeStaff: "PT404 member_not_found" }),
  about("reactivate_member", `reactivate_member('acme', '${sana}')`, { olivia: "done", adam: "done", sana: "done" }),
  about("reactivate_member", `reactivate_member('acme', '${members.rita.memberId}')`, { acmeStaff: "PT404 member_not_found" }),
  about("remove_member", `remove_member('acme', '${sana}')`, { olivia: "done", adam: "done", sana: "done" }),
  about("remove_member", `remove_member('acme', '${members.olivia.memberId}')`, { olivia: "PT409 last_owner" }),
  about("remove_member", `remove_member('acme', '${gina}')`, { acmeStaff: "PT404 member_not_found" }),
  about("remove_member", `remove_member('acme', '${sana}', '${gina}')`, {
    olivia: "PT422 member_not_found",
    adam: "PT422 member_not_found",
    sana: "PT422 member_not_found",
  }),
  ...of("leave_workspace", (name) => `leave_workspace('${name}')`, { owner: "PT409 last_owner", admin: "done", agent: "done" }),
  // Work: owners and admins say what others can do, everybody when they themselves work.
  ...of(
    "get_member_work",
    (name) => `get_member_work('${name}')`,
    { owner: "5", agent: "5", rest: "nothing" },
    "it.max_open_tickets::text",
  ),
  ...of(
    "get_member_work",
    (name) => `get_member_work('${name}', '${agentOf[name]}')`,
    { owner: "true", agent: "nothing", rest: "nothing" },
    "it.may_manage::text",
  ).map((row) => ({
    ...row,
    expected: {
      ...row.expected,
      ...(row.name.includes("acme") && { sana: "false" }),
      ...(row.name.includes("globex") && { gina: "false" }),
    },
  })),
  ...of("save_member_work", (name) => `save_member_work('${name}', ${work({ time_zone: "Europe/Berlin" })})`, {
    owner: "done",
    agent: "done",
  }),
  ...of("save_member_work", (name) => `save_member_work('${name}', ${work({ max_open_tickets: 9 })})`, { owner: "done", agent: FORBIDDEN }),
  ...of("save_member_work", (name) => `save_member_work('${name}', ${work({ skill_names: ["French"] })})`, {
    owner: "done",
    agent: FORBIDDEN,
  }),
  about("save_member_work", `save_member_work('acme', ${work({ skill_names: ["French"] })}, '${sana}')`, {
    olivia: "done",
    adam: "done",
    sana: FORBIDDEN,
  }),
  about("save_member_work", `save_member_work('acme', ${work({ time_zone: "UTC" })}, '${sana}')`, {
    olivia: "done",
    adam: "done",
    sana: "done",
  }),
  about("save_member_work", `save_member_work('acme', ${work({ time_zone: "UTC" })}, '${members.olivia.memberId}')`, { olivia: "done" }),
  about("save_member_work", `save_member_work('acme', ${work({ time_zone: "UTC" })}, '${gina}')`, { acmeStaff: "PT404 member_not_found" }),
  // Invitations: looking and accepting.
  {
    subject: "function get_invitation",
    name: "get_invitation of an open one",
    before: invited(accounts.vera.email),
    statement:
      "select role || ' of ' || workspace_name || case when is_for_caller then ', mine' else '' end from public.get_invitation('secret')",
    expected: outcomes({ everybodySignedIn: "agent of Acme", anon: "agent of Acme", service_role: DENIED, vera: "agent of Acme, mine" }),
  },
  {
    subject: "function get_invitation",
    name: "get_invitation of none",
    before: `${invited(accounts.vera.email)}; update public.workspace_invitations set revoked_at = now()`,
    statement: "select 'found' from public.get_invitation('secret')",
    expected: outcomes({ everybodySignedIn: "nothing", anon: "nothing", service_role: DENIED }),
  },
  {
    subject: "function get_invitation",
    name: "get_invitation of a secret that is guessed",
    statement: "select it::text from public.get_invitation('guessed') as it",
    expected: outcomes({ everybodySignedIn: "nothing", anon: "nothing", service_role: DENIED }),
  },
  accept("secret", { verified: "PT403 invitation_for_other_address", vera: "acme" }),
  { ...accept("guessed", { verified: "PT404 invitation_not_valid" }), before: undefined },
  ...[
    ["expired", "update public.workspace_invitations set expires_at = now()"],
    ["taken back", "update public.workspace_invitations set revoked_at = now()"],
    ["used", "update public.workspace_invitations set accepted_at = now()"],
    [
      "of a sender who has gone",
      `update public.workspace_members set role = 'owner' where member_id = '${sana}'; update public.workspace_members set removed_at = now() where member_id = '${members.olivia.memberId}'`,
    ],
  ].map(([what, change]): Row => ({
    ...accept("secret", { verified: "PT404 invitation_not_valid" }, `${invited(accounts.vera.email)}; ${change}`),
    name: `accept_invitation of one that is ${what}`,
  })),
  // Addresses.
  slug("check_slug", "check_slug('initech')", "free"),
  slug("check_slug", "check_slug('Globex')", "taken"),
  slug("check_slug", "check_slug('acme', 'acme')", "free"),
  slug("check_slug", "check_slug('support')", "reserved"),
  slug("check_slug", "check_slug('a b')", "malformed"),
  {
    subject: "function get_current_slug",
    name: "get_current_slug of an address that nobody had before",
    statement: "select it from public.get_current_slug('acme') as it where it is not null",
    expected: outcomes({ everybodySignedIn: "nothing", anon: "nothing", service_role: DENIED }),
  },
  {
    subject: "function get_current_slug",
    name: "get_current_slug('before')",
    before: `insert into private.former_slugs (slug, workspace_id) values ('before', '${workspaces.acme.workspaceId}')`,
    statement: "select it from public.get_current_slug('before') as it where it is not null",
    expected: outcomes({ everybodySignedIn: "acme", anon: "acme", service_role: DENIED }),
  },
];

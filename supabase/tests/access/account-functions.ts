/** Commands and reads of the caller's own account in the access matrix. */
import { GHOST_USER_ID } from "../../../tests/support/actors";
import { accounts, members, workspaces } from "../../../tests/support/cast";
import { png } from "../../../tests/support/files";
import { DENIED, outcomes, type Row } from "./expectation";

const own = "90000000-0000-4000-8000-000000000011";
const ofGreg = "90000000-0000-4000-8000-000000000012";
const SIGN_IN = "PT401 sign_in_required";

/** Olivia and Greg are signed in somewhere else as well. */
const sessions = `
  delete from auth.sessions where user_id in ('${accounts.olivia.userId}', '${accounts.greg.userId}');
  insert into auth.sessions (id, user_id, user_agent) values
    ('${own}', '${accounts.olivia.userId}', 'hers'), ('${ofGreg}', '${accounts.greg.userId}', 'his')`;

const PICTURE = "90000000-0000-4000-8000-000000000021";
const face = png(16, 16).toString("base64");
const faceOfOlivia = `
  insert into private.pictures (workspace_id, picture_id, content_type, content)
  values ('${workspaces.acme.workspaceId}', '${PICTURE}', 'image/png', '\\x00');
  update public.workspace_members set avatar_id = '${PICTURE}' where member_id = '${members.olivia.memberId}'`;

const about = (name: string, call: string, expected: Record<string, string>, before?: string, answer = "'done'"): Row => ({
  subject: `function ${name}`,
  name: before ? `${call}, signed in twice` : call,
  ...(before && { before }),
  statement: `select ${answer} from public.${call} as it`,
  expected: outcomes({ everybodySignedIn: "done", nobody: SIGN_IN, anon: DENIED, service_role: DENIED, ...expected }),
});

/** One answer for every account of the cast. */
const each = (answer: string): Record<string, string> => Object.fromEntries(Object.keys(accounts).map((name) => [name, answer]));

const { mia: _mia, ...noNames } = each("0");

export const accountFunctionRows: Row[] = [
  {
    subject: "function list_my_sessions",
    name: "list_my_sessions()",
    statement: `select 'mine' from (select max(it.created_at) from public.list_my_sessions() as it) as mine
      where (auth.jwt() ->> 'is_anonymous')::boolean is false and auth.uid() <> '${GHOST_USER_ID}'`,
    expected: outcomes({ everybodySignedIn: "nothing", verified: "mine", anon: DENIED, service_role: DENIED }),
  },
  {
    ...about("list_my_sessions", "list_my_sessions()", {}, sessions, "it.user_agent"),
    expected: outcomes({ everybodySignedIn: "nothing", olivia: "hers", greg: "his", anon: DENIED, service_role: DENIED }),
  },
  about("end_session", `end_session('${own}')`, {}),
  about("end_session", `end_session('${own}')`, { ...each("0"), ghost: "0", olivia: "1" }, sessions, "it::text"),
  about("set_my_name", "set_my_name('New')", {}),
  {
    ...about(
      "set_my_name",
      "set_my_name('New')",
      {
        ...noNames,
        ghost: "0",
        acmeStaff: "1",
        globexStaff: "1",
        mia: "2",
      },
      undefined,
      "it::text",
    ),
    name: "set_my_name changes as many names as somebody has",
  },
  about("set_my_avatar", `set_my_avatar('${face}')`, {}),
  about(
    "set_my_avatar",
    `set_my_avatar('${face}')`,
    { ...noNames, ghost: "0", acmeStaff: "1", globexStaff: "1", mia: "2" },
    undefined,
    "it::text",
  ),
  about("remove_my_avatar", "remove_my_avatar()", {}),
  about("remove_my_avatar", "remove_my_avatar()", { ...each("0"), ghost: "0", olivia: "1" }, faceOfOlivia, "it::text"),
  {
    ...about("get_my_avatar", "get_my_avatar()", {}),
    statement: "select 'a place' from public.get_my_avatar() as it",
    expected: outcomes({ everybodySignedIn: "nothing", acmeStaff: "a place", globexStaff: "a place", anon: DENIED, service_role: DENIED }),
  },
  {
    ...about("get_my_avatar", "get_my_avatar()", {}, faceOfOlivia),
    statement: "select coalesce(it.avatar_id::text, 'no face') from public.get_my_avatar() as it",
    expected: outcomes({
      everybodySignedIn: "nothing",
      acmeStaff: "no face",
      globexStaff: "no face",
      olivia: PICTURE,
      anon: DENIED,
      service_role: DENIED,
    }),
  },
  about("end_other_sessions", "end_other_sessions()", {}),
  about(
    "end_other_sessions",
    "end_other_sessions()",
    { ...each("0"), ghost: "0", olivia: "1", greg: "1" },
    `delete from auth.sessions; ${sessions}`,
    "it::text",
  ),
];

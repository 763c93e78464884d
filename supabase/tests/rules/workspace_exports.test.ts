/** Asking for exports, opening one, and what the worker says of one. The file itself: tests/integration/workspace-export. */
import { describe, expect, it } from "vitest";
import { actors } from "../../../tests/support/actors";
import { accounts, members, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call } = database();
const { workspaceId } = workspaces.acme;

const ask = async () => (await call<{ id: string }>("olivia", "select public.request_workspace_export('acme') as id"))[0]!.id;
const change = (id: string, set: string) => owner(`update private.workspace_exports set ${set} where export_id = $1`, [id]);
const stateOf = async (id: string) =>
  (await owner<{ state: string }>("select state from private.workspace_exports where export_id = $1", [id]))[0]!.state;
const jobs = (name: string, id: string) =>
  owner<{ hours: string }>(
    "select round(extract(epoch from start_after - now()) / 3600)::text as hours from pgboss.job where name = $1 and data ->> 'export_id' = $2",
    [name, id],
  );
const done = "state = 'done', finished_at = now(), expires_at = now() + interval '1 day'";
/** With a second factor of Olivia's, whose code she has given. */
async function withCode(use: () => Promise<void>): Promise<void> {
  const kept = actors.olivia.claims;
  await owner("savepoint code");
  await owner(
    "insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at) values (gen_random_uuid(), $1, 'totp', 'verified', now(), now())",
    [accounts.olivia.userId],
  );
  Object.assign(actors.olivia, { claims: { ...kept, aal: "aal2" } });
  try {
    await use();
  } finally {
    Object.assign(actors.olivia, { claims: kept });
    await owner("rollback to code");
  }
}
/** As the worker, who gets a boolean. */
const worker = async (step: "begin" | "note" | "finish", id: string, ...numbers: number[]) => {
  const [row] = await owner<{ it: boolean }>(
    `select private.${step}_workspace_export($1, $2, ${numbers.map((_, index) => `$${index + 3}`).join(", ")}) as it`,
    [workspaceId, id, ...numbers],
  );
  return row!.it;
};

describe("An export", () => {
  it(
    "is made once at a time and five times a day, failed ones not counted, and stands in the audit log",
    undone(async () => {
      const first = await ask();
      expect([await stateOf(first), (await jobs("export-workspace", first)).length]).toEqual(["waiting", 1]);
      expect(await call("olivia", "select actor_name, action from public.list_audit_entries('acme', 'export')")).toEqual([
        { actor_name: "Olivia Owens", action: "created" },
      ]);
      expect(await refusal(ask())).toBe("PT409 export_under_way");
      await change(first, "state = 'running'");
      expect(await refusal(ask())).toBe("PT409 export_under_way");
      await change(first, "state = 'failed'");
      for (let number = 1; number <= 5; number += 1) await change(await ask(), done);
      expect(await refusal(ask())).toBe("PT429 too_many_exports");
      await owner("update private.workspace_exports set requested_at = now() - interval '23 hours' where state = 'done'");
      expect(await refusal(ask())).toBe("PT429 too_many_exports");
      await owner("update private.workspace_exports set requested_at = now() - interval '1 day' where state = 'done'");
      await ask();
      expect(await refusal(call("greg", "select public.request_workspace_export('globex')"))).toBe("nothing was refused");
    }),
  );

  it.each(["waiting", "running"])("that is %s is given up when the worker has been silent for six hours", async (state) =>
    undone(async () => {
      const lost = await ask();
      await change(lost, `state = '${state}', noted_at = now() - interval '6 hours'`);
      expect(await refusal(ask())).toBe("PT409 export_under_way");
      await change(lost, "noted_at = now() - interval '6 hours 1 minute'");
      const ready = await owner<{ id: string }>(
        `insert into private.workspace_exports (workspace_id, requested_by, state, noted_at)
         values ($1, $2, 'done', now() - interval '1 day') returning export_id as id`,
        [workspaceId, members.olivia.memberId],
      );
      const again = await ask();
      expect([await stateOf(lost), await stateOf(ready[0]!.id), await stateOf(again)]).toEqual(["failed", "done", "waiting"]);
    })(),
  );

  it(
    "is listed with the latest first, ten of them, to owners who may still see the workspace",
    undone(async () => {
      await owner(
        `insert into private.workspace_exports (workspace_id, requested_by, state, rows_total, requested_at)
         select $1, $2, 'failed', number, now() - case when number < 6 then number else 17 - number end * interval '1 hour' from generate_series(1, 11) as number`,
        [workspaceId, members.olivia.memberId],
      );
      const list = async () =>
        (await call<{ n: string }>("olivia", "select rows_total as n from public.list_workspace_exports('acme')")).map(({ n }) =>
          Number(n),
        );
      expect(await list()).toEqual([1, 2, 3, 4, 5, 11, 10, 9, 8, 7]);
      const olivia = (set: string) => owner(`update public.workspace_members set ${set} where member_id = $1`, [members.olivia.memberId]);
      await owner("update public.workspace_members set role = 'owner' where member_id = $1", [members.adam.memberId]);
      await olivia("deactivated_at = now()");
      expect(await list()).toEqual([]);
      await olivia("deactivated_at = null, needs_second_factor = true");
      expect(await list()).toEqual([]);
      await withCode(async () => expect(await list()).toHaveLength(10));
    }),
  );

  it(
    "is opened while it lasts and by its id, for an hour each time, which stands in the audit log",
    undone(async () => {
      const id = await ask();
      const other = "90000000-0000-4000-8000-000000000031";
      const open = (exportId = id) =>
        call<{ object_folder: string; part_count: number; byte_size: string }>(
          "olivia",
          "select object_folder, part_count, byte_size from public.open_workspace_export('acme', $1)",
          [exportId],
        );
      const reads = async (name = `${workspaceId}/${id}/1`) =>
        (await call<{ it: boolean }>("olivia", "select private.may_read_export($1) as it", [name]))[0]!.it;
      await change(id, "expires_at = now() + interval '1 hour'");
      expect(await refusal(open())).toBe("PT404 export_not_found");
      await change(id, `${done}, part_count = 3, byte_size = 7`);
      expect([await refusal(open(other)), await reads()]).toEqual(["PT404 export_not_found", false]);
      expect(await open()).toEqual([{ object_folder: `${workspaceId}/${id}`, part_count: 3, byte_size: "7" }]);
      expect([await reads(), await reads(`${workspaceId}/${other}/1`)]).toEqual([true, false]);
      expect(await call("olivia", "select action from public.list_audit_entries('acme', 'export') order by created_at")).toEqual([
        { action: "created" },
        { action: "changed" },
      ]);
      const opened = (ago: string) => owner("update private.workspace_export_downloads set opened_at = now() - $1::interval", [ago]);
      await opened("59 minutes");
      expect(await reads()).toBe(true);
      await opened("60 minutes");
      expect(await reads()).toBe(false);
      await open();
      expect(await reads()).toBe(true);
      for (const [table, set, back] of [
        ["private.workspace_exports", "state = 'expired'", "state = 'done'"],
        ["private.workspace_exports", "expires_at = now()", "expires_at = now() + interval '1 day'"],
        ["public.workspace_members", "deactivated_at = now()", "deactivated_at = null"],
        ["public.workspace_members", "needs_second_factor = true", "needs_second_factor = false"],
      ] as const) {
        const where = table.startsWith("private") ? [id] : [members.olivia.memberId];
        const key = table.startsWith("private") ? "export_id" : "member_id";
        // The workspace keeps an owner.
        await owner("update public.workspace_members set role = 'owner' where member_id = $1", [members.adam.memberId]);
        await owner(`update ${table} set ${set} where ${key} = $1`, where);
        expect([set, await reads()]).toEqual([set, false]);
        if (set.startsWith("needs")) await withCode(async () => expect(await reads()).toBe(true));
        if (key === "export_id") expect(await refusal(open())).toBe("PT404 export_not_found");
        await owner(`update ${table} set ${back} where ${key} = $1`, where);
        expect([set, await reads()]).toEqual([set, true]);
      }
    }),
  );

  it(
    "holds all columns of all tables of a workspace but those that are named, each row once, and the accounts that act in it",
    undone(async () => {
      const tables = await owner<{ table_name: string; row_query: string; column_names: string[] }>(
        "select * from private.export_tables($1)",
        [workspaceId],
      );
      const expected = await owner<{ name: string; columns: string[]; key: string }>(
        `select table_schema || '.' || table_name as name,
           array(select column_name::text from information_schema.columns as own
             where (own.table_schema, own.table_name) = (told.table_schema, told.table_name) and is_generated = 'NEVER' order by ordinal_position) as columns,
           (select string_agg(column_name, ', ' order by key.ordinal_position)
             from information_schema.key_column_usage as key join information_schema.table_constraints as constraint_ using (table_schema, table_name, constraint_name)
             where constraint_type = 'PRIMARY KEY' and (table_schema, table_name) = (told.table_schema, told.table_name)) as key
         from information_schema.columns as told join information_schema.tables using (table_schema, table_name)
         where column_name = 'workspace_id' and table_type = 'BASE TABLE' and table_schema in ('public', 'private')
           and table_schema || '.' || table_name not in (select table_name from private.unexported_tables())
           and not exists (select from pg_inherits where inhrelid = format('%I.%I', table_schema, table_name)::regclass)
         order by 1`,
      );
      expect(tables.map(({ table_name, column_names }) => ({ table_name, column_names }))).toEqual(
        expected.map(({ name, columns }) => ({ table_name: name, column_names: columns })),
      );
      for (const [index, { table_name, row_query, column_names }] of tables.entries()) {
        const lines = await owner<{ line: string }>(row_query);
        const { key } = expected[index]!;
        const rows = await owner(
          `select row_to_json(listed)::text as line from (select ${column_names.join(", ")} from ${table_name} where workspace_id = $1 order by ${key}) as listed`,
          [workspaceId],
        );
        expect([table_name, lines]).toEqual([table_name, rows]);
        expect([table_name, row_query.endsWith(`order by ${key}) as line`)]).toEqual([table_name, true]);
      }
      const accountsOf = (slug: "acme" | "globex") =>
        owner<{ user_id: string; email: string | null; is_confirmed: boolean; is_anonymous: boolean }>(
          "select user_id, email, is_confirmed, is_anonymous from private.export_accounts($1)",
          [workspaces[slug].workspaceId],
        );
      const { olivia, adam, sana, ben, mia, rita, carl, dora, pam, rob, gina, greg, gus } = accounts;
      const lines = (people: { userId: string; email: string | null }[]) =>
        people.map(({ userId, email }) => ({ user_id: userId, email, is_confirmed: email !== null, is_anonymous: email === null }));
      expect(await accountsOf("acme")).toEqual(lines([olivia, adam, sana, ben, mia, rita, carl, dora, pam, rob]));
      expect(await accountsOf("globex")).toEqual(lines([gina, greg, mia, gus]));
    }),
  );

  it(
    "is what the worker says of it, from its beginning to the end that comes first",
    undone(async () => {
      const id = await ask();
      const [other] = await owner<{ id: string }>(
        "insert into private.workspace_exports (workspace_id, requested_by) values ($1, $2) returning export_id as id",
        [workspaces.globex.workspaceId, members.greg.memberId],
      );
      const line = async () => {
        const [{ noted_at, requested_at, ...row } = {} as Record<string, unknown>] = await owner<Record<string, unknown>>(
          `select state, rows_total::integer, rows_done::integer, files_total::integer, files_done::integer, part_count, byte_size::integer,
             finished_at is not null as is_finished, round(extract(epoch from expires_at - now()) / 3600)::integer as hours, noted_at, requested_at
           from private.workspace_exports where export_id = $1`,
          [id],
        );
        const isNoted = (noted_at as Date).getTime() === (requested_at as Date).getTime();
        await change(id, "noted_at = now() - interval '1 hour'");
        return { ...row, isNoted };
      };
      await change(id, "noted_at = now() - interval '1 hour'");
      // Not before it has begun.
      expect([await worker("note", id, 1, 1, 1), await worker("finish", id, 1, 1)]).toEqual([false, false]);
      const nothing = { rows_done: 0, files_done: 0, part_count: 0, byte_size: null, is_finished: false, hours: null, isNoted: true };
      expect(await worker("begin", id, 10, 3)).toBe(true);
      expect(await line()).toEqual({ ...nothing, state: "running", rows_total: 10, files_total: 3 });
      expect(await worker("note", id, 4, 2, 1)).toBe(true);
      const noted = { ...nothing, state: "running", rows_total: 10, files_total: 3, rows_done: 4, files_done: 2, part_count: 1 };
      expect(await line()).toEqual(noted);
      // Begun again after it was cut off.
      expect(await worker("begin", id, 11, 4)).toBe(true);
      expect(await line()).toEqual({ ...nothing, state: "running", rows_total: 11, files_total: 4 });
      expect(await worker("finish", id, 99, 2)).toBe(true);
      const finished = { rows_done: 11, files_done: 4, part_count: 2, byte_size: 99, is_finished: true, hours: 168, isNoted: true };
      expect(await line()).toEqual({ ...finished, state: "done", rows_total: 11, files_total: 4 });
      expect(await jobs("remove-workspace-export", id)).toEqual([{ hours: "168" }]);
      expect([await worker("begin", id, 1, 1), await worker("note", id, 1, 1, 1), await worker("finish", id, 1, 1)]).toEqual([
        false,
        false,
        false,
      ]);
      await owner("select private.fail_workspace_export($1, $2)", [workspaceId, id]);
      expect([await stateOf(id), await stateOf(other!.id)]).toEqual(["done", "waiting"]);
    }),
  );

  it.each(["waiting", "running"])("that is %s may fail, and says when", async (state) =>
    undone(async () => {
      const id = await ask();
      const [other] = await owner<{ id: string }>(
        "insert into private.workspace_exports (workspace_id, requested_by) values ($1, $2) returning export_id as id",
        [workspaces.globex.workspaceId, members.greg.memberId],
      );
      await change(id, `state = '${state}', noted_at = now() - interval '1 hour'`);
      await owner("select private.fail_workspace_export($1, $2)", [workspaceId, id]);
      expect(await owner("select state, noted_at = now() as is_noted from private.workspace_exports where export_id = $1", [id])).toEqual([
        { state: "failed", is_noted: true },
      ]);
      expect(await stateOf(other!.id)).toBe("waiting");
    })(),
  );

  it(
    "is dropped with all others of its workspace that there are, whose files are removed at once",
    undone(async () => {
      const ids: Record<string, string> = {};
      for (const state of ["failed", "expired", "done", "waiting"])
        ids[state] = (
          await owner<{ id: string }>(
            `insert into private.workspace_exports (workspace_id, requested_by, state, expires_at)
             values ($1, $2, $3, now() + interval '1 day') returning export_id as id`,
            [workspaceId, members.olivia.memberId, state],
          )
        )[0]!.id;
      const [other] = await owner<{ id: string }>(
        "insert into private.workspace_exports (workspace_id, requested_by, state) values ($1, $2, 'done') returning export_id as id",
        [workspaces.globex.workspaceId, members.greg.memberId],
      );
      const drop = () => owner("select private.drop_workspace_exports($1)", [workspaceId]);
      await drop();
      const told: Record<string, unknown[]> = {};
      for (const [was, id] of Object.entries(ids)) told[was] = [await stateOf(id), ...(await jobs("remove-workspace-export", id))];
      const dropped = ["expired", { hours: "0" }];
      expect(told).toEqual({ failed: ["failed"], expired: ["expired"], done: dropped, waiting: dropped });
      expect(await stateOf(other!.id)).toBe("done");
      const [ended] = await owner("select expires_at = now() as is_over from private.workspace_exports where export_id = $1", [ids.done]);
      expect(ended).toEqual({ is_over: true });
      await change(ids.waiting!, "state = 'running'");
      await drop();
      expect(await stateOf(ids.waiting!)).toBe("expired");
    }),
  );
});

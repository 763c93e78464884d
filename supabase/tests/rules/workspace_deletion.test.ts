import { describe, expect, it } from "vitest";
import { accounts, customers, members, teams, tickets, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import type { ActorName } from "../../../tests/support/actors";
import { database } from "./support";

const { owner, undone, call, open, send, note } = database();
const { workspaceId } = workspaces.acme;
const { carl } = tickets;

const request = (actor: ActorName = "olivia", typed = "acme") =>
  call(actor, "select public.request_workspace_deletion('acme', $1)", [typed]);
const cancel = (actor: ActorName = "olivia") => call(actor, "select public.cancel_workspace_deletion('acme')");
const due = async () => (await owner<{ id: string }>("select private.list_due_deletions() as id")).map(({ id }) => id);
const finishExport = () =>
  owner(
    "update private.workspace_exports set state = 'done', finished_at = now(), expires_at = now() + interval '7 days' where state in ('waiting', 'running')",
  );
const timePasses = () =>
  owner(
    "update public.workspaces set deletion_requested_at = deletion_requested_at - interval '8 days', deletion_at = deletion_at - interval '8 days' where deletion_at is not null",
  );
/** What the worker does when the time has come. */
async function work(): Promise<void> {
  await owner("select private.forget_workspace($1)", [workspaceId]);
  for (let gone = 1; gone > 0;)
    gone = (await owner<{ gone: number }>("select private.delete_workspace_rows($1, 50) as gone", [workspaceId]))[0]!.gone;
  await owner("select private.finish_workspace_deletion($1)", [workspaceId]);
}

describe("Deleting a workspace", () => {
  it(
    "waits for its time and for an export since then, and any owner may call it off",
    undone(async () => {
      await request();
      expect(await due()).toEqual([]);
      expect(await owner("select state from private.workspace_exports")).toEqual([{ state: "waiting" }]);
      await timePasses();
      // Its time has come, and there is no export.
      expect(await due()).toEqual([]);
      await owner("update private.workspace_exports set state = 'failed', noted_at = now() - interval '2 hours'");
      expect(await due()).toEqual([]);
      expect(await owner("select state from private.workspace_exports order by state")).toEqual([
        { state: "waiting" },
        { state: "failed" },
      ]);
      await finishExport();
      expect(await due()).toEqual([workspaceId]);
      expect(await refusal(cancel())).toBe("PT409 deletion_under_way");
    }),
  );

  it.each([
    ["one that failed, after an hour", "failed", false],
    ["one that an erasure ended, at once", "expired", true],
  ])("asks for another export after %s", async (_, state, isAtOnce) =>
    undone(async () => {
      await request();
      const noted = (ago: string) => owner(`update private.workspace_exports set state = '${state}', noted_at = now() - interval '${ago}'`);
      const asks = async () => {
        await due();
        return (await owner("delete from private.workspace_exports where state = 'waiting' returning export_id")).length === 1;
      };
      await noted("0 minutes");
      expect(await asks()).toBe(isAtOnce);
      await noted("59 minutes");
      expect(await asks()).toBe(isAtOnce);
      await noted("60 minutes");
      expect(await asks()).toBe(true);
    })(),
  );

  it(
    "is due at its moment and not before, once there is the export that was asked for with it",
    undone(async () => {
      await request();
      await finishExport();
      const dueAt = (at: string) => owner(`select id from public.workspaces, private.list_due_deletions(${at}) as id where slug = 'acme'`);
      expect(await dueAt("deletion_at - interval '1 second'")).toEqual([]);
      expect(await dueAt("deletion_at")).toEqual([{ id: workspaceId }]);
      await owner("update public.workspaces set deletion_at = now() where workspace_id = $1", [workspaceId]);
      expect(await refusal(cancel())).toBe("PT409 deletion_under_way");
      expect(await refusal(work())).toBe("nothing was refused");
    }),
  );

  it(
    "has its export asked for in the name of the first owner who is there, and again when the worker is gone for good",
    undone(async () => {
      await owner("update public.workspace_members set role = 'owner' where member_id = $1", [members.ben.memberId]);
      const olivia = (at: string) =>
        owner(`update public.workspace_members set deactivated_at = ${at} where member_id = $1`, [members.olivia.memberId]);
      await request();
      const asked = async () => {
        await owner("delete from private.workspace_exports");
        await due();
        return owner("select requested_by, state from private.workspace_exports");
      };
      await olivia("now()");
      expect(await asked()).toEqual([{ requested_by: members.ben.memberId, state: "waiting" }]);
      await olivia("null");
      expect(await asked()).toEqual([{ requested_by: members.olivia.memberId, state: "waiting" }]);
      const states = async (ago: string) => {
        await owner(`update private.workspace_exports set state = 'running', noted_at = now() - interval '${ago}'`);
        await due();
        return (await owner<{ state: string }>("select state from private.workspace_exports order by state")).map(({ state }) => state);
      };
      expect(await states("5 hours")).toEqual(["running"]);
      expect(await states("7 hours")).toEqual(["waiting", "failed"]);
    }),
  );

  it(
    "is done some rows at a time, of one table",
    undone(async () => {
      const tables = await owner<{ name: string }>(
        `select table_schema || '.' || table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
         where column_name = 'workspace_id' and table_schema in ('public', 'private') and table_type = 'BASE TABLE'`,
      );
      const rows = async () => {
        const counts = tables.map(({ name }) => `select count(*) as n from ${name} where workspace_id = '${workspaceId}'`);
        return Number((await owner<{ n: string }>(`select sum(n) as n from (${counts.join(" union all ")}) as counted`))[0]!.n);
      };
      await request();
      await timePasses();
      for (const atOnce of [1, 1, 100]) {
        const before = await rows();
        const [row] = await owner<{ gone: number }>("select private.delete_workspace_rows($1, $2) as gone", [workspaceId, atOnce]);
        expect(row!.gone).toBeGreaterThan(0);
        expect(row!.gone).toBeLessThanOrEqual(atOnce);
        expect(await rows()).toBe(before - row!.gone);
      }
    }),
  );

  it(
    "does not take an export from before for one",
    undone(async () => {
      await call("olivia", "select public.request_workspace_export('acme')");
      await finishExport();
      await owner("update private.workspace_exports set requested_at = now() - interval '1 minute'");
      await owner("savepoint here");
      await request();
      await owner("update private.workspace_exports set state = 'failed', noted_at = now() where state = 'waiting'");
      await owner("update public.workspaces set deletion_at = now() where workspace_id = $1", [workspaceId]);
      expect(await due()).toEqual([]);
    }),
  );

  it(
    "is for owners who type its address, and once",
    undone(async () => {
      expect(await refusal(request("adam"))).toBe("PT403 owners_only");
      expect(await refusal(request("sana"))).toBe("PT403 owners_only");
      expect(await refusal(request("greg"))).toBe("PT404 workspace_not_found");
      expect(await refusal(request("carl"))).toBe("PT404 workspace_not_found");
      expect(await refusal(request("olivia", "Acme Inc"))).toBe("PT422 confirmation_differs");
      expect(await refusal(request("olivia", ""))).toBe("PT422 confirmation_differs");
      expect(await refusal(request("olivia", " ACME "))).toBe("nothing was refused");
      expect(await refusal(request())).toBe("PT409 workspace_closing");
      expect(await refusal(cancel("adam"))).toBe("PT403 owners_only");
      await call("olivia", "select public.cancel_workspace_deletion('acme')");
      await cancel();
      const log = await call("olivia", "select action from public.list_audit_entries('acme', 'deletion') order by created_at");
      expect(log).toEqual([{ action: "created" }, { action: "deleted" }]);
    }),
  );

  const writes: [string, () => Promise<unknown>][] = [
    ["a ticket", () => open("dora")],
    ["a customer's message", () => send("carl", carl.roomId)],
    ["an agent's message", () => send("sana", carl.roomId)],
    ["a note", () => note("sana", carl.roomId)],
    ["an edit", () => call("carl", "select public.edit_message($1, 1, 'Changed')", [carl.roomId])],
    ["a deletion", () => call("carl", "select public.delete_message($1, 1)", [carl.roomId])],
    ["a file", () => call("carl", "select public.create_attachment($1, gen_random_uuid(), 'a.txt', 'text/plain', 5)", [carl.roomId])],
    ["a status", () => call("sana", "select public.set_ticket_status($1, 'resolved')", [carl.ticketId])],
    ["a priority", () => call("sana", "select public.set_ticket_priority($1, 'urgent')", [carl.ticketId])],
    ["a team", () => call("sana", "select public.set_ticket_team($1, $2)", [carl.ticketId, teams.billing.teamId])],
    ["an assignment", () => call("sana", "select public.assign_ticket($1, $2)", [carl.ticketId, members.ben.memberId])],
    ["a participant", () => call("carl", "select public.add_participant($1, 'new@example.com', 'New')", [carl.ticketId])],
    ["a new member", () => call("vera", "select slug from public.accept_invitation('secret', 'Vera')")],
    ["an invitation", () => call("olivia", "select public.invite_member('acme', 'new@acme.test', 'agent')")],
    [
      "a setting",
      () =>
        call(
          "olivia",
          `select public.save_workspace_settings('acme', jsonb_populate_record(null::public.workspace_draft, '{"name": "Other"}'))`,
        ),
    ],
  ];
  it.each(writes)("refuses %s meanwhile, and takes it before and after a cancellation", async (_name, write) =>
    undone(async () => {
      await owner("update public.messages set created_at = now() where room_id = $1", [carl.roomId]);
      const [invited] = await call<{ id: string }>("olivia", "select public.invite_member('acme', $1, 'agent') as id", [
        accounts.vera.email,
      ]);
      await owner(
        "insert into private.invitation_secrets select workspace_id, invitation_id, sha256('secret') from public.workspace_invitations where invitation_id = $1",
        [invited!.id],
      );
      await owner("savepoint before");
      expect(await refusal(write())).toBe("nothing was refused");
      await owner("rollback to before");
      await request();
      expect(await refusal(write())).toBe("PT409 workspace_closing");
      await cancel();
      expect(await refusal(write())).toBe("nothing was refused");
    })(),
  );

  it(
    "does not keep people in it, nor what is known of them, meanwhile",
    undone(async () => {
      await send("pam", carl.roomId);
      await request();
      const { customerId, email } = customers.pam;
      expect(await refusal(call("olivia", "select public.erase_customers('acme', $1, $2)", [[customerId], email]))).toBe(
        "nothing was refused",
      );
      await owner("insert into auth.sessions (id, user_id) values (gen_random_uuid(), $1)", [accounts.sana.userId]);
      expect(await call("sana", "select public.end_other_sessions() as ended")).toEqual([{ ended: 1 }]);
    }),
  );

  it(
    "tells all its owners and nobody else by mail, and leaves other workspaces as they are",
    undone(async () => {
      await owner("update public.workspace_members set role = 'owner' where member_id = any ($1)", [
        [members.adam.memberId, members.ben.memberId],
      ]);
      await owner("update public.workspace_members set deactivated_at = now() where member_id = $1", [members.ben.memberId]);
      await request();
      const told = await owner<{ id: string }>("select data ->> 'member_id' as id from pgboss.job where name = 'send-workspace-deletion'");
      expect(told.map(({ id }) => id).sort()).toEqual([members.olivia.memberId, members.adam.memberId].sort());
      await send("gus", tickets.gus.roomId);
      await send("gina", tickets.gus.roomId);
      await open("gus", { slug: "globex" });
    }),
  );

  it(
    "can be read meanwhile, and says so",
    undone(async () => {
      await request();
      expect(await call("carl", "select from public.messages where room_id = $1", [carl.roomId])).not.toHaveLength(0);
      for (const read of ["get_desk", "get_portal"]) {
        const [row] = await call<{ deletion_at: Date | null }>("olivia", `select deletion_at from public.${read}('acme')`);
        expect(row!.deletion_at?.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000);
      }
    }),
  );

  it(
    "leaves no row of it in the database but the fact, and nothing of another is missing",
    undone(async () => {
      const rest = async () => {
        const tables = await owner<{ name: string }>(
          `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
           where relkind = 'r' and nspname in ('public', 'private', 'pgboss', 'storage', 'realtime') order by 1`,
        );
        const counts = tables.map(
          ({
            name,
          }) => `select '${name}' as name, count(*) filter (where position('${workspaceId}' in to_jsonb(entry)::text) > 0)::int as own,
            count(*) filter (where position('${workspaces.globex.workspaceId}' in to_jsonb(entry)::text) > 0)::int as others from ${name} as entry`,
        );
        const rows = await owner<{ name: string; own: number; others: number }>(counts.join(" union all "));
        return {
          own: Object.fromEntries(rows.filter(({ own }) => own > 0).map(({ name, own }) => [name, own])),
          others: Object.fromEntries(rows.filter(({ others }) => others > 0).map(({ name, others }) => [name, others])),
        };
      };
      await owner("insert into private.former_slugs (slug, workspace_id) values ('acme-before', $1)", [workspaceId]);
      // Of the accounts of her customers, those are their own that have an address, and that of who works elsewhere.
      await open("vera");
      await owner("insert into public.workspace_members (workspace_id, user_id, display_name) values ($1, $2, 'Dora')", [
        workspaces.globex.workspaceId,
        accounts.dora.userId,
      ]);
      // Somebody without an address is told nothing.
      await owner("insert into public.workspace_members (workspace_id, user_id, display_name) values ($1, $2, 'Nameless')", [
        workspaceId,
        accounts.stranger.userId,
      ]);
      await send("sana", carl.roomId);
      await owner("select realtime.send('{}', 'test', private.room_topic('room', $1), true)", [carl.roomId]);
      const known = (
        await owner<{ id: string }>(
          `select ticket_id as id from public.tickets where workspace_id = $1 union all select chat_room_id from public.tickets where workspace_id = $1
           union all select team_id from public.teams where workspace_id = $1 union all select attachment_id from public.attachments where workspace_id = $1`,
          [workspaceId],
        )
      ).map(({ id }) => id);
      await owner(
        `insert into realtime.messages (topic, extension, event, payload, private) select 'team:' || id || ':1', 'broadcast', 'test', '{}', true from unnest($1::text[]) as id`,
        [known],
      );
      await owner(
        "insert into pgboss.job (name, data, output) select name, jsonb_build_object('of', id), '1' from unnest($1::text[]) as id, unnest($2::text[]) as name",
        [known, ["send-transcript", "remove-attachments"]],
      );
      const told = async () =>
        (
          await owner<{ messages: number; mails: number; outputs: number }>(
            `select (select count(*) from realtime.messages where split_part(topic, ':', 2) = any ($1))::int as messages,
               (select count(*) from pgboss.job where name like 'send-%' and data ->> 'of' = any ($1))::int as mails,
               (select count(*) from pgboss.job where data ->> 'of' = any ($1) and output is not null)::int as outputs`,
            [known],
          )
        )[0]!;
      expect(await told()).toMatchObject({ mails: known.length, outputs: 2 * known.length });
      expect((await told()).messages).toBeGreaterThan(known.length);
      // His browser is known at Globex too.
      await open("gus");
      const browsers = (
        await owner<{ user_id: string }>("select user_id from public.customer_identities where customer_id = $1", [
          customers.carl.customerId,
        ])
      ).map((row) => row.user_id);
      await request();
      await finishExport();
      await timePasses();
      const before = await rest();
      expect(Object.keys(before.own)).toEqual(
        expect.arrayContaining(["public.messages", "public.audit_entries", "public.workspace_members", "private.ticket_counters"]),
      );
      expect(await due()).toEqual([workspaceId]);
      await work();
      const after = await rest();
      // The mails to those who were in it name it by its id.
      const mails = await owner<{ address: string }>(
        "select data ->> 'address' as address from pgboss.job where name = 'send-workspace-deletion' and data ? 'address' order by 1",
      );
      expect(mails.map(({ address }) => address)).toEqual([
        "adam@acme.test",
        "ben@acme.test",
        "mia@both.test",
        "olivia@acme.test",
        "sana@acme.test",
      ]);
      const { "private.deleted_workspaces": fact, "private.deleted_slugs": slugs, ...others } = after.own;
      expect([fact, slugs]).toEqual([1, 2]);
      expect(Object.keys(others).filter((name) => !name.startsWith("pgboss."))).toEqual([]);
      expect(after.others).toEqual(before.others);
      expect(await told()).toEqual({ messages: 0, mails: 0, outputs: 0 });
      expect(await owner("select from auth.users where id = any ($1)", [browsers])).toHaveLength(0);
      const { vera, dora, stranger } = accounts;
      expect(await owner("select from auth.users where id = any ($1)", [[vera.userId, dora.userId, stranger.userId]])).toHaveLength(3);
      expect(await owner("select from auth.users where id = $1", [accounts.gus.userId])).toHaveLength(1);
      expect(await owner("select from auth.users where email = 'olivia@acme.test'")).toHaveLength(1);
      expect(await owner("select from public.customers where workspace_id = $1", [workspaces.globex.workspaceId])).not.toHaveLength(0);
      // Its addresses stay taken.
      for (const slug of ["acme", "acme-before"]) {
        expect(await call("greg", "select public.check_slug($1) as it", [slug])).toEqual([{ it: "taken" }]);
        expect(await refusal(call("greg", "select public.create_workspace('Again', $1, 'Greg')", [slug]))).toBe(
          "23505 workspaces_slug_key",
        );
      }
      expect(await call("greg", "select public.check_slug('acme-after') as it")).toEqual([{ it: "free" }]);
    }),
  );

  it(
    "is never begun before its time, whoever asks",
    undone(async () => {
      for (const step of ["forget_workspace($1)", "delete_workspace_rows($1, 50)", "finish_workspace_deletion($1)"]) {
        await owner("savepoint attempt");
        expect(await refusal(owner(`select private.${step}`, [workspaceId]))).toBe("PT409 workspace_not_closing");
        await owner("rollback to attempt");
      }
      await request();
      await owner("savepoint attempt");
      expect(await refusal(owner("select private.delete_workspace_rows($1, 50)", [workspaceId]))).toBe("PT409 workspace_not_closing");
      await owner("rollback to attempt");
      // And past the commands the last owner stays, as ever.
      expect(
        await refusal(owner("delete from public.workspace_members where workspace_id = $1 and role = 'owner'", [workspaceId])),
      ).toMatch(/last_owner|23/);
    }),
  );
});

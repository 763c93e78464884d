import { describe, expect, it } from "vitest";
import { members, teams, tickets, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, send } = database();

type Line = { who: string; what: string; changes: string };
/** Past the commands, by the owner of the schema. */
const refusedTo = async (statement: string) => {
  await owner("savepoint attempt");
  const answer = await refusal(owner(statement));
  await owner("rollback to attempt");
  return answer;
};
/** What the log tells of since the test began, the oldest first; ids are left out, names stand beside them. */
const log = () =>
  call<Line>(
    "olivia",
    `select coalesce(nullif(actor_name, ''), actor_type::text) as who, concat_ws(' ', action, subject_kind, nullif(subject_name, '')) as what,
       (select coalesce(string_agg(format('%s: %s > %s', field, was, is_now), ', ' order by field), '') from unnest(changes)
        where field !~ '(_id|_at|^seq)$') as changes
     from public.list_audit_entries('acme', since => now(), page_size => 200) order by created_at`,
  );

describe("The audit log", () => {
  it.each<[string, () => Promise<unknown>, Line[]]>([
    [
      "a role",
      () => call("olivia", "select public.set_member_role('acme', $1, 'admin')", [members.sana.memberId]),
      [{ who: "Olivia Owens", what: "changed member Sana Iqbal", changes: "role: agent > admin" }],
    ],
    [
      "a removal, with the places in teams",
      () => call("olivia", "select public.remove_member('acme', $1)", [members.sana.memberId]),
      [
        { who: "Olivia Owens", what: "deleted member Sana Iqbal", changes: "" },
        {
          who: "Olivia Owens",
          what: "deleted team_member Sana Iqbal",
          changes: "is_lead: false > , member: Sana Iqbal > , team: Support > ",
        },
      ],
    ],
    [
      "who leaves",
      () => call("sana", "select public.leave_workspace('acme')"),
      [
        { who: "Sana Iqbal", what: "deleted member Sana Iqbal", changes: "" },
        {
          who: "Sana Iqbal",
          what: "deleted team_member Sana Iqbal",
          changes: "is_lead: false > , member: Sana Iqbal > , team: Support > ",
        },
      ],
    ],
    [
      "an invitation",
      () => call("adam", "select public.invite_member('acme', 'new@acme.test', 'agent')"),
      [{ who: "Adam Okafor", what: "created invitation new@acme.test", changes: "email:  > new@acme.test, role:  > agent" }],
    ],
    [
      "a team",
      () =>
        call("adam", "select public.save_team('acme', 'Accounts', team_id => $1, member_ids => $2)", [
          teams.billing.teamId,
          [members.adam.memberId, members.ben.memberId],
        ]),
      [
        // The places of Adam, and no other.
        { who: "Adam Okafor", what: "changed team_member Adam Okafor", changes: "is_lead: true > false" },
        { who: "Adam Okafor", what: "changed team Accounts", changes: "name: Billing > Accounts" },
      ],
    ],
    [
      "a setting",
      () =>
        call(
          "olivia",
          "select public.save_workspace_settings('acme', row('Acme Inc.', null, null, null, null, 60, null, null, null, null, null)::public.workspace_draft)",
        ),
      [{ who: "Olivia Owens", what: "changed workspace Acme Inc.", changes: "edit_window_seconds: 900 > 60, name: Acme > Acme Inc." }],
    ],
    [
      "an assignment",
      () => call("sana", "select public.assign_ticket($1, $2)", [tickets.carl.ticketId, members.ben.memberId]),
      [{ who: "Sana Iqbal", what: "changed ticket #1001", changes: "assignee:  > Ben Fischer" }],
    ],
    [
      "a deleted message, not what it said",
      async () => {
        const message = await send("sana", tickets.carl.roomId, "Secret");
        await call("sana", "select public.delete_message($1, $2)", [tickets.carl.roomId, (message as { seq: number }).seq]);
      },
      [{ who: "Sana Iqbal", what: "deleted message", changes: "sender_name: Sana Iqbal > " }],
    ],
    [
      "a transcript that was asked for",
      () => call("sana", "select public.request_transcript($1, 'txt')", [tickets.carl.ticketId]),
      [{ who: "Sana Iqbal", what: "created transcript #1001", changes: "format:  > txt, has_notes:  > false" }],
    ],
    [
      "a participant whom a customer adds",
      () => call("carl", "select public.add_participant($1, 'cc@example.com', 'Cecilia')", [tickets.carl.ticketId]),
      [{ who: "Carl Jensen", what: "created participant", changes: "" }],
    ],
    [
      "what is done at the database itself",
      () => owner("update public.workspace_members set role = 'admin' where member_id = $1", [members.ben.memberId]),
      [{ who: "system", what: "changed member Ben Fischer", changes: "role: agent > admin" }],
    ],
  ])("tells of %s", async (_, act, lines) =>
    undone(async () => {
      await act();
      expect(await log()).toEqual(lines);
    })(),
  );

  it(
    "tells what a policy said before and says now",
    undone(async () => {
      await call(
        "olivia",
        `select public.save_sla_policy('acme', row('Default', null, null, null, null, null,
          array[row('resolution', 'high', 3600, 'calendar', null)::public.sla_target_line])::public.sla_policy_draft,
          (select policy_id from public.sla_policies where workspace_id = $1))`,
        [workspaces.acme.workspaceId],
      );
      const [entry] = await call<{ was: string; is_now: string }>(
        "olivia",
        `select change.was, change.is_now from public.list_audit_entries('acme', 'sla_policy', since => now()) as entry, unnest(entry.changes) as change
         where change.field = 'targets'`,
      );
      expect(JSON.parse(entry!.was)).toHaveLength(8);
      expect(JSON.parse(entry!.is_now)).toEqual([
        { metric: "resolution", priority: "high", target_seconds: 3600, basis: "calendar", warn_before_seconds: null },
      ]);
    }),
  );

  it(
    "tells nothing of what is on the ticket's timeline, or changes nothing",
    undone(async () => {
      await call("sana", "select public.set_ticket_priority($1, 'low')", [tickets.carl.ticketId]);
      await send("sana", tickets.carl.roomId);
      await owner("update public.workspace_members set role = role");
      expect(await log()).toEqual([]);
      await call("sana", "select public.assign_ticket($1, $2)", [tickets.carl.ticketId, members.ben.memberId]);
      expect(await log()).toHaveLength(1);
    }),
  );

  it(
    "is final: not changed, not deleted, by whatever right, and added to in the change's own transaction",
    undone(async () => {
      const entries = () => owner("select from public.audit_entries where workspace_id = $1", [workspaces.acme.workspaceId]);
      const before = (await entries()).length;
      expect(await refusedTo("update public.audit_entries set actor_name = 'Nobody'")).toBe("PT403 audit_log_is_final");
      expect(await refusedTo("delete from public.audit_entries")).toBe("PT403 audit_log_is_final");
      expect(await refusal(call("adam", "select public.set_member_role('acme', $1, 'owner')", [members.adam.memberId]))).toBe(
        "PT403 rank_too_low",
      );
      expect(await entries()).toHaveLength(before);
      await call("olivia", "select public.set_member_role('acme', $1, 'owner')", [members.adam.memberId]);
      expect(await entries()).toHaveLength(before + 1);
    }),
  );

  it(
    "is read by owners and admins while they are: not by agents, nor by an admin who is one no more, or away",
    undone(async () => {
      const reads = async (actor: "olivia" | "adam" | "sana" | "greg") => {
        const [rows, lines] = [
          await call(actor, "select from public.audit_entries where workspace_id = $1", [workspaces.acme.workspaceId]),
          await call(actor, "select from public.list_audit_entries('acme')"),
        ];
        return [rows.length > 0, lines.length > 0];
      };
      const all = [true, true];
      const none = [false, false];
      expect([await reads("olivia"), await reads("adam"), await reads("sana"), await reads("greg")]).toEqual([all, all, none, none]);
      const change = (command: string) => call("olivia", `select public.${command}`, [members.adam.memberId]);
      await change("deactivate_member('acme', $1)");
      expect(await reads("adam")).toEqual(none);
      await change("reactivate_member('acme', $1)");
      expect(await reads("adam")).toEqual(all);
      await change("set_member_role('acme', $1, 'agent')");
      expect(await reads("adam")).toEqual(none);
    }),
  );

  it(
    "is read by kind, person and time, page by page, by an index",
    undone(async () => {
      await owner(
        `insert into public.audit_entries (workspace_id, created_at, actor_type, actor_id, action, subject_kind, subject_id)
         select $1, now() - number * interval '1 second', 'agent', case when number % 50 = 0 then $2::uuid end, 'changed',
           (case when number % 100 = 0 then 'team' else 'ticket' end)::public.audit_subject, gen_random_uuid()
         from generate_series(1, 20000) as number`,
        [workspaces.acme.workspaceId, members.ben.memberId],
      );
      await owner("analyze public.audit_entries");
      const page = (more: string) =>
        call<{ entry_id: string; created_at: string }>(
          "olivia",
          `select entry_id, created_at::text from public.list_audit_entries('acme'${more})`,
        );
      const first = await page(", 'team'");
      const last = first.at(-1)!;
      const second = await page(`, 'team', before_created_at => '${last.created_at}', before_entry_id => '${last.entry_id}'`);
      expect([first.length, second.length]).toEqual([50, 50]);
      expect(new Set([...first, ...second].map(({ entry_id: id }) => id)).size).toBe(100);
      expect(await page(`, of_actor_id => '${members.ben.memberId}', until => now() - interval '2 hours', page_size => 3`)).toHaveLength(3);
      // Whichever of its indexes: the whole log is read for none.
      const scansOf = async (relation: string) =>
        Number((await owner<{ scans: string }>("select pg_stat_get_xact_numscans($1::regclass) as scans", [relation]))[0]!.scans);
      const indexes = ["created", "subject", "actor"].map((name) => `public.audit_entries_${name}_idx`);
      const scans = async () => ({
        whole: await scansOf("public.audit_entries"),
        byIndex: (await Promise.all(indexes.map(scansOf))).reduce((sum, each) => sum + each),
      });
      for (const filter of ["", ", 'team'", `, of_actor_id => '${members.ben.memberId}'`]) {
        const before = await scans();
        await page(filter);
        expect(await scans(), filter).toEqual({ whole: before.whole, byIndex: before.byIndex + 1 });
      }
    }),
  );
});

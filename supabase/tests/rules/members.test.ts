import { describe, expect, it } from "vitest";
import { accounts, members, teams, tickets, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, open } = database();

const acme = workspaces.acme.workspaceId;
const setRole = (actor: "olivia" | "adam" | "sana", memberId: string, role: string) =>
  call(actor, "select public.set_member_role('acme', $1, $2)", [memberId, role]);
const roleOf = async (memberId: string) =>
  (await owner<{ role: string }>("select role from public.workspace_members where member_id = $1", [memberId]))[0]?.role;
const sees = async (actor: "sana" | "adam" | "olivia") => (await call(actor, "select ticket_id from public.tickets")).length;

describe("A role", () => {
  it(
    "holds from the next statement on, for more and for less",
    undone(async () => {
      const settings = () => call("sana", "select name from public.get_workspace_settings('acme')");
      expect(await settings()).toEqual([]);
      await setRole("olivia", members.sana.memberId, "admin");
      expect(await settings()).toEqual([{ name: "Acme" }]);
      await setRole("olivia", members.sana.memberId, "agent");
      expect(await settings()).toEqual([]);
    }),
  );

  it(
    "of the last owner cannot be given up, and can once there is another",
    undone(async () => {
      const stepDown = () => setRole("olivia", members.olivia.memberId, "agent");
      expect(await refusal(stepDown())).toBe("PT409 last_owner");
      await setRole("olivia", members.adam.memberId, "owner");
      await stepDown();
      expect(await roleOf(members.olivia.memberId)).toBe("agent");
    }),
  );

  it(
    "is handed over whole: the new owner is one, the old one an admin",
    undone(async () => {
      await call("olivia", "select public.transfer_ownership('acme', $1)", [members.ben.memberId]);
      expect([await roleOf(members.ben.memberId), await roleOf(members.olivia.memberId)]).toEqual(["owner", "admin"]);
      expect(await refusal(call("olivia", "select public.transfer_ownership('acme', $1)", [members.sana.memberId]))).toBe(
        "PT403 rank_too_low",
      );
    }),
  );

  it(
    "of owner is not handed to somebody who cannot sign in",
    undone(async () => {
      await call("olivia", "select public.deactivate_member('acme', $1)", [members.ben.memberId]);
      const transfer = () => call("olivia", "select public.transfer_ownership('acme', $1)", [members.ben.memberId]);
      expect(await refusal(transfer())).toBe("PT409 member_not_active");
      await call("olivia", "select public.reactivate_member('acme', $1)", [members.ben.memberId]);
      await owner("update public.workspace_members set user_id = null where member_id = $1", [members.ben.memberId]);
      expect(await refusal(transfer())).toBe("PT409 member_not_active");
      await owner("update public.workspace_members set user_id = $2 where member_id = $1", [members.ben.memberId, accounts.ben.userId]);
      await transfer();
      expect(await roleOf(members.ben.memberId)).toBe("owner");
    }),
  );

  it(
    "of owner stays where it is handed to oneself",
    undone(async () => {
      await call("olivia", "select public.transfer_ownership('acme', $1)", [members.olivia.memberId]);
      expect(await roleOf(members.olivia.memberId)).toBe("owner");
    }),
  );
});

describe("The last owner", () => {
  it.each([
    ["leaves", () => call("olivia", "select public.leave_workspace('acme')")],
    ["is deactivated", () => call("olivia", "select public.deactivate_member('acme', $1)", [members.olivia.memberId])],
    ["is changed past the commands", () => owner("update public.workspace_members set role = 'agent' where role = 'owner'")],
    [
      "is deleted past the commands",
      async () => {
        await call("vera", "select public.create_workspace('Initech', 'initech', 'Vera')");
        await owner("delete from public.workspace_members where user_id = $1", [accounts.vera.userId]);
      },
    ],
    ["loses the account", () => owner("delete from auth.users where id = $1", [accounts.olivia.userId])],
  ])("cannot vanish: %s", async (_, go) =>
    undone(async () => {
      expect(await refusal(go())).toBe("PT409 last_owner");
    })(),
  );

  it(
    "goes with the workspace's last place, and with the workspace",
    undone(async () => {
      const [made] = await call<{ workspace_id: string }>("vera", "select * from public.create_workspace('Initech', 'initech', 'Vera')");
      await owner("delete from public.workspaces where workspace_id = $1", [made!.workspace_id]);
      expect(await owner("select from public.workspace_members where workspace_id = $1", [made!.workspace_id])).toEqual([]);
      // Nor does anything of the log stay.
      expect(await owner("select from public.audit_entries where workspace_id = $1", [made!.workspace_id])).toEqual([]);
    }),
  );
});

describe("Access that is taken", () => {
  it.each(["deactivate_member", "remove_member"])(
    "by %s ends with the statement, and open tickets are somebody else's in the same",
    async (command) =>
      undone(async () => {
        const mine = () =>
          owner<{ ticket: string; assignee_id: string | null }>(
            "select status || '' as ticket, assignee_id from public.tickets where ticket_id in ($1, $2) order by 1",
            [tickets.carl.ticketId, tickets.dora.ticketId],
          );
        // Somebody else's, and nobody's, of this workspace and of another: they are no business of hers.
        const others = [await open("carl"), await open("carl")];
        await call("olivia", "select public.assign_ticket($1, $2)", [others[0]!.ticket_id, members.adam.memberId]);
        const untouched = () =>
          owner("select ticket_id, assignee_id from public.tickets where ticket_id = any ($1) or workspace_id = $2 order by ticket_id", [
            others.map(({ ticket_id }) => ticket_id),
            workspaces.globex.workspaceId,
          ]);
        const before = await untouched();
        for (const { ticketId } of [tickets.carl, tickets.dora])
          await call("sana", "select public.assign_ticket($1, $2)", [ticketId, members.sana.memberId]);
        await call("sana", "select public.set_ticket_status($1, 'resolved')", [tickets.dora.ticketId]);
        // Whether it is new, being worked on or waiting.
        const more = [await open("dora"), await open("dora")];
        for (const [index, status] of ["open", "in_progress"].entries())
          await owner("update public.tickets set assignee_id = $2, status = $3 where ticket_id = $1", [
            more[index]!.ticket_id,
            members.sana.memberId,
            status,
          ]);
        expect(await sees("sana")).toBe(6);

        const [answer] = await call<{ moved: number }>("adam", `select public.${command}('acme', $1, $2) as moved`, [
          members.sana.memberId,
          members.ben.memberId,
        ]);
        expect(answer!.moved).toBe(3);
        expect(
          await owner("select distinct assignee_id from public.tickets where ticket_id = any ($1)", [
            more.map(({ ticket_id }) => ticket_id),
          ]),
        ).toEqual([{ assignee_id: members.ben.memberId }]);
        expect(await untouched()).toEqual(before);
        expect(await sees("sana")).toBe(0);
        expect(await mine()).toEqual([
          { ticket: "resolved", assignee_id: members.sana.memberId },
          { ticket: "waiting", assignee_id: members.ben.memberId },
        ]);
        expect(await refusal(call("olivia", "select public.assign_ticket($1, $2)", [tickets.carl.ticketId, members.sana.memberId]))).toBe(
          "PT422 member_not_found",
        );
      })(),
  );

  it(
    "renames the topics of the workspace, and nobody who was removed may hear the new ones",
    undone(async () => {
      const epoch = async () =>
        (await owner<{ epoch: number }>("select epoch from public.workspaces where workspace_id = $1", [acme]))[0]!.epoch;
      const before = await epoch();
      const hears = async () => {
        const [row] = await call<{ hears: boolean }>("sana", "select private.may_hear(private.inbox_topic($1)) as hears", [acme]);
        return row!.hears;
      };
      expect(await hears()).toBe(true);
      await call("olivia", "select public.deactivate_member('acme', $1)", [members.sana.memberId]);
      expect([await epoch(), await hears()]).toEqual([before + 1, false]);
      await call("olivia", "select public.reactivate_member('acme', $1)", [members.sana.memberId]);
      expect([await epoch(), await hears()]).toEqual([before + 1, true]);
    }),
  );

  it(
    "for a while keeps role and teams, for good ends the teams",
    undone(async () => {
      const places = async () => (await owner("select from public.team_members where member_id = $1", [members.sana.memberId])).length;
      await call("olivia", "select public.deactivate_member('acme', $1)", [members.sana.memberId]);
      expect(await places()).toBe(1);
      await call("olivia", "select public.remove_member('acme', $1)", [members.sana.memberId]);
      expect(await places()).toBe(0);
      expect(await refusal(call("olivia", "select public.reactivate_member('acme', $1)", [members.sana.memberId]))).toBe(
        "PT404 member_not_found",
      );
    }),
  );

  it(
    "by leaving leaves the open tickets to nobody, and who leaves cannot choose who gets them",
    undone(async () => {
      await call("sana", "select public.assign_ticket($1, $2)", [tickets.carl.ticketId, members.sana.memberId]);
      expect(
        await refusal(call("sana", "select public.remove_member('acme', $1, $2)", [members.sana.memberId, members.ben.memberId])),
      ).toBe("PT422 member_not_found");
      // Nobody is not oneself.
      for (const command of ["remove_member", "deactivate_member"])
        expect(await refusal(call("sana", `select public.${command}('acme', null)`))).toBe("PT404 member_not_found");
      expect(await call("sana", "select public.leave_workspace('acme') as moved")).toEqual([{ moved: 1 }]);
      expect(await owner("select assignee_id from public.tickets where ticket_id = $1", [tickets.carl.ticketId])).toEqual([
        { assignee_id: null },
      ]);
    }),
  );
});

describe("A team", () => {
  const save = (name: string, memberIds: string[], leadIds: string[], teamId: string | null = null) =>
    call<{ id: string }>("adam", "select public.save_team('acme', $1, $2, $3, $4) as id", [name, memberIds, leadIds, teamId]);
  const placesOf = (teamId: string) =>
    owner("select member_id, is_lead from public.team_members where team_id = $1 order by is_lead, member_id", [teamId]);

  it(
    "has the members and leads that were given, a lead being a member, and another set replaces them",
    undone(async () => {
      const [made] = await save(" Night ", [members.sana.memberId], [members.ben.memberId]);
      expect(await placesOf(made!.id)).toEqual([
        { member_id: members.sana.memberId, is_lead: false },
        { member_id: members.ben.memberId, is_lead: true },
      ]);
      await save("Night owls", [members.ben.memberId], [], made!.id);
      expect(await placesOf(made!.id)).toEqual([{ member_id: members.ben.memberId, is_lead: false }]);
      expect(await owner("select name from public.teams where team_id = $1", [made!.id])).toEqual([{ name: "Night owls" }]);
    }),
  );

  it(
    "has a name of its own, and nobody of another workspace or removed in it",
    undone(async () => {
      expect(await refusal(save("SUPPORT", [], []))).toBe("23505 teams_name_key");
      expect(await refusal(save("Night", [members.greg.memberId], []))).toBe("PT422 member_not_found");
      expect(await refusal(save("Night", [], [members.rita.memberId]))).toBe("PT422 member_not_found");
      expect(await refusal(save("Night", [], [], teams.globexSupport.teamId))).toBe("PT404 team_not_found");
      expect(await save("Night", [], [])).toHaveLength(1);
    }),
  );

  it(
    "that is put away gives its open tickets to another, and its name",
    undone(async () => {
      await owner("update public.tickets set team_id = $1 where workspace_id = $2", [teams.billing.teamId, acme]);
      await call("sana", "select public.set_ticket_status($1, 'closed')", [tickets.dora.ticketId]);
      const archive = (to: string | null) =>
        call("adam", "select public.archive_team('acme', $1, $2) as moved", [teams.billing.teamId, to]);
      expect(await refusal(archive(teams.globexSupport.teamId))).toBe("PT422 team_not_found");
      expect(await refusal(archive(teams.billing.teamId))).toBe("PT422 team_not_found");
      const calendar = "(select calendar_id from public.sla_calendars where workspace_id = $1 and name = 'Night')";
      await owner("insert into public.sla_calendars (workspace_id, name) values ($1, 'Night')", [acme]);
      await owner(`update public.teams set sla_calendar_id = ${calendar} where workspace_id = $1 and team_id = $2`, [
        acme,
        teams.billing.teamId,
      ]);
      const putAway = async () => {
        const [row] = await owner<{ id: string }>(`select ${calendar} as id`, [acme]);
        return call("adam", "select public.archive_sla_calendar('acme', $1)", [row!.id]);
      };
      expect(await refusal(putAway())).toBe("PT409 sla_calendar_in_use");
      expect(await archive(teams.support.teamId)).toEqual([{ moved: 1 }]);
      expect(await putAway()).toHaveLength(1);
      expect(await owner("select subject, team_id from public.tickets where workspace_id = $1 order by number", [acme])).toEqual([
        { subject: tickets.carl.subject, team_id: teams.support.teamId },
        { subject: tickets.dora.subject, team_id: teams.billing.teamId },
      ]);
      expect(await save("Billing", [], [])).toHaveLength(1);
      expect(await call("sana", "select (unnest(teams)).name from public.get_desk('acme') order by 1")).toEqual([
        { name: "Billing" },
        { name: "Support" },
      ]);
    }),
  );
});

describe("The page of people", () => {
  it(
    "tells addresses, teams, how much each has to do, and whom one may manage",
    undone(async () => {
      await call("sana", "select public.assign_ticket($1, $2)", [tickets.carl.ticketId, members.sana.memberId]);
      const lines = await call<{ display_name: string; email: string; open_tickets: number; may_manage: boolean }>(
        "adam",
        "select (unnest(members)).* from public.get_people_settings('acme')",
      );
      expect(lines.map(({ display_name: name, email, open_tickets: open, may_manage: may }) => [name, email, open, may])).toEqual([
        [accounts.adam.name, accounts.adam.email, 0, true],
        [accounts.ben.name, accounts.ben.email, 0, true],
        [accounts.mia.name, accounts.mia.email, 0, true],
        [accounts.olivia.name, accounts.olivia.email, 0, false],
        [accounts.sana.name, accounts.sana.email, 1, true],
      ]);
    }),
  );
});

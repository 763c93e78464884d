/** A workspace that demands two-step sign-in: who sees nothing of it, from when on, and until when. */
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { actors, type ActorName } from "../../../tests/support/actors";
import { type AccountName, accounts, tickets, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, send, open } = database();
const acme = workspaces.acme.workspaceId;
const { ticketId, roomId } = tickets.carl;

const factor = (actor: AccountName, status = "verified") =>
  owner(
    "insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at) values ($1, $2, 'totp', $3, now(), now())",
    [randomUUID(), accounts[actor].userId, status],
  );
const dropFactor = (actor: AccountName) => owner("delete from auth.mfa_factors where user_id = $1", [accounts[actor].userId]);
const demand = (actor: ActorName, isDemanded = true) => call(actor, "select public.set_second_factor_demand('acme', $1)", [isDemanded]);
/** As sessions that have shown the code. */
async function withCode(use: () => Promise<void>, ...names: ActorName[]) {
  const kept = names.map((name) => actors[name].claims);
  for (const name of names) Object.assign(actors[name], { claims: { ...actors[name].claims, aal: "aal2" } });
  try {
    await use();
  } finally {
    names.forEach((name, at) => Object.assign(actors[name], { claims: kept[at] }));
  }
}
const sees = async (actor: ActorName) => ({
  desk: (await call(actor, "select from public.get_desk('acme')")).length,
  workspaces: (await call<{ slug: string }>(actor, "select slug from public.list_my_workspaces()")).map(({ slug }) => slug),
  tickets: (await call(actor, "select from public.tickets where workspace_id = $1", [acme])).length > 0,
  messages: (await call(actor, "select from public.messages where room_id = $1", [roomId])).length > 0,
  receipts: await refusal(call(actor, "select public.acknowledge_messages($1, 1, 1)", [roomId])),
  topic: (await call<{ may: boolean }>(actor, "select private.may_hear(private.room_topic('notes', $1)) as may", [roomId]))[0]!.may,
});
const everything = { desk: 1, tickets: true, messages: true, receipts: "nothing was refused", topic: true };
const nothing = { desk: 0, tickets: false, messages: false, receipts: "PT404 room_not_found", topic: false };

describe("A workspace that demands a second factor", () => {
  it(
    "is seen by nobody without one from the next statement on, and by who has one as before",
    undone(async () => {
      await factor("olivia");
      await withCode(async () => {
        const log = async (actor: ActorName) =>
          (await call(actor, "select from public.audit_entries where workspace_id = $1", [acme])).length > 0;
        expect(await sees("sana")).toEqual({ ...everything, workspaces: ["acme"] });
        expect(await log("adam")).toBe(true);
        await demand("olivia");
        // What owners and admins alone see has a predicate of its own.
        expect([await log("adam"), await log("olivia")]).toEqual([false, true]);
        expect(await sees("olivia")).toEqual({ ...everything, workspaces: ["acme"] });
        expect(await sees("sana")).toEqual({ ...nothing, workspaces: [] });
        // Started and never finished is none.
        await factor("sana", "unverified");
        expect(await sees("sana")).toEqual({ ...nothing, workspaces: [] });
        expect(await refusal(send("sana", roomId))).toBe("PT404 room_not_found");
        expect(await refusal(call("sana", "select public.set_ticket_status($1, 'resolved')", [ticketId]))).toBe("PT404 ticket_not_found");
        expect(await refusal(call("adam", "select public.save_team('acme', 'New')"))).toBe("PT404 workspace_not_found");
        // Elsewhere nothing changes, nor for customers.
        expect((await sees("mia")).workspaces).toEqual(["globex"]);
        await send("carl", roomId, "Still here");
        await open("stranger");
      }, "olivia");
    }),
  );

  it(
    "is seen again by who sets one up, and told to nobody else",
    undone(async () => {
      await factor("olivia");
      await withCode(async () => demand("olivia").then(() => undefined), "olivia");
      const demands = (actor: ActorName) => call(actor, "select slug, name from public.list_second_factor_demands()");
      expect(await demands("sana")).toEqual([{ slug: "acme", name: workspaces.acme.name }]);
      expect(await demands("gina")).toEqual([]);
      await owner("update public.workspaces set requires_second_factor = true, name = 'A new name' where slug = 'globex'");
      expect(await demands("mia")).toEqual([
        { slug: "globex", name: "A new name" },
        { slug: "acme", name: workspaces.acme.name },
      ]);
      await factor("sana");
      expect(await refusal(sees("sana"))).toBe("PT403 second_factor_required");
      await withCode(async () => {
        expect(await sees("sana")).toEqual({ ...everything, workspaces: ["acme"] });
        expect(await demands("sana")).toEqual([]);
        // Without it again, the code that was given once is worth nothing.
        await dropFactor("sana");
        expect(await sees("sana")).toEqual({ ...nothing, workspaces: [] });
      }, "sana");
    }),
  );

  it(
    "is made so by an owner who has one, which renames the topics and is on the audit log, and by nobody else",
    undone(async () => {
      const epoch = async () =>
        (await owner<{ epoch: number }>("select epoch from public.workspaces where workspace_id = $1", [acme]))[0]!.epoch;
      const before = await epoch();
      expect(await refusal(demand("olivia"))).toBe("PT409 own_second_factor_missing");
      expect(await refusal(demand("greg"))).toBe("PT404 workspace_not_found");
      await factor("adam");
      await withCode(async () => expect(await refusal(demand("adam"))).toBe("PT403 settings_forbidden"), "adam");
      expect(await epoch()).toBe(before);
      await factor("olivia");
      await withCode(async () => {
        await demand("olivia");
        await demand("olivia");
        expect(await epoch()).toBe(before + 1);
        const entries = await owner(
          "select actor_name, before, after from public.audit_entries where workspace_id = $1 and subject_kind = 'workspace' and after ? 'requires_second_factor'",
          [acme],
        );
        expect(entries).toEqual([
          { actor_name: "Olivia Owens", before: { requires_second_factor: false }, after: { requires_second_factor: true } },
        ]);
        const [people] = await call<{ requires: boolean; names: string[] }>(
          "olivia",
          `select requires_second_factor as requires, array(select display_name from unnest(members) where has_second_factor order by 1) as names
           from public.get_people_settings('acme')`,
        );
        expect(people).toEqual({ requires: true, names: ["Adam Okafor", "Olivia Owens"] });
        // Who may hear again is told to look.
        const moved = "select from realtime.messages where event = 'topic_moved' and topic = $1";
        const inbox = [`inbox:${acme}:${before + 1}`];
        expect(await owner(moved, inbox)).toHaveLength(0);
        await demand("olivia", false);
        expect(await owner(moved, inbox)).toHaveLength(1);
        expect(await epoch()).toBe(before + 1);
        expect((await sees("sana")).desk).toBe(1);
      }, "olivia");
    }),
  );

  it(
    "renames the topics when a member's last factor is taken off, and by nothing less",
    undone(async () => {
      const epoch = async () =>
        (await owner<{ epoch: number }>("select epoch from public.workspaces where workspace_id = $1", [acme]))[0]!.epoch;
      /** As Auth does it, in an order that is its own, and commits. */
      const takeOff = async (actor: AccountName, count: number) => {
        await owner("update auth.sessions set aal = 'aal1' where user_id = $1 and aal = 'aal2'", [accounts[actor].userId]);
        await owner(
          "delete from auth.mfa_factors where id in (select id from auth.mfa_factors where user_id = $1 order by created_at limit $2)",
          [accounts[actor].userId, count],
        );
        await owner("set constraints all immediate");
        await owner("set constraints all deferred");
      };
      const signIn = (actor: AccountName) =>
        owner("insert into auth.sessions (id, user_id, aal) values (gen_random_uuid(), $1, 'aal2')", [accounts[actor].userId]);
      for (const actor of ["sana", "adam", "gina"] as const) {
        await factor(actor);
        await signIn(actor);
      }
      const before = await epoch();
      await takeOff("adam", 1);
      expect(await epoch()).toBe(before);
      await owner("update public.workspaces set requires_second_factor = true where workspace_id = $1", [acme]);
      expect(await epoch()).toBe(before + 1);
      await factor("sana");
      await takeOff("sana", 1);
      await takeOff("gina", 1);
      expect(await epoch()).toBe(before + 1);
      await signIn("sana");
      await takeOff("sana", 1);
      expect(await epoch()).toBe(before + 2);
    }),
  );

  it(
    "holds who comes later to it",
    undone(async () => {
      await owner("update public.workspaces set requires_second_factor = true where workspace_id = $1", [acme]);
      await owner("insert into public.workspace_members (workspace_id, user_id, display_name) values ($1, $2, 'Vera')", [
        acme,
        accounts.vera.userId,
      ]);
      // And who comes to another one is not.
      await owner("insert into public.workspace_members (workspace_id, user_id, display_name) values ($1, $2, 'Vera')", [
        workspaces.globex.workspaceId,
        accounts.vera.userId,
      ]);
      expect(await sees("vera")).toMatchObject({ desk: 0, workspaces: ["globex"] });
      // Who is away is not led to set one up.
      const demands = () => call("vera", "select slug from public.list_second_factor_demands()");
      expect(await demands()).toEqual([{ slug: "acme" }]);
      const pause = (at: string) =>
        owner(`update public.workspace_members set deactivated_at = ${at} where user_id = $1`, [accounts.vera.userId]);
      await pause("now()");
      expect(await demands()).toEqual([]);
      await pause("null");
      await factor("vera");
      await withCode(async () => expect((await sees("vera")).desk).toBe(1), "vera");
    }),
  );
});

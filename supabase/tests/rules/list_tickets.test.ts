import { describe, expect, it } from "vitest";
import { members, workspaces } from "../../../tests/support/cast";
import { database } from "./support";

const { owner, undone, call, open } = database();

type Line = { ticket_id: string; subject: string; last_activity_at: Date; sla_due_at: Date | null; sla_warn_at: Date | null };

type Page = { ticket_id: string; subject: string; last_activity_at: string; sla_due_at: string | null };

/** Tickets that their due time and activity, in minutes from now, set apart; null: nothing is due. */
async function made(times: Record<string, [due: number | null, activity: number]>) {
  await owner("update public.tickets set status = 'closed' where workspace_id = $1", [workspaces.acme.workspaceId]);
  for (const [subject, [due, activity]] of Object.entries(times)) {
    const { ticket_id } = await open("stranger", { subject });
    await owner(
      `update public.tickets set sla_due_at = now() + $2 * interval '1 minute', last_activity_at = now() + $3 * interval '1 minute'
       where ticket_id = $1`,
      [ticket_id, due, activity],
    );
  }
}

const list = (view = "active", size = 50, last?: Page) =>
  // Times as text, with all their digits.
  call<Page>(
    "sana",
    "select ticket_id, subject, last_activity_at::text, sla_due_at::text from public.list_tickets('acme', $1, null, $2, $3, $4, 'due', $5)",
    [view, last?.last_activity_at ?? null, last?.ticket_id ?? null, size, last?.sla_due_at ?? null],
  );

const times: Record<string, [number | null, number]> = {
  "nothing due, long ago": [null, -500],
  tomorrow: [1440, -1],
  overdue: [-30, -90],
  "nothing due, lately": [null, -2],
  "in an hour, quiet": [60, -50],
  "in an hour, lively": [60, -5],
};
const inOrder = ["overdue", "in an hour, lively", "in an hour, quiet", "tomorrow", "nothing due, lately", "nothing due, long ago"];

describe("list_tickets by what is due", () => {
  it(
    "shows what is due next first, then by activity what nothing is due for",
    undone(async () => {
      await made(times);
      expect((await list()).map((line) => line.subject)).toEqual(inOrder);
      expect((await list("unassigned")).map((line) => line.subject)).toEqual(inOrder);
      await owner("update public.tickets set assignee_id = $1 where subject in ('tomorrow', 'overdue')", [members.sana.memberId]);
      expect((await list("mine")).map((line) => line.subject)).toEqual(["overdue", "tomorrow"]);
    }),
  );

  it.each([1, 2, 4])("pages of %d hold every ticket once, in the same order", async (size) => {
    await undone(async () => {
      await made(times);
      const seen: string[] = [];
      for (let page = await list("active", size); page.length > 0; page = await list("active", size, page.at(-1)))
        seen.push(...page.map((line) => line.subject));
      expect(seen).toEqual(inOrder);
    })();
  });

  it(
    "keeps to the latest activity where nothing can be due",
    undone(async () => {
      await made(times);
      const byActivity = await call<Line>("sana", "select * from public.list_tickets('acme', 'all')");
      expect((await list("all")).map((line) => line.subject)).toEqual(byActivity.map((line) => line.subject));
      expect((await list("done")).every((line) => line.sla_due_at === null)).toBe(true);
    }),
  );

  it(
    "is a workspace's own: a member of another one and customers get nothing",
    undone(async () => {
      const ask = (actor: "sana" | "gina" | "carl" | "stranger") =>
        call<Line>(actor, "select * from public.list_tickets('globex', 'all', ordering => 'due')");
      expect(await ask("gina")).toHaveLength(1);
      for (const actor of ["sana", "carl", "stranger"] as const) expect(await ask(actor)).toEqual([]);
      // What finds a page does so without policies, so it asks by itself.
      const find = (actor: "gina" | "sana" | "gus" | "rita") =>
        call(actor, "select private.list_inbox_page($1, 'all', null, null, null, 50, false, null)", [
          (actor === "rita" ? workspaces.acme : workspaces.globex).workspaceId,
        ]);
      expect(await find("gina")).toHaveLength(1);
      for (const actor of ["sana", "gus", "rita"] as const) expect(await find(actor)).toEqual([]);
    }),
  );
});

describe("sla_warn_at", () => {
  const due = async (id: string) =>
    (await owner<Line>("select sla_due_at, sla_warn_at from public.tickets where ticket_id = $1", [id]))[0]!;
  const minutesBefore = ({ sla_due_at, sla_warn_at }: Line) => (sla_due_at!.getTime() - sla_warn_at!.getTime()) / 60_000;

  it(
    "is a quarter of the target before the due time, or what the policy says",
    undone(async () => {
      const { ticket_id } = await open("stranger");
      expect(minutesBefore(await due(ticket_id))).toBe(6 * 60);
      await owner("update public.sla_targets set warn_before_seconds = 600 where workspace_id = $1", [workspaces.acme.workspaceId]);
      const own = (await open("dora")).ticket_id;
      expect(minutesBefore(await due(own))).toBe(10);
      expect((await call<Line>("sana", "select * from public.list_tickets('acme')")).find((line) => line.ticket_id === own)).toMatchObject(
        await due(own),
      );
    }),
  );

  it(
    "moves with a due time that moves after the warning, and is null once that is over",
    undone(async () => {
      const { ticket_id } = await open("stranger");
      await owner("select private.sweep_sla_clocks(500, now() + interval '20 hours')");
      await call("sana", "select public.set_ticket_priority($1, 'low')", [ticket_id]);
      expect(minutesBefore(await due(ticket_id))).toBe(18 * 60);
      await owner("select private.sweep_sla_clocks(500, now() + interval '80 hours')");
      await owner("update public.tickets set as_of = now() + interval '80 hours', priority = 'medium' where ticket_id = $1", [ticket_id]);
      expect(await due(ticket_id)).toMatchObject({ sla_warn_at: null, sla_due_at: expect.any(Date) as Date });
    }),
  );

  it(
    "stands beside a due time that was set by hand",
    undone(async () => {
      await owner(
        `insert into public.sla_targets (workspace_id, policy_version_id, metric, priority, target_seconds, basis)
         select workspace_id, current_version_id, 'resolution', 'medium', 3600 * 100, 'calendar' from public.sla_policies`,
      );
      const { ticket_id } = await open("stranger");
      await call("sana", "select public.set_resolution_due($1, now() + interval '40 minutes', 'Promised')", [ticket_id]);
      expect(Math.round(minutesBefore(await due(ticket_id)))).toBe(10);
    }),
  );
});

/** The demo shows what the product does at whatever hour it is loaded. It is committed, so it has a stack of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeData, startStack, type Stack } from "../stack/stack";

let dataDir: string;
let stack: Stack;
let client: pg.Client;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "frontroom-demo-"));
  stack = await startStack({ dataDir, seed: true });
  client = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await stack.stop();
  await removeData(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

describe("The demo", () => {
  it("tells opening hours that owners have set, in their zones, and none that nobody set", async () => {
    const opening = "select slug, (private.get_opening(workspace_id)).* from public.workspaces order by slug";
    const { rows } = await client.query<{ slug: string; time_zone: string; opens_at: Date | null }>(opening);
    expect(rows).toEqual([
      expect.objectContaining({ slug: "acme", time_zone: "Europe/Berlin", opens_at: expect.any(Date) as Date }),
      expect.objectContaining({ slug: "globex", time_zone: "Europe/London", opens_at: expect.any(Date) as Date }),
    ]);
    await client.query("begin");
    await client.query(
      `update public.sla_calendars as calendar set current_version_id = first.calendar_version_id from public.sla_calendar_versions as first
       where first.calendar_id = calendar.calendar_id and first.version = 1 and calendar.name in ('Office hours', 'Shop')`,
    );
    expect((await client.query<{ opens_at: Date | null }>(opening)).rows.map(({ opens_at }) => opens_at)).toEqual([null, null]);
    await client.query("rollback");
  });

  it("has tickets that are due later, due soon and overdue, by every policy", async () => {
    const { rows: states } = await client.query<{ state: string }>(
      `select distinct case when sla_due_at < now() then 'overdue' when sla_warn_at <= now() then 'soon' else 'later' end as state
       from public.tickets join public.workspaces using (workspace_id) where slug = 'acme' and sla_due_at is not null order by 1`,
    );
    expect(states.map(({ state }) => state)).toEqual(["later", "overdue", "soon"]);
    const { rows: unused } = await client.query(
      `select name from public.sla_policies as policy
       where not exists (
         select from public.tickets as ticket where ticket.sla_policy_version_id = policy.current_version_id and ticket.sla_due_at is not null)`,
    );
    expect(unused).toEqual([]);
  });

  it("has clocks that are what their events make of them, and nothing to recalculate", async () => {
    const { rows } = await client.query("select * from private.list_differing_sla_clocks()");
    expect(rows).toEqual([]);
    const { rows: outdated } = await client.query(
      `select ticket.number from public.tickets as ticket
       cross join private.match_sla_policy(ticket.workspace_id, ticket.team_id, ticket.category_id, ticket.channel) as matched
       where (ticket.sla_policy_version_id, ticket.sla_calendar_version_id) is distinct from (matched.policy_version_id, matched.calendar_version_id)`,
    );
    expect(outdated).toEqual([]);
  });
});

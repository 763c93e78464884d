/**
 * The queries of the screens and the policies use their indexes: proved on 12,000 tickets of one workspace
 * among 300 others, with three messages each.
 */
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { actors, type ActorName } from "../../../tests/support/actors";
import { as, connect } from "../../../tests/support/database";
import { teams, tickets, workspaces } from "../../../tests/support/cast";

let client: pg.Client;
const { acme } = workspaces;

beforeAll(async () => {
  // The superuser, who alone may have the plans of statements inside of functions told.
  client = await connect(inject("testStack").adminDatabaseUrl, "changes the schema");
  await client.query("load 'auto_explain'");
  // What other tests left behind would be read as well.
  await client.query("vacuum");
  await client.query("begin");
  // Only rows matter here: what triggers do of each is tested elsewhere, and would take minutes.
  for (const table of ["tickets", "messages"]) await client.query(`alter table public.${table} disable trigger user`);
  await client.query(
    `with people as (
       insert into public.customers (workspace_id, email, name)
       select $1, 'customer' || n || '@example.com', 'Customer ' || n from generate_series(1, 3000) as n returning customer_id
     ), numbered as (select customer_id, row_number() over () as n from people),
     made as (
       insert into public.tickets (workspace_id, number, customer_id, subject, status, last_activity_at, assignee_id, sla_due_at, first_response_at)
       select $1, 10000 + n, (select customer_id from numbered where numbered.n = ticket.n % 3000 + 1), 'Subject ' || n,
         (array['closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'resolved', 'open', 'waiting', 'in_progress'])[n % 10 + 1]::public.ticket_status,
         now() - n * interval '1 minute',
         case when n % 3 = 0 then $2::uuid end,
         -- For most of what is open; the order has nothing to do with that of activity.
         case when n % 10 in (7, 9) and n % 20 <> 7 then now() + (n * 7919 % 20000) * interval '1 minute' end,
         case when n % 2 = 0 then now() end
       from generate_series(1, 12000) as ticket (n) returning *
     ), rooms as (
       insert into public.chat_rooms (room_id, workspace_id, ticket_id, last_seq, last_customer_seq)
       select chat_room_id, workspace_id, ticket_id, 3, 3 from made returning *
     )
     insert into public.messages (room_id, seq, workspace_id, sender_type, customer_id, sender_name, body)
     select room_id, seq, workspace_id, 'customer', customer_id, '', 'Body'
     from rooms join made using (workspace_id, ticket_id), generate_series(1, 3) as seq`,
    [acme.workspaceId, "30000000-0000-4000-8000-000000000013"],
  );
  // Others, so that a workspace is a small part of what there is.
  await client.query(
    `with spaces as (insert into public.workspaces (slug, name) select 'other-' || n, 'Other' from generate_series(1, 300) as n returning workspace_id),
     people as (
       insert into public.customers (workspace_id, email, name)
       select workspace_id, n || '@example.com', 'Customer' from spaces, generate_series(1, 20) as n returning workspace_id, customer_id
     ), made as (
       insert into public.tickets (workspace_id, number, customer_id, subject)
       select workspace_id, row_number() over (partition by workspace_id), customer_id, 'Subject' from people returning *
     ), rooms as (
       insert into public.chat_rooms (room_id, workspace_id, ticket_id, last_seq, last_customer_seq)
       select chat_room_id, workspace_id, ticket_id, 1, 1 from made returning *
     )
     insert into public.messages (room_id, seq, workspace_id, sender_type, customer_id, sender_name, body)
     select room_id, 1, workspace_id, 'customer', customer_id, '', 'Body' from rooms join made using (workspace_id, ticket_id)`,
  );
  for (const table of ["tickets", "messages", "customers", "chat_rooms"]) await client.query(`analyze public.${table}`);
}, 120_000);
afterAll(async () => {
  await client.query("rollback");
  await client.end();
});

type Node = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Node[];
};

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

async function explain(actor: ActorName, statement: string): Promise<Node[]> {
  await client.query("savepoint explained");
  try {
    await client.query("select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)", [
      actors[actor].role,
      JSON.stringify(actors[actor].claims),
    ]);
    const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: Node }] }>(`explain (analyze, format json) ${statement}`);
    return nodesOf(rows[0]!["QUERY PLAN"][0].Plan);
  } finally {
    await client.query("rollback to savepoint explained");
  }
}

/** Tables that grow with every ticket. */
const large = new Set(["tickets", "messages", "chat_rooms", "customers", "internal_notes", "ticket_events"]);
const scans = (nodes: Node[]) => nodes.filter((node) => node["Node Type"] === "Seq Scan" && large.has(node["Relation Name"] ?? ""));

/** Rows a query touched in a table, over all loops, with those it threw away. */
const touched = (nodes: Node[], table: string) =>
  nodes
    .filter((node) => node["Relation Name"] === table)
    .reduce((sum, node) => sum + (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"], 0);

describe("With 12,000 tickets", () => {
  it("an agent's policy reads by the workspace's index, also where it shows nothing", async () => {
    const mine = await explain("gina", "select ticket_id from public.tickets");
    expect(scans(mine).map((node) => node["Relation Name"])).toEqual([]);
    expect(touched(mine, "tickets")).toBeLessThan(20);
  });

  it.each(["tickets", "messages", "chat_rooms", "customers"])(
    "a customer reads the own rows of %s without a scan of all",
    async (table) => {
      const nodes = await explain("carl", `select workspace_id from public.${table}`);
      expect(scans(nodes).map((node) => node["Relation Name"])).toEqual([]);
      expect(touched(nodes, table)).toBeLessThan(20);
    },
  );

  it("a check notices a scan of all", async () => {
    await client.query("savepoint scanning");
    await client.query("set local enable_indexscan = off; set local enable_bitmapscan = off; set local enable_indexonlyscan = off");
    expect(scans(await explain("carl", "select ticket_id from public.tickets"))).not.toEqual([]);
    await client.query("rollback to savepoint scanning");
  });

  type Line = { ticket_id: string; last_activity_at: string; sla_due_at: string | null };
  const listed = (view: string, ordering: string, last: Line | undefined) => {
    const given = [last?.last_activity_at, last?.ticket_id].map((value) => (value ? `'${value}'` : "null")).join(", ");
    const due = last?.sla_due_at ? `'${last.sla_due_at}'` : "null";
    return `select ticket_id, last_activity_at::text, sla_due_at::text from public.list_tickets('acme', '${view}', null, ${given}, 50, '${ordering}', ${due})`;
  };

  /** The plan by which the tickets of a page are found, with what it read. */
  async function planOfPage(statement: string): Promise<Node[]> {
    const plans: { "Query Text": string; Plan: Node }[] = [];
    const hear = ({ message = "" }: { message?: string | undefined }) => {
      if (message.includes("plan:")) plans.push(JSON.parse(message.slice(message.indexOf("{"))) as (typeof plans)[0]);
    };
    await client.query("savepoint told");
    await client.query(
      `set local auto_explain.log_min_duration = 0; set local auto_explain.log_nested_statements = on; set local auto_explain.log_analyze = on;
       set local auto_explain.log_format = json; set local auto_explain.log_level = notice`,
    );
    client.on("notice", hear);
    try {
      await as(client, "sana", statement);
    } finally {
      client.off("notice", hear);
      await client.query("rollback to savepoint told");
    }
    return nodesOf(plans.find((plan) => plan["Query Text"].includes("from public.tickets as page"))!.Plan);
  }

  async function pageNumber(nth: number, view: string, ordering: string): Promise<string> {
    let statement = listed(view, ordering, undefined);
    for (let page = 1; page < nth; page += 1) statement = listed(view, ordering, (await as<Line>(client, "sana", statement)).at(-1));
    return statement;
  }

  it.each([
    ["active", "activity", "tickets_active_idx", 50],
    // With the one that the page before ended with.
    ["active", "due", "tickets_due_idx", 51],
    // Some of those read on the way are somebody's.
    ["unassigned", "activity", "tickets_active_idx", 100],
    ["unassigned", "due", "tickets_due_idx", 100],
    ["mine", "activity", "tickets_mine_idx", 50],
    ["all", "activity", "tickets_activity_idx", 50],
    ["all", "due", "tickets_activity_idx", 50],
  ])("pages 1, 2 and 20 of %s by %s are read from the index, as long as they are", async (view, ordering, index, most) => {
    for (const nth of [1, 2, 20]) {
      const nodes = await planOfPage(await pageNumber(nth, view, ordering));
      expect(nodes.map((node) => node["Index Name"]).filter(Boolean), `page ${nth}`).toEqual([index]);
      expect(
        nodes.map((node) => node["Node Type"]),
        `page ${nth}`,
      ).not.toContain("Sort");
      expect(nodes[0]!["Actual Rows"], `page ${nth}`).toBe(50);
      expect(touched(nodes, "tickets"), `page ${nth}`).toBeLessThanOrEqual(most);
    }
  });

  /** A third of all tickets is of a private team that Sana is not in. */
  async function withHidden(use: () => Promise<void>): Promise<void> {
    await client.query("savepoint hiding");
    try {
      await client.query("update public.teams set is_private = true where team_id = $1", [teams.billing.teamId]);
      await client.query("update public.tickets set team_id = $1 where workspace_id = $2 and number % 3 = 0", [
        teams.billing.teamId,
        acme.workspaceId,
      ]);
      await client.query("analyze public.tickets");
      await use();
    } finally {
      await client.query("rollback to savepoint hiding");
    }
  }

  it.each([
    ["active", "activity", "tickets_active_idx"],
    ["active", "due", "tickets_due_idx"],
    ["mine", "activity", "tickets_mine_idx"],
    ["all", "activity", "tickets_activity_idx"],
  ])("a page of %s by %s is read from the index also by whom a third is hidden from", async (view, ordering, index) => {
    await withHidden(async () => {
      for (const nth of [1, 5]) {
        const nodes = await planOfPage(await pageNumber(nth, view, ordering));
        expect(nodes.map((node) => node["Index Name"]).filter(Boolean), `page ${nth}`).toEqual([index]);
        expect(
          nodes.map((node) => node["Node Type"]),
          `page ${nth}`,
        ).not.toContain("Sort");
        expect(nodes[0]!["Actual Rows"], `page ${nth}`).toBe(50);
        expect(touched(nodes, "tickets"), `page ${nth}`).toBeLessThanOrEqual(150);
      }
    });
  });

  it("whom a third is hidden from reads a page, a room and the counts from few pages, and none of the hidden ones; to others it is as before", async () => {
    const room = `select * from public.read_room('${tickets.carl.ticketId}')`;
    const before = await buffers("ben", room);
    await withHidden(async () => {
      expect(await buffers("ben", room)).toBeLessThan(before * 1.1);
      const page = await as<{ number: string }>(client, "sana", "select number from public.list_tickets('acme', 'all', page_size => 100)");
      expect(page.filter(({ number }) => Number(number) % 3 === 0)).toEqual([]);
      const [mine, all] = [
        await as(client, "sana", "select active from public.count_tickets('acme')"),
        await as(client, "ben", "select active from public.count_tickets('acme')"),
      ];
      expect(Number(mine[0]!.active)).toBeLessThan(Number(all[0]!.active) * 0.7);
      expect(await buffers("sana", "select * from public.list_tickets('acme', 'active')")).toBeLessThan(2800);
      expect(await buffers("sana", room)).toBeLessThan(400);
      expect(await buffers("sana", `select * from public.get_ticket('acme', '${tickets.carl.ticketId}')`)).toBeLessThan(320);
      expect(await buffers("sana", "select count(*) from public.customers")).toBeLessThan(20000);
    });
  });

  it("a page that is sorted is noticed", async () => {
    await client.query("savepoint sorting");
    await client.query("set local enable_indexscan = off; set local enable_indexonlyscan = off");
    const nodes = await planOfPage(listed("active", "due", undefined));
    expect(nodes.map((node) => node["Node Type"])).toContain("Sort");
    expect(touched(nodes, "tickets")).toBeGreaterThan(3000);
    await client.query("rollback to savepoint sorting");
  });

  /** Buffers are the measure that a function cannot hide: its inner plans are not shown. */
  async function buffers(actor: ActorName, statement: string): Promise<number> {
    await client.query("savepoint measured");
    try {
      await client.query("select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)", [
        actors[actor].role,
        JSON.stringify(actors[actor].claims),
      ]);
      const counts: number[] = [];
      for (let turn = 0; turn < 3; turn += 1) {
        const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: { "Shared Hit Blocks": number; "Shared Read Blocks": number } }] }>(
          `explain (analyze, buffers, format json) ${statement}`,
        );
        const plan = rows[0]!["QUERY PLAN"][0].Plan;
        counts.push(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]);
      }
      // The catalog is read again whenever somebody analyzes a table meanwhile.
      return Math.min(...counts);
    } finally {
      await client.query("rollback to savepoint measured");
    }
  }

  const byDue = (view: string, rest = "null, null, 50, 'due'") => `select * from public.list_tickets('acme', '${view}', null, ${rest})`;

  it.each([
    ["olivia", "select * from public.list_tickets('acme', 'active')", 1500],
    ["olivia", "select * from public.list_tickets('acme', 'unassigned')", 2000],
    ["sana", "select * from public.list_tickets('acme', 'mine')", 1500],
    ["olivia", "select * from public.list_tickets('acme', 'done')", 1500],
    ["olivia", "select * from public.list_tickets('acme', 'all')", 1500],
    ...["active", "unassigned", "mine", "done", "all"].map((view) => ["sana", byDue(view), 1700] as const),
    ["olivia", byDue("active", "now() - interval '5 days', gen_random_uuid(), 50, 'due', now() + interval '3 days'"), 1600],
    ["olivia", byDue("active", "now() - interval '5 days', gen_random_uuid(), 50, 'due'"), 1500],
    ["anon", "select * from public.get_portal('acme')", 400],
    ["olivia", `select * from public.get_sla_explanation('acme', '${tickets.carl.ticketId}')`, 150],
    // Each predicate asks for the account's second factor, which is a page or two a time.
    ["carl", `select * from public.read_room('${tickets.carl.ticketId}')`, 280],
    ["olivia", `select * from public.read_room('${tickets.carl.ticketId}')`, 260],
    ["olivia", `select * from public.get_ticket('acme', '${tickets.carl.ticketId}')`, 250],
    ["carl", `select * from public.get_my_ticket('acme', '${tickets.carl.ticketId}')`, 120],
    ["carl", "select * from public.list_my_tickets('acme')", 260],
  ] as const)("%s: %s touches few pages", async (actor, statement, most) => {
    expect(await buffers(actor, statement)).toBeLessThan(most);
  });
});

/** supabase/schema.sql shows the schema as it is: whoever changes one changes the other, and a review sees it. */
import { readFileSync } from "node:fs";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { dumpSchema } from "../../scripts/dump-schema";
import { connect, rolledBack } from "../../tests/support/database";

let client: pg.Client;
beforeAll(async () => {
  client = await connect(inject("testStack").env.DATABASE_URL, "changes the schema");
});
afterAll(() => client.end());

describe("supabase/schema.sql", () => {
  it("is what the migrations make (else run `npm run schema:dump`)", async () => {
    expect(await dumpSchema(client)).toBe(readFileSync("supabase/schema.sql", "utf8"));
  });

  it.each([
    "alter table public.tickets add column internal_score integer",
    "create index on public.tickets (subject)",
    "drop trigger t10_number_ticket on public.tickets",
    "alter table public.teams disable row level security",
    "grant insert on public.teams to authenticated",
    "grant execute on function public.get_desk(text) to anon",
    'alter policy "Members read the teams of their workspaces" on public.teams using (true)',
    "alter function private.my_workspace_ids() volatile",
    "alter type public.member_role add value 'guest'",
    "comment on table public.teams is 'Else'",
    "alter table public.teams drop constraint teams_name_length",
    "alter table public.teams alter name drop not null",
  ])("would differ after: %s", async (statement) => {
    const before = await dumpSchema(client);
    await rolledBack(client, async () => {
      await client.query(statement);
      expect(await dumpSchema(client)).not.toBe(before);
    });
  });
});

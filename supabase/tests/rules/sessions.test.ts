/** Where somebody is signed in, ending it, and what they are called. Who may at all is in the access matrix. */
import { describe, expect, it } from "vitest";
import { actors, type ActorName } from "../../../tests/support/actors";
import { accounts, members } from "../../../tests/support/cast";
import { database } from "./support";

const { owner, undone, call } = database();
const idOf = (number: number) => `90000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

type Session = { number: number; created: string; refreshed?: string; ends?: string; agent?: string; level?: string };
/** Sessions of an account; the first one is that of the call (`signedIn`). */
const sessions = (actor: "mia" | "gina", given: Session[]) =>
  owner(
    `insert into auth.sessions (id, user_id, created_at, refreshed_at, not_after, user_agent, aal)
     select * from jsonb_to_recordset($1)
       as it (id uuid, user_id uuid, created_at timestamptz, refreshed_at timestamp, not_after timestamptz, user_agent text, aal text)`,
    [
      JSON.stringify(
        given.map(({ number, created, refreshed, ends, agent, level = "aal1" }) => ({
          id: idOf(number),
          user_id: accounts[actor].userId,
          created_at: created,
          refreshed_at: refreshed,
          not_after: ends,
          user_agent: agent,
          aal: level,
        })),
      ),
    ],
  );
/** As somebody who is signed in by the session of that number. */
async function signedIn(name: ActorName, number: number, use: () => Promise<void>): Promise<void> {
  const kept = actors[name].claims;
  Object.assign(actors[name], { claims: { ...kept, session_id: idOf(number) } });
  try {
    await use();
  } finally {
    Object.assign(actors[name], { claims: kept });
  }
}
const left = async () =>
  (await owner<{ id: string }>("select id from auth.sessions where user_id = $1 order by id", [accounts.mia.userId])).map(({ id }) => id);
const epochs = async () =>
  Object.fromEntries(
    (await owner<{ slug: string; epoch: number }>("select slug, epoch from public.workspaces")).map(({ slug, epoch }) => [slug, epoch]),
  );

describe("Sessions", () => {
  it(
    "are listed while they last, that of the call first, then by when they were used, a hundred at most",
    undone(async () => {
      await sessions("mia", [
        { number: 5, created: "2026-01-03T10:00:00Z", ends: "2999-01-01T10:00:00Z" },
        { number: 4, created: "2026-01-06T10:00:00Z", ends: "2025-01-01T10:00:00Z" },
        { number: 3, created: "2026-01-04T10:00:00Z", refreshed: "2026-01-03T10:00:00" },
        // Used last by its refresh, which Auth writes in UTC.
        { number: 2, created: "2026-01-02T10:00:00Z", refreshed: "2026-01-05T10:00:00", agent: "x".repeat(600), level: "aal2" },
        { number: 1, created: "2026-01-01T10:00:00Z", agent: "here" },
      ]);
      await owner("update auth.sessions set not_after = now() where id = $1", [idOf(4)]);
      await owner("set local timezone = 'Asia/Tokyo'");
      const list = () => call<Record<string, unknown>>("mia", "select * from public.list_my_sessions()");
      await signedIn("mia", 1, async () => {
        const line = (number: number, used: string, more: object = {}) => ({
          session_id: idOf(number),
          created_at: expect.any(Date) as Date,
          last_used_at: new Date(used),
          user_agent: "",
          has_second_factor: false,
          is_current: false,
          ...more,
        });
        expect(await list()).toEqual([
          line(1, "2026-01-01T10:00:00Z", { user_agent: "here", is_current: true }),
          line(2, "2026-01-05T10:00:00Z", { user_agent: "x".repeat(500), has_second_factor: true }),
          line(3, "2026-01-04T10:00:00Z"),
          line(5, "2026-01-03T10:00:00Z"),
        ]);
        const many = Array.from({ length: 100 }, (_, index) => ({ number: 100 + index, created: "2026-02-01T10:00:00Z" }));
        await sessions("mia", many);
        expect(await list()).toHaveLength(100);
      });
    }),
  );

  it(
    "end one by one or all but that of the call, only one's own, and the topics of one's workspaces are renamed when any did",
    undone(async () => {
      const numbers = [1, 2, 3, 4];
      await sessions(
        "mia",
        numbers.map((number) => ({ number, created: "2026-01-01T10:00:00Z" })),
      );
      await sessions("gina", [{ number: 9, created: "2026-01-01T10:00:00Z" }]);
      await owner("update public.workspace_members set deactivated_at = now() where member_id = $1", [members.miaAtGlobex.memberId]);
      const before = await epochs();
      const end = async (id: string | null) =>
        (await call<{ ended: number }>("mia", "select public.end_session($1) as ended", [id]))[0]!.ended;
      await signedIn("mia", 1, async () => {
        expect([await end(null), await end(idOf(9)), await end(idOf(8))]).toEqual([0, 0, 0]);
        expect([await left(), await epochs()]).toEqual([numbers.map(idOf), before]);
        expect(await end(idOf(2))).toBe(1);
        expect(await left()).toEqual([1, 3, 4].map(idOf));
        // Nobody hears anything less where they do not work any more.
        expect(await epochs()).toEqual({ ...before, acme: before.acme! + 1 });
        expect(await call("mia", "select public.end_other_sessions() as ended")).toEqual([{ ended: 2 }]);
        expect([await left(), await epochs()]).toEqual([[idOf(1)], { ...before, acme: before.acme! + 2 }]);
      });
      expect(await owner("select from auth.sessions where id = $1", [idOf(9)])).toHaveLength(1);
    }),
  );
});

describe("A name", () => {
  it(
    "is that of all memberships, without spaces around it, and counted where it changes",
    undone(async () => {
      const rename = (name: string) => call("mia", "select public.set_my_name($1) as number", [name]);
      await owner("update public.workspace_members set display_name = 'Mio' where member_id = $1", [members.miaAtGlobex.memberId]);
      expect(await rename("  Mio ")).toEqual([{ number: 1 }]);
      expect(await rename(" Mio")).toEqual([{ number: 0 }]);
      const names = "select distinct display_name as name from public.workspace_members where user_id = $1";
      expect(await owner(names, [accounts.mia.userId])).toEqual([{ name: "Mio" }]);
    }),
  );
});

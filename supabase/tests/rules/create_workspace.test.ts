import { describe, expect, it } from "vitest";
import { accounts } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call } = database();

const create = (slug: string, { name = "Initech", member = "Vera Lind" } = {}) =>
  call<{ workspace_id: string; slug: string }>("vera", "select * from public.create_workspace($1, $2, $3)", [name, slug, member]);

describe("create_workspace", () => {
  it(
    "makes the caller its owner, with a team and three categories, and nobody else a member",
    undone(async () => {
      const [made] = await create(" Initech ", { name: " Initech Inc. ", member: " Vera " });
      expect(made?.slug).toBe("initech");
      const id = [made!.workspace_id];
      expect(await owner("select name, epoch, default_locale from public.workspaces where workspace_id = $1", id)).toEqual([
        { name: "Initech Inc.", epoch: 1, default_locale: "en" },
      ]);
      expect(
        await owner("select user_id, role, display_name, removed_at from public.workspace_members where workspace_id = $1", id),
      ).toEqual([{ user_id: accounts.vera.userId, role: "owner", display_name: "Vera", removed_at: null }]);
      expect(
        await owner(
          "select name, is_lead from public.teams join public.team_members using (workspace_id, team_id) where workspace_id = $1",
          id,
        ),
      ).toEqual([{ name: "Support", is_lead: true }]);
      expect(await owner("select name from public.ticket_categories where workspace_id = $1 order by position", id)).toEqual([
        { name: "Question" },
        { name: "Problem" },
        { name: "Billing" },
      ]);
      expect(await call("vera", "select slug, role from public.list_my_workspaces()")).toEqual([{ slug: "initech", role: "owner" }]);
      expect(await call("olivia", "select slug from public.list_my_workspaces()")).toEqual([{ slug: "acme" }]);
      const [ticket] = await call<{ number: string }>(
        "stranger",
        "select number from public.open_ticket('initech', 'S', 'B', 'a@example.com', 'N', gen_random_uuid())",
      );
      expect(ticket?.number).toBe("1001");
    }),
  );

  it.each([
    ["acme", "23505 workspaces_slug_key"],
    ["ACME", "23505 workspaces_slug_key"],
    ["support", "23514 workspaces_slug_reserved"],
    ["in", "23514 workspaces_slug_format"],
    ["", "23514 workspaces_slug_format"],
    ["-initech", "23514 workspaces_slug_format"],
    ["initech-", "23514 workspaces_slug_format"],
    ["ini--tech", "23514 workspaces_slug_format"],
    ["ini tech", "23514 workspaces_slug_format"],
    ["ini/tech", "23514 workspaces_slug_format"],
    ["initech\n", "23514 workspaces_slug_format"],
    ["ïnitech", "23514 workspaces_slug_format"],
    ["x".repeat(100), "23514 workspaces_slug_format"],
    ["a1b", "made"],
    [`a${"-b".repeat(39)}`, "made"],
  ])("takes the address %j: %s", (slug, expected) =>
    undone(async () => {
      const answer = await refusal(create(slug));
      expect(answer === "nothing was refused" ? "made" : answer).toBe(expected);
    })(),
  );

  it(
    "refuses an empty or oversized name",
    undone(async () => {
      expect(await refusal(create("initech", { name: " " }))).toBe("23514 workspaces_name_length");
      expect(await refusal(create("initech", { name: "x".repeat(81) }))).toBe("23514 workspaces_name_length");
      expect(await refusal(create("initech", { member: "" }))).toBe("23514 workspace_members_display_name_length");
      expect(await refusal(create("initech", { member: "x".repeat(81) }))).toBe("23514 workspace_members_display_name_length");
      expect((await create("initech", { name: "x".repeat(80), member: "x".repeat(80) }))[0]?.slug).toBe("initech");
    }),
  );

  it(
    "asks for a confirmed address now, not when the token was made",
    undone(async () => {
      await owner("update auth.users set email_confirmed_at = null where id = $1", [accounts.vera.userId]);
      expect(await refusal(create("initech"))).toBe("PT403 account_required");
      await owner("update auth.users set email_confirmed_at = now() where id = $1", [accounts.vera.userId]);
      expect((await create("initech"))[0]?.slug).toBe("initech");
    }),
  );
});

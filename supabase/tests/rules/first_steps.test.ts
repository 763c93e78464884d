import { describe, expect, it } from "vitest";
import { accounts } from "../../../tests/support/cast";
import { database } from "./support";

const { owner, undone, call } = database();

const stepsOf = async () => (await call("vera", "select * from public.get_first_steps('fresh')"))[0];

describe("First steps of a workspace", () => {
  it(
    "count who was invited and who came, and know the first ticket and its answer",
    undone(async () => {
      await call("vera", "select public.create_workspace('Fresh', 'fresh', 'Vera')");
      const none = { colleague_count: 0, invitation_count: 0, ticket_id: null, ticket_subject: null, is_answered: false };
      expect(await stepsOf()).toEqual(none);

      await call("vera", "select public.invite_member('fresh', 'kim@example.com', 'agent')");
      expect(await stepsOf()).toEqual({ ...none, invitation_count: 1 });

      const open = (subject: string) =>
        call<{ ticket_id: string; room_id: string }>(
          "stranger",
          `select * from public.open_ticket('fresh', '${subject}', 'Words', 'a@example.com', 'A', gen_random_uuid())`,
        );
      const [first] = await open("First");
      await open("Second");
      const asked = { ...none, invitation_count: 1, ticket_id: first!.ticket_id, ticket_subject: "First" };
      expect(await stepsOf()).toEqual(asked);

      await call("vera", "select * from public.send_message($1, 'Hello', gen_random_uuid())", [first!.room_id]);
      expect(await stepsOf()).toEqual({ ...asked, is_answered: true });
    }),
  );

  it(
    "count no invitation that was taken back, accepted or left to expire, nobody who has left, and nothing of one's other workspaces",
    undone(async () => {
      for (const [slug, subject] of [
        ["fresh", "Of the one"],
        ["other", "Of the other"],
      ]) {
        await call("vera", "select public.create_workspace($1, $1, 'Vera')", [slug]);
        await call("stranger", "select public.open_ticket($1, $2, 'Words', 'a@example.com', 'A', gen_random_uuid())", [slug, subject]);
      }
      const [taken, kept] = [
        await call<{ id: string }>("vera", "select public.invite_member('fresh', 'kim@example.com', 'agent') as id"),
        await call<{ id: string }>("vera", "select public.invite_member('fresh', $1, 'agent') as id", [accounts.greg.email]),
      ].map(([row]) => row!.id);
      const rows = () => call("vera", "select colleague_count, invitation_count, ticket_subject from public.get_first_steps('fresh')");
      const counts = (colleague_count: number, invitation_count: number) => [
        { colleague_count, invitation_count, ticket_subject: "Of the one" },
      ];
      await call("vera", "select public.invite_member('other', 'kim@example.com', 'agent')");
      expect(await rows()).toEqual(counts(0, 2));

      await call("vera", "select public.revoke_invitation('fresh', $1)", [taken]);
      expect(await rows()).toEqual(counts(0, 1));
      const expire = (at: string) => owner(`update public.workspace_invitations set expires_at = ${at} where invitation_id = $1`, [kept]);
      await expire("now()");
      expect(await rows()).toEqual(counts(0, 0));
      await expire("now() + interval '1 day'");
      expect(await rows()).toEqual(counts(0, 1));
      await owner(
        "insert into private.invitation_secrets select workspace_id, invitation_id, sha256('secret') from public.workspace_invitations where invitation_id = $1",
        [kept],
      );
      await call("greg", "select public.accept_invitation('secret', 'Greg')");
      expect(await rows()).toEqual(counts(1, 0));
      // Not an agent's to see, though it is their workspace.
      expect(await call("greg", "select from public.list_my_workspaces() where slug = 'fresh'")).toHaveLength(1);
      expect(await call("greg", "select * from public.get_first_steps('fresh')")).toEqual([]);
      await owner("update public.workspace_members set removed_at = now() where display_name = 'Greg'");
      expect(await rows()).toEqual(counts(0, 0));
      expect(await call("sana", "select * from public.get_first_steps('fresh')")).toEqual([]);
    }),
  );
});

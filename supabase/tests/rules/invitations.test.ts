import { describe, expect, it } from "vitest";
import type { ActorName } from "../../../tests/support/actors";
import { accounts, members, teams, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call } = database();

const invite = async (email: string, role = "agent", teamIds: string[] = [], actor: ActorName = "olivia") => {
  const [row] = await call<{ id: string }>(actor, "select public.invite_member('acme', $1, $2, $3) as id", [email, role, teamIds]);
  return row!.id;
};
/** As the worker does when it writes the mail. */
const mail = (id: string, secret: string) =>
  owner(
    `insert into private.invitation_secrets select workspace_id, invitation_id, sha256(convert_to($2, 'UTF8'))
     from public.workspace_invitations where invitation_id = $1
     on conflict (workspace_id, invitation_id) do update set secret_hash = excluded.secret_hash`,
    [id, secret],
  );
const accept = (actor: ActorName, secret: string, name = "Name") =>
  call<{ slug: string }>(actor, "select slug from public.accept_invitation($1, $2)", [secret, name]);
const resend = (id: string) => call("olivia", "select public.resend_invitation('acme', $1)", [id]);
const revoke = (id: string) => call("olivia", "select public.revoke_invitation('acme', $1)", [id]);
const jobs = () => owner("select data ->> 'invitation_id' as id from pgboss.job where name = 'send-invitation' order by created_on, id");
const memberships = (userId: string) =>
  owner("select role, display_name, is_active from public.workspace_members where user_id = $1 and workspace_id = $2", [
    userId,
    workspaces.acme.workspaceId,
  ]);

describe("An invitation", () => {
  it(
    "makes its addressee a member with role and teams, once, and is mailed by a job",
    undone(async () => {
      const id = await invite(" Vera@Nowhere.TEST ", "admin", [teams.billing.teamId]);
      expect(await jobs()).toEqual([{ id }]);
      await mail(id, "secret");
      expect(await accept("vera", "secret", " Vera L. ")).toEqual([{ slug: "acme" }]);
      expect(await memberships(accounts.vera.userId)).toEqual([{ role: "admin", display_name: "Vera L.", is_active: true }]);
      expect(await call("vera", "select slug, role from public.list_my_workspaces()")).toEqual([{ slug: "acme", role: "admin" }]);
      expect(
        await owner(
          "select team_id from public.team_members join public.workspace_members using (workspace_id, member_id) where user_id = $1",
          [accounts.vera.userId],
        ),
      ).toEqual([{ team_id: teams.billing.teamId }]);
      expect(await refusal(accept("vera", "secret"))).toBe("PT404 invitation_not_valid");
    }),
  );

  it(
    "is bound to its address: another account gets nothing by the same secret, and it stays good for its addressee",
    undone(async () => {
      await mail(await invite(accounts.vera.email), "secret");
      expect(await refusal(accept("greg", "secret"))).toBe("PT403 invitation_for_other_address");
      // Whoever claims the address without having confirmed it.
      await owner("update auth.users set email = 'other@nowhere.test' where id = $1", [accounts.vera.userId]);
      await owner("update auth.users set email = $2, email_confirmed_at = null where id = $1", [
        accounts.stranger.userId,
        accounts.vera.email.toUpperCase(),
      ]);
      const isMine = async () =>
        (await call<{ mine: boolean }>("stranger", "select is_for_caller as mine from public.get_invitation('secret')"))[0]?.mine;
      expect([await refusal(accept("stranger", "secret")), await isMine()]).toEqual(["PT403 account_required", false]);
      await owner("update auth.users set email_confirmed_at = now() where id = $1", [accounts.stranger.userId]);
      expect(await isMine()).toBe(true);
      expect(await accept("stranger", "secret")).toEqual([{ slug: "acme" }]);
    }),
  );

  it(
    "brings back somebody who was removed, as the same member with the new role",
    undone(async () => {
      await mail(await invite(accounts.rita.email, "admin"), "secret");
      await accept("rita", "secret", "Rita N.");
      expect(
        await owner("select member_id, role, is_active from public.workspace_members where user_id = $1", [accounts.rita.userId]),
      ).toEqual([{ member_id: members.rita.memberId, role: "admin", is_active: true }]);
    }),
  );

  it(
    "that is sent again has another link, and the one before opens nothing",
    undone(async () => {
      const id = await invite(accounts.vera.email);
      await mail(id, "first");
      expect(await refusal(resend(id))).toBe("PT429 invitation_just_sent");
      await owner(
        "update public.workspace_invitations set sent_at = now() - interval '2 minutes', expires_at = now() where invitation_id = $1",
        [id],
      );
      await resend(id);
      await mail(id, "second");
      expect(await refusal(accept("vera", "first"))).toBe("PT404 invitation_not_valid");
      expect(await accept("vera", "second")).toEqual([{ slug: "acme" }]);
      expect(await jobs()).toHaveLength(3);
    }),
  );

  it(
    "that is taken back opens nothing, and another may follow",
    undone(async () => {
      const id = await invite(accounts.vera.email);
      await mail(id, "secret");
      expect(await refusal(invite(accounts.vera.email.toUpperCase()))).toBe("23505 workspace_invitations_open_key");
      // Not by the owner of another workspace, in the name of theirs.
      for (const command of ["revoke_invitation", "resend_invitation"])
        expect(await refusal(call("greg", `select public.${command}('globex', $1)`, [id])), command).toBe("PT404 invitation_not_found");
      await revoke(id);
      expect(await refusal(accept("vera", "secret"))).toBe("PT404 invitation_not_valid");
      expect(await refusal(revoke(id))).toBe("PT404 invitation_not_found");
      expect(await refusal(resend(id))).toBe("PT404 invitation_not_found");
      await mail(await invite(accounts.vera.email), "another");
      expect(await accept("vera", "another")).toEqual([{ slug: "acme" }]);
    }),
  );

  it(
    "takes the place of one that has expired",
    undone(async () => {
      await invite(accounts.vera.email);
      await owner("update public.workspace_invitations set expires_at = now()");
      await invite(accounts.vera.email);
      expect(await owner("select from public.workspace_invitations where revoked_at is null")).toHaveLength(1);
    }),
  );

  it(
    "ends with the rank of who sent it",
    undone(async () => {
      await mail(await invite(accounts.vera.email, "agent", [], "adam"), "secret");
      await call("olivia", "select public.set_member_role('acme', $1, 'agent')", [members.adam.memberId]);
      expect(await refusal(accept("vera", "secret"))).toBe("PT404 invitation_not_valid");
      await call("olivia", "select public.set_member_role('acme', $1, 'admin')", [members.adam.memberId]);
      expect(await accept("vera", "secret")).toEqual([{ slug: "acme" }]);
    }),
  );

  it(
    "of an owner for an admin does not outlive the owner's rank, and offers nothing once they have gone",
    undone(async () => {
      await call("olivia", "select public.set_member_role('acme', $1, 'owner')", [members.adam.memberId]);
      await mail(await invite(accounts.vera.email, "admin", [], "adam"), "secret");
      const offered = () => call("vera", "select role from public.get_invitation('secret')");
      expect(await offered()).toEqual([{ role: "admin" }]);
      await call("olivia", "select public.set_member_role('acme', $1, 'admin')", [members.adam.memberId]);
      expect([await offered(), await refusal(accept("vera", "secret"))]).toEqual([[], "PT404 invitation_not_valid"]);
      await call("olivia", "select public.set_member_role('acme', $1, 'owner')", [members.adam.memberId]);
      await call("olivia", "select public.deactivate_member('acme', $1)", [members.adam.memberId]);
      expect([await offered(), await refusal(accept("vera", "secret"))]).toEqual([[], "PT404 invitation_not_valid"]);
      await call("olivia", "select public.reactivate_member('acme', $1)", [members.adam.memberId]);
      expect(await accept("vera", "secret")).toEqual([{ slug: "acme" }]);
    }),
  );

  it(
    "gives its own rank to who comes or comes back, and takes none from who is there",
    undone(async () => {
      await mail(await invite(accounts.vera.email), "first");
      await accept("vera", "first");
      const now = async () => (await memberships(accounts.vera.userId))[0];
      expect(await now()).toMatchObject({ role: "agent", is_active: true });
      // To an address that is another account's by the time it is used: that of a member, or of one who is away.
      const toVera = async (address: string, secret: string) => {
        await mail(await invite(address), secret);
        await owner("update auth.users set email = $2 where id = $1", [accounts.vera.userId, address]);
        await accept("vera", secret);
      };
      const become = (change: string) => owner(`update public.workspace_members set ${change} where user_id = $1`, [accounts.vera.userId]);
      await become("role = 'owner'");
      await toVera("second@nowhere.test", "second");
      expect(await now()).toMatchObject({ role: "owner", is_active: true });
      await become("deactivated_at = now()");
      await toVera("third@nowhere.test", "third");
      expect(await now()).toMatchObject({ role: "agent", is_active: true });
    }),
  );

  it(
    "puts into teams of its workspace that are still there",
    undone(async () => {
      const archive = (teamId: string) => owner("update public.teams set archived_at = now() where team_id = $1", [teamId]);
      await mail(await invite(accounts.vera.email, "agent", [teams.billing.teamId, teams.support.teamId]), "secret");
      await archive(teams.billing.teamId);
      expect(await refusal(invite("new@acme.test", "agent", [teams.billing.teamId]))).toBe("PT404 team_not_found");
      await accept("vera", "secret");
      const places =
        "select team_id from public.team_members join public.workspace_members using (workspace_id, member_id) where user_id = $1";
      expect(await owner(places, [accounts.vera.userId])).toEqual([{ team_id: teams.support.teamId }]);
    }),
  );

  it(
    "is its workspace's own: other workspaces' members, invitations and mails of today stand in no way",
    undone(async () => {
      await owner(
        `insert into public.workspace_invitations (workspace_id, email, role, invited_by, expires_at)
         select $1, number || '@acme.test', 'agent', $2, now() from generate_series(1, 100) as number`,
        [workspaces.globex.workspaceId, members.greg.memberId],
      );
      await invite(accounts.gina.email);
      // An expired one makes way for another to the same address, and for no other one.
      const [kept] = await owner<{ id: string }>(
        `insert into public.workspace_invitations (workspace_id, email, role, invited_by, expires_at)
         values ($1, 'late@acme.test', 'agent', $2, now()) returning invitation_id as id`,
        [workspaces.acme.workspaceId, members.olivia.memberId],
      );
      await invite("new@acme.test");
      await resend(kept!.id);
      expect(await owner("select from public.workspace_invitations where revoked_at is not null")).toEqual([]);
    }),
  );

  it(
    "goes to no member, to no text that is no address, into no team of another workspace, and to a hundred a day",
    undone(async () => {
      expect(await refusal(invite(accounts.ben.email.toUpperCase()))).toBe("PT409 already_a_member");
      expect(await refusal(invite("nobody"))).toBe("23514 workspace_invitations_email_format");
      expect(await refusal(invite("a b@c.test"))).toBe("23514 workspace_invitations_email_format");
      expect(await refusal(invite("new@acme.test", "agent", [teams.globexSupport.teamId]))).toBe("PT404 team_not_found");
      await owner(
        `insert into public.workspace_invitations (workspace_id, email, role, invited_by)
         select $1, number || '@acme.test', 'agent', $2 from generate_series(1, 99) as number`,
        [workspaces.acme.workspaceId, members.olivia.memberId],
      );
      await invite("new@acme.test");
      expect(await refusal(invite("newer@acme.test"))).toBe("PT429 too_many_invitations");
    }),
  );
});

import { Form } from "@remix-run/react";
import { Mail } from "lucide-react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Badge } from "~/components/ui/badge";
import { Time } from "~/components/ui/time";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import type { MemberRole } from "~/lib/supabase/database-types";
import type { InvitationLine, TeamSettingsLine } from "~/lib/supabase/workspace-types";
import { RoleBadge } from "./role-badge";

/**
 * Who was asked and has not answered.
 *
 * @param props.ownRole the reader's: what one may not offer one may not renew or take back either
 * @param props.now milliseconds since 1970, by the server
 */
export function InvitationList(props: { invitations: InvitationLine[]; teams: TeamSettingsLine[]; ownRole: MemberRole; now: number }) {
  const { invitations, teams, ownRole, now } = props;
  return (
    <ul aria-label={m.settings_people_invitations()} className="divide-y divide-border rounded-xl border border-border shadow-xs">
      {invitations.map((invitation) => {
        const isExpired = Date.parse(invitation.expires_at) <= now;
        const names = teams.filter(({ team_id }) => invitation.team_ids.includes(team_id)).map(({ name }) => name);
        return (
          <li key={invitation.invitation_id} className="flex flex-wrap items-center gap-x-3.5 gap-y-3 p-4">
            <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-full bg-hover text-muted-foreground">
              <Mail className="size-4" />
            </span>
            <div className="min-w-0 flex-1 basis-56">
              <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                <span className="font-medium wrap-anywhere">{invitation.email}</span>
                <RoleBadge role={invitation.role} />
                {isExpired ? <Badge tone="warning">{m.settings_people_expired()}</Badge> : null}
              </p>
              <p className="mt-0.5 text-sm wrap-anywhere text-muted-foreground">
                {m.settings_people_invited_by({ name: isolated(invitation.invited_by_name) })}{" "}
                <Time value={invitation.sent_at} style="datetime" />
                {names.length > 0 ? ` · ${names.join(", ")}` : null}
              </p>
              <p className="text-sm text-muted-foreground">
                {isExpired ? m.settings_people_expired_on() : m.settings_people_expires_on()}{" "}
                <Time value={invitation.expires_at} style="date" />
              </p>
            </div>
            {ownRole === "owner" || invitation.role === "agent" ? <Buttons invitation={invitation} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

function Buttons({ invitation }: { invitation: InvitationLine }) {
  const { invitation_id: id, email } = invitation;
  return (
    <div className="flex flex-wrap gap-2">
      <Form method="post" action="?index" preventScrollReset>
        <input type="hidden" name="intent" value="resend-invitation" />
        <SubmitButton name="invitation_id" value={id} variant="outline" size="sm" aria-label={m.settings_people_resend_to({ email })}>
          {m.settings_people_resend()}
        </SubmitButton>
      </Form>
      <Form method="post" action="?index" preventScrollReset>
        <input type="hidden" name="intent" value="revoke-invitation" />
        <SubmitButton name="invitation_id" value={id} variant="ghost" size="sm" aria-label={m.settings_people_revoke_for({ email })}>
          {m.settings_people_revoke()}
        </SubmitButton>
      </Form>
    </div>
  );
}

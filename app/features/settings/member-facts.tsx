import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { Avatar } from "~/components/ui/avatar";
import { Badge } from "~/components/ui/badge";
import { Time } from "~/components/ui/time";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { MemberSettingsLine, TeamSettingsLine } from "~/lib/supabase/workspace-types";
import { RoleBadge } from "./role-badge";

/** Who somebody is here, and what they have on their desk. */
export function MemberFacts(props: { workspaceSlug: string; member: MemberSettingsLine; teams: TeamSettingsLine[]; isMe: boolean }) {
  const { workspaceSlug, member, teams, isMe } = props;
  const own = teams.filter(({ team_id }) => member.team_ids.includes(team_id));
  return (
    <div className="flex items-start gap-4 rounded-xl border border-border p-4 shadow-xs">
      <Avatar name={member.display_name} seed={member.member_id} pictureId={member.avatar_id} size="lg" />
      <div className="flex min-w-0 flex-col gap-3">
        <p className="flex flex-wrap gap-2">
          <RoleBadge role={member.role} />
          {isMe ? <Badge tone="success">{m.settings_people_you()}</Badge> : null}
          {member.deactivated_at === null ? null : <Badge tone="warning">{m.settings_people_is_deactivated()}</Badge>}
        </p>
        <dl className="flex flex-wrap gap-x-10 gap-y-3 text-sm">
          <Fact label={m.settings_people_teams()}>
            {own.length === 0 ? m.settings_people_no_team() : null}
            {own.map((team) => (
              <Link
                key={team.team_id}
                to={paths.team(workspaceSlug, team.team_id)}
                className="me-3 inline-block min-h-6 wrap-anywhere underline underline-offset-4"
              >
                {team.lead_ids.includes(member.member_id) ? m.settings_people_leads_team({ team: team.name }) : team.name}
              </Link>
            ))}
          </Fact>
          <Fact label={m.settings_people_work()}>{m.settings_people_open_tickets({ count: member.open_tickets })}</Fact>
          <Fact label={m.settings_people_since()}>
            <Time value={member.created_at} style="date" />
          </Fact>
          {member.deactivated_at === null ? null : (
            <Fact label={m.settings_people_deactivated_since()}>
              <Time value={member.deactivated_at} style="date" />
            </Fact>
          )}
        </dl>
      </div>
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}

import { Link } from "@remix-run/react";
import { ChevronRight, Lock } from "lucide-react";
import { Avatar } from "~/components/ui/avatar";
import { Badge } from "~/components/ui/badge";
import { getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { MemberSettingsLine, TeamSettingsLine } from "~/lib/supabase/workspace-types";

/** So many faces stand in a row; the number says the rest. */
const maxFaces = 5;

/** The teams of a workspace: who is in each, who leads it, how many tickets it has open. */
export function TeamList(props: { workspaceSlug: string; teams: TeamSettingsLine[]; members: MemberSettingsLine[] }) {
  const { workspaceSlug, teams, members } = props;
  const listed = new Intl.ListFormat(getLocale(), { type: "conjunction" });
  return (
    <ul aria-label={m.settings_teams()} className="divide-y divide-border rounded-xl border border-border shadow-xs">
      {teams.map((team) => {
        const people = members.filter(({ member_id }) => team.member_ids.includes(member_id));
        const leads = people.filter(({ member_id }) => team.lead_ids.includes(member_id)).map(({ display_name }) => display_name);
        const facts = [
          m.settings_team_member_count({ count: people.length }),
          m.settings_people_open_tickets({ count: team.open_tickets }),
        ];
        return (
          <li
            key={team.team_id}
            className="relative flex items-start gap-3.5 p-4 first:rounded-t-xl last:rounded-b-xl hover:bg-hover sm:items-center"
          >
            <div className="min-w-0 flex-1">
              {/* The whole row leads there. */}
              <Link
                to={paths.team(workspaceSlug, team.team_id)}
                prefetch="intent"
                dir="auto"
                className="font-medium wrap-anywhere after:absolute after:inset-0"
              >
                {team.name}
              </Link>
              {team.is_private ? (
                <Badge tone="outline" className="ms-2">
                  <Lock aria-hidden="true" className="me-1 inline size-3 align-[-0.125em]" />
                  {m.settings_team_is_private()}
                </Badge>
              ) : null}
              <p className="mt-0.5 text-sm text-muted-foreground">{facts.join(" · ")}</p>
              <p className="mt-0.5 text-sm wrap-anywhere text-muted-foreground">
                {leads.length === 0 ? m.settings_team_no_lead() : m.settings_team_led_by({ names: listed.format(leads) })}
              </p>
            </div>
            <div aria-hidden="true" className="hidden shrink-0 -space-x-1.5 sm:flex rtl:space-x-reverse">
              {people.slice(0, maxFaces).map((member) => (
                <Avatar
                  key={member.member_id}
                  name={member.display_name}
                  seed={member.member_id}
                  pictureId={member.avatar_id}
                  size="sm"
                  className="ring-2 ring-surface"
                />
              ))}
            </div>
            <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-muted-foreground max-sm:hidden rtl:rotate-180" />
          </li>
        );
      })}
    </ul>
  );
}

import { Link } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Avatar } from "~/components/ui/avatar";
import { Badge } from "~/components/ui/badge";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { MemberSettingsLine, TeamSettingsLine } from "~/lib/supabase/workspace-types";
import { manyPeople, NameFilter, searchable } from "./name-filter";
import { RoleBadge } from "./role-badge";

/**
 * Members of a workspace, each with role, teams and work; the way to what can be changed about them.
 *
 * @param props.ownId the reader's
 */
export function MemberList(props: {
  label: string;
  workspaceSlug: string;
  ownId: string;
  members: MemberSettingsLine[];
  teams: TeamSettingsLine[];
}) {
  const { label, workspaceSlug, ownId, members, teams } = props;
  const [wanted, setWanted] = useState("");
  const found = members.filter((member) => searchable(`${member.display_name} ${member.email ?? ""}`).includes(searchable(wanted.trim())));
  return (
    <div className="flex flex-col gap-3">
      {members.length > manyPeople ? <NameFilter label={m.settings_people_filter()} value={wanted} onChange={setWanted} /> : null}
      {found.length === 0 ? (
        <p role="status" className="py-4 text-sm text-muted-foreground">
          {m.settings_people_filter_nothing()}
        </p>
      ) : (
        <ul aria-label={label} className="divide-y divide-border rounded-xl border border-border shadow-xs">
          {found.map((member) => (
            <li
              key={member.member_id}
              className="relative flex items-start gap-3.5 p-4 first:rounded-t-xl last:rounded-b-xl hover:bg-hover sm:items-center"
            >
              <Avatar name={member.display_name} seed={member.member_id} pictureId={member.avatar_id} />
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                  {/* The whole row leads there. */}
                  <Link
                    to={paths.member(workspaceSlug, member.member_id)}
                    prefetch="intent"
                    dir="auto"
                    className="font-medium wrap-anywhere after:absolute after:inset-0"
                  >
                    {member.display_name}
                  </Link>
                  {member.member_id === ownId ? <Badge tone="success">{m.settings_people_you()}</Badge> : null}
                  <RoleBadge role={member.role} />
                </p>
                <p className="mt-0.5 text-sm wrap-anywhere text-muted-foreground">{member.email ?? m.settings_people_no_account()}</p>
                <p className="mt-0.5 text-sm wrap-anywhere text-muted-foreground sm:hidden">{factsOf(member, teams).join(" · ")}</p>
              </div>
              <p className="hidden max-w-72 text-end text-sm wrap-anywhere text-muted-foreground sm:block">
                {factsOf(member, teams).map((fact) => (
                  <span key={fact} className="block">
                    {fact}
                  </span>
                ))}
              </p>
              <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-muted-foreground max-sm:hidden rtl:rotate-180" />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function factsOf(member: MemberSettingsLine, teams: TeamSettingsLine[]): string[] {
  const names = teams.filter(({ team_id }) => member.team_ids.includes(team_id)).map(({ name }) => name);
  return [
    names.length > 0 ? names.join(", ") : m.settings_people_no_team(),
    m.settings_people_open_tickets({ count: member.open_tickets }),
  ];
}

import { useState } from "react";
import { Avatar } from "~/components/ui/avatar";
import { Badge } from "~/components/ui/badge";
import { Checkbox } from "~/components/ui/checkbox";
import { m } from "~/lib/i18n/messages";
import type { MemberSettingsLine } from "~/lib/supabase/workspace-types";
import { manyPeople, NameFilter, searchable } from "./name-filter";
import type { TeamPlaces } from "./team-places";

/**
 * Two boxes for each member: in the team, and leading it.
 *
 * @param props.saved what the form was filled from; it is sent along, so that only what was changed here is changed
 * @param props.chosen what is ticked at first
 */
export function TeamPeople(props: { members: MemberSettingsLine[]; saved: TeamPlaces; chosen: TeamPlaces }) {
  const { saved } = props;
  const [chosen, setChosen] = useState(props.chosen);
  const [wanted, setWanted] = useState("");
  // Somebody deactivated keeps a place, and gets no new one.
  const members = props.members.filter(({ member_id, deactivated_at }) => deactivated_at === null || saved.members.includes(member_id));
  const isFound = (member: MemberSettingsLine) =>
    searchable(`${member.display_name} ${member.email ?? ""}`).includes(searchable(wanted.trim()));
  const withOrWithout = (list: string[], id: string, isIn: boolean) =>
    isIn ? [...list.filter((each) => each !== id), id] : list.filter((each) => each !== id);
  const setMember = (id: string, isIn: boolean) =>
    setChosen(({ members, leads }) => ({
      members: withOrWithout(members, id, isIn),
      leads: isIn ? leads : withOrWithout(leads, id, false),
    }));
  const setLead = (id: string, isLead: boolean) =>
    setChosen(({ members, leads }) => ({
      members: isLead ? withOrWithout(members, id, true) : members,
      leads: withOrWithout(leads, id, isLead),
    }));
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-2 flex w-full items-baseline justify-between gap-3 text-sm font-medium">
        {m.settings_team_people()}
        <span aria-live="polite" className="text-xs font-normal text-muted-foreground tabular-nums">
          {m.settings_team_member_count({ count: chosen.members.length })}
        </span>
      </legend>
      {saved.members.map((id) => (
        <input key={id} type="hidden" name="seen_member_ids" value={id} />
      ))}
      {saved.leads.map((id) => (
        <input key={id} type="hidden" name="seen_lead_ids" value={id} />
      ))}
      {members.length > manyPeople ? <NameFilter label={m.settings_people_filter()} value={wanted} onChange={setWanted} /> : null}
      <ul className="divide-y divide-border rounded-xl border border-border shadow-xs">
        {members.map((member) => (
          // Not shown, still sent.
          <li key={member.member_id} hidden={!isFound(member)} className="items-center gap-3 pe-4 not-[[hidden]]:flex">
            <label className="flex min-w-0 flex-1 cursor-pointer items-center gap-3 py-3 ps-4">
              <Checkbox
                name="member_ids"
                value={member.member_id}
                checked={chosen.members.includes(member.member_id)}
                onChange={(event) => setMember(member.member_id, event.currentTarget.checked)}
              />
              <Avatar name={member.display_name} seed={member.member_id} pictureId={member.avatar_id} size="sm" />
              <span className="min-w-0 text-sm">
                <span dir="auto" className="font-medium wrap-anywhere">
                  {member.display_name}
                </span>
                {member.deactivated_at === null ? null : (
                  <Badge tone="warning" className="ms-2">
                    {m.settings_people_is_deactivated()}
                  </Badge>
                )}
                <span className="block text-xs wrap-anywhere text-muted-foreground">{member.email}</span>
              </span>
            </label>
            <label className="flex min-h-11 shrink-0 cursor-pointer items-center gap-2 text-sm text-muted-foreground has-checked:text-foreground">
              <Checkbox
                name="lead_ids"
                value={member.member_id}
                checked={chosen.leads.includes(member.member_id)}
                onChange={(event) => setLead(member.member_id, event.currentTarget.checked)}
                aria-label={m.settings_team_leads({ name: member.display_name })}
              />
              {m.settings_team_lead()}
            </label>
          </li>
        ))}
      </ul>
      {members.some(isFound) ? null : (
        <p role="status" className="text-sm text-muted-foreground">
          {m.settings_people_filter_nothing()}
        </p>
      )}
    </fieldset>
  );
}

import { m } from "~/lib/i18n/messages";
import { ChoiceGroup } from "./choice-group";
import type { TeamAudience } from "./team-schema";

/** Who sees a team's tickets, and what that means. */
export function TeamPrivacy({ value }: { value: TeamAudience }) {
  return (
    <ChoiceGroup
      name="audience"
      legend={m.settings_team_audience()}
      value={value}
      choices={[
        { value: "everybody", label: m.settings_team_open(), text: m.settings_team_open_text() },
        { value: "team", label: m.settings_team_private(), text: m.settings_team_private_text() },
      ]}
    />
  );
}

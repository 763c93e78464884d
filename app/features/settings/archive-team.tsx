import { Form } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import type { TeamSettingsLine } from "~/lib/supabase/workspace-types";
import { ConfirmPanel } from "~/components/confirm-panel";
import { FormRefusal } from "~/components/forms/form-refusal";
import type { PeopleAnswer } from "./people-answer";
import { ReassignSelect } from "./reassign-select";

/** Puts a team away, and says which one gets its open tickets. */
export function ArchiveTeam(props: { team: TeamSettingsLine; others: TeamSettingsLine[]; answer: PeopleAnswer | undefined }) {
  const { team, others, answer } = props;
  return (
    <div className="max-w-2xl">
      <ConfirmPanel
        title={m.settings_team_archive_title({ name: isolated(team.name) })}
        text={[m.settings_team_archive_text(), team.is_private ? m.settings_team_archive_private() : null].filter(Boolean).join(" ")}
        isOpen={answer !== undefined}
      >
        <Form method="post" preventScrollReset className="flex flex-col items-start gap-4">
          {answer && !answer.isAboutReassign ? <FormRefusal words={[answer.words]} isSignedOut={answer.isSignedOut} /> : null}
          <ReassignSelect
            id="archive-team-reassign"
            label={m.settings_people_reassign({ count: team.open_tickets })}
            nobody={m.settings_team_reassign_none()}
            options={others.map((other) => ({ value: other.team_id, label: other.name }))}
            openTickets={team.open_tickets}
            errors={answer?.isAboutReassign ? [answer.words] : undefined}
          />
          <SubmitButton name="intent" value="archive-team" variant="danger" size="sm">
            {m.settings_team_archive()}
          </SubmitButton>
        </Form>
      </ConfirmPanel>
    </div>
  );
}

import { Form } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import type { MemberSettingsLine } from "~/lib/supabase/workspace-types";
import { ConfirmPanel } from "~/components/confirm-panel";
import { FormRefusal } from "~/components/forms/form-refusal";
import type { PeopleAnswer } from "./people-answer";
import { ReassignSelect } from "./reassign-select";

/**
 * A pause for a member, the end of it, and the end of the membership; the open tickets go to somebody in the same step.
 *
 * @param props.others who may get them
 */
export function MemberAccess(props: { member: MemberSettingsLine; others: MemberSettingsLine[]; answer: PeopleAnswer | undefined }) {
  const { member, others, answer } = props;
  const name = isolated(member.display_name);
  const isActive = member.deactivated_at === null;
  return (
    <div className="flex max-w-2xl flex-col gap-3">
      {isActive ? (
        <Ending {...{ member, others, answer }} intent="deactivate-member" />
      ) : (
        <Form
          method="post"
          preventScrollReset
          className="flex flex-col items-start gap-3 rounded-xl border border-border p-4 text-sm shadow-xs"
        >
          {answer?.intent === "reactivate-member" ? <FormRefusal words={[answer.words]} isSignedOut={answer.isSignedOut} /> : null}
          <p className="text-pretty wrap-anywhere">{m.settings_people_reactivate_text({ name })}</p>
          <SubmitButton name="intent" value="reactivate-member" variant="outline" size="sm">
            {m.settings_people_reactivate()}
          </SubmitButton>
        </Form>
      )}
      <Ending {...{ member, others, answer }} intent="remove-member" />
    </div>
  );
}

type Ending = "deactivate-member" | "remove-member";

const words: Record<Ending, { title: (input: { name: string }) => string; text: () => string; button: () => string }> = {
  "deactivate-member": {
    title: m.settings_people_deactivate_title,
    text: m.settings_people_deactivate_text,
    button: m.settings_people_deactivate,
  },
  "remove-member": { title: m.settings_people_remove_title, text: m.settings_people_remove_text, button: m.settings_people_remove },
};

function Ending(props: { member: MemberSettingsLine; others: MemberSettingsLine[]; answer: PeopleAnswer | undefined; intent: Ending }) {
  const { member, others, intent } = props;
  const answer = props.answer?.intent === intent ? props.answer : undefined;
  const { title, text, button } = words[intent];
  return (
    <ConfirmPanel title={title({ name: isolated(member.display_name) })} text={text()} isOpen={answer !== undefined}>
      <Form method="post" preventScrollReset className="flex flex-col items-start gap-4">
        {answer && !answer.isAboutReassign ? <FormRefusal words={[answer.words]} isSignedOut={answer.isSignedOut} /> : null}
        <ReassignSelect
          id={`${intent}-reassign`}
          label={m.settings_people_reassign({ count: member.open_tickets })}
          nobody={m.settings_people_reassign_nobody()}
          options={others.map((other) => ({ value: other.member_id, label: other.display_name }))}
          openTickets={member.open_tickets}
          errors={answer?.isAboutReassign ? [answer.words] : undefined}
        />
        <SubmitButton name="intent" value={intent} variant="danger" size="sm">
          {button()}
        </SubmitButton>
      </Form>
    </ConfirmPanel>
  );
}

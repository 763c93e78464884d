import { Form } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { roleName, roleText } from "~/features/workspaces/workspace-words";
import { m } from "~/lib/i18n/messages";
import type { MemberRole } from "~/lib/supabase/database-types";
import { ChoiceGroup } from "./choice-group";
import { FormRefusal } from "~/components/forms/form-refusal";
import type { PeopleAnswer } from "./people-answer";

/** What somebody is here, among what the reader may make of them. */
export function MemberRoleForm(props: { role: MemberRole; choices: MemberRole[]; answer: PeopleAnswer | undefined }) {
  const { role, choices, answer } = props;
  return (
    <Form method="post" preventScrollReset className="flex max-w-2xl flex-col gap-4">
      {answer?.intent === "set-member-role" ? <FormRefusal words={[answer.words]} isSignedOut={answer.isSignedOut} /> : null}
      <ChoiceGroup
        // Another role by now: what was chosen is no choice any more.
        key={role}
        name="role"
        legend={m.settings_people_role()}
        isLegendHidden
        value={role}
        choices={choices.map((value) => ({ value, label: roleName(value), text: roleText(value) }))}
      />
      <SubmitButton name="intent" value="set-member-role" variant="outline" className="self-start">
        {m.settings_people_role_save()}
      </SubmitButton>
    </Form>
  );
}

import { Form } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import { ConfirmPanel } from "~/components/confirm-panel";
import { FormRefusal } from "~/components/forms/form-refusal";
import type { PeopleAnswer } from "./people-answer";

/** An owner makes a member owner in their own place. */
export function TransferOwnership({ name, answer }: { name: string; answer: PeopleAnswer | undefined }) {
  const refused = answer?.intent === "transfer-ownership" ? answer : undefined;
  return (
    <div className="max-w-2xl">
      <ConfirmPanel
        title={m.settings_people_transfer_title({ name: isolated(name) })}
        text={m.settings_people_transfer_text({ name: isolated(name) })}
        isOpen={refused !== undefined}
      >
        <Form method="post" preventScrollReset className="flex flex-col items-start gap-4">
          {refused ? <FormRefusal words={[refused.words]} isSignedOut={refused.isSignedOut} /> : null}
          <SubmitButton name="intent" value="transfer-ownership" variant="danger" size="sm">
            {m.settings_people_transfer()}
          </SubmitButton>
        </Form>
      </ConfirmPanel>
    </div>
  );
}

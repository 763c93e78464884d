import { Form } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Alert } from "~/components/ui/alert";
import { Field, fieldAria } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { Time } from "~/components/ui/time";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import { ConfirmPanel } from "~/components/confirm-panel";
import type { DataAnswer } from "./data-answer";
import { FormRefusal } from "~/components/forms/form-refusal";
import { PolicySection } from "./policy-section";

/** The end of a workspace: asked for by typing its address, called off by a press. For owners. */
export function DeletionSection(props: { workspaceSlug: string; name: string; deletionAt: string | null; answer: DataAnswer | undefined }) {
  const { workspaceSlug, name, deletionAt, answer } = props;
  const refused = answer?.intent.endsWith("-workspace-deletion") ? answer : undefined;
  const refusal = refused ? <FormRefusal id="deletion-refusal" words={[refused.words]} isSignedOut={refused.isSignedOut} /> : null;
  return (
    <PolicySection title={m.settings_data_delete()} text={m.settings_data_delete_text()}>
      {deletionAt === null ? (
        <div className="max-w-2xl">
          <ConfirmPanel
            title={m.settings_data_delete_ask({ name: isolated(name) })}
            text={m.settings_data_delete_confirm()}
            isOpen={refused !== undefined}
          >
            <Form method="post" preventScrollReset className="flex flex-col items-start gap-4">
              {refusal}
              <Field id="deletion-confirmation" label={m.settings_data_delete_type({ slug: workspaceSlug })} className="w-full max-w-sm">
                <Input
                  {...fieldAria("deletion-confirmation", {})}
                  name="confirmation"
                  required
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                />
              </Field>
              <SubmitButton name="intent" value="request-workspace-deletion" variant="danger" size="sm">
                {m.settings_data_delete_do()}
              </SubmitButton>
            </Form>
          </ConfirmPanel>
        </div>
      ) : (
        <Form method="post" preventScrollReset className="flex max-w-2xl flex-col items-start gap-4">
          {refusal}
          <Alert tone="warning">
            {m.settings_data_closing()} <Time value={deletionAt} style="datetime" className="font-semibold" />
          </Alert>
          <SubmitButton name="intent" value="cancel-workspace-deletion" variant="outline" size="sm">
            {m.settings_data_delete_cancel()}
          </SubmitButton>
        </Form>
      )}
    </PolicySection>
  );
}

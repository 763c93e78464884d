import { Form } from "@remix-run/react";
import { Alert } from "~/components/ui/alert";
import { SubmitButton } from "~/components/forms/submit-button";
import { m } from "~/lib/i18n/messages";
import type { ExportLine } from "~/lib/supabase/data-types";
import { ConfirmPanel } from "~/components/confirm-panel";
import type { DataAnswer } from "./data-answer";
import { ExportList } from "./export-list";
import { FormRefusal } from "~/components/forms/form-refusal";
import { PolicySection } from "./policy-section";
import { isExportUnderWay } from "./export-state";

/**
 * Everything of the workspace as one file.
 *
 * @param props.exports null for whoever is no owner
 */
export function ExportSection(props: { workspaceSlug: string; exports: ExportLine[] | null; answer: DataAnswer | undefined }) {
  const { workspaceSlug, exports, answer } = props;
  const refused = answer?.intent === "request-workspace-export" ? answer : undefined;
  return (
    <PolicySection title={m.settings_data_export()} text={m.settings_data_export_text()}>
      {exports === null ? (
        <Alert tone="neutral">{m.settings_data_owners_only()}</Alert>
      ) : (
        <div className="flex flex-col gap-4">
          {exports.some(isExportUnderWay) ? null : (
            <div className="max-w-2xl">
              <ConfirmPanel title={m.settings_data_export_ask()} text={m.settings_data_export_confirm()} isOpen={refused !== undefined}>
                <Form method="post" preventScrollReset className="flex flex-col items-start gap-4">
                  {refused ? <FormRefusal words={[refused.words]} isSignedOut={refused.isSignedOut} /> : null}
                  <SubmitButton name="intent" value="request-workspace-export" size="sm">
                    {m.settings_data_export_make()}
                  </SubmitButton>
                </Form>
              </ConfirmPanel>
            </div>
          )}
          <ExportList workspaceSlug={workspaceSlug} exports={exports} />
        </div>
      )}
    </PolicySection>
  );
}

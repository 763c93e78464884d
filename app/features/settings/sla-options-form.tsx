import { Form } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { m } from "~/lib/i18n/messages";
import type { SlaSettings } from "~/lib/supabase/sla-types";
import { ChoiceGroup } from "./choice-group";

/** What becomes of the clocks of a ticket that is opened again, and of one that is resolved without an answer. */
export function SlaOptionsForm({ settings }: { settings: Pick<SlaSettings, "reopen_rule" | "unanswered_rule"> }) {
  return (
    <Form method="post" action="?index" preventScrollReset className="flex flex-col gap-6">
      <input type="hidden" name="intent" value="set-sla-options" />
      {/* What was seen: somebody else may have changed the other one since. */}
      <input type="hidden" name="seen_reopen_rule" value={settings.reopen_rule} />
      <input type="hidden" name="seen_unanswered_rule" value={settings.unanswered_rule} />
      <div className="grid gap-6 xl:grid-cols-2">
        <ChoiceGroup
          key={settings.reopen_rule}
          name="reopen_rule"
          legend={m.settings_policy_reopen()}
          value={settings.reopen_rule}
          choices={[
            { value: "resume", label: m.settings_policy_reopen_resume(), text: m.settings_policy_reopen_resume_text() },
            { value: "restart", label: m.settings_policy_reopen_restart(), text: m.settings_policy_reopen_restart_text() },
            { value: "first_only", label: m.settings_policy_reopen_first_only(), text: m.settings_policy_reopen_first_only_text() },
          ]}
        />
        <ChoiceGroup
          key={settings.unanswered_rule}
          name="unanswered_rule"
          legend={m.settings_policy_unanswered()}
          value={settings.unanswered_rule}
          choices={[
            { value: "cancel", label: m.settings_policy_unanswered_cancel(), text: m.settings_policy_unanswered_cancel_text() },
            { value: "counts_as_reply", label: m.settings_policy_unanswered_counts(), text: m.settings_policy_unanswered_counts_text() },
          ]}
        />
      </div>
      <SubmitButton name="save" value="options" variant="outline" className="self-start">
        {m.settings_policy_options_save()}
      </SubmitButton>
    </Form>
  );
}

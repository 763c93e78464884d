import { Form } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { noticeLevelName } from "~/features/workspaces/notice-words";
import { getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import type { NoticeMailChoice } from "~/lib/supabase/workspace-types";
import { ChoiceGroup } from "./choice-group";
import { NoticeLevels } from "./notice-levels";

/** Which notices somebody gets by mail: what the workspace says, or a choice of their own. */
export function NoticeMailsForm({ choice }: { choice: NoticeMailChoice }) {
  const { own_levels: own, default_levels: usual } = choice;
  const listed = new Intl.ListFormat(getLocale(), { type: "conjunction" }).format(usual.map(noticeLevelName));
  return (
    <Form method="post" className="group flex max-w-2xl flex-col gap-4">
      <div>
        <h2 className="font-semibold tracking-tight">{m.settings_notice_mails()}</h2>
        <p className="mt-0.5 text-sm text-pretty text-muted-foreground">{m.settings_notice_mails_text()}</p>
      </div>
      <ChoiceGroup
        name="notice_source"
        legend={m.settings_notice_mails()}
        isLegendHidden
        value={own === null ? "workspace" : "own"}
        choices={[
          {
            value: "workspace",
            label: m.settings_notice_default(),
            text: usual.length === 0 ? m.settings_notice_none() : m.settings_notice_default_text({ levels: listed }),
          },
          { value: "own", label: m.settings_notice_own(), text: m.settings_notice_own_text() },
        ]}
      />
      <div className="group-has-[input[value=workspace]:checked]:hidden">
        <NoticeLevels legend={m.settings_notice_own()} name="levels" chosen={own ?? usual} />
      </div>
      <SubmitButton name="intent" value="set-my-notice-mails" variant="outline" className="self-start">
        {m.settings_notice_save()}
      </SubmitButton>
    </Form>
  );
}

import { Form } from "@remix-run/react";
import { Archive } from "lucide-react";
import { DisclosureMenu } from "~/components/disclosure-menu";
import { SubmitButton } from "~/components/forms/submit-button";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import type { SlaPolicyLine } from "~/lib/supabase/sla-types";

/** Asks before it archives. */
export function ArchivePolicy({ policy }: { policy: Pick<SlaPolicyLine, "policy_id" | "name"> }) {
  return (
    <DisclosureMenu
      accessibleName={m.settings_policy_archive({ name: policy.name })}
      summaryClassName={`${buttonVariants({ variant: "ghost", size: "icon-sm" })} text-muted-foreground`}
      label={<Archive aria-hidden="true" />}
    >
      <Form method="post" action="?index" className="flex w-72 max-w-[calc(100vw-4rem)] flex-col gap-3 p-3 text-sm text-foreground">
        <input type="hidden" name="intent" value="archive-sla-policy" />
        <p className="font-semibold wrap-anywhere">{m.settings_policy_archive_question({ name: policy.name })}</p>
        <p className="text-pretty text-muted-foreground">{m.settings_policy_archive_text()}</p>
        <SubmitButton name="policy_id" value={policy.policy_id} variant="danger" size="sm" className="self-start">
          {m.settings_policy_archive_confirm()}
        </SubmitButton>
      </Form>
    </DisclosureMenu>
  );
}

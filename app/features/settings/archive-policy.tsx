import { m } from "~/lib/i18n/messages";
import type { SlaPolicyLine } from "~/lib/supabase/sla-types";
import { ArchiveButton } from "./archive-button";

/** Asks before it archives. */
export function ArchivePolicy({ policy }: { policy: Pick<SlaPolicyLine, "policy_id" | "name"> }) {
  const { policy_id: id, name } = policy;
  return (
    <ArchiveButton
      intent="archive-sla-policy"
      field="policy_id"
      id={id}
      name={name}
      question={m.settings_policy_archive_question({ name })}
      text={m.settings_policy_archive_text()}
      confirm={m.settings_policy_archive_confirm()}
    />
  );
}

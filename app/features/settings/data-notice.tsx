import { useSearchParams } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { Alert } from "~/components/ui/alert";
import { m } from "~/lib/i18n/messages";
import { DoneNotice } from "./done-notice";

const words: Record<string, () => string> = {
  export: m.settings_data_done_export,
  deletion: m.settings_data_done_deletion,
  cancelled: m.settings_data_done_cancelled,
  retention: m.settings_saved,
  erased: m.settings_data_done_erased,
};

/** What was done a moment ago on a page that led here, as the address says it; nothing where it says nothing. */
export function DataNotice({ isSilent }: { isSilent: boolean }) {
  const [query] = useSearchParams();
  const done = query.get("done") ?? "";
  const said = !isSilent && Object.hasOwn(words, done) ? (words[done]?.() ?? null) : null;
  return (
    <DoneNotice words={said}>
      {said === null ? null : (
        <Alert tone="success" icon={<CircleCheck aria-hidden="true" />}>
          {said}
        </Alert>
      )}
    </DoneNotice>
  );
}

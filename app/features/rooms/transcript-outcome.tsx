import { useSearchParams } from "@remix-run/react";
import { Alert } from "~/components/ui/alert";
import { m } from "~/lib/i18n/messages";
import { mailOutcomes, type MailOutcome } from "./transcript-format";

const words: Record<MailOutcome, () => string> = {
  sent: m.room_transcript_outcome_sent,
  limit: m.errors_too_many_transcripts,
  failed: m.room_transcript_outcome_failed,
};

/** What became of a transcript that was to be mailed, where the page was loaded anew for it. */
export function TranscriptOutcome({ className }: { className?: string }) {
  const [parameters] = useSearchParams();
  const outcome = mailOutcomes.find((one) => one === parameters.get("transcript"));
  if (!outcome) return null;
  return (
    <Alert tone={outcome === "sent" ? "success" : "danger"} className={className}>
      {words[outcome]()}
    </Alert>
  );
}

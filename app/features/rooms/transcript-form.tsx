import { useFetcher } from "@remix-run/react";
import { useId, type FormEvent } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Checkbox } from "~/components/ui/checkbox";
import { m } from "~/lib/i18n/messages";
import { useHydrated } from "~/lib/use-hydrated";
import { transcriptFormats, type TranscriptFormat } from "./transcript-format";

const formatNames: Record<TranscriptFormat, () => string> = {
  pdf: m.room_transcript_format_pdf,
  html: m.room_transcript_format_html,
  txt: m.room_transcript_format_txt,
};

/**
 * Downloads the conversation, or has it mailed. Both are plain posts of one form, so it works without JavaScript.
 *
 * @param props.url of the route that answers the file and takes the wish for a mail
 * @param props.hasNotes offers the internal notes too, which agents may read
 */
export function TranscriptForm({ url, hasNotes = false }: { url: string; hasNotes?: boolean }) {
  const fetcher = useFetcher<{ ok: boolean; words: string }>();
  const isHydrated = useHydrated();
  const hintId = useId();
  // The server cannot know it; without JavaScript times are in UTC, and say so.
  const timeZone = isHydrated ? Intl.DateTimeFormat().resolvedOptions().timeZone : "UTC";
  const isSending = fetcher.state !== "idle";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (submitter?.getAttribute("formmethod") !== "post") return;
    event.preventDefault();
    if (!isSending) void fetcher.submit(new FormData(event.currentTarget), { method: "post", action: url });
  };
  return (
    <form method="get" action={url} onSubmit={submit} aria-describedby={hintId} className="flex flex-col gap-3 text-sm">
      <p id={hintId} className="text-pretty text-muted-foreground">
        {m.room_transcript_hint()}
      </p>
      <input type="hidden" name="time_zone" value={timeZone} />
      <fieldset>
        <legend className="mb-1 font-medium">{m.room_transcript_format()}</legend>
        {transcriptFormats.map((format, index) => (
          <label key={format} className="flex min-h-7 cursor-pointer items-center gap-2.5">
            <input
              type="radio"
              name="format"
              value={format}
              defaultChecked={index === 0}
              className="size-4.5 cursor-pointer accent-primary"
            />
            {formatNames[format]()}
          </label>
        ))}
      </fieldset>
      {hasNotes ? (
        <label className="flex min-h-7 cursor-pointer items-center gap-2.5">
          <Checkbox name="notes" value="1" />
          {m.room_transcript_with_notes()}
        </label>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm">
          {m.room_transcript_download()}
        </Button>
        <Button type="submit" size="sm" variant="outline" formMethod="post" isPending={isSending}>
          {m.room_transcript_mail()}
        </Button>
      </div>
      <div aria-live="polite">
        {fetcher.data && !isSending ? (
          <Alert tone={fetcher.data.ok ? "success" : "danger"} className="px-3 py-2">
            <span className="wrap-anywhere">{fetcher.data.words}</span>
          </Alert>
        ) : null}
      </div>
    </form>
  );
}

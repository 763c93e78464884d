import { useFetcher } from "@remix-run/react";
import { useEffect, useId, useRef } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Alert } from "~/components/ui/alert";
import { Field, fieldAria } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { toast } from "~/components/ui/toaster";
import { m } from "~/lib/i18n/messages";
import type { SlaExplanation } from "~/lib/supabase/database-types";
import { useHydrated } from "~/lib/use-hydrated";
import { fromLocalTime, toLocalTime } from "./local-time";
import type { DueRefusal, TicketActionAnswer } from "./my-ticket-action";

/**
 * Sets when a ticket is to be resolved, with a reason, or leaves it to the policy again.
 *
 * @param props.clock of the resolution, which still runs or is paused
 * @param props.refused what became of it in a page without JavaScript
 */
export function ResolutionDueForm(props: { ticketId: string; clock: SlaExplanation; refused: DueRefusal | undefined }) {
  const { ticketId, clock } = props;
  const id = useId();
  const isHydrated = useHydrated();
  const details = useRef<HTMLDetailsElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const due = useRef<HTMLInputElement>(null);
  const moment = useRef<HTMLInputElement>(null);
  const fetcher = useFetcher<TicketActionAnswer>({ key: `set-resolution-due:${ticketId}` });
  const answer = fetcher.data;
  const refused = answer ? (answer.ok ? undefined : answer.due) : props.refused;
  const failure = answer && !answer.ok && !answer.due ? answer.words : refused?.words;

  useEffect(() => {
    if (!answer) return;
    if (answer.ok) {
      // The form may be on the page twice, of which one is seen.
      if (answer.words) toast.success(answer.words, { id: `set-resolution-due:${ticketId}` });
      if (details.current) details.current.open = false;
      form.current?.reset();
    } else form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [answer, ticketId]);

  const errors = {
    due: refused?.errors.due ? [refused.errors.due] : undefined,
    reason: refused?.errors.reason ? [refused.errors.reason] : undefined,
  };
  const hint = isHydrated
    ? m.desk_set_due_zone({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " ") })
    : m.desk_set_due_utc();
  const shownDue = refused?.typed.due ?? (clock.due_at === null ? "" : toLocalTime(clock.due_at, isHydrated ? "browser" : "utc"));
  const isSending = fetcher.state !== "idle";
  const wantsBack = fetcher.formData?.has("take_back") === true;

  return (
    <details ref={details} open={refused !== undefined || undefined} className="rounded-lg border border-border">
      <summary className="min-h-9 cursor-pointer rounded-lg px-3 py-2 font-medium hover:bg-hover">
        {clock.is_due_by_hand ? m.desk_set_due_change() : m.desk_set_due()}
      </summary>
      <fetcher.Form
        ref={form}
        method="post"
        noValidate
        className="flex flex-col gap-3 border-t border-border p-3"
        onSubmit={() => {
          if (!moment.current || !due.current) return;
          // A wall time says no seconds, and may come twice: what was not touched stays what it is.
          const isUntouched = clock.due_at !== null && due.current.value === toLocalTime(clock.due_at, "browser");
          moment.current.value = (isUntouched ? clock.due_at : fromLocalTime(due.current.value)) ?? "";
        }}
      >
        <input type="hidden" name="intent" value="set-resolution-due" />
        {/* The moment that the wall time below names here; without JavaScript it is read as UTC. */}
        <input ref={moment} type="hidden" name="due_at" />
        <p className="text-pretty text-muted-foreground">{m.desk_set_due_text()}</p>
        {failure ? (
          <Alert tone="danger" isUrgent>
            {failure}
          </Alert>
        ) : null}
        <Field id={`${id}-due`} label={m.desk_set_due_time()} hint={<span suppressHydrationWarning>{hint}</span>} errors={errors.due}>
          <Input
            {...fieldAria(`${id}-due`, { hint, errors: errors.due })}
            ref={due}
            // The server's wall time is another one.
            key={isHydrated ? "browser" : "server"}
            type="datetime-local"
            name="due"
            defaultValue={shownDue}
          />
        </Field>
        <Field id={`${id}-reason`} label={m.desk_set_due_reason()} errors={errors.reason}>
          <Input
            {...fieldAria(`${id}-reason`, { errors: errors.reason })}
            name="reason"
            defaultValue={refused?.typed.reason}
            autoComplete="off"
            dir="auto"
          />
        </Field>
        <div className="flex flex-wrap gap-2">
          <SubmitButton size="sm" isPending={isSending && !wantsBack}>
            {m.desk_set_due_save()}
          </SubmitButton>
          {clock.is_due_by_hand ? (
            <SubmitButton variant="outline" size="sm" name="take_back" value="1" isPending={isSending && wantsBack}>
              {m.desk_set_due_back()}
            </SubmitButton>
          ) : null}
        </div>
      </fetcher.Form>
    </details>
  );
}

import { useFetcher } from "@remix-run/react";
import { useEffect, useId, useRef } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Alert } from "~/components/ui/alert";
import { toast } from "~/components/ui/toaster";
import { m } from "~/lib/i18n/messages";
import type { DeskTicket } from "~/lib/supabase/database-types";
import { AnswerWords } from "./answer-words";
import type { FieldsRefusal, TicketActionAnswer } from "./my-ticket-action";
import { TicketFieldControl } from "./ticket-field-control";
import { fieldName, isAsked, isOffered } from "./ticket-fields";

/** What the ticket answered to the form's own fields, and a form to answer them in the customer's stead. */
export function TicketFieldsSection(props: { ticket: DeskTicket; refused: FieldsRefusal | undefined }) {
  const { ticket } = props;
  const id = useId();
  const details = useRef<HTMLDetailsElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const fetcher = useFetcher<TicketActionAnswer>({ key: `set-ticket-fields:${ticket.ticket_id}` });
  const answer = fetcher.data;
  const refused = answer ? (answer.ok ? undefined : answer.fields) : props.refused;
  const failure = answer && !answer.ok && !answer.fields ? answer.words : refused?.words;
  const answered = ticket.fields.filter(({ answers }) => answers.length > 0);
  const asked = ticket.fields.filter((field) => isOffered(field) && (field.answers.length > 0 || isAsked(field, ticket.category_id)));

  useEffect(() => {
    if (!answer) return;
    if (answer.ok) {
      // The form may be on the page twice, of which one is seen.
      if (answer.words) toast.success(answer.words, { id: `set-ticket-fields:${ticket.ticket_id}` });
      if (details.current) details.current.open = false;
    } else form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [answer, ticket.ticket_id]);

  return (
    <>
      {answered.length === 0 ? (
        <p className="text-muted-foreground">{m.desk_none()}</p>
      ) : (
        <dl className="flex flex-col gap-2.5">
          {answered.map((field) => (
            <div key={field.field_id}>
              <dt className="wrap-anywhere text-muted-foreground">
                <bdi>{field.label}</bdi>
              </dt>
              <dd className="mt-0.5 min-w-0 wrap-anywhere">
                <AnswerWords field={field} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {asked.length === 0 ? null : (
        <details ref={details} open={refused !== undefined || undefined} className="mt-3 rounded-lg border border-border">
          <summary className="min-h-9 cursor-pointer rounded-lg px-3 py-2 font-medium hover:bg-hover">{m.desk_fields_edit()}</summary>
          <fetcher.Form ref={form} method="post" noValidate className="flex flex-col gap-4 border-t border-border p-3">
            <input type="hidden" name="intent" value="set-ticket-fields" />
            {failure ? (
              <Alert tone="danger" isUrgent>
                {failure}
              </Alert>
            ) : null}
            {asked.map((field) => {
              const name = fieldName(field.field_id);
              return (
                <div key={field.field_id} className="contents">
                  {/* Which fields the form had: a box that is not ticked says nothing. */}
                  <input type="hidden" name="field_ids" value={field.field_id} />
                  <TicketFieldControl
                    // What was saved meanwhile, here or by somebody else, is what one goes on from.
                    key={field.answers.join("\n")}
                    field={field}
                    id={`${id}-${field.field_id}`}
                    answers={refused?.typed[name] ?? field.answers}
                    errors={refused?.errors[name]}
                    isRequired={false}
                    marksOptional={false}
                  />
                </div>
              );
            })}
            <SubmitButton size="sm" isPending={fetcher.state !== "idle"} className="self-start">
              {m.desk_fields_save()}
            </SubmitButton>
          </fetcher.Form>
        </details>
      )}
    </>
  );
}

import { Form } from "@remix-run/react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Field, fieldAria } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { formatBytes, formatNumber } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import type { ErasureCounts } from "~/lib/supabase/data-types";
import type { DataAnswer } from "./data-answer";
import { FormRefusal } from "~/components/forms/form-refusal";

/**
 * What goes with some people, counted, and the form that erases them.
 *
 * @param props.confirmation what is to be typed; null where the chosen ones have different addresses, and so cannot go together
 */
export function EraseForm(props: {
  customerIds: string[];
  counts: ErasureCounts;
  confirmation: string | null;
  answer: DataAnswer | undefined;
}) {
  const { customerIds, counts, confirmation, answer } = props;
  const refused = answer?.intent === "erase-customers" ? answer : undefined;
  const rows: [string, string][] = [
    [m.settings_data_count_people(), formatNumber(counts.customers)],
    [m.settings_data_count_tickets(), formatNumber(counts.tickets)],
    [m.settings_data_count_messages(), formatNumber(counts.messages)],
    [m.settings_data_count_answers(), formatNumber(counts.other_messages)],
    [m.settings_data_count_notes(), formatNumber(counts.notes)],
    [m.settings_data_count_files(), `${formatNumber(counts.files)} (${formatBytes(counts.file_bytes)})`],
    [m.settings_data_count_mails(), formatNumber(counts.mails)],
    [m.settings_data_count_exports(), formatNumber(counts.exports)],
  ];
  return (
    <section
      aria-labelledby="erase-title"
      className="flex max-w-2xl flex-col gap-4 rounded-xl border border-danger-ink/40 p-4 text-sm shadow-xs"
    >
      <h3 id="erase-title" className="text-base font-semibold tracking-tight">
        {m.settings_data_erase_counts()}
      </h3>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-1.5">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted-foreground">{name}</dt>
            <dd className="text-end font-medium tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="max-w-prose text-pretty">{m.settings_data_erase_final()}</p>
      {confirmation === null ? (
        <p className="font-medium text-danger-ink">{m.settings_data_erase_different()}</p>
      ) : (
        <Form method="post" preventScrollReset className="flex flex-col items-start gap-4">
          {refused ? <FormRefusal id="erase-refusal" words={[refused.words]} isSignedOut={refused.isSignedOut} /> : null}
          {customerIds.map((customerId) => (
            <input key={customerId} type="hidden" name="customer_id" value={customerId} />
          ))}
          <Field id="erase-confirmation" label={m.settings_data_erase_type({ text: confirmation })} className="w-full max-w-md">
            <Input
              {...fieldAria("erase-confirmation", {})}
              name="confirmation"
              dir="auto"
              required
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
          <SubmitButton name="intent" value="erase-customers" variant="danger" size="sm">
            {m.settings_data_erase_do()}
          </SubmitButton>
        </Form>
      )}
    </section>
  );
}

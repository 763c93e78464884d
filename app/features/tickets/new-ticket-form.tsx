import { getFormProps, useForm, type FieldMetadata, type SubmissionResult } from "@conform-to/react";
import { Form, useNavigation, useSubmit } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { FormErrors } from "~/components/forms/form-errors";
import { SelectField } from "~/components/forms/select-field";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { TextareaField } from "~/components/forms/textarea-field";
import { LiveRegion } from "~/components/live-region";
import { requestIdentity } from "~/features/workspaces/portal-identity";
import { formatNumber } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import type { CategoryOption } from "~/lib/supabase/database-types";
import type { TicketFieldLine } from "~/lib/supabase/form-types";
import { lengthOf } from "~/lib/text/length-of";
import { CategoryStyles } from "./category-styles";
import { clearDraft, useDraft } from "./new-ticket-draft";
import {
  maxLengths,
  newTicketConstraint,
  newTicketFields,
  parseNewTicket,
  type NewTicket,
  type NewTicketField,
  type NewTicketFields,
} from "./new-ticket-schema";
import { OwnTicketFields } from "./own-ticket-fields";
import { fieldName } from "./ticket-fields";

type NewTicketFormProps = {
  workspaceSlug: string;
  categories: readonly CategoryOption[];
  /** What the workspace asks besides. */
  ownFields: readonly TicketFieldLine[];
  /** Made by the server for this form; kept through every failed attempt. */
  submissionId: string;
  contact: { name: string; email: string } | null;
  lastResult: SubmissionResult | undefined;
  /** Set when this browser has no identity yet: where to get one. */
  identityFrom: { url: string; publishableKey: string } | null;
};

/** The form that opens a ticket. Without JavaScript it is a plain post with the same answers. */
export function NewTicketForm(props: NewTicketFormProps) {
  const { workspaceSlug, categories, ownFields, submissionId, contact, lastResult, identityFrom } = props;
  const formRef = useRef<HTMLFormElement>(null);
  const send = useSending(identityFrom);
  const [isRestored, setIsRestored] = useState(false);
  const [formId, setFormId] = useState(() => sentIdOf(lastResult) ?? submissionId);
  const [descriptionLength, setDescriptionLength] = useState(0);
  const names = [...newTicketFields.slice(0, 3), ...ownFields.map(({ field_id }) => fieldName(field_id)), ...newTicketFields.slice(3)];
  const keepDraft = useDraft(formRef, {
    workspaceSlug,
    names,
    isFresh: lastResult === undefined,
    onRestored(submissionId) {
      setIsRestored(true);
      // The id goes with the words: sent once more, they are still the same ticket.
      if (submissionId) setFormId(submissionId);
    },
  });
  useForgetDraftWhenDone(workspaceSlug);

  const [form, fields] = useForm<NewTicketFields, NewTicket>({
    id: "new-ticket",
    lastResult: lastResult ?? null,
    defaultValue: { name: contact?.name, email: contact?.email },
    constraint: newTicketConstraint,
    onValidate: ({ formData }) => parseNewTicket(formData, ownFields),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
    onSubmit(event, { formData }) {
      event.preventDefault();
      send.submit(formData);
    },
  });
  // The browser puts the cursor there without JavaScript too; with it, conform does.
  const focusOn = names.find((name) => lastResult?.error?.[name]);
  const described = categories.filter(({ description }) => description !== "");
  const fieldOf = (name: NewTicketField) => ({ field: fields[name], autoFocus: focusOn === name });
  // The workspace's own are known by name alone.
  const all = fields as unknown as Record<string, FieldMetadata<string | string[]> | undefined>;
  const stateOf = (name: string) => ({
    id: all[name]?.id ?? name,
    answers: [all[name]?.initialValue ?? []].flat().filter((answer): answer is string => typeof answer === "string"),
    errors: all[name]?.errors,
  });
  const wrong = names.filter((name) => all[name]?.errors?.length).length;

  return (
    <Form
      method="post"
      {...getFormProps(form)}
      ref={formRef}
      onInput={(event) => {
        keepDraft();
        const target = event.target as HTMLTextAreaElement;
        if (target.name === "description") setDescriptionLength(lengthOf(target.value));
      }}
      className="flex flex-col gap-6"
    >
      <LiveRegion message={form.status === "error" && wrong > 0 ? m.portal_form_wrong({ count: wrong }) : ""} />
      <FormErrors form={form} />
      {isRestored && !form.errors?.length ? (
        <p role="status" className="-mb-2 text-sm text-muted-foreground">
          {m.portal_draft_restored()}
        </p>
      ) : null}
      <input type="hidden" name="submission_id" value={formId} autoComplete="off" />

      <TextField
        {...fieldOf("subject")}
        label={m.portal_field_subject()}
        placeholder={m.portal_field_subject_example()}
        autoComplete="off"
        enterKeyHint="next"
        dir="auto"
      />
      <TextareaField
        {...fieldOf("description")}
        label={m.portal_field_description()}
        hint={<DescriptionHint length={descriptionLength} />}
        rows={6}
        dir="auto"
      />
      {categories.length > 0 ? (
        <>
          <CategoryStyles categories={categories} />
          <SelectField
            {...fieldOf("category")}
            label={m.portal_field_category()}
            placeholder={m.portal_field_category_none()}
            options={categories.map(({ category_id, name }) => ({ value: category_id, label: name }))}
            hint={described.length > 0 ? described.map((category) => <CategoryHint key={category.category_id} {...category} />) : undefined}
          />
        </>
      ) : null}
      <OwnTicketFields fields={ownFields} categories={categories} focusOn={focusOn} stateOf={stateOf} />

      <fieldset className="grid gap-6 border-t border-border pt-6 sm:grid-cols-2 sm:gap-4">
        <legend className="sr-only">{m.portal_form_you()}</legend>
        <TextField {...fieldOf("name")} label={m.portal_field_name()} autoComplete="name" enterKeyHint="next" dir="auto" />
        <TextField
          {...fieldOf("email")}
          type="email"
          label={m.portal_field_email()}
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="send"
          dir="ltr"
          className="rtl:[&_input]:text-end"
        />
      </fieldset>

      <div className="flex flex-col gap-3 sm:flex-row sm:items-center sm:justify-between sm:gap-6">
        <p className="order-last text-sm text-pretty text-muted-foreground sm:order-first">{m.portal_form_promise()}</p>
        <SubmitButton size="lg" isPending={send.isPending} className="w-full sm:w-auto">
          {m.portal_form_send()}
        </SubmitButton>
      </div>
      <LiveRegion message={send.isPending ? m.portal_form_sending() : ""} />
    </Form>
  );
}

/** The id that a form which came back was sent under. */
function sentIdOf(lastResult: SubmissionResult | undefined): string | undefined {
  const id = lastResult?.initialValue?.submission_id;
  return typeof id === "string" ? id : undefined;
}

/** What the chosen category means. */
function CategoryHint({ category_id, name, description }: CategoryOption) {
  return (
    <span data-only={category_id}>
      <bdi data-only-words="">{name}: </bdi>
      <bdi>{description}</bdi>
    </span>
  );
}

/** What helps to write, until the text is so long that its end comes near. */
function DescriptionHint({ length }: { length: number }) {
  if (length < maxLengths.description * 0.9) return <>{m.portal_field_description_hint()}</>;
  return <>{m.portal_field_length({ length: formatNumber(length), max: formatNumber(maxLengths.description) })}</>;
}

/** Sends the form once however often it is pressed, with an identity from the browser if it needs one and gets one. */
function useSending(identityFrom: NewTicketFormProps["identityFrom"]) {
  const submit = useSubmit();
  const navigation = useNavigation();
  const [isIdentifying, setIsIdentifying] = useState(false);
  const isBusy = useRef(false);
  const identity = useRef<Awaited<ReturnType<typeof requestIdentity>>>(null);
  const isPending = isIdentifying || (navigation.state !== "idle" && navigation.formMethod === "POST");

  async function identifyAndSubmit(formData: FormData) {
    isBusy.current = true;
    setIsIdentifying(true);
    if (identityFrom) identity.current ??= await requestIdentity(identityFrom);
    for (const [name, value] of Object.entries(identity.current ?? {})) formData.set(name, value);
    submit(formData, { method: "post" });
    isBusy.current = false;
    setIsIdentifying(false);
  }

  return {
    isPending,
    submit(formData: FormData) {
      if (!isPending && !isBusy.current) void identifyAndSubmit(formData);
    },
  };
}

/** The draft goes when the answer leads away from the form: the ticket is open. */
function useForgetDraftWhenDone(workspaceSlug: string) {
  const { state, formMethod, formAction, location } = useNavigation();
  const isDone = state === "loading" && formMethod === "POST" && location.pathname !== formAction?.split("?")[0];
  useEffect(() => {
    if (isDone) clearDraft(workspaceSlug);
  }, [isDone, workspaceSlug]);
}

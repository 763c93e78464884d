import { getFormProps, useForm, type SubmissionResult } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form, Link } from "@remix-run/react";
import { useRef } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { TextareaField } from "~/components/forms/textarea-field";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import type { CategoryLine } from "~/lib/supabase/form-types";
import { categorySchema } from "./category-schema";
import { FormRefusal } from "~/components/forms/form-refusal";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";

/** What a form of this part of the settings is told that was not taken. */
export type FormAnswer = { result: SubmissionResult; isSignedOut?: boolean };

/** @param props.category null for a new one */
export function CategoryForm(props: { category: CategoryLine | null; answer: FormAnswer | undefined; cancelUrl: string }) {
  const { category, answer, cancelUrl } = props;
  const element = useRef<HTMLFormElement>(null);
  const [form, fields] = useForm({
    id: "category",
    lastResult: answer?.result,
    defaultValue: { name: category?.name ?? "", description: category?.description ?? "" },
    constraint: getZodConstraint(categorySchema),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: categorySchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  useRefusalFocus(element, answer, answer !== undefined);
  return (
    <Form ref={element} method="post" {...getFormProps(form)} className="flex max-w-2xl flex-col gap-6">
      <FormRefusal id={form.errorId} words={form.errors} isSignedOut={answer?.isSignedOut} />
      <TextField field={fields.name} label={m.settings_category_name()} autoComplete="off" dir="auto" />
      <TextareaField
        field={fields.description}
        label={m.settings_category_description()}
        hint={m.settings_category_description_hint()}
        rows={2}
        dir="auto"
      />
      <div className="flex flex-wrap gap-3">
        <SubmitButton>{m.settings_save()}</SubmitButton>
        <Link to={cancelUrl} className={buttonVariants({ variant: "ghost" })}>
          {m.settings_cancel()}
        </Link>
      </div>
    </Form>
  );
}

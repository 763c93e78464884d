import { getFormProps, useForm, type SubmissionResult } from "@conform-to/react";
import { getZodConstraint, parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import { useState } from "react";
import { FormErrors } from "~/components/forms/form-errors";
import { SubmitButton } from "~/components/forms/submit-button";
import { TextField } from "~/components/forms/text-field";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { SlugStateWords } from "./slug-state-words";
import { useSlugState } from "./use-slug-state";
import { newWorkspaceFields, newWorkspaceSchema, slugFrom } from "./workspace-schema";

/** Name, address and own name. The address follows the name until somebody writes it themself. */
export function NewWorkspaceForm(props: { lastResult: SubmissionResult | undefined; memberName: string; origin: string }) {
  const { lastResult, memberName, origin } = props;
  const [form, fields] = useForm({
    id: "new-workspace",
    lastResult,
    defaultValue: { memberName },
    constraint: getZodConstraint(newWorkspaceFields),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: newWorkspaceSchema }),
    shouldValidate: "onSubmit",
    shouldRevalidate: "onInput",
  });
  const [slug, setSlug] = useState(typeof lastResult?.initialValue?.slug === "string" ? lastResult.initialValue.slug : "");
  const slugState = useSlugState(slug.trim() === "" ? null : slug, null);
  const [isOwnSlug, setIsOwnSlug] = useState(slug !== "");
  return (
    <Form method="post" {...getFormProps(form)} className="flex flex-col gap-5">
      <FormErrors form={form} />
      <TextField
        field={fields.name}
        label={m.desk_workspace_name()}
        autoComplete="organization"
        onInput={(event) => {
          if (!isOwnSlug) setSlug(slugFrom(event.currentTarget.value));
        }}
      />
      <TextField
        field={fields.slug}
        label={m.desk_workspace_slug()}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        value={slug}
        defaultValue={undefined}
        onChange={({ currentTarget }) => {
          setSlug(currentTarget.value);
          setIsOwnSlug(currentTarget.value !== "");
        }}
        hint={
          <>
            <span className="block wrap-anywhere">
              {slug === "" ? m.desk_workspace_slug_hint() : m.desk_workspace_slug_preview({ url: `${origin}${paths.portal(slug)}` })}
            </span>
            <SlugStateWords state={fields.slug.errors?.length ? null : slugState} />
          </>
        }
      />
      <TextField field={fields.memberName} label={m.desk_member_name()} hint={m.auth_name_hint()} autoComplete="name" />
      <SubmitButton size="lg" className="w-full">
        {m.desk_new_submit()}
      </SubmitButton>
    </Form>
  );
}

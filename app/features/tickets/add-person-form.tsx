import { Form } from "@remix-run/react";
import { useEffect, useId, useRef } from "react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Field, fieldAria } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { m } from "~/lib/i18n/messages";
import type { TicketActionAnswer } from "./my-ticket-action";

/** Adds somebody by address. What is refused stays in the form, with the reason at its field. */
export function AddPersonForm({ answer }: { answer: TicketActionAnswer | undefined }) {
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const { errors, typed } = answer && !answer.ok ? answer : { errors: undefined, typed: undefined };
  useEffect(() => {
    if (answer?.ok) form.current?.reset();
    else if (answer?.errors) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [answer]);
  const fields = [
    { name: "email", type: "email", label: m.portal_people_email(), autoComplete: "off", inputMode: "email" },
    { name: "name", type: "text", label: m.portal_people_name(), autoComplete: "off", inputMode: "text" },
  ] as const;
  return (
    <Form ref={form} method="post" noValidate preventScrollReset className="flex flex-col gap-3">
      <p className="text-sm text-pretty text-muted-foreground">{m.portal_people_add_text()}</p>
      {fields.map(({ name, label, ...rest }) => {
        const wrong = errors?.[name] ? [errors[name]] : undefined;
        const id = `${formId}-${name}`;
        return (
          <Field key={name} id={id} label={label} errors={wrong}>
            <Input
              {...fieldAria(id, { errors: wrong })}
              {...rest}
              name={name}
              defaultValue={typed?.[name]}
              dir={name === "email" ? "ltr" : "auto"}
            />
          </Field>
        );
      })}
      <SubmitButton name="intent" value="add-participant" variant="outline" className="self-start">
        {m.portal_people_add()}
      </SubmitButton>
    </Form>
  );
}

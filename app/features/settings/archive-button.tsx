import { Form } from "@remix-run/react";
import { Archive } from "lucide-react";
import { DisclosureMenu } from "~/components/disclosure-menu";
import { SubmitButton } from "~/components/forms/submit-button";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";

/** Puts something in a list away, and asks before. */
export function ArchiveButton(props: {
  intent: string;
  field: string;
  id: string;
  name: string;
  question: string;
  text: string;
  confirm: string;
}) {
  const { intent, field, id, name, question, text, confirm } = props;
  return (
    <DisclosureMenu
      accessibleName={m.settings_archive_name({ name })}
      summaryClassName={`${buttonVariants({ variant: "ghost", size: "icon-sm" })} text-muted-foreground`}
      label={<Archive aria-hidden="true" />}
    >
      <Form method="post" action="?index" className="flex w-72 max-w-[calc(100vw-4rem)] flex-col gap-3 p-3 text-sm text-foreground">
        <input type="hidden" name="intent" value={intent} />
        <p className="font-semibold wrap-anywhere">{question}</p>
        <p className="text-pretty text-muted-foreground">{text}</p>
        <SubmitButton name={field} value={id} variant="danger" size="sm" className="self-start">
          {confirm}
        </SubmitButton>
      </Form>
    </DisclosureMenu>
  );
}

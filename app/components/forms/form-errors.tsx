import type { FormMetadata } from "@conform-to/react";
import { Alert } from "~/components/ui/alert";

/** What is wrong with the form as a whole; read out at once. Nothing when nothing is. */
export function FormErrors({ form }: { form: Pick<FormMetadata<Record<string, unknown>>, "errors" | "errorId"> }) {
  if (!form.errors?.length) return null;
  return (
    <Alert id={form.errorId} tone="danger" isUrgent>
      {form.errors.join(" ")}
    </Alert>
  );
}

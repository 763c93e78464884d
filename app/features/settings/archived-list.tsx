import { Form } from "@remix-run/react";
import { ChevronDown } from "lucide-react";
import { SubmitButton } from "~/components/forms/submit-button";
import { m } from "~/lib/i18n/messages";

/** What was put away, and may be offered again. Nothing where there is nothing. */
export function ArchivedList({ intent, items }: { intent: string; items: readonly { id: string; name: string }[] }) {
  if (items.length === 0) return null;
  return (
    <details className="group rounded-xl border border-border">
      <summary className="flex cursor-pointer list-none items-center gap-3 rounded-xl px-4 py-3 text-sm font-medium group-open:rounded-b-none hover:bg-hover [&::-webkit-details-marker]:hidden">
        <span className="flex-1">{m.settings_form_archived({ count: items.length })}</span>
        <ChevronDown aria-hidden="true" className="size-4 text-muted-foreground group-open:rotate-180" />
      </summary>
      <ul className="divide-y divide-border border-t border-border">
        {items.map(({ id, name }) => (
          <li key={id} className="flex items-center justify-between gap-4 px-4 py-2 text-sm">
            <span dir="auto" className="min-w-0 wrap-anywhere text-muted-foreground">
              {name}
            </span>
            <Form method="post" action="?index">
              <input type="hidden" name="intent" value={intent} />
              <SubmitButton name="id" value={id} variant="ghost" size="sm" aria-label={m.settings_restore_name({ name })}>
                {m.settings_restore()}
              </SubmitButton>
            </Form>
          </li>
        ))}
      </ul>
    </details>
  );
}

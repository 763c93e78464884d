import { Link } from "@remix-run/react";
import { Pencil } from "lucide-react";
import { Badge } from "~/components/ui/badge";
import { buttonVariants } from "~/components/ui/button-variants";
import { useDesk } from "~/features/workspaces/desk-context";
import { cn } from "~/lib/cn";
import { getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { CategoryLine, TicketFieldLine } from "~/lib/supabase/form-types";
import { ArchiveButton } from "./archive-button";
import { OrderedList } from "./ordered-list";
import { OrderedRow } from "./ordered-row";
import { fieldKindNames, isChoice } from "./ticket-field-words";

const form = { intent: "order-ticket-fields", field: "ids" };
const idOf = (field: TicketFieldLine) => field.field_id;

/** The form's own fields in their order: how each is answered, and for which tickets it is asked. */
export function TicketFieldList({ fields, categories }: { fields: TicketFieldLine[]; categories: CategoryLine[] }) {
  const { slug } = useDesk();
  const listed = new Intl.ListFormat(getLocale(), { type: "conjunction" });
  const askedFor = ({ category_ids }: TicketFieldLine) => {
    if (category_ids === null) return m.settings_field_every();
    const names = categories.filter(({ category_id }) => category_ids.includes(category_id)).map(({ name }) => name);
    return m.settings_field_only({ names: listed.format(names) });
  };
  const facts = (field: TicketFieldLine) => [
    fieldKindNames[field.kind](),
    ...(isChoice(field.kind) ? [m.settings_field_option_count({ count: field.options.length })] : []),
    askedFor(field),
  ];
  return (
    <OrderedList
      items={fields}
      idOf={idOf}
      form={form}
      label={m.settings_fields()}
      saidMoved={({ label }, place, count) => m.settings_moved({ name: label, place, count })}
    >
      {(field, place) => (
        <OrderedRow
          key={field.field_id}
          id={field.field_id}
          name={field.label}
          place={place}
          className="p-3"
          head={
            <div className="flex min-h-8 flex-col justify-center">
              <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Link
                  to={paths.ticketField(slug, field.field_id)}
                  prefetch="intent"
                  dir="auto"
                  className="min-w-0 font-medium wrap-anywhere hover:underline"
                >
                  {field.label}
                </Link>
                {field.is_required ? <Badge tone="primary">{m.settings_field_is_required()}</Badge> : null}
              </div>
              <p className="text-sm text-pretty wrap-anywhere text-muted-foreground">{facts(field).join(" · ")}</p>
            </div>
          }
          actions={
            <>
              <Link
                to={paths.ticketField(slug, field.field_id)}
                prefetch="intent"
                aria-label={m.settings_category_edit({ name: field.label })}
                className={cn(buttonVariants({ variant: "ghost", size: "icon-sm" }), "text-muted-foreground")}
              >
                <Pencil aria-hidden="true" />
              </Link>
              <ArchiveButton
                intent="archive-ticket-field"
                field="id"
                id={field.field_id}
                name={field.label}
                question={m.settings_field_archive_question({ name: field.label })}
                text={m.settings_field_archive_text()}
                confirm={m.settings_archive()}
              />
            </>
          }
        />
      )}
    </OrderedList>
  );
}

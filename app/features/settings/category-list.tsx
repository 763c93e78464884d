import { Link } from "@remix-run/react";
import { Pencil } from "lucide-react";
import { buttonVariants } from "~/components/ui/button-variants";
import { useDesk } from "~/features/workspaces/desk-context";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { CategoryLine } from "~/lib/supabase/form-types";
import { ArchiveButton } from "./archive-button";
import { OrderedList } from "./ordered-list";
import { OrderedRow } from "./ordered-row";

const form = { intent: "order-categories", field: "ids" };
const idOf = (category: CategoryLine) => category.category_id;

/** The categories that the form offers, in their order. */
export function CategoryList({ categories }: { categories: CategoryLine[] }) {
  const { slug } = useDesk();
  return (
    <OrderedList
      items={categories}
      idOf={idOf}
      form={form}
      label={m.settings_categories()}
      saidMoved={({ name }, place, count) => m.settings_moved({ name, place, count })}
    >
      {({ category_id: id, name, description }, place) => (
        <OrderedRow
          key={id}
          id={id}
          name={name}
          place={place}
          className="p-3"
          head={
            <div className="flex min-h-8 flex-col justify-center">
              <Link to={paths.category(slug, id)} prefetch="intent" dir="auto" className="font-medium wrap-anywhere hover:underline">
                {name}
              </Link>
              {description === "" ? null : (
                <p dir="auto" className="text-sm text-pretty wrap-anywhere text-muted-foreground">
                  {description}
                </p>
              )}
            </div>
          }
          actions={
            <>
              <Link
                to={paths.category(slug, id)}
                prefetch="intent"
                aria-label={m.settings_category_edit({ name })}
                className={cn(buttonVariants({ variant: "ghost", size: "icon-sm" }), "text-muted-foreground")}
              >
                <Pencil aria-hidden="true" />
              </Link>
              <ArchiveButton
                intent="archive-category"
                field="id"
                id={id}
                name={name}
                question={m.settings_category_archive_question({ name })}
                text={m.settings_category_archive_text()}
                confirm={m.settings_archive()}
              />
            </>
          }
        />
      )}
    </OrderedList>
  );
}

import { Form } from "@remix-run/react";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { Checkbox } from "~/components/ui/checkbox";
import { Time } from "~/components/ui/time";
import { m } from "~/lib/i18n/messages";
import type { FoundPerson } from "~/lib/supabase/data-types";

/**
 * The people that a search has found, to choose from. A form of its own that leads to the same page: chosen ones stand
 * in the address, as the search does.
 */
export function PeopleChoice({ people, query, chosen }: { people: FoundPerson[]; query: string; chosen: string[] }) {
  return (
    <Form method="get" preventScrollReset className="flex max-w-2xl flex-col items-start gap-4">
      <input type="hidden" name="q" value={query} />
      <fieldset className="w-full">
        <legend className="mb-2 text-sm font-medium">{m.settings_data_erase_choose()}</legend>
        <ul className="divide-y divide-border rounded-xl border border-border shadow-xs">
          {people.map((person) => (
            <li key={person.customer_id}>
              <label className="flex cursor-pointer items-start gap-3 p-3 text-sm hover:bg-hover">
                <Checkbox name="id" value={person.customer_id} defaultChecked={chosen.includes(person.customer_id)} className="mt-0.5" />
                <span className="min-w-0 flex-1">
                  <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <bdi className="font-medium wrap-anywhere">{person.name}</bdi>
                    {person.is_participant ? <Badge>{m.settings_data_erase_participant()}</Badge> : null}
                  </span>
                  <span className="block wrap-anywhere text-muted-foreground" dir="auto">
                    {person.email ?? m.settings_data_erase_no_address()}
                  </span>
                </span>
                <span className="shrink-0 text-end text-muted-foreground">
                  {m.settings_data_erase_tickets({ count: person.ticket_count })}
                  <Time value={person.created_at} style="date" className="block tabular-nums" />
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <Button type="submit" variant="outline" size="sm">
        {m.settings_data_count()}
      </Button>
    </Form>
  );
}

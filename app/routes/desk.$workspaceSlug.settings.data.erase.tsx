import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, type ClientActionFunctionArgs } from "@remix-run/react";
import { Search, UserRound } from "lucide-react";
import { useRef } from "react";
import { z } from "zod";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { Field, fieldAria } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { deskAnswer, requireAccount } from "~/features/accounts/accounts.server";
import { changeData } from "~/features/settings/data-actions.server";
import type { DataAnswer } from "~/features/settings/data-answer";
import { findPeople, previewErasure } from "~/features/settings/data-settings.server";
import { EraseForm } from "~/features/settings/erase-form";
import { keepingPage, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { PeopleChoice } from "~/features/settings/people-choice";
import { SettingsPage } from "~/features/settings/settings-page";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction = () => [{ title: `${m.settings_data_erasure()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const { searchParams } = new URL(args.request.url);
  const query = (searchParams.get("q") ?? "").trim().slice(0, 200);
  const people = await deskAnswer(args.request, findPeople(session, workspaceSlug, query));
  const given = z.array(z.guid()).safeParse(searchParams.getAll("id"));
  const chosen = people.filter(({ customer_id: id }) => given.data?.includes(id));
  const ids = chosen.map(({ customer_id: id }) => id);
  const counts = ids.length > 0 ? await deskAnswer(args.request, previewErasure(session, workspaceSlug, ids)) : null;
  // What has to be typed; those of different addresses are not one person.
  const names = new Set(chosen.map(({ email, name }) => (email ?? name).toLowerCase()));
  const [first] = chosen;
  return { query, people, ids, counts, confirmation: names.size === 1 && first ? (first.email ?? first.name) : null };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const outcome = await changeData(session, workspaceSlug, await postedForm(args.request));
  if ("done" in outcome) return redirect(paths.dataSettings(workspaceSlug, outcome), 303);
  return data<DataAnswer>(outcome.answer, { status: outcome.status });
}

export async function clientAction({ request, serverAction }: ClientActionFunctionArgs): Promise<DataAnswer> {
  const intent = (await request.clone().formData()).get("intent");
  const answer = await keepingPage(() => serverAction<typeof action>());
  return { intent: typeof intent === "string" ? intent : "", ...answer };
}

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function ErasePage() {
  const { query, people, ids, counts, confirmation } = useLoaderData<typeof loader>();
  const answer = useActionData<DataAnswer>();
  const { slug } = useDesk();
  const page = useRef<HTMLDivElement>(null);
  useRefusalFocus(page, answer, answer?.ok === false);
  return (
    <SettingsPage
      title={m.settings_data_erasure()}
      text={m.settings_data_erase_page_text()}
      back={{ to: paths.dataSettings(slug), label: m.settings_data() }}
    >
      <div ref={page} className="flex flex-col gap-8">
        <Form method="get" role="search" className="flex max-w-2xl flex-wrap items-end gap-2">
          <Field id="erase-search" label={m.settings_data_erase_search()} className="min-w-56 flex-1">
            <Input
              {...fieldAria("erase-search", {})}
              name="q"
              type="search"
              key={query}
              defaultValue={query}
              minLength={2}
              required
              dir="auto"
            />
          </Field>
          <Button type="submit" variant="outline">
            <Search aria-hidden="true" />
            {m.settings_data_erase_search_do()}
          </Button>
        </Form>
        {query === "" ? null : people.length === 0 ? (
          <EmptyState icon={<UserRound />} title={m.settings_data_erase_nobody()} text={m.settings_data_erase_nobody_text()} />
        ) : (
          <PeopleChoice key={query + ids.join()} people={people} query={query} chosen={ids} />
        )}
        {counts ? <EraseForm key={ids.join()} customerIds={ids} counts={counts} confirmation={confirmation} answer={answer} /> : null}
      </div>
    </SettingsPage>
  );
}

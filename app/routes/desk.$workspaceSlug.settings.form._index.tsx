import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { CircleCheck, ListTree, Plus, TextCursorInput } from "lucide-react";
import { useRef } from "react";
import { Alert } from "~/components/ui/alert";
import { buttonVariants } from "~/components/ui/button-variants";
import { EmptyState } from "~/components/ui/empty-state";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { ArchivedList } from "~/features/settings/archived-list";
import { CategoryList } from "~/features/settings/category-list";
import { DoneNotice } from "~/features/settings/done-notice";
import { postFormChange } from "~/features/settings/form-actions.server";
import { FormRefusal } from "~/components/forms/form-refusal";
import { getFormSettings } from "~/features/settings/forms.server";
import { keepingPage, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { PolicySection } from "~/features/settings/policy-section";
import { SettingsPage } from "~/features/settings/settings-page";
import { TicketFieldList } from "~/features/settings/ticket-field-list";
import type { OrderAnswer } from "~/features/settings/use-list-order";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction = () => [{ title: `${m.settings_form()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  return deskFound(args.request, getFormSettings(session, args.params.workspaceSlug ?? ""));
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const { answer, status, done } = await postFormChange(session, workspaceSlug, await postedForm(args.request));
  const isDocument = args.request.headers.get("Sec-Fetch-Dest") === "document";
  if (answer.ok && (done !== undefined || isDocument)) return redirect(paths.formSettings(workspaceSlug, { done }), 303);
  return data<OrderAnswer>(answer, { status });
}

export async function clientAction({ request, serverAction }: ClientActionFunctionArgs): Promise<OrderAnswer> {
  const order = (await request.clone().formData()).get("ids");
  const answer = await keepingPage<OrderAnswer>(() => serverAction<typeof action>());
  // Which of several orders it is about.
  return typeof order === "string" ? { ...answer, order } : answer;
}

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function FormSettingsPage() {
  const { categories, fields, archived_fields } = useLoaderData<typeof loader>();
  const answer = useActionData<OrderAnswer>();
  const { slug } = useDesk();
  const top = useRef<HTMLDivElement>(null);
  useRefusalFocus(top, answer, answer?.ok === false);
  const [offered, archived] = [true, false].map((isOffered) => categories.filter((one) => (one.archived_at === null) === isOffered));
  return (
    <SettingsPage
      title={m.settings_form()}
      text={m.settings_form_text()}
      action={
        <a href={paths.newTicket(slug)} target="_blank" rel="noreferrer" className={buttonVariants({ variant: "outline", size: "sm" })}>
          {m.settings_form_open()}
        </a>
      }
    >
      <Done />
      {answer && !answer.ok ? (
        <div ref={top}>
          <FormRefusal words={[answer.words]} isSignedOut={answer.isSignedOut} />
        </div>
      ) : null}
      <PolicySection title={m.settings_categories()} text={m.settings_categories_text()}>
        {offered?.length ? (
          <CategoryList categories={offered} />
        ) : (
          <EmptyState icon={<ListTree />} title={m.settings_categories_empty_title()} text={m.settings_categories_empty_text()} />
        )}
        <AddLink to={paths.category(slug, "new")} label={m.settings_category_new()} />
        <ArchivedList intent="restore-category" items={(archived ?? []).map(({ category_id: id, name }) => ({ id, name }))} />
      </PolicySection>
      <PolicySection title={m.settings_fields()} text={m.settings_fields_text()}>
        {fields.length > 0 ? (
          <TicketFieldList fields={fields} categories={categories} />
        ) : (
          <EmptyState icon={<TextCursorInput />} title={m.settings_fields_empty_title()} text={m.settings_fields_empty_text()} />
        )}
        <AddLink to={paths.ticketField(slug, "new")} label={m.settings_field_new()} />
        <ArchivedList intent="restore-ticket-field" items={archived_fields.map(({ field_id: id, label: name }) => ({ id, name }))} />
      </PolicySection>
    </SettingsPage>
  );
}

function AddLink({ to, label }: { to: string; label: string }) {
  return (
    <Link to={to} prefetch="intent" className={`${buttonVariants({ variant: "outline", size: "sm" })} self-start`}>
      <Plus aria-hidden="true" />
      {label}
    </Link>
  );
}

function Done() {
  const [query] = useSearchParams();
  const words = query.has("done") ? m.settings_saved() : null;
  return (
    <DoneNotice words={words}>
      {words === null ? null : (
        <Alert tone="success" icon={<CircleCheck aria-hidden="true" />}>
          {words}
        </Alert>
      )}
    </DoneNotice>
  );
}

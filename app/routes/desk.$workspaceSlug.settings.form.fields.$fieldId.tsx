import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { PageError } from "~/components/page-error";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import type { FormAnswer } from "~/features/settings/category-form";
import { saveTicketFieldForm } from "~/features/settings/form-posts.server";
import { getFormSettings } from "~/features/settings/forms.server";
import { keepingForm, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { SettingsPage } from "~/features/settings/settings-page";
import { TicketFieldForm } from "~/features/settings/ticket-field-form";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";
import type { CategoryLine } from "~/lib/supabase/form-types";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.field?.label ?? m.settings_field_new()} · ${m.common_app_name()}` },
];

/** `new` is the field that is not there yet. */
const idOf = (fieldId = "") => (fieldId === "new" ? null : fieldId);

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "", fieldId } = args.params;
  const { categories, fields } = await deskFound(args.request, getFormSettings(session, workspaceSlug));
  const field = fields.find((one) => one.field_id === fieldId) ?? null;
  if (idOf(fieldId) !== null && !field) throw data(null, { status: 404 });
  const isOffered = ({ category_id, archived_at }: CategoryLine) => archived_at === null || field?.category_ids?.includes(category_id);
  return { field, categories: categories.filter(isOffered) };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "", fieldId } = args.params;
  const refused = await saveTicketFieldForm(session, workspaceSlug, idOf(fieldId), await postedForm(args.request));
  if (!refused) return redirect(paths.formSettings(workspaceSlug, { done: "saved" }), 303);
  return data<FormAnswer>({ result: refused.result }, { status: refused.status });
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) => keepingForm<FormAnswer>(() => serverAction<typeof action>());

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function TicketFieldPage() {
  const { field, categories } = useLoaderData<typeof loader>();
  const answer = useActionData<FormAnswer>();
  const { slug } = useDesk();
  return (
    <SettingsPage
      title={field?.label ?? m.settings_field_new()}
      text={m.settings_field_text()}
      back={{ to: paths.formSettings(slug), label: m.settings_form() }}
    >
      <TicketFieldForm key={field?.field_id} field={field} categories={categories} answer={answer} cancelUrl={paths.formSettings(slug)} />
    </SettingsPage>
  );
}

export function ErrorBoundary() {
  const { workspaceSlug = "" } = useParams();
  return <PageError home={paths.formSettings(workspaceSlug)} homeLabel={m.settings_form()} />;
}

import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { PageError } from "~/components/page-error";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { CategoryForm, type FormAnswer } from "~/features/settings/category-form";
import { saveCategoryForm } from "~/features/settings/form-posts.server";
import { getFormSettings } from "~/features/settings/forms.server";
import { keepingForm, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { SettingsPage } from "~/features/settings/settings-page";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.category?.name ?? m.settings_category_new()} · ${m.common_app_name()}` },
];

/** `new` is the category that is not there yet. */
const idOf = (categoryId = "") => (categoryId === "new" ? null : categoryId);

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "", categoryId } = args.params;
  const { categories } = await deskFound(args.request, getFormSettings(session, workspaceSlug));
  const category = categories.find((one) => one.category_id === categoryId && one.archived_at === null) ?? null;
  if (idOf(categoryId) !== null && !category) throw data(null, { status: 404 });
  return { category };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "", categoryId } = args.params;
  const refused = await saveCategoryForm(session, workspaceSlug, idOf(categoryId), await postedForm(args.request));
  if (!refused) return redirect(paths.formSettings(workspaceSlug, { done: "saved" }), 303);
  return data<FormAnswer>({ result: refused.result }, { status: refused.status });
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) => keepingForm<FormAnswer>(() => serverAction<typeof action>());

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function CategoryPage() {
  const { category } = useLoaderData<typeof loader>();
  const answer = useActionData<FormAnswer>();
  const { slug } = useDesk();
  return (
    <SettingsPage
      title={category?.name ?? m.settings_category_new()}
      text={m.settings_category_text()}
      back={{ to: paths.formSettings(slug), label: m.settings_form() }}
    >
      <CategoryForm key={category?.category_id} category={category} answer={answer} cancelUrl={paths.formSettings(slug)} />
    </SettingsPage>
  );
}

export function ErrorBoundary() {
  const { workspaceSlug = "" } = useParams();
  return <PageError home={paths.formSettings(workspaceSlug)} homeLabel={m.settings_form()} />;
}

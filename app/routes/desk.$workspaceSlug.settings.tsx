import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, Outlet, useParams, useRouteError, type ShouldRevalidateFunction } from "@remix-run/react";
import { PageError } from "~/components/page-error";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { SettingsForbidden } from "~/features/settings/settings-forbidden";
import { SettingsFrame } from "~/features/settings/settings-frame";
import { getDesk } from "~/features/workspaces/workspaces.server";
import { mayChangeSettings } from "~/features/workspaces/workspace-words";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { revalidatesWhen } from "~/lib/should-revalidate";

/** Says to an agent in words what the database would refuse without any. */
export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const desk = await deskFound(args.request, getDesk(session, args.params.workspaceSlug ?? ""));
  if (!mayChangeSettings(desk)) throw data(null, { status: 403 });
  return null;
}

export const shouldRevalidate: ShouldRevalidateFunction = (args) =>
  revalidatesWhen(args, args.currentParams.workspaceSlug === args.nextParams.workspaceSlug);

export default function SettingsLayout() {
  return (
    <SettingsFrame>
      <Outlet />
    </SettingsFrame>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  const { workspaceSlug = "" } = useParams();
  if (isRouteErrorResponse(error) && error.status === 403) return <SettingsForbidden home={paths.inbox(workspaceSlug)} />;
  return <PageError home={paths.inbox(workspaceSlug)} homeLabel={m.desk_back_to_list()} />;
}

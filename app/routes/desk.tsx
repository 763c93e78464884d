import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Outlet, type ShouldRevalidateFunction } from "@remix-run/react";
import { PageError } from "~/components/page-error";
import { requireAccount } from "~/features/accounts/accounts.server";
import { useForgetAtSignOut } from "~/features/rooms/use-forget-at-sign-out";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

export const meta: MetaFunction = () => [{ title: `${m.desk_title()} · ${m.common_app_name()}` }];

/** Every page below asks for the account by itself as well: loaders run side by side. */
export async function loader(args: LoaderFunctionArgs) {
  await requireAccount(args);
  return null;
}

export const shouldRevalidate: ShouldRevalidateFunction = () => false;

export default function DeskLayout() {
  useForgetAtSignOut(paths.signIn());
  return <Outlet />;
}

export function ErrorBoundary() {
  return <PageError isWholePage home={paths.desks()} homeLabel={m.desk_to_desks()} />;
}

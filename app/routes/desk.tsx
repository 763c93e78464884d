import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Outlet, useNavigation, type ShouldRevalidateFunction } from "@remix-run/react";
import { useEffect } from "react";
import { PageError } from "~/components/page-error";
import { requireAccount } from "~/features/accounts/accounts.server";
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
  const { formAction, location } = useNavigation();
  // It has led to the page where one signs in. Without a network it leads nowhere, and the person still wants what they wrote.
  const isSignedOut = formAction === paths.signOut() && location.pathname === paths.signIn();
  useEffect(() => {
    // The next person at this browser must not find what was not sent.
    if (isSignedOut) void import("~/features/rooms/browser-outbox").then(({ forgetUnsent }) => forgetUnsent("agent"));
  }, [isSignedOut]);
  return <Outlet />;
}

export function ErrorBoundary() {
  return <PageError isWholePage home={paths.desks()} homeLabel={m.desk_to_desks()} />;
}

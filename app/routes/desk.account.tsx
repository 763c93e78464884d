import type { LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData } from "@remix-run/react";
import { PageError } from "~/components/page-error";
import { readOwnProfile, requireAccount } from "~/features/accounts/accounts.server";
import { AccountFrame } from "~/features/accounts/account-frame";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

export async function loader(args: LoaderFunctionArgs) {
  const { email } = await readOwnProfile(await requireAccount(args));
  return { email };
}

export default function AccountLayout() {
  const { email } = useLoaderData<typeof loader>();
  return (
    <AccountFrame email={email}>
      <Outlet />
    </AccountFrame>
  );
}

export function ErrorBoundary() {
  return <PageError isWholePage home={paths.desks()} homeLabel={m.desk_to_desks()} />;
}

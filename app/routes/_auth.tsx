import { Outlet } from "@remix-run/react";
import { PageError } from "~/components/page-error";
import { PlainShell } from "~/components/plain-shell";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/** The page around signing in and signing up. */
export default function AuthLayout() {
  return (
    <PlainShell homeHref={paths.home()} isReload className="max-w-100">
      <Outlet />
    </PlainShell>
  );
}

export function ErrorBoundary() {
  return <PageError isWholePage home={paths.signIn()} homeLabel={m.auth_sign_in()} />;
}

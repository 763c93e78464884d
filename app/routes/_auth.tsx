import { Link, Outlet } from "@remix-run/react";
import { BrandMark } from "~/components/brand-mark";
import { LanguageSwitch } from "~/components/language-switch";
import { PageError } from "~/components/page-error";
import { ThemeSwitch } from "~/components/theme-switch";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/** The quiet page around signing in and signing up. */
export default function AuthLayout() {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="px-5 py-4 sm:px-8">
        <Link to={paths.home()} reloadDocument className="inline-flex items-center gap-2.5 rounded-md font-semibold tracking-tight">
          <BrandMark className="size-8" />
          {m.common_app_name()}
        </Link>
      </header>
      <main id="content" tabIndex={-1} className="flex flex-1 flex-col items-center justify-center px-4 py-8 outline-none">
        <div className="w-full max-w-100">
          <Outlet />
        </div>
      </main>
      <footer className="flex items-center justify-center gap-3 px-5 py-4">
        <ThemeSwitch />
        <LanguageSwitch placement="above" />
      </footer>
    </div>
  );
}

export function ErrorBoundary() {
  return <PageError isWholePage home={paths.signIn()} homeLabel={m.auth_sign_in()} />;
}

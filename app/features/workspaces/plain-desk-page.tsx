import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { BrandMark } from "~/components/brand-mark";
import { LanguageSwitch } from "~/components/language-switch";
import { ThemeSwitch } from "~/components/theme-switch";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/** A page of the desk outside of any workspace: choose one, create one. */
export function PlainDeskPage(props: { title: string; text: string; email: string; children: ReactNode }) {
  const { title, text, email, children } = props;
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between gap-4 px-5 py-4 sm:px-8">
        <Link to={paths.desks()} className="inline-flex items-center gap-2.5 rounded-md font-semibold tracking-tight">
          <BrandMark className="size-8" />
          {m.common_app_name()}
        </Link>
        <Form method="post" action={paths.signOut()} className="flex min-w-0 items-center gap-3">
          <span className="hidden truncate text-sm text-muted-foreground sm:block">{email ? m.desk_signed_in_as({ email }) : null}</span>
          <button type="submit" className={buttonVariants({ variant: "ghost", size: "sm" })}>
            {m.auth_sign_out()}
          </button>
        </Form>
      </header>
      <main id="content" tabIndex={-1} className="flex flex-1 flex-col items-center justify-center px-4 py-8 outline-none">
        <div className="w-full max-w-112">
          <div className="mb-6 text-center">
            <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
            <p className="mt-1.5 text-sm text-pretty text-muted-foreground">{text}</p>
          </div>
          {children}
        </div>
      </main>
      <footer className="flex items-center justify-center gap-3 px-5 py-4">
        <ThemeSwitch />
        <LanguageSwitch placement="above" />
      </footer>
    </div>
  );
}

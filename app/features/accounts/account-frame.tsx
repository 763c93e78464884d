import { Form, Link, NavLink } from "@remix-run/react";
import { ChevronLeft, KeyRound, MonitorSmartphone, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { PlainShell } from "~/components/plain-shell";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/** The frame of one's own account, which belongs to no workspace. */
export function AccountFrame({ email, children }: { email: string; children: ReactNode }) {
  const sections = [
    { to: paths.account(), label: m.account_profile(), icon: UserRound },
    { to: paths.accountSecurity(), label: m.account_security(), icon: KeyRound },
    { to: paths.accountSessions(), label: m.account_sessions(), icon: MonitorSmartphone },
  ];
  return (
    <PlainShell
      homeHref={paths.desks()}
      className="mb-auto max-w-4xl"
      headerEnd={
        <Form method="post" action={paths.signOut()}>
          <button type="submit" className={buttonVariants({ variant: "ghost", size: "sm" })}>
            {m.auth_sign_out()}
          </button>
        </Form>
      }
    >
      <Link
        to={paths.desks()}
        className="-ms-1 inline-flex min-h-6 items-center gap-1 rounded-xs text-sm text-muted-foreground hover:text-foreground [&_svg]:size-4"
      >
        <ChevronLeft aria-hidden="true" className="rtl:rotate-180" />
        {m.account_back()}
      </Link>
      <h1 className="mt-2 text-2xl font-semibold tracking-tight">{m.account_title()}</h1>
      <p className="mt-0.5 text-sm wrap-anywhere text-muted-foreground">{email}</p>
      <div className="mt-6 flex flex-col gap-6 md:grid md:grid-cols-[11rem_minmax(0,1fr)] md:items-start md:gap-8">
        <nav
          aria-label={m.account_sections()}
          className="-mx-4 flex gap-1 overflow-x-auto border-b border-border px-4 md:mx-0 md:flex-col md:gap-0.5 md:border-0 md:p-0"
        >
          {sections.map(({ to, label, icon: Icon }) => (
            <NavLink
              key={to}
              to={to}
              end
              prefetch="intent"
              className="flex h-10 shrink-0 items-center gap-2.5 border-b-2 border-transparent px-2.5 text-sm font-medium whitespace-nowrap text-muted-foreground -outline-offset-2 hover:text-foreground aria-[current=page]:border-primary aria-[current=page]:text-foreground md:h-9 md:rounded-md md:border-0 md:hover:bg-hover md:aria-[current=page]:bg-hover [&_svg]:size-4"
            >
              <Icon aria-hidden="true" />
              {label}
            </NavLink>
          ))}
        </nav>
        <div className="min-w-0 rounded-xl border border-border bg-surface p-5 shadow-sm sm:p-7">{children}</div>
      </div>
    </PlainShell>
  );
}

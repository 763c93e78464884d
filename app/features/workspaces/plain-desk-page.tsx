import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { PlainShell } from "~/components/plain-shell";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/** A page of the desk outside of any workspace: choose one, create one. */
export function PlainDeskPage(props: { title: string; text: string; email: string; children: ReactNode }) {
  const { title, text, email, children } = props;
  return (
    <PlainShell
      homeHref={paths.desks()}
      className="max-w-112"
      headerEnd={
        <Form method="post" action={paths.signOut()} className="flex min-w-0 items-center gap-3">
          <span className="hidden truncate text-sm text-muted-foreground sm:block">{email ? m.desk_signed_in_as({ email }) : null}</span>
          <button type="submit" className={buttonVariants({ variant: "ghost", size: "sm" })}>
            {m.auth_sign_out()}
          </button>
        </Form>
      }
    >
      <div className="mb-6 text-center">
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-1.5 text-sm text-pretty text-muted-foreground">{text}</p>
      </div>
      {children}
    </PlainShell>
  );
}

import { redirect, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { BrandMark } from "~/components/brand-mark";
import { LanguageSwitch } from "~/components/language-switch";
import { ThemeSwitch } from "~/components/theme-switch";
import { buttonVariants } from "~/components/ui/button-variants";
import { Button } from "~/components/ui/button";
import { Card, CardDescription, CardTitle } from "~/components/ui/card";
import { Field, fieldAria } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { StartPicture } from "~/features/workspaces/portal-start-picture";
import { slugPattern } from "~/features/workspaces/slug-pattern";
import { env } from "~/lib/env.server";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

export const meta: MetaFunction = () => [
  { title: `${m.common_app_name()} · ${m.portal_start_title()}` },
  { name: "description", content: m.portal_start_text() },
];

/** `?portal=<name>` is the form of this page: it leads on to that portal. */
export function loader({ request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams.get("portal")?.trim().toLowerCase();
  if (asked && slugPattern.test(asked)) throw redirect(paths.portal(asked), 303);
  return { asked: asked?.slice(0, 100), isDemo: env.IS_DEMO };
}

const demoPortals = ["acme", "globex"];

export default function StartPage() {
  const { asked, isDemo } = useLoaderData<typeof loader>();
  return (
    <div className="portal flex min-h-dvh flex-col">
      <header className="mx-auto flex h-16 w-full max-w-5xl items-center justify-between gap-4 px-4 sm:px-6">
        <span className="flex items-center gap-2.5 font-semibold tracking-tight">
          <BrandMark />
          {m.common_app_name()}
        </span>
        {/* Other parts of the site may be to be had in other languages: their links load the document. */}
        <Link to={paths.signIn()} reloadDocument className={buttonVariants({ variant: "outline", size: "sm" })}>
          {m.portal_start_sign_in()}
        </Link>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto flex w-full max-w-5xl flex-1 flex-col gap-12 px-4 py-8 outline-none sm:gap-16 sm:px-6 sm:py-16"
      >
        <div className="grid items-center gap-10 lg:grid-cols-[1.15fr_1fr] lg:gap-16">
          <div>
            <h1 className="text-4xl leading-[1.1] font-semibold tracking-tight sm:text-5xl">{m.portal_start_title()}</h1>
            <p className="mt-5 max-w-xl text-lg text-pretty text-muted-foreground">{m.portal_start_text()}</p>
          </div>
          <StartPicture />
        </div>
        <div className="grid gap-5 md:grid-cols-2">
          <Card className="flex flex-col p-6 sm:p-7">
            <CardTitle>{m.portal_start_customers()}</CardTitle>
            <CardDescription className="mt-1">{m.portal_start_customers_text()}</CardDescription>
            <FindPortal asked={asked} />
            {isDemo ? (
              <p className="mt-4 flex flex-wrap gap-x-3 text-sm text-muted-foreground">
                {m.portal_start_demo()}
                {demoPortals.map((slug) => (
                  <Link
                    key={slug}
                    to={paths.portal(slug)}
                    reloadDocument
                    className="rounded-xs font-medium text-primary-ink underline-offset-4 hover:underline"
                  >
                    {slug}
                  </Link>
                ))}
              </p>
            ) : null}
          </Card>
          <Card className="flex flex-col p-6 sm:p-7">
            <CardTitle>{m.portal_start_agents()}</CardTitle>
            <CardDescription className="mt-1">{m.portal_start_agents_text()}</CardDescription>
            <div className="mt-auto flex flex-col gap-3 pt-6 sm:flex-row">
              <Link to={paths.signUp()} reloadDocument className={`${buttonVariants({ size: "lg" })} sm:flex-1`}>
                {m.portal_start_sign_up()}
              </Link>
              <Link to={paths.signIn()} reloadDocument className={`${buttonVariants({ variant: "outline", size: "lg" })} sm:flex-1`}>
                {m.portal_start_sign_in()}
              </Link>
            </div>
          </Card>
        </div>
      </main>
      <footer className="mx-auto flex w-full max-w-5xl items-center justify-end gap-2 px-4 py-6 sm:px-6">
        <LanguageSwitch placement="above" />
        <ThemeSwitch />
      </footer>
    </div>
  );
}

/** A plain GET form: the address it makes can be typed as well. */
function FindPortal({ asked }: { asked: string | undefined }) {
  const errors = asked === undefined ? undefined : [m.portal_start_slug_wrong()];
  return (
    <Form method="get" reloadDocument className="mt-auto flex flex-col gap-3 pt-6">
      <Field id="portal" label={m.portal_start_slug()} errors={errors}>
        <div className="flex gap-3">
          <Input
            {...fieldAria("portal", { errors })}
            name="portal"
            defaultValue={asked}
            required
            placeholder={m.portal_start_slug_example()}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="ltr"
            autoFocus={errors !== undefined}
            className="h-11"
          />
          <Button type="submit" size="lg" variant="outline">
            {m.portal_start_go()}
          </Button>
        </div>
      </Field>
    </Form>
  );
}

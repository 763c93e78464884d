import { Link } from "@remix-run/react";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { sentences } from "~/lib/i18n/sentences";
import { paths } from "~/lib/paths";
import type { Portal } from "~/lib/supabase/database-types";
import { OpeningHours } from "./opening-hours";

/** The head of a workspace's portal: its own words, and the way to its people. The name alone while it is being closed. */
export function PortalWelcome({ portal, usualReply }: { portal: Portal; usualReply: string | null }) {
  if (portal.deletion_at !== null)
    return (
      <h1 dir="auto" className="text-2xl font-semibold tracking-tight wrap-anywhere sm:text-3xl">
        {portal.name}
      </h1>
    );
  return (
    <section className="flex flex-col items-start gap-4 pt-4 sm:items-center sm:pt-10 sm:text-center">
      <h1 className="text-3xl font-semibold tracking-tight sm:text-5xl">{m.portal_welcome_title()}</h1>
      <p dir="auto" className="max-w-xl text-lg text-pretty wrap-anywhere text-muted-foreground">
        {portal.welcome_text || m.portal_welcome_text({ name: portal.name })}
      </p>
      <Link to={paths.newTicket(portal.slug)} prefetch="intent" className={`${buttonVariants({ size: "lg" })} mt-3 w-full sm:w-auto`}>
        {m.portal_open_ticket()}
      </Link>
      <p className="text-sm text-pretty text-muted-foreground">{sentences(m.portal_welcome_note(), usualReply)}</p>
      <OpeningHours opening={portal.opening} />
    </section>
  );
}

import { Link, NavLink } from "@remix-run/react";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/** The links of the portal's header. */
export function PortalNavigation({ workspaceSlug }: { workspaceSlug: string }) {
  return (
    <>
      <NavLink
        to={paths.portal(workspaceSlug)}
        end
        prefetch="intent"
        className={`${buttonVariants({ variant: "ghost", size: "sm" })} max-sm:hidden`}
      >
        {m.portal_nav_tickets()}
      </NavLink>
      <Link to={paths.newTicket(workspaceSlug)} prefetch="intent" className={buttonVariants({ variant: "outline", size: "sm" })}>
        {m.portal_nav_new()}
      </Link>
    </>
  );
}

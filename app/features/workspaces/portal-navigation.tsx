import { Link, NavLink } from "@remix-run/react";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/** The links of the portal's header. One that is being closed takes no new tickets. */
export function PortalNavigation({ workspaceSlug, isClosing }: { workspaceSlug: string; isClosing: boolean }) {
  return (
    <>
      <NavLink
        to={paths.portal(workspaceSlug)}
        end
        prefetch="intent"
        className={`${buttonVariants({ variant: "ghost", size: "sm" })} ${isClosing ? "" : "max-sm:hidden"}`}
      >
        {m.portal_nav_tickets()}
      </NavLink>
      {isClosing ? null : (
        <Link to={paths.newTicket(workspaceSlug)} prefetch="intent" className={buttonVariants({ variant: "outline", size: "sm" })}>
          {m.portal_nav_new()}
        </Link>
      )}
    </>
  );
}

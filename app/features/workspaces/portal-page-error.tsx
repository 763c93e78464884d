import { useParams } from "@remix-run/react";
import { PageError } from "~/components/page-error";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/** The error boundary of a page inside the portal's frame. */
export function PortalPageError() {
  const { workspaceSlug = "" } = useParams();
  return <PageError home={paths.portal(workspaceSlug)} homeLabel={m.portal_back_home()} />;
}

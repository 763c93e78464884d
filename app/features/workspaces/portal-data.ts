import { useRouteLoaderData } from "@remix-run/react";
import type { Portal } from "~/lib/supabase/database-types";

/** What the portal's layout loads for all its pages. */
export type PortalData = {
  portal: Portal;
  /** How soon it usually answers, in words; null while that is not known. */
  usualReply: string | null;
  /** Where the browser reaches Supabase, for Realtime and its own sign-in. */
  realtime: { url: string; publishableKey: string };
};

export const portalRouteId = "routes/support.$workspaceSlug";

/** The portal around the current page. @throws outside of it */
export function usePortal(): PortalData {
  const data = useRouteLoaderData<PortalData>(portalRouteId);
  if (!data) throw new Error("usePortal() is for pages of the portal.");
  return data;
}

/** A page's title in the portal: "What it is · Acme". */
export function portalTitle(page: string, portal: { name: string } | undefined): string {
  return portal ? `${page} · ${portal.name}` : page;
}

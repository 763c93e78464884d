import { useNavigation } from "@remix-run/react";
import { useEffect } from "react";
import { paths } from "~/lib/paths";

/**
 * Forgets what was not sent once somebody has signed out: the next person at this browser must not find it.
 *
 * @param leadsTo where signing out leads from this page. Without a network it leads nowhere, and the person still wants what they wrote.
 */
export function useForgetAtSignOut(leadsTo: string): void {
  const { formAction, location } = useNavigation();
  const isSignedOut = formAction === paths.signOut() && location.pathname === leadsTo;
  useEffect(() => {
    if (isSignedOut) void import("./browser-outbox").then(({ forgetUnsent }) => forgetUnsent("agent"));
  }, [isSignedOut]);
}

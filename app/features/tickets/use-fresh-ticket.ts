import { useState } from "react";
import { paths } from "~/lib/paths";
import type { DeskTicket } from "~/lib/supabase/database-types";
import { fetchData } from "./fetch-data";
import { useInbox, useTicketChanges } from "./inbox-provider";
import { useOneAtATime } from "./use-one-at-a-time";

/**
 * A ticket that keeps up with what others do to it, without loading its room anew.
 *
 * @param loaded from the page's loader
 * @returns the newest that is known
 */
export function useFreshTicket(workspaceSlug: string, loaded: DeskTicket): DeskTicket {
  const { markSignedOut } = useInbox();
  const [newest, setNewest] = useState({ loaded, ticket: loaded });
  if (newest.loaded !== loaded) setNewest({ loaded, ticket: loaded });
  const refresh = useOneAtATime(async () => {
    const answer = await fetchData<DeskTicket>(paths.deskTicketDetails(workspaceSlug, loaded.ticket_id));
    if (answer === "signed_out") markSignedOut();
    if (typeof answer !== "string") setNewest((known) => (known.loaded === loaded ? { loaded, ticket: answer } : known));
  });
  useTicketChanges(loaded.ticket_id, refresh);
  return newest.loaded === loaded ? newest.ticket : loaded;
}

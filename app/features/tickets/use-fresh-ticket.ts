import { useRef, useState } from "react";
import { paths } from "~/lib/paths";
import type { DeskTicket } from "~/lib/supabase/database-types";
import { useInbox, useTicketChanges } from "./inbox-provider";

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
  const request = useRef({ isRunning: false, isWanted: false });

  async function refresh() {
    const state = request.current;
    state.isWanted = true;
    if (state.isRunning) return;
    state.isRunning = true;
    while (state.isWanted) {
      state.isWanted = false;
      const answer = await fetchTicket(paths.deskTicketDetails(workspaceSlug, loaded.ticket_id));
      if (answer === "signed_out") markSignedOut();
      if (typeof answer !== "string") setNewest((known) => (known.loaded === loaded ? { loaded, ticket: answer } : known));
    }
    state.isRunning = false;
  }

  useTicketChanges(loaded.ticket_id, () => void refresh());
  return newest.loaded === loaded ? newest.ticket : loaded;
}

async function fetchTicket(url: string): Promise<DeskTicket | "signed_out" | "failed"> {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    if (response.status === 401) return "signed_out";
    return response.ok ? ((await response.json()) as DeskTicket) : "failed";
  } catch {
    return "failed";
  }
}

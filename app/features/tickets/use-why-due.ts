import { useLocation, useSearchParams } from "@remix-run/react";
import { useEffect, useState } from "react";
import { paths } from "~/lib/paths";
import type { DeskTicket, SlaExplanation } from "~/lib/supabase/database-types";
import { fetchData } from "./fetch-data";
import { useInbox } from "./inbox-provider";
import { useOneAtATime } from "./use-one-at-a-time";

export type WhyDue = {
  /** The address asks for it: it is to be seen. */
  isAsked: boolean;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  /** Null until it is loaded. */
  clocks: SlaExplanation[] | null;
  hasFailed: boolean;
  load: () => void;
};

/**
 * Why a ticket is due when it is: loaded when somebody asks, and anew when the ticket has changed.
 *
 * @param loaded what the page came with, if its address asked
 */
export function useWhyDue(workspaceSlug: string, ticket: DeskTicket, loaded: SlaExplanation[] | null): WhyDue {
  const { markSignedOut } = useInbox();
  const isAsked = useSearchParams()[0].get("why") === "1";
  const [isOpen, setOpen] = useState(isAsked);
  // Each time somebody goes there, also from the very same address.
  const { key: visit } = useLocation();
  const [lastVisit, setLastVisit] = useState(visit);
  const [known, setKnown] = useState<{ clocks: SlaExplanation[] | null; of: DeskTicket | null }>({ clocks: loaded, of: loaded && ticket });
  const [hasFailed, setHasFailed] = useState(false);
  if (visit !== lastVisit) {
    setLastVisit(visit);
    if (isAsked) setOpen(true);
  }
  const load = useOneAtATime(async () => {
    const answer = await fetchData<SlaExplanation[]>(paths.deskSla(workspaceSlug, ticket.ticket_id));
    if (answer === "signed_out") markSignedOut();
    setHasFailed(typeof answer === "string");
    if (typeof answer !== "string") setKnown({ clocks: answer, of: ticket });
  });
  useEffect(() => {
    if (isOpen && known.of !== ticket) load();
  }, [isOpen, known.of, ticket, load]);
  return { isAsked, isOpen, setOpen, clocks: known.clocks, hasFailed, load };
}

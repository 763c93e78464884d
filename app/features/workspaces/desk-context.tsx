import { createContext, useContext } from "react";
import type { Desk } from "~/lib/supabase/database-types";

const DeskContext = createContext<Desk | null>(null);

/** Gives the workspace, its members and the caller in it to everything below the desk's frame. */
export const DeskProvider = DeskContext.Provider;

/** The workspace one is in. Only below the desk's frame. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("useDesk() belongs below <DeskProvider>.");
  return desk;
}

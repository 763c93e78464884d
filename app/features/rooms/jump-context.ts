import { createContext, useContext } from "react";

/** Somewhere in a room. A note is reached by the message that it stands after. */
export type JumpTarget = { kind: "message" | "note"; seq: number; nearSeq: number };

/** @returns false when it could not be had */
export type Jump = (target: JumpTarget, options?: { isFocused?: boolean }) => Promise<boolean>;

const JumpContext = createContext<Jump>(() => Promise.resolve(false));
export const JumpProvider = JumpContext.Provider;

/** For what stands in a room and leads to another line of it, as a quote does: shows the line and puts the focus on it. */
export function useJump(): Jump {
  return useContext(JumpContext);
}

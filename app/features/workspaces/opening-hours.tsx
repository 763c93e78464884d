import { useEffect, useReducer } from "react";
import { ZonedTime } from "~/components/ui/zoned-time";
import { m } from "~/lib/i18n/messages";
import type { OpeningLine } from "~/lib/supabase/database-types";
import { useServerClock } from "~/lib/server-clock";
import { useTurn } from "~/lib/use-turn";
import { openingState } from "./opening-state";

/**
 * Whether a workspace is open at this moment, and until when; it turns while the page is open, and says nothing where
 * nothing is known. Its lines break where they did when the reader's own time takes the place of the workspace's.
 *
 * @param props.promisedBy beside a promise: nothing while it is open, nor where the promise is sooner than its next hours
 */
export function OpeningHours(props: { opening: OpeningLine; promisedBy?: string | null; className?: string }) {
  const { opening, promisedBy, className = "" } = props;
  const clock = useServerClock();
  const [now, look] = useReducer((): number | null => clock(), null);
  useEffect(look, [look]);
  const state = openingState(opening, now);
  useTurn(state?.until ?? null, look);
  const isBeside = promisedBy !== undefined;
  if (!state || (isBeside && (state.isOpen || (promisedBy !== null && Date.parse(promisedBy) < Date.parse(state.until))))) return null;
  const { isOpen, until } = state;
  const [before, after] = (isOpen ? m.portal_open_until : m.portal_open_again)({ time: "\u0000" }).split("\u0000");
  return (
    <p className={`flex max-w-full items-start gap-2 text-start text-sm text-muted-foreground ${className}`}>
      <span aria-hidden="true" className={`mt-1.5 size-2 shrink-0 rounded-full ${isOpen ? "bg-success" : "border-2 border-current"}`} />
      <span className="min-w-0">
        <span className="font-medium text-foreground">{isOpen ? m.portal_open_now() : m.portal_closed_now()}</span>
        <span className={isBeside ? "block" : "max-sm:block sm:before:content-['_·_']"}>
          {before}
          <ZonedTime value={until} timeZone={opening.time_zone} own={m.portal_your_time} />
          {after}
        </span>
      </span>
    </p>
  );
}

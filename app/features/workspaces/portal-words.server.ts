/** What a portal says of itself that needs no script: made where the page is made. */
import { formatNumber } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import { formatMoment } from "~/lib/i18n/moment";
import { sentences } from "~/lib/i18n/sentences";
import type { Portal } from "~/lib/supabase/database-types";
import { openingState } from "./opening-state";

/** "We usually answer within 2 hours.", rounded up; null where that is not known. */
export function usualReplyWords(seconds: number | null): string | null {
  if (seconds === null) return null;
  const unit = (value: number, name: "minute" | "hour" | "day") => formatNumber(value, { style: "unit", unit: name, unitDisplay: "long" });
  const minutes = Math.max(5, Math.ceil(seconds / 300) * 5);
  const time =
    minutes < 60
      ? unit(minutes, "minute")
      : minutes <= 48 * 60
        ? unit(Math.ceil(minutes / 60), "hour")
        : unit(Math.ceil(minutes / 1440), "day");
  return m.portal_usual_reply({ time });
}

/** What stands above the form, with when somebody is there again, by the workspace's own clock, while nobody is. */
export function newTicketWords({ name, opening }: Pick<Portal, "name" | "opening">, now: number): string {
  const words = m.portal_new_text({ name });
  const state = openingState(opening, now);
  if (!state || state.isOpen) return words;
  const time = formatMoment(state.until, opening.time_zone);
  return sentences(words, m.portal_closed_form({ time, zone: opening.time_zone.replaceAll("_", " ") }));
}

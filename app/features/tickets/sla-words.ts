/** Why something is due when it is, in words: one line for each thing that made it so, in order of time. */
import { formatNumber } from "~/lib/i18n/format";
import { isolated } from "~/lib/i18n/isolated";
import { formatMoment } from "~/lib/i18n/moment";
import { m } from "~/lib/i18n/messages";
import { priorityName } from "~/lib/i18n/priority-words";
import type { SlaBasis, SlaCancelReason, SlaEventLine, SlaExplanation } from "~/lib/supabase/database-types";

/** `at` is an ISO 8601 time, or the date of a day. */
export type SlaStep = { at: string; words: string };

const cancelWords: Record<SlaCancelReason, () => string> = {
  resolved: m.desk_sla_cancelled_resolved,
  no_reply_needed: m.desk_no_reply_needed,
  no_target: m.desk_sla_cancelled_no_target,
  spam: m.desk_sla_cancelled_spam,
  merged: m.desk_sla_cancelled_merged,
};

/** Hours and minutes, never days: a day of work is not a day. */
export function targetWords(seconds: number): string {
  const unit = (value: number, name: "hour" | "minute" | "second") =>
    formatNumber(value, { style: "unit", unit: name, unitDisplay: "short" });
  if (seconds < 60) return unit(Math.round(seconds), "second");
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return unit(minutes, "minute");
  return minutes % 60 === 0 ? unit(hours, "hour") : `${unit(hours, "hour")} ${unit(minutes % 60, "minute")}`;
}

/** "4 hr of working hours", "24 hr, day and night". */
export const allowedWords = (seconds: number, basis: SlaBasis): string =>
  basis === "business" ? m.desk_sla_business({ time: targetWords(seconds) }) : m.desk_sla_calendar({ time: targetWords(seconds) });

/** @param timeZone an IANA name; the reader's own without it */
export const momentWords = (at: string, timeZone: string | undefined): string => formatMoment(at, timeZone);

/** The time of a step: of a day the date alone, whatever the zone. */
export const stepTime = ({ at }: SlaStep, timeZone: string | undefined): string =>
  at.length === 10 ? formatMoment(`${at}T12:00:00Z`, "UTC", true) : momentWords(at, timeZone);

/** What happened to a clock, in order; what says nothing of the due time is left out. */
export function slaSteps(clock: SlaExplanation, timeZone: string | undefined): SlaStep[] {
  const steps = clock.events.flatMap((event, index) => {
    const words = eventWords(clock, event, index, timeZone);
    // A clock may count from before it was known: a message of a merged ticket is older.
    return words === null ? [] : [{ at: event.kind === "activate" ? clock.started_at : event.at, words }];
  });
  const days = clock.special_days.map(({ day, name, is_open }) => ({
    at: day,
    words: is_open ? m.desk_sla_other_hours({ name: isolated(name) }) : m.desk_sla_closed_day({ name: isolated(name) }),
  }));
  const moment = ({ at }: SlaStep) => Date.parse(at.length === 10 ? `${at}T12:00:00Z` : at);
  return [...steps, ...days].sort((a, b) => moment(a) - moment(b));
}

function eventWords(clock: SlaExplanation, event: SlaEventLine, index: number, timeZone: string | undefined): string | null {
  const next = clock.events.slice(index + 1).find(({ kind }) => kind === "resume");
  switch (event.kind) {
    case "activate":
      return clock.metric === "resolution" ? m.desk_sla_started() : m.desk_sla_customer_wrote();
    case "pause":
      return next ? m.desk_sla_paused_until({ time: momentWords(next.at, timeZone) }) : m.desk_sla_paused();
    case "fulfil": {
      if (next) return m.desk_sla_ended_until({ time: momentWords(next.at, timeZone) });
      const isLate = clock.breached_at !== null;
      if (clock.metric === "resolution") return isLate ? m.desk_sla_resolved_late() : m.desk_sla_resolved();
      return isLate ? m.desk_sla_answered_late() : m.desk_sla_answered();
    }
    case "breach":
      return event.breach_cause === "retarget" ? m.desk_sla_breached_retarget() : m.desk_sla_breached();
    case "retarget":
      return retargetWords(clock, event, index);
    case "backdate":
      return m.desk_sla_backdated();
    case "set_due": {
      const actor = isolated(event.actor_name);
      if (event.due_at === null) return m.desk_sla_due_taken_back({ actor });
      return m.desk_sla_due_set({ actor, time: momentWords(event.due_at, timeZone), reason: isolated(event.reason) });
    }
    case "warn":
      return m.desk_sla_warned();
    case "escalate":
      return m.desk_sla_escalated();
    case "cancel":
      return event.cancel_reason === null ? null : cancelWords[event.cancel_reason]();
    // It says when the pause, or the time in which it was resolved, was over.
    case "resume":
      return null;
  }
}

function retargetWords(clock: SlaExplanation, event: SlaEventLine, index: number): string | null {
  if (event.target_seconds === null || event.basis === null || event.priority === null) return null;
  const before = clock.events.slice(0, index).findLast(({ kind }) => kind === "activate" || kind === "retarget");
  const target = allowedWords(event.target_seconds, event.basis);
  if (before?.priority !== event.priority) return m.desk_sla_retargeted_priority({ priority: priorityName(event.priority), target });
  return before.target_seconds === event.target_seconds && before.basis === event.basis ? null : m.desk_sla_retargeted({ target });
}

/** What comes of all that: when it is due, or what became of it. */
export function outcomeWords(clock: SlaExplanation, left: number, timeZone: string | undefined): string {
  if (clock.state === "paused") return m.desk_sla_so_paused({ time: targetWords(Math.max(0, left)) });
  if (clock.state === "met") return clock.metric === "resolution" ? m.desk_sla_resolved() : m.desk_sla_answered();
  if (clock.state === "cancelled") return m.desk_sla_so_nothing();
  if (clock.due_at === null) return m.desk_sla_so_nothing();
  const time = momentWords(clock.due_at, timeZone);
  if (clock.state === "running") return m.desk_sla_so_due({ time });
  return m.desk_sla_so_was_due({ time });
}

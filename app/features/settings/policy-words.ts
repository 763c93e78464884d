/** An SLA policy in words. */
import { getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { priorityName } from "~/lib/i18n/priority-words";
import { metricName } from "~/lib/i18n/sla-words";
import type { DatabaseError } from "~/lib/database-errors";
import type { TicketChannel } from "~/lib/supabase/database-types";
import type { SlaBasis, SlaCalendarLine, SlaMetric, SlaPolicyDraft, SlaSettings } from "~/lib/supabase/sla-types";
import { placeOf } from "./policy-fields";

const metricHints: Record<SlaMetric, () => string> = {
  first_response: m.settings_policy_first_response_hint,
  next_response: m.settings_policy_next_response_hint,
  resolution: m.settings_policy_resolution_hint,
};

const basisNames: Record<SlaBasis, () => string> = {
  business: m.settings_policy_basis_business,
  calendar: m.settings_policy_basis_calendar,
};

const channelNames: Record<TicketChannel, () => string> = {
  web: m.desk_channel_web,
  widget: m.desk_channel_widget,
  mobile: m.desk_channel_mobile,
  email: m.desk_channel_email,
  phone: m.desk_channel_phone,
  api: m.desk_channel_api,
};

export const metricHint = (metric: SlaMetric): string => metricHints[metric]();
export const basisName = (basis: SlaBasis): string => basisNames[basis]();
export const channelName = (channel: TicketChannel): string => channelNames[channel]();

/** A condition: what is looked at, and which values of it fit ("Support or Billing"). */
type ConditionLine = { label: string; values: string };

/** What a ticket has to be for the policy to fit, all of it; empty for one that fits every ticket. */
export function conditionLines(
  policy: Pick<SlaPolicyDraft, "team_ids" | "category_ids" | "channels">,
  names: Pick<SlaSettings, "teams" | "categories">,
): ConditionLine[] {
  const gone = m.settings_policy_condition_gone;
  const lines: [string, string[] | undefined][] = [
    [m.settings_policy_team(), policy.team_ids?.map((id) => names.teams.find((team) => team.team_id === id)?.name ?? gone())],
    [
      m.settings_policy_category(),
      policy.category_ids?.map((id) => names.categories.find((category) => category.category_id === id)?.name ?? gone()),
    ],
    [m.settings_policy_channel(), policy.channels?.map(channelName)],
  ];
  const oneOf = new Intl.ListFormat(getLocale(), { type: "disjunction" });
  return lines.flatMap(([label, values]) => (values ? [{ label, values: oneOf.format(values) }] : []));
}

/** No ticket ever comes to the policies after such a one. */
export function fitsEveryTicket(policy: Pick<SlaPolicyDraft, "team_ids" | "category_ids" | "channels">): boolean {
  return policy.team_ids === null && policy.category_ids === null && policy.channels === null;
}

/** By whose hours a policy counts: its own calendar, or each team's. */
export function calendarWords(policy: Pick<SlaPolicyDraft, "calendar_id">, calendars: SlaCalendarLine[]): string {
  const own = calendars.find((calendar) => calendar.calendar_id === policy.calendar_id);
  return own?.name ?? m.settings_policy_calendar_of_team();
}

/**
 * The calendar by which a draft is tried: its own, else that of its one team, else the workspace's.
 *
 * @returns the team whose calendar that is, if it is one's, and the zone in which to say when something is due
 */
export function triedCalendar(
  draft: Pick<SlaPolicyDraft, "calendar_id" | "team_ids">,
  settings: Pick<SlaSettings, "calendar_id" | "calendars" | "teams">,
): { teamId: string | null; timeZone: string; name: string } {
  const [teamId = null] = draft.team_ids?.length === 1 ? draft.team_ids : [];
  const team = settings.teams.find((line) => line.team_id === teamId);
  const calendarId = draft.calendar_id ?? team?.calendar_id ?? settings.calendar_id;
  const calendar = settings.calendars.find((line) => line.calendar_id === calendarId);
  return { teamId: team?.team_id ?? null, timeZone: calendar?.time_zone ?? "UTC", name: calendar?.name ?? "" };
}

/** The words of a refusal, and of which target it is where the form does not show that. */
export function refusalWords(error: Pick<DatabaseError, "key" | "words" | "cause">): string {
  const [metric, priority] = placeOf(error.cause?.details);
  if (error.key !== "sla_target_unreachable" || !metric || !priority) return error.words;
  return m.settings_policy_target_refused({ words: error.words, metric: metricName(metric), priority: priorityName(priority) });
}

/** Met of all that were met or breached, as a whole percent rounded down (100 % is all of them); null for none. */
export function attainment(met: number, breached: number): number | null {
  return met + breached === 0 ? null : Math.floor((met / (met + breached)) * 100);
}

/** Tickets told in words, with times in New York from Monday 16 to Friday 20 March 2026. */
import { type Calendar } from "./business-time";
import { priorities, statuses, type ReadHistory } from "./generate-histories";
import { type Happening, type History, type Metric, type Options, type Policy, type Priority } from "./history";

const days = ["Mon", "Tue", "Wed", "Thu", "Fri"];

/** "Tue 10:00", and without a day Monday. */
export function at(text: string): Date {
  const [time = "", day = "Mon"] = text.split(" ").reverse();
  return new Date(`2026-03-${16 + days.indexOf(day)}T${time}-04:00`);
}

const office: Calendar = {
  timeZone: "America/New_York",
  weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opensAt: "09:00", closesAt: "17:00" })),
  exceptions: [],
};
export const early: Calendar = { ...office, weekly: office.weekly.map((hours) => ({ ...hours, opensAt: "07:00" })) };

type Minutes = Partial<Record<Metric, Partial<Record<Priority, number>>>>;

export function policy(id: string, minutes: Minutes, basis: "business" | "calendar" = "business", calendar = office): Policy {
  const targets: Policy["targets"] = {};
  for (const metric of ["first_response", "next_response", "resolution"] as const) {
    for (const [priority, number] of Object.entries(minutes[metric] ?? {})) {
      targets[metric] = { ...targets[metric], [priority]: { seconds: number * 60, basis } };
    }
  }
  return { id, calendar, targets };
}

export const standard = policy("standard", {
  first_response: { medium: 60, high: 30 },
  next_response: { medium: 60, high: 30 },
  resolution: { medium: 480, high: 240 },
});
export const replies = policy("replies", {
  first_response: { medium: 60, high: 30, low: 120 },
  next_response: { medium: 60, high: 30, low: 120 },
});
export const resolution = policy("resolution", { resolution: { medium: 480, high: 240, low: 600 } });

const kinds = ["customer_message", "agent_message", "note", "no_reply_needed", "reopened_by_customer", "spam", "merged"] as const;

/** "Tue 10:00 agent_message", "10:00 open high" for a change of status and priority, or a policy from a time on. */
export type Step = string | [string, Policy | null];

function happeningOf(step: Step): Happening {
  if (typeof step !== "string") return { at: at(step[0]), kind: "changed", policy: step[1] };
  const time = /^\D*[\d:]+/.exec(step)?.[0] ?? "";
  const words = step.slice(time.length).trim().split(" ");
  const kind = kinds.find((kind) => words.includes(kind));
  const status = statuses.find((status) => words.includes(status));
  const priority = priorities.find((priority) => words.includes(priority));
  if (!kind && !status && !priority) throw new Error(`What happens in "${step}"?`);
  return kind ? { at: at(time), kind } : { at: at(time), kind: "changed", ...(status && { status }), ...(priority && { priority }) };
}

export type Given = Partial<Omit<History["created"], "at">> & { at?: string; options?: Partial<Options> };

/** A ticket of a customer, medium, created at Monday 09:00 unless said, read on Friday 18:00 unless said. */
export function tell(given: Given, story: Step[], now = "Fri 18:00"): ReadHistory {
  const { at: createdAt = "09:00", options, ...created } = given;
  const history: History = {
    created: { at: at(createdAt), by: "customer", status: "open", priority: "medium", policy: standard, ...created },
    happenings: story.map(happeningOf),
    options: { reopen: "resume", resolveWithoutReply: "cancel", ...options },
  };
  return { history, now: at(now) };
}

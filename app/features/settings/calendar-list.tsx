import { Form, Link } from "@remix-run/react";
import { Archive, ChevronRight } from "lucide-react";
import { DisclosureMenu } from "~/components/disclosure-menu";
import { SubmitButton } from "~/components/forms/submit-button";
import { Badge } from "~/components/ui/badge";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { dayIn, nextTime } from "./calendar-dates";
import { dayWords, weekWords } from "./calendar-words";
import type { SlaCalendarLine, SlaSettings } from "~/lib/supabase/sla-types";

/** The calendars of a workspace: when each is open, what comes next, and who goes by it. */
export function CalendarList(props: { workspaceSlug: string; settings: SlaSettings; now: number }) {
  const { workspaceSlug, settings, now } = props;
  return (
    <ul aria-label={m.settings_calendar_list()} className="divide-y divide-border rounded-xl border border-border shadow-xs">
      {settings.calendars.map((calendar) => {
        const isOwn = calendar.calendar_id === settings.calendar_id;
        return (
          <li
            key={calendar.calendar_id}
            className="relative flex items-start gap-2 p-4 first:rounded-t-xl last:rounded-b-xl hover:bg-hover sm:items-center"
          >
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                {/* The whole row leads there; what else can be pressed in it lies above. */}
                <Link
                  to={paths.calendar(workspaceSlug, calendar.calendar_id)}
                  prefetch="intent"
                  className="font-medium wrap-anywhere after:absolute after:inset-0"
                >
                  {calendar.name}
                </Link>
                {isOwn ? <Badge tone="primary">{m.settings_calendar_own()}</Badge> : null}
              </p>
              <p className="mt-0.5 text-sm tabular-nums">{weekWords(calendar.weekly)}</p>
              <p className="mt-0.5 text-sm text-muted-foreground">{factsOf(calendar, isOwn, now).join(" · ")}</p>
            </div>
            <ArchiveMenu calendar={calendar} />
            <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-muted-foreground max-sm:hidden rtl:rotate-180" />
          </li>
        );
      })}
    </ul>
  );
}

function factsOf(calendar: SlaCalendarLine, isOwn: boolean, now: number): string[] {
  const today = dayIn(now, calendar.time_zone);
  const [next] = calendar.special_days
    .flatMap(({ exception_date: date, is_yearly: isYearly, name }) => {
      const at = nextTime({ date, isYearly }, today);
      return at ? [{ at, name }] : [];
    })
    .sort((one, other) => one.at.localeCompare(other.at));
  const facts = [calendar.time_zone.replaceAll("_", " ")];
  if (next) {
    const date = dayWords(next.at);
    facts.push(next.name ? m.settings_calendar_next_named({ date, name: next.name }) : m.settings_calendar_next({ date }));
  }
  if (calendar.team_names.length > 0) facts.push(m.settings_calendar_teams({ names: calendar.team_names.join(", ") }));
  if (calendar.policy_names.length > 0) facts.push(m.settings_calendar_policies({ names: calendar.policy_names.join(", ") }));
  if (!isOwn && calendar.team_names.length + calendar.policy_names.length === 0) facts.push(m.settings_calendar_unused());
  return facts;
}

/** Asks before it does it, without JavaScript as well. */
function ArchiveMenu({ calendar }: { calendar: SlaCalendarLine }) {
  return (
    <DisclosureMenu
      accessibleName={m.settings_calendar_archive({ name: calendar.name })}
      label={<Archive aria-hidden="true" />}
      summaryClassName={`${buttonVariants({ variant: "ghost", size: "icon-sm" })} relative z-10 text-muted-foreground`}
      className="z-20 group-open:z-30"
    >
      <Form method="post" action="?index" className="flex w-64 flex-col gap-3 p-2.5 text-sm">
        <p className="text-pretty">{m.settings_calendar_archive_text({ name: calendar.name })}</p>
        <input type="hidden" name="calendarId" value={calendar.calendar_id} />
        <SubmitButton name="intent" value="archive-sla-calendar" variant="danger" size="sm">
          {m.settings_calendar_archive_do()}
        </SubmitButton>
      </Form>
    </DisclosureMenu>
  );
}

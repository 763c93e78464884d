import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { PageError } from "~/components/page-error";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import type { CalendarAnswer } from "~/features/settings/calendar-answer";
import { CalendarEditor } from "~/features/settings/calendar-editor";
import { answerCalendarForm } from "~/features/settings/calendar-form.server";
import { readCalendarPage } from "~/features/settings/calendar-page.server";
import { keepingForm, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { SettingsPage } from "~/features/settings/settings-page";
import { getSlaSettings } from "~/features/settings/sla-settings.server";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.value.name || m.settings_calendar_new()} · ${m.common_app_name()}` },
];

/** `new` is the calendar that is not there yet. */
const idOf = (calendarId = "") => (calendarId === "new" ? null : calendarId);

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "", calendarId } = args.params;
  return deskFound(args.request, readCalendarPage(session, workspaceSlug, idOf(calendarId)));
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "", calendarId } = args.params;
  const posted = await postedForm(args.request);
  // Before a file is read or a form is filled: whose page is it?
  await deskFound(args.request, getSlaSettings(session, workspaceSlug));
  const answered = await answerCalendarForm(session, workspaceSlug, idOf(calendarId), posted);
  if ("savedId" in answered) return redirect(paths.calendars(workspaceSlug, { done: 1 }), 303);
  return data<CalendarAnswer>(answered.answer, { status: answered.status });
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  keepingForm<CalendarAnswer>(() => serverAction<typeof action>());

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function CalendarPage() {
  const { value, preview, timeZones } = useLoaderData<typeof loader>();
  const { workspaceSlug = "", calendarId } = useParams();
  const answer = useActionData<CalendarAnswer>();
  const { slug } = useDesk();
  return (
    <SettingsPage
      title={value.name || m.settings_calendar_new()}
      text={m.settings_calendar_text()}
      back={{ to: paths.calendars(slug), label: m.settings_calendars() }}
    >
      <CalendarEditor
        key={calendarId}
        workspaceSlug={workspaceSlug}
        calendarId={idOf(calendarId)}
        value={value}
        preview={preview}
        timeZones={timeZones}
        answer={answer}
      />
    </SettingsPage>
  );
}

export function ErrorBoundary() {
  const { workspaceSlug = "" } = useParams();
  return <PageError home={paths.calendars(workspaceSlug)} homeLabel={m.settings_calendars()} />;
}

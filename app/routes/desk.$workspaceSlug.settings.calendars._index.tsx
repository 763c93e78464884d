import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Plus } from "lucide-react";
import { Alert } from "~/components/ui/alert";
import { buttonVariants } from "~/components/ui/button-variants";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { CalendarList } from "~/features/settings/calendar-list";
import { answerCalendarList } from "~/features/settings/calendar-list.server";
import { CalendarUsesForm } from "~/features/settings/calendar-uses-form";
import { SettingsNotice } from "~/features/settings/settings-notice";
import { SettingsPage } from "~/features/settings/settings-page";
import { countOutdatedSlaTickets, getSlaSettings } from "~/features/settings/sla-settings.server";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction = () => [{ title: `${m.settings_calendars()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const workspaceSlug = args.params.workspaceSlug ?? "";
  const change = new URL(args.request.url).searchParams.get("done");
  const [settings, outdated] = await Promise.all([
    deskFound(args.request, getSlaSettings(session, workspaceSlug)),
    deskFound(args.request, countOutdatedSlaTickets(session, workspaceSlug)),
  ]);
  return { settings, outdated, isDone: change !== null, now: Date.now() };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const workspaceSlug = args.params.workspaceSlug ?? "";
  const { answer, status } = await answerCalendarList(session, workspaceSlug, await postedForm(args.request));
  return answer.ok ? redirect(paths.calendars(workspaceSlug, { done: 1 }), 303) : data(answer, { status });
}

export default function CalendarsPage() {
  const { settings, outdated, isDone, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { slug } = useDesk();
  return (
    <SettingsPage
      title={m.settings_calendars()}
      text={m.settings_calendars_text()}
      action={
        <Link to={paths.calendar(slug, "new")} className={buttonVariants({ size: "sm" })}>
          <Plus aria-hidden="true" />
          {m.settings_calendar_new()}
        </Link>
      }
    >
      <SettingsNotice workspaceSlug={slug} isDone={isDone && !answer} outdated={outdated} />
      {answer?.about === "list" ? (
        <Alert tone="danger" isUrgent>
          {answer.words}
        </Alert>
      ) : null}
      <CalendarList workspaceSlug={slug} settings={settings} now={now} />
      <section className="flex flex-col gap-4">
        <div>
          <h3 className="font-semibold tracking-tight">{m.settings_calendar_uses()}</h3>
          <p className="mt-0.5 text-sm text-pretty text-muted-foreground">{m.settings_calendar_uses_text()}</p>
        </div>
        <CalendarUsesForm settings={settings} problem={answer?.about === "uses" ? answer.words : undefined} />
      </section>
    </SettingsPage>
  );
}

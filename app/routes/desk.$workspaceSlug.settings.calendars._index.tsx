import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData, type ClientActionFunctionArgs } from "@remix-run/react";
import { Plus } from "lucide-react";
import { useRef } from "react";
import { buttonVariants } from "~/components/ui/button-variants";
import { deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { CalendarList } from "~/features/settings/calendar-list";
import { answerCalendarList } from "~/features/settings/calendar-list.server";
import type { CalendarListAnswer } from "~/features/settings/calendar-list-answer";
import { CalendarUsesForm } from "~/features/settings/calendar-uses-form";
import { FormRefusal } from "~/components/forms/form-refusal";
import { keepingPage, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { SettingsNotice } from "~/features/settings/settings-notice";
import { SettingsPage } from "~/features/settings/settings-page";
import { countOutdatedSlaTickets, getSlaSettings } from "~/features/settings/sla-settings.server";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
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
  const refused = await answerCalendarList(session, workspaceSlug, await postedForm(args.request));
  return refused
    ? data<CalendarListAnswer>(refused.answer, { status: refused.status })
    : redirect(paths.calendars(workspaceSlug, { done: 1 }), 303);
}

export async function clientAction({ request, serverAction }: ClientActionFunctionArgs): Promise<CalendarListAnswer> {
  const isUses = (await request.clone().formData()).get("intent") === "set-sla-calendars";
  const answer: CalendarListAnswer = await keepingPage<CalendarListAnswer>(() => serverAction<typeof action>());
  return isUses && !answer.uses ? { ...answer, uses: { place: null, chosen: {} } } : answer;
}

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function CalendarsPage() {
  const { settings, outdated, isDone, now } = useLoaderData<typeof loader>();
  const answer = useActionData<CalendarListAnswer>();
  const { slug } = useDesk();
  const list = useRef<HTMLDivElement>(null);
  const isOfList = answer !== undefined && !answer.uses;
  useRefusalFocus(list, answer, isOfList);
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
      <div ref={list} className="flex flex-col gap-4">
        {isOfList ? <FormRefusal words={[answer.words]} isSignedOut={answer.isSignedOut} /> : null}
        <CalendarList workspaceSlug={slug} settings={settings} now={now} />
      </div>
      <section className="flex flex-col gap-4">
        <div>
          <h3 className="font-semibold tracking-tight">{m.settings_calendar_uses()}</h3>
          <p className="mt-0.5 text-sm text-pretty text-muted-foreground">{m.settings_calendar_uses_text()}</p>
        </div>
        <CalendarUsesForm settings={settings} answer={answer} />
      </section>
    </SettingsPage>
  );
}

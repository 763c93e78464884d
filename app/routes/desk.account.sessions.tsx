import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { useRef } from "react";
import { Alert } from "~/components/ui/alert";
import { deskAnswer, requireAccount } from "~/features/accounts/accounts.server";
import { endOtherSessions, endSession, listMySessions } from "~/features/accounts/sessions.server";
import { DoneNotice } from "~/features/settings/done-notice";
import { FormRefusal } from "~/components/forms/form-refusal";
import { keepingPage, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { SessionList } from "~/features/accounts/session-list";
import { SettingsPage } from "~/features/settings/settings-page";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { DatabaseError } from "~/lib/database-errors";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

type SessionsAnswer = { ok: false; words: string; isSignedOut?: boolean };

export const meta: MetaFunction = () => [{ title: `${m.account_sessions()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  return { sessions: await deskAnswer(args.request, listMySessions(session)) };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const form = await postedForm(args.request);
  const sessionId = form.get("session_id");
  const isOne = form.get("intent") === "end-session" && typeof sessionId === "string";
  if (!isOne && form.get("intent") !== "end-other-sessions") throw data(null, { status: 400 });
  try {
    const ended = await (isOne ? endSession(session, sessionId) : endOtherSessions(session));
    return redirect(paths.accountSessions({ ended }), 303);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return data<SessionsAnswer>({ ok: false, words: error.words, isSignedOut: error.status === 401 }, { status: error.status });
  }
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  keepingPage<SessionsAnswer>(() => serverAction<typeof action>());

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function AccountSessionsPage() {
  const { sessions } = useLoaderData<typeof loader>();
  const answer = useActionData<SessionsAnswer>();
  const [query] = useSearchParams();
  const page = useRef<HTMLDivElement>(null);
  useRefusalFocus(page, answer, answer !== undefined);
  const ended = answer ? null : query.get("ended");
  const words = ended === null ? null : m.account_sessions_ended({ count: Math.max(0, Number.parseInt(ended, 10) || 0) });
  return (
    <SettingsPage title={m.account_sessions()} text={m.account_sessions_text()}>
      <div ref={page} className="flex flex-col gap-5">
        <DoneNotice words={words}>
          {words === null ? null : (
            <Alert tone="success" icon={<CircleCheck aria-hidden="true" />}>
              {words}
            </Alert>
          )}
        </DoneNotice>
        <FormRefusal words={answer ? [answer.words] : []} isSignedOut={answer?.isSignedOut} />
        <SessionList sessions={sessions} />
      </div>
    </SettingsPage>
  );
}

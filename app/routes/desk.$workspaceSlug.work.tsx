import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useParams, useSearchParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { ChevronLeft, CircleCheck } from "lucide-react";
import { z } from "zod";
import { PageError } from "~/components/page-error";
import { Alert } from "~/components/ui/alert";
import { deskAnswer, deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { DoneNotice } from "~/features/settings/done-notice";
import { MemberWorkForm, type MemberWorkAnswer } from "~/features/settings/member-work-form";
import { readWorkValues, toWorkDraft, toWorkValues, workErrorsOf } from "~/features/settings/member-work-values";
import { NoticeMailsForm } from "~/features/settings/notice-mails-form";
import { getMyNoticeMails, setMyNoticeMails } from "~/features/settings/notice-mails.server";
import { keepingPage, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { getMemberWork, saveMemberWork } from "~/features/settings/people.server";
import { useDesk } from "~/features/workspaces/desk-context";
import { DatabaseError } from "~/lib/database-errors";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction = () => [{ title: `${m.settings_work()} · ${m.common_app_name()}` }];

/** Whose work it is: a member that the address names, else the reader's own. */
function memberIn(request: Request): string | null {
  const memberId = new URL(request.url).searchParams.get("member");
  if (memberId !== null && !z.uuid().safeParse(memberId).success) throw data(null, { status: 404 });
  return memberId;
}

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const [work, notices] = await Promise.all([
    deskFound(args.request, getMemberWork(session, workspaceSlug, memberIn(args.request))),
    deskFound(args.request, getMyNoticeMails(session, workspaceSlug)),
  ]);
  return { work, notices, timeZones: ["UTC", ...Intl.supportedValuesOf("timeZone")] };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const memberId = memberIn(args.request);
  const posted = await postedForm(args.request);
  if (await deskAnswer(args.request, setMyNoticeMails(session, workspaceSlug, posted)))
    return redirect(paths.memberWork(workspaceSlug, { member: memberId ?? undefined, done: 1 }), 303);
  const values = readWorkValues(posted);
  const refused = (errors: MemberWorkAnswer["errors"], status: number) => data<MemberWorkAnswer>({ ok: false, errors, values }, { status });
  const work = await deskFound(args.request, getMemberWork(session, workspaceSlug, memberId));
  const read = toWorkDraft(values, work.may_manage);
  if ("errors" in read) return refused(read.errors, 422);
  try {
    await saveMemberWork(session, workspaceSlug, memberId, read.draft);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return refused(workErrorsOf(error), error.status);
  }
  return redirect(paths.memberWork(workspaceSlug, { member: memberId ?? undefined, done: 1 }), 303);
}

export async function clientAction({ serverAction }: ClientActionFunctionArgs): Promise<MemberWorkAnswer> {
  const answer = await keepingPage<MemberWorkAnswer>(() => serverAction<typeof action>());
  return "isNotTaken" in answer ? { ok: false, errors: { "": answer.words }, isSignedOut: answer.isSignedOut } : answer;
}

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function MemberWorkPage() {
  const { work, notices, timeZones } = useLoaderData<typeof loader>();
  const answer = useActionData<MemberWorkAnswer>();
  const { slug, member_id: ownId } = useDesk();
  const [query] = useSearchParams();
  const isMe = work.member_id === ownId;
  const words = !answer && query.get("done") ? m.settings_saved() : null;
  const back = isMe && !query.get("member") ? null : paths.member(slug, work.member_id);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto border-border bg-surface md:rounded-xl md:border md:shadow-sm">
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-8 px-4 py-10 sm:px-6 md:py-14">
        <header>
          {back === null ? null : (
            <Link
              to={back}
              className="-ms-1 mb-1.5 inline-flex min-h-6 items-center gap-1 rounded-xs text-sm text-muted-foreground hover:text-foreground [&_svg]:size-4"
            >
              <ChevronLeft aria-hidden="true" className="rtl:rotate-180" />
              {m.settings_members()}
            </Link>
          )}
          <h1 className="text-2xl font-semibold tracking-tight text-pretty wrap-anywhere">
            {isMe ? m.settings_work() : m.settings_work_of({ name: isolated(work.display_name) })}
          </h1>
          <p className="mt-1.5 max-w-2xl text-sm text-pretty text-muted-foreground">{m.settings_work_text()}</p>
        </header>
        <DoneNotice words={words}>
          {words === null ? null : (
            <Alert tone="success" className="max-w-2xl" icon={<CircleCheck aria-hidden="true" />}>
              {words}
            </Alert>
          )}
        </DoneNotice>
        <MemberWorkForm
          key={JSON.stringify(work)}
          work={work}
          values={answer?.values ?? toWorkValues(work)}
          timeZones={timeZones}
          answer={answer}
        />
        {isMe ? <NoticeMailsForm key={JSON.stringify(notices)} choice={notices} /> : null}
      </div>
    </div>
  );
}

export function ErrorBoundary() {
  const { workspaceSlug = "" } = useParams();
  return <PageError home={paths.inbox(workspaceSlug)} homeLabel={m.desk_back_to_list()} />;
}

import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { Gauge, Plus } from "lucide-react";
import { useRef } from "react";
import { Alert } from "~/components/ui/alert";
import { buttonVariants } from "~/components/ui/button-variants";
import { EmptyState } from "~/components/ui/empty-state";
import { deskAnswer, deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { DoneNotice } from "~/features/settings/done-notice";
import { FormRefusal } from "~/components/forms/form-refusal";
import { keepingPage, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { changePolicies } from "~/features/settings/policies-actions.server";
import type { PoliciesAnswer } from "~/features/settings/policies-answer";
import { PolicyList } from "~/features/settings/policy-list";
import { PolicySection } from "~/features/settings/policy-section";
import { RecalculateCard } from "~/features/settings/recalculate-card";
import { SettingsPage } from "~/features/settings/settings-page";
import { SlaOptionsForm } from "~/features/settings/sla-options-form";
import { isRecalculatingSla } from "~/features/settings/sla-policies.server";
import { countOutdatedSlaTickets, getSlaSettings } from "~/features/settings/sla-settings.server";
import { useRefusalFocus } from "~/components/forms/use-refusal-focus";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction = () => [{ title: `${m.settings_policies()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const isCounted = new URL(args.request.url).searchParams.has("counted");
  // It may take a while where there are many open tickets: the page asks for the number by itself, but where it cannot.
  const [settings, isUnderWay, counted] = await Promise.all([
    deskFound(args.request, getSlaSettings(session, workspaceSlug)),
    deskAnswer(args.request, isRecalculatingSla(session, workspaceSlug)),
    isCounted ? deskAnswer(args.request, countOutdatedSlaTickets(session, workspaceSlug)) : null,
  ]);
  return { settings, counted, isUnderWay: isUnderWay ?? false };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const { answer, status, next } = await changePolicies(session, workspaceSlug, await postedForm(args.request));
  const isDocument = args.request.headers.get("Sec-Fetch-Dest") === "document";
  const ownPage = answer.ok && answer.recalculating !== undefined ? ({ counted: 1 } as const) : {};
  if (next !== undefined || (answer.ok && isDocument)) return redirect(paths.policies(workspaceSlug, next ?? ownPage), 303);
  return data<PoliciesAnswer>(answer, { status });
}

export async function clientAction({ request, serverAction }: ClientActionFunctionArgs): Promise<PoliciesAnswer> {
  const order = (await request.clone().formData()).get("policy_ids");
  const answer = await keepingPage<PoliciesAnswer>(() => serverAction<typeof action>());
  // Which of several orders it is about.
  return typeof order === "string" ? { ...answer, order } : answer;
}

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function PoliciesPage() {
  const { settings, counted, isUnderWay } = useLoaderData<typeof loader>();
  const answer = useActionData<PoliciesAnswer>();
  const { slug } = useDesk();
  const [parameters] = useSearchParams();
  const top = useRef<HTMLDivElement>(null);
  useRefusalFocus(top, answer, answer?.ok === false);
  const urls = { counted: paths.policies(slug, { counted: 1 }), count: paths.outdatedTickets(slug) };
  return (
    <SettingsPage
      title={m.settings_policies()}
      text={m.settings_policies_text()}
      action={
        <Link to={paths.policy(slug, "new")} prefetch="intent" className={buttonVariants({ size: "sm" })}>
          <Plus aria-hidden="true" />
          {m.settings_policy_new()}
        </Link>
      }
    >
      <div ref={top} className="flex flex-col gap-4">
        <Saved what={parameters.get("saved")} />
        {answer && !answer.ok ? <FormRefusal words={[answer.words]} isSignedOut={answer.isSignedOut} /> : null}
        {settings.policies.length === 0 ? (
          <EmptyState icon={<Gauge />} title={m.settings_policies_empty_title()} text={m.settings_policies_empty_text()} />
        ) : (
          <PolicyList settings={settings} />
        )}
      </div>
      <PolicySection title={m.settings_policy_open_tickets()} text={m.settings_policy_open_tickets_text()}>
        <RecalculateCard
          counted={counted}
          isUnderWay={isUnderWay}
          asked={answer?.ok && answer.recalculating !== undefined ? answer : null}
          since={settings}
          urls={urls}
        />
      </PolicySection>
      <PolicySection title={m.settings_policy_options()} text={m.settings_policy_options_text()}>
        <SlaOptionsForm settings={settings} />
      </PolicySection>
    </SettingsPage>
  );
}

function Saved({ what }: { what: string | null }) {
  const words = {
    policy: m.settings_policy_saved,
    options: m.settings_policy_options_saved,
    archived: m.settings_policy_archived,
  };
  const said = what === "policy" || what === "options" || what === "archived" ? words[what]() : null;
  return <DoneNotice words={said}>{said === null ? null : <Alert tone="success">{said}</Alert>}</DoneNotice>;
}

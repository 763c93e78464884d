import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, type ClientActionFunctionArgs } from "@remix-run/react";
import { deskAnswer, deskFound, requireAccount } from "~/features/accounts/accounts.server";
import { keepingForm, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { previewDraft, previewTyped, savePolicy, tryTyped, typedPolicy } from "~/features/settings/policy-actions.server";
import { PolicyForm, type PolicyAnswer } from "~/features/settings/policy-form";
import { blankPolicy, policyFormValue } from "~/features/settings/policy-form-value";
import { getSlaWhatIf } from "~/features/settings/sla-policies.server";
import { SettingsPage } from "~/features/settings/settings-page";
import { getSlaSettings } from "~/features/settings/sla-settings.server";
import { useDesk } from "~/features/workspaces/desk-context";
import { toPriority } from "~/lib/i18n/priority-words";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.policyId ? data.draft.name : m.settings_policy_new()} · ${m.common_app_name()}` },
];

/** The policy of the address; null for the word that stands for a new one. */
const policyIdOf = ({ policyId = "" }: { policyId?: string }) => (policyId === "new" ? null : policyId);

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const settings = await deskFound(args.request, getSlaSettings(session, workspaceSlug));
  const policyId = policyIdOf(args.params);
  const copied = new URL(args.request.url).searchParams.get("copy");
  const stored = settings.policies.find((policy) => policy.policy_id === (policyId ?? copied));
  if (policyId !== null && !stored) throw data(null, { status: 404 });
  const draft = policyId === null ? { ...(stored ?? blankPolicy()), name: "" } : (stored ?? blankPolicy());
  const preview = await deskAnswer(args.request, previewDraft(session, workspaceSlug, settings, { ...draft, name: draft.name || "–" }));
  return { settings, policyId, draft, versionId: policyId === null ? null : (stored?.version_id ?? null), preview };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const policyId = policyIdOf(args.params);
  const posted = await postedForm(args.request);
  const intent = posted.get("intent");
  if (intent === "preview-sla-policy") {
    const settings = await deskFound(args.request, getSlaSettings(session, workspaceSlug));
    const answer = await previewTyped(session, workspaceSlug, settings, posted);
    const priority = toPriority(textOf(posted, "preview_priority")) ?? undefined;
    if ("errors" in answer) return data<PolicyAnswer>({ result: typedPolicy(posted, answer.errors), priority }, { status: answer.status });
    return data<PolicyAnswer>({ result: typedPolicy(posted), preview: answer, priority });
  }
  if (intent === "request-sla-what-if") {
    const answer = await tryTyped(session, workspaceSlug, policyId, posted);
    if ("errors" in answer) return data<PolicyAnswer>({ result: typedPolicy(posted, answer.errors) }, { status: answer.status });
    return data<PolicyAnswer>({ result: typedPolicy(posted), whatIf: answer.whatIf });
  }
  if (intent === "show-sla-what-if") {
    const whatIf = await deskFound(args.request, getSlaWhatIf(session, workspaceSlug, textOf(posted, "what_if_id")));
    return data<PolicyAnswer>({ result: typedPolicy(posted), whatIf });
  }
  const refused = await savePolicy(session, workspaceSlug, policyId, posted);
  if (!refused) return redirect(paths.policies(workspaceSlug, { saved: "policy" }), 303);
  return data<PolicyAnswer>({ result: refused.result, isOutdated: refused.isOutdated }, { status: refused.status });
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) => keepingForm<PolicyAnswer>(() => serverAction<typeof action>());

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function PolicyPage() {
  const { settings, policyId, draft, versionId, preview } = useLoaderData<typeof loader>();
  const answer = useActionData<PolicyAnswer>();
  const { slug } = useDesk();
  return (
    <SettingsPage
      title={policyId === null ? m.settings_policy_new() : draft.name}
      text={m.settings_policy_text()}
      back={{ to: paths.policies(slug), label: m.settings_policies() }}
    >
      <PolicyForm
        key={policyId ?? "new"}
        value={policyFormValue(draft, versionId)}
        settings={settings}
        preview={preview}
        answer={answer}
        urls={{
          list: paths.policies(slug),
          here: paths.policy(slug, policyId ?? "new"),
          preview: paths.policyPreview(slug),
          whatIf: paths.policyWhatIf(slug, policyId === null ? {} : { policy: policyId }),
          ticket: (ticketId) => paths.deskTicket(slug, ticketId),
        }}
      />
    </SettingsPage>
  );
}

import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { Alert } from "~/components/ui/alert";
import { profileSchema } from "~/features/accounts/account-schema";
import { deskAnswer, requireAccount } from "~/features/accounts/accounts.server";
import { readProfile, saveProfile } from "~/features/accounts/profile.server";
import { DoneNotice } from "~/features/settings/done-notice";
import { keepingForm, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { ProfileForm } from "~/features/settings/profile-form";
import { SettingsPage } from "~/features/settings/settings-page";
import { m } from "~/lib/i18n/messages";
import { ownFields } from "~/lib/own-fields";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

type ProfileAnswer = { result: SubmissionResult; isSignedOut?: boolean };

export const meta: MetaFunction = () => [{ title: `${m.account_profile()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  return readProfile(args.request, await requireAccount(args));
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const posted = ownFields(await postedForm(args.request), Object.keys(profileSchema.shape));
  const submission = parseWithZod(posted, { schema: profileSchema });
  if (submission.status !== "success") return data<ProfileAnswer>({ result: submission.reply() }, { status: 422 });
  const refusal = await deskAnswer(args.request, saveProfile(session, submission.value));
  if (!refusal) return redirect(paths.account({ done: "saved" }), { status: 303, headers: { "X-Remix-Reload-Document": "true" } });
  const { "": formErrors, ...fieldErrors } = refusal;
  return data<ProfileAnswer>({ result: submission.reply({ formErrors, fieldErrors }) }, { status: 422 });
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) => keepingForm<ProfileAnswer>(() => serverAction<typeof action>());

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function AccountProfilePage() {
  const profile = useLoaderData<typeof loader>();
  const answer = useActionData<ProfileAnswer>();
  const [query] = useSearchParams();
  const words = !answer && query.get("done") === "saved" ? m.account_profile_saved() : null;
  return (
    <SettingsPage title={m.account_profile()} text={m.account_profile_text()}>
      <DoneNotice words={words}>
        {words === null ? null : (
          <Alert tone="success" icon={<CircleCheck aria-hidden="true" />}>
            {words}
          </Alert>
        )}
      </DoneNotice>
      <ProfileForm key={JSON.stringify(profile)} profile={profile} answer={answer} />
    </SettingsPage>
  );
}

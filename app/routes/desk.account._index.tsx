import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams, type ClientActionFunctionArgs } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { Alert } from "~/components/ui/alert";
import { profileSchema } from "~/features/accounts/account-schema";
import { deskAnswer, requireAccount } from "~/features/accounts/accounts.server";
import { AvatarForm } from "~/features/accounts/avatar-form";
import { getMyAvatar, saveMyAvatar } from "~/features/accounts/avatar.server";
import { readProfile, saveProfile } from "~/features/accounts/profile.server";
import { DoneNotice } from "~/features/settings/done-notice";
import { keepingForm, revalidatesUnlessNotTaken } from "~/features/settings/not-taken";
import { ProfileForm } from "~/features/accounts/profile-form";
import { SettingsPage } from "~/features/settings/settings-page";
import { m } from "~/lib/i18n/messages";
import { ownFields } from "~/lib/own-fields";
import { paths } from "~/lib/paths";
import { postedPictureForm } from "~/lib/posted-picture.server";

type ProfileAnswer = { result: SubmissionResult; isSignedOut?: boolean };
type PageAnswer = ProfileAnswer | { avatar: string[] };

export const meta: MetaFunction = () => [{ title: `${m.account_profile()} · ${m.common_app_name()}` }];

export async function loader(args: LoaderFunctionArgs) {
  const session = await requireAccount(args);
  const profile = await readProfile(args.request, session);
  return { profile, avatar: await deskAnswer(args.request, getMyAvatar(session)) };
}

export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const sent = await postedPictureForm(args.request);
  const avatar = await deskAnswer(args.request, saveMyAvatar(session, sent));
  if (avatar === null) return redirect(paths.account({ done: "saved" }), 303);
  if (avatar) return data<PageAnswer>({ avatar: avatar.words }, { status: avatar.status });
  const posted = ownFields(sent, Object.keys(profileSchema.shape));
  const submission = parseWithZod(posted, { schema: profileSchema });
  if (submission.status !== "success") return data<PageAnswer>({ result: submission.reply() }, { status: 422 });
  const refusal = await deskAnswer(args.request, saveProfile(session, submission.value));
  if (!refusal) return redirect(paths.account({ done: "saved" }), { status: 303, headers: { "X-Remix-Reload-Document": "true" } });
  const { "": formErrors, ...fieldErrors } = refusal;
  return data<PageAnswer>({ result: submission.reply({ formErrors, fieldErrors }) }, { status: 422 });
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) => keepingForm<PageAnswer>(() => serverAction<typeof action>());

export const shouldRevalidate = revalidatesUnlessNotTaken;

export default function AccountProfilePage() {
  const { profile, avatar } = useLoaderData<typeof loader>();
  const answer = useActionData<PageAnswer>();
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
      {avatar ? <AvatarForm name={profile.name} avatar={avatar} errors={answer && "avatar" in answer ? answer.avatar : undefined} /> : null}
      <ProfileForm key={JSON.stringify(profile)} profile={profile} answer={answer && "result" in answer ? answer : undefined} />
    </SettingsPage>
  );
}

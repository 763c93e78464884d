import { PictureForm } from "~/components/forms/picture-form";
import { Avatar } from "~/components/ui/avatar";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { MyAvatar } from "~/lib/supabase/account-types";

/** The face that stands beside somebody's messages, or the initials that stand in for it. */
export function AvatarForm(props: { name: string; avatar: MyAvatar; errors: readonly string[] | undefined }) {
  const { name, avatar, errors } = props;
  return (
    <PictureForm
      key={avatar.avatar_id}
      kind="avatar"
      label={m.account_avatar()}
      hint={m.account_avatar_hint()}
      intents={{ set: "set-my-avatar", remove: "remove-my-avatar" }}
      current={avatar.avatar_id ? paths.picture(avatar.avatar_id) : null}
      errors={errors}
      preview={(src) =>
        src ? (
          <img src={src} alt={m.account_avatar()} width={64} height={64} className="size-16 shrink-0 rounded-full object-cover" />
        ) : (
          <Avatar name={name} seed={avatar.member_id} size="lg" className="size-16 text-xl" />
        )
      }
    />
  );
}

import { useLocation } from "@remix-run/react";
import { Alert } from "~/components/ui/alert";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/**
 * Why a form was not taken, as a whole, and the way on; nothing where it was.
 *
 * @param props.isSignedOut one signs in beside the page, which keeps what is typed
 * @param props.savedUrl the same page as somebody else has saved it meanwhile
 */
export function FormRefusal(props: {
  id?: string;
  words: readonly string[] | undefined;
  isSignedOut?: boolean | undefined;
  savedUrl?: string | null;
}) {
  const { id, words, isSignedOut = false, savedUrl = null } = props;
  const { pathname, search } = useLocation();
  if (!words?.length) return null;
  const linkClass = "font-semibold underline underline-offset-4";
  return (
    <Alert id={id} tone="danger" isUrgent>
      {words.join(" ")}{" "}
      {isSignedOut ? (
        <a href={paths.signIn(pathname + search)} target="_blank" rel="noreferrer" className={linkClass}>
          {m.desk_sign_in_again()}
        </a>
      ) : null}
      {savedUrl === null ? null : (
        <a href={savedUrl} className={linkClass}>
          {m.settings_load_saved()}
        </a>
      )}
    </Alert>
  );
}

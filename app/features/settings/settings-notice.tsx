import { Link } from "@remix-run/react";
import { CircleCheck, History } from "lucide-react";
import { Alert } from "~/components/ui/alert";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { DoneNotice } from "./done-notice";

/** That a change was saved, and which open tickets it does not reach by itself. */
export function SettingsNotice(props: { workspaceSlug: string; isDone: boolean; outdated: number }) {
  return (
    <DoneNotice words={props.isDone ? m.settings_saved() : null}>
      <Notice {...props} />
    </DoneNotice>
  );
}

function Notice({ workspaceSlug, isDone, outdated }: { workspaceSlug: string; isDone: boolean; outdated: number }) {
  if (outdated === 0)
    return isDone ? (
      <Alert tone="success" icon={<CircleCheck aria-hidden="true" />}>
        {m.settings_saved()}
      </Alert>
    ) : null;
  return (
    <Alert
      tone={isDone ? "success" : "neutral"}
      icon={isDone ? <CircleCheck aria-hidden="true" /> : <History aria-hidden="true" />}
      title={isDone ? m.settings_saved() : undefined}
    >
      {m.settings_outdated({ count: outdated })}{" "}
      <Link to={paths.policies(workspaceSlug)} className="font-semibold underline underline-offset-4">
        {m.settings_outdated_link()}
      </Link>
    </Alert>
  );
}

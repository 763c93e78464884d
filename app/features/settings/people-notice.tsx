import { useSearchParams } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { Alert } from "~/components/ui/alert";
import { m } from "~/lib/i18n/messages";
import { DoneNotice } from "./done-notice";

/** What was done a moment ago on a page that led here, as the address says it; nothing where it says nothing. */
export function PeopleNotice() {
  const [query] = useSearchParams();
  const counted = (name: string) => Math.max(0, Number.parseInt(query.get(name) ?? "", 10) || 0);
  const words: Record<string, () => string> = {
    invited: () => m.settings_people_invited({ count: Math.max(1, counted("mails")) }),
    resent: m.settings_people_resent,
    revoked: m.settings_people_revoked,
    role: m.settings_people_role_changed,
    "two-steps-on": m.settings_two_steps_done_on,
    "two-steps-off": m.settings_two_steps_done_off,
    transferred: m.settings_people_transferred,
    deactivated: m.settings_people_deactivated,
    reactivated: m.settings_people_reactivated,
    removed: m.settings_people_removed,
    saved: m.settings_team_saved,
    archived: m.settings_team_archived,
  };
  const done = query.get("done") ?? "";
  const said = Object.hasOwn(words, done) ? words[done]?.() : undefined;
  const tickets = counted("tickets");
  const all = said !== undefined && tickets > 0 ? `${said} ${m.settings_people_handed_over({ count: tickets })}` : said;
  return (
    <DoneNotice words={all ?? null}>
      {all === undefined ? null : (
        <Alert tone="success" icon={<CircleCheck aria-hidden="true" />}>
          {all}
        </Alert>
      )}
    </DoneNotice>
  );
}

import { Form } from "@remix-run/react";
import { Monitor, Smartphone } from "lucide-react";
import { SubmitButton } from "~/components/forms/submit-button";
import { Badge } from "~/components/ui/badge";
import { Time } from "~/components/ui/time";
import { m } from "~/lib/i18n/messages";
import type { SessionLine } from "~/lib/supabase/account-types";

type Line = Omit<SessionLine, "user_agent"> & { device: { browser: string; system: string; isSmall: boolean } };

/** Where somebody is signed in, and ending it: one, or all but this one. */
export function SessionList({ sessions }: { sessions: Line[] }) {
  const others = sessions.filter((session) => !session.is_current);
  return (
    <>
      <ul aria-label={m.account_sessions()} className="divide-y divide-border rounded-xl border border-border shadow-xs">
        {sessions.map((session) => (
          <li key={session.session_id} className="flex flex-wrap items-center gap-x-3.5 gap-y-3 p-4">
            <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-full bg-hover [&_svg]:size-4.5">
              {session.device.isSmall ? <Smartphone /> : <Monitor />}
            </span>
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                <span className="font-medium wrap-anywhere">{deviceName(session.device)}</span>
                {session.is_current ? <Badge tone="success">{m.account_session_current()}</Badge> : null}
                {session.has_second_factor ? <Badge>{m.account_session_with_code()}</Badge> : null}
              </p>
              <p className="mt-0.5 text-sm text-muted-foreground">
                {m.account_session_since()} <Time value={session.created_at} style="date" /> · {m.account_session_used()}{" "}
                <Time value={session.last_used_at} />
              </p>
            </div>
            {session.is_current ? null : (
              <Form method="post" preventScrollReset>
                <input type="hidden" name="intent" value="end-session" />
                <SubmitButton
                  name="session_id"
                  value={session.session_id}
                  variant="outline"
                  size="sm"
                  aria-label={m.account_session_end_name({ device: deviceName(session.device) })}
                >
                  {m.account_session_end()}
                </SubmitButton>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {others.length === 0 ? null : (
        <Form method="post" preventScrollReset className="flex flex-col items-start gap-3">
          <SubmitButton name="intent" value="end-other-sessions" variant="danger">
            {m.account_sessions_end_others()}
          </SubmitButton>
          <p className="text-sm text-pretty text-muted-foreground">{m.account_sessions_end_text()}</p>
        </Form>
      )}
    </>
  );
}

function deviceName({ browser, system }: Line["device"]): string {
  if (browser === "") return m.account_device_unknown();
  return system === "" ? browser : m.account_device({ browser, system });
}

import { Link } from "@remix-run/react";
import { CalendarClock, Palette, Timer, UsersRound } from "lucide-react";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/** What can wait until the desk runs. */
export function FirstStepsLinks({ workspaceSlug }: { workspaceSlug: string }) {
  const links = [
    { to: paths.workspaceSettings(workspaceSlug), icon: <Palette />, label: m.desk_steps_look(), text: m.desk_steps_look_text() },
    { to: paths.calendars(workspaceSlug), icon: <CalendarClock />, label: m.desk_steps_hours(), text: m.desk_steps_hours_text() },
    { to: paths.policies(workspaceSlug), icon: <Timer />, label: m.desk_steps_policies(), text: m.desk_steps_policies_text() },
    { to: paths.teams(workspaceSlug), icon: <UsersRound />, label: m.desk_steps_teams(), text: m.desk_steps_teams_text() },
  ];
  return (
    <ul className="grid gap-3 sm:grid-cols-2">
      {links.map(({ to, icon, label, text }) => (
        <li key={to}>
          <Link
            to={to}
            prefetch="intent"
            className="flex h-full items-start gap-3 rounded-xl border border-border bg-surface p-4 hover:bg-hover [&_svg]:mt-0.5 [&_svg]:size-4.5 [&_svg]:shrink-0"
          >
            <span aria-hidden="true" className="text-primary-ink">
              {icon}
            </span>
            <span className="min-w-0">
              <span className="block text-sm font-medium">{label}</span>
              <span className="mt-0.5 block text-sm text-pretty text-muted-foreground">{text}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

import { NavLink, useLocation } from "@remix-run/react";
import { Building2, CalendarClock, ClipboardList, Database, Gauge, Network, ScrollText, Users } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { useDesk } from "~/features/workspaces/desk-context";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/** The frame of the settings: their sections beside the page, above it where that is narrow. The page scrolls, the desk's frame stays. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { slug } = useDesk();
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // Where there is no room for all of them, the one that one is in is seen.
    const current = nav.current?.querySelector("[aria-current=page]");
    if (!nav.current || !current) return;
    const [around, own] = [nav.current.getBoundingClientRect(), current.getBoundingClientRect()];
    if (own.left < around.left || own.right > around.right)
      nav.current.scrollBy({ left: (own.left + own.right - around.left - around.right) / 2, behavior: "instant" });
  }, [pathname]);
  const sections = [
    { to: paths.workspaceSettings(slug), label: m.settings_workspace(), icon: Building2 },
    { to: paths.formSettings(slug), label: m.settings_form(), icon: ClipboardList },
    { to: paths.members(slug), label: m.settings_members(), icon: Users },
    { to: paths.teams(slug), label: m.settings_teams(), icon: Network },
    { to: paths.calendars(slug), label: m.settings_calendars(), icon: CalendarClock },
    { to: paths.policies(slug), label: m.settings_policies(), icon: Gauge },
    { to: paths.dataSettings(slug), label: m.settings_data(), icon: Database },
    { to: paths.auditLog(slug), label: m.settings_audit(), icon: ScrollText },
  ];
  return (
    <div className="relative flex min-h-0 flex-1 scroll-pt-4 scroll-pb-28 flex-col overflow-y-auto border-border bg-surface md:rounded-xl md:border md:shadow-sm">
      <div className="mx-auto w-full max-w-6xl px-4 pt-5 pb-16 sm:px-6 md:pt-7 lg:px-8">
        <h1 className="text-xl font-semibold tracking-tight">{m.settings_title()}</h1>
        <div className="mt-4 flex flex-col gap-6 lg:mt-6 lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)] lg:items-start lg:gap-8">
          <nav
            ref={nav}
            aria-label={m.settings_sections()}
            className="-mx-4 flex gap-1 overflow-x-auto border-b border-border px-4 sm:-mx-6 sm:px-6 lg:sticky lg:top-7 lg:mx-0 lg:flex-col lg:gap-0.5 lg:border-0 lg:p-0"
          >
            {sections.map(({ to, label, icon: Icon }) => (
              <NavLink
                key={to}
                to={to}
                prefetch="intent"
                className="flex h-10 shrink-0 items-center gap-2.5 border-b-2 border-transparent px-2.5 text-sm font-medium whitespace-nowrap text-muted-foreground -outline-offset-2 hover:text-foreground aria-[current=page]:border-primary aria-[current=page]:text-foreground lg:h-9 lg:rounded-md lg:border-0 lg:hover:bg-hover lg:aria-[current=page]:bg-hover [&_svg]:size-4"
              >
                <Icon aria-hidden="true" />
                {label}
              </NavLink>
            ))}
          </nav>
          <div className="min-w-0">{children}</div>
        </div>
      </div>
    </div>
  );
}

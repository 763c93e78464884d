import { Link, useLocation } from "@remix-run/react";
import { Ellipsis, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { m } from "~/lib/i18n/messages";
import { DisclosureMenu } from "./disclosure-menu";
import { LanguageSwitch } from "./language-switch";
import { ThemeSwitch } from "./theme-switch";
import { CountBadge } from "./ui/count-badge";
import { VisuallyHidden } from "./ui/visually-hidden";

export interface DeskLink {
  to: string;
  label: string;
  icon: LucideIcon;
  /** Things behind the link that wait for the person; 0 and undefined show nothing. */
  count?: number;
  /** Says in words what is counted. */
  countName?: (input: { count: number }) => string;
  /** Whether a page belongs to the link; without it, all that lie below its own. */
  leadsTo?: (pathname: string) => boolean;
}

const barItem =
  "relative flex min-w-0 flex-1 cursor-pointer flex-col items-center gap-0.5 py-2 text-[0.6875rem] font-medium text-muted-foreground select-none aria-[current=page]:text-primary-ink [&_svg]:size-5";

function Count({ count = 0, countName }: Pick<DeskLink, "count" | "countName">) {
  return <CountBadge count={count} name={countName?.({ count }) ?? String(count)} className="ms-auto" />;
}

/** Of the links that lead to the page or to something above it, the nearest: the others may be above that one again. */
function nearestLink(links: DeskLink[], pathname: string): string | undefined {
  const leading = links.filter(({ to, leadsTo }) => pathname === to || (leadsTo?.(pathname) ?? pathname.startsWith(`${to}/`)));
  return leading.map(({ to }) => to).sort((one, other) => other.length - one.length)[0];
}

/**
 * The frame of the agents' pages: a sidebar beside the page, which on phones becomes a bar under it (the
 * first four links, and a menu for the others) with the rest of the page above.
 *
 * @param props.workspaceSwitcher stands at the head of the sidebar, and at the top on phones
 * @param props.account stands at its foot: who is signed in, sign out
 * @param props.banner across the top, for the state of the connection
 */
export function DeskShell(props: {
  workspaceSwitcher: ReactNode;
  links: DeskLink[];
  account?: ReactNode;
  banner?: ReactNode;
  children: ReactNode;
}) {
  const { workspaceSwitcher, links, account, banner, children } = props;
  const current = nearestLink(links, useLocation().pathname);
  return (
    <div className="flex h-dvh flex-col bg-sunken">
      {banner}
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        <header className="flex shrink-0 items-center gap-2 px-2 pt-2 md:w-60 md:flex-col md:items-stretch md:gap-4 md:p-3">
          <div className="min-w-0 flex-1 md:flex-none">{workspaceSwitcher}</div>
          <nav aria-label={m.common_main_navigation()} className="hidden min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto md:flex">
            {links.map(({ to, label, icon: Icon, count, countName }) => (
              <Link
                key={to}
                to={to}
                aria-current={current === to ? "page" : undefined}
                prefetch="intent"
                className="flex h-9 items-center gap-2.5 rounded-md px-2.5 text-sm font-medium text-muted-foreground hover:bg-hover hover:text-foreground aria-[current=page]:bg-surface aria-[current=page]:text-foreground aria-[current=page]:shadow-xs [&_svg]:size-4.5"
              >
                <Icon aria-hidden="true" />
                <span className="truncate">{label}</span>
                <Count count={count} countName={countName} />
              </Link>
            ))}
          </nav>
          <div className="hidden items-center justify-between gap-2 md:flex">
            <ThemeSwitch />
            <LanguageSwitch placement="above" />
          </div>
          {account}
        </header>
        <main id="content" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none md:py-2 md:pe-2">
          {children}
        </main>
        <nav
          aria-label={m.common_main_navigation()}
          className="flex shrink-0 justify-around border-t border-border bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
        >
          {links.slice(0, 4).map(({ to, label, icon: Icon, count, countName }) => (
            <Link key={to} to={to} aria-current={current === to ? "page" : undefined} className={barItem}>
              <Icon aria-hidden="true" />
              <span className="max-w-full truncate px-1">{label}</span>
              {count ? (
                <span className="absolute end-[calc(50%-1.25rem)] top-1.5 size-2 rounded-full bg-primary ring-2 ring-surface">
                  <VisuallyHidden>{countName?.({ count }) ?? count}</VisuallyHidden>
                </span>
              ) : null}
            </Link>
          ))}
          <DisclosureMenu
            placement="above"
            className="flex-1"
            accessibleName={m.common_more()}
            summaryClassName={barItem}
            label={
              <>
                <Ellipsis aria-hidden="true" />
                <span>{m.common_more()}</span>
              </>
            }
          >
            {links.slice(4).map(({ to, label, icon: Icon }) => (
              <Link
                key={to}
                to={to}
                aria-current={current === to ? "page" : undefined}
                className="flex h-11 items-center gap-3 rounded-sm px-3 text-sm font-medium hover:bg-hover aria-[current=page]:text-primary-ink [&_svg]:size-5"
              >
                <Icon aria-hidden="true" />
                {label}
              </Link>
            ))}
            <div className="mt-1 flex items-center justify-between gap-2 border-t border-border px-1.5 pt-2 pb-1">
              <ThemeSwitch />
              <LanguageSwitch placement="above" />
            </div>
          </DisclosureMenu>
        </nav>
      </div>
    </div>
  );
}

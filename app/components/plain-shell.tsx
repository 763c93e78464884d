import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { BrandMark } from "./brand-mark";
import { LanguageSwitch } from "./language-switch";
import { ThemeSwitch } from "./theme-switch";

/**
 * The quiet frame around one thing to do: signing in, choosing a workspace.
 *
 * @param props.homeHref where the product's name leads
 * @param props.isReload loads that page anew, where it belongs to another part of the site
 * @param props.headerEnd stands at the end of the header
 * @param props.className the width of what is in the middle
 */
export function PlainShell(props: { homeHref: string; isReload?: boolean; headerEnd?: ReactNode; className: string; children: ReactNode }) {
  const { homeHref, isReload, headerEnd, className, children } = props;
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between gap-4 px-5 py-4 sm:px-8">
        <Link to={homeHref} reloadDocument={isReload} className="inline-flex items-center gap-2.5 rounded-md font-semibold tracking-tight">
          <BrandMark className="size-8" />
          {m.common_app_name()}
        </Link>
        {headerEnd}
      </header>
      <main id="content" tabIndex={-1} className="flex flex-1 flex-col items-center justify-center px-4 py-8 outline-none">
        <div className={cn("w-full", className)}>{children}</div>
      </main>
      <footer className="flex items-center justify-center gap-3 px-5 py-4">
        <ThemeSwitch />
        <LanguageSwitch placement="above" />
      </footer>
    </div>
  );
}

import { Link } from "@remix-run/react";
import type { CSSProperties, ReactNode } from "react";
import type { Locale } from "~/lib/i18n/locale";
import type { LogoLine } from "~/lib/supabase/database-types";
import { m } from "~/lib/i18n/messages";
import { LanguageSwitch } from "./language-switch";
import { PortalSign } from "./portal-sign";
import { ThemeSwitch } from "./theme-switch";

/**
 * The frame of a workspace's public pages, in the workspace's colour.
 *
 * @param props.brandColor any CSS colour; every shade in use is derived from it and stays readable
 * @param props.homeHref the workspace's first page
 * @param props.navigation links on the right of the header
 * @param props.locales the languages that its pages can be had in
 * @param props.isFullHeight for the room: the page is as high as the screen and has no footer
 */
export function PortalShell(props: {
  workspaceName: string;
  brandColor?: string | null;
  logo?: LogoLine | null;
  homeHref: string;
  navigation?: ReactNode;
  locales?: readonly Locale[];
  isFullHeight?: boolean;
  children: ReactNode;
}) {
  const { workspaceName, brandColor, logo, homeHref, navigation, locales, isFullHeight = false, children } = props;
  return (
    <div
      data-brand=""
      style={brandColor ? ({ "--brand": brandColor } as CSSProperties) : undefined}
      className={`portal flex flex-col ${isFullHeight ? "h-dvh" : "min-h-dvh"}`}
    >
      <header className="shrink-0">
        <div className="mx-auto flex h-16 w-full max-w-5xl items-center justify-between gap-4 px-4 sm:px-6">
          <Link to={homeHref} className="flex min-w-0 items-center gap-3 rounded-md font-semibold tracking-tight">
            <PortalSign workspaceName={workspaceName} logo={logo ?? null} />
          </Link>
          {navigation ? <nav className="flex shrink-0 items-center gap-1">{navigation}</nav> : null}
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className={`mx-auto w-full max-w-5xl flex-1 px-4 outline-none sm:px-6 ${isFullHeight ? "flex min-h-0 flex-col pb-3" : "py-6 sm:py-10"}`}
      >
        {children}
      </main>
      {isFullHeight ? null : (
        <footer className="mx-auto flex w-full max-w-5xl flex-wrap items-center justify-between gap-x-4 gap-y-3 px-4 py-6 text-sm text-muted-foreground sm:px-6">
          <p>{m.common_powered_by({ name: m.common_app_name() })}</p>
          <div className="flex items-center gap-2">
            <LanguageSwitch placement="above" offered={locales} />
            <ThemeSwitch />
          </div>
        </footer>
      )}
    </div>
  );
}

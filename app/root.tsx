import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from "@remix-run/react";
import figtree from "@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2?url";
import type { ReactNode } from "react";
import { PageError } from "~/components/page-error";
import { PageProgress } from "~/components/page-progress";
import { SkipLink } from "~/components/skip-link";
import { portalRouteId, type PortalData } from "~/features/workspaces/portal-data";
import { directionOf, getLocale } from "~/lib/i18n/locale";
import { m } from "~/lib/i18n/messages";
import { useNonce } from "~/lib/nonce";
import { paths } from "~/lib/paths";
import { readTheme } from "~/lib/theme.server";
import "~/styles/app.css";

// Before any other module's schema: zod would try whether it may compile code, which the policy refuses and reports.
if (typeof document !== "undefined") Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

export const meta: MetaFunction = () => [{ title: m.common_app_name() }];

export const links: LinksFunction = () => [{ rel: "preload", href: figtree, as: "font", type: "font/woff2", crossOrigin: "anonymous" }];

export function loader({ request }: LoaderFunctionArgs) {
  return { theme: readTheme(request), servedAt: Date.now() };
}

/** Nothing the root needs changes while a person moves about; the language and theme forms load the page anew. */
export const shouldRevalidate = () => false;

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const theme = useRouteLoaderData<typeof loader>("root")?.theme;
  const icon = useRouteLoaderData<PortalData>(portalRouteId)?.portal.icon_id;
  const locale = getLocale();
  return (
    <html lang={locale} dir={directionOf(locale)} data-theme={theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content={theme ?? "light dark"} />
        <Meta />
        <Links />
        {icon ? <link rel="icon" href={paths.picture(icon)} /> : <link rel="icon" href="/favicon.svg" type="image/svg+xml" />}
      </head>
      <body>
        <SkipLink />
        <PageProgress />
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <PageError isWholePage />;
}

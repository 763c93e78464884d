import { PassThrough } from "node:stream";
import {
  createReadableStreamFromReadable,
  type AppLoadContext,
  type EntryContext,
  type HandleErrorFunction,
  type ServerBuild,
} from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { contentSecurityPolicy } from "~/lib/content-security-policy.server";
import { env } from "~/lib/env.server";
import { getLocale } from "~/lib/i18n/locale";
import { buildInLocale } from "~/lib/i18n/locale-build.server";
import { runInLocale } from "~/lib/i18n/locale.server";
import { requestLocale } from "~/lib/i18n/request-locale.server";
import "~/lib/load-context";
import { NonceProvider } from "~/lib/nonce";
import { paths } from "~/lib/paths";
import { plainPage } from "~/lib/plain-page.server";
import { reportError } from "~/lib/report-error.server";
import { isOwnOrigin } from "~/lib/request-origin.server";
import { accountLocale } from "~/lib/supabase/account-locale.server";

const abortDelay = 5_000;

/**
 * What `server.js` needs from the app around each request: the reading of the environment (done by importing
 * this module), the locale with the build for it, the check of the origin and a page for requests that never reach a route.
 */
export const requestTools = {
  isOwnOrigin: (request: Omit<Parameters<typeof isOwnOrigin>[0], "appUrl">) => isOwnOrigin({ ...request, appUrl: env.APP_URL }),
  runInLocaleOf: async <T,>(
    { originalUrl: url, headers }: { originalUrl: string; headers: { cookie?: string; "accept-language"?: string } },
    run: () => T,
  ): Promise<Awaited<T>> => {
    const account = url.startsWith(paths.desks()) ? await accountLocale(headers.cookie) : undefined;
    const locale = await requestLocale({ url, account, cookie: headers.cookie, acceptLanguage: headers["accept-language"] }, Date.now());
    return await runInLocale(locale, run);
  },
  /** For the locale that it is run in. */
  localBuild: <Build extends ServerBuild>(build: Build): Build => (import.meta.env.DEV ? build : buildInLocale(build, getLocale())),
  plainPage,
};

export type RequestTools = typeof requestTools;

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { nonce }: AppLoadContext,
): Promise<Response> {
  // Robots get the page whole, people get it as it comes.
  const readyEvent = isbot(request.headers.get("user-agent")) ? "onAllReady" : "onShellReady";
  return new Promise((resolve, reject) => {
    let isShellRendered = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceProvider value={nonce}>
        <RemixServer context={remixContext} url={request.url} abortDelay={abortDelay} nonce={nonce} />
      </NonceProvider>,
      {
        nonce,
        [readyEvent]() {
          isShellRendered = true;
          const body = new PassThrough();
          headers.set("Content-Type", "text/html; charset=utf-8");
          headers.append("Vary", "Cookie, Accept-Language");
          if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-cache");
          headers.set(
            "Content-Security-Policy",
            contentSecurityPolicy({ nonce, supabaseUrl: env.SUPABASE_URL, isDevelopment: import.meta.env.DEV }),
          );
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
          pipe(body);
        },
        onShellError: reject,
        onError(error: unknown) {
          status = 500;
          // Errors of the shell are reported by `reject`.
          if (isShellRendered) reportError(error);
        },
      },
    );
    setTimeout(abort, abortDelay + 1000).unref();
  });
}

/** Remix calls this for every error thrown by a loader, an action or the renderer. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  // The person went away; nothing is broken.
  if (request.signal.aborted) return;
  // A refusal is an answer, not a fault.
  if (isRouteErrorResponse(error) && error.status < 500) return;
  reportError(error, { request_id: context.requestId, method: request.method, path: new URL(request.url).pathname });
};

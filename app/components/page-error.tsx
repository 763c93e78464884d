import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { statusWords } from "~/lib/i18n/status-words";
import { m } from "~/lib/i18n/messages";
import { buttonVariants } from "~/components/ui/button-variants";

/** The HTTP status behind an error; 0 when the network is away. */
function statusOf(error: unknown): number {
  if (isRouteErrorResponse(error)) return error.status;
  // A failed fetch of page data is a TypeError in every browser.
  if (typeof navigator !== "undefined" && !navigator.onLine) return 0;
  return 500;
}

/**
 * The body of every `ErrorBoundary`: what happened in words, and a way on. It never shows the error itself.
 *
 * @param props.isWholePage true where no shell surrounds it
 * @param props.home where "home" is for the people of this layout; the start page without it
 */
export function PageError({ isWholePage = false, home = "/", homeLabel }: { isWholePage?: boolean; home?: string; homeLabel?: string }) {
  const status = statusOf(useRouteError());
  const { title, text } = statusWords(status);
  const Frame = isWholePage ? "main" : "section";
  return (
    <Frame
      id={isWholePage ? "content" : undefined}
      className={`flex flex-col items-start justify-center gap-2 px-6 py-16 ${isWholePage ? "mx-auto min-h-dvh max-w-xl" : "mx-auto w-full max-w-xl"}`}
    >
      {status === 0 ? null : <p className="text-sm font-medium text-muted-foreground tabular-nums">{status}</p>}
      <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
      <p className="text-pretty text-muted-foreground">{text}</p>
      <div className="mt-4 flex flex-wrap gap-2">
        {/* Plain links: after an error a fresh page is worth more than a fast one. */}
        {status === 0 || status >= 500 || status === 429 ? (
          <a href="" className={buttonVariants()}>
            {m.common_try_again()}
          </a>
        ) : null}
        <a href={home} className={buttonVariants({ variant: "outline" })}>
          {homeLabel ?? m.common_go_home()}
        </a>
      </div>
    </Frame>
  );
}

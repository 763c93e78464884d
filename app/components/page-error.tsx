import { lazy, memo, Suspense } from "react";
import { m } from "~/lib/i18n/messages";
import PageErrorBody from "./page-error-body";

export interface PageErrorProps {
  /** True where no shell surrounds it. */
  isWholePage?: boolean;
  /** Where "home" is for the people of this layout; the start page without it. */
  home?: string;
  homeLabel?: string;
}

/** Stands in where even the words for the failure cannot be fetched. */
function Unreachable() {
  return (
    <section className="mx-auto w-full max-w-xl px-6 py-16">
      <h1 className="text-2xl font-semibold tracking-tight">{m.common_error_offline_title()}</h1>
      <p className="mt-2 text-muted-foreground">{m.common_error_offline_text()}</p>
    </section>
  );
}

// The server has it at hand (a page without JavaScript must show it); the browser fetches it when a page fails,
// so that the others do not carry the words for every way to fail in every language.
const Body = import.meta.env.SSR ? PageErrorBody : lazy(() => import("./page-error-body").catch(() => ({ default: Unreachable })));

/**
 * The body of every `ErrorBoundary`: what happened in words, and a way on. It never shows the error itself. The page around
 * it may change before its words are fetched: it is not drawn anew for that, which would throw away what the server sent.
 */
export const PageError = memo(function PageError(props: PageErrorProps) {
  return (
    <Suspense fallback={null}>
      <Body {...props} />
    </Suspense>
  );
});

import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { statusWords } from "~/lib/i18n/status-words";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { buttonVariants } from "~/components/ui/button-variants";
import type { PageErrorProps } from "./page-error";

/** The HTTP status behind an error; 0 when the network is away. */
function statusOf(error: unknown): number {
  if (isRouteErrorResponse(error)) return error.status;
  // Node has a navigator too, and it says nothing about the network.
  if (typeof navigator !== "undefined" && navigator.onLine === false) return 0;
  return 500;
}

/** What somebody wrote that was not taken, and why, where the error carries it. */
function keptText(error: unknown): { words: string; text: string } | null {
  const { words, text } = (isRouteErrorResponse(error) && (error.data as Record<string, unknown> | null)) || {};
  return typeof words === "string" && typeof text === "string" ? { words, text } : null;
}

/** What `PageError` shows; a file of its own, so that only a page that failed loads it. */
export default function PageErrorBody({ isWholePage = false, home = paths.home(), homeLabel }: PageErrorProps) {
  const error = useRouteError();
  const status = statusOf(error);
  const kept = keptText(error);
  const { title, text } = statusWords(status);
  const Frame = isWholePage ? "main" : "section";
  return (
    <Frame
      id={isWholePage ? "content" : undefined}
      className={`flex flex-col items-start justify-center gap-2 px-6 py-16 ${isWholePage ? "mx-auto min-h-dvh max-w-xl" : "mx-auto w-full max-w-xl"}`}
    >
      {status === 0 ? null : <p className="text-sm font-medium text-muted-foreground tabular-nums">{status}</p>}
      <h1 className="text-2xl font-semibold tracking-tight text-balance">{kept ? m.common_error_not_taken_title() : title}</h1>
      <p className="text-pretty text-muted-foreground">{kept?.words ?? text}</p>
      {kept && kept.text !== "" ? (
        <label className="mt-2 flex w-full flex-col gap-1.5 text-sm font-medium">
          {m.common_error_kept_text()}
          <textarea
            readOnly
            dir="auto"
            rows={6}
            defaultValue={kept.text}
            className="w-full rounded-md border border-input bg-surface p-3 text-base font-normal"
          />
        </label>
      ) : null}
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

import { useNavigation } from "@remix-run/react";
import { m } from "~/lib/i18n/messages";

/**
 * A hair line at the top while the next page loads. It lies over the page, so nothing moves, and it waits a
 * moment before it shows (in CSS), so that fast pages do not flicker.
 */
export function PageProgress() {
  const isBusy = useNavigation().state !== "idle";
  return (
    <div role="status" aria-live="polite" className="page-progress" data-busy={isBusy || undefined}>
      {isBusy ? <span className="sr-only">{m.common_loading()}</span> : null}
    </div>
  );
}

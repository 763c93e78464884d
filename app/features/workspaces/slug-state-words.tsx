import { CircleAlert, CircleCheck } from "lucide-react";
import { m } from "~/lib/i18n/messages";
import type { SlugState } from "~/lib/supabase/workspace-types";

const words: Record<SlugState | "looking", () => string> = {
  free: m.settings_slug_free,
  taken: m.errors_slug_taken,
  reserved: m.errors_slug_reserved,
  malformed: m.errors_slug_format,
  looking: m.settings_slug_looking,
};

/** Whether the typed address can be had, told as it is found out. */
export function SlugStateWords({ state }: { state: SlugState | "looking" | null }) {
  const isRefused = state !== null && state !== "free" && state !== "looking";
  return (
    <span aria-live="polite" className="block">
      {state === null ? null : (
        <span
          className={`mt-1 flex items-start gap-1.5 font-medium [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 ${
            state === "free" ? "text-success-ink" : isRefused ? "text-danger-ink" : "text-muted-foreground"
          }`}
        >
          {state === "free" ? <CircleCheck aria-hidden="true" /> : isRefused ? <CircleAlert aria-hidden="true" /> : null}
          {words[state]()}
        </span>
      )}
    </span>
  );
}

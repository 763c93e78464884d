import { useEffect, useState } from "react";
import { paths } from "~/lib/paths";
import type { SlugState } from "~/lib/supabase/workspace-types";

/** Long enough for typing to be over for now. */
const pauseMs = 350;

/**
 * Whether a typed address could be had, asked a moment after each change.
 *
 * @param slug null where there is nothing to ask
 * @param ofSlug the workspace that wants it; null: a new one
 * @returns null before there is an answer, and where none comes: the form is checked anyway when it is sent
 */
export function useSlugState(slug: string | null, ofSlug: string | null): SlugState | "looking" | null {
  const [known, setKnown] = useState<{ slug: string; state: SlugState | null } | null>(null);
  useEffect(() => {
    if (slug === null) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void fetch(paths.slugCheck({ slug, of: ofSlug ?? undefined }), { signal: abort.signal })
        .then(async (response) => (response.ok ? ((await response.json()) as { state: SlugState }).state : null))
        .catch(() => null)
        .then((state) => {
          if (!abort.signal.aborted) setKnown({ slug, state });
        });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [slug, ofSlug]);
  if (slug === null) return null;
  return known?.slug === slug ? known.state : "looking";
}

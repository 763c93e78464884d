import { useCallback, useEffect, useRef, useState } from "react";
import type { PolicyPreview } from "./policy-preview-data";

/** So long after the last key. */
const pause = 350;

export type PreviewState = {
  /** The last one there was. */
  preview: PolicyPreview | null;
  /** What is wrong with what is typed, by field. */
  errors: Record<string, string[]>;
  /** What is typed is not what is shown yet. */
  isLooking: boolean;
};

/**
 * When something would be due by what is typed, a moment after it was typed.
 *
 * @param url of the data route that takes the form
 * @returns `look`: call it whenever the form has changed
 */
export function usePolicyPreview(initial: PolicyPreview | null, url: string): PreviewState & { look: (form: HTMLFormElement) => void } {
  const [state, setState] = useState<PreviewState>({ preview: initial, errors: {}, isLooking: false });
  const request = useRef<{ timer: ReturnType<typeof setTimeout>; abort: AbortController } | null>(null);
  const forget = useCallback(() => {
    if (!request.current) return;
    clearTimeout(request.current.timer);
    request.current.abort.abort();
  }, []);
  useEffect(() => forget, [forget]);
  const look = useCallback(
    (form: HTMLFormElement) => {
      forget();
      const abort = new AbortController();
      setState((now) => ({ ...now, isLooking: true }));
      const timer = setTimeout(() => {
        void fetch(url, { method: "POST", body: new FormData(form), signal: abort.signal })
          .then((response) => response.json() as Promise<PolicyPreview | { errors: Record<string, string[]> } | null>)
          .catch(() => null)
          .then((answer) => {
            if (abort.signal.aborted) return;
            if (answer === null) setState((now) => ({ ...now, isLooking: false }));
            else if ("errors" in answer) setState((now) => ({ ...now, errors: answer.errors, isLooking: false }));
            else setState({ preview: answer, errors: {}, isLooking: false });
          });
      }, pause);
      request.current = { timer, abort };
    },
    [forget, url],
  );
  return { ...state, look };
}

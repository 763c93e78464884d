import { useCallback, useEffect, useRef, useState } from "react";

/** Long enough for typing to be over for now. */
const pauseMs = 350;
/** So long what is said of "now" is near enough. */
const freshMs = 60_000;

export type TypedPreview<Answer> = {
  /** The last one there was. */
  answer: Answer;
  /** `looking`: something else is typed by now. `failed`: it could not be asked. */
  state: "current" | "looking" | "failed";
  /** The answer is one to what was typed, and worth being told; else it only counts along. */
  isNews: boolean;
  /** To be called whenever something else is typed. */
  look: () => void;
  retry: () => void;
};

/**
 * What the server says of a form as it is typed: a moment after each change; and, for it speaks of "now", every minute
 * while the page is seen, and when somebody comes back to it.
 *
 * @param first what the page came with
 * @param ask rejects where there is no answer
 * @param isWhole false while there is nothing to ask yet
 */
export function useTypedPreview<Answer>(
  first: Answer,
  ask: (signal: AbortSignal, last: Answer) => Promise<Answer>,
  isWhole = true,
): TypedPreview<Answer> {
  const [shown, setShown] = useState({ answer: first, state: "current" as TypedPreview<Answer>["state"], isNews: false });
  const latest = useRef({ ask, isWhole, answer: first });
  useEffect(() => {
    latest.current = { ask, isWhole, answer: shown.answer };
  });
  const request = useRef<{ timer: ReturnType<typeof setTimeout>; abort: AbortController; isNews: boolean } | null>(null);
  const forget = useCallback(() => {
    clearTimeout(request.current?.timer);
    request.current?.abort.abort();
    request.current = null;
  }, []);
  const askAfter = useCallback(
    (wait: number, isNews: boolean) => {
      forget();
      const abort = new AbortController();
      if (isNews) setShown((now) => ({ ...now, state: "looking" }));
      const timer = setTimeout(() => {
        latest.current.ask(abort.signal, latest.current.answer).then(
          (answer) => {
            if (abort.signal.aborted) return;
            request.current = null;
            setShown({ answer, state: "current", isNews });
          },
          () => {
            if (abort.signal.aborted) return;
            request.current = null;
            setShown((now) => ({ ...now, state: "failed", isNews: true }));
          },
        );
      }, wait);
      request.current = { timer, abort, isNews };
    },
    [forget],
  );
  useEffect(() => {
    let askedAt = Date.now();
    const countAlong = () => {
      if (document.hidden || !latest.current.isWhole || request.current?.isNews || Date.now() - askedAt < freshMs / 2) return;
      askedAt = Date.now();
      askAfter(0, false);
    };
    const timer = setInterval(countAlong, freshMs);
    document.addEventListener("visibilitychange", countAlong);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", countAlong);
      forget();
    };
  }, [askAfter, forget]);
  return {
    ...shown,
    look: useCallback(() => askAfter(pauseMs, true), [askAfter]),
    retry: useCallback(() => askAfter(0, true), [askAfter]),
  };
}

/**
 * Posts a form as it stands to a data route.
 *
 * @returns its answer, also to a form that it refuses. @throws where there is none: no network, no session
 */
export async function postTyped<Answer>(url: string, formId: string, signal: AbortSignal): Promise<Answer> {
  const body = new FormData(document.forms.namedItem(formId) ?? undefined);
  // A file says nothing of it.
  body.delete("ics");
  const response = await fetch(url, { method: "POST", body, signal });
  const answer = (await response.json()) as Answer | null;
  if (answer === null) throw new Error(`${url} answered ${response.status} with nothing`);
  return answer;
}

import { useEffect, useState } from "react";
import type { SlaWhatIf } from "~/lib/supabase/sla-types";

type Answer = { whatIf: SlaWhatIf | null } | { errors: Record<string, string[]> };

export type Trial = {
  whatIf: SlaWhatIf | null;
  /** What is wrong with the draft, by field. */
  errors: Record<string, string[]>;
  isAsking: boolean;
  /** Nothing came back: no network, or the server is away. */
  hasFailed: boolean;
  /** Has what is typed tried. */
  start: (form: HTMLFormElement) => void;
  /** The form has changed since. */
  isStale: boolean;
  noteChange: () => void;
};

/** Still at work. */
export const isUnderWay = (whatIf: SlaWhatIf | null): boolean => whatIf?.state === "waiting" || whatIf?.state === "running";

/**
 * Tries a draft with the last 30 days, and follows how far that is while the page is seen.
 *
 * @param initial one that was asked for without JavaScript
 * @param url of the data route: it takes the form (POST), and tells how far it is (GET)
 */
export function useWhatIf(initial: SlaWhatIf | null, url: string): Trial {
  const [state, setState] = useState<Omit<Trial, "start" | "noteChange">>({
    whatIf: initial,
    errors: {},
    isAsking: false,
    hasFailed: false,
    isStale: false,
  });
  const followed = isUnderWay(state.whatIf) ? state.whatIf?.what_if_id : undefined;
  useEffect(() => {
    if (followed === undefined) return;
    let isGone = false;
    const timer = setInterval(() => {
      if (document.hidden) return;
      void ask(`${url}${url.includes("?") ? "&" : "?"}id=${followed}`).then((answer) => {
        if (isGone || !answer || "errors" in answer || !answer.whatIf) return;
        const { whatIf } = answer;
        setState((now) => (now.whatIf?.what_if_id === whatIf.what_if_id ? { ...now, whatIf } : now));
      });
    }, 1000);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [followed, url]);
  return {
    ...state,
    start: (form) => {
      setState((now) => ({ ...now, errors: {}, isAsking: true, hasFailed: false, isStale: false }));
      void ask(url, new FormData(form)).then((answer) => {
        if (!answer) setState((now) => ({ ...now, isAsking: false, hasFailed: true }));
        else if ("errors" in answer) {
          setState((now) => ({ ...now, errors: answer.errors, isAsking: false }));
          const [field = ""] = Object.keys(answer.errors);
          const element = form.elements.namedItem(field);
          if (element instanceof HTMLElement) element.focus();
        } else setState((now) => ({ ...now, whatIf: answer.whatIf, isAsking: false }));
      });
    },
    noteChange: () =>
      setState((now) => (now.isStale && Object.keys(now.errors).length === 0 ? now : { ...now, errors: {}, isStale: true })),
  };
}

/** @param form posts it; without one it only looks. @returns null when nothing that can be read came back */
async function ask(url: string, form?: FormData): Promise<Answer | null> {
  try {
    const response = await fetch(url, { method: form ? "POST" : "GET", body: form, headers: { Accept: "application/json" } });
    return (await response.json()) as Answer | null;
  } catch {
    return null;
  }
}

import { useEffect, type RefObject } from "react";

/**
 * After a refusal, puts the focus on the first thing that is wrong: an input, a list, or the form as a whole.
 *
 * @param answer another one after each post
 */
export function useRefusalFocus(element: RefObject<HTMLElement>, answer: unknown, isRefused: boolean): void {
  useEffect(() => {
    if (!isRefused) return;
    // conform goes to the first wrong input; a list and the form as a whole can be wrong as well. It draws them after this.
    const frame = requestAnimationFrame(() =>
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-refusal], [role="alert"]')?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [element, answer, isRefused]);
}

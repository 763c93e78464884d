import { useEffect, useRef, type RefObject } from "react";

export type ListFocus = {
  /** @param length how many there were before */
  afterAdding: (list: string, length: number) => void;
  afterRemoving: (list: string, index: number) => void;
};

/**
 * Puts the focus where somebody goes on who works with the keyboard: into what was added; after removing, to the
 * remove button that has taken the place of the pressed one, else to the one before it, else to the list's "add".
 */
export function useListFocus(form: RefObject<HTMLFormElement>): ListFocus {
  const wanted = useRef<{ list: string; index: number; isNew: boolean } | null>(null);
  useEffect(() => {
    const target = wanted.current;
    if (!target || !form.current) return;
    wanted.current = null;
    const { list, index, isNew } = target;
    const inputAt = (place: number) => form.current?.querySelector<HTMLElement>(`[name^="${list}[${place}]."]:not([type=hidden])`);
    if (isNew) return inputAt(index)?.focus();
    const removeAt = (place: number) =>
      [...(form.current?.querySelectorAll<HTMLElement>('button[name="__intent__"]') ?? [])].find(
        (button) => (button as HTMLButtonElement).value === JSON.stringify({ type: "remove", payload: { name: list, index: place } }),
      );
    (removeAt(index) ?? removeAt(index - 1) ?? form.current.querySelector<HTMLElement>(`[data-add="${list}"]`))?.focus();
  });
  return {
    afterAdding: (list, length) => void (wanted.current = { list, index: length, isNew: true }),
    afterRemoving: (list, index) => void (wanted.current = { list, index, isNew: false }),
  };
}

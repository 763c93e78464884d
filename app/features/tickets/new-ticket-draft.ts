/** What is typed into the form survives a reload, in this tab only. */
import { useEffect, useRef, type RefObject } from "react";
import { tabStorage } from "~/lib/tab-storage";

type Draft = Partial<Record<string, string | string[]>>;

const keyOf = (workspaceSlug: string) => `new-ticket:${workspaceSlug}`;

function read(workspaceSlug: string): Draft {
  try {
    const draft: unknown = JSON.parse(tabStorage.get(keyOf(workspaceSlug)) ?? "{}");
    return typeof draft === "object" && draft !== null ? draft : {};
  } catch {
    return {};
  }
}

function write(workspaceSlug: string, form: HTMLFormElement, names: readonly string[]): void {
  const values = new FormData(form);
  tabStorage.set(keyOf(workspaceSlug), JSON.stringify(Object.fromEntries(names.map((name) => [name, values.getAll(name)]))));
}

/** Forgets the draft: its ticket is open. */
export function clearDraft(workspaceSlug: string): void {
  tabStorage.set(keyOf(workspaceSlug), null);
}

/**
 * Puts a draft back into the fields, once, and keeps it up to date.
 *
 * @param options.names of the form's fields
 * @param options.isFresh false when the form already carries what was sent; that is newer than any draft
 * @param options.onRestored hears of it when something was put back, with the id the words were first sent under
 * @returns what to call on every input
 */
export function useDraft(
  formRef: RefObject<HTMLFormElement>,
  options: { workspaceSlug: string; names: readonly string[]; isFresh: boolean; onRestored: (submissionId: string | undefined) => void },
): () => void {
  const { workspaceSlug, names, isFresh, onRestored } = options;
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const initial = useRef({ names, isFresh, onRestored });
  useEffect(() => {
    const form = formRef.current;
    if (!form || !initial.current.isFresh) return;
    const draft = read(workspaceSlug);
    let isRestored = false;
    for (const name of initial.current.names) {
      const values = [draft[name] ?? []].flat();
      for (const field of form.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(name)}"]`)) {
        const isBox = field.type === "checkbox";
        const value = values[0] ?? "";
        // What was typed before the script ran, or kept by the browser, is newer than the draft.
        if (isBox ? field.checked || !values.includes(field.value) : value === "" || field.type === "hidden" || field.value === value)
          continue;
        if (!isBox && field.tagName !== "SELECT" && field.value !== field.defaultValue) continue;
        if (isBox) field.checked = true;
        else field.value = value;
        isRestored = true;
      }
    }
    if (isRestored) initial.current.onRestored([draft.submission_id ?? []].flat()[0]);
  }, [formRef, workspaceSlug]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (formRef.current) write(workspaceSlug, formRef.current, names);
    }, 200);
  };
}

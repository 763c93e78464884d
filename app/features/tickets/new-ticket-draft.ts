/** What is typed into the form survives a reload, in this tab only. */
import { useEffect, useRef, type RefObject } from "react";
import { tabStorage } from "~/lib/tab-storage";
import { newTicketFields } from "./new-ticket-schema";

type Draft = Partial<Record<string, string>>;

const keyOf = (workspaceSlug: string) => `new-ticket:${workspaceSlug}`;

function read(workspaceSlug: string): Draft {
  try {
    const draft: unknown = JSON.parse(tabStorage.get(keyOf(workspaceSlug)) ?? "{}");
    return typeof draft === "object" && draft !== null ? draft : {};
  } catch {
    return {};
  }
}

function write(workspaceSlug: string, form: HTMLFormElement): void {
  const values = new FormData(form);
  tabStorage.set(keyOf(workspaceSlug), JSON.stringify(Object.fromEntries(newTicketFields.map((name) => [name, values.get(name)]))));
}

/** Forgets the draft: its ticket is open. */
export function clearDraft(workspaceSlug: string): void {
  tabStorage.set(keyOf(workspaceSlug), null);
}

/**
 * Puts a draft back into the fields, once, and keeps it up to date.
 *
 * @param options.isFresh false when the form already carries what was sent; that is newer than any draft
 * @param options.onRestored hears of it when something was put back, with the id the words were first sent under
 * @returns what to call on every input
 */
export function useDraft(
  formRef: RefObject<HTMLFormElement>,
  options: { workspaceSlug: string; isFresh: boolean; onRestored: (submissionId: string | undefined) => void },
): () => void {
  const { workspaceSlug, isFresh, onRestored } = options;
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const initial = useRef({ isFresh, onRestored });
  useEffect(() => {
    const form = formRef.current;
    if (!form || !initial.current.isFresh) return;
    const draft = read(workspaceSlug);
    let isRestored = false;
    for (const name of newTicketFields) {
      const control = form.elements.namedItem(name);
      const value = draft[name];
      if (!value || !(control instanceof HTMLElement) || !("value" in control)) continue;
      const field = control as HTMLInputElement;
      // What was typed before the script ran, or kept by the browser, is newer than the draft.
      if (field.type === "hidden" || field.value === value || (field.tagName !== "SELECT" && field.value !== field.defaultValue)) continue;
      field.value = value;
      isRestored = true;
    }
    if (isRestored) initial.current.onRestored(draft.submission_id);
  }, [formRef, workspaceSlug]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (formRef.current) write(workspaceSlug, formRef.current);
    }, 200);
  };
}

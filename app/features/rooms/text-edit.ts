/** A change of what stands in a field: which part is replaced, by what, and what is selected then. */
export type TextEdit = { from: number; to: number; insert: string; selectFrom: number; selectTo: number };

/** Does it as if it were typed, so that the browser can undo it and the page hears of it. The field has the focus then. */
export function applyEdit(field: HTMLTextAreaElement, edit: TextEdit): void {
  field.focus();
  field.setSelectionRange(edit.from, edit.to);
  const isTyped = edit.insert === "" ? document.execCommand("delete") : document.execCommand("insertText", false, edit.insert);
  if (!isTyped) {
    field.setRangeText(edit.insert, edit.from, edit.to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.setSelectionRange(edit.selectFrom, edit.selectTo);
}

/** Puts text where the caret is or was, in place of what is selected. */
export function insertText(field: HTMLTextAreaElement, text: string): void {
  const { selectionStart: from, selectionEnd: to } = field;
  applyEdit(field, { from, to, insert: text, selectFrom: from + text.length, selectTo: from + text.length });
}

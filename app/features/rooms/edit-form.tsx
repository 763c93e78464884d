import { useEffect, useRef, type KeyboardEvent } from "react";
import { Button } from "~/components/ui/button";
import { m } from "~/lib/i18n/messages";
import { bodyLength, maxBodyLength } from "./body-length";
import type { Line } from "./line";
import type { MessageActions } from "./message-actions";
import { useActionsState } from "./use-message-actions";

/** An own message while it is changed, where it stands: Enter saves, Escape leaves it as it was. */
export default function EditForm({ line, actions }: { line: Line; actions: MessageActions }) {
  const editing = useActionsState(actions, (state) => state.editing, null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);
  const text = editing?.text ?? "";
  const words = editing?.words ?? null;
  const length = bodyLength(text);
  const problem = length > maxBodyLength ? m.room_too_long() : words;

  function end(isSaved: boolean) {
    if (isSaved && !actions.saveEdit()) return field.current?.focus();
    if (!isSaved) actions.cancelEdit();
    document.getElementById("room-composer")?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const isTouch = window.matchMedia("(hover: none) and (pointer: coarse)").matches;
    const isSaving = event.key === "Enter" && (event.ctrlKey || event.metaKey || !(event.shiftKey || event.altKey || isTouch));
    if (!isSaving && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    end(isSaving);
  }

  const problemId = `edit-problem-${line.seq}`;
  return (
    <form
      className="w-[min(34rem,75vw)] max-w-full min-w-0 rounded-2xl border border-ring bg-surface p-2 text-foreground ring-3 ring-ring/20"
      onSubmit={(event) => {
        event.preventDefault();
        end(true);
      }}
    >
      <textarea
        ref={field}
        value={text}
        dir="auto"
        aria-label={m.room_edit_label()}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? problemId : undefined}
        onChange={(event) => actions.changeEdit(event.target.value)}
        onKeyDown={onKeyDown}
        className="block field-sizing-content max-h-[40dvh] min-h-9 w-full resize-none bg-transparent px-2 py-1 text-[0.9375rem] leading-[1.45] focus:outline-hidden"
      />
      {problem ? (
        <p id={problemId} role="alert" className="px-2 py-1 text-xs text-danger-ink">
          {problem}
        </p>
      ) : null}
      <div className="mt-1 flex items-center justify-end gap-2">
        <span aria-hidden="true" className="me-auto truncate ps-2 text-xs text-muted-foreground pointer-coarse:hidden">
          {m.room_edit_keys()}
        </span>
        <Button size="sm" variant="ghost" onClick={() => end(false)}>
          {m.room_edit_cancel()}
        </Button>
        <Button size="sm" type="submit" aria-disabled={length === 0 || length > maxBodyLength || undefined}>
          {m.room_edit_save()}
        </Button>
      </div>
    </form>
  );
}

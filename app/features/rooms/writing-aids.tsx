import { useEffect, type ReactNode, type RefObject } from "react";
import { m } from "~/lib/i18n/messages";
import { EmojiSuggestions } from "./emoji-suggestions";
import { formatText, type Format } from "./format-text";
import { FormatToolbar } from "./format-toolbar";
import { applyEdit } from "./text-edit";

const formatOfKey: Partial<Record<string, Format>> = { b: "bold", i: "italic", e: "code", k: "link" };

/** What helps with writing, loaded once somebody writes: the toolbar with its keys, and emoji by their names. */
export default function WritingAids(props: { field: RefObject<HTMLTextAreaElement>; text: string; isToolbarShown: boolean }): ReactNode {
  const { field, text, isToolbarShown } = props;
  // On a Mac, Control with these letters moves the caret.
  const isMac = /Mac|iPhone|iPad/u.test(navigator.userAgent);
  useEffect(() => {
    const area = field.current;
    const onKeyDown = (event: KeyboardEvent) => {
      const format = formatOfKey[event.key.toLowerCase()];
      const isWanted = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      if (!format || !isWanted || event.altKey || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      applyFormat(field.current, format);
    };
    area?.addEventListener("keydown", onKeyDown);
    return () => area?.removeEventListener("keydown", onKeyDown);
  }, [field, isMac]);

  return (
    <>
      <EmojiSuggestions field={field} text={text} />
      {isToolbarShown ? (
        <FormatToolbar
          field={field}
          modifier={isMac ? "⌘" : m.room_format_control()}
          onFormat={(format) => applyFormat(field.current, format)}
        />
      ) : null}
    </>
  );
}

function applyFormat(area: HTMLTextAreaElement | null, format: Format): void {
  if (area) applyEdit(area, formatText(format, area.value, area.selectionStart, area.selectionEnd, m.room_format_link_words()));
}

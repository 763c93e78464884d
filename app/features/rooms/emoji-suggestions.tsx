import { useEffect, useId, useRef, useState, type RefObject } from "react";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { emojiOfCode, searchEmoji, type FoundEmoji } from "./emoji-search";
import { applyEdit } from "./text-edit";
import { typedCode } from "./typed-code";

type Offer = { from: number; to: number; found: FoundEmoji[]; chosen: number };

/** `:smile:` becomes its emoji, and `:smi` offers some: arrow keys choose, Enter or Tab takes one, Escape leaves it. */
export function EmojiSuggestions({ field, text }: { field: RefObject<HTMLTextAreaElement>; text: string }) {
  const id = useId();
  const [offer, setOffer] = useState<Offer | null>(null);
  const shown = useRef<Offer | null>(null);
  const asked = useRef(0);
  const isOpen = offer !== null && text !== "";
  useEffect(() => {
    shown.current = isOpen ? offer : null;
    // These are attributes of a field that is not of this component.
    const area = field.current;
    const attributes = { "aria-autocomplete": "list", "aria-controls": id, "aria-activedescendant": `${id}${offer?.chosen ?? 0}` };
    for (const [name, value] of Object.entries(attributes)) {
      if (isOpen) area?.setAttribute(name, value);
      else area?.removeAttribute(name);
    }
  }, [field, id, isOpen, offer]);

  useEffect(() => {
    const area = field.current;
    if (!area) return;
    const close = () => {
      asked.current += 1;
      setOffer(null);
    };
    const take = (from: number, to: number, emoji: string, after: string) => {
      const end = from + emoji.length + after.length;
      applyEdit(area, { from, to, insert: emoji + after, selectFrom: end, selectTo: end });
      close();
    };
    const lookUp = () => {
      const typed = area.selectionStart === area.selectionEnd ? typedCode(area.value, area.selectionEnd) : null;
      if (!typed) return;
      const { value } = area;
      const to = area.selectionEnd;
      const asking = asked.current;
      const isStillMeant = () => asked.current === asking && area.value === value && area.selectionEnd === to;
      const answer = typed.isWhole
        ? emojiOfCode(typed.code).then((emoji) => {
            if (emoji && isStillMeant()) take(typed.from, to, emoji, "");
          })
        : searchEmoji(typed.code).then((found) => {
            if (found.length > 0 && isStillMeant()) setOffer({ from: typed.from, to, found, chosen: 0 });
          });
      // Without the data what was typed stays as it is.
      answer.catch(() => undefined);
    };
    const onInput = (event: Event) => {
      close();
      // What was undone is not done again.
      if (event instanceof InputEvent && event.inputType.startsWith("insert") && !event.isComposing) lookUp();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const open = shown.current;
      if (!open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setOffer({ ...open, chosen: (open.chosen + step + open.found.length) % open.found.length });
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" || event.key === "Tab") take(open.from, open.to, open.found[open.chosen]?.emoji ?? "", " ");
      else return;
      // Before the composer hears of it, where Enter sends.
      event.preventDefault();
      event.stopPropagation();
    };
    // These aids are loaded when somebody begins to write, who may have written the code by now.
    if (document.activeElement === area) lookUp();
    area.addEventListener("input", onInput);
    area.addEventListener("keydown", onKeyDown);
    area.addEventListener("blur", close);
    return () => {
      area.removeEventListener("input", onInput);
      area.removeEventListener("keydown", onKeyDown);
      area.removeEventListener("blur", close);
    };
  }, [field]);

  if (!isOpen) return null;
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={m.room_emoji_suggestions()}
      className="absolute start-0 bottom-full z-30 mb-1.5 w-64 max-w-full overflow-hidden rounded-lg border border-border bg-surface p-1 text-start text-sm text-foreground shadow-lg"
    >
      {offer.found.map(({ emoji, code }, index) => (
        <li
          key={emoji}
          id={`${id}${index}`}
          role="option"
          aria-selected={index === offer.chosen}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            const area = field.current;
            if (!area) return;
            const end = offer.from + emoji.length + 1;
            applyEdit(area, { from: offer.from, to: offer.to, insert: `${emoji} `, selectFrom: end, selectTo: end });
            setOffer(null);
          }}
          className={cn(
            "flex cursor-pointer items-center gap-2.5 rounded-md px-2 py-1.5",
            index === offer.chosen ? "bg-pressed" : "hover:bg-hover",
          )}
        >
          <span className="w-6 shrink-0 text-center text-lg leading-none">{emoji}</span>
          <span className="truncate text-muted-foreground">:{code}:</span>
        </li>
      ))}
    </ul>
  );
}

import { Bold, Code, Italic, Link2, List, Quote, SquareCode, type LucideIcon } from "lucide-react";
import { useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { buttonVariants } from "~/components/ui/button-variants";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import type { Format } from "./format-text";

const buttons: { format: Format; name: () => string; Icon: LucideIcon; key?: string }[] = [
  { format: "bold", name: m.room_format_bold, Icon: Bold, key: "B" },
  { format: "italic", name: m.room_format_italic, Icon: Italic, key: "I" },
  { format: "link", name: m.room_format_link, Icon: Link2, key: "K" },
  { format: "list", name: m.room_format_list, Icon: List },
  { format: "quote", name: m.room_format_quote, Icon: Quote },
  { format: "code", name: m.room_format_code, Icon: Code, key: "E" },
  { format: "code-block", name: m.room_format_code_block, Icon: SquareCode },
];

/** One stop of the Tab key; the arrow keys go from button to button. */
export function FormatToolbar(props: { field: RefObject<HTMLTextAreaElement>; modifier: string; onFormat: (format: Format) => void }) {
  const { field, modifier, onFormat } = props;
  const [current, setCurrent] = useState(0);
  const bar = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") return field.current?.focus();
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === "rtl";
    const steps: Record<string, number> = {
      ArrowRight: isRightToLeft ? -1 : 1,
      ArrowLeft: isRightToLeft ? 1 : -1,
      Home: -current,
      End: -1 - current,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (current + step + buttons.length) % buttons.length;
    setCurrent(next);
    bar.current?.querySelectorAll("button")[next]?.focus();
  }

  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={m.room_format()}
      aria-controls="room-composer"
      onKeyDown={onKeyDown}
      className="mb-0.5 flex flex-wrap items-center gap-0.5 border-b border-current/10 pb-1"
    >
      {buttons.map(({ format, name, Icon, key }, index) => (
        <button
          key={format}
          type="button"
          tabIndex={index === current ? 0 : -1}
          aria-label={name()}
          aria-keyshortcuts={key ? `${modifier === "⌘" ? "Meta" : "Control"}+${key}` : undefined}
          title={key ? `${name()} · ${modifier === "⌘" ? `⌘${key}` : `${modifier} + ${key}`}` : name()}
          // The words that are selected in the field stay selected.
          onMouseDown={(event) => event.preventDefault()}
          onFocus={() => setCurrent(index)}
          onClick={() => onFormat(format)}
          className={cn(buttonVariants({ variant: "ghost", size: "icon-sm" }), "text-muted-foreground hover:text-foreground")}
        >
          <Icon aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}

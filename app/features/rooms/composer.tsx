import { ALargeSmall, ArrowUp, Smile } from "lucide-react";
import {
  forwardRef,
  lazy,
  Suspense,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { EmojiPicker } from "~/components/emoji-picker";
import { buttonVariants } from "~/components/ui/button-variants";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { tabStorage } from "~/lib/tab-storage";
import { useHydrated } from "~/lib/use-hydrated";
import { bodyLength, maxBodyLength } from "./body-length";
import { newId } from "./new-id";
import { insertText } from "./text-edit";
import { useFileDrop } from "./use-file-drop";

// Whoever only reads does not load it; where it cannot be loaded, one writes without.
const WritingAids = lazy(() => import("./writing-aids").catch(() => ({ default: () => null })));

export type ComposerSlots = {
  /** Over the field: what the line answers, what is attached to it. */
  above?: ReactNode;
  /** Buttons under the field, before its own. */
  tools?: ReactNode;
  /** Something is attached: the line needs no text. */
  canSendEmpty?: boolean;
  /** Takes files that are pasted into the field or dropped on the page. */
  onFiles?: (files: File[]) => void;
};

type ComposerProps = ComposerSlots & {
  roomId: string;
  /** For the form without JavaScript: the same id sent twice is the same line. */
  formClientId?: string;
  /** Names what the form is for, to the page's action. */
  intent: string;
  /** Under which the draft is kept in this tab. */
  draftKey: string;
  label: string;
  placeholder: string;
  sendLabel: string;
  look: "message" | "note";
  /** What could not be sent without JavaScript. */
  initialText?: string;
  error?: string;
  /** Also for a form without JavaScript: a second button beside the first. */
  noScript?: ReactNode;
  /** False: not yet, what is written stays. */
  onSend: (body: string, clientId: string) => void | false;
  onTyping?: () => void;
};

const toolClass = cn(
  buttonVariants({ variant: "ghost", size: "icon" }),
  "text-muted-foreground hover:text-foreground aria-expanded:bg-pressed aria-pressed:bg-pressed [&_svg]:size-4.5",
);

export type ComposerHandle = { focus: () => void; putBack: (text: string) => void; send: () => void };

/** Where a line is written. A plain form until the page is live, and then one that never waits. */
export const Composer = forwardRef<ComposerHandle, ComposerProps>(function Composer(props, ref) {
  const { roomId, formClientId, intent, draftKey, label, placeholder, sendLabel, look, initialText = "", error, noScript, onFiles } = props;
  const { above, tools, canSendEmpty = false } = props;
  const isHydrated = useHydrated();
  // Without waiting for the draft: files that are ready send the line as soon as the field is there.
  const [text, setText] = useState(() => (isHydrated && tabStorage.get(draftKey)) || initialText);
  const field = useRef<HTMLTextAreaElement>(null);
  const emojiButton = useRef<HTMLButtonElement>(null);
  const [isWriting, setWriting] = useState(false);
  const [isToolbarShown, setToolbarShown] = useState(false);
  const [isPicking, setPicking] = useState(false);
  const length = bodyLength(text);
  const left = maxBodyLength - length;
  const cannotSend = left < 0 || (length === 0 && !canSendEmpty);
  const isDropping = useFileDrop(onFiles);

  // Written before the page was live, or kept from before a reload; as is whether there is a toolbar.
  useEffect(() => {
    setText((current) => field.current?.value || current || (tabStorage.get(draftKey) ?? ""));
    setToolbarShown(tabStorage.get("formatting") !== null);
  }, [draftKey]);

  function change(next: string) {
    setText(next);
    tabStorage.set(draftKey, next === "" ? null : next);
  }

  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    putBack: (body) => {
      change(text.trim() === "" ? body : `${body}\n\n${text}`);
      field.current?.focus();
    },
    send,
  }));

  // Browsers without `field-sizing` need the height as a number.
  useEffect(() => {
    const area = field.current;
    if (!area || CSS.supports?.("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  function send() {
    if (cannotSend) return field.current?.focus();
    if (props.onSend(text.trim(), newId()) !== false) change("");
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    // While an input method composes, Enter chooses a word. Safari says so by the key code alone.
    if (event.key !== "Enter" || event.nativeEvent.isComposing || event.keyCode === 229) return;
    const isWanted = event.metaKey || event.ctrlKey;
    if (!isWanted && (event.shiftKey || event.altKey || isTouchOnly())) return;
    event.preventDefault();
    send();
  }

  function onPaste(event: ClipboardEvent) {
    const files = [...event.clipboardData.files];
    // A copied piece of a document comes as text and, beside it, as a picture of itself: the text is meant.
    if (!onFiles || files.length === 0 || event.clipboardData.getData("text/plain") !== "") return;
    event.preventDefault();
    onFiles(files);
  }

  const counterId = `${draftKey}-counter`;
  return (
    <form
      method="post"
      // Without JavaScript it may carry files.
      encType="multipart/form-data"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className={cn(
        "relative rounded-xl border p-1.5 shadow-sm transition-[border-color,box-shadow] focus-within:ring-3",
        look === "note"
          ? "border-note-border bg-note focus-within:ring-note-border/40"
          : "border-input bg-surface focus-within:border-ring focus-within:ring-ring/20",
      )}
    >
      <input type="hidden" name="room_id" value={roomId} />
      {formClientId ? <input type="hidden" name="client_id" value={formClientId} /> : null}
      {error ? (
        <p role="alert" className="px-2 pt-1 text-sm text-danger-ink">
          {error}
        </p>
      ) : null}
      {above}
      {isWriting || isToolbarShown ? (
        <Suspense fallback={null}>
          <WritingAids field={field} text={text} isToolbarShown={isToolbarShown} />
        </Suspense>
      ) : null}
      {isPicking ? (
        <EmojiPicker
          ignore={emojiButton}
          onPick={(emoji) => {
            setPicking(false);
            if (field.current) insertText(field.current, emoji);
          }}
          onClose={() => {
            setPicking(false);
            emojiButton.current?.focus();
          }}
          className="absolute start-0 bottom-full z-30 mb-2 max-w-full"
        />
      ) : null}
      <textarea
        ref={field}
        id="room-composer"
        name="body"
        rows={1}
        dir="auto"
        required={!canSendEmpty}
        value={text}
        aria-label={label}
        aria-describedby={left < 500 ? counterId : undefined}
        aria-invalid={left < 0 || undefined}
        placeholder={placeholder}
        enterKeyHint="send"
        autoComplete="off"
        onChange={(event) => {
          change(event.target.value);
          if (event.target.value.trim() !== "") props.onTyping?.();
        }}
        onFocus={() => setWriting(true)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        className="block field-sizing-content max-h-[min(40dvh,16rem)] min-h-9 w-full min-w-0 resize-none bg-transparent px-2 py-1.5 leading-normal text-foreground placeholder:text-muted-foreground focus:outline-hidden"
      />
      <div className="flex items-end gap-1.5">
        <div className="flex min-h-9 min-w-0 flex-1 flex-wrap items-center gap-0.5">
          {tools}
          {isHydrated ? (
            <>
              <button
                ref={emojiButton}
                type="button"
                aria-label={m.room_emoji()}
                title={m.room_emoji()}
                aria-haspopup="dialog"
                aria-expanded={isPicking}
                onClick={() => setPicking(!isPicking)}
                className={toolClass}
              >
                <Smile aria-hidden="true" />
              </button>
              <button
                type="button"
                aria-label={m.room_format()}
                title={m.room_format()}
                aria-pressed={isToolbarShown}
                onClick={() => {
                  setWriting(true);
                  setToolbarShown(!isToolbarShown);
                  tabStorage.set("formatting", isToolbarShown ? null : "shown");
                }}
                className={toolClass}
              >
                <ALargeSmall aria-hidden="true" />
              </button>
            </>
          ) : null}
        </div>
        {noScript}
        <button
          type="submit"
          // Of two buttons the one that was pressed says what is wanted. A hidden field would say it first, for both.
          name="intent"
          value={intent}
          aria-disabled={text !== "" && cannotSend ? true : undefined}
          aria-label={sendLabel}
          title={`${sendLabel} · ${m.room_hint_keys()}`}
          className={cn(buttonVariants({ size: "icon" }), "rounded-lg")}
        >
          <ArrowUp aria-hidden="true" />
        </button>
      </div>
      {isDropping ? (
        <p className="absolute inset-0 z-10 grid place-items-center rounded-xl border-2 border-dashed border-ring bg-surface text-sm font-medium text-primary-ink">
          {m.room_drop_files()}
        </p>
      ) : null}
      {left < 500 ? (
        <p
          id={counterId}
          className={cn("px-2 pb-0.5 text-end text-xs tabular-nums", left < 0 ? "font-semibold text-danger-ink" : "text-muted-foreground")}
        >
          {left < 0 ? m.room_characters_over({ count: -left }) : m.room_characters_left({ count: left })}
        </p>
      ) : null}
    </form>
  );
});

/** On a phone Enter starts a new line: there is no Shift to hold, and the button is under the thumb. */
function isTouchOnly(): boolean {
  return window.matchMedia("(hover: none) and (pointer: coarse)").matches;
}

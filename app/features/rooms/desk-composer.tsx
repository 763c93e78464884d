import { LockKeyhole, MessageSquareText } from "lucide-react";
import { forwardRef, useEffect, type ReactNode } from "react";
import { Kbd } from "~/components/ui/kbd";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { Composer, type ComposerHandle, type ComposerSlots } from "./composer";

export type WritingKind = "reply" | "note";

/**
 * The agents' composer: one field, and a switch that says who will read it. Each kind keeps a draft of its own.
 *
 * @param props.form as DeskRoom has it
 * @param props.slots what stands around the field of the kind that is being written
 */
export const DeskComposer = forwardRef<
  ComposerHandle,
  {
    roomId: string;
    draftKey: string;
    customerName: string;
    kind: WritingKind;
    isClosed: boolean;
    form?: { clientId: string; refused: { kind: WritingKind; text: string; words: string } | null };
    slots?: ComposerSlots;
    onKind: (kind: WritingKind) => void;
    onSend: (kind: WritingKind, body: string, clientId: string) => void | false;
    onTyping: (kind: WritingKind) => void;
  }
>(function DeskComposer(props, ref) {
  const { roomId, draftKey, customerName, kind, isClosed, onKind, onSend, onTyping } = props;
  const isNote = kind === "note";
  const refused = props.form?.refused?.kind === kind ? props.form.refused : undefined;

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      // By place on the keyboard: with Alt, many layouts type another letter there.
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyN") return;
      event.preventDefault();
      onKind(isNote ? "reply" : "note");
      requestAnimationFrame(() => document.getElementById("room-composer")?.focus());
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [isNote, onKind]);

  return (
    <div>
      <div role="group" aria-label={m.room_composer_kind()} className="mb-1.5 flex items-center gap-1">
        <KindButton isChosen={!isNote} onClick={() => onKind("reply")} icon={<MessageSquareText aria-hidden="true" />}>
          {m.room_tab_reply()}
        </KindButton>
        <KindButton isChosen={isNote} isNote onClick={() => onKind("note")} icon={<LockKeyhole aria-hidden="true" />}>
          {m.room_tab_note()}
        </KindButton>
        <span className="ms-1 hidden text-muted-foreground sm:flex" aria-hidden="true">
          <Kbd className="px-1.5">{m.room_switch_keys()}</Kbd>
        </span>
        {isNote ? <span className="ms-auto truncate text-xs font-medium text-note-ink">{m.room_note_only_team()}</span> : null}
      </div>
      {isClosed && !isNote ? (
        <p className="flex items-center gap-2 rounded-xl bg-sunken px-4 py-3 text-sm text-muted-foreground">
          <LockKeyhole aria-hidden="true" className="size-4 shrink-0" />
          {m.room_closed()}
        </p>
      ) : (
        <Composer
          ref={ref}
          key={kind}
          roomId={roomId}
          intent={isNote ? "add-note" : "send-message"}
          draftKey={`${draftKey}:${kind}`}
          label={isNote ? m.room_note_label() : m.room_message()}
          placeholder={isNote ? m.room_note_placeholder() : m.room_reply_placeholder({ name: customerName })}
          sendLabel={isNote ? m.room_add_note() : m.room_send()}
          look={isNote ? "note" : "message"}
          formClientId={props.form?.clientId}
          initialText={refused?.text}
          error={refused?.words}
          noScript={
            isNote ? null : (
              <noscript>
                <button
                  type="submit"
                  name="intent"
                  value="add-note"
                  className="h-9 shrink-0 rounded-lg border border-note-border bg-note px-3 text-sm text-note-ink"
                >
                  {m.room_add_note()}
                </button>
              </noscript>
            )
          }
          {...props.slots}
          onSend={(body, clientId) => onSend(kind, body, clientId)}
          onTyping={() => onTyping(kind)}
        />
      )}
    </div>
  );
});

function KindButton(props: { isChosen: boolean; isNote?: boolean; onClick: () => void; icon: ReactNode; children: string }) {
  const { isChosen, isNote = false, onClick, icon, children } = props;
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onClick}
      className={cn(
        "flex h-8 cursor-pointer items-center gap-1.5 rounded-md px-2.5 text-sm font-medium transition-colors [&>svg]:size-3.5",
        isChosen ? (isNote ? "bg-note text-note-ink" : "bg-pressed text-foreground") : "text-muted-foreground hover:bg-hover",
      )}
    >
      {icon}
      {children}
    </button>
  );
}

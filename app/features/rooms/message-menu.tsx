import { Copy, Info, Link2, Pencil, Plus, Reply, Trash2, type LucideIcon } from "lucide-react";
import { useRef, type FocusEvent, type KeyboardEvent, type RefObject } from "react";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "~/components/ui/dropdown-menu";
import { formatDate } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import type { Line } from "./line";
import { quickEmoji } from "./quick-emoji";
import type { RoomActions } from "./use-message-actions";

/** The menu of a message. Loaded when somebody reaches for it. */
export default function MessageMenu(props: {
  line: Line;
  room: RoomActions;
  labelledBy: string;
  button: RefObject<HTMLButtonElement>;
  isByKeyboard: boolean;
  onClose: () => void;
}) {
  const { line, room, labelledBy, button, isByKeyboard, onClose } = props;
  const { actions, linkTo, detailsUrl } = room;
  const { isOpen } = actions.getState();
  const change = actions.mayChange(line);
  /** Where the focus goes with the menu's end, if not back to its button. */
  const next = useRef<(() => void) | null>(null);

  // The key was pressed before there was a menu that could have heard it: the menu itself takes the focus then.
  const isEntered = useRef(!isByKeyboard);
  function enter({ target, currentTarget }: FocusEvent<HTMLElement>) {
    if (isEntered.current || target !== currentTarget) return;
    isEntered.current = true;
    currentTarget.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
  }

  function goTo(id: string) {
    next.current = () => requestAnimationFrame(() => document.getElementById(id)?.focus());
  }
  function copy(text: string) {
    // A page that is not served securely has no clipboard.
    const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
    copied.then(
      () => actions.notify(m.common_copied()),
      () => actions.notify(m.room_not_copied(), true),
    );
  }
  return (
    <DropdownMenu open modal={false} onOpenChange={(isStillOpen) => isStillOpen || onClose()}>
      <DropdownMenuTrigger asChild>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </DropdownMenuTrigger>
      <DropdownMenuContent
        aria-labelledby={labelledBy}
        align="end"
        onFocus={enter}
        onInteractOutside={(event) => {
          if (event.target instanceof Node && button.current?.contains(event.target)) event.preventDefault();
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          (next.current ?? (() => button.current?.focus()))();
        }}
      >
        {isOpen ? (
          <>
            <div
              role="group"
              aria-label={m.room_react()}
              onKeyDown={moveSideways}
              className="mb-1 flex justify-between gap-0.5 border-b border-border pb-1"
            >
              {quickEmoji.map((emoji) => {
                const isSet = line.reactions.some((one) => one.emoji === emoji && one.senderIds.includes(actions.me.id));
                return (
                  <DropdownMenuCheckboxItem
                    key={emoji}
                    checked={isSet}
                    aria-label={m.room_react_with({ emoji })}
                    onSelect={() => actions.react(line.seq, emoji, !isSet)}
                  >
                    {emoji}
                  </DropdownMenuCheckboxItem>
                );
              })}
              <DropdownMenuItem
                aria-label={m.room_react_other()}
                title={m.room_react_other()}
                className="size-9 justify-center px-0 pointer-coarse:size-11"
                onSelect={() => {
                  actions.open({ kind: "react", seq: line.seq });
                  next.current = () => undefined;
                }}
              >
                <Plus aria-hidden="true" />
              </DropdownMenuItem>
            </div>
            <Item
              icon={Reply}
              onSelect={() => {
                actions.reply(line);
                goTo("room-composer");
              }}
            >
              {m.room_reply()}
            </Item>
          </>
        ) : null}
        {line.body === "" ? null : (
          <Item icon={Copy} onSelect={() => copy(line.body)}>
            {m.room_copy_text()}
          </Item>
        )}
        <Item icon={Link2} onSelect={() => copy(new URL(linkTo(line.seq), window.location.href).href)}>
          {m.room_copy_link()}
        </Item>
        {detailsUrl ? (
          <Item
            icon={Info}
            onSelect={() => {
              actions.open({ kind: "details", seq: line.seq });
              next.current = () => undefined;
            }}
          >
            {m.room_details()}
          </Item>
        ) : null}
        {change === "may" ? (
          <>
            <Item
              icon={Pencil}
              onSelect={() => {
                actions.startEdit(line);
                next.current = () => undefined;
              }}
            >
              {m.room_edit()}
            </Item>
            <Item
              icon={Trash2}
              isDangerous
              onSelect={() => {
                actions.open({ kind: "delete", seq: line.seq });
                next.current = () => undefined;
              }}
            >
              {m.room_delete()}
            </Item>
          </>
        ) : null}
        <p className="mt-1 border-t border-border px-2.5 pt-1.5 pb-1 text-xs text-muted-foreground">
          {formatDate(line.createdAt, "datetime")}
          {change === "over" ? (
            <span className="mt-0.5 block max-w-52">
              {m.room_edit_over({ count: Math.max(1, Math.round(actions.editWindowMs / 60_000)) })}
            </span>
          ) : null}
        </p>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** The emoji stand in a row: the arrow keys of both directions go along it. */
function moveSideways(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  event.preventDefault();
  const isForward = (event.key === "ArrowRight") === (getComputedStyle(event.currentTarget).direction === "ltr");
  const next = document.activeElement?.[isForward ? "nextElementSibling" : "previousElementSibling"];
  if (next instanceof HTMLElement && next.parentElement === event.currentTarget) next.focus();
}

function Item(props: { icon: LucideIcon; isDangerous?: boolean; onSelect: () => void; children: string }) {
  const { icon: Icon, isDangerous, onSelect, children } = props;
  return (
    <DropdownMenuItem isDangerous={isDangerous} onSelect={onSelect}>
      <Icon aria-hidden="true" />
      {children}
    </DropdownMenuItem>
  );
}

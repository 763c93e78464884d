import { useId, useRef, useState, type KeyboardEvent } from "react";
import { LineIcon } from "~/components/ui/line-icon";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { loadedLater } from "~/lib/loaded-later";
import type { Line } from "./line";
import { useActionsState, useNotLoaded, useRoomActions, type RoomActions } from "./use-message-actions";

const load = () => import("./message-menu");
const MessageMenu = loadedLater(load);
/** Without a network it is asked for again at the press. */
const preload = () => void load().catch(() => undefined);

/** How many characters of a message tell it from the others. */
const nameLength = 60;

/** Opens what can be done with a message. Shown with a mouse over it, to the keyboard, and always where one touches. */
export function MessageMenuButton({ line }: { line: Line }) {
  const room = useRoomActions();
  return room ? <Button line={line} room={room} /> : null;
}

function Button({ line, room }: { line: Line; room: RoomActions }) {
  const { actions } = room;
  const isTabStop = useActionsState(actions, ({ tabStop }) => tabStop === line.seq, false);
  const [openedBy, setOpenedBy] = useState<"pointer" | "keyboard" | null>(null);
  const isOpen = openedBy !== null;
  const button = useRef<HTMLButtonElement>(null);
  const notLoaded = useNotLoaded();
  const id = useId();
  return (
    <span className="relative">
      <button
        ref={button}
        id={id}
        type="button"
        data-message-menu={line.seq}
        tabIndex={isTabStop ? 0 : -1}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={m.room_message_menu({ name: line.senderName, text: line.body.slice(0, nameLength) })}
        onPointerEnter={preload}
        onFocus={() => {
          preload();
          actions.setTabStop(line.seq);
        }}
        // A click that no pointer made is a key.
        onClick={(event) => setOpenedBy(event.detail === 0 ? "keyboard" : "pointer")}
        onKeyDown={moveFocus}
        className={cn(
          "grid size-7 cursor-pointer place-items-center rounded-full text-muted-foreground transition-opacity hover:bg-hover hover:text-foreground noscript:hidden",
          isOpen ? "bg-hover" : "opacity-0 group-hover/line:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-60",
        )}
      >
        <LineIcon className="size-4">
          <path d="M3.500 8h.010M8 8h.010M12.500 8h.010" strokeWidth={2.2} />
        </LineIcon>
      </button>
      {isOpen ? (
        <MessageMenu
          line={line}
          room={room}
          labelledBy={id}
          button={button}
          isByKeyboard={openedBy === "keyboard"}
          onClose={() => setOpenedBy(null)}
          onNotLoaded={() => notLoaded(() => setOpenedBy(null))}
        />
      ) : null}
    </span>
  );
}

/** The arrow keys lead from message to message: one stop of the Tab key for all of them. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  const buttons = [...(event.currentTarget.closest("ol")?.querySelectorAll<HTMLElement>("[data-message-menu]") ?? [])];
  const next = buttons[buttons.indexOf(event.currentTarget) + (event.key === "ArrowUp" ? -1 : 1)];
  event.preventDefault();
  if (next) next.focus();
  else if (event.key === "ArrowDown") document.getElementById("room-composer")?.focus();
}

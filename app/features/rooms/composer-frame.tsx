import { useEffect, type KeyboardEvent, type ReactNode } from "react";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";
import { loadedLater } from "~/lib/loaded-later";
import { CloseButton } from "./close-button";
import type { MessageActions } from "./message-actions";
import { useActionsState, useNotLoaded, useRoomActions, type RoomActions } from "./use-message-actions";

const MessageDialog = loadedLater(() => import("./message-dialog"));

/** How long a word about something that went well stays: milliseconds. */
const noticeMs = 4000;

/**
 * Around a room's composer: what became of an action, in words; the arrow up in an empty field edits the last own
 * message, and Escape takes back what is being answered.
 *
 * @param props.isForMessages false while a note is written
 */
export function ComposerFrame(props: { isForMessages?: boolean; children: ReactNode }) {
  const { isForMessages = true, children } = props;
  const room = useRoomActions();
  const actions = room?.actions;

  function onKeyDown(event: KeyboardEvent) {
    const { target, key } = event;
    if (!actions || !isForMessages || event.isDefaultPrevented() || event.nativeEvent.isComposing) return;
    if (!(target instanceof HTMLTextAreaElement) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (key === "Escape" && actions.getState().replyTo) actions.setReply(null);
    else if (key !== "ArrowUp" || target.value !== "" || !actions.editLast()) return;
    event.preventDefault();
  }

  return (
    <div className="relative" onKeyDown={onKeyDown}>
      {actions ? <Notice actions={actions} /> : null}
      {children}
      {room ? <OpenDialog room={room} /> : null}
    </div>
  );
}

function OpenDialog({ room }: { room: RoomActions }) {
  const dialog = useActionsState(room.actions, (state) => state.dialog, null);
  const notLoaded = useNotLoaded();
  return dialog ? <MessageDialog dialog={dialog} room={room} onNotLoaded={() => notLoaded(() => room.actions.open(null))} /> : null;
}

function Notice({ actions }: { actions: MessageActions }) {
  const notice = useActionsState(actions, (state) => state.notice, null);
  useEffect(() => {
    if (!notice || notice.isProblem) return;
    const timer = setTimeout(() => actions.dismissNotice(), noticeMs);
    return () => clearTimeout(timer);
  }, [actions, notice]);
  const isProblem = notice?.isProblem ?? false;
  return (
    <div role={isProblem ? "alert" : "status"} className="relative">
      {notice ? (
        <p
          className={cn(
            "absolute inset-x-0 bottom-1.5 z-10 mx-auto flex w-fit max-w-full items-center gap-2 rounded-lg border px-3 py-1.5 text-sm shadow-sm",
            isProblem ? "border-danger/30 bg-danger-soft text-danger-ink" : "border-border bg-surface text-foreground",
          )}
        >
          {notice.words}
          {isProblem ? <CloseButton name={m.common_close()} onClick={() => actions.dismissNotice()} /> : null}
        </p>
      ) : null}
    </div>
  );
}

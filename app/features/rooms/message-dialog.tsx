import { EmojiPicker } from "~/components/emoji-picker";
import { Button } from "~/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogTitle } from "~/components/ui/dialog";
import { m } from "~/lib/i18n/messages";
import type { ActionsState } from "./message-actions";
import { MessageDetails } from "./message-details";
import type { RoomActions } from "./use-message-actions";

/** What a message's menu asks or shows beside it: whether to delete it; all emoji; who has read it and what it said before. */
export default function MessageDialog({ dialog, room }: { dialog: NonNullable<ActionsState["dialog"]>; room: RoomActions }) {
  const { actions, detailsUrl } = room;
  const { kind, seq } = dialog;
  const line = actions.line(seq);
  const close = () => actions.open(null);
  const focusMenu = () => {
    const button = document.querySelector<HTMLElement>(`[data-message-menu="${seq}"]`);
    (button ?? document.getElementById("room-composer"))?.focus();
  };
  if (kind === "react")
    return (
      <EmojiPicker
        onPick={(emoji) => {
          actions.react(seq, emoji, true);
          close();
          focusMenu();
        }}
        onClose={() => {
          close();
          focusMenu();
        }}
        className="absolute start-0 bottom-full z-30 mb-2"
      />
    );
  return (
    <Dialog open onOpenChange={(isOpen) => isOpen || close()}>
      <DialogContent
        {...(kind === "delete" ? {} : { "aria-describedby": undefined })}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          focusMenu();
        }}
      >
        {kind === "delete" ? (
          <>
            <DialogTitle>{m.room_delete_title()}</DialogTitle>
            <DialogDescription>{m.room_delete_text()}</DialogDescription>
            <DialogFooter>
              <Button variant="outline" onClick={close}>
                {m.room_delete_keep()}
              </Button>
              <Button variant="danger" onClick={() => actions.remove(seq)}>
                {m.room_delete()}
              </Button>
            </DialogFooter>
          </>
        ) : (
          <>
            <DialogTitle>{m.room_details()}</DialogTitle>
            {line && detailsUrl ? <MessageDetails line={line} url={detailsUrl} /> : null}
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}

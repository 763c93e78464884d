import { m } from "~/lib/i18n/messages";
import { loadedLater } from "~/lib/loaded-later";
import { AttachmentList } from "./attachment-list";
import { isWithoutItsFiles, type Line } from "./line";
import { MessageBubble, type BubbleLook } from "./message-bubble";
import { QuoteBlock } from "./quote-block";
import { useActionsState, useNotLoaded, useRoomActions } from "./use-message-actions";

const EditForm = loadedLater(() => import("./edit-form"));

/** What a message says: its bubble, with what it answers; the form while it is edited; a word where it was deleted. */
export function LineContent(props: { line: Line; look: BubbleLook; atEnd: boolean; startsGroup: boolean }) {
  const { line, look, atEnd, startsGroup } = props;
  const actions = useRoomActions()?.actions;
  const isEditing = useActionsState(actions, ({ editing }) => look !== "note" && editing?.seq === line.seq, false);
  const notLoaded = useNotLoaded();
  if (line.deletedAt !== null)
    return (
      <p className="rounded-2xl border border-dashed border-border px-3.5 py-2 text-[0.9375rem] leading-[1.45] text-muted-foreground italic">
        {m.room_deleted()}
      </p>
    );
  const bubble = (
    <MessageBubble look={look} atEnd={atEnd} startsGroup={startsGroup} body={line.body}>
      {line.replyTo ? <QuoteBlock quote={line.replyTo} isOnColour={look === "own"} /> : null}
      {line.attachments.length > 0 ? <AttachmentList attachments={line.attachments} /> : null}
      {isWithoutItsFiles(line) ? <p className="italic">{m.room_attachment_removed()}</p> : null}
    </MessageBubble>
  );
  return actions && isEditing ? (
    <EditForm line={line} actions={actions} meanwhile={bubble} onNotLoaded={() => notLoaded(() => actions.cancelEdit())} />
  ) : (
    bubble
  );
}

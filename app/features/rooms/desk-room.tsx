import { LockKeyhole } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { m } from "~/lib/i18n/messages";
import type { NotesPage, RoomPage } from "~/lib/supabase/database-types";
import type { ComposerHandle } from "./composer";
import { ComposerFrame } from "./composer-frame";
import { DeskComposer, type WritingKind } from "./desk-composer";
import type { Line, Me } from "./line";
import { MessageRow } from "./message-row";
import { NotesClient, readNotesPage } from "./notes-client";
import { PresenceLine } from "./presence-line";
import { ReplyBar } from "./reply-bar";
import { RoomAnnouncer } from "./room-announcer";
import { RoomFrame, type RoomLinks } from "./room-frame";
import type { RoomClient } from "./room-client";
import { useAttachments } from "./use-attachments";
import { RoomActionsProvider, useMessageActions } from "./use-message-actions";
import { useFeed, useMerged, useRoom, useRunning } from "./use-room";
import { Viewers } from "./viewers";

/**
 * A ticket's room as agents have it: with internal notes among the messages, and a composer that writes both.
 * Needs `key={ticketId}`, a parent of definite height and a RealtimeProvider above it.
 *
 * @param props.page from the loader; newer ones are merged
 * @param props.around likewise: a stretch of history that is shown instead of the newest messages
 * @param props.openAt number of the message in it that the page was opened for
 * @param props.notes likewise
 * @param props.isCustomerAlone nobody else takes part on the customer's side: presence does not say who is there
 * @param props.form what a page without JavaScript needs: an id for the next line, and what became of the last
 * @param props.endpoints of the routes that answer and take lines, without a query, and that answers the details of one
 */
export function DeskRoom(props: {
  me: Me;
  page: RoomPage;
  around?: RoomPage | null;
  openAt?: number | null;
  links: RoomLinks;
  notes: NotesPage;
  endpoints: { messages: string; notes: string; details: string };
  form?: { clientId: string; refused: { kind: WritingKind; text: string; words: string } | null };
  customerName: string;
  isCustomerAlone: boolean;
}) {
  const { me, page, endpoints, customerName, isCustomerAlone: isAlone } = props;
  const { room, feed, people, roomStatus } = useRoom({
    side: "agent",
    me,
    page,
    around: props.around,
    url: endpoints.messages,
  });
  const [notes] = useState(
    () => new NotesClient({ roomId: page.room_id, me, page: props.notes, url: endpoints.notes, isVisible: () => !document.hidden }),
  );
  const noteFeed = useFeed(notes.feed);
  useRunning(notes, () => notes.wake());
  useMerged(props.notes, (newer) => notes.feed.take(readNotesPage(newer)));
  const composer = useRef<ComposerHandle>(null);
  const [kind, setKind] = useState<WritingKind>(props.form?.refused?.kind ?? "reply");
  const isReply = kind === "reply";
  const { putBack, forget, ...attaching } = useAttachments({
    roomId: page.room_id,
    filesUrl: props.links.files,
    rules: page.rules,
    composer,
    isActive: isReply,
  });
  const actions = useMessageActions({
    room,
    feed,
    me,
    side: "agent",
    isOpen: roomStatus !== "closed",
    editWindowSeconds: page.rules.edit_window_seconds,
  });
  const { links } = props;
  const roomActions = useMemo(
    () => ({
      actions,
      linkTo: links.message,
      detailsUrl: endpoints.details,
    }),
    [actions, endpoints.details, links.message],
  );

  const actionsOf = useCallback(
    (of: RoomClient | NotesClient, written: WritingKind) => ({
      retry: (id: string) => of.retry(id),
      edit: (id: string) => {
        setKind(written);
        requestAnimationFrame(() => {
          // Closed a moment ago: without a field to put it in, the text stays where it is.
          if (!composer.current) return;
          const line = of.discard(id);
          putBack(line?.attachments);
          if (written === "reply") actions.setReply(line?.replyTo ?? null);
          composer.current.putBack(line?.body ?? "");
        });
      },
      discard: (id: string) => forget(of.discard(id)?.attachments),
    }),
    [actions, forget, putBack],
  );
  const isClosed = roomStatus === "closed";
  const outgoing = useMemo(() => {
    const ofReplies = { ...actionsOf(room, "reply"), ...(isClosed && { edit: undefined }) };
    const ofNotes = actionsOf(notes, "note");
    return [
      ...feed.log.outgoing.map((line) => ({ ...line, look: "own" as const, actions: ofReplies })),
      ...noteFeed.log.outgoing.map((line) => ({ ...line, look: "note" as const, actions: ofNotes })),
    ].sort((one, other) => Date.parse(one.writtenAt) - Date.parse(other.writtenAt));
  }, [actionsOf, feed.log.outgoing, isClosed, noteFeed.log.outgoing, notes, room]);
  const { customer } = people;
  return (
    <RoomActionsProvider value={roomActions}>
      <RoomFrame
        room={room}
        feed={feed}
        notes={noteFeed.log.lines}
        outgoing={outgoing}
        me={me}
        side="agent"
        renderNote={renderNote}
        openAt={props.openAt}
        links={links}
        presence={
          <div className="flex min-w-0 items-center gap-4">
            <PresenceLine
              typing={customer.isTyping ? (isAlone ? m.room_customer_typing({ name: customerName }) : m.room_customers_typing()) : null}
              here={customer.isHere ? (isAlone ? m.room_customer_here({ name: customerName }) : m.room_customers_here()) : null}
            />
            <Viewers notes={notes} />
          </div>
        }
        composer={
          <ComposerFrame isForMessages={isReply}>
            <DeskComposer
              ref={composer}
              roomId={page.room_id}
              draftKey={`draft:${page.room_id}:${me.id}`}
              form={props.form}
              customerName={customerName}
              kind={kind}
              isClosed={isClosed}
              onKind={setKind}
              slots={
                isReply
                  ? {
                      ...attaching.slots,
                      above: (
                        <>
                          <ReplyBar actions={actions} />
                          {attaching.slots.above}
                        </>
                      ),
                    }
                  : undefined
              }
              onSend={(written, body, clientId) => {
                if (written === "note") return notes.send(body, clientId);
                const attachments = attaching.take();
                if (!attachments) return false;
                notes.written();
                room.send(body, clientId, { replyTo: actions.takeReply(), attachments });
              }}
              onTyping={(written) => {
                notes.typed();
                if (written === "reply") room.typed();
              }}
            />
          </ComposerFrame>
        }
      />
      <RoomAnnouncer lines={noteFeed.log.lines} me={me} words={m.room_announce_note} />
    </RoomActionsProvider>
  );
}

function renderNote({ line, startsGroup }: { line: Line; startsGroup: boolean }) {
  return (
    <MessageRow
      line={line}
      look="note"
      atEnd
      isNamed
      startsGroup={startsGroup}
      label={
        <span className="inline-flex items-center gap-1 self-center rounded-full bg-note px-1.5 py-px text-[0.6875rem] font-semibold whitespace-nowrap text-note-ink">
          <LockKeyhole aria-hidden="true" className="size-3" />
          {m.room_note_label()}
        </span>
      }
    />
  );
}

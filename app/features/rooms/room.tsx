import { useMemo, useRef, type ReactNode } from "react";
import { m } from "~/lib/i18n/messages";
import type { RoomPage } from "~/lib/supabase/database-types";
import { useTabBadge } from "~/lib/use-tab-badge";
import { Composer, type ComposerHandle } from "./composer";
import { ComposerFrame } from "./composer-frame";
import type { Me } from "./line";
import { PresenceLine } from "./presence-line";
import { unreadCount } from "./receipts";
import { ReplyBar } from "./reply-bar";
import { RoomFrame, type RoomLinks } from "./room-frame";
import { useAttachments } from "./use-attachments";
import { RoomActionsProvider, useMessageActions } from "./use-message-actions";
import { useRoom } from "./use-room";

/**
 * A ticket's room as its customer has it. Nothing of internal notes is in this file or behind it.
 * Needs `key={ticketId}` and a parent of definite height.
 *
 * @param props.page from the loader; newer ones are merged
 * @param props.around likewise: a stretch of history that is shown instead of the newest messages
 * @param props.openAt number of the message in it that the page was opened for
 * @param props.endpoints.messages of the route that answers and takes messages, without a query
 * @param props.closed stands in for the composer once the room can only be read, or over its field while `isOver`
 * @param props.isOver what is written goes to another room, to which the page then moves
 * @param props.form what a page without JavaScript needs: an id for the next line, and what became of the last
 */
export function Room(props: {
  me: Me;
  page: RoomPage;
  endpoints: { messages: string };
  closed: ReactNode;
  isOver?: boolean;
  around?: RoomPage | null;
  openAt?: number | null;
  links: RoomLinks;
  form?: { clientId: string; text?: string; error?: string };
  onTicketChanged?: () => void;
  className?: string;
}) {
  const { me, page, endpoints, form, isOver = false } = props;
  const { room, feed, people, roomStatus } = useRoom({
    side: "customer",
    me,
    page,
    around: props.around,
    url: endpoints.messages,
    onTicketChanged: props.onTicketChanged,
  });
  const composer = useRef<ComposerHandle>(null);
  const { putBack, forget, ...attaching } = useAttachments({
    roomId: page.room_id,
    filesUrl: props.links.files,
    rules: page.rules,
    composer,
  });
  const actions = useMessageActions({
    room,
    feed,
    me,
    side: "customer",
    isOpen: roomStatus !== "closed",
    editWindowSeconds: page.rules.edit_window_seconds,
  });
  const { links } = props;
  const roomActions = useMemo(() => ({ actions, linkTo: links.message }), [actions, links.message]);
  useTabBadge(unreadCount(feed, me));
  const isClosed = roomStatus === "closed";
  const outgoing = useMemo(() => {
    function edit(id: string) {
      // Closed a moment ago: without a field to put it in, the text stays where it is.
      if (!composer.current) return;
      const line = room.discard(id);
      actions.setReply(line?.replyTo ?? null);
      composer.current.putBack(line?.body ?? "");
      putBack(line?.attachments);
    }
    const options = {
      retry: (id: string) => room.retry(id),
      edit: isClosed ? undefined : edit,
      discard: (id: string) => forget(room.discard(id)?.attachments),
    };
    return feed.log.outgoing.map((line) => ({ ...line, look: "own" as const, actions: options }));
  }, [actions, feed.log.outgoing, forget, isClosed, putBack, room]);
  return (
    <RoomActionsProvider value={roomActions}>
      <RoomFrame
        room={room}
        feed={feed}
        outgoing={outgoing}
        me={me}
        side="customer"
        openAt={props.openAt}
        links={links}
        className={props.className}
        presence={
          <PresenceLine
            typing={people.agent.isTyping ? m.room_agent_typing() : null}
            here={people.agent.isHere ? m.room_agent_here() : null}
          />
        }
        composer={
          <ComposerFrame>
            {isClosed && !isOver ? (
              props.closed
            ) : (
              <Composer
                ref={composer}
                roomId={page.room_id}
                intent="send-message"
                draftKey={`draft:${page.room_id}:${me.id}`}
                label={m.room_message()}
                placeholder={m.room_message_placeholder()}
                sendLabel={m.room_send()}
                look="message"
                formClientId={form?.clientId}
                initialText={form?.text}
                error={form?.error}
                {...(isOver ? undefined : attaching.slots)}
                above={
                  isOver ? (
                    props.closed
                  ) : (
                    <>
                      <ReplyBar actions={actions} />
                      {attaching.slots.above}
                    </>
                  )
                }
                onSend={(body, clientId) => {
                  const attachments = attaching.take();
                  return attachments && room.send(body, clientId, { replyTo: actions.takeReply(), attachments });
                }}
                onTyping={() => room.typed()}
              />
            )}
          </ComposerFrame>
        }
      />
    </RoomActionsProvider>
  );
}

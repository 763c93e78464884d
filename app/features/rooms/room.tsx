import { useMemo, useRef, type ReactNode } from "react";
import { m } from "~/lib/i18n/messages";
import type { RoomPage } from "~/lib/supabase/database-types";
import { Composer, type ComposerHandle } from "./composer";
import type { Me } from "./line";
import { PresenceLine } from "./presence-line";
import { RoomFrame, type RoomLinks } from "./room-frame";
import { useAttachments } from "./use-attachments";
import { useRoom } from "./use-room";

/**
 * A ticket's room as its customer has it. Nothing of internal notes is in this file or behind it.
 * Needs `key={ticketId}` and a parent of definite height.
 *
 * @param props.page from the loader; newer ones are merged
 * @param props.around likewise: a stretch of history that is shown instead of the newest messages
 * @param props.openAt number of the message in it that the page was opened for
 * @param props.endpoints.messages of the route that answers and takes messages, without a query
 * @param props.closed stands in for the composer once the room can only be read
 * @param props.form what a page without JavaScript needs: an id for the next line, and what became of the last
 */
export function Room(props: {
  me: Me;
  page: RoomPage;
  endpoints: { messages: string };
  closed: ReactNode;
  around?: RoomPage | null;
  openAt?: number | null;
  links: RoomLinks;
  form?: { clientId: string; text?: string; error?: string };
  onTicketChanged?: () => void;
  className?: string;
}) {
  const { me, page, endpoints, form } = props;
  const { room, feed, people, roomStatus } = useRoom({
    side: "customer",
    me,
    page,
    around: props.around,
    url: endpoints.messages,
    onTicketChanged: props.onTicketChanged,
  });
  const composer = useRef<ComposerHandle>(null);
  const { putBack, ...attaching } = useAttachments({ roomId: page.room_id, filesUrl: props.links.files, rules: page.rules, composer });
  const outgoing = useMemo(() => {
    const actions = {
      retry: (id: string) => room.retry(id),
      edit: (id: string) => {
        const line = room.discard(id);
        composer.current?.putBack(line?.body ?? "");
        putBack(line?.attachments);
      },
      discard: (id: string) => void room.discard(id),
    };
    return feed.log.outgoing.map((line) => ({ ...line, look: "own" as const, actions }));
  }, [feed.log.outgoing, putBack, room]);
  return (
    <RoomFrame
      room={room}
      feed={feed}
      outgoing={outgoing}
      me={me}
      side="customer"
      openAt={props.openAt}
      links={props.links}
      className={props.className}
      presence={
        <PresenceLine
          typing={people.agent.isTyping ? m.room_agent_typing() : null}
          here={people.agent.isHere ? m.room_agent_here() : null}
        />
      }
      composer={
        roomStatus === "closed" ? (
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
            {...attaching.slots}
            onSend={(body, clientId) => {
              const attachments = attaching.take();
              return attachments && room.send(body, clientId, attachments.length > 0 ? { attachments } : {});
            }}
            onTyping={() => room.typed()}
          />
        )
      }
    />
  );
}

/** What of a room's history an address asks for, beside its newest messages. */
import type { RoomPage } from "~/lib/supabase/database-types";
import type { Session } from "~/lib/supabase/session.server";
import { readNumber } from "./room-search.server";
import { readRoom } from "./rooms.server";

/** `openAt` is the message that was asked for, if it is there. */
export type Stretch = { around: RoomPage | null; openAt: number | null };

/** Of `?message=` the messages around it, of `?before=` those before it. Null when there is no such room for the person. */
export async function readStretch(session: Session, request: Request, ticketId: string): Promise<Stretch | null> {
  const parameters = new URL(request.url).searchParams;
  const [message, before] = [readNumber(parameters.get("message")), readNumber(parameters.get("before"))];
  if (message === null && before === null) return { around: null, openAt: null };
  const around = await readRoom(session, ticketId, message === null ? { before: before ?? undefined } : { around: message });
  if (!around) return null;
  const isThere = around.messages.some(({ seq }) => seq === message);
  // There is nothing before the first message, nor around one that is not there.
  return { around: around.messages.length > 0 && (isThere || message === null) ? around : null, openAt: isThere ? message : null };
}

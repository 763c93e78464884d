/** A line of a room: a message, or (at the desk) an internal note; both are numbered without gaps. */
import type { MessageLine, SenderType, Timestamp } from "~/lib/supabase/database-types";

export type Line = {
  seq: number;
  id: string;
  senderType: SenderType;
  senderId: string | null;
  senderName: string;
  clientId: string | null;
  body: string;
  createdAt: Timestamp;
};

/** A line that this page has written and that has not come back from the server yet. */
export type Outgoing = {
  clientId: string;
  body: string;
  /** When it was written, by this device's clock. */
  writtenAt: Timestamp;
  /**
   * `queued` and `sending` go on by themselves; `sent` is on the server and waits for those before it; `failed` was
   * refused and waits for the person.
   */
  state: "queued" | "sending" | "sent" | "failed";
  /** Why it was refused, for people. */
  words?: string;
};

export type Me = { id: string; name: string };

const isText = (value: unknown): value is string => typeof value === "string";

/** A message as the database sends it; null for anything else. */
export function messageLine(payload: unknown): Line | null {
  if (typeof payload !== "object" || payload === null) return null;
  const { seq, message_id, sender_type, sender_id, sender_name, client_id, body, created_at } = payload as Partial<MessageLine>;
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 1) return null;
  if (!isText(message_id) || !isText(sender_name) || !isText(body) || !isText(created_at)) return null;
  if (sender_type !== "customer" && sender_type !== "agent" && sender_type !== "system") return null;
  return {
    seq,
    id: message_id,
    senderType: sender_type,
    senderId: sender_id ?? null,
    senderName: sender_name,
    clientId: client_id ?? null,
    body,
    createdAt: created_at,
  };
}

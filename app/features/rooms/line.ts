/** A line of a room: a message, or (at the desk) an internal note; both are numbered without gaps. */
import type { MessageType, SenderType, SystemKind, Timestamp } from "~/lib/supabase/database-types";

export type Attachment = {
  id: string;
  fileName: string;
  contentType: string;
  byteSize: number;
  /** Of an image, in pixels. */
  width: number | null;
  height: number | null;
};

export type Reaction = { emoji: string; senderIds: readonly string[]; names: readonly string[] };

/** What is quoted, as it is now. */
export type Quote = { seq: number; senderName: string; excerpt: string; isDeleted: boolean };

export type Line = {
  seq: number;
  id: string;
  senderType: SenderType;
  senderId: string | null;
  senderName: string;
  /** A picture; null: initials stand for the person. */
  senderAvatarId: string | null;
  clientId: string | null;
  messageType: MessageType;
  body: string;
  createdAt: Timestamp;
  editedAt: Timestamp | null;
  deletedAt: Timestamp | null;
  /** Number of the room's change that this is the state after; 0 as it was written. A higher one replaces a lower one. */
  changeSeq: number;
  replyTo: Quote | null;
  attachments: readonly Attachment[];
  reactions: readonly Reaction[];
  /** What a system message tells. */
  system: { kind: SystemKind; oldValue: string | null; newValue: string | null } | null;
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
  replyTo?: { seq: number; senderName: string; excerpt: string };
  /** Of files that are on the server already. */
  attachments?: readonly Attachment[];
};

export type Me = { id: string; name: string };

/** A line of text alone; what it does not say of itself is as in a line just written. */
export function textLine(
  line: Pick<Line, "seq" | "id" | "senderType" | "senderId" | "senderName" | "clientId" | "body" | "createdAt"> & Partial<Line>,
): Line {
  return {
    messageType: "text",
    senderAvatarId: null,
    editedAt: null,
    deletedAt: null,
    changeSeq: 0,
    replyTo: null,
    attachments: [],
    reactions: [],
    system: null,
    ...line,
  };
}

/** Whether what was attached was taken out of a message that stays. */
export function isWithoutItsFiles({ messageType, attachments, deletedAt }: Line): boolean {
  return (messageType === "image" || messageType === "file") && attachments.length === 0 && deletedAt === null;
}

/** A JSON object of unknown content; null for anything else. */
export function record(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
}

const isText = (value: unknown): value is string => typeof value === "string";
const text = (value: unknown): string => (isText(value) ? value : "");
const textOrNull = (value: unknown): string | null => (isText(value) ? value : null);
const numberOrNull = (value: unknown): number | null => (typeof value === "number" ? value : null);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter(isText) : []);

function each<T>(value: unknown, read: (entry: Record<string, unknown>) => T): T[] {
  return (Array.isArray(value) ? value : []).flatMap((entry: unknown) => {
    const fields = record(entry);
    return fields ? [read(fields)] : [];
  });
}

function attachmentOf(file: Record<string, unknown>): Attachment {
  return {
    id: text(file.attachment_id),
    fileName: text(file.file_name),
    contentType: text(file.content_type),
    byteSize: numberOrNull(file.byte_size) ?? 0,
    width: numberOrNull(file.width),
    height: numberOrNull(file.height),
  };
}

/** A file as the server answers it; null for anything else. */
export function readAttachment(payload: unknown): Attachment | null {
  const file = record(payload);
  return file && isText(file.attachment_id) && isText(file.file_name) ? attachmentOf(file) : null;
}

/** A message as the database sends it; null for anything else. */
export function messageLine(payload: unknown): Line | null {
  const { seq, message_id, sender_type, sender_name, body, created_at, ...rest } = record(payload) ?? {};
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 1) return null;
  if (!isText(message_id) || !isText(sender_name) || !isText(body) || !isText(created_at)) return null;
  if (sender_type !== "customer" && sender_type !== "agent" && sender_type !== "system") return null;
  const quoted = record(rest.reply_to);
  return {
    seq,
    id: message_id,
    senderType: sender_type,
    senderId: textOrNull(rest.sender_id),
    senderName: sender_name,
    senderAvatarId: textOrNull(rest.sender_avatar_id),
    clientId: textOrNull(rest.client_id),
    messageType: text(rest.message_type) as MessageType,
    body,
    createdAt: created_at,
    editedAt: textOrNull(rest.edited_at),
    deletedAt: textOrNull(rest.deleted_at),
    changeSeq: numberOrNull(rest.change_seq) ?? 0,
    replyTo: quoted && {
      seq: numberOrNull(quoted.seq) ?? 0,
      senderName: text(quoted.sender_name),
      excerpt: text(quoted.excerpt),
      isDeleted: quoted.is_deleted === true,
    },
    attachments: each(rest.attachments, attachmentOf),
    reactions: each(rest.reactions, ({ emoji, sender_ids, names }) => ({
      emoji: text(emoji),
      senderIds: texts(sender_ids),
      names: texts(names),
    })),
    system: isText(rest.system_kind)
      ? { kind: rest.system_kind as SystemKind, oldValue: textOrNull(rest.old_value), newValue: textOrNull(rest.new_value) }
      : null,
  };
}

/** A connection for a file of rule tests, and the calls that most of them make. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import type { ActorName } from "../../../tests/support/actors";
import { as, connect, rolledBack } from "../../../tests/support/database";

type Ticket = {
  status: string;
  priority: string;
  number: string;
  created_at: Date;
  last_activity_at: Date;
  assignee_id: string | null;
  assigned_at: Date | null;
  first_response_at: Date | null;
  resolved_at: Date | null;
  closed_at: Date | null;
  awaiting_reply_since: Date | null;
  sla_due_at: Date | null;
};

export type Opened = { ticket_id: string; number: string; room_id: string };

/** Call once in a file, outside of tests. */
export function database() {
  const session = {} as { client: pg.Client };
  beforeAll(async () => {
    session.client = await connect(inject("testStack").env.DATABASE_URL);
  });
  afterAll(() => session.client.end());

  const call = <Row extends pg.QueryResultRow>(actor: ActorName, statement: string, values: unknown[] = []) =>
    as<Row>(session.client, actor, statement, values);

  return {
    /** As the owner of the schema. */
    owner: async <Row extends pg.QueryResultRow>(statement: string, values: unknown[] = []): Promise<Row[]> => {
      return (await session.client.query<Row>(statement, values)).rows;
    },
    /** A test's body, whose effects are undone. */
    undone: (use: () => Promise<void>) => async () => rolledBack(session.client, use),
    call,
    open: async (
      actor: ActorName,
      given: Partial<Record<"slug" | "subject" | "body" | "email" | "name" | "submission" | "category" | "locale", string>> = {},
    ): Promise<Opened> => {
      const rows = await call<Opened>(actor, "select * from public.open_ticket($1, $2, $3, $4, $5, $6, $7, $8)", [
        given.slug ?? "acme",
        given.subject ?? "Subject",
        given.body ?? "Body",
        given.email ?? `${actor}@example.com`,
        given.name ?? "Name",
        given.submission ?? randomUUID(),
        given.category ?? null,
        given.locale ?? "en",
      ]);
      return rows[0]!;
    },
    send: async (actor: ActorName, roomId: string, body = "Hello", clientId: string = randomUUID()) => {
      const rows = await call<{ seq: number; message_id: string; body: string; sender_type: string; created_at: Date }>(
        actor,
        "select * from public.send_message($1, $2, $3)",
        [roomId, body, clientId],
      );
      return rows[0]!;
    },
    note: async (actor: ActorName, roomId: string, body = "Note", clientId: string = randomUUID()) => {
      const rows = await call<{ note_seq: number; note_id: string; body: string }>(actor, "select * from public.add_note($1, $2, $3)", [
        roomId,
        body,
        clientId,
      ]);
      return rows[0]!;
    },
    ticket: async (ticketId: string): Promise<Ticket> => {
      return (await session.client.query<Ticket>("select * from public.tickets where ticket_id = $1", [ticketId])).rows[0]!;
    },
  };
}

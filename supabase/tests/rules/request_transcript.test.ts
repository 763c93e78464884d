/** Mailing a transcript: to oneself only, not too often, and only while one takes part. */
import { describe, expect, it } from "vitest";
import { customers, members, tickets, workspaces } from "../../../tests/support/cast";
import type { ActorName } from "../../../tests/support/actors";
import { database } from "./support";

const { call, note, open, owner, send, undone } = database();

type Request = {
  request_id: string;
  customer_id: string | null;
  member_id: string | null;
  has_notes: boolean;
  time_zone: string;
  locale: string;
};

const ask = async (actor: ActorName, ticketId: string, more = "'pdf'") =>
  (await call<{ address: string }>(actor, `select public.request_transcript($1, ${more}) as address`, [ticketId]))[0]!.address;
const requests = () => owner<Request>("select * from private.transcript_requests order by created_at");
const jobs = () => owner<{ data: { request_id: string } }>("select data from pgboss.job where name = 'send-transcript'");
const toSend = (requestId: string) =>
  owner<{ recipient_address: string; recipient_name: string; is_agent: boolean }>("select * from private.transcript_to_send($1)", [
    requestId,
  ]);

describe("request_transcript", () => {
  it(
    "enqueues a mail to the customer's own address, with the wishes it was asked with",
    undone(async () => {
      expect(await ask("carl", tickets.carl.ticketId, "'html', false, 'Europe/Berlin', 'de'")).toBe(customers.carl.email);
      const [request] = await requests();
      expect(request).toMatchObject({
        customer_id: customers.carl.customerId,
        member_id: null,
        has_notes: false,
        time_zone: "Europe/Berlin",
        locale: "de",
      });
      expect((await jobs()).map(({ data }) => data)).toEqual([{ request_id: request!.request_id }]);
      expect(await toSend(request!.request_id)).toMatchObject([{ recipient_address: customers.carl.email, is_agent: false }]);
    }),
  );

  it(
    "sends an agent's to the address of the account, with notes if they are wanted",
    undone(async () => {
      expect(await ask("sana", tickets.carl.ticketId, "'pdf', true")).toBe("sana@acme.test");
      const [request] = await requests();
      expect(request).toMatchObject({ customer_id: null, member_id: members.sana.memberId, has_notes: true, time_zone: "UTC" });
      expect(await toSend(request!.request_id)).toMatchObject([
        { recipient_address: "sana@acme.test", recipient_name: "Sana Iqbal", is_agent: true },
      ]);
    }),
  );

  it(
    "refuses notes to a customer, who gets the transcript without them",
    undone(async () => {
      await owner("savepoint before");
      await expect(ask("carl", tickets.carl.ticketId, "'pdf', true")).rejects.toMatchObject({ code: "PT403", message: "notes_for_agents" });
      await owner("rollback to before");
      expect(await ask("carl", tickets.carl.ticketId, "'pdf', false")).toBe(customers.carl.email);
    }),
  );

  it(
    "refuses the sixth within an hour for one ticket and person; others, other tickets and later ones go on",
    undone(async () => {
      const other = await open("carl", { email: customers.carl.email });
      await send("ben", other.room_id);
      for (let count = 0; count < 5; count += 1) await ask("carl", tickets.carl.ticketId);
      await owner("savepoint before");
      await expect(ask("carl", tickets.carl.ticketId)).rejects.toMatchObject({ code: "PT429", message: "too_many_transcripts" });
      await owner("rollback to before");
      expect(await ask("sana", tickets.carl.ticketId)).toBe("sana@acme.test");
      expect(await ask("carl", other.ticket_id)).toBe(customers.carl.email);
      await owner("update private.transcript_requests set created_at = created_at - interval '61 minutes'");
      expect(await ask("carl", tickets.carl.ticketId)).toBe(customers.carl.email);
    }),
  );

  it(
    "mails a requester, whose address is only typed, nothing before an agent has written; a participant came by mail",
    undone(async () => {
      const { ticket_id: ticketId, room_id: roomId } = await open("carl", { email: "somebody.else@example.com" });
      await send("carl", roomId, "Buy this");
      await note("ben", roomId);
      await owner("savepoint before");
      await expect(ask("carl", ticketId)).rejects.toMatchObject({ code: "PT409", message: "not_answered_yet" });
      await owner("rollback to before");
      expect(await ask("ben", ticketId)).toBe("ben@acme.test");
      await send("ben", roomId);
      expect(await ask("carl", ticketId)).toBe("somebody.else@example.com");

      await owner("delete from public.messages where sender_type = 'agent' and room_id = $1", [tickets.carl.roomId]);
      expect(await ask("pam", tickets.carl.ticketId)).toBe(customers.pam.email);
    }),
  );

  it(
    "refuses the eleventh within a day for a customer's address, over all tickets of the workspace",
    undone(async () => {
      for (let count = 0; count < 10; count += 1) {
        const { ticket_id: ticketId, room_id: roomId } = await open("carl", { email: count % 2 ? "Same@example.com" : "same@example.com" });
        await send("ben", roomId);
        await ask("carl", ticketId);
      }
      const { ticket_id: ticketId, room_id: roomId } = await open("dora", { email: "same@example.com" });
      await send("ben", roomId);
      await owner("savepoint before");
      await expect(ask("dora", ticketId)).rejects.toMatchObject({ code: "PT429", message: "too_many_transcripts" });
      await owner("rollback to before");
      await owner("update private.transcript_requests set created_at = created_at - interval '25 hours'");
      expect(await ask("dora", ticketId)).toBe("same@example.com");
    }),
  );

  it(
    "refuses somebody without an address, and a zone that is no name",
    undone(async () => {
      await owner("savepoint before");
      await expect(ask("carl", tickets.carl.ticketId, "'pdf', false, E'UTC\\r\\nBcc: x'")).rejects.toMatchObject({
        code: "23514",
        constraint: "transcript_requests_time_zone_format",
      });
      await owner("rollback to before");
      await owner("update public.customers set email = null where customer_id = $1", [customers.carl.customerId]);
      await expect(ask("carl", tickets.carl.ticketId)).rejects.toMatchObject({ code: "PT409", message: "no_mail_address" });
    }),
  );

  it(
    "forgets requests of a month ago",
    undone(async () => {
      await ask("carl", tickets.carl.ticketId);
      await owner("update private.transcript_requests set created_at = created_at - interval '31 days'");
      await ask("sana", tickets.carl.ticketId);
      expect(await requests()).toMatchObject([{ member_id: members.sana.memberId }]);
    }),
  );
});

describe("transcript_to_send", () => {
  it(
    "has nobody to send to once the agent was removed",
    undone(async () => {
      await ask("sana", tickets.carl.ticketId);
      const [request] = await requests();
      expect(await toSend(request!.request_id)).toHaveLength(1);
      await owner("update public.workspace_members set removed_at = now() where member_id = $1", [members.sana.memberId]);
      expect(await toSend(request!.request_id)).toEqual([]);
    }),
  );
});

describe("transcript_to_send for participants", () => {
  it(
    "goes to a participant, and to nobody once the person was removed",
    undone(async () => {
      expect(await ask("pam", tickets.carl.ticketId)).toBe(customers.pam.email);
      const [request] = await requests();
      expect(await toSend(request!.request_id)).toMatchObject([{ recipient_address: customers.pam.email, is_agent: false }]);
      await call("carl", "select public.remove_participant($1, $2)", [tickets.carl.ticketId, customers.pam.customerId]);
      expect(await toSend(request!.request_id)).toEqual([]);
      await expect(ask("pam", tickets.carl.ticketId)).rejects.toMatchObject({ code: "PT404", message: "ticket_not_found" });
    }),
  );
});

describe("get_transcript_head", () => {
  it(
    "names the workspace, the ticket and everybody who wrote to the customer, not who only left a note",
    undone(async () => {
      const { roomId, ticketId, subject } = tickets.dora;
      await send("ben", roomId);
      await send("adam", roomId);
      await send("adam", roomId);
      await note("mia", roomId);
      const [head] = await call("dora", "select * from public.get_transcript_head($1)", [ticketId]);
      expect(head).toMatchObject({
        workspace_slug: workspaces.acme.slug,
        workspace_name: workspaces.acme.name,
        subject,
        customer_names: ["Dora Weiss"],
      });
      const names = (head as { agent_names: string[] }).agent_names;
      expect(names).toEqual(expect.arrayContaining(["Adam Okafor", "Ben Fischer"]));
      expect(names).not.toContain("Mia Tanaka");
      expect(names.filter((name) => name === "Adam Okafor")).toHaveLength(1);
    }),
  );
});

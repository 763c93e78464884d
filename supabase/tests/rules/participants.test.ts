import { describe, expect, it } from "vitest";
import type { ActorName } from "../../../tests/support/actors";
import { accounts, customers, participants, tickets } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, open, send } = database();
const { ticketId, roomId } = tickets.carl;

type Line = { customer_id: string; name: string; email: string | null; is_requester: boolean; joined_at: Date | null };

const add = async (actor: ActorName, email: string, name = "Someone", ticket: string = ticketId) =>
  (await call<Line>(actor, "select * from public.add_participant($1, $2, $3)", [ticket, email, name]))[0]!;
const remove = (actor: ActorName, customerId: string) => call(actor, "select public.remove_participant($1, $2)", [ticketId, customerId]);
const resend = (actor: ActorName, customerId: string) => call(actor, "select public.send_access_link($1, $2)", [ticketId, customerId]);
const accept = async (actor: ActorName, secret: string, slug = "acme") =>
  (await call<{ ticket_id: string }>(actor, "select * from public.accept_access_link($1, $2)", [slug, secret]))[0]!;
const people = async (actor: ActorName) =>
  (
    await call<{ participants: Line[] }>(actor, "select to_json(participants) as participants from public.get_my_ticket('acme', $1)", [
      ticketId,
    ])
  )[0]?.participants;

/** What the worker does: makes a secret, keeps its hash, mails it. */
const mail = (customerId: string, secret: string) =>
  owner(
    "insert into private.access_links (workspace_id, ticket_id, customer_id, secret_hash) select workspace_id, ticket_id, customer_id, sha256(convert_to($2, 'UTF8')) from public.ticket_participants where customer_id = $1",
    [customerId, secret],
  );
const jobs = () =>
  owner<{ data: { customer_id: string } }>("select data from pgboss.job where name = 'send-access-link' order by created_on");
const sentAgo = (customerId: string, ago: string) =>
  owner("update public.ticket_participants set link_sent_at = now() - $2::interval where customer_id = $1", [customerId, ago]);
const calmDown = (customerId: string) => sentAgo(customerId, "6 minutes");
/** As if so many mails had been asked for, and no others, each of another address unless one is said. */
const alreadyAsked = async (count: number, { address, askedBy }: { address?: string; askedBy?: "carl" | "sana" }) => {
  await owner("delete from private.access_link_requests");
  await owner(
    `insert into private.access_link_requests (workspace_id, ticket_id, customer_id, asked_at, address, asked_by)
     select workspace_id, ticket_id, customer_id, now() - n * interval '1 minute', coalesce($2, n || '@old.example'), $3
     from public.ticket_participants, generate_series(1, $1) as n where customer_id = $4`,
    [count, address ?? null, askedBy ? accounts[askedBy].userId : null, customers.pam.customerId],
  );
};

describe("add_participant", () => {
  it(
    "makes a customer of its own, asks for the mail, and gives no access by itself",
    undone(async () => {
      const before = await jobs();
      const line = await add("carl", "  New@Example.com ", " Nora  ");
      expect(line).toMatchObject({ name: "Nora", email: "New@Example.com", is_requester: false, joined_at: null });
      expect((await jobs()).slice(before.length).map(({ data }) => data.customer_id)).toEqual([line.customer_id]);
      expect(await owner("select from public.customer_identities where customer_id = $1", [line.customer_id])).toEqual([]);
      expect((await people("carl"))!.map(({ name }) => name)).toEqual(["Carl Jensen", "Pam Ito", "Nora"]);
    }),
  );

  it(
    "answers an address that takes part already as it is, in whatever letters, without another mail",
    undone(async () => {
      const first = await add("carl", "new@example.com", "Nora");
      const mails = (await jobs()).length;
      expect(await add("sana", "NEW@example.com", "Other")).toMatchObject({ customer_id: first.customer_id, name: "Nora" });
      expect((await jobs()).length).toBe(mails);
    }),
  );

  it(
    "tells nothing of whether an address is known: a customer's, a colleague's and an agent's are all new people",
    undone(async () => {
      for (const email of ["dora@example.com", "olivia@acme.test", "nobody@example.com"]) {
        const line = await add("carl", email, "Typed");
        expect(line).toMatchObject({ name: "Typed", joined_at: null });
        expect(line.customer_id).not.toBe(customers.dora.customerId);
      }
      expect(await call("dora", "select * from public.get_my_ticket('acme', $1)", [ticketId])).toEqual([]);
    }),
  );

  it(
    "makes another person of the same address on another ticket, so that a link opens one ticket alone",
    undone(async () => {
      const other = await open("carl", { email: "carl@example.com" });
      const here = await add("carl", "new@example.com");
      const there = await add("carl", "new@example.com", "Someone", other.ticket_id);
      expect(here.customer_id).not.toBe(there.customer_id);
      await mail(here.customer_id, "secret of here");
      expect((await accept("stranger", "secret of here")).ticket_id).toBe(ticketId);
      expect(await call("stranger", "select ticket_id from public.list_my_tickets('acme')")).toEqual([{ ticket_id: ticketId }]);
    }),
  );

  it(
    "refuses what is no address, the requester's own, no name, and what would break a mail's header",
    undone(async () => {
      expect(await refusal(add("carl", "CARL@example.com"))).toBe("PT422 participant_is_requester");
      for (const email of ["", "new", "a@b", "a b@example.com", "a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com"])
        expect(await refusal(add("carl", email)), email).toBe("23514 customers_email_format");
      expect(await refusal(add("carl", "new@example.com", "  "))).toBe("23514 customers_name_length");
      expect(await refusal(add("carl", "new@example.com", "x".repeat(101)))).toBe("23514 customers_name_length");
    }),
  );

  it(
    "takes ten people, and thirty over time",
    undone(async () => {
      for (let each = 2; each <= 10; each += 1) await add("carl", `${each}@example.com`);
      expect(await refusal(add("carl", "eleventh@example.com"))).toBe("PT422 too_many_participants");
      expect((await add("carl", "2@example.com")).email).toBe("2@example.com");
      await remove("carl", customers.pam.customerId);
      await add("carl", "eleventh@example.com");
      await owner(
        `with people as (insert into public.customers (workspace_id, email, name) select $1, n || '@old.example', 'Old' from generate_series(1, 18) as n returning *)
         insert into public.ticket_participants (workspace_id, ticket_id, customer_id, invited_by_name, removed_at) select workspace_id, $2, customer_id, 'X', now() from people`,
        [
          (await owner<{ workspace_id: string }>("select workspace_id from public.tickets where ticket_id = $1", [ticketId]))[0]!
            .workspace_id,
          ticketId,
        ],
      );
      const [eleventh] = await owner<{ customer_id: string }>(
        "select customer_id from public.customers where email = 'eleventh@example.com'",
      );
      await remove("carl", eleventh!.customer_id);
      expect(await refusal(add("carl", "thirtyfirst@example.com"))).toBe("PT422 too_many_participants");
    }),
  );

  it(
    "is not for participants, nor for a closed ticket",
    undone(async () => {
      expect(await refusal(add("pam", "new@example.com"))).toBe("PT403 not_the_requester");
      await call("olivia", "select public.set_ticket_status($1, 'closed')", [ticketId]);
      expect(await refusal(add("carl", "new@example.com"))).toBe("PT409 room_closed");
    }),
  );
});

describe("accept_access_link", () => {
  it(
    "gives the browser access, once the button was pressed and not by looking",
    undone(async () => {
      const { customer_id } = await add("carl", "new@example.com", "Nora");
      await mail(customer_id, "secret");
      expect(await call("anon", "select * from public.get_access_link('acme', 'secret')")).toEqual([
        { number: expect.any(String) as string, invited_by_name: "Carl Jensen" },
      ]);
      expect(await people("stranger")).toBeUndefined();
      await accept("stranger", "secret");
      expect((await people("stranger"))!.find(({ name }) => name === "Nora")?.joined_at).toEqual(expect.any(String));
      expect(await send("stranger", roomId, "Here I am")).toMatchObject({ sender_type: "customer" });
      expect(
        await call("stranger", "select my_name, my_customer_id, customer_email from public.get_my_ticket('acme', $1)", [ticketId]),
      ).toEqual([{ my_name: "Nora", my_customer_id: customer_id, customer_email: null }]);
    }),
  );

  it(
    "joins once, on as many devices as the person has",
    undone(async () => {
      const joined = async () =>
        (await owner("select from public.ticket_events where ticket_id = $1 and kind = 'participant_joined'", [ticketId])).length;
      const { customer_id } = await add("carl", "new@example.com");
      await mail(customer_id, "secret");
      await accept("stranger", "secret");
      await accept("stranger", "secret");
      await accept("vera", "secret");
      expect(await joined()).toBe(1);
      for (const actor of ["stranger", "vera"] as const) expect(await people(actor)).toHaveLength(3);
    }),
  );

  it(
    "is refused alike for what is unknown, expired, revoked, of a removed person and of another workspace",
    undone(async () => {
      const { secret } = participants.pam;
      const looks = (slug = "acme", of: string = secret) => call("anon", "select from public.get_access_link($1, $2)", [slug, of]);
      expect(await looks()).toHaveLength(1);
      for (const [change, slug, of] of [
        ["select", "acme", "unknown"],
        ["select", "acme", ""],
        ["select", "globex", secret],
        ["select", "nowhere", secret],
        ["update private.access_links set expires_at = now()", "acme", secret],
        ["update private.access_links set revoked_at = now()", "acme", secret],
        ["update public.ticket_participants set removed_at = now() where customer_id = '" + customers.pam.customerId + "'", "acme", secret],
      ] as const) {
        await owner("savepoint state");
        await owner(change);
        expect(await looks(slug, of), change).toEqual([]);
        expect(await refusal(accept("stranger", of, slug)), change).toBe("PT404 access_link_not_valid");
        await owner("rollback to savepoint state");
      }
      expect((await accept("stranger", secret)).ticket_id).toBe(ticketId);
    }),
  );

  it(
    "keeps no secret: neither the table of links nor the queue holds it",
    undone(async () => {
      const columns = await owner(
        "select column_name from information_schema.columns where table_name = 'access_links' and column_name ~ 'secret'",
      );
      expect(columns).toEqual([{ column_name: "secret_hash" }]);
      await add("carl", "new@example.com");
      for (const { data } of await jobs()) expect(Object.keys(data).sort()).toEqual(["customer_id", "link_sent_at", "ticket_id"]);
    }),
  );

  it(
    "does not make the person the customer of tickets of the same address opened later in that browser",
    undone(async () => {
      const { customer_id } = await add("carl", "new@example.com", "Nora");
      await mail(customer_id, "secret");
      await accept("stranger", "secret");
      const { ticket_id } = await open("stranger", { email: "new@example.com" });
      const [own] = await owner<{ customer_id: string }>("select customer_id from public.tickets where ticket_id = $1", [ticket_id]);
      expect(own!.customer_id).not.toBe(customer_id);
      await accept("vera", "secret");
      expect(await call("vera", "select ticket_id from public.list_my_tickets('acme')")).toEqual([{ ticket_id: ticketId }]);
    }),
  );
});

describe("remove_participant", () => {
  it(
    "ends access, links and open channels at once, for every browser of the person",
    undone(async () => {
      const topic = `room:${roomId}:1.1`;
      const hears = async (actor: ActorName, of: string) =>
        (await call<{ yes: boolean }>(actor, "select private.may_hear($1) as yes", [of]))[0]!.yes;
      await accept("stranger", participants.pam.secret);
      expect(await hears("stranger", topic)).toBe(true);
      await remove("carl", customers.pam.customerId);
      const [room] = await owner<{ epoch: number }>("select epoch from public.chat_rooms where room_id = $1", [roomId]);
      expect(room!.epoch).toBeGreaterThan(1);
      for (const actor of ["pam", "stranger"] as const) {
        expect(await people(actor)).toBeUndefined();
        expect(await refusal(send(actor, roomId))).toBe("PT404 room_not_found");
        for (const of of [topic, `room:${roomId}:1.${room!.epoch}`]) expect(await hears(actor, of)).toBe(false);
        expect(await refusal(accept(actor, participants.pam.secret))).toBe("PT404 access_link_not_valid");
      }
      expect(await hears("carl", topic)).toBe(false);
      expect(await hears("carl", `room:${roomId}:1.${room!.epoch}`)).toBe(true);
    }),
  );

  it(
    "lets people go by themselves, and keeps what they said under their name",
    undone(async () => {
      await send("pam", roomId, "Bye");
      expect(await refusal(remove("pam", customers.rob.customerId))).toBe("PT403 not_the_requester");
      expect(await refusal(remove("pam", customers.carl.customerId))).toBe("PT403 not_the_requester");
      await remove("pam", customers.pam.customerId);
      expect(await people("pam")).toBeUndefined();
      expect(await owner("select sender_name from public.messages where body = 'Bye'")).toEqual([{ sender_name: "Pam Ito" }]);
      expect(
        await owner("select kind, actor_name, old_value from public.ticket_events where ticket_id = $1 and kind = 'participant_removed'", [
          ticketId,
        ]),
      ).toEqual([{ kind: "participant_removed", actor_name: "Pam Ito", old_value: "Pam Ito" }]);
    }),
  );

  it(
    "does not take the requester out, nor anybody twice",
    undone(async () => {
      expect(await refusal(remove("olivia", customers.carl.customerId))).toBe("PT404 participant_not_found");
      await remove("olivia", customers.pam.customerId);
      expect(await refusal(remove("olivia", customers.pam.customerId))).toBe("PT404 participant_not_found");
    }),
  );

  it(
    "who is added again comes by a new mail alone, and not within five minutes of the last",
    undone(async () => {
      await remove("carl", customers.pam.customerId);
      await sentAgo(customers.pam.customerId, "4 minutes");
      expect(await refusal(add("carl", "pam@example.com", "Pam"))).toBe("PT429 access_link_just_sent");
      await calmDown(customers.pam.customerId);
      const mails = (await jobs()).length;
      expect(await add("carl", "pam@example.com", "Pam Again")).toMatchObject({
        customer_id: customers.pam.customerId,
        name: "Pam Again",
        joined_at: null,
      });
      expect((await jobs()).length).toBe(mails + 1);
      expect(await people("pam")).toBeUndefined();
      expect(await refusal(accept("pam", participants.pam.secret))).toBe("PT404 access_link_not_valid");
      await mail(customers.pam.customerId, "second mail");
      await accept("pam", "second mail");
      expect(await people("pam")).toHaveLength(2);
    }),
  );
});

describe("send_access_link", () => {
  it(
    "sends another mail, and then waits five minutes",
    undone(async () => {
      await calmDown(customers.pam.customerId);
      const mails = (await jobs()).length;
      await resend("carl", customers.pam.customerId);
      expect((await jobs()).length).toBe(mails + 1);
      expect(await refusal(resend("olivia", customers.pam.customerId))).toBe("PT429 access_link_just_sent");
    }),
  );

  it(
    "goes to one address of a workspace five times in 24 hours, on whichever ticket and whoever asks",
    undone(async () => {
      await calmDown(customers.pam.customerId);
      await alreadyAsked(5, { address: "pam@example.com" });
      expect(await refusal(resend("olivia", customers.pam.customerId))).toBe("PT429 too_many_access_links");
      const { ticket_id: other } = await open("carl");
      expect(await refusal(add("carl", "Pam@Example.com", "Pam", other))).toBe("PT429 too_many_access_links");
      await owner(
        "update private.access_link_requests set asked_at = now() - interval '24 hours' where ctid = (select min(ctid) from private.access_link_requests)",
      );
      await resend("olivia", customers.pam.customerId);
    }),
  );

  it(
    "is asked for by a customer's browser twenty times in 24 hours, by an agent a hundred times",
    undone(async () => {
      await alreadyAsked(20, { askedBy: "carl" });
      expect(await refusal(add("carl", "one-more@example.com"))).toBe("PT429 too_many_invitations");
      expect(await owner("select from public.customers where email = 'one-more@example.com'")).toEqual([]);
      await alreadyAsked(99, { askedBy: "sana" });
      await add("sana", "hundredth@example.com");
      expect(await refusal(add("sana", "one-more@example.com"))).toBe("PT429 too_many_invitations");
      await alreadyAsked(19, { askedBy: "carl" });
      await add("carl", "one-more@example.com");
    }),
  );
});

describe("What participants see", () => {
  it(
    "is the ticket and nothing else of its requester",
    undone(async () => {
      const { ticket_id } = await open("carl", { email: "carl@example.com", subject: "Private matter" });
      expect(await call("pam", "select ticket_id, is_requester from public.list_my_tickets('acme')")).toEqual([
        { ticket_id: ticketId, is_requester: false },
      ]);
      expect(await call("pam", "select from public.get_my_ticket('acme', $1)", [ticket_id])).toEqual([]);
      expect(await call("pam", "select from public.read_room($1)", [ticket_id])).toEqual([]);
      expect(await call("pam", "select customer_id from public.customers")).toEqual([{ customer_id: customers.pam.customerId }]);
    }),
  );

  it(
    "has no addresses in it, which the requester and the agents see",
    undone(async () => {
      expect((await people("carl"))!.map(({ email }) => email)).toEqual(["carl@example.com", "pam@example.com"]);
      expect((await people("pam"))!.map(({ email }) => email)).toEqual([null, null]);
      const [seen] = await call<{ text: string }>(
        "pam",
        "select row_to_json(it)::text as text from public.get_my_ticket('acme', $1) as it",
        [ticketId],
      );
      expect(seen!.text).not.toContain("carl@example.com");
      expect(seen!.text).not.toContain("Rob");
      const [desk] = await call<{ participants: Line[] }>(
        "sana",
        "select to_json(participants) as participants from public.get_ticket('acme', $1)",
        [ticketId],
      );
      expect(desk!.participants.map(({ email }) => email)).toEqual(["carl@example.com", "pam@example.com"]);
    }),
  );

  it(
    "is as the requester where one browser is both",
    undone(async () => {
      await accept("carl", participants.pam.secret);
      const [mine] = await call<{ my_name: string }>("carl", "select my_name from public.get_my_ticket('acme', $1)", [ticketId]);
      expect(mine!.my_name).toBe("Carl Jensen");
      expect(await call("carl", "select ticket_id from public.list_my_tickets('acme')")).toEqual([{ ticket_id: ticketId }]);
      await send("carl", roomId, "Who am I");
      expect(await owner("select sender_name from public.messages where body = 'Who am I'")).toEqual([{ sender_name: "Carl Jensen" }]);
    }),
  );
});

describe("The room hears of it", () => {
  it(
    "when somebody is added, comes and goes; the topics move only when somebody goes, which is said on both",
    undone(async () => {
      const sent = async () =>
        (
          await owner<{ line: string }>(
            "select event || ' ' || coalesce(payload ->> 'kind', '') || ' ' || split_part(topic, ':', 3) as line from realtime.messages where topic like 'room:' || $1 || ':%' order by ctid",
            [roomId],
          )
        ).map(({ line }) => line);
      const before = (await sent()).length;
      const { customer_id } = await add("carl", "new@example.com");
      await mail(customer_id, "secret");
      await accept("stranger", "secret");
      await remove("carl", customer_id);
      const changes = (await sent()).slice(before).filter((line) => !line.startsWith("message_created"));
      expect(changes.sort()).toEqual([
        "room_changed participants 1.1",
        "room_changed participants 1.1",
        "room_changed participants 1.1",
        "topic_moved  1.1",
        // Of the identity that goes with the person, on a name that nobody has heard of yet.
        "topic_moved  1.2",
      ]);
      expect(
        await owner(
          "select topic from realtime.messages where event = 'topic_moved' and topic like 'notes:' || $1 || ':%' order by topic",
          [roomId],
        ),
      ).toEqual([{ topic: `notes:${roomId}:1.1` }, { topic: `notes:${roomId}:1.2` }]);
    }),
  );
});

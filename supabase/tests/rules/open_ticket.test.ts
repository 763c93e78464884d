import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { accounts, categories, customers } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, open, ticket } = database();

const counted = async (table: string) => Number((await owner<{ count: string }>(`select count(*) from ${table}`))[0]!.count);

describe("open_ticket", () => {
  it(
    "opens ticket, room and first message, and links the caller to a new customer",
    undone(async () => {
      const opened = await open("stranger", {
        subject: " A subject ",
        body: "\n  A body \r\n",
        email: " New@Example.com ",
        name: " New Person ",
        category: categories.problem.categoryId,
        locale: "de",
      });
      expect(await ticket(opened.ticket_id)).toMatchObject({
        subject: "A subject",
        status: "open",
        priority: "medium",
        channel: "web",
        category_id: categories.problem.categoryId,
        assignee_id: null,
        first_response_at: null,
        chat_room_id: opened.room_id,
      });
      const [room] = await owner("select status, last_seq, change_seq, epoch, ticket_id from public.chat_rooms where room_id = $1", [
        opened.room_id,
      ]);
      expect(room).toEqual({ status: "open", last_seq: 1, change_seq: "0", epoch: 1, ticket_id: opened.ticket_id });
      const messages = await owner("select seq, sender_type, sender_name, body, member_id from public.messages where room_id = $1", [
        opened.room_id,
      ]);
      expect(messages).toEqual([{ seq: 1, sender_type: "customer", sender_name: "New Person", body: "A body", member_id: null }]);
      const [customer] = await owner(
        `select email, name, locale from public.customers join public.customer_identities using (workspace_id, customer_id) where user_id = $1`,
        [accounts.stranger.userId],
      );
      expect(customer).toEqual({ email: "New@Example.com", name: "New Person", locale: "de" });
      const events = await owner(
        "select kind, actor_type, actor_name, new_value, is_internal from public.ticket_events where ticket_id = $1",
        [opened.ticket_id],
      );
      expect(events).toEqual([
        { kind: "ticket_created", actor_type: "customer", actor_name: "New Person", new_value: "open", is_internal: false },
      ]);
    }),
  );

  it(
    "answers the same ticket for the same submission, and changes nothing the second time",
    undone(async () => {
      const submission = randomUUID();
      const first = await open("stranger", { submission });
      const before = await Promise.all(
        ["public.tickets", "public.messages", "public.customers", "realtime.messages", "pgboss.job"].map(counted),
      );
      expect(await open("stranger", { submission, subject: "Another subject", body: "Another body" })).toEqual(first);
      expect(
        await Promise.all(["public.tickets", "public.messages", "public.customers", "realtime.messages", "pgboss.job"].map(counted)),
      ).toEqual(before);
      expect(await open("stranger", { submission: randomUUID() })).not.toEqual(first);
    }),
  );

  it(
    "does not let a stranger find or suppress a ticket by its submission id",
    undone(async () => {
      const submission = randomUUID();
      const theirs = await open("carl", { submission });
      const mine = await open("stranger", { submission, email: "carl@example.com" });
      expect(mine.ticket_id).not.toBe(theirs.ticket_id);
      expect((await owner("select 1 from public.tickets where submission_id = $1", [submission])).length).toBe(2);
    }),
  );

  it(
    "never links an identity to a customer by a typed address",
    undone(async () => {
      const opened = await open("stranger", { email: "CARL@example.com" });
      const rows = await owner<{ customer_id: string; user_id: string }>(
        "select customer_id, user_id from public.customers join public.customer_identities using (workspace_id, customer_id) where lower(email) = 'carl@example.com' and workspace_id = (select workspace_id from public.workspaces where slug = 'acme')",
      );
      expect(rows.filter(({ user_id }) => user_id === accounts.stranger.userId).map(({ customer_id }) => customer_id)).not.toContain(
        customers.carl.customerId,
      );
      expect(rows.filter(({ customer_id }) => customer_id === customers.carl.customerId)).toEqual([
        { customer_id: customers.carl.customerId, user_id: accounts.carl.userId },
      ]);
      expect(await call("stranger", "select ticket_id from public.list_my_tickets('acme')")).toEqual([{ ticket_id: opened.ticket_id }]);
    }),
  );

  it(
    "keeps one customer for one identity and address, and takes over a corrected name",
    undone(async () => {
      await open("stranger", { email: "me@example.com", name: "Jon" });
      await open("stranger", { email: "ME@example.com", name: "John" });
      await open("stranger", { email: "other@example.com", name: "John" });
      expect(
        await owner(
          "select email, name from public.customers join public.customer_identities using (workspace_id, customer_id) where user_id = $1 order by email",
          [accounts.stranger.userId],
        ),
      ).toEqual([
        { email: "me@example.com", name: "John" },
        { email: "other@example.com", name: "John" },
      ]);
    }),
  );

  it(
    "numbers without gaps in each workspace, also after attempts that failed",
    undone(async () => {
      expect((await open("stranger")).number).toBe("1003");
      expect(await refusal(open("stranger", { subject: " " }))).toBe("23514 tickets_subject_length");
      expect(await refusal(open("stranger", { body: "\n \t" }))).toBe("23514 messages_body_length");
      expect((await open("carl")).number).toBe("1004");
      expect((await open("carl", { slug: "globex" })).number).toBe("1002");
    }),
  );

  it.each([
    [{ subject: "" }, "23514 tickets_subject_length"],
    [{ subject: "x".repeat(201) }, "23514 tickets_subject_length"],
    [{ body: "" }, "23514 messages_body_length"],
    [{ body: "x".repeat(10_001) }, "23514 messages_body_length"],
    [{ name: " " }, "23514 customers_name_length"],
    [{ name: "x".repeat(101) }, "23514 customers_name_length"],
    [{ email: "" }, "23514 customers_email_format"],
    [{ email: "a@example.com,b@example.com" }, "23514 customers_email_format"],
    [{ email: "a@b" }, "23514 customers_email_format"],
    [{ email: "a b@example.com" }, "23514 customers_email_format"],
    [{ email: "a@example.com\nBcc: all@example.com" }, "23514 customers_email_format"],
    [{ email: `${"x".repeat(250)}@example.com` }, "23514 customers_email_format"],
    [{ locale: "english" }, "23514 customers_locale_format"],
    [{ category: randomUUID() }, "PT422 category_not_found"],
    [{ slug: "ACME" }, "PT404 workspace_not_found"],
    [{ slug: "" }, "PT404 workspace_not_found"],
    [{ submission: "not a uuid" }, "22P02"],
  ])("refuses %o", (given, expected) =>
    undone(async () => {
      const before = await Promise.all(["public.tickets", "public.customers", "pgboss.job"].map(counted));
      expect(await refusal(open("stranger", given))).toBe(expected);
      expect(await Promise.all(["public.tickets", "public.customers", "pgboss.job"].map(counted))).toEqual(before);
    })(),
  );

  it(
    "takes the longest that is allowed",
    undone(async () => {
      const opened = await open("stranger", {
        subject: "ü".repeat(200),
        body: "ü".repeat(10_000),
        name: "ü".repeat(100),
        email: `${"x".repeat(242)}@example.com`,
      });
      expect(opened.number).toBe("1003");
    }),
  );

  it(
    "refuses an archived category",
    undone(async () => {
      await owner("update public.ticket_categories set archived_at = now() where category_id = $1", [categories.problem.categoryId]);
      expect(await refusal(open("stranger", { category: categories.problem.categoryId }))).toBe("PT422 category_not_found");
      expect((await open("stranger", { category: categories.question.categoryId })).number).toBe("1003");
    }),
  );

  it(
    "enqueues the confirmation in the same transaction",
    undone(async () => {
      const { ticket_id } = await open("stranger");
      expect(
        await owner("select name, data, state, retry_limit, retry_backoff, policy from pgboss.job where data ->> 'ticket_id' = $1", [
          ticket_id,
        ]),
      ).toEqual([
        {
          name: "send-ticket-confirmation",
          data: { ticket_id },
          state: "created",
          retry_limit: 8,
          retry_backoff: true,
          policy: "standard",
        },
      ]);
      const before = await counted("pgboss.job");
      await refusal(open("stranger", { body: " " }));
      expect(await counted("pgboss.job")).toBe(before);
    }),
  );
});

describe("enqueue_job", () => {
  it(
    "names a queue that does not exist",
    undone(async () => {
      expect(await refusal(owner("savepoint here; select private.enqueue_job('no-such-queue', '{}')"))).toBe("PT500 queue_not_found");
      await owner("rollback to savepoint here");
      expect(await owner("select private.enqueue_job('send-ticket-confirmation', '{}') is not null as made")).toEqual([{ made: true }]);
    }),
  );
});

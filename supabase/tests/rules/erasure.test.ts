/** After an erasure no word of the person is anywhere in the database. Before it, all of them are found: the control. */
import { describe, expect, it } from "vitest";
import { accounts, customers, members, tickets, workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, open, send, note } = database();
const { workspaceId } = workspaces.acme;

const person = { email: "wilhelmina@quistgaard.example", name: "Wilhelmina Quistgaard" };
/** What only she, and those who wrote to her, said: each in another place. */
const words = [
  "wilhelmina",
  "quistgaard",
  "minnie",
  "subjectword",
  "bodyword",
  "replyword",
  "noteword",
  "fileword",
  "answerword",
  "formerword",
  "editedword",
  "deletedword",
  "reasonword",
  "percival",
  "oddname",
  "rupert",
];

/** Where in the whole database one of some words stands: every column of every table, of all schemas but the migrations' own. */
async function placesOf(wanted: string[]): Promise<string[]> {
  const tables = await owner<{ name: string }>(
    `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where relkind = 'r' and nspname in ('public', 'private', 'pgboss', 'auth', 'storage', 'realtime') order by 1`,
  );
  const looked = tables.map(
    ({ name }) =>
      `select '${name}' || ' ' || word as place from ${name} as entry, unnest($1::text[]) as word where position(word in lower(to_jsonb(entry)::text)) > 0`,
  );
  const rows = await owner<{ place: string }>(`select distinct place from (${looked.join(" union all ")}) as found order by 1`, [wanted]);
  return rows.map(({ place }) => place);
}

const customerOf = async (ticketId: string) =>
  (await owner<{ customer_id: string }>("select customer_id from public.tickets where ticket_id = $1", [ticketId]))[0]!.customer_id;

async function addFile(roomId: string, seq: number, customerId: string, name: string): Promise<void> {
  await owner(
    `insert into public.attachments (workspace_id, room_id, seq, position, customer_id, client_id, file_name, content_type, byte_size)
     values ($1, $2, $3, 0, $4, gen_random_uuid(), $5, 'text/plain', 5)`,
    [workspaceId, roomId, seq, customerId, name],
  );
}

/** Two tickets of hers, in which everything happens that leaves a trace. */
async function live() {
  await owner(
    `insert into public.sla_targets (workspace_id, policy_version_id, metric, priority, target_seconds, basis)
     select workspace_id, current_version_id, 'resolution', 'medium', 3600, 'calendar' from public.sla_policies`,
  );
  const first = await open("vera", { ...person, name: "Minnie Quistgaard", subject: "My subjectword", body: "My bodyword" });
  const second = await open("vera", { ...person, subject: "Another subjectword", body: "Here Wilhelmina again" });
  const customerId = await customerOf(first.ticket_id);
  const room = first.room_id;
  const edited = await send("vera", room, "An editedword");
  await call("vera", "select public.edit_message($1, $2, 'changed')", [room, edited.seq]);
  const deleted = await send("vera", room, "A deletedword");
  await call("vera", "select public.set_reaction($1, $2, '👍', true)", [room, 1]);
  await call("vera", "select public.delete_message($1, $2)", [room, deleted.seq]);
  await addFile(room, 1, customerId, "fileword.txt");
  const [field] = await owner<{ field_id: string }>(
    "insert into public.ticket_fields (workspace_id, kind, label) values ($1, 'text', 'Order number') returning field_id",
    [workspaceId],
  );
  for (const answer of ["A formerword", "An answerword"])
    await call("sana", "select public.set_ticket_fields($1, array[row($2, array[$3])::public.ticket_field_answer])", [
      first.ticket_id,
      field!.field_id,
      answer,
    ]);
  await send("sana", room, "Dear Wilhelmina, replyword");
  await note("sana", room, "Wilhelmina said noteword");
  await call("sana", "select public.set_resolution_due($1, now() + interval '1 day', 'reasonword of Quistgaard')", [first.ticket_id]);
  await call("vera", "select public.add_participant($1, 'percival@oddname.example', 'Percival Oddname')", [first.ticket_id]);
  // As the worker writes it down when it mails the link.
  await owner(
    `insert into private.access_links (workspace_id, ticket_id, customer_id, secret_hash)
     select workspace_id, ticket_id, customer_id, sha256('percival') from public.ticket_participants where ticket_id = $1`,
    [first.ticket_id],
  );
  const [removed] = await call<{ id: string }>(
    "vera",
    "select (public.add_participant($1, 'rupert@example.com', 'Rupert')).customer_id as id",
    [first.ticket_id],
  );
  await call("vera", "select public.remove_participant($1, $2)", [first.ticket_id, removed!.id]);
  await call("sana", "select public.set_ticket_status($1, 'in_progress')", [first.ticket_id]);
  await call("vera", "select public.request_transcript($1, 'txt')", [first.ticket_id]);
  await owner(
    "update pgboss.job set state = 'completed', output = $1 where name = 'send-ticket-confirmation' and data ->> 'ticket_id' = $2",
    [{ outcome: "rejected", reply: "550 wilhelmina@quistgaard.example: no such mailbox" }, second.ticket_id],
  );
  return { first, second, customerId };
}

/** Carl says something and takes it back. */
async function deleteOwn(): Promise<void> {
  const { roomId } = tickets.carl;
  const { seq } = await send("carl", roomId, "Taken back");
  await call("carl", "select public.delete_message($1, $2)", [roomId, seq]);
}

/** What is known of somebody, and of who took part in their tickets, by ids alone. */
async function traces(customerId: string, known?: string[]) {
  const ids =
    known ??
    (
      await owner<{ id: string }>(
        `with own as (select ticket_id from public.tickets where customer_id = $1),
           people as (select $1::uuid as id union select customer_id from public.ticket_participants where ticket_id in (select ticket_id from own))
         select id from people union select ticket_id from own
         union select request_id from private.transcript_requests where customer_id in (select id from people)`,
        [customerId],
      )
    ).map(({ id }) => id);
  const [counts] = await owner<{ links: number; requests: number; transcripts: number; mails: number }>(
    `select (select count(*) from private.access_links where customer_id = any ($1))::int as links,
       (select count(*) from private.access_link_requests where customer_id = any ($1))::int as requests,
       (select count(*) from private.transcript_requests where customer_id = any ($1))::int as transcripts,
       (select count(*) from pgboss.job where name like 'send-%' and state = 'created' and exists (
         select from jsonb_each_text(data) as field where field.value = any ($1::text[])))::int as mails`,
    [ids],
  );
  return { ids, ...counts! };
}

const erase = (actor: "olivia" | "adam" | "sana" | "greg" | "carl", customerIds: string[], typed: string) =>
  call<{ id: string }>(actor, "select public.erase_customers('acme', $1, $2) as id", [customerIds, typed]);
/** What the worker does. */
async function work(erasureId: string): Promise<number> {
  for (let done = 0; ; done += 1) {
    const [row] = await owner<{ is_more: boolean }>("select private.erase_next_ticket($1, $2) as is_more", [workspaceId, erasureId]);
    if (!row!.is_more) return done;
  }
}

/** What an action takes away or changes, of rows in which none of some words stands. New rows are not looked at. */
async function lostBesides(wanted: string[], action: () => Promise<unknown>): Promise<string[]> {
  const tables = await owner<{ name: string }>(
    `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where relkind = 'r' and nspname in ('public', 'private', 'auth') or pg_class.oid in ('pgboss.job'::regclass, 'realtime.messages'::regclass) order by 1`,
  );
  const all = async () => {
    const rows = await owner<{ row: string }>(
      tables.map(({ name }) => `select '${name} ' || to_jsonb(entry)::text as row from ${name} as entry`).join(" union all "),
    );
    return rows.map(({ row }) => row);
  };
  const before = await all();
  await action();
  const after = new Set(await all());
  return before.filter((row) => !after.has(row) && !wanted.some((word) => row.includes(word)));
}

describe("Erasing a person", () => {
  it("knows every table that can say something of a ticket or a person", async () => {
    const rows = await owner<{ name: string }>(
      `select distinct format('%s.%s', told.table_schema, told.table_name) as name
       from information_schema.columns as told join information_schema.columns as key using (table_schema, table_name)
       where table_schema in ('public', 'private') and told.data_type in ('text', 'jsonb', 'json', 'ARRAY', 'numeric', 'date')
         and key.column_name in ('ticket_id', 'room_id', 'customer_id', 'customer_ids') order by 1`,
    );
    // A new one here wants a line in erase_ticket(), erase_customer() or empty_messages(), and a word in live() below.
    expect(rows.map(({ name }) => name)).toEqual([
      "private.access_link_requests",
      "private.erasures",
      "private.transcript_requests",
      "public.attachments",
      "public.customers",
      "public.internal_notes",
      "public.message_reactions",
      "public.message_versions",
      "public.messages",
      "public.sla_clocks",
      "public.sla_events",
      "public.ticket_events",
      "public.ticket_field_values",
      "public.ticket_participants",
      "public.tickets",
    ]);
  });

  it(
    "leaves none of their words anywhere in the database, and what can be counted",
    undone(async () => {
      const { first, second, customerId } = await live();
      const before = await placesOf(words);
      for (const place of [
        "public.customers wilhelmina",
        "public.tickets subjectword",
        "public.messages bodyword",
        "public.messages replyword",
        "public.messages percival",
        "public.internal_notes noteword",
        "public.message_versions editedword",
        "public.attachments fileword",
        "public.ticket_events percival",
        "public.ticket_events minnie",
        "public.sla_events reasonword",
        "public.audit_entries wilhelmina",
        "private.access_link_requests percival",
        "public.customers oddname",
      ])
        expect(before).toContain(place);
      expect(before.filter((place) => place.startsWith("pgboss.") && place.endsWith("quistgaard"))).not.toEqual([]);
      expect(before.filter((place) => place.startsWith("realtime.") && place.endsWith("bodyword"))).not.toEqual([]);
      const seen = new Set(before.map((place) => place.split(" ")[1]));
      expect(words.filter((word) => !seen.has(word) && word !== "deletedword")).toEqual([]);

      const { ids, ...others } = await traces(customerId);
      expect(others).toEqual({ links: 1, requests: 2, transcripts: 1, mails: expect.any(Number) as number });
      expect(others.mails).toBeGreaterThanOrEqual(3);
      const said = () =>
        owner<{
          body: string;
          kind: string | null;
          old: string | null;
          new: string | null;
          edited: boolean;
          removed: Date | null;
          change: string;
        }>(
          `select system_kind as kind, old_value as old, new_value as new, edited_at is not null as edited, change_seq::text as change,
             case when sender_type <> 'system' then deleted_at end as removed
           from public.messages where room_id = $1 order by seq`,
          [first.room_id],
        );
      const lines = await said();
      const removedAt = lines.flatMap(({ removed }) => (removed ? [removed] : []));
      expect([removedAt.length, lines.some(({ edited }) => edited)]).toEqual([1, true]);

      const [erasure] = await erase("adam", [customerId], person.email.toUpperCase());
      await owner("update public.customers set erased_at = erased_at - interval '1 hour' where customer_id = $1", [customerId]);
      // Who they are goes with the command itself.
      expect((await placesOf(["percival@", person.email])).filter((place) => !/percival|^pgboss/.test(place))).toEqual([]);
      expect(await work(erasure!.id)).toBe(2);
      expect(await placesOf(words)).toEqual([]);
      expect(await traces(customerId, ids)).toEqual({ ids, links: 0, requests: 0, transcripts: 0, mails: 0 });
      const [kept] = await owner("select now() - erased_at = interval '1 hour' as is_kept from public.customers where customer_id = $1", [
        customerId,
      ]);
      expect(kept).toEqual({ is_kept: true });
      // What tells of the ticket and of no person stays; each line is shown anew.
      const left = await said();
      const ofTicket = (told: typeof lines) => told.filter(({ kind }) => kind === "status_changed").map(({ old, new: now }) => [old, now]);
      expect(ofTicket(left)).toEqual([...ofTicket(lines), [expect.any(String), "closed"]]);
      expect(ofTicket(lines)).not.toEqual([]);
      expect(left.some(({ edited }) => edited)).toBe(false);
      expect(left.filter(({ removed }) => removed?.getTime() === removedAt[0]!.getTime())).toHaveLength(1);
      expect(new Set(left.slice(0, lines.length).map(({ change }) => change)).size).toBe(1);
      expect(Number(left[0]!.change)).toBeGreaterThan(Math.max(...lines.map(({ change }) => Number(change))));

      expect(
        await owner(
          "select status, number::text, response_count, erased_at is not null as is_erased from public.tickets where ticket_id = any ($1) order by number",
          [[first.ticket_id, second.ticket_id]],
        ),
      ).toEqual([
        { status: "closed", number: first.number, response_count: 1, is_erased: true },
        { status: "closed", number: second.number, response_count: 0, is_erased: true },
      ]);
      const [log] = await call(
        "olivia",
        "select actor_name, action, subject_kind, changes::text from public.list_audit_entries('acme', 'erasure')",
      );
      expect(log).toMatchObject({ actor_name: "Adam Okafor", action: "deleted" });
      expect(
        await call(
          "olivia",
          "select people, tickets_total, tickets_done, finished_at is not null as is_done from public.list_erasures('acme')",
        ),
      ).toEqual([{ people: 1, tickets_total: 2, tickets_done: 2, is_done: true }]);
      // Of a file there is the removal that the worker has to do, and its row until then.
      expect(
        await owner("select file_name, removed_at is not null as is_removed from public.attachments where room_id = $1", [first.room_id]),
      ).toEqual([{ file_name: "—", is_removed: true }]);
      expect(
        await owner(
          "select from pgboss.job where name = 'remove-attachments' and start_after <= now() and data ->> 'attachment_id' in (select attachment_id::text from public.attachments where room_id = $1)",
          [first.room_id],
        ),
      ).toHaveLength(1);
    }),
  );

  it(
    "counts before it does anything, and what it counts is what goes",
    undone(async () => {
      const { first, customerId } = await live();
      await call("sana", "select public.request_transcript($1, 'txt')", [first.ticket_id]);
      await call("carl", "select public.request_transcript($1, 'txt')", [tickets.carl.ticketId]);
      await owner("update pgboss.job set state = 'retry' where name = 'send-ticket-confirmation' and data ->> 'ticket_id' = $1", [
        first.ticket_id,
      ]);
      const exported = async (state: string) => {
        await owner("insert into private.workspace_exports (workspace_id, requested_by, state) values ($1, $2, $3), ($4, $5, $3)", [
          workspaceId,
          members.adam.memberId,
          state,
          workspaces.globex.workspaceId,
          members.greg.memberId,
        ]);
      };
      for (const state of ["done", "done", "failed", "expired", "waiting"]) await exported(state);
      const [counts] = await call("adam", "select * from public.preview_erasure('acme', $1)", [[customerId]]);
      expect(counts).toMatchObject({
        exports: "3",
        // The first ticket's confirmation, two transcripts, his link and Rupert's wait; the other confirmation was answered.
        mails: "5",
        customers: "3",
        tickets: "2",
        notes: "1",
        files: "1",
        file_bytes: "5",
        messages: "4",
        other_messages: "1",
      });
      await owner("update private.workspace_exports set state = 'running' where state = 'waiting'");
      expect((await call("adam", "select exports from public.preview_erasure('acme', $1)", [[customerId]]))[0]).toEqual({ exports: "3" });
      expect(await placesOf(["subjectword"])).not.toEqual([]);
      const [erasure] = await erase("adam", [customerId], person.email);
      await work(erasure!.id);
      expect((await call("adam", "select * from public.preview_erasure('acme', $1)", [[customerId]]))[0]).toMatchObject({
        customers: "0",
        tickets: "0",
        notes: "0",
        files: "0",
        messages: "0",
        other_messages: "0",
        mails: "0",
        exports: "0",
      });
    }),
  );

  it(
    "takes of somebody who only took part their own words, and leaves the ticket and everybody else in it",
    undone(async () => {
      const { carl } = tickets;
      const { seq } = await send("pam", carl.roomId, "A ccword of Pam");
      await addFile(carl.roomId, seq, customers.pam.customerId, "ccword.txt");
      const quote = "select (public.send_message($1, 'The requester''s own word', gen_random_uuid(), $2)).seq";
      const [reply] = await call<{ seq: number }>("carl", quote, [carl.roomId, seq]);
      const { seq: other } = await send("carl", carl.roomId, "Something else");
      await owner("update public.customers set name = 'Percival Oddname', email = 'percival@oddname.example' where customer_id = $1", [
        customers.pam.customerId,
      ]);
      await send("pam", carl.roomId, "Another ccword, as Percival Oddname");
      await call("pam", "select public.set_reaction($1, 1, '👍', true)", [carl.roomId]);
      const count =
        "select count(*)::int as number from public.messages where room_id = $1 and erased_at is null and sender_type <> 'system'";
      const [all] = await owner<{ number: number }>(count, [carl.roomId]);
      const [mine] = await owner<{ number: number }>(`${count} and customer_id = $2`, [carl.roomId, customers.pam.customerId]);
      const changeOf = async (of: number) =>
        (
          await owner<{ at: number }>("select change_seq::int as at from public.messages where room_id = $1 and seq = $2", [
            carl.roomId,
            of,
          ])
        )[0]!.at;
      const before = [await changeOf(other), await changeOf(reply!.seq)];
      expect(await placesOf(["ccword", "percival", "oddname"])).toEqual(
        expect.arrayContaining(["public.messages ccword", "public.customers oddname"]),
      );
      await call("pam", "select public.request_transcript($1, 'txt')", [carl.ticketId]);
      const { ids, ...known } = await traces(customers.pam.customerId);
      expect(known).toMatchObject({ links: 1, transcripts: 1 });
      const [erasure] = await erase("olivia", [customers.pam.customerId], "percival@oddname.example");
      expect(await work(erasure!.id)).toBe(0);
      expect(await traces(customers.pam.customerId, ids)).toEqual({ ids, links: 0, requests: 0, transcripts: 0, mails: 0 });
      expect(await placesOf(["ccword", "percival", "oddname"])).toEqual([]);
      expect((await owner<{ number: number }>(count, [carl.roomId]))[0]!.number).toBe(all!.number - mine!.number);
      expect(await placesOf(["the requester's own word"])).toEqual(["public.messages the requester's own word"]);
      // What quotes them is shown anew, with them; the rest is as it was.
      expect([await changeOf(other), await changeOf(reply!.seq)]).toEqual([before[0], await changeOf(seq)]);
      expect(await changeOf(seq)).toBeGreaterThan(before[1]!);
      expect((await call("pam", "select from public.tickets where ticket_id = $1", [carl.ticketId])).length).toBe(0);
      expect((await call("carl", "select from public.tickets where ticket_id = $1", [carl.ticketId])).length).toBe(1);
    }),
  );

  it(
    "takes a name out of what the room and the ticket tell of who took part, and leaves it to whoever is called the same",
    undone(async () => {
      const { ticketId, roomId } = tickets.dora;
      const add = async (name: string, email: string) =>
        (await call<{ id: string }>("dora", "select (public.add_participant($1, $2, $3)).customer_id as id", [ticketId, email, name]))[0]!
          .id;
      const customerId = await add("Sana Iqbal", "namesake@example.com");
      await owner("insert into public.customer_identities (workspace_id, customer_id, user_id) values ($1, $2, $3)", [
        workspaceId,
        customerId,
        accounts.stranger.userId,
      ]);
      await add("Guest", "guest@example.com");
      await call("olivia", "select public.assign_ticket($1, $2)", [ticketId, members.sana.memberId]);
      await call("sana", "select public.set_ticket_priority($1, 'urgent')", [ticketId]);
      const { seq } = await send("sana", roomId);
      await call("stranger", "select public.remove_participant($1, $2)", [ticketId, customerId]);
      const told = async () => ({
        lines: await owner(
          `select jsonb_build_array(system_kind, sender_name, old_value, new_value) as line from public.messages
           where room_id = $1 and sender_type = 'system' and system_kind::text ~ 'participant|assign' order by seq`,
          [roomId],
        ),
        events: await owner(
          `select jsonb_build_array(kind, actor_name, old_value, new_value) as line from public.ticket_events
           where ticket_id = $1 and kind::text ~ 'participant|assign|priority' order by 1`,
          [ticketId],
        ),
        // Another one by the same name, in another ticket.
        elsewhere: await owner("select new_value from public.messages where room_id = $1 and system_kind = 'participant_added'", [
          tickets.carl.roomId,
        ]),
      });
      await call("carl", "select public.add_participant($1, 'other@example.com', 'Sana Iqbal')", [tickets.carl.ticketId]);
      const before = await told();
      expect(before.lines).toContainEqual({ line: ["participant_removed", "Sana Iqbal", "Sana Iqbal", null] });
      expect(before.events).toContainEqual({ line: ["participant_removed", "Sana Iqbal", "Sana Iqbal", null] });
      await erase("olivia", [customerId], "namesake@example.com");
      const after = await told();
      expect(after.lines).toEqual([
        { line: ["participant_added", "Dora Weiss", null, "—"] },
        { line: ["participant_added", "Dora Weiss", null, "Guest"] },
        { line: ["ticket_assigned", "", null, "Sana Iqbal"] },
        { line: ["participant_removed", "", "—", null] },
      ]);
      expect(after.events).toEqual([
        { line: ["participant_added", "Dora Weiss", null, "Guest"] },
        { line: ["participant_added", "Dora Weiss", null, "—"] },
        { line: ["participant_removed", "—", "—", null] },
        { line: ["priority_changed", "Olivia Owens", "medium", "low"] },
        { line: ["priority_changed", "Sana Iqbal", "low", "urgent"] },
        { line: ["ticket_assigned", "Olivia Owens", null, "Sana Iqbal"] },
      ]);
      expect(after.elsewhere).toEqual(before.elsewhere);
      expect(await owner("select sender_name from public.messages where room_id = $1 and seq = $2", [roomId, seq])).toEqual([
        { sender_name: "Sana Iqbal" },
      ]);
    }),
  );

  it.each<[string, () => Promise<{ ids: string[]; typed: string; hers: string[] }>]>([
    [
      "of somebody with tickets",
      async () => {
        const { first, second, customerId } = await live();
        const others = await owner<{ id: string }>(
          `select customer_id as id from public.customers where name in ('Percival Oddname', 'Rupert')
           union all select request_id from private.transcript_requests where customer_id = $1`,
          [customerId],
        );
        const hers = [first, second].flatMap(({ ticket_id, room_id }) => [ticket_id, room_id]);
        return { ids: [customerId], typed: person.email, hers: [...hers, customerId, ...others.map(({ id }) => id)] };
      },
    ],
    [
      "of somebody who took part",
      () => {
        const { customerId, email } = customers.pam;
        // The room counts the changes.
        const hers = [customerId, accounts.pam.userId, "Pam", "public.chat_rooms ", `"room:${tickets.carl.roomId}`];
        return Promise.resolve({ ids: [customerId], typed: email, hers });
      },
    ],
  ])("takes nothing of anybody else's, %s", (_, prepare) =>
    undone(async () => {
      const { ids, typed, hers } = await prepare();
      // What others have that an erasure takes, where the cast has nothing of the kind.
      await call("carl", "select public.request_transcript($1, 'txt')", [tickets.carl.ticketId]);
      await deleteOwn();
      await note("sana", tickets.carl.roomId);
      await call("dora", "select public.send_message($1, 'Quoting the first', gen_random_uuid(), 1)", [tickets.dora.roomId]);
      await call("dora", "select public.add_participant($1, 'guest@example.com', 'A guest')", [tickets.dora.ticketId]);
      const lost = await lostBesides(hers, async () => {
        const [row] = await erase("olivia", ids, typed);
        await work(row!.id);
      });
      expect(lost).toEqual([]);
      // Looked at with closed eyes it would find nothing either.
      const words = ["nobody at all"];
      expect((await lostBesides(words, () => owner("delete from public.message_reactions"))).length).toBeGreaterThan(0);
    })(),
  );

  it(
    "deletes the identity of a browser that is good for nothing else, and no account",
    undone(async () => {
      const { dora } = accounts;
      const isThere = async (userId: string) => (await owner("select from auth.users where id = $1", [userId])).length === 1;
      // His is known in another workspace, hers works in one.
      await open("gus", { email: "gus@example.com", name: "Gus" });
      await owner("insert into public.workspace_members (workspace_id, user_id, display_name) values ($1, $2, 'Dora')", [
        workspaces.globex.workspaceId,
        dora.userId,
      ]);
      const [ofGus] = await owner<{ id: string }>(
        "select customer_id as id from public.customers where workspace_id = $1 and name = 'Gus'",
        [workspaceId],
      );
      await erase("olivia", [ofGus!.id], "gus@example.com");
      await erase("olivia", [customers.dora.customerId], "dora@example.com");
      expect([await isThere(accounts.gus.userId), await isThere(dora.userId)]).toEqual([true, true]);
      expect(await call("gus", "select from public.tickets where ticket_id = $1", [tickets.gus.ticketId])).toHaveLength(1);
      const carl = (
        await owner<{ user_id: string }>("select user_id from public.customer_identities where customer_id = $1", [
          customers.carl.customerId,
        ])
      )[0]!;
      const { customerId } = await live();
      await erase("olivia", [customers.carl.customerId], "carl@example.com");
      await erase("olivia", [customerId], person.email);
      expect(await owner("select from auth.users where id = $1", [carl.user_id])).toHaveLength(0);
      expect(await owner("select from auth.users where email = 'vera@nowhere.test' or email like 'vera@%'")).toHaveLength(1);
    }),
  );

  it(
    "tells the room as of deleted messages, and who was erased hears nothing more",
    undone(async () => {
      const { first, customerId } = await live();
      const [topic] = await owner<{ topic: string }>("select private.room_topic('room', $1) as topic", [first.room_id]);
      const [erasure] = await erase("olivia", [customerId], person.email);
      await work(erasure!.id);
      const [now] = await owner<{ topic: string; change_seq: string }>(
        "select private.room_topic('room', $1) as topic, change_seq::text from public.chat_rooms where room_id = $1",
        [first.room_id],
      );
      expect(now!.topic).not.toBe(topic!.topic);
      const told = await owner<{ event: string; payload: { kind: string; change_seq: number } }>(
        "select event, payload from realtime.messages where topic = $1",
        [now!.topic],
      );
      expect(told).toContainEqual(
        expect.objectContaining({ event: "room_changed", payload: expect.objectContaining({ kind: "delete" }) as object }),
      );
      const lines = await call<{ body: string; deleted_at: Date | null }>(
        "sana",
        "select body, deleted_at from public.messages where room_id = $1 and sender_type <> 'system'",
        [first.room_id],
      );
      expect(lines.every(({ body, deleted_at: at }) => body === "" && at !== null)).toBe(true);
      expect((await call<{ may: boolean }>("vera", "select private.may_hear($1) as may", [now!.topic]))[0]!.may).toBe(false);
      expect((await call<{ may: boolean }>("sana", "select private.may_hear($1) as may", [now!.topic]))[0]!.may).toBe(true);
    }),
  );

  it(
    "ends the exports that hold the person, done or under way",
    undone(async () => {
      await call("olivia", "select public.request_workspace_export('acme')");
      await owner("update private.workspace_exports set state = 'done', expires_at = now() + interval '1 day', part_count = 1");
      await call("olivia", "select public.request_workspace_export('acme')");
      await erase("olivia", [customers.dora.customerId], "dora@example.com");
      expect(await owner("select distinct state from private.workspace_exports")).toEqual([{ state: "expired" }]);
      expect(await owner("select from pgboss.job where name = 'remove-workspace-export'")).toHaveLength(2);
    }),
  );

  it(
    "is refused to agents, to others, of others, and without its name",
    undone(async () => {
      const dora = [customers.dora.customerId];
      expect(await refusal(erase("sana", dora, "dora@example.com"))).toBe("PT403 settings_forbidden");
      expect(await refusal(erase("greg", dora, "dora@example.com"))).toBe("PT404 workspace_not_found");
      expect(await refusal(erase("carl", dora, "dora@example.com"))).toBe("PT404 workspace_not_found");
      expect(await refusal(erase("adam", dora, "dora"))).toBe("PT422 confirmation_differs");
      expect(await refusal(erase("adam", [...dora, customers.carl.customerId], "dora@example.com"))).toBe("PT422 confirmation_differs");
      expect(await refusal(erase("adam", [customers.gus.customerId], "gus@example.com"))).toBe("PT404 customer_not_found");
      expect(await refusal(erase("adam", [], ""))).toBe("PT404 customer_not_found");
      expect(await refusal(erase("adam", dora, "dora@example.com"))).toBe("nothing was refused");
      expect(await refusal(erase("adam", dora, "dora@example.com"))).toBe("PT404 customer_not_found");
    }),
  );

  it(
    "takes back mails that wait, and empties what the queue keeps of all other jobs, of one's own alone",
    undone(async () => {
      const [mine, others] = ["90000000-0000-4000-8000-000000000041", "90000000-0000-4000-8000-000000000042"];
      const jobs: [name: string, state: string, of: string][] = [
        ["send-transcript", "created", mine],
        ["send-transcript", "retry", mine],
        ["send-transcript", "active", mine],
        ["send-transcript", "failed", mine],
        ["erase-customers", "created", mine],
        ["send-transcript", "created", others],
        ["send-transcript", "failed", others],
      ];
      for (const [name, state, of] of jobs)
        for (const where of ["job", "archive"])
          await owner(
            `insert into pgboss.${where} (id, name, state, data, output, created_on, start_after, keep_until, priority, retry_limit, retry_count, retry_delay, retry_backoff, expire_in)
             values (gen_random_uuid(), $1, $2, $3, '"reply"', now(), now(), now(), 0, 0, 0, 0, false, interval '1 minute')`,
            [name, state, { one: "another", ticket_id: of }],
          );
      const left = async (where: string) =>
        (
          await owner<{ job: string }>(
            `select concat_ws(' ', name, state, case when data ->> 'ticket_id' = $1 then 'mine' else 'others' end, output #>> '{}') as job
             from pgboss.${where} where data ->> 'ticket_id' = any ($2)`,
            [mine, [mine, others]],
          )
        )
          .map(({ job }) => job)
          .sort();
      await owner("select private.forget_jobs($1)", [[mine]]);
      const kept = ["erase-customers created mine", "send-transcript active mine", "send-transcript failed mine"];
      const theirs = ["send-transcript created others reply", "send-transcript failed others reply"];
      expect(await left("job")).toEqual([...kept, ...theirs].sort());
      expect(await left("archive")).toEqual([...kept, "send-transcript created mine", "send-transcript retry mine", ...theirs].sort());
    }),
  );

  it(
    "says of a ticket whether there was anything to erase, and leaves as it was what was gone before",
    undone(async () => {
      const { carl } = tickets;
      const eraseTicket = async (id: string) => (await owner<{ it: boolean }>("select private.erase_ticket($1) as it", [id]))[0]!.it;
      await send("pam", carl.roomId);
      await deleteOwn();
      await owner("update public.attachments set removed_at = now() - interval '1 day' where room_id = $1 and removed_at is not null", [
        carl.roomId,
      ]);
      await owner("select private.erase_participation($1, $2)", [workspaceId, customers.pam.customerId]);
      const before = () =>
        owner(
          `select seq::text as what, change_seq::text as at from public.messages where room_id = $1 and customer_id = $2
           union all select attachment_id::text, removed_at::text from public.attachments where room_id = $1 and removed_at < now() order by 1`,
          [carl.roomId, customers.pam.customerId],
        );
      const gone = await before();
      expect(gone.length).toBeGreaterThan(1);
      expect(await eraseTicket("90000000-0000-4000-8000-000000000051")).toBe(false);
      expect(await eraseTicket(carl.ticketId)).toBe(true);
      expect(await eraseTicket(carl.ticketId)).toBe(false);
      expect(await before()).toEqual(gone);
    }),
  );

  it(
    "lets nobody change the audit log in another way",
    undone(async () => {
      const { first, customerId } = await live();
      const { carl } = tickets;
      await send("pam", carl.roomId);
      await deleteOwn();
      const attempt = async (statement: string) => {
        await owner("savepoint attempt");
        const answer = await refusal(owner(statement, []));
        await owner("rollback to attempt");
        return answer;
      };
      const entries = `public.audit_entries where actor_id = '${customerId}'`;
      expect(await owner(`select from ${entries}`)).not.toHaveLength(0);
      // Not yet erased, so not yet without a name.
      expect(await attempt(`update public.audit_entries set actor_name = '—' where actor_id = '${customerId}'`)).toBe(
        "PT403 audit_log_is_final",
      );
      await erase("olivia", [customerId], person.email);
      expect(await attempt(`update public.audit_entries set actor_name = 'Somebody' where actor_id = '${customerId}'`)).toBe(
        "PT403 audit_log_is_final",
      );
      expect(await attempt(`update public.audit_entries set actor_name = '—', action = 'created' where actor_id = '${customerId}'`)).toBe(
        "PT403 audit_log_is_final",
      );
      expect(await attempt(`update public.audit_entries set before = null where subject_kind = 'erasure'`)).toBe("nothing was refused");
      expect(await attempt(`update public.audit_entries set after = null where subject_kind = 'erasure'`)).toBe("PT403 audit_log_is_final");
      expect(await attempt(`delete from ${entries}`)).toBe("PT403 audit_log_is_final");
      // Nor because somebody else was erased, in the same room too.
      await erase("olivia", [customers.pam.customerId], "pam@example.com");
      await owner("update public.messages set erased_at = now() where room_id = $1", [first.room_id]);
      const other = `where subject_id = '${carl.roomId}' and actor_id = '${customers.carl.customerId}'`;
      for (const set of ["actor_name = '—'", `before = before || '{"sender_name": "—"}'`])
        expect(await attempt(`update public.audit_entries set ${set} ${other}`)).toBe("PT403 audit_log_is_final");
    }),
  );

  it(
    "finds people by letters of name or address, in one workspace, for owners and admins",
    undone(async () => {
      const find = (actor: "olivia" | "sana" | "greg", wanted: string | null) =>
        call<{ name: string }>(actor, "select name, ticket_count::int, is_participant from public.find_people('acme', $1)", [wanted]);
      const names = async (wanted: string) => (await find("olivia", wanted)).map(({ name }) => name);
      expect(await find("olivia", "DORA@exa")).toEqual([expect.objectContaining({ ticket_count: 1, is_participant: false })]);
      expect(await find("olivia", " PAM@example.com ")).toEqual([expect.objectContaining({ ticket_count: 0, is_participant: true })]);
      for (const nobody of ["%%", "d", " d ", "", "gus@"]) expect(await find("olivia", nobody)).toEqual([]);
      expect(await find("olivia", null)).toEqual([]);
      const add = (name: string, ago: string, email: string | null = null) =>
        owner("insert into public.customers (workspace_id, name, email, created_at) values ($1, $2, $3, now() - $4::interval)", [
          workspaceId,
          name,
          email,
          ago,
        ]);
      await add("50%_off", "1 day");
      await add("50 and_off", "1 day");
      expect(await names("%_")).toEqual(["50%_off"]);
      // Whose address it is comes first, then who came last, then who has none; no more than fifty.
      await add("Zoe", "3 days", "Crowd@Example.com");
      await add("Not crowd@example.com", "1 day", "one@example.com");
      await add("Nor crowd@example.com", "1 hour");
      await add("Also crowd@example.com", "2 days", "other@example.com");
      expect(await names(" Crowd@example.com ")).toEqual(["Zoe", "Not crowd@example.com", "Also crowd@example.com", "Nor crowd@example.com"]);
      for (let number = 1; number <= 51; number += 1) await add(`Throng ${number}`, "1 day");
      expect(await names("throng")).toHaveLength(50);
      // Whoever is erased is not found, nor counted what is.
      const again = await open("dora", { email: "dora@example.com", name: "Dora Weiss" });
      await owner("select private.erase_ticket($1)", [again.ticket_id]);
      expect(await find("olivia", "dora@")).toEqual([expect.objectContaining({ ticket_count: 1 })]);
      await erase("olivia", [customers.dora.customerId], "dora@example.com");
      expect([await find("olivia", "dora@"), await find("olivia", "——")]).toEqual([[], []]);
      await owner("update public.customers set name = 'An erased name' where customer_id = $1", [customers.dora.customerId]);
      expect(await find("olivia", "an erased")).toEqual([]);
      expect(await refusal(find("sana", "dora"))).toBe("PT403 settings_forbidden");
      expect(await refusal(find("greg", "dora"))).toBe("PT404 workspace_not_found");
    }),
  );
});

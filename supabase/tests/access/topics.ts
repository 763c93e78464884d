/**
 * The access matrix of Realtime topics.
 *
 * A join is judged as the Realtime server judges it: it puts one row of each extension on the topic, names the topic
 * in `realtime.topic`, and looks which rows the person sees (may hear) and may insert (may send, be present).
 */
import { actorNames, type ActorName } from "../../../tests/support/actors";
import { accounts, teams, tickets, workspaces } from "../../../tests/support/cast";
import { DENIED, outcomes, type Row } from "./expectation";

const { carl, dora, gus } = tickets;
const acme = workspaces.acme.workspaceId;
const globex = workspaces.globex.workspaceId;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

type Listeners = { heard: Parameters<typeof outcomes>[0]; presence: boolean };

function topicRows(name: string, topic: string, { heard, presence }: Listeners): Row[] {
  const named = `select set_config('realtime.topic', ${literal(topic)}, true)`;
  const put = `with put as (
      insert into realtime.messages (topic, extension, private)
      values (${literal(topic)}, 'broadcast', true), (${literal(topic)}, 'presence', true) returning topic
    ) select set_config('realtime.topic', ${literal(topic)}, true) from put`;
  const hears = outcomes(heard);
  const when = (yes: string, no: string) =>
    Object.fromEntries(
      actorNames.map((actor) => {
        // Hosted Supabase lets anon and service_role ask the table; no policy names them, and service_role bypasses.
        if (actor === "service_role") return [actor, "1 rows"];
        return [actor, hears[actor] === "yes" ? yes : no];
      }),
    ) as Record<ActorName, string>;
  const subject = "table realtime.messages";
  return [
    {
      subject,
      name: `${name}: its rows are heard, and none of any other topic`,
      before: put,
      statement:
        "select distinct extension || case when topic = realtime.topic() then ' here' else ' elsewhere' end from realtime.messages",
      expected: { ...when("broadcast here, presence here", "nothing"), service_role: "something" },
    },
    {
      subject,
      name: `${name}: nobody broadcasts`,
      before: named,
      statement: `insert into realtime.messages (topic, extension, private) values (${literal(topic)}, 'broadcast', true)`,
      isCommand: true,
      expected: when(DENIED, DENIED),
      control: "rows",
    },
    {
      subject,
      name: `${name}: ${presence ? "its listeners are" : "nobody is"} present`,
      before: named,
      statement: `insert into realtime.messages (topic, extension, private) values (${literal(topic)}, 'presence', true)`,
      isCommand: true,
      expected: when(presence ? "1 rows" : DENIED, DENIED),
      control: "rows",
    },
  ];
}

const none: Listeners = { heard: { others: "no" }, presence: false };
const acmeStaff: Listeners = { heard: { others: "no", acmeStaff: "yes" }, presence: true };
const globexStaff: Listeners = { heard: { others: "no", globexStaff: "yes" }, presence: true };

/** Names that look like a topic of Carl's room, of Acme's inbox or of a person, and are none. */
const pretenders = [
  `room:${carl.roomId}:1.2`,
  `room:${carl.roomId}:2.1`,
  `room:${carl.roomId}:0.1`,
  `room:${carl.roomId}:1.10`,
  `room:${carl.roomId}:01.1`,
  `room:${carl.roomId}:1`,
  `room:${carl.roomId}:1.1.1`,
  `room:${carl.roomId}:`,
  `room:${carl.roomId}`,
  `room:${carl.roomId}:1.1:1.1`,
  `room:${carl.roomId}:1.1 `,
  ` room:${carl.roomId}:1.1`,
  `room:${carl.roomId}:1.1\n`,
  `room:${carl.roomId}:1_1`,
  `room:${carl.roomId}:%`,
  `room:%:1.1`,
  `%`,
  `room:${carl.roomId.replaceAll("-", "")}:1.1`,
  `room:{${carl.roomId}}:1.1`,
  `ROOM:${carl.roomId}:1.1`,
  `rooms:${carl.roomId}:1.1`,
  `realtime:room:${carl.roomId}:1.1`,
  `room:${acme}:1.1`,
  `room:${carl.ticketId}:1.1`,
  `room:not-a-uuid:1.1`,
  `room:${"9".repeat(8)}-0000-4000-8000-000000000000:1.1`,
  `room::`,
  `:`,
  `room`,
  ``,
  `notes:${carl.roomId}:1.2`,
  `notes:${carl.roomId}`,
  `inbox:${acme}`,
  `inbox:${acme}:2`,
  `inbox:${acme}:1.1`,
  `inbox:${carl.roomId}:1`,
  `inbox:acme:1`,
  `team:${teams.support.teamId}:1`,
  `team:${teams.billing.teamId}:2`,
  `team:${teams.billing.teamId}`,
  `team:${teams.globexSupport.teamId}:1`,
  `inbox:${teams.billing.teamId}:1`,
  `user:${accounts.carl.userId}:1`,
  `user:`,
  `workspace:${acme}`,
  `room:${carl.roomId}:1.1'; drop table public.tickets; --`,
  `room:${"x".repeat(10_000)}`,
];

const messageTable = "realtime.messages";

export const topicRowsOfAll: Row[] = [
  ...topicRows("Carl's room", `room:${carl.roomId}:1.1`, { heard: { others: "no", acmeStaff: "yes", carlsSide: "yes" }, presence: true }),
  ...topicRows("Gus' room", `room:${gus.roomId}:1.1`, { heard: { others: "no", globexStaff: "yes", gus: "yes" }, presence: true }),
  ...topicRows("the notes of Carl's room", `notes:${carl.roomId}:1.1`, acmeStaff),
  ...topicRows("the notes of Gus' room", `notes:${gus.roomId}:1.1`, globexStaff),
  ...topicRows("the room of a private team's ticket", `room:${dora.roomId}:1.1`, {
    heard: { others: "no", insiders: "yes", dora: "yes" },
    presence: true,
  }),
  ...topicRows("the notes of a private team's ticket", `notes:${dora.roomId}:1.1`, {
    heard: { others: "no", insiders: "yes" },
    presence: true,
  }),
  ...topicRows("a private team's part of the inbox", `team:${teams.billing.teamId}:1`, {
    heard: { others: "no", insiders: "yes" },
    presence: false,
  }),
  ...topicRows("Acme's inbox", `inbox:${acme}:1`, acmeStaff),
  ...topicRows("Globex' inbox", `inbox:${globex}:1`, globexStaff),
  ...topicRows("Olivia's own topic", `user:${accounts.olivia.userId}`, { heard: { others: "no", olivia: "yes" }, presence: false }),
  ...topicRows("Carl's own topic", `user:${accounts.carl.userId}`, { heard: { others: "no", carl: "yes" }, presence: false }),
  ...pretenders.flatMap((topic) => topicRows(JSON.stringify(topic.slice(0, 80)), topic, none)),

  // A topic that was joined does not open another one's rows, nor rows of another kind.
  {
    subject: `table ${messageTable}`,
    name: "a listener of Carl's room hears nothing of Dora's",
    before: `select set_config('realtime.topic', 'room:${carl.roomId}:1.1', true)`,
    statement: `select topic from ${messageTable} where topic = 'room:${tickets.dora.roomId}:1.1'`,
    expected: { ...outcomes({ others: "nothing" }), service_role: "something" },
  },
  {
    subject: `table ${messageTable}`,
    name: "nobody is present under a name other than the joined topic's",
    before: `select set_config('realtime.topic', 'room:${carl.roomId}:1.1', true)`,
    statement: `insert into ${messageTable} (topic, extension) values ('room:${tickets.dora.roomId}:1.1', 'presence')`,
    isCommand: true,
    expected: { ...outcomes({ others: DENIED }), service_role: "1 rows" },
    control: "rows",
  },
  {
    subject: `table ${messageTable}`,
    name: "rows of an extension that is not known are heard by nobody",
    before: `with put as (insert into ${messageTable} (topic, extension) values ('room:${carl.roomId}:1.1', 'postgres_changes') returning 1)
      select set_config('realtime.topic', 'room:${carl.roomId}:1.1', true) from put`,
    statement: `select extension from ${messageTable} where extension not in ('broadcast', 'presence')`,
    expected: { ...outcomes({ others: "nothing" }), service_role: "postgres_changes" },
  },
  {
    subject: `table ${messageTable}`,
    name: "without a topic nothing is heard",
    statement: `select distinct 'something' from ${messageTable}`,
    expected: { ...outcomes({ others: "nothing" }), service_role: "something" },
    control: "something",
  },
  {
    subject: `table ${messageTable}`,
    name: "what was sent is not changed by anybody",
    before: `select set_config('realtime.topic', 'room:${carl.roomId}:1.1', true)`,
    statement: `update ${messageTable} set payload = '{}'`,
    isCommand: true,
    expected: { ...outcomes({ others: "0 rows" }), service_role: "rows" },
    control: "rows",
  },
  ...(["delete from", "truncate"] as const).map((verb): Row => ({
    subject: `table ${messageTable}`,
    name: `what was sent is not taken away (${verb})`,
    statement: `${verb} ${messageTable}`,
    isCommand: true,
    expected: outcomes({ others: DENIED }),
    control: "rows",
  })),
];

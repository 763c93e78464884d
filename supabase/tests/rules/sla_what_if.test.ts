/** A draft of a policy is tried on what happened, by the engine itself, and nothing of it stays. */
import { describe, expect, it } from "vitest";
import { workspaces } from "../../../tests/support/cast";
import { refusal } from "../../../tests/support/database";
import { database } from "./support";

const { owner, undone, call, open, send } = database();

const acme = workspaces.acme.workspaceId;
const target = (metric: string, priority: string, seconds: number) =>
  `row('${metric}', '${priority}', ${seconds}, 'calendar', null)::public.sla_target_line`;
const draft = (...targets: string[]) => `row('Draft', null, null, null, null, null, array[${targets.join(", ")}])::public.sla_policy_draft`;

/** Acme's tickets of the cast are out of the way, so that a test has its own alone. */
const clear = () => owner("update public.tickets set created_at = now() - interval '90 days' where workspace_id = $1", [acme]);

/** Puts what has happened so far some hours back. */
const earlier = async (hours: number) => {
  for (const [table, column] of [
    ["tickets", "created_at"],
    ["tickets", "last_activity_at"],
    ["messages", "created_at"],
    ["ticket_events", "created_at"],
    ["sla_events", "at"],
  ])
    await owner(`update public.${table!} set ${column!} = ${column!} - make_interval(hours => $2) where workspace_id = $1`, [acme, hours]);
};

async function request(policy: string, given: string): Promise<string> {
  return (await call<{ id: string }>("olivia", `select public.request_sla_what_if('acme', ${policy}, ${given}) as id`))[0]!.id;
}

const playAll = async (id: string) => {
  let rows: { done: number }[];
  do rows = await owner<{ done: number }>("select private.play_sla_what_if($1, $2, 2) as done", [acme, id]);
  while (rows[0]!.done === 2);
};

type WhatIf = {
  state: string;
  tickets_total: number;
  tickets_done: number;
  outcomes: { metric: string; met_before: number; breached_before: number; met_after: number; breached_after: number }[];
  breaches: { number: number; metric: string; was_breached: boolean }[];
  breach_count: number;
};
const read = async (id: string) =>
  (await call<{ it: WhatIf }>("olivia", "select to_jsonb(it) as it from public.get_sla_what_if('acme', $1) as it", [id]))[0]!.it;
const policyOf = `(select policy_id from public.sla_policies where workspace_id = '${acme}' and archived_at is null)`;
const counts = () =>
  owner(
    `select (select count(*) from public.tickets) as tickets, (select count(*) from public.sla_events) as events,
       (select count(*) from public.messages) as messages, (select count(*) from public.sla_policies) as policies,
       (select count(*) from realtime.messages) as broadcasts, (select count(*) from public.sla_notices) as notices,
       (select count(*) from pgboss.job) as jobs`,
  );

describe("A what-if", () => {
  it(
    "counts what a draft would have breached, beside what was, and leaves nothing behind",
    undone(async () => {
      await clear();
      // Answered after two hours: within 24, not within one.
      const late = await open("stranger", { subject: "Late" });
      await earlier(2);
      await send("sana", late.room_id);
      // Answered at once.
      const quick = await open("stranger", { subject: "Quick" });
      await send("sana", quick.room_id);
      await earlier(3);
      const id = await request(policyOf, draft(target("first_response", "medium", 3600)));
      const before = await counts();
      await playAll(id);
      expect(await counts()).toEqual(before);
      const result = await read(id);
      expect(result).toMatchObject({ state: "done", tickets_total: 2, tickets_done: 2, breach_count: 1 });
      expect(result.outcomes).toEqual([{ metric: "first_response", met_before: 2, breached_before: 0, met_after: 1, breached_after: 1 }]);
      expect(result.breaches).toEqual([
        expect.objectContaining({ number: Number(late.number), metric: "first_response", was_breached: false }),
      ]);
    }),
  );

  it(
    "plays pauses and reopening: a target for resolving, which no policy had",
    undone(async () => {
      await clear();
      const ticket = await open("stranger");
      await earlier(1);
      // One hour used, then it waits for ten; two more, then it is resolved: three of four.
      await call("sana", "select public.set_ticket_status($1, 'waiting')", [ticket.ticket_id]);
      await earlier(10);
      await send("stranger", ticket.room_id);
      await earlier(2);
      await call("sana", "select public.set_ticket_status($1, 'resolved')", [ticket.ticket_id]);
      await earlier(1);
      const outcome = async (seconds: number) => {
        const id = await request(policyOf, draft(target("resolution", "medium", seconds)));
        await playAll(id);
        return (await read(id)).outcomes.find(({ metric }) => metric === "resolution");
      };
      expect(await outcome(4 * 3600)).toMatchObject({ met_after: 1, breached_after: 0, met_before: 0, breached_before: 0 });
      expect(await outcome(2 * 3600)).toMatchObject({ met_after: 0, breached_after: 1 });
    }),
  );

  it(
    "of a new policy comes after those that there are: it has no ticket that one of them fits",
    undone(async () => {
      await clear();
      const ticket = await open("stranger");
      await earlier(2);
      await send("sana", ticket.room_id);
      await earlier(1);
      const id = await request("null", draft(target("first_response", "medium", 3600)));
      await playAll(id);
      expect((await read(id)).outcomes).toEqual([
        { metric: "first_response", met_before: 1, breached_before: 0, met_after: 1, breached_after: 0 },
      ]);
    }),
  );

  it(
    "plays what somebody says twice in a row when something lies between: no reply needed, a reopening",
    undone(async () => {
      await clear();
      const ticket = await open("stranger");
      await earlier(1);
      await call("sana", "select public.set_no_reply_needed($1)", [ticket.ticket_id]);
      await earlier(3);
      await send("stranger", ticket.room_id, "One more question");
      await earlier(1);
      await send("sana", ticket.room_id);
      await earlier(1);
      await call("sana", "select public.set_ticket_status($1, 'closed')", [ticket.ticket_id]);
      await earlier(1);
      await call("stranger", "select public.reopen_ticket($1)", [ticket.ticket_id]);
      await earlier(2);
      await send("sana", ticket.room_id);
      await earlier(1);
      const id = await request(policyOf, draft(target("next_response", "medium", 90 * 60)));
      await playAll(id);
      // One hour for the question, two for the reopening.
      expect((await read(id)).outcomes.find(({ metric }) => metric === "next_response")).toMatchObject({ met_after: 1, breached_after: 1 });
    }),
  );

  it(
    "plays that no reply was needed where nothing was due",
    undone(async () => {
      await clear();
      await owner("update public.sla_policies set archived_at = now() where workspace_id = $1", [acme]);
      const thanks = await open("stranger", { subject: "Thanks" });
      const question = await open("stranger", { subject: "Hello?" });
      await earlier(1);
      await call("sana", "select public.set_no_reply_needed($1)", [thanks.ticket_id]);
      await earlier(5);
      expect(await owner("select from public.sla_events where ticket_id in ($1, $2)", [thanks.ticket_id, question.ticket_id])).toEqual([]);
      const id = await request("null", draft(target("first_response", "medium", 2 * 3600)));
      await playAll(id);
      const { breaches, outcomes } = await read(id);
      expect(outcomes).toEqual([{ metric: "first_response", met_before: 0, breached_before: 0, met_after: 0, breached_after: 1 }]);
      expect(breaches).toEqual([expect.objectContaining({ number: Number(question.number), was_breached: false })]);
    }),
  );

  it(
    "goes by what was saved when it was asked for, whatever is saved, ordered and put away while it is played",
    undone(async () => {
      await clear();
      for (let nth = 0; nth < 4; nth += 1) {
        const ticket = await open("stranger");
        await earlier(2);
        await send("sana", ticket.room_id);
      }
      await earlier(1);
      const asOlivia = (statement: string, values: unknown[] = []) => call<{ id: string }>("olivia", statement, values);
      const hours = "row('Night', 'UTC', array[row(1, '00:00', '00:00')::public.sla_weekly_hours], '{}')::public.sla_calendar_draft";
      const [calendar] = await asOlivia(`select public.save_sla_calendar('acme', ${hours}) as id`);
      const [policy] = await owner<{ id: string }>(`select ${policyOf} as id`);
      const own = draft(target("first_response", "medium", 3600)).replace("'Draft', null", `'Draft', '${calendar!.id}'`);
      const id = await request(`'${policy!.id}'`, own);
      const playOne = () => owner("select private.play_sla_what_if($1, $2, 1)", [acme, id]);
      await playOne();

      // The draft itself, which from now on would have nothing to be compared with.
      await asOlivia(`select public.save_sla_policy('acme', ${own}, $1)`, [policy!.id]);
      await playOne();
      // Put away, another one in its place and with its name, which everything breaches.
      await asOlivia("select public.archive_sla_policy('acme', $1)", [policy!.id]);
      await asOlivia("select public.archive_sla_calendar('acme', $1)", [calendar!.id]);
      const [other] = await asOlivia(`select public.save_sla_policy('acme', ${draft(target("first_response", "medium", 1))}) as id`);
      await playOne();
      await asOlivia("select public.order_sla_policies('acme', $1)", [[other!.id]]);
      await playAll(id);
      const { state, outcomes } = await read(id);
      expect(state).toBe("done");
      expect(outcomes).toEqual([{ metric: "first_response", met_before: 4, breached_before: 0, met_after: 0, breached_after: 4 }]);
      expect(
        await owner("select name, policy_id from public.sla_policies where workspace_id = $1 and archived_at is null", [acme]),
      ).toEqual([{ name: "Draft", policy_id: other!.id }]);
    }),
  );

  it(
    "goes by the calendars and options of when it was asked for",
    undone(async () => {
      await clear();
      const always = (weekdays: string) =>
        `row('Always', 'UTC', array(select row(day, '00:00', '00:00')::public.sla_weekly_hours from unnest(array[${weekdays}]) as day), '{}')::public.sla_calendar_draft`;
      const save = (given: string, id: string | null = null) =>
        call<{ id: string }>("olivia", `select public.save_sla_calendar('acme', ${given}, $1) as id`, [id]);
      const setOptions = async (id: string, unanswered: string) => {
        await call("olivia", "select public.set_sla_calendars('acme', $1)", [id]);
        await call("olivia", "select public.set_sla_options('acme', 'resume', $1)", [unanswered]);
      };
      const [calendar] = await save(always("1, 2, 3, 4, 5, 6, 7"));
      const [{ id: office }] = (await owner<{ id: string }>("select sla_calendar_id as id from public.workspaces where workspace_id = $1", [
        acme,
      ])) as [{ id: string }];
      await setOptions(calendar!.id, "counts_as_reply");
      for (let nth = 0; nth < 3; nth += 1) {
        const ticket = await open("stranger");
        await earlier(2);
        await call("sana", "select public.set_ticket_status($1, 'resolved')", [ticket.ticket_id]);
      }
      await earlier(1);
      const id = await request(policyOf, draft("row('first_response', 'medium', 3600, 'business', null)::public.sla_target_line"));
      const playOne = () => owner("select private.play_sla_what_if($1, $2, 1)", [acme, id]);
      await playOne();
      // Open on one day, which is neither today nor yesterday.
      await save(always("1 + (extract(isodow from now())::integer + 2) % 7"), calendar!.id);
      await playOne();
      await setOptions(office, "cancel");
      await playAll(id);
      // Met by resolving in time before, and late with the draft.
      expect((await read(id)).outcomes).toEqual([
        { metric: "first_response", met_before: 3, breached_before: 0, met_after: 0, breached_after: 3 },
      ]);
    }),
  );

  it(
    "refuses a draft that could not be saved, and keeps a workspace's last five",
    undone(async () => {
      expect(await refusal(request(policyOf, draft(target("resolution", "low", 0))))).toBe("PT422 sla_target_out_of_range");
      const business = draft("row('resolution', 'low', 315360000, 'business', null)::public.sla_target_line");
      expect(await refusal(request(policyOf, business))).toBe("PT422 sla_target_unreachable");
      const ids: string[] = [];
      for (let nth = 0; nth < 6; nth += 1) {
        ids.push(await request(policyOf, draft(target("resolution", "low", 60))));
        await owner("update private.sla_what_ifs set created_at = created_at - interval '1 minute'");
      }
      const kept = await owner<{ what_if_id: string }>("select what_if_id from private.sla_what_ifs order by created_at");
      expect(kept.map(({ what_if_id: id }) => id)).toEqual(ids.slice(1));
    }),
  );
});

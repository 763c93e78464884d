/** The rules of clocks, one by one, with times worked out by hand: for the oracle and for the database. */
import { describe, expect, it } from "vitest";
import { type OracleClock } from "./history";
import { at, early, policy, replies, resolution, standard, type Given, type Step } from "./tell";

const met = (when: string) => ({ state: "met", met_at: at(when), running_since: null, breached_at: null, met_late_at: null });
const overdue = (when: string) => ({ state: "breached", due_at: at(when), breached_at: at(when), breach_cause: "overdue" });
const movedPast = (when: string) => ({ state: "breached", due_at: at(when), breached_at: at(when), breach_cause: "retarget" });
const running = (due: string, since: string, consumedMinutes = 0) => ({
  state: "running",
  due_at: at(due),
  running_since: at(since),
  consumed_seconds: consumedMinutes * 60,
});
const paused = (consumedMinutes: number) => ({
  state: "paused",
  due_at: null,
  running_since: null,
  consumed_seconds: consumedMinutes * 60,
});
const cancelled = (reason: string) => ({ state: "cancelled", cancel_reason: reason, running_since: null, breached_at: null });

export type ReadClocks = (given: Given, story: Step[], now?: string) => OracleClock[] | Promise<OracleClock[]>;

/** Declares the tests. @param clocks of a told ticket, by metric and sequence */
export function clockRules(clocks: ReadClocks): void {
  describe("the worked examples of the definition", () => {
    it("resolution 480 from Monday 09:00, waiting Monday 11:00, the customer writes Wednesday 10:00: Wednesday 16:00", async () => {
      const story: Step[] = ["11:00 agent_message", "Wed 10:00 customer_message"];
      expect(await clocks({ policy: resolution }, story, "Wed 12:00")).toMatchObject([running("Wed 16:00", "Wed 10:00", 120)]);
    });

    it("resolution 480 from Monday 09:00, resolved Monday 15:00, reopened Tuesday 10:00: Tuesday 12:00", async () => {
      const story: Step[] = ["15:00 resolved", "Tue 10:00 reopened_by_customer"];
      expect(await clocks({ policy: resolution }, story, "Tue 11:00")).toMatchObject([running("Tue 12:00", "Tue 10:00", 360)]);
    });

    it("customer 10:00, 10:20, 10:40, a note 10:50, agent 11:05, target 60: due and breached 11:00, met late 11:05", async () => {
      const story: Step[] = ["10:01 note", "10:20 customer_message", "10:40 customer_message", "10:50 note", "11:05 agent_message"];
      expect(await clocks({ at: "10:00", policy: replies }, story)).toMatchObject([{ ...overdue("11:00"), met_late_at: at("11:05") }]);
    });

    it("two messages at the very moment at which it was set to wait, before and after: it goes on", async () => {
      const story: Step[] = ["10:00 customer_message", "10:00 waiting", "10:00 customer_message"];
      expect(await clocks({ policy: resolution }, story, "11:00")).toMatchObject([running("17:00", "10:00", 60)]);
    });

    it("Monday 16:00, 60: Monday 17:00, and not late then", async () => {
      expect(await clocks({ at: "16:00", policy: replies }, ["17:00 agent_message"])).toMatchObject([
        { ...met("17:00"), due_at: at("17:00") },
      ]);
      expect(await clocks({ at: "16:00", policy: replies }, ["17:01 agent_message"])).toMatchObject([overdue("17:00")]);
    });
  });

  describe("reply clocks", () => {
    it("a customer's ticket starts the first response, what comes after an answer the next ones", async () => {
      const rows = await clocks(
        { policy: replies },
        ["09:30 agent_message", "10:00 customer_message", "10:10 customer_message", "10:40 agent_message", "12:00 customer_message"],
        "12:30",
      );
      expect(rows).toMatchObject([
        { metric: "first_response", sequence: 1, started_at: at("09:00"), consumed_seconds: 1800, ...met("09:30") },
        { metric: "next_response", sequence: 1, started_at: at("10:00"), consumed_seconds: 2400, ...met("10:40") },
        { metric: "next_response", sequence: 2, started_at: at("12:00"), ...running("13:00", "12:00") },
      ]);
    });

    it("an agent's ticket has no first response", async () => {
      expect(await clocks({ policy: replies, by: "agent", status: "waiting" }, [])).toEqual([]);
      const rows = await clocks({ policy: replies, by: "agent", status: "waiting" }, ["10:00 customer_message"], "10:30");
      expect(rows).toMatchObject([{ metric: "next_response", sequence: 1, ...running("11:00", "10:00") }]);
    });

    it("run on while the ticket waits", async () => {
      expect(await clocks({ policy: replies }, ["09:10 waiting"], "09:50")).toMatchObject([running("10:00", "09:00")]);
    });

    it("no reply needed cancels, a breach stays one and is not met", async () => {
      expect(await clocks({ policy: replies }, ["09:30 no_reply_needed"])).toMatchObject([cancelled("no_reply_needed")]);
      const late = await clocks({ policy: replies }, ["10:30 no_reply_needed"]);
      expect(late).toMatchObject([{ ...overdue("10:00"), met_late_at: null, running_since: null, cancel_reason: null }]);
      // Then nobody waits: the next message is not the first.
      const rows = await clocks({ policy: replies }, ["09:30 no_reply_needed", "11:00 customer_message"], "11:30");
      expect(rows[1]).toMatchObject({ metric: "next_response", ...running("12:00", "11:00") });
    });

    it("resolving without a reply cancels, or counts as one", async () => {
      const counts: Given = { policy: replies, options: { resolveWithoutReply: "counts_as_reply" } };
      for (const status of ["resolved", "closed"] as const) {
        expect(await clocks({ policy: replies }, [`09:30 ${status}`])).toMatchObject([cancelled("resolved")]);
        expect(await clocks({ policy: replies }, [`10:30 ${status}`])).toMatchObject([
          { ...overdue("10:00"), met_late_at: null, running_since: null },
        ]);
        expect(await clocks(counts, [`09:30 ${status}`])).toMatchObject([met("09:30")]);
        expect(await clocks(counts, [`10:30 ${status}`])).toMatchObject([
          { ...overdue("10:00"), met_late_at: at("10:30"), running_since: null },
        ]);
      }
    });

    it("a message on a resolved ticket, and the customer's button, start one", async () => {
      const reopened: Step[] = ["09:10 agent_message", "09:20 closed", "10:00 reopened_by_customer"];
      expect((await clocks({ policy: replies }, reopened, "10:30"))[1]).toMatchObject({
        metric: "next_response",
        ...running("11:00", "10:00"),
      });
      const written: Step[] = ["09:20 resolved", "10:00 customer_message"];
      expect((await clocks({ policy: replies }, written, "10:30"))[1]).toMatchObject({
        metric: "next_response",
        ...running("11:00", "10:00"),
      });
      // One that an agent opens again has nobody waiting.
      expect(await clocks({ policy: replies }, ["09:20 resolved", "10:00 open"])).toHaveLength(1);
    });

    it("a breached one is still owed", async () => {
      expect(await clocks({ policy: replies }, [], "10:00")).toMatchObject([running("10:00", "09:00")]);
      expect(await clocks({ policy: replies }, [], "10:01")).toMatchObject([
        { ...overdue("10:00"), running_since: at("09:00"), consumed_seconds: 0 },
      ]);
    });
  });

  describe("the resolution clock", () => {
    const given: Given = { policy: resolution };

    it("pauses while the ticket waits, by hand or by an answer, and goes on with what it consumed", async () => {
      expect(await clocks(given, ["10:00 waiting"])).toMatchObject([paused(60)]);
      expect(await clocks(given, ["10:00 waiting", "12:00 in_progress"], "13:00")).toMatchObject([running("Tue 11:00", "12:00", 60)]);
      // Neither the same status again nor one that does not wait does anything.
      expect(await clocks(given, ["10:00 in_progress", "11:00 open"], "12:00")).toMatchObject([running("17:00", "09:00")]);
      expect(await clocks(given, ["10:00 agent_message", "12:00 waiting"])).toMatchObject([paused(60)]);
    });

    it("begins paused on a ticket that begins waiting, and not at all on one that begins done", async () => {
      expect(await clocks({ ...given, by: "agent", status: "waiting" }, [])).toMatchObject([paused(0)]);
      expect(await clocks({ ...given, by: "agent", status: "resolved" }, [])).toEqual([]);
      const reopened: Step[] = ["10:00 open"];
      expect(await clocks({ ...given, by: "agent", status: "resolved" }, reopened, "11:00")).toMatchObject([running("Tue 10:00", "10:00")]);
      expect(await clocks({ ...given, by: "agent", status: "resolved", options: { reopen: "first_only" } }, reopened)).toEqual([]);
    });

    it("is met by the first of resolved and closed; one that was paused keeps no due time", async () => {
      expect(await clocks(given, ["12:00 resolved", "13:00 closed"])).toMatchObject([
        { ...met("12:00"), due_at: at("17:00"), consumed_seconds: 10_800 },
      ]);
      expect(await clocks(given, ["12:00 waiting", "13:00 closed"])).toMatchObject([
        { ...met("13:00"), due_at: null, consumed_seconds: 10_800 },
      ]);
    });

    it("breached it is late once, and stops counting while the ticket waits", async () => {
      const story: Step[] = ["Tue 10:00 waiting", "Tue 12:00 open"];
      expect(await clocks(given, story.slice(0, 1))).toMatchObject([
        { ...overdue("17:00"), running_since: null, consumed_seconds: 540 * 60 },
      ]);
      expect(await clocks(given, story)).toMatchObject([
        { ...overdue("17:00"), running_since: at("Tue 12:00"), consumed_seconds: 540 * 60 },
      ]);
      const ends: Step[] = ["Tue 12:30 note", "Tue 13:00 resolved", "Wed 10:00 open", "Wed 11:00 resolved"];
      expect(await clocks(given, [...story, ...ends])).toMatchObject([
        { ...overdue("17:00"), met_late_at: at("Tue 13:00"), running_since: null, consumed_seconds: 660 * 60 },
      ]);
    });

    it("reopened to wait it is paused, and goes on from there", async () => {
      const story: Step[] = ["12:00 resolved", "Tue 09:00 waiting", "Tue 12:00 open"];
      expect(await clocks(given, story.slice(0, 2))).toMatchObject([{ ...paused(180), met_at: null }]);
      expect(await clocks(given, story, "Tue 13:00")).toMatchObject([running("Tue 17:00", "Tue 12:00", 180)]);
    });

    it("reopened it takes what the ticket aims at by then", async () => {
      const story: Step[] = ["12:00 resolved", "13:00 high", "Tue 09:00 open"];
      expect(await clocks(given, story.slice(0, 2))).toMatchObject([{ priority: "medium", ...met("12:00") }]);
      expect(await clocks(given, story, "Tue 09:30")).toMatchObject([
        { priority: "high", target_seconds: 14_400, ...running("Tue 10:00", "Tue 09:00", 180) },
      ]);
      expect(await clocks(given, ["14:00 resolved", "15:00 high", "Tue 09:00 open"])).toMatchObject([
        { ...movedPast("Tue 09:00"), running_since: at("Tue 09:00"), met_at: null },
      ]);
    });

    it("goes on when the customer writes on a resolved ticket", async () => {
      expect(await clocks(given, ["12:00 resolved", "Tue 09:00 customer_message"], "Tue 10:00")).toMatchObject([
        running("Tue 14:00", "Tue 09:00", 180),
      ]);
    });

    it("that lost its target does not go on: there is a new one when the ticket has one again", async () => {
      const story: Step[] = [["11:00", null], "12:00 resolved", ["13:00", resolution]];
      expect(await clocks(given, story)).toMatchObject([cancelled("no_target")]);
      const rows = [cancelled("no_target"), { sequence: 2, started_at: at("14:00"), ...running("Tue 14:00", "14:00") }];
      expect(await clocks(given, [...story, "14:00 open"], "15:00")).toMatchObject(rows);
      expect(await clocks({ ...given, options: { reopen: "restart" } }, [...story, "14:00 open"], "15:00")).toMatchObject(rows);
    });

    it("starts anew on reopening, or stays what it was, as the workspace chose", async () => {
      const story: Step[] = ["12:00 resolved", "Tue 09:00 open", "Tue 10:00 waiting"];
      expect(await clocks({ ...given, options: { reopen: "restart" } }, story)).toMatchObject([
        { sequence: 1, ...met("12:00"), consumed_seconds: 10_800 },
        { sequence: 2, started_at: at("Tue 09:00"), ...paused(60) },
      ]);
      expect(await clocks({ ...given, options: { reopen: "first_only" } }, story)).toMatchObject([
        { ...met("12:00"), consumed_seconds: 10_800 },
      ]);
    });

    it("a breached one that is over does not count on where the workspace chose so", async () => {
      const story: Step[] = ["Tue 09:00 resolved", "Tue 10:00 waiting", "Tue 11:00 open"];
      for (const reopen of ["restart", "first_only"] as const) {
        expect((await clocks({ ...given, options: { reopen } }, story))[0]).toMatchObject({ ...overdue("17:00"), running_since: null });
      }
      expect((await clocks(given, story))[0]).toMatchObject({ ...overdue("17:00"), running_since: at("Tue 11:00") });
    });
  });

  describe("spam and merging", () => {
    it("cancel what is open, for good; a breach stays one", async () => {
      for (const kind of ["spam", "merged"] as const) {
        const after: Step[] = ["10:00 agent_message", "10:10 customer_message", "10:20 resolved", "10:30 open high"];
        expect(await clocks({}, [`09:30 ${kind}`, ...after])).toMatchObject([
          cancelled(kind),
          { ...cancelled(kind), consumed_seconds: 1800 },
        ]);
        expect(await clocks({}, [`10:30 ${kind}`])).toMatchObject([
          { ...overdue("10:00"), running_since: null, cancel_reason: null },
          cancelled(kind),
        ]);
      }
    });
  });

  describe("a retarget", () => {
    it("keeps the start and what was consumed", async () => {
      expect(await clocks({ policy: replies }, ["09:10 high"], "09:20")).toMatchObject([
        { priority: "high", target_seconds: 1800, ...running("09:30", "09:00") },
      ]);
      expect(await clocks({ policy: resolution }, ["10:00 agent_message", "11:00 high"])).toMatchObject([
        { priority: "high", ...paused(60) },
      ]);
    });

    it("that makes it due earlier than now breaches it now; just now does not", async () => {
      expect(await clocks({ policy: replies }, ["09:40 high"], "09:50")).toMatchObject([
        { ...movedPast("09:40"), running_since: at("09:00") },
      ]);
      expect(await clocks({ policy: replies }, ["09:30 high"], "09:30")).toMatchObject([running("09:30", "09:00")]);
      expect(await clocks({ policy: resolution }, ["13:00 agent_message", "15:00 high"])).toMatchObject([
        { ...paused(240), target_seconds: 14_400 },
      ]);
      const story: Step[] = ["14:00 agent_message", "15:00 high", "16:00 customer_message"];
      expect(await clocks({ policy: resolution }, story.slice(0, 2))).toMatchObject([{ ...movedPast("15:00"), running_since: null }]);
      expect(await clocks({ policy: resolution }, story)).toMatchObject([{ ...movedPast("15:00"), running_since: at("16:00") }]);
    });

    it("leaves what was due before it alone", async () => {
      expect(await clocks({ policy: replies }, ["10:10 low"])).toMatchObject([{ priority: "medium", ...overdue("10:00") }]);
    });

    it("to other hours counts what went by in the old ones", async () => {
      const other = policy("other", { resolution: { medium: 480 } }, "business", early);
      expect(await clocks({ policy: resolution }, [["11:00", other]], "12:00")).toMatchObject([running("17:00", "11:00", 120)]);
      expect(await clocks({ policy: resolution, at: "16:00" }, [["Tue 08:00", other]], "Tue 09:00")).toMatchObject([
        running("Tue 15:00", "Tue 08:00", 60),
      ]);
      const elapsed = policy("elapsed", { resolution: { medium: 480 } }, "calendar");
      expect(await clocks({ policy: resolution, at: "16:00" }, [["18:00", elapsed]], "19:00")).toMatchObject([
        { basis: "calendar", ...running("Tue 01:00", "18:00", 60) },
      ]);
      // The same hours, the same target and another name: nothing.
      const same = { ...resolution, id: "same" };
      expect(await clocks({ policy: resolution }, [["11:00", same]], "12:00")).toMatchObject([running("17:00", "09:00")]);
    });

    it("without a target cancels, and a target that comes back starts another", async () => {
      const story: Step[] = [
        ["09:10", null],
        ["09:20", standard],
      ];
      expect(await clocks({}, story.slice(0, 1))).toMatchObject([cancelled("no_target"), cancelled("no_target")]);
      expect(await clocks({}, story, "09:30")).toMatchObject([
        { metric: "first_response", sequence: 1, ...cancelled("no_target") },
        { metric: "first_response", sequence: 2, started_at: at("09:00"), ...running("10:00", "09:00") },
        { metric: "resolution", sequence: 1, ...cancelled("no_target") },
        { metric: "resolution", sequence: 2, started_at: at("09:20"), ...running("Tue 09:20", "09:20") },
      ]);
    });

    it("starts the reply clock as of the wait, late at once if it would be, and none where the wait has had one", async () => {
      const late = await clocks({ policy: null }, [["10:30", replies]]);
      expect(late).toMatchObject([{ ...movedPast("10:30"), started_at: at("09:00"), running_since: at("09:00"), consumed_seconds: 0 }]);
      expect(
        await clocks({ policy: replies }, [
          ["10:30", null],
          ["10:40", replies],
        ]),
      ).toMatchObject([overdue("10:00")]);
      expect(await clocks({ policy: null }, ["09:30 agent_message", ["10:30", replies]])).toEqual([]);
    });

    it("takes no clock of an earlier wait for that of a wait that began at the very same time", async () => {
      const onlyFirst = policy("only-first", { first_response: { medium: 60 } });
      const again: Step[] = ["09:00 agent_message", "09:00 customer_message"];
      const next = { metric: "next_response", started_at: at("09:00"), ...running("10:00", "09:00") };
      expect(await clocks({ policy: onlyFirst }, [...again, ["09:00", replies]], "09:20")).toMatchObject([met("09:00"), next]);
      const twice: Step[] = [["09:00", replies], "09:00 agent_message", ["09:00", onlyFirst], "09:00 customer_message"];
      expect(await clocks({ policy: onlyFirst }, [...again, ...twice, ["09:10", replies]], "09:20")).toMatchObject([
        met("09:00"),
        { sequence: 1, ...met("09:00") },
        { sequence: 2, ...next },
      ]);
    });

    it("starts the resolution clock where the ticket has had none, paused while it waits, not when it is done", async () => {
      expect(await clocks({ policy: null }, [["10:00", resolution]], "11:00")).toMatchObject([running("Tue 10:00", "10:00")]);
      const urgent = policy("urgent", { resolution: { urgent: 60 } });
      expect(await clocks({ policy: urgent }, ["10:00 urgent"], "10:30")).toMatchObject([running("11:00", "10:00")]);
      expect(await clocks({ policy: null }, ["09:30 agent_message", ["10:00", resolution]])).toMatchObject([paused(0)]);
      expect(await clocks({ policy: null }, ["09:30 resolved", ["10:00", resolution]])).toEqual([]);
    });

    it("together with a change of status comes after it", async () => {
      const story: Step[] = ["10:00 agent_message", "11:00 open high"];
      expect(await clocks({ policy: resolution }, story, "12:00")).toMatchObject([{ priority: "high", ...running("14:00", "11:00", 60) }]);
      expect(await clocks({ policy: resolution }, ["14:00 resolved high"])).toMatchObject([{ priority: "medium", ...met("14:00") }]);
    });
  });
}

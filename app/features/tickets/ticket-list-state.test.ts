import { describe, expect, test } from "vitest";
import type { TicketLine } from "~/lib/supabase/database-types";
import { listPageSize, reduceList, startList as start } from "./ticket-list-state";

/** A ticket whose latest activity is `minute` minutes after noon. */
function line(id: string, minute: number, change: Partial<TicketLine> = {}): TicketLine {
  const time = new Date(Date.parse("2026-11-20T12:00:00Z") + minute * 60_000).toISOString();
  return {
    ticket_id: id,
    number: 1000 + minute,
    subject: `Subject of ${id}`,
    status: "open",
    priority: "medium",
    category_name: null,
    customer_name: "Carl",
    assignee_id: null,
    assignee_name: null,
    assignee_avatar_id: null,
    created_at: time,
    last_activity_at: time,
    awaiting_reply_since: time,
    reply_due_at: null,
    sla_due_at: null,
    sla_warn_at: null,
    last_sender_type: "customer",
    last_message_preview: "Hello",
    last_message_type: "text",
    unread_count: 0,
    is_private: false,
    ...change,
  };
}

/** As many lines as fill a page, from the minute `newest` on downwards. */
const fullPage = (newest: number) => Array.from({ length: listPageSize }, (_, index) => line(`t${newest - index}`, newest - index));
const startList = (lines: TicketLine[]) => start({ lines, order: "activity" });
const idsOf = (lines: TicketLine[]) => lines.map((each) => each.ticket_id);

describe("the list of tickets", () => {
  test("asks for more only after a full page", () => {
    expect(startList([line("a", 1)]).hasMore).toBe(false);
    expect(startList(fullPage(500)).hasMore).toBe(true);
  });

  test("a refresh shows a new ticket on top and marks it as arrived", () => {
    const state = reduceList(startList([line("a", 1)]), { type: "refreshed", firstPage: [line("b", 2), line("a", 1)] });
    expect(idsOf(state.lines)).toEqual(["b", "a"]);
    expect([...state.arrivedIds]).toEqual(["b"]);
  });

  test("a refresh takes over what changed, and drops what has left the view", () => {
    const state = reduceList(startList([line("a", 1), line("b", 0)]), {
      type: "refreshed",
      firstPage: [line("b", 3, { status: "waiting" })],
    });
    expect(idsOf(state.lines)).toEqual(["b"]);
    expect(state.lines[0]?.status).toBe("waiting");
    expect(state.arrivedIds.size).toBe(0);
  });

  test("older pages stay under a refreshed first page, without doubles and without what moved up", () => {
    let state = reduceList(startList(fullPage(500)), {
      type: "older_loaded",
      page: [line("t451", 451), line("old1", 10), line("old2", 9)],
    });
    expect(idsOf(state.lines).slice(-3)).toEqual(["t451", "old1", "old2"]);
    expect(state.hasMore).toBe(false);
    const moved = line("old1", 600);
    state = reduceList(state, { type: "refreshed", firstPage: [moved, ...fullPage(500).slice(0, -1)] });
    expect(idsOf(state.lines).filter((id) => id === "old1")).toHaveLength(1);
    expect(state.lines[0]?.ticket_id).toBe("old1");
    expect(idsOf(state.lines).slice(-2)).toEqual(["t451", "old2"]);
    expect(state.arrivedIds.size).toBe(0);
  });

  test("a ticket that moves up from below the loaded part because another left has not arrived", () => {
    const loaded = fullPage(500);
    const state = reduceList(startList(loaded), { type: "refreshed", firstPage: [...loaded.slice(1), line("below", 400)] });
    expect(state.lines).toHaveLength(listPageSize);
    expect(state.arrivedIds.size).toBe(0);
    expect(state.hasMore).toBe(true);
  });

  test("a first page that is not full is all there is", () => {
    const state = reduceList(startList(fullPage(500)), { type: "refreshed", firstPage: [line("a", 501)] });
    expect(idsOf(state.lines)).toEqual(["a"]);
    expect(state.hasMore).toBe(false);
  });

  test("by what is due, a refresh keeps what was loaded below, in that order, and takes what is due sooner by now from there", () => {
    const due = (id: string, minute: number | null, activity: number) =>
      line(id, activity, {
        sla_due_at: minute === null ? null : new Date(Date.parse("2026-11-20T12:00:00Z") + minute * 60_000).toISOString(),
      });
    const page = Array.from({ length: listPageSize }, (_, index) => due(`t${index}`, index, 1000 - index));
    let state = start({ lines: page, order: "due" });
    state = reduceList(state, { type: "older_loaded", page: [due("later", 600, 2000), due("lively", null, 50), due("quiet", null, 10)] });
    expect(idsOf(state.lines).slice(-3)).toEqual(["later", "lively", "quiet"]);
    const firstPage = [due("quiet", -5, 3000), ...page.slice(0, -1)];
    state = reduceList(state, { type: "refreshed", firstPage });
    expect(idsOf(state.lines)).toEqual([...idsOf(firstPage), `t${listPageSize - 1}`, "later", "lively"]);
    expect(state.arrivedIds.size).toBe(0);
    expect(reduceList(state, { type: "refreshed", firstPage: [due("new", 3, 1), ...firstPage.slice(0, -1)] }).arrivedIds).toEqual(
      new Set(["new"]),
    );
  });
});

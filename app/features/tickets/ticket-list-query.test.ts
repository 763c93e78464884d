import { describe, expect, test } from "vitest";
import { listOrder, readListCursor, readListQuery, toInboxQuery, toOlderQuery } from "./ticket-list-query";

const read = (search: string) => readListQuery(new URLSearchParams(search));

describe("the address of a list", () => {
  test("names a view and a search", () => {
    expect(read("view=done&search=%20invoice%20")).toEqual({ view: "done", search: "invoice", order: "activity" });
  });

  test("an unknown view is the first one, a blank search none, a long one is cut", () => {
    expect(read("view=secret&search=%20")).toEqual({ view: "active", search: null, order: "activity" });
    expect(read(`search=${"a".repeat(5000)}`).search).toHaveLength(200);
  });

  test("goes there and back", () => {
    expect(toInboxQuery({ view: "active", search: null, order: "activity" })).toEqual({});
    const query = { view: "mine", search: "#1042", order: "due" } as const;
    expect(toInboxQuery(query)).toEqual(query);
    expect(read(new URLSearchParams(query).toString())).toEqual(query);
  });

  test("an order is kept in the views that have only one, and not followed there", () => {
    expect(read("order=priority").order).toBe("activity");
    expect(toInboxQuery(read("view=done&order=due"))).toEqual({ view: "done", order: "due" });
    expect(listOrder(read("view=done&order=due"))).toBe("activity");
    expect(listOrder(read("view=mine&order=due"))).toBe("due");
  });

  test("a page that goes on by what is due starts at a due time too, if its last ticket has one", () => {
    const last = {
      ticket_id: "70000000-0000-4000-8000-000000000012",
      last_activity_at: "2026-11-20T19:08:10Z",
      sla_due_at: "2026-11-21T19:08:10Z",
    };
    const ends = { before_at: last.last_activity_at, before_id: last.ticket_id };
    expect(toOlderQuery(read("order=due"), last)).toEqual({ order: "due", after_due: last.sla_due_at, ...ends });
    expect(toOlderQuery(read("order=due"), { ...last, sla_due_at: null })).toEqual({ order: "due", ...ends });
    expect(toOlderQuery(read("view=all&order=due"), last)).toEqual({ view: "all", order: "due", ...ends });
    expect(readListCursor(new URLSearchParams({ after_due: last.sla_due_at, ...ends }))?.dueAt).toBe(last.sla_due_at);
    expect(readListCursor(new URLSearchParams({ after_due: "soon", ...ends }))).toBeNull();
  });

  test("an older page starts at a time and an id, and nowhere without both", () => {
    const id = "70000000-0000-4000-8000-000000000012";
    const cursor = (at: string, ticketId: string) => readListCursor(new URLSearchParams({ before_at: at, before_id: ticketId }));
    expect(cursor("2026-11-20T19:08:10.377138+00:00", id)).toEqual({
      dueAt: null,
      lastActivityAt: "2026-11-20T19:08:10.377138+00:00",
      ticketId: id,
    });
    expect(cursor("yesterday", id)).toBeNull();
    expect(cursor("2026-11-20T19:08:10Z", "1042")).toBeNull();
    expect(readListCursor(new URLSearchParams())).toBeNull();
  });
});

import { describe, expect, test } from "vitest";
import { readListCursor, readListQuery, toInboxQuery } from "./ticket-list-query";

const read = (search: string) => readListQuery(new URLSearchParams(search));

describe("the address of a list", () => {
  test("names a view and a search", () => {
    expect(read("view=done&search=%20invoice%20")).toEqual({ view: "done", search: "invoice" });
  });

  test("an unknown view is the first one, a blank search none, a long one is cut", () => {
    expect(read("view=secret&search=%20")).toEqual({ view: "active", search: null });
    expect(read(`search=${"a".repeat(5000)}`).search).toHaveLength(200);
  });

  test("goes there and back", () => {
    expect(toInboxQuery({ view: "active", search: null })).toEqual({});
    expect(toInboxQuery({ view: "mine", search: "#1042" })).toEqual({ view: "mine", search: "#1042" });
  });

  test("an older page starts at a time and an id, and nowhere without both", () => {
    const id = "70000000-0000-4000-8000-000000000012";
    const cursor = (at: string, ticketId: string) => readListCursor(new URLSearchParams({ before_at: at, before_id: ticketId }));
    expect(cursor("2026-11-20T19:08:10.377138+00:00", id)).toEqual({ lastActivityAt: "2026-11-20T19:08:10.377138+00:00", ticketId: id });
    expect(cursor("yesterday", id)).toBeNull();
    expect(cursor("2026-11-20T19:08:10Z", "1042")).toBeNull();
    expect(readListCursor(new URLSearchParams())).toBeNull();
  });
});

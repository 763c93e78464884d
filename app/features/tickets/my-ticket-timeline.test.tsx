import { cleanup, render, screen } from "@testing-library/react";
import { createRemixStub } from "@remix-run/testing";
import { describe, expect, it } from "vitest";
import type { EventLine, MyTicket } from "~/lib/supabase/database-types";
import { MyTicketPromise } from "./my-ticket-promise";
import { myEventWords, MyTicketTimeline } from "./my-ticket-timeline";

const event: EventLine = {
  event_id: "e1",
  kind: "ticket_created",
  actor_type: "customer",
  actor_name: "Zoë",
  old_value: null,
  new_value: "open",
  created_at: "2026-11-20T12:00:00Z",
};
const plain = (words: string | null) => words?.replace(/[\u2068\u2069]/gu, "");

describe("the timeline of a customer", () => {
  it("speaks to the customer", () => {
    expect(myEventWords(event)).toBe("You opened the ticket");
    expect(plain(myEventWords({ ...event, kind: "status_changed", actor_type: "agent", actor_name: "Ada", new_value: "resolved" }))).toBe(
      "Ada set the ticket to: Resolved",
    );
    expect(myEventWords({ ...event, kind: "status_changed", new_value: "open" })).toBe("The ticket is now: Open");
    expect(plain(myEventWords({ ...event, kind: "ticket_assigned", actor_type: "agent", new_value: "Ben" }))).toBe(
      "Ben looks after your ticket",
    );
    expect(myEventWords({ ...event, kind: "ticket_assigned", new_value: null })).toBe("The next free person looks after your ticket");
  });

  it("tells nothing of priority and team, nor that no reply is needed", () => {
    expect(myEventWords({ ...event, kind: "no_reply_needed", actor_type: "agent", new_value: null })).toBeNull();
    expect(myEventWords({ ...event, kind: "priority_changed", new_value: "urgent" })).toBeNull();
    expect(myEventWords({ ...event, kind: "team_changed", new_value: "Second level" })).toBeNull();
    render(<MyTicketTimeline events={[event, { ...event, event_id: "e2", kind: "team_changed", new_value: "Second level" }]} />);
    expect(screen.getAllByRole("listitem")).toHaveLength(1);
  });
});

describe("the promise", () => {
  const ticket: Pick<MyTicket, "status" | "awaiting_reply_since" | "reply_due_at" | "opening"> = {
    opening: { time_zone: "UTC", closes_at: null, opens_at: null },
    status: "open",
    awaiting_reply_since: "2026-11-20T12:00:00Z",
    reply_due_at: "2026-11-21T12:00:00Z",
  };
  const show = (change: Partial<typeof ticket>, isLate = false) => {
    const Stub = createRemixStub([
      { path: "/", Component: () => <MyTicketPromise ticket={{ ...ticket, ...change }} isLate={isLate} action={null} /> },
    ]);
    render(<Stub />);
    return screen.findByRole("heading").then((heading) => heading.textContent);
  };

  it("names the time while somebody waits", async () => expect(await show({})).toMatch(/^We answer by .*Nov 21/));
  it("says when nobody is there, and not while somebody is, nor when it is the customer's turn", async () => {
    const hour = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
    const closed = { time_zone: "UTC", closes_at: null, opens_at: hour(3) };
    await show({ opening: closed, reply_due_at: null });
    expect(screen.getByText("We are closed now")).toBeVisible();
    cleanup();
    await show({ opening: closed, reply_due_at: hour(4) });
    expect(screen.getByText("We are closed now")).toBeVisible();
    cleanup();
    // Who answers before that is not closed.
    await show({ opening: closed, reply_due_at: hour(2) });
    expect(screen.queryByText("We are closed now")).toBeNull();
    cleanup();
    await show({ opening: { ...closed, closes_at: hour(1) }, reply_due_at: null });
    expect(screen.queryByText("We are closed now")).toBeNull();
    cleanup();
    await show({ opening: closed, awaiting_reply_since: null });
    expect(screen.queryByText("We are closed now")).toBeNull();
  });
  it("says so when it is late", async () => expect(await show({}, true)).toBe("We are late with our answer"));
  it("says whose turn it is", async () =>
    expect(await show({ awaiting_reply_since: null, reply_due_at: null, status: "waiting" })).toBe("It is your turn"));
  it("promises nothing where nothing is due", async () => expect(await show({ reply_due_at: null })).toBe("We have your message"));
  it("ends with the ticket", async () => expect(await show({ status: "closed" })).toBe("This ticket is closed"));
});

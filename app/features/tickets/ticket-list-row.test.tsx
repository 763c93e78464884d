import { createRemixStub } from "@remix-run/testing";
import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { TicketLine } from "~/lib/supabase/database-types";
import { TicketListRow } from "./ticket-list-row";

const line: TicketLine = {
  ticket_id: "t",
  number: 1,
  subject: "הזמנה",
  status: "open",
  priority: "medium",
  category_name: null,
  customer_name: "דנה",
  assignee_id: null,
  assignee_name: null,
  assignee_avatar_id: null,
  created_at: "2026-11-20T12:00:00Z",
  last_activity_at: "2026-11-20T12:00:00Z",
  awaiting_reply_since: null,
  reply_due_at: null,
  sla_due_at: null,
  sla_warn_at: null,
  last_sender_type: "customer",
  last_message_preview: "Hello",
  last_message_type: "text",
  unread_count: 0,
  is_private: false,
};

function show(change: Partial<TicketLine>) {
  const row = <TicketListRow line={{ ...line, ...change }} to="/t" isCurrent={false} hasArrived={false} now={0} />;
  const Stub = createRemixStub([{ path: "/", Component: () => <ul>{row}</ul> }]);
  return render(<Stub />).container;
}

describe("a ticket of the list", () => {
  it.each([
    [{}, "Hello"],
    [{ last_message_preview: "", last_message_type: "image" }, "Pictures"],
    [{ last_message_preview: "", last_message_type: "file", last_sender_type: "agent" }, "Team: \u2068Files\u2069"],
    [{ last_message_preview: "Look", last_message_type: "image" }, "Look"],
    [{ last_message_preview: null, last_message_type: "file" }, "This message was deleted"],
  ] satisfies [Partial<TicketLine>, string][])("says what came last: %o", async (change, words) => {
    show(change);
    expect(await screen.findByText(words)).toBeVisible();
  });

  it("says nothing where nothing was said", async () => {
    const container = show({ last_sender_type: null, last_message_preview: null, last_message_type: null });
    await screen.findByText("הזמנה");
    expect(container).not.toHaveTextContent("This message was deleted");
  });

  it("lets names and subjects run in their own direction", async () => {
    show({});
    for (const words of ["דנה", "הזמנה"]) expect(await screen.findByText(words)).toHaveAttribute("dir", "auto");
  });
});

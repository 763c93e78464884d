import { describe, expect, test } from "vitest";
import { memberName, ticketChangeSchema } from "./ticket-header-schema";

const memberId = "30000000-0000-4000-8000-000000000011";

describe("changes of a ticket", () => {
  test.each([
    [
      { intent: "set-ticket-status", status: "in_progress" },
      { intent: "set-ticket-status", status: "in_progress" },
    ],
    [
      { intent: "set-ticket-priority", priority: "urgent" },
      { intent: "set-ticket-priority", priority: "urgent" },
    ],
    [
      { intent: "assign-ticket", member_id: memberId },
      { intent: "assign-ticket", member_id: memberId },
    ],
    [
      { intent: "assign-ticket", member_id: "" },
      { intent: "assign-ticket", member_id: null },
    ],
    [{ intent: "set-no-reply-needed" }, { intent: "set-no-reply-needed" }],
  ])("%o is understood", (form, change) => {
    expect(ticketChangeSchema.parse(form)).toEqual(change);
  });

  test.each([
    {},
    { intent: "delete-ticket" },
    { intent: "set-ticket-status", status: "deleted" },
    { intent: "set-ticket-status", priority: "high" },
    { intent: "set-ticket-priority", priority: "HIGH" },
    { intent: "assign-ticket", member_id: "1 or 1=1" },
    { intent: "assign-ticket" },
  ])("%o is refused", (form) => {
    expect(ticketChangeSchema.safeParse(form).success).toBe(false);
  });

  test("the name of a member who has left is unknown", () => {
    const members = [{ member_id: memberId, display_name: "Olivia", avatar_id: null, role: "owner" as const }];
    expect(memberName(members, memberId)).toBe("Olivia");
    expect(memberName(members, "30000000-0000-4000-8000-000000000099")).toBeNull();
    expect(memberName(members, null)).toBeNull();
  });
});

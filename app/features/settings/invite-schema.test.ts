import { describe, expect, test } from "vitest";
import { addressesIn, inviteSchema, ownInviteFields } from "./invite-schema";

describe("the addresses in a text", () => {
  test("stand on lines, between commas or semicolons, also with names, each once and in small letters", () => {
    expect(addressesIn(" Kim@Example.com,lee@example.com;\r\nJo Doe <jo@example.com>\n\nkim@example.com,")).toEqual([
      "kim@example.com",
      "lee@example.com",
      "jo@example.com",
    ]);
  });
});

describe("an invitation", () => {
  const errors = (emails?: string) => inviteSchema.safeParse({ emails, role: "agent" }).error?.issues.map(({ message }) => message);

  test("takes several addresses, a role and teams", () => {
    expect(inviteSchema.parse({ emails: "a@example.com", role: "admin", teamIds: ["x"] })).toEqual({
      emails: ["a@example.com"],
      role: "admin",
      teamIds: ["x"],
    });
  });

  test("names what is no address, and says when there is none or too many", () => {
    expect(errors("a@example.com, b@, c d@example.com")).toEqual(["These do not look like email addresses: b@, c d@example.com"]);
    expect([errors(), errors(" , ")]).toEqual([["Write at least one email address."], ["Write at least one email address."]]);
    expect(errors(Array.from({ length: 51 }, (_, index) => `a${index}@example.com`).join())).toEqual(["Invite at most 50 at a time."]);
    expect(errors("x".repeat(20_001))).toContain("Invite at most 50 at a time.");
  });

  test("is read from its own fields alone", () => {
    const posted = new FormData();
    for (const [name, value] of [
      ["emails", "a@example.com"],
      ["emails", "b@example.com"],
      ["teamIds", "1"],
      ["teamIds", "2"],
      ["x[9999]", "1"],
    ])
      posted.append(name!, value!);
    expect([...ownInviteFields(posted)]).toEqual([
      ["emails", "a@example.com"],
      ["teamIds", "1"],
      ["teamIds", "2"],
    ]);
  });
});

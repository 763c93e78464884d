import { describe, expect, it } from "vitest";
import { maxLengths, parseNewTicket, parsePostedTicket } from "./new-ticket-schema";

const good = { subject: "My tent leaks", description: "After one night.", name: "Zoë", email: "zoe@example.com" };

function form(fields: Record<string, string | File>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...good, ...fields })) data.set(name, value);
  return data;
}

function errorsOf(fields: Record<string, string | File>) {
  const submission = parsePostedTicket(form(fields), []);
  return submission.status === "success" ? {} : (submission.error ?? {});
}

describe("the form of a new ticket", () => {
  it("takes what people write, and trims around it", () => {
    const submission = parsePostedTicket(form({ subject: "  My\r\n tent ", description: "\r\none\r\ntwo \n", category: "" }), []);
    expect(submission.status === "success" && submission.value).toEqual({
      ...good,
      subject: "My tent",
      description: "one\ntwo",
      category: undefined,
      answers: [],
    });
  });

  it("says at each field that it is missing", () => {
    const submission = parsePostedTicket(new FormData(), []);
    expect(Object.keys((submission.status === "error" && submission.error) || {}).sort()).toEqual([
      "description",
      "email",
      "name",
      "subject",
    ]);
  });

  it.each(["   ", "\n\t", "\u200b\u2060", "\0"])("does not take %j for a subject", (subject) => {
    expect(errorsOf({ subject })).toEqual({ subject: ["Say in a few words what it is about."] });
  });

  it("counts characters as people do: an emoji is one", () => {
    expect(errorsOf({ subject: "🏕".repeat(maxLengths.subject) })).toEqual({});
    expect(errorsOf({ subject: "🏕".repeat(maxLengths.subject + 1) })).toEqual({ subject: ["This is too long: 200 characters at most."] });
    expect(errorsOf({ description: "x".repeat(maxLengths.description) })).toEqual({});
    expect(errorsOf({ description: "x".repeat(maxLengths.description + 1) })).toHaveProperty("description");
    expect(errorsOf({ name: "x".repeat(maxLengths.name + 1) })).toHaveProperty("name");
    expect(errorsOf({ email: `${"x".repeat(maxLengths.email)}@example.com` })).toHaveProperty("email");
  });

  it("drops what a database cannot hold, and keeps tabs and lines", () => {
    const submission = parsePostedTicket(form({ description: "a\0b\tc\u0007\nd" }), []);
    expect(submission.status === "success" && submission.value.description).toBe("ab\tc\nd");
  });

  it.each(["zoe@example.com", "zoë@exämple.de", "a.b+c@mail.example.co.uk", " zoe@example.com "])("takes %j for an address", (email) => {
    expect(errorsOf({ email })).toEqual({});
  });

  it.each(["zoe", "zoe@localhost", "a@b..com", "Zoe <zoe@example.com>", "a@b.com\r\nBcc: x@y.zz", "a@@b.com", "a@-b.com", "a b@c.de"])(
    "does not take %j for an address",
    (email) => {
      expect(errorsOf({ email })).toEqual({ email: ["This does not look like an email address."] });
    },
  );

  it("takes a category's id and nothing else for a category", () => {
    expect(errorsOf({ category: "60000000-0000-4000-8000-000000000011" })).toEqual({});
    expect(errorsOf({ category: "Billing" })).toEqual({ category: ["Choose one of the categories that are offered."] });
  });

  it("neither reads nor sends back anything but its own fields", () => {
    const posted = form({ subject: "", access_token: "secret", __intent__: "{}", subject2: new File(["x"], "x") });
    const reply = parsePostedTicket(posted, []).reply();
    expect(JSON.stringify(reply)).not.toContain("secret");
    expect(reply.initialValue).toEqual({ description: good.description, name: good.name, email: good.email });
  });

  it("takes no file for text", () => {
    expect(errorsOf({ subject: new File(["x"], "x.txt") })).toHaveProperty("subject");
  });

  it("tells a check of one field from a sending: a check is never sent", () => {
    const data = form({});
    data.set("__intent__", JSON.stringify({ type: "validate", payload: { name: "email" } }));
    expect(parseNewTicket(data, []).status).not.toBe("success");
    expect(parseNewTicket(form({}), []).status).toBe("success");
  });
});

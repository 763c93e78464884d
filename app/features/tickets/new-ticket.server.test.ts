import { describe, expect, it } from "vitest";
import { readOfferedTokens, submissionIdOf } from "./new-ticket.server";

const form = { submission_id: "0b0c7c2a-4a0e-4a43-9a8e-5d1f6ad3d3f1", subject: "My tent leaks", description: "After one night." };

describe("the id of a sending", () => {
  it("is the same for the same form with the same words, and a uuid", () => {
    expect(submissionIdOf(form)).toBe(submissionIdOf({ ...form, submission_id: form.submission_id.toUpperCase() }));
    expect(submissionIdOf(form)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("is another one for other words and for another form", () => {
    const others = [
      { ...form, subject: "My tent" },
      { ...form, description: "After two nights." },
      { ...form, submission_id: "7a1f3c55-93f0-4f8e-8a53-7d6f2f0f4f10" },
      { ...form, answers: [{ field_id: "90000000-0000-4000-8000-000000000001", answers: ["A-1"] }] },
    ];
    expect(new Set([form, ...others].map(submissionIdOf)).size).toBe(5);
  });

  it("is made up where the form has none or a broken one", () => {
    const broken = { ...form, submission_id: "1; drop table" };
    expect(submissionIdOf(broken)).not.toBe(submissionIdOf(broken));
  });
});

describe("tokens that a browser offers", () => {
  const offer = (access_token: string, refresh_token: string) => {
    const posted = new FormData();
    posted.set("access_token", access_token);
    posted.set("refresh_token", refresh_token);
    return readOfferedTokens(posted);
  };

  it("are taken when they look like tokens", () => {
    expect(offer("eyJh.eyJz.c2ln", "4f8e-8a53")).toEqual({ accessToken: "eyJh.eyJz.c2ln", refreshToken: "4f8e-8a53" });
  });

  it("are not looked at otherwise", () => {
    expect(readOfferedTokens(new FormData())).toBeNull();
    expect(offer("no token", "4f8e")).toBeNull();
    expect(offer("eyJh.eyJz.c2ln", "")).toBeNull();
    expect(offer(`eyJh.${"x".repeat(5000)}.c2ln`, "4f8e")).toBeNull();
  });
});

import { redirect, type ErrorResponse, type ShouldRevalidateFunctionArgs } from "@remix-run/react";
import { describe, expect, it } from "vitest";
import { paths } from "~/lib/paths";
import { keepingForm, keepingPage, revalidatesUnlessNotTaken } from "./not-taken";

/** What is thrown is an answer as often as an error. */
function failing(thrown: unknown): () => Promise<never> {
  const error = thrown as Error;
  return () => Promise.reject(error);
}

/** As the router has what a server throws. */
const refusal = (status: number): ErrorResponse => Object.assign({ internal: false }, { status, statusText: "", data: null });

describe("a post that keeps its page", () => {
  it("passes on what the server answers, and what leads somewhere else", async () => {
    const answer = { ok: true };
    expect(await keepingPage(() => Promise.resolve(answer))).toBe(answer);
    const away = redirect(paths.policies("acme"), 303);
    await expect(keepingPage(failing(away))).rejects.toBe(away);
  });

  it("says so where the session has ended, rather than going to the sign-in page", async () => {
    const away = redirect(paths.signIn(paths.policies("acme")), 303);
    expect(await keepingPage(failing(away))).toMatchObject({ ok: false, isNotTaken: true, isSignedOut: true });
  });

  it.each([
    ["a network that is away", new TypeError("Failed to fetch"), /offline/],
    ["a server that fails", new Error("Unexpected Server Error"), /did not work/],
    ["a server that says so", refusal(503), /did not work/],
    ["rights that are gone", refusal(403), /./],
  ])("has words for %s", async (_what, error, words) => {
    const answer = await keepingForm(failing(error));
    expect(answer).toMatchObject({ ok: false, isNotTaken: true, isSignedOut: false, words: expect.stringMatching(words) as string });
    expect(answer).toMatchObject({ result: { status: "error", error: { "": [(answer as { words: string }).words] } } });
  });

  it("is the only refusal after which the page is not loaded anew", () => {
    const after = (actionResult: unknown, defaultShouldRevalidate = false) =>
      revalidatesUnlessNotTaken({ actionResult, defaultShouldRevalidate } as ShouldRevalidateFunctionArgs);
    expect(after({ ok: false, isNotTaken: true }, true)).toBe(false);
    expect(after({ ok: false, words: "Somebody else has changed it" })).toBe(true);
    expect(after(undefined, true)).toBe(true);
    expect(after(undefined)).toBe(false);
  });
});

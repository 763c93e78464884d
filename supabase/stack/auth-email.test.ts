import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { confirmAddress, mailedLink, mailedLinks } from "../../tests/support/mailbox";
import { clientOf, startScratchStack } from "./test-support";

let stack: Awaited<ReturnType<typeof startScratchStack>>;
beforeAll(async () => {
  stack = await startScratchStack({});
});
afterAll(() => stack.remove());

const password = "long enough 1";
const tokenIn = (link: URL) => link.searchParams.get("token_hash") ?? "";
const site = "http://127.0.0.1:4567";

async function confirmed(email: string, data: Record<string, string> = {}) {
  const client = clientOf(stack);
  await client.auth.signUp({ email, password, options: { data } });
  await confirmAddress(stack.env, email);
  expect((await client.auth.signInWithPassword({ email, password })).error).toBeNull();
  return client;
}

describe("a sign-up", () => {
  it("is confirmed by mail before it signs in, and its link leads back to where it began", async () => {
    const client = clientOf(stack);
    const email = "ann@example.test";
    const { data, error } = await client.auth.signUp({ email, password, options: { emailRedirectTo: `${site}/desk/new?a=1&b=2` } });
    expect([error, data.session]).toEqual([null, null]);
    expect((await client.auth.signInWithPassword({ email, password })).error?.code).toBe("email_not_confirmed");
    // Only who knows the password is told.
    expect((await client.auth.signInWithPassword({ email, password: "wrong" })).error?.code).toBe("invalid_credentials");
    const link = await mailedLink(stack.env.MAIL_WEB_URL, email, "signup");
    expect(link.origin + link.pathname).toBe(`${site}/auth/confirm`);
    expect(link.searchParams.get("next")).toBe(`${site}/desk/new?a=1&b=2`);
    const verify = () => clientOf(stack).auth.verifyOtp({ type: "signup", token_hash: tokenIn(link) });
    expect((await verify()).data.session).not.toBeNull();
    expect((await verify()).error?.code).toBe("otp_expired");
    expect((await client.auth.signInWithPassword({ email, password })).error).toBeNull();
  });

  it("leads nowhere that the project has not allowed", async () => {
    const email = "bea@example.test";
    await clientOf(stack).auth.signUp({ email, password, options: { emailRedirectTo: "https://evil.example/desk" } });
    const link = await mailedLink(stack.env.MAIL_WEB_URL, email, "signup");
    expect([link.origin, link.searchParams.get("next")]).toEqual(["http://127.0.0.1:3000", "http://127.0.0.1:3000"]);
  });

  it("answers alike for an address that has an account, and mails only one that waits for its confirmation", async () => {
    await confirmed("cleo@example.test");
    const shapeOf = async (email: string) => {
      const { data, error } = await clientOf(stack).auth.signUp({ email, password: "another long one" });
      return [error, data.session, Object.keys(data.user ?? {}).sort(), data.user?.email === email];
    };
    expect(await shapeOf("cleo@example.test")).toEqual(await shapeOf("nobody@example.test"));
    expect(await mailedLinks(stack.env.MAIL_WEB_URL, "cleo@example.test", "signup")).toHaveLength(1);
    // Whoever signs up again does not get the account by another password.
    expect((await clientOf(stack).auth.signInWithPassword({ email: "cleo@example.test", password: "another long one" })).error?.code).toBe(
      "invalid_credentials",
    );
  });

  it("is mailed again when that is asked for, and only the newest link is worth something", async () => {
    const email = "dora@example.test";
    await clientOf(stack).auth.signUp({ email, password });
    const old = await mailedLink(stack.env.MAIL_WEB_URL, email, "signup");
    expect((await clientOf(stack).auth.resend({ type: "signup", email })).error?.status).toBe(429);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await clientOf(stack).auth.resend({ type: "signup", email })).error).toBeNull();
    const link = await mailedLink(stack.env.MAIL_WEB_URL, email, "signup", 2);
    expect((await clientOf(stack).auth.verifyOtp({ type: "signup", token_hash: tokenIn(old) })).error?.code).toBe("otp_expired");
    expect((await clientOf(stack).auth.verifyOtp({ type: "signup", token_hash: tokenIn(link) })).error).toBeNull();
    expect((await clientOf(stack).auth.resend({ type: "signup", email: "unknown@example.test" })).error).toBeNull();
  });
});

describe("a change of address", () => {
  const started = async (from: string, to: string) => {
    const client = await confirmed(from, { locale: "de" });
    expect((await client.auth.updateUser({ email: to }, { emailRedirectTo: `${site}/desk` })).data.user).toMatchObject({
      email: from,
      new_email: to,
    });
    const [current, fresh] = [
      await mailedLink(stack.env.MAIL_WEB_URL, from, "email_change"),
      await mailedLink(stack.env.MAIL_WEB_URL, to, "email_change"),
    ];
    return { client, current, fresh };
  };
  const verify = (link: URL) => clientOf(stack).auth.verifyOtp({ type: "email_change", token_hash: tokenIn(link) });
  const emailOf = async (client: ReturnType<typeof clientOf>) => (await client.auth.getUser()).data.user?.email;

  it.each(["the new mailbox first", "the old mailbox first"])("takes both mailboxes: %s", async (which) => {
    const [from, to] = which.includes("new mailbox") ? ["eva@example.test", "eve@example.test"] : ["fay@example.test", "faye@example.test"];
    const { client, current, fresh } = await started(from, to);
    const [first, last] = which.includes("new mailbox") ? [fresh, current] : [current, fresh];
    expect((await verify(first)).data.session).toBeNull();
    expect(await emailOf(client)).toBe(from);
    expect((await verify(first)).error?.code).toBe("otp_expired");
    expect((await verify(last)).data.session?.user.email).toBe(to);
    expect(await emailOf(client)).toBe(to);
    expect((await clientOf(stack).auth.signInWithPassword({ email: to, password })).error).toBeNull();
    expect((await clientOf(stack).auth.signInWithPassword({ email: from, password })).error?.code).toBe("invalid_credentials");
  });

  it("is mailed in the account's language, and refuses an address that has an account", async () => {
    const { client } = await started("gus@example.test", "gustav@example.test");
    const inbox = `${stack.env.MAIL_WEB_URL}/api/messages?to=gustav@example.test`;
    expect(await (await fetch(inbox)).json()).toMatchObject([{ subject: "Neue E-Mail-Adresse bestätigen" }]);
    await confirmed("hal@example.test");
    expect((await client.auth.updateUser({ email: "hal@example.test" })).error?.code).toBe("email_exists");
  });

  it("does not take an address that somebody else got meanwhile", async () => {
    const { client, current, fresh } = await started("ida@example.test", "taken@example.test");
    await confirmed("taken@example.test");
    await verify(current);
    expect((await verify(fresh)).error?.code).toBe("email_exists");
    expect(await emailOf(client)).toBe("ida@example.test");
  });
});

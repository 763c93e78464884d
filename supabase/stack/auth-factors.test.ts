import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { confirmAddress } from "../../tests/support/mailbox";
import { codeOf } from "../../tests/support/totp";
import { clientOf, startScratchStack } from "./test-support";

let stack: Awaited<ReturnType<typeof startScratchStack>>;
let admin: pg.Client;

beforeAll(async () => {
  stack = await startScratchStack({});
  admin = new pg.Client({ connectionString: stack.adminDatabaseUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await stack.remove();
});

type Client = ReturnType<typeof clientOf>;
const password = "long enough 1";
const claimsOf = (token = "") => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;

async function newAccount(email: string): Promise<Client> {
  const client = clientOf(stack);
  expect((await client.auth.signUp({ email, password })).error).toBeNull();
  await confirmAddress(stack.env, email);
  expect((await client.auth.signInWithPassword({ email, password })).error).toBeNull();
  return client;
}

async function signedIn(email: string): Promise<Client> {
  const client = clientOf(stack);
  expect((await client.auth.signInWithPassword({ email, password })).error).toBeNull();
  return client;
}

/** Some code that is none of this minute's. */
async function wrongCode(secret: string): Promise<string> {
  const near = await Promise.all([-30, 0, 30].map((later) => codeOf(secret, later)));
  return ["000000", "111111", "222222", "333333"].find((code) => !near.includes(code)) ?? "444444";
}

async function enrolled(client: Client, friendlyName = "Phone") {
  const { data, error } = await client.auth.mfa.enroll({ factorType: "totp", friendlyName, issuer: "Frontroom" });
  expect(error).toBeNull();
  return { factorId: data!.id, secret: data!.totp.secret, qr: data!.totp.qr_code, uri: data!.totp.uri };
}

async function withFactor(email: string) {
  const client = await newAccount(email);
  const factor = await enrolled(client);
  const { error } = await client.auth.mfa.challengeAndVerify({ factorId: factor.factorId, code: await codeOf(factor.secret, -30) });
  expect(error).toBeNull();
  return { client, ...factor };
}

describe("a second factor", () => {
  it("is enrolled with a picture and a secret, verified, listed, asked for at the next sign-in and removed", async () => {
    const client = await newAccount("ann@example.test");
    expect((await client.auth.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({ currentLevel: "aal1", nextLevel: "aal1" });
    const factor = await enrolled(client);
    expect(factor.qr).toMatch(/^data:image\/svg\+xml;utf-8,<svg/);
    expect(factor.uri).toBe(
      `otpauth://totp/Frontroom:ann%40example.test?issuer=Frontroom&secret=${factor.secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect((await client.auth.mfa.listFactors()).data).toMatchObject({ all: [{ id: factor.factorId, status: "unverified" }], totp: [] });

    const { data } = await client.auth.mfa.challengeAndVerify({ factorId: factor.factorId, code: await codeOf(factor.secret, -30) });
    const claims = claimsOf(data?.access_token);
    expect(claims).toMatchObject({ aal: "aal2", amr: [{ method: "totp" }, { method: "password" }] });
    expect((await client.auth.mfa.listFactors()).data?.totp).toMatchObject([{ id: factor.factorId, friendly_name: "Phone" }]);
    const refreshed = await client.auth.refreshSession();
    expect(refreshed.error).toBeNull();
    expect(claimsOf(refreshed.data.session?.access_token)).toMatchObject({ aal: "aal2", session_id: claims.session_id });

    const later = await signedIn("ann@example.test");
    expect((await later.auth.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({ currentLevel: "aal1", nextLevel: "aal2" });
    expect((await later.auth.mfa.unenroll({ factorId: factor.factorId })).error?.code).toBe("insufficient_aal");
    expect((await client.auth.mfa.unenroll({ factorId: factor.factorId })).error).toBeNull();
    await client.auth.refreshSession();
    expect((await client.auth.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({ currentLevel: "aal1", nextLevel: "aal1" });
  });

  it("takes a code once, of half a minute ago to half a minute from now", async () => {
    const { client, factorId, secret } = await withFactor("bea@example.test");
    const again = await client.auth.mfa.challengeAndVerify({ factorId, code: await codeOf(secret, -30) });
    expect(again.error?.code).toBe("mfa_verification_failed");
    for (const later of [-90, 90])
      expect((await client.auth.mfa.challengeAndVerify({ factorId, code: await codeOf(secret, later) })).error?.code).toBe(
        "mfa_verification_failed",
      );
    const challenge = (await client.auth.mfa.challenge({ factorId })).data!;
    const code = await codeOf(secret, 30);
    const verify = () => client.auth.mfa.verify({ factorId, challengeId: challenge.id, code });
    const both = await Promise.all([verify(), verify()]);
    expect(both.filter(({ error }) => error === null)).toHaveLength(1);
    expect((await verify()).error?.code).toBe("mfa_ip_address_mismatch");
  });

  it("refuses a challenge of another factor, one that is old, and a factor of somebody else", async () => {
    const { client, factorId, secret } = await withFactor("cleo@example.test");
    const other = await withFactor("dora@example.test");
    const foreign = (await other.client.auth.mfa.challenge({ factorId: other.factorId })).data!;
    expect((await client.auth.mfa.verify({ factorId, challengeId: foreign.id, code: await codeOf(secret) })).error?.code).toBe(
      "mfa_factor_not_found",
    );
    expect((await client.auth.mfa.challenge({ factorId: other.factorId })).error?.code).toBe("mfa_factor_not_found");
    expect((await client.auth.mfa.unenroll({ factorId: other.factorId })).error?.code).toBe("mfa_factor_not_found");
    const own = (await client.auth.mfa.challenge({ factorId })).data!;
    await admin.query("update auth.mfa_challenges set created_at = now() - interval '6 minutes' where id = $1", [own.id]);
    expect((await client.auth.mfa.verify({ factorId, challengeId: own.id, code: await codeOf(secret) })).error?.code).toBe(
      "mfa_challenge_expired",
    );
    const fresh = await client.auth.mfa.challengeAndVerify({ factorId, code: await codeOf(secret) });
    expect(fresh.error).toBeNull();
  });

  it("is not guessed: after ten wrong codes no code is looked at for a while, not even the right one", async () => {
    const { client, factorId, secret } = await withFactor("eva@example.test");
    const challenge = (await client.auth.mfa.challenge({ factorId })).data!;
    const tryCode = (code: string) => client.auth.mfa.verify({ factorId, challengeId: challenge.id, code });
    for (let tries = 0; tries < 10; tries += 1) expect((await tryCode(await wrongCode(secret))).error?.status).toBe(422);
    expect((await tryCode(await codeOf(secret))).error?.status).toBe(429);
  });

  it("is asked of whoever adds another one, or changes password or address; a verified one ends sessions without it", async () => {
    const email = "fay@example.test";
    const before = await newAccount(email);
    const beforeToken = (await before.auth.getSession()).data.session!.access_token;
    const client = await signedIn(email);
    const { factorId, secret } = await enrolled(client);
    expect((await before.auth.getUser(beforeToken)).error).toBeNull();
    expect((await client.auth.mfa.challengeAndVerify({ factorId, code: await codeOf(secret, -30) })).error).toBeNull();
    expect((await before.auth.getUser(beforeToken)).error?.name).toBe("AuthSessionMissingError");
    expect((await before.auth.refreshSession()).error).not.toBeNull();

    const without = await signedIn(email);
    expect((await without.auth.mfa.enroll({ factorType: "totp", friendlyName: "Thief" })).error?.code).toBe("insufficient_aal");
    expect((await without.auth.updateUser({ password: "another long one" })).error?.code).toBe("insufficient_aal");
    expect((await without.auth.updateUser({ email: "thief@example.test" })).error?.code).toBe("insufficient_aal");
    expect((await client.auth.mfa.enroll({ factorType: "totp", friendlyName: "Phone" })).error?.code).toBe("mfa_factor_name_conflict");
    expect((await client.auth.mfa.enroll({ factorType: "totp", friendlyName: "Tablet" })).error).toBeNull();
    expect((await client.auth.updateUser({ password: "another long one" })).error).toBeNull();
  });

  it("is nothing for a visitor without a session, or an anonymous one", async () => {
    const anonymous = clientOf(stack);
    await anonymous.auth.signInAnonymously();
    expect((await anonymous.auth.mfa.enroll({ factorType: "totp", friendlyName: "x" })).error).not.toBeNull();
    const answer = await fetch(`${stack.env.SUPABASE_URL}/auth/v1/factors`, {
      method: "POST",
      headers: { apikey: stack.env.SUPABASE_PUBLISHABLE_KEY, "content-type": "application/json" },
      body: JSON.stringify({ factor_type: "totp" }),
    });
    expect([answer.status, await answer.json()]).toMatchObject([401, { error_code: "no_authorization" }]);
  });
});

describe("a session", () => {
  it("knows its device, and ends with a new password elsewhere, at once for both of its tokens", async () => {
    const email = "gus@example.test";
    const here = await newAccount(email);
    const there = await signedIn(email);
    const token = (await there.auth.getSession()).data.session!.access_token;
    const { rows } = await admin.query<{ user_agent: string; ip: string }>(
      "select user_agent, host(ip) as ip from auth.sessions where id = $1",
      [claimsOf(token).session_id],
    );
    expect(rows).toEqual([{ user_agent: "node", ip: "127.0.0.1" }]);
    expect((await there.auth.getUser(token)).error).toBeNull();
    expect((await here.auth.updateUser({ password: "another long one" })).error).toBeNull();
    expect((await there.auth.getUser(token)).error?.name).toBe("AuthSessionMissingError");
    expect((await there.auth.refreshSession()).error).not.toBeNull();
    expect((await here.auth.refreshSession()).error).toBeNull();
  });
});

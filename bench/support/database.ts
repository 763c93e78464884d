import pg from "pg";

export type Identity = { userId: string; accessToken: string };

/** An anonymous identity, as each customer's browser has one. */
export async function signInAnonymously(url: string, publishableKey: string): Promise<Identity> {
  return signIn(`${url}/auth/v1/signup`, publishableKey, {});
}

export async function signInWithPassword(url: string, publishableKey: string, email: string, password: string): Promise<Identity> {
  return signIn(`${url}/auth/v1/token?grant_type=password`, publishableKey, { email, password });
}

async function signIn(url: string, apikey: string, body: object): Promise<Identity> {
  const answer = await fetch(url, { method: "POST", headers: { apikey, "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`Sign-in answered ${answer.status}: ${await answer.text()}`);
  const { access_token, user } = (await answer.json()) as { access_token: string; user: { id: string } };
  return { userId: user.id, accessToken: access_token };
}

/**
 * A command as the person, under row-level security and in one transaction and one round trip: nothing that speaks to
 * the database can be faster. `text` is SQL; values stand in it as literals ({@link pg.escapeLiteral}).
 */
export async function asPerson(client: pg.ClientBase, userId: string, text: string): Promise<pg.QueryResult> {
  const claims = pg.escapeLiteral(JSON.stringify({ sub: userId, role: "authenticated" }));
  const results = (await client.query(
    `select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true); ${text}`,
  )) as unknown as pg.QueryResult[];
  return results.at(-1)!;
}

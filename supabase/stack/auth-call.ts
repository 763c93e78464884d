import type { IncomingMessage } from "node:http";
import type pg from "pg";
import { verifyJwt } from "./jwt";

/** A request to the Auth server, as the parts that are written here read it. */
export type AuthCall = {
  method: string;
  /** Below `/auth/v1`. */
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  /** The bearer token, unless it is an API key. */
  token: string | undefined;
  userAgent: string;
  ip: string;
};

export type AuthAnswer = { status: number; body: unknown };

/** Undefined when the body is no JSON object: the Auth server says so. */
export function readAuthCall(request: IncomingMessage, url: URL, body: Buffer): AuthCall | undefined {
  let parsed: unknown;
  try {
    parsed = body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined;
  const bearer = /^Bearer\s+(.+)$/.exec(request.headers.authorization ?? "")?.[1]?.trim();
  return {
    method: request.method ?? "GET",
    path: url.pathname.slice("/auth/v1".length),
    query: url.searchParams,
    body: parsed as Record<string, unknown>,
    token: bearer?.startsWith("sb_") ? undefined : bearer,
    userAgent: request.headers["user-agent"] ?? "",
    ip: request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "127.0.0.1",
  };
}

/** A refusal in the words of the hosted Auth server. */
export class AuthRefusal extends Error {
  override name = "AuthRefusal";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }

  get answer(): AuthAnswer {
    return { status: this.status, body: { code: this.status, error_code: this.code, msg: this.message, ...this.details } };
  }
}

/** Who calls: an account, by a session that has not ended. */
export type AuthCaller = { userId: string; sessionId: string; email: string; aal: string; isAnonymous: boolean };

/** @throws {AuthRefusal} as the hosted server does for a missing or worthless token, and for an ended session. */
export async function requireCaller(pool: pg.Pool, jwtSecret: string, call: AuthCall): Promise<AuthCaller> {
  if (!call.token) throw new AuthRefusal(401, "no_authorization", "This endpoint requires a valid Bearer token");
  const verdict = verifyJwt(call.token, jwtSecret);
  if (verdict.kind !== "ok") throw new AuthRefusal(403, "bad_jwt", "invalid JWT: unable to parse or verify signature");
  const { sub, session_id: sessionId } = verdict.claims;
  const { rows } = await pool.query<AuthCaller>({
    name: "auth-caller",
    text: `select account.id as "userId", session.id as "sessionId", coalesce(account.email, '') as email,
        coalesce(session.aal, 'aal1') as aal, coalesce(account.is_anonymous, false) as "isAnonymous"
      from auth.sessions as session join auth.users as account on account.id = session.user_id
      where session.id::text = $1 and account.id::text = $2 and (session.not_after is null or session.not_after > now())`,
    values: [sessionId, sub],
  });
  const [caller] = rows;
  if (!caller) throw new AuthRefusal(403, "session_not_found", "Session from session_id claim in JWT does not exist");
  return caller;
}

/** Runs `use` in a transaction of the superuser's. */
export async function inTransaction<T>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const result = await use(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

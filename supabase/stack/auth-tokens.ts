import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { AuthCall, AuthCaller } from "./auth-call";
import { type Claims, signJwt, verifyJwt } from "./jwt";

type User = Record<string, unknown>;
/** A session with its newest refresh token. */
type OpenSession = { userId: string; sessionId: string; refreshToken: string };
type SessionState = { aal: string; amr: { method: string; timestamp: number }[] };

/** Users and tokens as the hosted Auth server answers them: with their factors, and with the claims of their session. */
export class AuthTokens {
  constructor(
    private readonly pool: pg.Pool,
    private readonly options: {
      jwtSecret: string;
      jwtExpiry: number;
      issuer: string;
      /** The user of a token, as the Auth server answers it. */
      user: (token: string) => Promise<User>;
    },
  ) {}

  /**
   * Completes what the Auth server answered: what a user is and has, and the hosted claims in every token.
   * @param method how the session was just signed in with; null when it was not. @returns the answer, changed in place.
   */
  async complete(call: AuthCall, body: unknown, method: string | null): Promise<unknown> {
    if (typeof body !== "object" || body === null) return body;
    const answer = body as { access_token?: unknown; user?: unknown };
    const user = (typeof answer.user === "object" && answer.user !== null ? answer.user : answer) as User;
    if (typeof user.id !== "string" || !("is_anonymous" in user)) return body;
    await this.completeUser(user);
    if (typeof answer.access_token !== "string") return body;
    const verdict = verifyJwt(answer.access_token, this.options.jwtSecret);
    if (verdict.kind !== "ok") return body;
    const sessionId = String(verdict.claims.session_id);
    await this.touch(call, sessionId, method);
    answer.access_token = this.sign(verdict.claims, user, await this.state(sessionId));
    return body;
  }

  private async completeUser(user: User): Promise<void> {
    const { rows } = await this.pool.query<{ is_anonymous: boolean; factors: unknown[] | null }>({
      name: "complete-user",
      text: `select coalesce(is_anonymous, false) as is_anonymous, (
          select json_agg(json_build_object('id', id, 'created_at', created_at, 'updated_at', updated_at, 'status', status,
            'friendly_name', friendly_name, 'factor_type', factor_type, 'last_challenged_at', last_challenged_at) order by created_at)
          from auth.mfa_factors where user_id = users.id) as factors
        from auth.users where id = $1`,
      values: [user.id],
    });
    user.is_anonymous = rows[0]?.is_anonymous ?? false;
    if (rows[0]?.factors) user.factors = rows[0].factors;
  }

  /** Notes by what device a session is used, and how it was signed in with. */
  async touch(call: Pick<AuthCall, "userAgent" | "ip">, sessionId: string, method: string | null): Promise<void> {
    await this.pool.query({
      name: "touch-session",
      text: `with touched as (
          update auth.sessions set user_agent = $2, ip = $3 where id = $1 returning id
        )
        insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
        select gen_random_uuid(), id, now(), now(), $4 from touched where $4::text is not null
        on conflict (session_id, authentication_method) do update set updated_at = excluded.updated_at`,
      values: [sessionId, call.userAgent.slice(0, 1000), call.ip, method],
    });
  }

  private async state(sessionId: string): Promise<SessionState> {
    const { rows } = await this.pool.query<SessionState>({
      name: "session-state",
      text: `select coalesce(aal, 'aal1') as aal, coalesce((
          select json_agg(json_build_object('method', authentication_method, 'timestamp', floor(extract(epoch from updated_at)))
            order by updated_at desc)
          from auth.mfa_amr_claims where session_id = sessions.id), '[]') as amr
        from auth.sessions where id = $1`,
      values: [sessionId],
    });
    return rows[0] ?? { aal: "aal1", amr: [] };
  }

  /** Notes that the session was confirmed by a second factor. @returns the refresh token that takes the place of its last one. */
  async raise(client: pg.PoolClient, caller: AuthCaller, factorId: string): Promise<string> {
    await client.query("update auth.sessions set aal = 'aal2', factor_id = $2, updated_at = now() where id = $1", [
      caller.sessionId,
      factorId,
    ]);
    await client.query(
      `insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
       values (gen_random_uuid(), $1, now(), now(), 'totp')
       on conflict (session_id, authentication_method) do update set updated_at = excluded.updated_at`,
      [caller.sessionId],
    );
    const token = randomUUID();
    await client.query(
      `with revoked as (
         update auth.refresh_tokens set revoked = true, updated_at = now() where session_id = $2 and not coalesce(revoked, false) returning token
       )
       insert into auth.refresh_tokens (id, token, user_id, session_id, parent)
       values (gen_random_uuid(), $1, $3, $2, (select max(token) from revoked))`,
      [token, caller.sessionId, caller.userId],
    );
    return token;
  }

  /** The user of a token, as `/user` answers it. */
  async userAnswer(token: string): Promise<User> {
    const user = await this.options.user(token);
    await this.completeUser(user);
    return user;
  }

  /** A session as `/token` answers it, for an account that has it. */
  async answerFor({ userId, sessionId, refreshToken }: OpenSession): Promise<Record<string, unknown>> {
    const seconds = Math.floor(Date.now() / 1000);
    const state = await this.state(sessionId);
    const own = this.sign({ sub: userId, session_id: sessionId, iat: seconds, exp: seconds + 60 }, {}, state);
    return this.session(await this.userAnswer(own), sessionId, refreshToken, state);
  }

  /** Makes a session of somebody who has shown that a mailbox is theirs. */
  async openSession(client: pg.PoolClient, userId: string, call: AuthCall): Promise<Omit<OpenSession, "userId">> {
    const [sessionId, refreshToken] = [randomUUID(), randomUUID()];
    await client.query("insert into auth.sessions (id, user_id, aal, user_agent, ip) values ($1, $2, 'aal1', $3, $4)", [
      sessionId,
      userId,
      call.userAgent.slice(0, 1000),
      call.ip,
    ]);
    await client.query(
      `insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
       values (gen_random_uuid(), $1, now(), now(), 'otp')`,
      [sessionId],
    );
    await client.query("insert into auth.refresh_tokens (id, token, user_id, session_id) values (gen_random_uuid(), $1, $2, $3)", [
      refreshToken,
      userId,
      sessionId,
    ]);
    return { sessionId, refreshToken };
  }

  session(user: User, sessionId: string, refreshToken: string, state: SessionState): Record<string, unknown> {
    const seconds = Math.floor(Date.now() / 1000);
    const { jwtExpiry } = this.options;
    const claims = { sub: user.id, session_id: sessionId, iat: seconds, exp: seconds + jwtExpiry };
    return {
      access_token: this.sign(claims, user, state),
      token_type: "bearer",
      expires_in: jwtExpiry,
      expires_at: claims.exp,
      refresh_token: refreshToken,
      user,
    };
  }

  private sign(claims: Claims, user: User, { aal, amr }: SessionState): string {
    return signJwt(
      {
        iss: this.options.issuer,
        sub: claims.sub,
        aud: "authenticated",
        exp: claims.exp,
        iat: claims.iat,
        email: user.email ?? "",
        phone: user.phone ?? "",
        app_metadata: user.app_metadata ?? {},
        user_metadata: user.user_metadata ?? {},
        role: user.role ?? "authenticated",
        aal,
        amr,
        session_id: claims.session_id,
        is_anonymous: user.is_anonymous ?? false,
      },
      this.options.jwtSecret,
    );
  }
}

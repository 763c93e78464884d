import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { StackConfig } from "./config";
import { type Claims, signJwt, verifyJwt } from "./jwt";

/**
 * What the Auth server (`@supabase/lite`) lacks beside the hosted one: anonymous sign-in, and the claims and fields
 * that tell an anonymous user from another. Its tables, sessions and refresh tokens are used as they are.
 */
export class AuthExtras {
  private readonly issuer: string;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: { config: StackConfig; jwtSecret: string; url: string },
  ) {
    this.issuer = `${options.url}/auth/v1`;
  }

  /** Whether a sign-up asks for an anonymous user: with neither email nor phone, as the hosted server decides. */
  wantsAnonymous(body: unknown): body is { data?: unknown } {
    if (!this.options.config.auth.enable_anonymous_sign_ins || !this.options.config.auth.enable_signup) return false;
    if (typeof body !== "object" || body === null || Array.isArray(body)) return false;
    const { email, phone } = body as { email?: unknown; phone?: unknown };
    return !email && !phone;
  }

  /** Makes an anonymous user with a session. @returns the session as the hosted server answers it. */
  async signInAnonymously(data: unknown): Promise<Record<string, unknown>> {
    const metadata = typeof data === "object" && data !== null && !Array.isArray(data) ? data : {};
    const userId = randomUUID();
    const sessionId = randomUUID();
    const refreshToken = randomUUID();
    const { rows } = await this.pool.query<{ now: Date }>({
      name: "sign-in-anonymously",
      text: `with new_user as (
          insert into auth.users (id, aud, role, raw_app_meta_data, raw_user_meta_data, is_anonymous, last_sign_in_at)
          values ($1, 'authenticated', 'authenticated', '{}', $2, true, now())
          returning id
        ), new_session as (
          insert into auth.sessions (id, user_id, aal) select $3, id, 'aal1' from new_user returning id
        )
        insert into auth.refresh_tokens (id, token, user_id, session_id)
        select gen_random_uuid(), $4, $1, id from new_session
        returning created_at as now`,
      values: [userId, JSON.stringify(metadata), sessionId, refreshToken],
    });
    const now = (rows[0]?.now ?? new Date()).toISOString();
    const user = {
      id: userId,
      aud: "authenticated",
      role: "authenticated",
      email: "",
      phone: "",
      last_sign_in_at: now,
      app_metadata: {},
      user_metadata: metadata,
      identities: [],
      created_at: now,
      updated_at: now,
      is_anonymous: true,
    };
    const seconds = Math.floor(Date.now() / 1000);
    const expiresIn = this.options.config.auth.jwt_expiry;
    return {
      access_token: this.sign({ sub: userId, session_id: sessionId, iat: seconds, exp: seconds + expiresIn }, user, seconds),
      token_type: "bearer",
      expires_in: expiresIn,
      expires_at: seconds + expiresIn,
      refresh_token: refreshToken,
      user,
    };
  }

  /**
   * Completes what the Auth server answered: `is_anonymous` in every user, and the hosted claims in every token.
   * @param body the parsed answer; @returns it, changed in place.
   */
  async complete(body: unknown): Promise<unknown> {
    if (typeof body !== "object" || body === null) return body;
    const answer = body as { access_token?: unknown; user?: unknown; id?: unknown; is_anonymous?: unknown };
    const user = (typeof answer.user === "object" && answer.user !== null ? answer.user : answer) as Record<string, unknown>;
    if (typeof user.id !== "string" || !("is_anonymous" in user)) return body;
    const { rows } = await this.pool.query<{ is_anonymous: boolean }>({
      name: "complete-user",
      text: "select is_anonymous from auth.users where id = $1",
      values: [user.id],
    });
    user.is_anonymous = rows[0]?.is_anonymous ?? false;
    if (typeof answer.access_token === "string") {
      const verdict = verifyJwt(answer.access_token, this.options.jwtSecret);
      if (verdict.kind === "ok") answer.access_token = this.sign(verdict.claims, user, Number(verdict.claims.iat));
    }
    return body;
  }

  private sign(claims: Claims, user: Record<string, unknown>, since: number): string {
    const method = user.is_anonymous ? "anonymous" : "password";
    return signJwt(
      {
        iss: this.issuer,
        sub: claims.sub,
        aud: "authenticated",
        exp: claims.exp,
        iat: claims.iat,
        email: user.email ?? "",
        phone: user.phone ?? "",
        app_metadata: user.app_metadata ?? {},
        user_metadata: user.user_metadata ?? {},
        role: user.role ?? "authenticated",
        aal: "aal1",
        amr: [{ method, timestamp: since }],
        session_id: claims.session_id,
        is_anonymous: user.is_anonymous ?? false,
      },
      this.options.jwtSecret,
    );
  }
}

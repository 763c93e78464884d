import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Api } from "./api";
import { type AuthAnswer, type AuthCall, AuthRefusal, requireCaller } from "./auth-call";
import { AuthEmail } from "./auth-email";
import { AuthFactors } from "./auth-factors";
import type { AuthMail } from "./auth-mail";
import { AuthTokens } from "./auth-tokens";
import type { StackConfig } from "./config";

/**
 * What the Auth server (`@supabase/lite`) lacks beside the hosted one: anonymous sign-in, second factors, the claims and
 * fields that tell of them, devices of sessions, and parts of what is confirmed by mail. Its tables, sessions and refresh tokens are used as they are.
 */
export class AuthExtras {
  private readonly tokens: AuthTokens;
  private readonly factors: AuthFactors;
  private readonly email: AuthEmail;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: { config: StackConfig; jwtSecret: string; url: string; api: Api; mail: AuthMail; publishableKey: string },
  ) {
    const { config, jwtSecret, url } = options;
    this.tokens = new AuthTokens(pool, {
      jwtSecret,
      jwtExpiry: config.auth.jwt_expiry,
      issuer: `${url}/auth/v1`,
      user: (token) => this.userOf(token),
    });
    this.email = new AuthEmail(pool, this.tokens, options.mail, { config, jwtSecret });
    this.factors = new AuthFactors(pool, this.tokens, { jwtSecret, siteUrl: config.auth.site_url });
  }

  /** Answers what is written here; undefined leaves the request to the Auth server. The key was checked before. */
  async answer(call: AuthCall): Promise<AuthAnswer | undefined> {
    try {
      if (call.method === "POST" && call.path === "/signup" && this.wantsAnonymous(call.body)) {
        return { status: 200, body: await this.signInAnonymously(call) };
      }
      if (call.method === "PUT" && call.path === "/user") await this.guardUserUpdate(call);
      return (await this.factors.answer(call)) ?? (await this.email.answer(call));
    } catch (error) {
      if (error instanceof AuthRefusal) return error.answer;
      throw error;
    }
  }

  /** Completes what the Auth server answered. @param body the parsed answer; @returns it, changed in place. */
  async complete(call: AuthCall, body: unknown): Promise<unknown> {
    const completed = await this.tokens.complete(call, body, methodOf(call));
    if (call.method === "PUT" && call.path === "/user" && call.body.password !== undefined) await this.endOtherSessions(call);
    return completed;
  }

  /** With neither email nor phone, as the hosted server decides. */
  private wantsAnonymous({ email, phone }: Record<string, unknown>): boolean {
    const { enable_anonymous_sign_ins: isOn, enable_signup: maySignUp } = this.options.config.auth;
    return isOn && maySignUp && !email && !phone;
  }

  /** Makes an anonymous user with a session. @returns the session as the hosted server answers it. */
  private async signInAnonymously(call: AuthCall): Promise<Record<string, unknown>> {
    const { data } = call.body;
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
          insert into auth.sessions (id, user_id, aal, user_agent, ip) select $3, id, 'aal1', $5, $6 from new_user returning id
        ), method as (
          insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
          select gen_random_uuid(), id, now(), now(), 'anonymous' from new_session
        )
        insert into auth.refresh_tokens (id, token, user_id, session_id)
        select gen_random_uuid(), $4, $1, id from new_session
        returning created_at as now`,
      values: [userId, JSON.stringify(metadata), sessionId, refreshToken, call.userAgent.slice(0, 1000), call.ip],
    });
    const now = rows[0]?.now ?? new Date();
    const user = {
      id: userId,
      aud: "authenticated",
      role: "authenticated",
      email: "",
      phone: "",
      last_sign_in_at: now.toISOString(),
      app_metadata: {},
      user_metadata: metadata,
      identities: [],
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
      is_anonymous: true,
    };
    const amr = [{ method: "anonymous", timestamp: Math.floor(now.getTime() / 1000) }];
    return this.tokens.session(user, sessionId, refreshToken, { aal: "aal1", amr });
  }

  /** Who has a second factor changes password and address with it only. */
  private async guardUserUpdate(call: AuthCall): Promise<void> {
    if (call.body.password === undefined && call.body.email === undefined) return;
    const caller = await requireCaller(this.pool, this.options.jwtSecret, call);
    if (caller.aal === "aal2") return;
    const { rowCount } = await this.pool.query("select from auth.mfa_factors where user_id = $1 and status = 'verified' limit 1", [
      caller.userId,
    ]);
    if (rowCount)
      throw new AuthRefusal(401, "insufficient_aal", "AAL2 session is required to update email or password when MFA is enabled.");
  }

  /** A new password ends all other sessions. */
  private async endOtherSessions(call: AuthCall): Promise<void> {
    const caller = await requireCaller(this.pool, this.options.jwtSecret, call);
    await this.pool.query("delete from auth.sessions where user_id = $1 and id <> $2", [caller.userId, caller.sessionId]);
  }

  private async userOf(token: string): Promise<Record<string, unknown>> {
    const headers = { apikey: this.options.publishableKey, authorization: `Bearer ${token}` };
    const answer = await this.options.api.fetch(new Request("http://gateway/auth/v1/user", { headers }));
    if (!answer.ok) throw new AuthRefusal(403, "user_not_found", "User from sub claim in JWT does not exist");
    return (await answer.json()) as Record<string, unknown>;
  }
}

/** How the Auth server signed somebody in, by what it was asked. */
function methodOf({ path, query }: AuthCall): string | null {
  if (path === "/verify") return "otp";
  if (path === "/signup") return "password";
  return { password: "password", pkce: "oauth" }[query.get("grant_type") ?? ""] ?? null;
}

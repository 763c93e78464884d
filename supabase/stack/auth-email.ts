import { createHash, randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import { type AuthAnswer, type AuthCall, type AuthCaller, AuthRefusal, inTransaction, requireCaller } from "./auth-call";
import type { AuthMail } from "./auth-mail";
import type { AuthTokens } from "./auth-tokens";
import { parseDuration, type StackConfig } from "./config";

/** Addresses that the Auth server knows. */
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const newToken = () => createHash("sha224").update(randomBytes(32)).digest("hex");
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const redirectIn = (call: AuthCall) => call.query.get("redirect_to") ?? undefined;

type Account = { id: string; email: string; isConfirmed: boolean; sentAt: Date | null };
type Change = { id: string; email: string; newEmail: string; status: number; isOpen: boolean; other: string | null };

/**
 * What the hosted Auth server does about addresses and ours does not: an answer to a sign-up that does not tell who has
 * an account, the mail once more, and a change of address that both mailboxes confirm.
 */
export class AuthEmail {
  constructor(
    private readonly pool: pg.Pool,
    private readonly tokens: AuthTokens,
    private readonly mail: AuthMail,
    private readonly options: { config: StackConfig; jwtSecret: string },
  ) {}

  /** Undefined leaves the request to the Auth server. */
  async answer(call: AuthCall): Promise<AuthAnswer | undefined> {
    const { method, path, body } = call;
    if (method === "POST" && path === "/signup") return this.repeatSignUp(call);
    if (method === "POST" && path === "/resend" && body.type === "signup") return this.resend(call);
    if (method === "POST" && path === "/token" && call.query.get("grant_type") === "password") return this.guardUnconfirmed(call);
    if (method === "PUT" && path === "/user" && textOf(body.email) !== "") return this.requestChange(call);
    if (method === "POST" && path === "/verify" && body.type === "email_change" && textOf(body.token_hash) !== "")
      return this.confirmChange(call, textOf(body.token_hash));
    return undefined;
  }

  private get needsConfirmation(): boolean {
    return this.options.config.auth.email.enable_confirmations;
  }

  private async find(email: string): Promise<Account | undefined> {
    const { rows } = await this.pool.query<Account>(
      `select id, email, email_confirmed_at is not null as "isConfirmed", confirmation_sent_at as "sentAt" from auth.users where email = $1`,
      [email.toLowerCase()],
    );
    return rows[0];
  }

  /** For an address that has an account: as if it had none, but that it has no identity. */
  private async repeatSignUp(call: AuthCall): Promise<AuthAnswer | undefined> {
    const email = textOf(call.body.email).toLowerCase();
    const isWeak = textOf(call.body.password).length < this.options.config.auth.minimum_password_length;
    if (!this.needsConfirmation || isWeak || !ADDRESS.test(email)) return undefined;
    const account = await this.find(email);
    if (!account) return undefined;
    if (!account.isConfirmed) await this.sendConfirmation(account, call);
    const now = new Date().toISOString();
    const metadata = typeof call.body.data === "object" && call.body.data !== null ? call.body.data : {};
    return {
      status: 200,
      body: {
        id: account.isConfirmed ? randomUUID() : account.id,
        aud: "authenticated",
        role: account.isConfirmed ? "" : "authenticated",
        email,
        phone: "",
        confirmation_sent_at: now,
        app_metadata: { provider: "email", providers: ["email"] },
        user_metadata: metadata,
        identities: [],
        created_at: now,
        updated_at: now,
        is_anonymous: false,
      },
    };
  }

  private async resend(call: AuthCall): Promise<AuthAnswer> {
    const account = await this.find(textOf(call.body.email));
    if (account && !account.isConfirmed) await this.sendConfirmation(account, call);
    return { status: 200, body: {} };
  }

  private async sendConfirmation({ id, email, sentAt }: Account, call: AuthCall): Promise<void> {
    if (sentAt && sentAt.getTime() > Date.now() - parseDuration(this.options.config.auth.email.max_frequency))
      throw new AuthRefusal(429, "over_email_send_rate_limit", "For security purposes, you can only request this after a second.");
    const tokenHash = newToken();
    await this.pool.query("update auth.users set confirmation_token = $2, confirmation_sent_at = now() where id = $1", [id, tokenHash]);
    await this.mail.send("confirmation", { to: email, email, tokenHash, redirectTo: redirectIn(call) });
  }

  /** That an address waits for its confirmation is told to who knows the password. */
  private async guardUnconfirmed(call: AuthCall): Promise<undefined> {
    const { rows } = await this.pool.query<{ isRight: boolean }>(
      `select encrypted_password is not null
         and '$2a' || substr(encrypted_password, 4) = extensions.crypt($2, '$2a' || substr(encrypted_password, 4)) as "isRight"
       from auth.users where email = $1 and email_confirmed_at is null`,
      [textOf(call.body.email).toLowerCase(), textOf(call.body.password)],
    );
    if (rows[0] && !rows[0].isRight) throw new AuthRefusal(400, "invalid_credentials", "Invalid login credentials");
    return undefined;
  }

  private async requestChange(call: AuthCall): Promise<AuthAnswer | undefined> {
    const caller = await requireCaller(this.pool, this.options.jwtSecret, call);
    const newEmail = textOf(call.body.email).toLowerCase();
    if (newEmail === caller.email) return undefined;
    // Anonymous users who get an address are left to the Auth server, which sends one mail.
    if (caller.isAnonymous) return undefined;
    if (call.body.password !== undefined || call.body.data !== undefined)
      throw new AuthRefusal(400, "validation_failed", "The embedded Auth server changes an address alone, and nothing beside it");
    if (!ADDRESS.test(newEmail)) throw new AuthRefusal(400, "validation_failed", "Unable to validate email address: invalid format");
    if (await this.find(newEmail)) throw new AuthRefusal(422, "email_exists", "A user with this email address has already been registered");
    await this.startChange(caller, newEmail, redirectIn(call));
    return { status: 200, body: await this.tokens.userAnswer(call.token ?? "") };
  }

  private async startChange(caller: AuthCaller, newEmail: string, redirectTo: string | undefined): Promise<void> {
    const current = this.options.config.auth.email.double_confirm_changes ? newToken() : null;
    const fresh = newToken();
    await this.pool.query(
      `update auth.users set email_change = $2, email_change_token_new = $3, email_change_token_current = $4,
         email_change_confirm_status = 0, email_change_sent_at = now() where id = $1`,
      [caller.userId, newEmail, fresh, current],
    );
    const about = { email: caller.email, newEmail, redirectTo };
    await this.mail.send("email_change", { ...about, to: newEmail, tokenHash: fresh });
    if (current) await this.mail.send("email_change", { ...about, to: caller.email, tokenHash: current });
  }

  /** The first of two confirmations is noted, the last one changes the address and signs in. */
  private async confirmChange(call: AuthCall, tokenHash: string): Promise<AuthAnswer> {
    const done = await inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<Change>(
        `select id, email, email_change as "newEmail", email_change_confirm_status as status,
           email_change_sent_at > now() - make_interval(secs => $2) as "isOpen",
           case when email_change_token_new = $1 then email_change_token_current else email_change_token_new end as other
         from auth.users where $1 in (email_change_token_new, email_change_token_current) for update`,
        [tokenHash, this.options.config.auth.email.otp_expiry],
      );
      const [change] = rows;
      if (!change?.isOpen) throw new AuthRefusal(403, "otp_expired", "Email link is invalid or has expired");
      if (change.other !== null) {
        await client.query(
          `update auth.users set email_change_confirm_status = 1,
             email_change_token_new = nullif(email_change_token_new, $2), email_change_token_current = nullif(email_change_token_current, $2)
           where id = $1`,
          [change.id, tokenHash],
        );
        return null;
      }
      await this.finishChange(client, change);
      return { userId: change.id, ...(await this.tokens.openSession(client, change.id, call)) };
    });
    if (done) return { status: 200, body: await this.tokens.answerFor(done) };
    const msg = "Confirmation link accepted. Please proceed to confirm link sent to the other email";
    return { status: 200, body: { code: "200", msg } };
  }

  private async finishChange(client: pg.PoolClient, { id, newEmail }: Change): Promise<void> {
    const taken = await client.query("select from auth.users where email = $1 and id <> $2", [newEmail, id]);
    if (taken.rowCount) throw new AuthRefusal(422, "email_exists", "A user with this email address has already been registered");
    await client.query(
      `update auth.users set email = $2, email_confirmed_at = coalesce(email_confirmed_at, now()), email_change = null,
         email_change_token_new = null, email_change_token_current = null, email_change_confirm_status = 0, updated_at = now() where id = $1`,
      [id, newEmail],
    );
    await client.query(
      `update auth.identities set identity_data = identity_data || jsonb_build_object('email', $2::text, 'email_verified', true), updated_at = now()
       where user_id = $1 and provider = 'email'`,
      [id, newEmail],
    );
  }
}

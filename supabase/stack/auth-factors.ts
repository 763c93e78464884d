import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type pg from "pg";
import encodeQR from "qr";
import { type AuthAnswer, type AuthCall, type AuthCaller, AuthRefusal, inTransaction, requireCaller } from "./auth-call";
import type { AuthTokens } from "./auth-tokens";

type Factor = { id: string; status: "unverified" | "verified"; secret: string; last_totp_step: string };

const CHALLENGE_SECONDS = 300;
const PERIOD = 30;
const MAX_FACTORS = 10;
/** Wrong codes of one account in five minutes. The hosted server limits tries by address. */
const MAX_WRONG = 10;
const WRONG_MS = 300_000;

/** Second factors (`auth.mfa` of supabase-js): codes of an authenticator app. */
export class AuthFactors {
  private readonly wrong = new Map<string, number[]>();

  constructor(
    private readonly pool: pg.Pool,
    private readonly tokens: AuthTokens,
    private readonly options: { jwtSecret: string; siteUrl: string },
  ) {}

  /** What belongs to `/factors`; undefined for any other request. */
  async answer(call: AuthCall): Promise<AuthAnswer | undefined> {
    const named = /^\/factors(?:\/([^/]+)(?:\/(challenge|verify))?)?$/.exec(call.path);
    if (!named) return undefined;
    const [, id, act] = named;
    const caller = await requireCaller(this.pool, this.options.jwtSecret, call);
    if (call.method === "POST" && id === undefined) return this.enroll(caller, call.body);
    if (id === undefined) throw new AuthRefusal(405, "validation_failed", "Method not allowed");
    const factor = await this.find(caller, id);
    if (call.method === "POST" && act === "challenge") return this.challenge(factor, call.ip);
    if (call.method === "POST" && act === "verify") return this.verify(caller, factor, call);
    if (call.method === "DELETE" && act === undefined) return this.unenroll(caller, factor);
    throw new AuthRefusal(405, "validation_failed", "Method not allowed");
  }

  private async find(caller: AuthCaller, id: string): Promise<Factor> {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
      throw new AuthRefusal(404, "validation_failed", "factor_id must be an UUID");
    const { rows } = await this.pool.query<Factor>(
      "select id, status, secret, last_totp_step from auth.mfa_factors where id = $1 and user_id = $2",
      [id, caller.userId],
    );
    if (!rows[0]) throw new AuthRefusal(404, "mfa_factor_not_found", "Factor not found");
    return rows[0];
  }

  private async enroll(caller: AuthCaller, body: Record<string, unknown>): Promise<AuthAnswer> {
    const name = typeof body.friendly_name === "string" ? body.friendly_name : "";
    if (body.factor_type !== "totp") throw new AuthRefusal(400, "validation_failed", "factor_type needs to be totp, phone, or webauthn");
    if (caller.isAnonymous) throw new AuthRefusal(422, "mfa_totp_enroll_not_enabled", "An anonymous user has no second factor");
    const totp = new TOTP({
      issuer: typeof body.issuer === "string" && body.issuer !== "" ? body.issuer : new URL(this.options.siteUrl).host,
      label: caller.email,
      period: PERIOD,
      secret: new Secret({ size: 20 }),
    });
    const id = randomUUID();
    await inTransaction(this.pool, async (client) => {
      // One after the other, or two at once would each be the last that there is room for.
      await client.query("select from auth.users where id = $1 for update", [caller.userId]);
      const { rows } = await client.query<{ friendly_name: string; status: string }>(
        "select friendly_name, status from auth.mfa_factors where user_id = $1",
        [caller.userId],
      );
      if (rows.some((factor) => factor.friendly_name === name))
        throw new AuthRefusal(422, "mfa_factor_name_conflict", `A factor with the friendly name "${name}" for this user already exists`);
      if (rows.length >= MAX_FACTORS)
        throw new AuthRefusal(422, "too_many_enrolled_mfa_factors", "Maximum number of verified factors reached, unenroll to continue");
      if (caller.aal !== "aal2" && rows.some((factor) => factor.status === "verified"))
        throw new AuthRefusal(403, "insufficient_aal", "AAL2 required to enroll a new factor");
      await client.query(
        `insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, secret, created_at, updated_at)
         values ($1, $2, $3, 'totp', 'unverified', $4, now(), now())`,
        [id, caller.userId, name, totp.secret.base32],
      );
    });
    const uri = totp.toString();
    const qrCode = encodeQR(uri, "svg", { ecc: "medium" });
    return { status: 200, body: { id, type: "totp", friendly_name: name, totp: { qr_code: qrCode, secret: totp.secret.base32, uri } } };
  }

  private async challenge(factor: Factor, ip: string): Promise<AuthAnswer> {
    const { rows } = await this.pool.query<{ id: string; expires_at: string }>(
      `with challenged as (update auth.mfa_factors set last_challenged_at = clock_timestamp() where id = $1)
       insert into auth.mfa_challenges (id, factor_id, created_at, ip_address) values (gen_random_uuid(), $1, now(), $2)
       returning id, floor(extract(epoch from created_at + make_interval(secs => $3))) as expires_at`,
      [factor.id, ip, CHALLENGE_SECONDS],
    );
    return { status: 200, body: { id: rows[0]!.id, type: "totp", expires_at: Number(rows[0]!.expires_at) } };
  }

  private async verify(caller: AuthCaller, factor: Factor, call: AuthCall): Promise<AuthAnswer> {
    const { challenge_id: challengeId, code } = call.body;
    if (typeof code !== "string" || code === "") throw new AuthRefusal(400, "validation_failed", "Code needs to be non-empty");
    const recent = (this.wrong.get(caller.userId) ?? []).filter((at) => at > Date.now() - WRONG_MS);
    if (recent.length >= MAX_WRONG) throw new AuthRefusal(429, "over_request_rate_limit", "Request rate limit reached");
    await this.checkChallenge(factor, challengeId, call.ip);
    const step = this.stepOf(factor, code);
    // Taken first: of two requests with one code only one finds an older step.
    const isTaken =
      step !== null &&
      (await this.pool.query("update auth.mfa_factors set last_totp_step = $2 where id = $1 and last_totp_step < $2", [factor.id, step]))
        .rowCount === 1;
    if (!isTaken) {
      this.wrong.set(caller.userId, [...recent, Date.now()]);
      throw new AuthRefusal(422, "mfa_verification_failed", "Invalid TOTP code entered");
    }
    this.wrong.delete(caller.userId);
    const refreshToken = await inTransaction(this.pool, async (client) => {
      await client.query("update auth.mfa_challenges set verified_at = now() where id = $1", [challengeId]);
      await client.query("update auth.mfa_factors set status = 'verified', updated_at = now() where id = $1", [factor.id]);
      const swapped = await this.tokens.raise(client, caller, factor.id);
      await client.query("delete from auth.sessions where user_id = $1 and id <> $2 and coalesce(aal, 'aal1') < 'aal2'", [
        caller.userId,
        caller.sessionId,
      ]);
      await client.query("delete from auth.mfa_factors where user_id = $1 and factor_type = 'totp' and status = 'unverified'", [
        caller.userId,
      ]);
      return swapped;
    });
    return { status: 200, body: await this.tokens.answerFor({ ...caller, refreshToken }) };
  }

  private async checkChallenge(factor: Factor, challengeId: unknown, ip: string): Promise<void> {
    const { rows } = await this.pool.query<{ is_open: boolean; is_here: boolean }>(
      `select created_at > now() - make_interval(secs => $4) as is_open, verified_at is null and ip_address = $3::inet as is_here
       from auth.mfa_challenges where id::text = $1 and factor_id = $2`,
      [challengeId, factor.id, ip, CHALLENGE_SECONDS],
    );
    const [challenge] = rows;
    if (!challenge) throw new AuthRefusal(422, "mfa_factor_not_found", "MFA factor with the provided challenge ID not found");
    if (!challenge.is_here) throw new AuthRefusal(422, "mfa_ip_address_mismatch", "Challenge and verify IP addresses mismatch.");
    if (!challenge.is_open)
      throw new AuthRefusal(
        422,
        "mfa_challenge_expired",
        `MFA challenge ${String(challengeId)} has expired, verify against another challenge or create a new challenge.`,
      );
  }

  /** The time step that a code is of, one to either side of now; null for a wrong code. */
  private stepOf(factor: Factor, code: string): number | null {
    const delta = new TOTP({ secret: Secret.fromBase32(factor.secret), period: PERIOD }).validate({ token: code, window: 1 });
    return delta === null ? null : Math.floor(Date.now() / 1000 / PERIOD) + delta;
  }

  private async unenroll(caller: AuthCaller, factor: Factor): Promise<AuthAnswer> {
    if (factor.status === "verified" && caller.aal !== "aal2")
      throw new AuthRefusal(422, "insufficient_aal", "AAL2 required to unenroll verified factor");
    await inTransaction(this.pool, async (client) => {
      await client.query("delete from auth.mfa_factors where id = $1", [factor.id]);
      if (factor.status === "verified")
        await client.query("update auth.sessions set aal = 'aal1', factor_id = null where user_id = $1 and factor_id = $2", [
          caller.userId,
          factor.id,
        ]);
    });
    return { status: 200, body: { id: factor.id } };
  }
}

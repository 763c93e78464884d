import { AuthorizationError, checkRead, checkWrite, type Policies } from "./authorization";
import { describe, type Context } from "./context";
import { DatabaseUnavailable } from "./database";
import { TokenError, type Claims } from "./jwt";

/** Why a channel loses its right to stay, in the words its client gets. */
export class AccessLost extends Error {}

/** What a channel is admitted with. */
export interface Grant {
  token: string;
  claims: Claims;
  policies: Policies;
}

/**
 * What one channel may do: its token and the policies asked so far. They last until a new token
 * comes, whatever happens to the rows and policies they were judged by.
 */
export class Access {
  #grant: Grant;

  constructor(
    private readonly context: Context,
    private readonly topic: string,
    private readonly isPrivate: boolean,
    private readonly headers: Record<string, string>,
    grant: Grant,
    private readonly log: (line: string) => void,
  ) {
    this.#grant = grant;
  }

  get mayReadBroadcast(): boolean {
    return !this.isPrivate || this.#grant.policies.broadcastRead === true;
  }

  get mayReadPresence(): boolean {
    return !this.isPrivate || this.#grant.policies.presenceRead === true;
  }

  /** Undefined while it was not asked. */
  get mayWriteBroadcast(): boolean | undefined {
    return this.isPrivate ? this.#grant.policies.broadcastWrite : true;
  }

  /** Undefined while it was not asked. */
  get mayWritePresence(): boolean | undefined {
    return this.isPrivate ? this.#grant.policies.presenceWrite : true;
  }

  get token(): string {
    return this.#grant.token;
  }

  /** Milliseconds until the token expires, at least 1. */
  get expiresInMs(): number {
    return Math.max(this.#grant.claims.exp * 1000 - Date.now(), 1);
  }

  /** Fills in both write policies; false when the database could not answer. */
  async askWrite(): Promise<boolean> {
    return this.#ask("write", (actor) => checkWrite(this.context.database, this.topic, actor));
  }

  /** Fills in what tracking needs, the right to read presence too where the join did not ask for it. */
  async askTrack(): Promise<boolean> {
    const isReadKnown = this.#grant.policies.presenceRead !== undefined;
    const isAnswered =
      isReadKnown ||
      (await this.#ask("read", async (actor) => {
        const { presenceRead } = await checkRead(this.context.database, this.topic, actor, true);
        return { presenceRead };
      }));
    return isAnswered && this.askWrite();
  }

  /** Judges the channel by a new token, forgetting all that was asked before. Throws AccessLost. */
  async renew(token: string, withPresence: boolean): Promise<void> {
    const before = this.#grant.policies;
    try {
      const claims = await this.context.verifier.verify(token);
      let policies: Policies = {};
      if (this.isPrivate) {
        policies = await checkRead(this.context.database, this.topic, { claims, headers: this.headers }, withPresence);
        this.#requireReading(before, policies);
      }
      this.#grant = { token, claims, policies };
    } catch (error) {
      throw this.#lost(error);
    }
  }

  /** Verifies the present token again. Throws AccessLost. */
  async confirm(): Promise<void> {
    try {
      this.#grant = { ...this.#grant, claims: await this.context.verifier.verify(this.#grant.token) };
    } catch (error) {
      throw this.#lost(error);
    }
  }

  #requireReading(before: Policies, after: Policies): void {
    if (after.broadcastRead !== true && after.presenceRead !== true) throw new AccessLost(this.#denied);
    const isRevoked =
      (before.broadcastRead === true && after.broadcastRead === false) || (before.presenceRead === true && after.presenceRead === false);
    if (isRevoked) throw new AccessLost(`You no longer have permission to read from this Channel topic: ${this.topic}`);
  }

  get #denied(): string {
    return `You do not have permissions to read from this Channel topic: ${this.topic}`;
  }

  #lost(error: unknown): AccessLost {
    if (error instanceof AccessLost) return error;
    if (error instanceof TokenError) return new AccessLost(error.text.shutdown);
    this.log(`token not confirmed: ${describe(error)}`);
    const unavailable = "Realtime was unable to connect to the project database";
    if (error instanceof DatabaseUnavailable) return new AccessLost(unavailable);
    if (!(error instanceof AuthorizationError)) return new AccessLost("Unknown Error on Channel");
    if (error.fault === "policy") return new AccessLost(this.#denied);
    return new AccessLost(error.fault === "canceled" ? "Query was cancelled, please try again" : unavailable);
  }

  async #ask(what: string, check: (actor: { claims: Claims; headers: Record<string, string> }) => Promise<Policies>): Promise<boolean> {
    const { claims } = this.#grant;
    try {
      const answers = await check({ claims, headers: this.headers });
      this.#grant = { ...this.#grant, policies: { ...this.#grant.policies, ...answers } };
      return true;
    } catch (error) {
      this.log(`${what} check failed: ${describe(error)}`);
      return false;
    }
  }
}

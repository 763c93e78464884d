import { AsyncLocalStorage } from "node:async_hooks";
import path from "node:path";
import { App, setExperimental } from "@supabase/lite";
import { createPostgresConnection } from "@supabase/lite/postgres";
import { CompiledQuery } from "kysely";
import type { AuthMail, AuthMailKind } from "./auth-mail";
import { parseSize, type StackConfig } from "./config";
import { type DatabaseFailure, errorAnswer } from "./postgrest-errors";
import { FileStorage } from "./storage-files";

/** The parts of the API server's connection that are not in its types; see {@link createApi}. */
type ConnectionInternals = {
  rlsState: "unknown" | "active" | "inactive";
  normalizeDbError(error: unknown): unknown;
  applyJwtSessionContext(executor: Executor, context: RequestContext): Promise<void>;
};
type Executor = { executeQuery(query: ReturnType<typeof CompiledQuery.raw>): Promise<unknown> };
type RequestContext = {
  auth?: { role?: unknown; uid?: unknown; jwt?: unknown };
  storage?: { operation?: unknown };
};

/** Milliseconds a role's statements may take; 0 means for ever. */
export type StatementTimeouts = (role: string) => number;

export type Api = {
  fetch(request: Request): Promise<Response>;
  /** Reads the schema anew at the next request. */
  reloadSchema(): Promise<void>;
  close(): Promise<void>;
};

/** What belongs to the request that the API server is answering. */
type Answering = { log: (line: string) => void; failure?: DatabaseFailure; redirectTo?: string | undefined };
const inside = new AsyncLocalStorage<Answering>();

/** What a mail begins with whose text is ours: the files of `auth-mail-values` hold a kind and its values, one a line. */
const OWN_MAIL = "values of ";
const mailFolder = path.join(import.meta.dirname, "auth-mail-values");

let quieted = false;

/** The API server prints every database error, with its stack, to the console: send that to its log instead. */
function quietConsole(): void {
  if (quieted) return;
  quieted = true;
  for (const level of ["error", "warn", "log"] as const) {
    const original = console[level].bind(console);
    console[level] = (...values: unknown[]) => {
      const log = inside.getStore()?.log;
      if (log) log(values.map((value) => (value instanceof Error ? (value.stack ?? value.message) : String(value))).join(" "));
      else original(...values);
    };
  }
}

/**
 * The API server knows some database errors; any other becomes 500 with code "SUP", and of broken constraints it drops
 * the hint. PostgREST passes every error on.
 */
async function withDatabaseError(answer: Response, failure: DatabaseFailure | undefined): Promise<Response> {
  if (answer.status < 400 || typeof failure?.code !== "string" || !/^[0-9A-Z]{5}$/.test(failure.code)) return answer;
  const { code } = (await answer
    .clone()
    .json()
    .catch(() => ({}))) as { code?: unknown };
  if (code !== "SUP" && !(code === failure.code && code.startsWith("23"))) return answer;
  const { status, body } = errorAnswer(failure, false);
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  return new Response(JSON.stringify(body), { status, headers });
}

/**
 * The Data API, Auth and Storage server (`@supabase/lite`) on a prepared database.
 * @param options.databaseUrl of the superuser. @param options.log takes what the server would print.
 */
export async function createApi(options: {
  databaseUrl: string;
  config: StackConfig;
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
  /** Writes and sends the mails of Auth. */
  mail: AuthMail;
  /** The address people reach the stack at, known once it listens. */
  apiUrl: () => string;
  storageFolder: string;
  statementTimeouts: StatementTimeouts;
  log: (line: string) => void;
}): Promise<Api> {
  const { config } = options;
  quietConsole();
  const connection = createPostgresConnection({
    url: options.databaseUrl,
    postgresOptions: {
      max: 20,
      idle_timeout: 60,
      onnotice: () => undefined,
      connection: { application_name: "frontroom-api", statement_timeout: options.statementTimeouts("authenticator") },
    },
  });
  Object.assign(connection as unknown as ConnectionInternals, {
    // Left to itself the server answers the first request by granting ALL on every table with RLS to anon and
    // authenticated. Told that this has happened already, it does nothing. (stack.test.ts holds it to that.)
    rlsState: "active",
    normalizeDbError(error) {
      const answering = inside.getStore();
      if (answering) answering.failure = error as DatabaseFailure;
      return error;
    },
    // One statement instead of six, and what PostgREST sets besides: the role's own time limit.
    async applyJwtSessionContext(executor, context) {
      const role = typeof context.auth?.role === "string" ? context.auth.role : "anon";
      const claims = JSON.stringify(context.auth?.jwt ?? { role });
      await executor.executeQuery(
        CompiledQuery.raw(
          `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true),
             set_config('request.jwt.claim.sub', $3, true), set_config('request.jwt.claim.role', $1, true),
             set_config('storage.operation', $4, true), set_config('statement_timeout', $5, true)`,
          [
            role,
            claims,
            typeof context.auth?.uid === "string" ? context.auth.uid : "",
            typeof context.storage?.operation === "string" ? context.storage.operation : "",
            String(options.statementTimeouts(role)),
          ],
        ),
      );
    },
  } satisfies ConnectionInternals);

  const siteLink = new URL("/auth/v1/verify", config.auth.site_url).href;
  const sendMail = async ({ to, subject, text, html }: { to: string; subject: string; text?: string; html?: string }) => {
    const [kind, tokenHash = "", email = "", newEmail = ""] = html?.startsWith(OWN_MAIL) ? html.slice(OWN_MAIL.length).split("\n") : [];
    if (kind) {
      const { redirectTo } = inside.getStore() ?? {};
      return options.mail.send(kind as AuthMailKind, { to, email, newEmail, tokenHash, redirectTo });
    }
    // The server writes links as if Auth stood at the site's own address.
    const withLinks = (body: string | undefined) => body?.replaceAll(siteLink, `${options.apiUrl()}/auth/v1/verify`);
    await options.mail.sendPlain({ to, subject, text: withLinks(text) ?? "", html: withLinks(html) ?? "" });
  };
  const app = new App({
    connection,
    api: { enabled: true, schemas: config.api.schemas, max_rows: config.api.max_rows },
    studio: { enabled: false },
    db: { migrations: { enabled: false } },
    storage: { enabled: true, file_size_limit: String(parseSize(config.storage.file_size_limit)) },
    auth: {
      enabled: true,
      site_url: config.auth.site_url,
      additional_redirect_urls: config.auth.additional_redirect_urls,
      jwt_secret: options.jwtSecret,
      jwt_expiry: config.auth.jwt_expiry,
      publishable_key: options.publishableKey,
      secret_key: options.secretKey,
      enable_signup: config.auth.enable_signup,
      enable_refresh_token_rotation: config.auth.enable_refresh_token_rotation,
      refresh_token_reuse_interval: config.auth.refresh_token_reuse_interval,
      minimum_password_length: config.auth.minimum_password_length,
      external: Object.fromEntries(Object.entries(config.auth.external).filter(([, { enabled }]) => enabled)),
      // Its own name for what the CLI calls `enabled`; it refuses names that it does not know.
      email: {
        enable_signup: config.auth.email.enabled,
        double_confirm_changes: config.auth.email.double_confirm_changes,
        enable_confirmations: config.auth.email.enable_confirmations,
        otp_expiry: config.auth.email.otp_expiry,
        // What is in the mail is left to us: the server fills in its values, and knows neither languages nor redirects.
        template: Object.fromEntries(
          Object.keys(config.auth.email.template).map((kind) => [
            kind,
            { subject: kind, content_path: path.join(mailFolder, `${kind}.txt`) },
          ]),
        ),
      },
    },
    options: {
      server: { admin: false, disableStudio: true },
      drivers: { email: { send: (message) => sendMail(message) } },
    },
  });
  // The interface asks for Node's own stream types in places where the server never uses them.
  app._storageAdapter = new FileStorage(options.storageFolder);
  // Initialise first: afterwards the switch for storage prints no warning.
  await app.init();
  setExperimental("storage", true);
  return {
    async fetch(request) {
      const redirectTo = new URL(request.url).searchParams.get("redirect_to") ?? undefined;
      // Other sites, by which people sign in, lead back there.
      if (app.config.api) app.config.api.external_url = options.apiUrl();
      const answering: Answering = { log: options.log, redirectTo };
      return withDatabaseError(await inside.run(answering, async () => app.fetch(request)), answering.failure);
    },
    reloadSchema: async () => connection.clearSchemaCache(),
    async close() {
      await connection.close();
    },
  };
}

/** The worker's environment, read and checked once at start. */
import { z } from "zod";

const empty = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());
const required = (advice: string) => ({
  error: (issue: { input?: unknown }) => (issue.input === undefined ? `is missing: ${advice}` : advice),
});

/** `support@acme.test` or `Acme support <support@acme.test>`. */
const mailbox = /^(?:[^<>\r\n]*<)?([^@\s<>]+@[^@\s<>]+)>?$/;

const schema = z.object({
  DATABASE_URL: z.preprocess(
    empty,
    z.url({
      protocol: /^postgres(ql)?$/,
      ...required("postgresql://… of the role postgres, the one that applied the migrations"),
    }),
  ),
  APP_URL: z.preprocess(
    empty,
    z.url({ protocol: /^https?$/, ...required("the http or https address where people reach this installation") }),
  ),
  SUPABASE_URL: z.preprocess(empty, z.url({ protocol: /^https?$/, ...required("the http or https address of the Supabase project") })),
  SUPABASE_SECRET_KEY: z.preprocess(
    empty,
    z.string(required("the project's secret key, which reads attached files and deletes those that no message has any more")),
  ),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: "must look like smtp://user:password@host:587 or smtps://…:465" })),
  SMTP_HOST: optional(z.string()),
  SMTP_PORT: optional(z.coerce.number({ error: "must be a port number" }).int().min(1).max(65535)),
  SMTP_USER: optional(z.string()),
  SMTP_PASS: optional(z.string()),
  MAIL_FROM: optional(z.string().regex(mailbox, "must be one address, as support@example.com or Support <support@example.com>")),
});

export type WorkerEnvironment = {
  databaseUrl: string;
  /** Without a slash at its end. */
  appUrl: string;
  supabase: { url: string; secretKey: string };
  smtp: string | { host: string; port: number; secure: boolean; auth?: { user: string; pass: string } };
  /** The bare address that mails come from; their name is the workspace's. */
  mailFrom: string;
};

/** Thrown for a missing or malformed environment. The message is for people, one line per variable. */
export class WorkerEnvironmentError extends Error {
  override name = "WorkerEnvironmentError";
}

function defaultSender(appUrl: string): string {
  const { hostname } = new URL(appUrl);
  // An address literal is no mail domain.
  return `no-reply@${/^[\d.]+$|^\[/.test(hostname) ? "localhost" : hostname}`;
}

/**
 * Checks an environment.
 *
 * @param source usually `process.env`
 * @throws {WorkerEnvironmentError} naming every variable that is missing or wrong
 */
export function parseWorkerEnvironment(source: Record<string, string | undefined>): WorkerEnvironment {
  const result = schema.safeParse(source);
  const problems = result.success ? [] : result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  if (!source.SMTP_URL && !source.SMTP_HOST)
    problems.push("SMTP_URL is missing: where mails are handed over, or set SMTP_HOST (and SMTP_PORT, SMTP_USER, SMTP_PASS)");
  if (!result.success || problems.length > 0) {
    throw new WorkerEnvironmentError(
      [
        "The worker cannot start, because its environment is not complete:",
        ...problems.map((line) => `  ${line}`),
        "docs/deploy.md tells where to find each.",
      ].join("\n"),
    );
  }
  const {
    DATABASE_URL,
    APP_URL,
    SUPABASE_URL,
    SUPABASE_SECRET_KEY,
    SMTP_URL,
    SMTP_HOST,
    SMTP_PORT = 587,
    SMTP_USER,
    SMTP_PASS,
    MAIL_FROM,
  } = result.data;
  return {
    databaseUrl: DATABASE_URL,
    appUrl: APP_URL.replace(/\/+$/, ""),
    supabase: { url: SUPABASE_URL.replace(/\/+$/, ""), secretKey: SUPABASE_SECRET_KEY },
    smtp: SMTP_URL ?? {
      host: SMTP_HOST!,
      port: SMTP_PORT,
      secure: SMTP_PORT === 465,
      ...(SMTP_USER && { auth: { user: SMTP_USER, pass: SMTP_PASS ?? "" } }),
    },
    mailFrom: MAIL_FROM ? mailbox.exec(MAIL_FROM)![1]! : defaultSender(APP_URL),
  };
}

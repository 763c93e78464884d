/**
 * The environment, read and checked once at start. The only file under `app/` that may touch `process.env`
 * (a lint rule says so). There is no secret key here and none is wanted: what a person may do, the database
 * decides from that person's own token.
 */
import { z } from "zod";

const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http or https address" });
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
const flag = z.preprocess((value) => value === "1" || value === "true", z.boolean());

const environmentSchema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  SUPABASE_URL: httpUrl,
  SUPABASE_PUBLISHABLE_KEY: z.string({ error: "is missing" }).min(1, "is empty"),
  /** Where people reach this installation; links in mails and redirects are built from it. */
  APP_URL: optional(httpUrl),
  /** Names the demo's portals on the start page. */
  IS_DEMO: flag,
});

export type Environment = z.infer<typeof environmentSchema>;

/** Thrown for a missing or malformed environment; `server.js` prints the message and ends without a stack. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

/**
 * Checks an environment.
 *
 * @param source usually `process.env`; an argument so that tests need not change it
 * @throws {EnvironmentError} naming every variable that is missing or wrong, and what to do about it
 */
export function parseEnvironment(source: Record<string, string | undefined>): Environment {
  const result = environmentSchema.safeParse(source);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = issue.path.join(".");
    return `  ${name} ${source[name] === undefined || source[name] === "" ? "is missing" : issue.message}`;
  });
  throw new EnvironmentError(
    [
      "Frontroom cannot start, because its environment is not complete:",
      ...lines,
      "`npm start` starts an embedded Supabase and sets these by itself; docs/deploy.md tells where to find them for another one.",
    ].join("\n"),
  );
}

/** The checked environment of this process. Importing this file throws when it is not complete. */
export const env: Environment = parseEnvironment(process.env);

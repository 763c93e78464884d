import { readFile } from "node:fs/promises";
import { parse } from "smol-toml";
import { z } from "zod";

/** `env(NAME)` stands for a variable of the environment. */
const fromEnvironment = (value: string): string => {
  const name = /^env\((\w+)\)$/.exec(value)?.[1];
  return name === undefined ? value : (process.env[name] ?? "");
};

/** What the embedded stack takes from `supabase/config.toml`; the defaults are those of the Supabase CLI. */
const schema = z.object({
  api: z
    .object({
      schemas: z.array(z.string()).default(["public", "graphql_public"]),
      extra_search_path: z.array(z.string()).default(["public", "extensions"]),
      max_rows: z.number().int().positive().default(1000),
    })
    .prefault({}),
  storage: z.object({ file_size_limit: z.string().default("50MiB") }).prefault({}),
  auth: z
    .object({
      site_url: z.string().default("http://127.0.0.1:3000"),
      additional_redirect_urls: z.array(z.string()).default([]),
      jwt_expiry: z.number().int().positive().max(604_800).default(3600),
      enable_signup: z.boolean().default(true),
      enable_anonymous_sign_ins: z.boolean().default(false),
      enable_refresh_token_rotation: z.boolean().default(true),
      refresh_token_reuse_interval: z.number().int().nonnegative().default(10),
      minimum_password_length: z.number().int().min(6).default(6),
      /** Sign-in by other sites; the Auth server here knows GitHub (also one's own, at `url`) and Google. */
      external: z
        .record(
          z.string(),
          z.object({
            enabled: z.boolean().default(false),
            client_id: z.string().transform(fromEnvironment).default(""),
            secret: z.string().transform(fromEnvironment).default(""),
            url: z.string().default(""),
          }),
        )
        .default({}),
      email: z
        .object({
          enabled: z.boolean().default(true),
          double_confirm_changes: z.boolean().default(true),
          enable_confirmations: z.boolean().default(false),
          otp_expiry: z.number().int().positive().default(3600),
          max_frequency: z.string().default("1s"),
          /** Mails of Auth in words of one's own, by kind; `content_path` is below the project's folder. */
          template: z.record(z.string(), z.object({ subject: z.string(), content_path: z.string() })).default({}),
        })
        .prefault({}),
    })
    .prefault({}),
});

export type StackConfig = z.infer<typeof schema>;

/**
 * Reads a `config.toml`. A missing file means the CLI's defaults; keys that only the CLI knows are left alone.
 * @throws naming the file and the key that is wrong.
 */
export async function readConfig(file: string): Promise<StackConfig> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const result = schema.safeParse(parse(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${file}: ${issue?.path.join(".")} – ${issue?.message}`);
}

/** Milliseconds of a duration as config.toml writes it: `1s`, `1m0s`, `500ms`. */
export function parseDuration(text: string): number {
  const units = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.map(([part]) => part).join("") !== text || text === "") throw new Error(`"${text}" is not a duration such as 1m0s.`);
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit as keyof typeof units], 0);
}

/** Bytes of a size as config.toml writes it: `50MiB`, `512KB`, `1000`. */
export function parseSize(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([KMG]?)(i?)B?\s*$/i.exec(text);
  if (!match) throw new Error(`"${text}" is not a size such as 50MiB.`);
  const power = { "": 0, K: 1, M: 2, G: 3 }[match[2]!.toUpperCase() as "" | "K" | "M" | "G"];
  return Math.floor(Number(match[1]) * (match[3] ? 1024 : 1000) ** power);
}

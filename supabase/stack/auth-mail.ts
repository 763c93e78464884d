import { readFile } from "node:fs/promises";
import path from "node:path";
import { createTransport, type Transporter } from "nodemailer";
import type pg from "pg";
import type { StackConfig } from "./config";

/** Kinds of mails that the project has words of its own for, as config.toml names them. */
export type AuthMailKind = "confirmation" | "recovery" | "email_change";

export type AuthMailData = { to: string; email: string; newEmail?: string; tokenHash: string; redirectTo: string | undefined };

const projectFolder = path.resolve(import.meta.dirname, "../..");

/** The mails of the Auth server, from the templates that `config.toml` names, into the mail catcher. */
export class AuthMail {
  private readonly transport: Transporter;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: { config: StackConfig; smtpPort: number },
  ) {
    this.transport = createTransport({ host: "127.0.0.1", port: options.smtpPort, secure: false, ignoreTLS: true });
  }

  async sendPlain(mail: { to: string; subject: string; text?: string; html?: string }): Promise<void> {
    await this.transport.sendMail({ from: "Frontroom <accounts@frontroom.test>", ...mail });
  }

  /** As the hosted server fills templates in; `SiteURL` is where the app was that asked, as it may be on any port here. */
  async send(kind: AuthMailKind, { to, email, newEmail, tokenHash, redirectTo }: AuthMailData): Promise<void> {
    const template = this.options.config.auth.email.template[kind];
    if (!template) throw new Error(`supabase/config.toml has no auth.email.template.${kind}.`);
    const target = this.redirectOf(redirectTo);
    const { rows } = await this.pool.query<{ data: Record<string, unknown> }>(
      "select coalesce(raw_user_meta_data, '{}') as data from auth.users where email = $1",
      [email],
    );
    const values = { SiteURL: new URL(target).origin, RedirectTo: target, TokenHash: tokenHash, Email: email, NewEmail: newEmail ?? "" };
    const data = rows[0]?.data ?? {};
    await this.sendPlain({
      to,
      subject: fillIn(template.subject, values, data, (value) => value),
      html: fillIn(await readFile(path.resolve(projectFolder, template.content_path), "utf8"), values, data, escapeHtml),
    });
  }

  /** Where a link may lead back to: what was asked for, if the project allows it, else the project's site. */
  redirectOf(asked: string | undefined): string {
    const { site_url: site, additional_redirect_urls: others } = this.options.config.auth;
    return asked !== undefined && isAllowed(asked, site, others) ? asked : site;
  }
}

const isLoopback = (host: string) => /^(127\.0\.0\.1|localhost|\[::1\])$/.test(host);

function isAllowed(asked: string, site: string, patterns: readonly string[]): boolean {
  if (!URL.canParse(asked)) return false;
  const [url, own] = [new URL(asked), new URL(site)];
  // On this machine the app may be at any port, by any of the machine's own names.
  const isHere = isLoopback(url.hostname) && isLoopback(own.hostname);
  if (url.protocol === own.protocol && (url.host === own.host || isHere)) return true;
  return patterns.some((pattern) => globOf(pattern).test(asked.split("#")[0] ?? ""));
}

/** `*` stands for anything within a part of an address, `**` for anything. */
function globOf(pattern: string): RegExp {
  const parts = pattern
    .split(/(\*\*|\*)/)
    .map((part) => ({ "**": ".*", "*": "[^./]*" })[part] ?? part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("")}$`);
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The part of Go's templates that ours use: values, and one choice by the account's own data. */
function fillIn(
  template: string,
  values: Record<string, string>,
  data: Record<string, unknown>,
  escape: (value: string) => string,
): string {
  return template
    .replace(
      /\{\{ if eq \.Data\.(\w+) "(\w+)" \}\}([\s\S]*?)\{\{ else \}\}([\s\S]*?)\{\{ end \}\}/g,
      (_, name: string, value: string, same: string, other: string) => (data[name] === value ? same : other),
    )
    .replace(/\{\{ \.(\w+) \}\}/g, (_, name: string, at: number, whole: string) => {
      const value = values[name] ?? "";
      // As a part of a query.
      return whole[at - 1] === "=" ? encodeURIComponent(value) : escape(value);
    });
}

/** Mails with links, as those who get them use them: out of the mail catcher. */
import { setTimeout as sleep } from "node:timers/promises";
import type { StackEnv } from "../../supabase/stack/stack";

type Env = Pick<StackEnv, "SUPABASE_URL" | "SUPABASE_PUBLISHABLE_KEY" | "MAIL_WEB_URL">;
export type AuthLinkType = "signup" | "recovery" | "email_change";

/** All mails to an address, the newest first. */
async function mailsTo(mailWebUrl: string, to: string): Promise<{ html?: string; text?: string }[]> {
  const list = (await (await fetch(`${mailWebUrl}/api/messages?to=${encodeURIComponent(to)}`)).json()) as { id: string }[];
  return Promise.all(
    list.map(async ({ id }) => (await (await fetch(`${mailWebUrl}/api/messages/${id}`)).json()) as { html?: string; text?: string }),
  );
}

/** All links of a kind that Auth mailed to an address, the newest first. */
export async function mailedLinks(mailWebUrl: string, to: string, type: AuthLinkType): Promise<URL[]> {
  return (await mailsTo(mailWebUrl, to))
    .map(({ html = "" }) => /href="([^"]*\/auth\/confirm\?[^"]*)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "")
    .filter((link) => link.includes(`&type=${type}&`))
    .map((link) => new URL(link));
}

/** The link of the newest invitation that was mailed to an address; waits until there is one. */
export async function invitationLink(mailWebUrl: string, to: string): Promise<string> {
  for (let tries = 0; tries < 400; tries += 1) {
    const links = (await mailsTo(mailWebUrl, to)).flatMap(({ text = "" }) => /https?:\S+\/join\?link=[\w-]+/.exec(text)?.[0] ?? []);
    if (links[0]) return links[0];
    await sleep(50);
  }
  throw new Error(`No invitation came to ${to}.`);
}

/** The newest of them; waits until there are at least `count`. */
export async function mailedLink(mailWebUrl: string, to: string, type: AuthLinkType, count = 1): Promise<URL> {
  for (let tries = 0; tries < 100; tries += 1) {
    const links = await mailedLinks(mailWebUrl, to, type);
    if (links[0] && links.length >= count) return links[0];
    await sleep(50);
  }
  throw new Error(`No mail of kind ${type} came to ${to}.`);
}

/** Confirms the address of an account that was just made, by the link in the mail. */
export async function confirmAddress(env: Env, email: string): Promise<void> {
  const link = await mailedLink(env.MAIL_WEB_URL, email, "signup");
  const answer = await fetch(`${env.SUPABASE_URL}/auth/v1/verify`, {
    method: "POST",
    headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY, "content-type": "application/json" },
    body: JSON.stringify({ type: "signup", token_hash: link.searchParams.get("token_hash") }),
  });
  if (!answer.ok) throw new Error(`The address was not confirmed: ${answer.status} ${await answer.text()}`);
}

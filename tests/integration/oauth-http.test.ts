/** Signing in by another site, through the built app, the embedded Auth and a provider that answers as GitHub does. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Customer } from "../../bench/support/customer";
import { paths } from "../../app/lib/paths";
import type { Stack } from "../../supabase/stack/stack";
import { startAppServer, type AppServer } from "../support/app-server";
import { accounts } from "../support/cast";
import { startGithubProvider, type GithubProvider } from "../support/github-provider";
import { startStackWithCast } from "../support/test-stack";

let provider: GithubProvider;
let stack: Stack;
let stopStack: () => Promise<void>;
let app: AppServer;
let database: pg.Client;
let folder: string;

const nora = { id: 501, login: "nora", name: "Nora Nowak", email: "nora@elsewhere.test", isVerified: true };

beforeAll(async () => {
  provider = await startGithubProvider(nora);
  folder = await mkdtemp(path.join(tmpdir(), "frontroom-oauth-"));
  const config = await readFile(path.resolve(import.meta.dirname, "../../supabase/config.toml"), "utf8");
  const configFile = path.join(folder, "config.toml");
  const github = `[auth.external.github]\nenabled = true\nclient_id = "${provider.client.id}"\nsecret = "${provider.client.secret}"\nurl = "${provider.url}"\n`;
  await writeFile(configFile, config.replace(/\[auth\.external\.github\]\n(?:\w.*\n)*/, github));
  ({ stack, stop: stopStack } = await startStackWithCast({ configFile }));
  app = await startAppServer(stack.env);
  database = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await app?.stop();
  await stopStack?.();
  await provider?.close();
  await rm(folder, { recursive: true, force: true });
});

const html = { accept: "text/html", "sec-fetch-dest": "document" };
const locationOf = async (place: string) => (await fetch(place, { redirect: "manual" })).headers.get("location") ?? "";

/** From the button to what leads back into the app, which nobody has opened yet. */
async function untilBack(browser: Customer, next: string = paths.desks()): Promise<URL> {
  const start = await browser.request(paths.signInWith("github", next), { headers: html });
  expect(start.status).toBe(303);
  const atProvider = await locationOf(start.headers.get("location") ?? "");
  expect(new URL(atProvider).origin).toBe(provider.url);
  return new URL(await locationOf(await locationOf(atProvider)));
}
const open = async (browser: Customer, place: URL) => {
  const answer = await browser.request(place.pathname + place.search, { headers: html });
  return [answer.status, answer.headers.get("location")];
};
const refusedAt = (next?: string) => [303, paths.signIn(next ?? paths.desks(), undefined, 1)];
const identities = async (email: string) =>
  (
    await database.query<{ provider: string }>(
      "select provider from auth.identities join auth.users on users.id = user_id where users.email = $1 order by 1",
      [email],
    )
  ).rows.map((row) => row.provider);

describe("Signing in by another site", () => {
  it("makes an account with the confirmed address, and leads to where one was going", async () => {
    provider.person = nora;
    const browser = new Customer(app.url, "");
    const page = await (await browser.request(paths.signIn(), { headers: html })).text();
    expect(page).toContain("Go on with GitHub");
    expect(page).not.toContain("Go on with Google");
    const back = await untilBack(browser, paths.newWorkspace());
    expect(back.origin).toBe(app.url);
    expect(await open(browser, back)).toEqual([303, paths.newWorkspace()]);
    expect((await browser.request(paths.newWorkspace(), { headers: html })).status).toBe(200);
    expect(await identities(nora.email)).toEqual(["github"]);
    // Again: the same account.
    const later = new Customer(app.url, "");
    expect(await open(later, await untilBack(later))).toEqual([303, paths.desks()]);
    expect((await database.query("select from auth.users where email = $1", [nora.email])).rowCount).toBe(1);
  });

  it("opens the account that has the same confirmed address, and not by an address that the other site has not confirmed", async () => {
    provider.person = { id: 502, login: "thief", name: "Thief", email: accounts.sana.email, isVerified: false };
    const thief = new Customer(app.url, "");
    expect((await open(thief, await untilBack(thief))).slice(0, 1)).toEqual([303]);
    expect((await thief.request(paths.inbox("acme"), { headers: html })).status).toBe(303);
    expect(await identities(accounts.sana.email)).toEqual([]);
    const { email } = accounts.ben;
    provider.person = { id: 503, login: "ben", name: "Ben", email, isVerified: true };
    const ben = new Customer(app.url, "");
    expect(await open(ben, await untilBack(ben, paths.inbox("acme")))).toEqual([303, paths.inbox("acme")]);
    expect((await ben.request(paths.inbox("acme"), { headers: html })).status).toBe(200);
    expect(await identities(email)).toEqual(["github"]);
  });

  it("takes a code only in the browser that asked for it, and once", async () => {
    provider.person = nora;
    const [own, other] = [new Customer(app.url, ""), new Customer(app.url, "")];
    const back = await untilBack(own);
    // Somebody else's link would sign its opener in as somebody else; another flow of the opener's own does not help.
    expect(await open(other, back)).toEqual(refusedAt());
    await untilBack(other);
    expect(await open(other, back)).toEqual(refusedAt());
    expect(await open(own, back)).toEqual([303, paths.desks()]);
    const again = new Customer(app.url, "");
    expect(await open(again, back)).toEqual(refusedAt());
    expect(await open(again, new URL("/auth/callback?code=guessed", app.url))).toEqual(refusedAt());
    expect(await open(again, new URL("/auth/callback?error=access_denied", app.url))).toEqual(refusedAt());
  });

  it("takes no answer of the other site to a question that was not asked, or was answered", async () => {
    provider.person = nora;
    const browser = new Customer(app.url, "");
    const start = await browser.request(paths.signInWith("github"), { headers: html });
    const callback = new URL(await locationOf(await locationOf(start.headers.get("location") ?? "")));
    const forged = new URL(callback);
    forged.searchParams.set("state", crypto.randomUUID());
    expect(await locationOf(forged.href)).toContain("bad_oauth_state");
    const good = await locationOf(callback.href);
    expect(new URL(good).searchParams.get("code")).toBeTruthy();
    expect(await locationOf(callback.href)).toContain("flow_state_already_used");
    expect(await open(browser, new URL(good))).toEqual([303, paths.desks()]);
  });

  it("leads nowhere else, and offers no provider that is off", async () => {
    provider.person = nora;
    const browser = new Customer(app.url, "");
    const back = await untilBack(browser, "https://evil.example/");
    back.searchParams.set("next", "//evil.example/");
    expect(await open(browser, back)).toEqual([303, paths.desks()]);
    expect((await browser.request(paths.signInWith("google"), { headers: html })).headers.get("location")).toBe(refusedAt()[1]);
    // Asked directly, Auth leads to the project's own site.
    const direct = new URL("/auth/v1/authorize", stack.env.SUPABASE_URL);
    direct.search = new URLSearchParams({ provider: "github", redirect_to: "https://evil.example/" }).toString();
    expect(new URL(await locationOf(await locationOf(await locationOf(direct.href)))).origin).toBe("http://127.0.0.1:3000");
  });
});

// @vitest-environment node
import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy.server";
import { EnvironmentError, parseEnvironment } from "./env.server";
import { runInLocale } from "./i18n/locale.server";
import { plainPage } from "./plain-page.server";
import { isOwnOrigin } from "./request-origin.server";

describe("isOwnOrigin", () => {
  const own = { method: "POST", host: "desk.example:8443", origin: undefined, fetchSite: undefined };

  it.each([
    ["a read from anywhere", { method: "GET", origin: "https://evil.example" }],
    ["a post from this site", { origin: "https://desk.example:8443" }],
    ["a post from this site behind a proxy that ends TLS", { origin: "http://desk.example:8443" }],
    ["a post from the configured address", { origin: "https://support.example", appUrl: "https://support.example/" }],
    ["a post that the browser calls same-origin", { fetchSite: "same-origin" }],
    ["a program without either header", {}],
  ])("lets pass %s", (_name, request) => {
    expect(isOwnOrigin({ ...own, ...request })).toBe(true);
  });

  it.each([
    ["from another site", { origin: "https://evil.example" }],
    ["from a site whose name begins alike", { origin: "https://desk.example:8443.evil.example" }],
    ["from another port", { origin: "https://desk.example" }],
    ["from a frame without an origin", { origin: "null" }],
    ["from a neighbour site without Origin", { fetchSite: "same-site" }],
    ["from another site without Origin", { fetchSite: "cross-site" }],
    ["by another method", { method: "DELETE", origin: "https://evil.example" }],
    ["from another scheme than the configured address", { origin: "http://support.example", appUrl: "https://support.example" }],
  ])("refuses a post %s", (_name, request) => {
    expect(isOwnOrigin({ ...own, ...request })).toBe(false);
  });
});

describe("contentSecurityPolicy", () => {
  it("lets the browser talk to Supabase, over HTTP and by socket, and run no script without the nonce", () => {
    const policy = contentSecurityPolicy({ nonce: "n0", supabaseUrl: "https://x.supabase.co", isDevelopment: false });
    expect(policy).toContain("connect-src 'self' https://x.supabase.co wss://x.supabase.co;");
    expect(policy).toContain("script-src 'self' 'nonce-n0' 'strict-dynamic'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline| ws:/);
    expect(contentSecurityPolicy({ nonce: "n0", supabaseUrl: "http://127.0.0.1:24321/", isDevelopment: false })).toContain(
      "ws://127.0.0.1:24321",
    );
  });
});

describe("parseEnvironment", () => {
  const least = { SUPABASE_URL: "http://127.0.0.1:24321", SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x" };

  it("takes what is needed, and empty optional ones as absent", () => {
    expect(parseEnvironment({ ...least, APP_URL: "", IS_DEMO: "1" })).toMatchObject({
      ...least,
      APP_URL: undefined,
      IS_DEMO: true,
    });
  });

  it("names every variable that is missing or wrong", () => {
    const read = () => parseEnvironment({ SUPABASE_URL: "ftp://x", APP_URL: "nonsense" });
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(/SUPABASE_URL must be an http[\s\S]*SUPABASE_PUBLISHABLE_KEY is missing[\s\S]*APP_URL must be/);
  });
});

describe("plainPage", () => {
  it("speaks the language of the request and needs no script", () => {
    const page = runInLocale("de", () => plainPage(403));
    expect(page).toContain('<html lang="de" dir="ltr">');
    expect(page).toContain("Das ist hier nicht erlaubt");
    expect(page).not.toContain("<script");
    expect(runInLocale("en", () => plainPage(403))).toContain("You may not do that here");
  });
});

// @vitest-environment node
import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy.server";

describe("contentSecurityPolicy", () => {
  it("shows images of this site and of the page itself, and no others, not of Storage either", () => {
    const policy = contentSecurityPolicy({ nonce: "n0", supabaseUrl: "https://x.supabase.co", isDevelopment: false });
    expect(policy).toContain("img-src 'self' blob:;");
  });

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

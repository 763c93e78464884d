/** The web server as it runs in production: what it answers before and around the app. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { ensureBuild } from "../../scripts/support/build";

const root = path.resolve(import.meta.dirname, "../..");
let server: ChildProcess;
let output = "";
let url = "";

function start(environment: Record<string, string | undefined>): ChildProcess {
  return spawn(process.execPath, ["server.js"], {
    cwd: root,
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...environment },
    stdio: "pipe",
  });
}

beforeAll(async () => {
  await ensureBuild(root, () => undefined);
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = inject("testStack").env;
  server = start({ PORT: "0", SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY });
  server.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  server.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  for (;;) {
    const found = /"url":"([^"]+)"/.exec(output)?.[1];
    if (found) return void (url = found);
    if (server.exitCode !== null) throw new Error(`the server ended: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

afterAll(() => {
  server.kill("SIGKILL");
});

/** `fetch` tidies addresses and headers; this sends them as they are. */
function raw(
  target: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, path: target, method: options.method ?? "GET", headers: options.headers }, (answer) => {
      let text = "";
      answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on("error", reject);
    sent.end(options.body);
  });
}

const form = { "content-type": "application/x-www-form-urlencoded" };

describe("the web server", () => {
  it("answers each of many simultaneous requests in its own language", async () => {
    const languages = Array.from({ length: 60 }, (_, index) => (index % 2 ? "de" : "en"));
    const pages = await Promise.all(languages.map((language) => raw("/nothing-here", { headers: { "accept-language": language } })));
    pages.forEach(({ status, text }, index) => {
      const [wanted, other] = ["There is nothing at this address", "Unter dieser Adresse ist nichts"];
      expect(status).toBe(404);
      expect(text).toContain(`<html lang="${languages[index]}"`);
      expect(text).toContain(languages[index] === "en" ? wanted : other);
      expect(text).not.toContain(languages[index] === "en" ? other : wanted);
    });
  });

  it("changes the language by a plain form and stays on this site", async () => {
    const answer = await fetch(`${url}/locale`, {
      method: "POST",
      headers: form,
      body: "locale=de&return_to=%2Fsupport%2Facme",
      redirect: "manual",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/support/acme"]);
    expect(answer.headers.get("set-cookie")).toMatch(/^locale=de; .*SameSite=Lax/);
    const elsewhere = await fetch(`${url}/locale`, {
      method: "POST",
      headers: form,
      body: "locale=de&return_to=%2F%2Fevil.example",
      redirect: "manual",
    });
    expect(elsewhere.headers.get("location")).toBe("/");
  });

  it("refuses a post from another site, and takes the same one from its own", async () => {
    const post = (origin: string) => raw("/theme", { method: "POST", headers: { ...form, origin }, body: "theme=dark" });
    expect((await post("http://evil.example")).status).toBe(403);
    expect((await post(url)).status).toBe(303);
  });

  it("does not believe a forwarded host that nobody vouched for", async () => {
    const headers = { ...form, origin: "http://evil.example", "x-forwarded-host": "evil.example" };
    expect((await raw("/theme", { method: "POST", headers, body: "theme=dark" })).status).toBe(403);
  });

  it.each(["/%E0%A4%A", "/a%00b", "/%"])("calls the malformed address %s a bad request, without a stack", async (target) => {
    const { status, text } = await raw(target);
    expect(status).toBe(400);
    expect(text).not.toMatch(/Error|node_modules|at .*\.js/);
  });

  it("refuses what is too large, said in advance or not, and goes on", async () => {
    const body = `theme=dark&x=${"y".repeat(1024 * 1024 + 1)}`;
    expect((await raw("/theme", { method: "POST", headers: { ...form, "content-length": String(body.length) }, body })).status).toBe(413);
    const chunked = await raw("/theme", { method: "POST", headers: { ...form, "transfer-encoding": "chunked" }, body }).catch(() => ({
      status: 0,
    }));
    expect(chunked.status).not.toBe(303);
    expect((await raw("/theme", { method: "POST", headers: form, body: "theme=dark" })).status).toBe(303);
  });

  it("does not build what a post's field names describe", async () => {
    for (const [target, body] of [
      ["/sign-in", "email[999999999]=x"],
      ["/sign-up", "name[999999999]=x&email.x[4294967294]=x"],
      ["/support/acme/ticket/new", "subject[999999999]=x"],
      ["/sign-in", "__intent__=%7B%22type%22%3A%22insert%22%2C%22payload%22%3A%7B%22name%22%3A%22email%22%2C%22index%22%3A999999999%7D%7D"],
    ] as const) {
      expect((await raw(target, { method: "POST", headers: form, body })).status, target).toBe(422);
    }
  });

  it("calls a body that is no form a bad request, and a method it does not have by its name", async () => {
    for (const type of ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x"]) {
      for (const target of ["/sign-in", "/sign-up", "/locale", "/theme", "/support/acme/ticket/new", "/sign-in.data"]) {
        const { status } = await raw(target, { method: "POST", headers: { "content-type": type, origin: url }, body: "{" });
        expect(status, `${type} ${target}`).toBe(400);
      }
    }
    for (const method of ["TRACE", "PUT", "DELETE", "PROPFIND"]) expect((await raw("/sign-in", { method })).status, method).toBe(405);
    for (const origin of ["x", "null", "http://evil.example"])
      expect((await raw("/support/acme.data", { method: "HEAD", headers: { origin } })).status, origin).toBe(200);
    expect((await raw("/theme", { method: "POST", headers: form, body: "theme=dark" })).status).toBe(303);
  });

  it("lets nobody keep what is one person's", async () => {
    for (const target of ["/sign-in", "/sign-in.data", "/desk", "/desk.data", "/desk/acme/tickets", "/support/acme/token"]) {
      const { headers } = await fetch(url + target, { redirect: "manual" });
      expect(headers.get("cache-control"), target).toMatch(/private|no-store/);
    }
    const script = /\/assets\/[\w-]+\.js/.exec((await raw("/sign-in")).text)?.[0] ?? "";
    expect((await fetch(url + script)).headers.get("cache-control")).toContain("immutable");
  });

  it("gives every page a policy whose nonce is new and stands on its scripts", async () => {
    const nonceOf = async () => {
      const answer = await fetch(`${url}/nothing-here`);
      const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1];
      const scripts = [...(await answer.text()).matchAll(/<script[^>]*>/g)].map((match) => match[0]);
      expect(scripts.length).toBeGreaterThan(0);
      expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
      return nonce;
    };
    expect(await nonceOf()).not.toBe(await nonceOf());
  });

  it("writes one line of JSON for a request, none for health, and no query", async () => {
    output = "";
    await raw("/healthz");
    await raw("/nothing-here?secret=1");
    await new Promise((resolve) => setTimeout(resolve, 200));
    const lines = output.trim().split("\n");
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ message: "request", path: "/nothing-here", status: 404 });
  });

  it("is healthy while the database answers, and says so when it does not", async () => {
    const healthy = await raw("/healthz");
    expect(healthy.status).toBe(200);
    expect(JSON.parse(healthy.text)).toEqual({ status: "ok", database: "ok" });

    // Nothing listens on port 9.
    const cutOff = start({ PORT: "0", SUPABASE_URL: "http://127.0.0.1:9", SUPABASE_PUBLISHABLE_KEY: "sb_publishable_none" });
    let text = "";
    cutOff.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString()));
    try {
      await expect.poll(() => text, { timeout: 30_000 }).toContain('"url"');
      const answer = await fetch(`${/"url":"([^"]+)"/.exec(text)?.[1] ?? ""}/healthz`);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toEqual({ status: "degraded", database: "unreachable" });
    } finally {
      cutOff.kill("SIGKILL");
    }
  });

  it("says what is missing or in the way, and ends", async () => {
    const said = async (environment: Record<string, string | undefined>) => {
      const child = start(environment);
      let text = "";
      child.stderr?.on("data", (chunk: Buffer) => (text += chunk.toString()));
      const [code] = (await once(child, "close")) as [number];
      return { code, text };
    };
    expect(await said({ PORT: "0" })).toMatchObject({
      code: 1,
      text: expect.stringMatching(/SUPABASE_URL is missing\n.*SUPABASE_PUBLISHABLE_KEY is missing/) as string,
    });
    const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = inject("testStack").env;
    const busy = await said({ PORT: new URL(url).port, SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY });
    expect(busy).toMatchObject({ code: 1, text: expect.stringMatching(/^Port \d+ is taken/) as string });
  });

  it("stops at once when asked, though a browser keeps its connection", async () => {
    const before = performance.now();
    server.kill("SIGTERM");
    const [code] = (await once(server, "exit")) as [number];
    expect(code).toBe(0);
    expect(performance.now() - before).toBeLessThan(4000);
  });
});

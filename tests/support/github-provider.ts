/** A site that people sign in by, as GitHub answers: for tests, on a port of its own. */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type ProviderPerson = { id: number; login: string; name: string; email: string; isVerified: boolean };

export type GithubProvider = {
  url: string;
  client: { id: string; secret: string };
  /** Who is signed in at the site, in the one browser that there is. */
  person: ProviderPerson;
  close: () => Promise<void>;
};

export async function startGithubProvider(person: ProviderPerson): Promise<GithubProvider> {
  const client = { id: "frontroom", secret: randomBytes(16).toString("hex") };
  const codes = new Map<string, { person: ProviderPerson; redirect: string }>();
  const tokens = new Map<string, ProviderPerson>();
  const provider = { person };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://provider");
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (url.pathname === "/login/oauth/authorize") {
      const redirect = url.searchParams.get("redirect_uri") ?? "";
      if (url.searchParams.get("client_id") !== client.id) return void json(400, { error: "unknown client" });
      const code = randomBytes(8).toString("hex");
      codes.set(code, { person: provider.person, redirect });
      const back = new URL(redirect);
      back.searchParams.set("code", code);
      back.searchParams.set("state", url.searchParams.get("state") ?? "");
      return void response.writeHead(302, { location: back.href }).end();
    }
    if (url.pathname === "/login/oauth/access_token") {
      let body = "";
      for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
      const form = new URLSearchParams(body);
      const given = codes.get(form.get("code") ?? "");
      codes.delete(form.get("code") ?? "");
      const isClient = form.get("client_id") === client.id && form.get("client_secret") === client.secret;
      if (!given || !isClient || form.get("redirect_uri") !== given.redirect) return void json(200, { error: "bad_verification_code" });
      const token = randomBytes(8).toString("hex");
      tokens.set(token, given.person);
      return void json(200, { access_token: token, token_type: "bearer", scope: "user:email" });
    }
    const who = tokens.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "");
    if (!who) return void json(401, { message: "Bad credentials" });
    if (url.pathname === "/api/v3/user") return void json(200, { id: who.id, login: who.login, name: who.name, avatar_url: "" });
    if (url.pathname === "/api/v3/user/emails") return void json(200, [{ email: who.email, verified: who.isVerified, primary: true }]);
    return void json(404, { message: "Not Found" });
  };

  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(provider, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    client,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

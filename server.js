/**
 * The web server, for development and production.
 *
 *   node server.js                        serves the build (NODE_ENV is production unless set)
 *   NODE_ENV=development node server.js   compiles on the fly, with hot reload
 *
 * Environment: PORT (3000), HOST (all addresses), TRUST_PROXY (number of proxies in front, or their addresses;
 * without it forwarded headers are dropped), and what `app/lib/env.server.ts` names.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import compression from "compression";
import express from "express";
import onHeaders from "on-headers";
import remixConfig from "./remix.config.js";

process.env.NODE_ENV ??= "production";

const root = path.dirname(fileURLToPath(import.meta.url));
const isDevelopment = process.env.NODE_ENV === "development";
const buildDirectory = path.join(root, remixConfig.buildDirectory);
const serverBuild = path.join(buildDirectory, "server", remixConfig.serverBuildFile);
const maxBodyBytes = 1024 * 1024;
/** Files of messages: the most that a workspace may allow for one, and what a form without JavaScript may have together (attachment-form.server.ts). */
const maxFileBytes = 26 * 1024 * 1024;
/** A file of holidays beside the form of a calendar: more than it may have, so that the form can say so and keep what was typed. */
const maxCalendarBytes = 4 * 1024 * 1024;
/** Pages where a picture is chosen: a photograph as a camera makes it, so that the form can say that it is too large; no more of it is kept than a picture may have (posted-picture.server.ts). */
const picturePages = /^\/desk\/(account|[^/]+\/settings\/workspace)(\.data)?\/?$/;
const patience = { body: 60_000, file: 600_000 };

/**
 * How much a request may bring, and how long that may take: more only where files are attached.
 * @param {import("express").Request} req
 */
function limitsOf(req) {
  const takesFiles =
    /^\/(support|desk)\/[^/]+\/ticket\/[^/]+\/files\/?$/.test(req.path) ||
    (req.is("multipart/form-data") && /^\/(support\/[^/]+\/ticket\/[^/]+\/chat|desk\/[^/]+\/ticket\/[^/]+)\/?$/.test(req.path));
  if (req.method === "POST" && takesFiles) return { bytes: maxFileBytes, ms: patience.file };
  if (req.is("multipart/form-data") && picturePages.test(req.path)) return { bytes: maxFileBytes, ms: patience.file };
  const isCalendar = req.is("multipart/form-data") && /^\/desk\/[^/]+\/settings\/calendars\/[^/]+\/?$/.test(req.path);
  return { bytes: isCalendar ? maxCalendarBytes : maxBodyBytes, ms: patience.body };
}

/**
 * @typedef {import("@remix-run/node").ServerBuild & { entry: { module: { requestTools: import("./app/entry.server").RequestTools } } }} AppBuild
 */

/**
 * One line of JSON.
 * @param {"info" | "error"} level
 * @param {string} message
 * @param {Record<string, unknown>} [details]
 */
function log(level, message, details = {}) {
  const line = JSON.stringify({ time: new Date().toISOString(), level, message, ...details });
  (level === "error" ? process.stderr : process.stdout).write(`${line}\n`);
}

/**
 * Ends with a plain sentence, for mistakes of whoever starts the server.
 * @param {string} message
 * @returns {never}
 */
function giveUp(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const port = Number(process.env.PORT ?? 3000);
if (!Number.isInteger(port) || port < 0 || port > 65535) giveUp(`PORT must be a number from 0 to 65535, not "${process.env.PORT}".`);
if (!isDevelopment && !existsSync(serverBuild))
  giveUp("There is no build yet. Run `npm run build` first, or `npm start`, which does it by itself.");

const app = express();
// The longest that any request may take to come in; limitBody() is stricter with all but files.
const server = createServer({ requestTimeout: patience.file, headersTimeout: 20_000 }, app);

/** @type {import("vite").ViteDevServer | undefined} */
let vite;
/** @type {() => Promise<AppBuild>} */
let loadBuild;
if (isDevelopment) {
  vite = await (await import("vite")).createServer({ root, server: { middlewareMode: true, hmr: { server } } });
  const devServer = vite;
  loadBuild = async () => /** @type {AppBuild} */ (await devServer.ssrLoadModule("virtual:remix/server-build"));
} else {
  const build = /** @type {Promise<AppBuild>} */ (import(pathToFileURL(serverBuild).href));
  loadBuild = () => build;
}

try {
  await loadBuild();
} catch (error) {
  if (error instanceof Error && error.name === "EnvironmentError") giveUp(error.message);
  throw error;
}

app.disable("x-powered-by");
const trustProxy = process.env.TRUST_PROXY;
if (trustProxy) app.set("trust proxy", /^\d+$/.test(trustProxy) ? Number(trustProxy) : trustProxy);

app.use((req, res, next) => {
  if (!trustProxy) {
    // Anyone can send these; believed, they would choose the host that stands in links.
    for (const name of Object.keys(req.headers)) if (name.startsWith("x-forwarded-") || name === "forwarded") delete req.headers[name];
  }
  const given = trustProxy ? req.get("x-request-id") : undefined;
  res.locals.requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  res.set({
    "X-Request-Id": res.locals.requestId,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
  });
  if (req.secure) res.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  next();
});

// Logos stand in mails too, which people read in pages of others.
app.use("/pictures", (_req, res, next) => {
  res.set("Cross-Origin-Resource-Policy", "cross-origin");
  next();
});

app.use(compression());

if (vite) {
  app.use(vite.middlewares);
} else {
  const client = path.join(buildDirectory, "client");
  // Names in /assets carry a hash of the content, so a browser may keep them for ever.
  app.use("/assets", express.static(path.join(client, "assets"), { immutable: true, maxAge: "1y", fallthrough: false, redirect: false }));
  app.use(express.static(client, { maxAge: "1h", redirect: false }));
}

app.use((req, res, next) => {
  const start = performance.now();
  const pathname = req.path;
  res.on("close", () => {
    if (pathname === "/healthz") return;
    log("info", "request", {
      request_id: res.locals.requestId,
      method: req.method,
      // Without the query: it may carry an access link's secret.
      path: pathname,
      status: res.writableFinished ? res.statusCode : 499,
      ms: Math.round(performance.now() - start),
    });
  });
  next();
});

/**
 * Answers without Remix.
 * @param {import("express").Response} res
 * @param {import("./app/entry.server").RequestTools} tools
 * @param {number} status
 */
function refuse(res, tools, status) {
  res
    .status(status)
    .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
    .set("Cache-Control", "no-store")
    .type("html")
    .send(tools.plainPage(status));
}

/**
 * True for an address that every layer below can read.
 * @param {import("express").Request} req
 */
function isReadableAddress(req) {
  try {
    return (
      !decodeURIComponent(req.path).includes("\0") &&
      URL.canParse(`http://${req.get("host") ?? ""}${req.originalUrl}`) &&
      req.originalUrl.startsWith("/")
    );
  } catch {
    return false;
  }
}

app.all("*", async (req, res, next) => {
  try {
    const build = await loadBuild();
    const tools = build.entry.module.requestTools;
    await tools.runInLocaleOf(req, async () => {
      if (!["GET", "HEAD", "POST"].includes(req.method)) {
        res.set("Allow", "GET, HEAD, POST");
        return refuse(res, tools, 405);
      }
      if (!isReadableAddress(req)) return refuse(res, tools, 400);
      const host = trustProxy ? (req.get("x-forwarded-host") ?? req.get("host")) : req.get("host");
      if (!tools.isOwnOrigin({ method: req.method, origin: req.get("origin"), fetchSite: req.get("sec-fetch-site"), host }))
        return refuse(res, tools, 403);
      // Remix would compare it again, with the host alone and not with APP_URL, and fail at one that is no address.
      delete req.headers.origin;
      const limits = limitsOf(req);
      if (Number(req.get("content-length") ?? 0) > limits.bytes) {
        res.set("Connection", "close");
        return refuse(res, tools, 413);
      }
      limitBody(req, limits);
      // Cookies of a session that was opened or refreshed on the way, whichever loader noticed.
      const responseHeaders = new Headers();
      onHeaders(res, () => {
        for (const cookie of responseHeaders.getSetCookie()) res.appendHeader("Set-Cookie", cookie);
        // What the app answers is for one person. Pages and data of a room say so themselves; this is for all the rest.
        if (!res.hasHeader("Cache-Control")) res.setHeader("Cache-Control", "private, no-cache");
      });
      const handle = createRequestHandler({
        build: tools.localBuild(build),
        mode: process.env.NODE_ENV,
        getLoadContext: () => ({ requestId: res.locals.requestId, nonce: randomBytes(16).toString("base64"), responseHeaders }),
      });
      await handle(req, res, next);
    });
  } catch (error) {
    next(error);
  }
});

/**
 * Cuts a body that takes too long, or is longer than it may be and did not say so in advance.
 * @param {import("express").Request} req
 * @param {{ bytes: number, ms: number }} limits
 */
function limitBody(req, { bytes, ms }) {
  if (!req.complete) {
    const timer = setTimeout(() => req.destroy(new Error("The body took longer than it may.")), ms);
    req.once("end", () => clearTimeout(timer)).once("close", () => clearTimeout(timer));
  }
  if (req.get("content-length") !== undefined) return;
  // The first part arrives together with the headers and waits already.
  let received = req.readableLength;
  const push = req.push.bind(req);
  req.push = (chunk, encoding) => {
    received += chunk?.length ?? 0;
    if (received > bytes) {
      req.destroy(new Error("The body is larger than it may be."));
      return false;
    }
    return push(chunk, encoding);
  };
}

/** @type {import("express").ErrorRequestHandler} */
const answerError = (error, req, res, next) => {
  const status = error.status >= 400 && error.status < 500 ? error.status : 500;
  if (status === 500) {
    vite?.ssrFixStacktrace(error);
    log("error", error.message, { request_id: res.locals.requestId, path: req.path, stack: error.stack });
  }
  if (res.headersSent) return next(error);
  void loadBuild()
    .then(({ entry }) => entry.module.requestTools.runInLocaleOf(req, () => refuse(res, entry.module.requestTools, status)))
    .catch(() => res.status(status).type("text").send(String(status)));
};
app.use(answerError);

server.on("error", (error) => {
  if ("code" in error && error.code === "EADDRINUSE")
    giveUp(`Port ${port} is taken by another program. Stop it, or choose another: PORT=${port + 1} npm start`);
  if ("code" in error && error.code === "EACCES") giveUp(`Port ${port} needs more rights than this user has. Choose one above 1023.`);
  throw error;
});

server.listen(port, process.env.HOST, () => {
  const address = server.address();
  log("info", "listening", {
    url: `http://localhost:${typeof address === "object" && address ? address.port : port}`,
    mode: process.env.NODE_ENV,
  });
});

let isStopping = false;
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    log("info", "stopping", { signal });
    // Requests under way get to finish; sleeping connections would hold the process for ever.
    setTimeout(() => process.exit(0), 5000).unref();
    server.close(() => {
      void Promise.resolve(vite?.close()).then(() => process.exit(0));
    });
    server.closeIdleConnections();
  });
}

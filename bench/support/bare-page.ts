import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../../scripts/support/backend";
import { startNode } from "../../scripts/support/children";
import { freePort } from "../../supabase/stack/ports";
import { untilAnswers } from "./installation";

/** The least that a page on Remix is: a document, one route with a loader, the framework's own scripts. */
const files: Record<string, string> = {
  "package.json": JSON.stringify({
    private: true,
    type: "module",
    sideEffects: false,
    // Remix looks here for the server it runs on, and installs isbot unless it stands here; what is there is the project's.
    dependencies: { "@remix-run/node": "*", "@remix-run/react": "*", isbot: "*" },
  }),
  "vite.config.js": `import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";
import { future } from "./future.js";
export default defineConfig({ plugins: [remix({ future })], build: { target: "es2022" } });
`,
  "app/routes.ts": `import { flatRoutes } from "@remix-run/fs-routes";
export default flatRoutes();
`,
  "app/root.tsx": `import { Links, Meta, Outlet, Scripts, ScrollRestoration } from "@remix-run/react";
export default function Root() {
  return (
    <html lang="en">
      <head><meta charSet="utf-8" /><link rel="icon" href="data:," /><Meta /><Links /></head>
      <body><Outlet /><ScrollRestoration /><Scripts /></body>
    </html>
  );
}
`,
  "app/routes/_index.tsx": `import { useLoaderData } from "@remix-run/react";
export async function loader() { return { words: "Hello" }; }
export default function Index() { return <h1>{useLoaderData<typeof loader>().words}</h1>; }
`,
  "server.js": `import { createRequestHandler } from "@remix-run/express";
import express from "express";
const app = express();
app.use("/assets", express.static("build/client/assets"));
app.all("*", createRequestHandler({ build: await import("./build/server/index.js"), mode: "production" }));
app.listen(Number(process.env.PORT), "127.0.0.1");
`,
};

/** Builds a bare Remix page with the project's own versions and flags, and serves it. */
export async function startBarePage(future: object): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "frontroom-bare-"));
  try {
    await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    for (const [name, text] of Object.entries({ ...files, "future.js": `export const future = ${JSON.stringify(future)};\n` })) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    const build = spawn(process.execPath, [path.join(root, "node_modules/@remix-run/dev/dist/cli.js"), "vite:build"], {
      cwd: folder,
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [build.stdout, build.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise((resolve) => build.on("close", resolve));
    if (code !== 0) throw new Error(`The bare page could not be built.\n${output}`);
    const port = await freePort();
    const server = startNode(["server.js"], { cwd: folder, env: { ...process.env, NODE_ENV: "production", PORT: String(port) } });
    const url = `http://127.0.0.1:${port}/`;
    await untilAnswers(url);
    return {
      url,
      async stop() {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

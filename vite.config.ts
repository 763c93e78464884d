import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type PluginOption } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";
import { compileMessages, forgetCompiledMessages, messageCompilerOptions } from "./scripts/compile-messages.js";
import remixConfig from "./remix.config.js";

declare module "@remix-run/server-runtime" {
  interface Future {
    v3_singleFetch: true;
  }
}

/** Compiles `messages/` before a build; in development it also follows every change of a message file. */
async function messages(command: "build" | "serve"): Promise<PluginOption> {
  if (command === "build") {
    compileMessages();
    return null;
  }
  forgetCompiledMessages();
  const { paraglideVitePlugin } = await import("@inlang/paraglide-js");
  // One module per locale: a development page would otherwise ask for hundreds of small files.
  return paraglideVitePlugin({ ...messageCompilerOptions, outputStructure: "locale-modules" });
}

export default defineConfig(async ({ command }) => ({
  plugins: [await messages(command), tailwindcss(), remix(remixConfig), tsconfigPaths()],
  build: {
    // Names of message modules and shared chunks say nothing to a reader of the network panel.
    sourcemap: false,
    target: "es2022",
  },
}));

import path from "node:path";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type PluginOption } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";
import { compileMessages, forgetCompiledMessages, messageCompilerOptions } from "./scripts/compile-messages.js";
import { wordsPerLocale } from "./scripts/words-per-locale";
import inlang from "./project.inlang/settings.json" with { type: "json" };
import remixConfig from "./remix.config.js";

declare module "@remix-run/server-runtime" {
  interface Future {
    v3_singleFetch: true;
  }
}

/** Compiles `messages/` before a build, whose chunks come in each language; in development it also follows every change of a message file. */
async function messages(command: "build" | "serve"): Promise<PluginOption> {
  if (command === "build") {
    compileMessages();
    return wordsPerLocale({
      app: path.resolve("app") + path.sep,
      messages: path.join(messageCompilerOptions.outdir, "messages"),
      locales: inlang.locales,
    });
  }
  forgetCompiledMessages();
  const { paraglideVitePlugin } = await import("@inlang/paraglide-js");
  // One module per locale: a development page would otherwise ask for hundreds of small files.
  return paraglideVitePlugin({ ...messageCompilerOptions, outputStructure: "locale-modules" });
}

/**
 * Gives `zod/mini` a zod core of its own. A chunk holds each module once, with all that any page uses of it: shared
 * with the desk's forms, the core would come to a customer's form whole (13 kB gzipped, where 5 are used).
 */
function separateZodMini(): PluginOption {
  const mark = "?mini";
  return {
    name: "separate-zod-mini",
    apply: "build",
    enforce: "pre",
    async resolveId(source, importer, options) {
      if (options.ssr || (source !== "zod/mini" && !importer?.endsWith(mark))) return null;
      const found = await this.resolve(source, importer?.replace(mark, ""), { ...options, skipSelf: true });
      return found && { ...found, id: found.id + mark };
    },
  };
}

export default defineConfig(async ({ command }) => ({
  plugins: [await messages(command), separateZodMini(), tailwindcss(), remix(remixConfig), tsconfigPaths()],
  build: {
    // Names of message modules and shared chunks say nothing to a reader of the network panel.
    sourcemap: false,
    target: "es2022",
  },
}));

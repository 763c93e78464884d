import tsconfigPaths from "vite-tsconfig-paths";
import { defineConfig } from "vitest/config";
import { compileMessages } from "./scripts/compile-messages.js";

compileMessages();

const databaseSetup = ["tests/support/global-setup.ts"];

/**
 * Five layers: `unit` needs nothing, `stack` starts parts of the embedded stack by itself, `database` and
 * `integration` share one running stack that the global setup starts, `delivery` breaks one of its own. Run one:
 * `npx vitest run --project unit`.
 */
export default defineConfig({
  plugins: [tsconfigPaths()],
  esbuild: { jsx: "automatic" },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "jsdom",
          include: ["app/**/*.test.{ts,tsx}", "tests/*.test.ts", "tests/sla/**/*.test.ts"],
          setupFiles: ["tests/support/unit-setup.ts"],
          // Modules that read the environment load; nothing listens there, so nothing can be spoken to.
          env: { SUPABASE_URL: "http://127.0.0.1:9", SUPABASE_PUBLISHABLE_KEY: "sb_publishable_unit" },
        },
      },
      {
        extends: true,
        test: { name: "stack", environment: "node", include: ["supabase/stack/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: "database",
          environment: "node",
          include: ["supabase/tests/**/*.test.ts"],
          globalSetup: databaseSetup,
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          environment: "node",
          include: ["tests/integration/**/*.test.ts", "worker/**/*.test.ts"],
          globalSetup: databaseSetup,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: "delivery", environment: "node", include: ["tests/delivery/*.test.ts"], testTimeout: 240_000, hookTimeout: 180_000 },
      },
    ],
  },
});

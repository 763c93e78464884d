import tsconfigPaths from "vite-tsconfig-paths";
import { defineConfig } from "vitest/config";
import { compileMessages } from "./scripts/compile-messages.js";

compileMessages();

const databaseSetup = ["tests/support/global-setup.ts"];

/** Of the files without components those that need a document nevertheless. */
const inDocument = ["app/features/rooms/unsent-keeper.test.ts", "app/features/rooms/attachment-uploads.test.ts"];

/** Modules that read the environment load; nothing listens there, so nothing can be spoken to. */
const nowhere = { SUPABASE_URL: "http://127.0.0.1:9", SUPABASE_PUBLISHABLE_KEY: "sb_publishable_unit" };

/**
 * A file of tests does not load anew what the one before it has loaded: loading is half the time of most. It also is how
 * the product runs, one process for many requests. `--isolate` tells whether a failure comes of that.
 */
const isolate = false;

/**
 * Six layers: `unit` (and `unit-document`, where there is a page) needs nothing, `stack` starts parts of the embedded
 * stack by itself, `database` and `integration` share one running stack that the global setup starts, `worker` has one for
 * each file, because a worker takes every job it finds, `delivery` breaks one of its own. Run one:
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
          isolate,
          environment: "node",
          include: ["app/**/*.test.ts", "tests/*.test.ts", "tests/sla/**/*.test.ts"],
          exclude: inDocument,
          env: nowhere,
        },
      },
      {
        extends: true,
        test: {
          name: "unit-document",
          isolate,
          environment: "jsdom",
          include: ["app/**/*.test.tsx", ...inDocument],
          setupFiles: ["tests/support/unit-setup.ts"],
          env: nowhere,
        },
      },
      {
        extends: true,
        test: {
          name: "stack",
          isolate,
          environment: "node",
          include: ["supabase/stack/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          isolate,
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
          isolate,
          environment: "node",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: databaseSetup,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "worker",
          isolate,
          environment: "node",
          include: ["worker/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "delivery",
          isolate,
          environment: "node",
          include: ["tests/delivery/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});

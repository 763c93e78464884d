/**
 * The Remix options. `vite.config.ts` hands them to the Remix Vite plugin and `server.js` reads where the
 * build lies, so this file is the one place to change either.
 *
 * `unstable_optimizeDeps` is needed: without it a cold dev server discovers dependencies while the page
 * loads, ends up with two Reacts and shows a blank page.
 *
 * @type {import("@remix-run/dev").VitePluginConfig & { buildDirectory: string, serverBuildFile: string }}
 */
const remixConfig = {
  appDirectory: "app",
  buildDirectory: "build",
  serverBuildFile: "index.js",
  serverModuleFormat: "esm",
  ssr: true,
  future: {
    v3_fetcherPersist: true,
    v3_lazyRouteDiscovery: true,
    v3_relativeSplatPath: true,
    v3_routeConfig: true,
    v3_singleFetch: true,
    v3_throwAbortReason: true,
    unstable_optimizeDeps: true,
  },
};

export default remixConfig;

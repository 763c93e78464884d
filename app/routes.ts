import { flatRoutes } from "@remix-run/fs-routes";

/** `app/routes` is the site map: one file per URL. Tests may stand beside what they test. */
export default flatRoutes({ ignoredRouteFiles: ["**/.*", "**/*.test.{ts,tsx}"] });

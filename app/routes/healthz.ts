import { isDatabaseReachable } from "~/lib/health.server";

/**
 * For load balancers and `npm start`. 200 while the process can serve people, 503 while the database does not answer.
 * Never cached, never logged.
 */
export async function loader() {
  const isReachable = await isDatabaseReachable();
  return Response.json(
    { status: isReachable ? "ok" : "degraded", database: isReachable ? "ok" : "unreachable" },
    { status: isReachable ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}

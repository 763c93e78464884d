/** For load balancers and `npm start`: the process answers. Never cached, never logged. */
export function loader() {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}

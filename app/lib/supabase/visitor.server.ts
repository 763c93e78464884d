import { createClient } from "@supabase/supabase-js";
import WebSocket from "ws";
import { env } from "~/lib/env.server";
import type { Database } from "./database-types";

/** Asks as anybody, for what is no secret and belongs to nobody's session. */
export const visitor = createClient<Database>(env.SUPABASE_URL, env.SUPABASE_PUBLISHABLE_KEY, {
  auth: { persistSession: false, autoRefreshToken: false },
  // Node 20 has no WebSocket of its own, and the client wants one even where it is not used.
  realtime: { transport: WebSocket as never },
});

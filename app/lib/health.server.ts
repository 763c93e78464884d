import { createClient } from "@supabase/supabase-js";
import WebSocket from "ws";
import { env } from "~/lib/env.server";
import type { Database } from "./supabase/database-types";

const patienceMilliseconds = 2000;

const visitor = createClient<Database>(env.SUPABASE_URL, env.SUPABASE_PUBLISHABLE_KEY, {
  auth: { persistSession: false, autoRefreshToken: false },
  realtime: { transport: WebSocket as never },
});

/** Whether the database answers a visitor's simplest question (the portal of no workspace) within two seconds. */
export async function isDatabaseReachable(): Promise<boolean> {
  const { error } = await visitor.rpc("get_portal", { workspace_slug: "" }).abortSignal(AbortSignal.timeout(patienceMilliseconds));
  return error === null;
}

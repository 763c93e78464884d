import { visitor } from "./supabase/visitor.server";

const patienceMilliseconds = 2000;

/** Whether the database answers a visitor's simplest question (the portal of no workspace) within two seconds. */
export async function isDatabaseReachable(): Promise<boolean> {
  const { error } = await visitor.rpc("get_portal", { workspace_slug: "" }).abortSignal(AbortSignal.timeout(patienceMilliseconds));
  return error === null;
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerAccessToken } from "~/lib/supabase/access-token.server";
import { getSession } from "~/lib/supabase/session.server";

export async function loader(args: LoaderFunctionArgs) {
  return answerAccessToken(getSession("desk", args));
}

import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerToken } from "~/features/rooms/room-post.server";
import { getSession } from "~/lib/supabase/session.server";

export async function loader(args: LoaderFunctionArgs) {
  return answerToken(getSession("desk", args));
}

import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { answerDiscard, answerFile } from "~/features/rooms/attachment-post.server";
import { getSession } from "~/lib/supabase/session.server";

/** A file of a message: an image to be shown, everything else as a download. */
export async function loader(args: LoaderFunctionArgs) {
  return answerFile(getSession("desk", args), args.request, args.params.attachmentId ?? "");
}

/** Takes back a file that was not sent. */
export async function action(args: ActionFunctionArgs) {
  return answerDiscard(getSession("desk", args), args.request, args.params.attachmentId ?? "");
}

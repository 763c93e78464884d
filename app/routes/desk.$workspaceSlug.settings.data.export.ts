import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { create as contentDisposition } from "content-disposition";
import { z } from "zod";
import { deskAnswer, requireAccount } from "~/features/accounts/accounts.server";
import { openWorkspaceExport } from "~/features/settings/data-settings.server";
import { paths } from "~/lib/paths";
import { postedForm } from "~/lib/responses.server";

/** Nothing to see here: whoever is led back here after signing in wants the page. */
export function loader({ params }: LoaderFunctionArgs) {
  return redirect(paths.dataSettings(params.workspaceSlug ?? ""));
}

/** The file of an export. A post, because fetching it is written down, and no program that looks at links shall do so. */
export async function action(args: ActionFunctionArgs) {
  const session = await requireAccount(args);
  const { workspaceSlug = "" } = args.params;
  const wanted = z.guid().safeParse((await postedForm(args.request)).get("export_id"));
  if (!wanted.success) throw new Response(null, { status: 404 });
  const { file, body } = await deskAnswer(args.request, openWorkspaceExport(session, workspaceSlug, wanted.data));
  return new Response(body, {
    headers: {
      "Content-Type": "application/zip",
      "Content-Length": String(file.byte_size),
      "Content-Disposition": contentDisposition(`${workspaceSlug}-${file.finished_at.slice(0, 10)}.zip`),
      // Not transformed: a compressed answer has no length, and so no progress.
      "Cache-Control": "private, no-store, no-transform",
    },
  });
}

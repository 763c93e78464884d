import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { paths } from "~/lib/paths";

/** The settings begin with their first section. */
export function loader({ params }: LoaderFunctionArgs) {
  return redirect(paths.workspaceSettings(params.workspaceSlug ?? ""));
}

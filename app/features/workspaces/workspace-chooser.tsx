import { Link } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { WorkspaceLine } from "~/lib/supabase/database-types";
import { WorkspaceTile } from "./workspace-tile";
import { roleName } from "./workspace-words";

/** The workspaces of a person, one row each. */
export function WorkspaceChooser({ workspaces }: { workspaces: WorkspaceLine[] }) {
  return (
    <ul
      aria-label={m.desk_your_workspaces()}
      className="divide-y divide-border overflow-hidden rounded-xl border border-border bg-surface shadow-sm"
    >
      {workspaces.map((workspace) => (
        <li key={workspace.workspace_id}>
          <Link
            to={paths.inbox(workspace.slug)}
            prefetch="intent"
            className="group flex items-center gap-3.5 px-4 py-3.5 hover:bg-hover focus-visible:-outline-offset-2"
          >
            <WorkspaceTile
              name={workspace.name}
              brandColor={workspace.brand_color}
              iconId={workspace.icon_id}
              className="size-10 rounded-lg text-sm"
            />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{workspace.name}</span>
              <span className="block truncate text-sm text-muted-foreground">
                {paths.portal(workspace.slug)} · {roleName(workspace.role)}
              </span>
            </span>
            <ChevronRight
              aria-hidden="true"
              className="size-4 text-muted-foreground transition-transform group-hover:translate-x-0.5 rtl:rotate-180"
            />
          </Link>
        </li>
      ))}
    </ul>
  );
}

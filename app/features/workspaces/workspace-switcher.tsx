import { Link } from "@remix-run/react";
import { Check, ChevronsUpDown, ExternalLink, Plus } from "lucide-react";
import { DisclosureMenu } from "~/components/disclosure-menu";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import type { Desk } from "~/lib/supabase/database-types";
import { WorkspaceTile } from "./workspace-tile";

const item = "flex min-h-9 w-full items-center gap-2.5 rounded-sm px-2 py-1 text-sm hover:bg-hover [&>svg]:size-4 [&>svg]:shrink-0";

/** Where one is, the other places one may go to, the way to a new one, and the own support page. */
export function WorkspaceSwitcher({ desk }: { desk: Pick<Desk, "slug" | "name" | "brand_color" | "icon_id" | "workspaces"> }) {
  return (
    <DisclosureMenu
      key={desk.slug}
      align="start"
      accessibleName={`${m.desk_switch_workspace()}: ${desk.name}`}
      className="max-w-full [&>summary]:h-10 [&>summary]:px-1.5"
      label={
        <>
          <WorkspaceTile name={desk.name} brandColor={desk.brand_color} iconId={desk.icon_id} />
          <span className="min-w-0 truncate font-semibold tracking-tight text-foreground">{desk.name}</span>
          <ChevronsUpDown aria-hidden="true" className="ms-auto shrink-0" />
        </>
      }
    >
      <div className="w-64 max-w-[calc(100vw-1.5rem)]">
        <p className="px-2 pt-1.5 pb-1 text-xs font-medium text-muted-foreground">{m.desk_your_workspaces()}</p>
        <ul className="max-h-72 overflow-y-auto">
          {desk.workspaces.map((workspace) => (
            <li key={workspace.workspace_id}>
              <Link
                to={paths.inbox(workspace.slug)}
                aria-current={workspace.slug === desk.slug || undefined}
                className={item}
                onClick={(event) => event.currentTarget.closest("details")?.removeAttribute("open")}
              >
                <WorkspaceTile
                  name={workspace.name}
                  brandColor={workspace.brand_color}
                  iconId={workspace.icon_id}
                  className="size-6 text-[0.625rem]"
                />
                <span className="min-w-0 flex-1 truncate">{workspace.name}</span>
                {workspace.slug === desk.slug ? <Check aria-hidden="true" className="text-primary-ink" /> : null}
              </Link>
            </li>
          ))}
        </ul>
        <div className="my-1 h-px bg-border" />
        <a href={paths.portal(desk.slug)} target="_blank" rel="noreferrer" className={item}>
          <ExternalLink aria-hidden="true" className="text-muted-foreground" />
          {m.desk_open_portal()}
        </a>
        <Link to={paths.newWorkspace()} className={item}>
          <Plus aria-hidden="true" className="text-muted-foreground" />
          {m.desk_new_workspace()}
        </Link>
      </div>
    </DisclosureMenu>
  );
}

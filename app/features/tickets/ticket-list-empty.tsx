import { Link } from "@remix-run/react";
import { CheckCheck, Inbox, Search, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "~/components/ui/button";
import { buttonVariants } from "~/components/ui/button-variants";
import { EmptyState } from "~/components/ui/empty-state";
import { toast } from "~/components/ui/toaster";
import { useDesk } from "~/features/workspaces/desk-context";
import { mayChangeSettings } from "~/features/workspaces/workspace-words";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";
import { useHydrated } from "~/lib/use-hydrated";
import { toInboxQuery, type ListQuery } from "./ticket-list-query";

/**
 * An empty list: why it is empty and what to do next.
 *
 * @param props.portalUrl the whole address of the support page, to be shared
 */
export function TicketListEmpty(props: { query: ListQuery; workspaceSlug: string; portalUrl: string }) {
  const { query, workspaceSlug, portalUrl } = props;
  const { view, search } = query;
  const desk = useDesk();
  if (search !== null) {
    return (
      <EmptyState
        icon={<Search />}
        title={m.desk_empty_search_title({ search })}
        text={m.desk_empty_search_text()}
        action={
          view === "all" ? null : (
            <Link
              to={paths.inbox(workspaceSlug, toInboxQuery({ ...query, view: "all" }))}
              className={buttonVariants({ variant: "outline", size: "sm" })}
            >
              {m.desk_empty_search_all()}
            </Link>
          )
        }
      />
    );
  }
  // The banner above says why nothing comes any more.
  const isClosing = desk.deletion_at !== null;
  const share = isClosing ? null : <ShareAddress url={portalUrl} />;
  const states: Record<ListQuery["view"], { icon: ReactNode; title: string; text: string; action: ReactNode }> = {
    active: { icon: <CheckCheck />, title: m.desk_empty_active_title(), text: isClosing ? "" : m.desk_empty_active_text(), action: share },
    mine: {
      icon: <UserRound />,
      title: m.desk_empty_mine_title(),
      text: m.desk_empty_mine_text(),
      action: (
        <Link
          to={paths.inbox(workspaceSlug, toInboxQuery({ ...query, view: "unassigned" }))}
          className={buttonVariants({ variant: "outline", size: "sm" })}
        >
          {m.desk_empty_mine_action()}
        </Link>
      ),
    },
    unassigned: { icon: <CheckCheck />, title: m.desk_empty_unassigned_title(), text: m.desk_empty_unassigned_text(), action: null },
    done: { icon: <CheckCheck />, title: m.desk_empty_done_title(), text: m.desk_empty_done_text(), action: null },
    all: {
      icon: <Inbox />,
      title: m.desk_empty_title(),
      text: isClosing ? "" : m.desk_empty_text(),
      action: (
        <div className="flex flex-col items-center gap-5">
          {share}
          {mayChangeSettings(desk) ? (
            <Link to={paths.firstSteps(workspaceSlug)} className="text-sm underline underline-offset-4">
              {m.desk_steps()}
            </Link>
          ) : null}
        </div>
      ),
    },
  };
  return <EmptyState {...states[view]} />;
}

function ShareAddress({ url }: { url: string }) {
  const canCopy = useHydrated();
  return (
    <div className="flex max-w-full flex-col items-center gap-3">
      <a
        href={url}
        target="_blank"
        rel="noreferrer"
        className="max-w-full rounded-xs text-sm font-medium break-all text-primary-ink hover:underline"
      >
        {url}
      </a>
      {canCopy ? (
        <Button
          variant="outline"
          size="sm"
          onClick={() => {
            void navigator.clipboard?.writeText(url).then(() => toast.success(m.desk_copied()));
          }}
        >
          {m.desk_copy_url()}
        </Button>
      ) : null}
    </div>
  );
}

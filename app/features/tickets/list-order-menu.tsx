import { Link, useLocation } from "@remix-run/react";
import { ArrowDownWideNarrow, Check, Clock, History } from "lucide-react";
import { useRef, type ReactNode } from "react";
import { DisclosureMenu } from "~/components/disclosure-menu";
import { buttonVariants } from "~/components/ui/button-variants";
import { m } from "~/lib/i18n/messages";
import type { InboxOrder } from "~/lib/supabase/database-types";
import { toInboxQuery, type ListQuery } from "./ticket-list-query";

const orders: Record<InboxOrder, { name: () => string; icon: ReactNode }> = {
  activity: { name: m.desk_order_activity, icon: <History aria-hidden="true" /> },
  due: { name: m.desk_order_due, icon: <Clock aria-hidden="true" /> },
};

/** In which order a list is. Links, so that an order has an address; an open ticket stays open. */
export function ListOrderMenu({ query }: { query: ListQuery }) {
  const { pathname } = useLocation();
  const menu = useRef<HTMLDivElement>(null);
  return (
    <div ref={menu}>
      <DisclosureMenu
        label={<ArrowDownWideNarrow aria-hidden="true" />}
        accessibleName={m.desk_order_now({ order: orders[query.order].name() })}
        summaryClassName={buttonVariants({
          variant: "ghost",
          size: "icon",
          className: `group-open:bg-hover ${query.order === "due" ? "text-primary-ink" : "text-muted-foreground"}`,
        })}
      >
        <ul aria-label={m.desk_order()}>
          {(["activity", "due"] as const).map((order) => (
            <li key={order}>
              <Link
                to={{ pathname, search: new URLSearchParams(toInboxQuery({ ...query, order })).toString() }}
                preventScrollReset
                aria-current={order === query.order ? "true" : undefined}
                onClick={() => {
                  menu.current?.querySelector("details")?.removeAttribute("open");
                  menu.current?.querySelector("summary")?.focus();
                }}
                className="flex h-8.5 items-center gap-2.5 rounded-sm px-2 text-sm whitespace-nowrap outline-offset-[-2px] hover:bg-hover [&_svg]:size-4 [&_svg]:text-muted-foreground"
              >
                {orders[order].icon}
                <span className="flex-1">{orders[order].name()}</span>
                <span className="size-4">{order === query.order ? <Check aria-hidden="true" className="text-primary-ink" /> : null}</span>
              </Link>
            </li>
          ))}
        </ul>
      </DisclosureMenu>
    </div>
  );
}

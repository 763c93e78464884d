import { Tag } from "lucide-react";
import { m } from "~/lib/i18n/messages";
import type { DeskTicket } from "~/lib/supabase/database-types";
import { TicketHeaderMenu } from "./ticket-header-menu";

const icon = <Tag aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />;

/** What a ticket is about; only said, in a workspace that offers no categories. */
export function TicketCategoryMenu({ ticket }: { ticket: DeskTicket }) {
  const { categories } = ticket;
  if (categories.length === 0) return ticket.category_name ?? m.desk_none();
  return (
    <TicketHeaderMenu
      ticketId={ticket.ticket_id}
      intent="set-ticket-category"
      name="category_id"
      value={ticket.category_id ?? ""}
      accessibleName={(value) => m.desk_change_category({ value })}
      align="end"
      // One that was put away keeps its tickets.
      unknown={{ value: ticket.category_id ?? "", label: ticket.category_name ?? "", icon }}
      choices={[
        ...categories.map(({ category_id, name }) => ({ value: category_id, label: name, icon })),
        { value: "", label: m.desk_no_category(), icon },
      ]}
    />
  );
}

import { MessagesSquare } from "lucide-react";
import { EmptyState } from "~/components/ui/empty-state";
import { Kbd } from "~/components/ui/kbd";
import { m } from "~/lib/i18n/messages";

/** No ticket is open yet. */
export default function InboxPage() {
  return (
    <div className="grid flex-1 place-items-center">
      <EmptyState
        icon={<MessagesSquare />}
        title={m.desk_pick_title()}
        text={m.desk_pick_text()}
        action={
          <p className="flex items-center gap-1.5 text-xs text-muted-foreground">
            <Kbd>↑</Kbd>
            <Kbd>↓</Kbd> {m.desk_pick_keys()}
          </p>
        }
      />
    </div>
  );
}

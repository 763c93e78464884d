import { Link } from "@remix-run/react";
import { Lock } from "lucide-react";
import { Avatar } from "~/components/ui/avatar";
import { CountBadge } from "~/components/ui/count-badge";
import { Time } from "~/components/ui/time";
import { VisuallyHidden } from "~/components/ui/visually-hidden";
import { cn } from "~/lib/cn";
import { isolated } from "~/lib/i18n/isolated";
import { m } from "~/lib/i18n/messages";
import { priorityName } from "~/lib/i18n/priority-words";
import type { TicketLine } from "~/lib/supabase/database-types";
import { plainText } from "~/lib/text/plain-text";
import { DueCountdown } from "./due-countdown";
import { PriorityIcon } from "./priority-icon";
import { StatusIcon } from "./status-icon";
import { statusName } from "./ticket-words";

/** What was said last; null where nothing was said yet. */
function previewWords({ last_sender_type: sender, last_message_preview: text, last_message_type: type }: TicketLine): string | null {
  if (sender === null) return null;
  if (text === null) return m.room_deleted();
  return plainText(text) || (type === "image" ? m.room_images() : m.room_files());
}

/** One ticket of the list. Who waits for an answer stands out; everything else keeps quiet. */
export function TicketListRow(props: { line: TicketLine; to: string; isCurrent: boolean; hasArrived: boolean; now: number }) {
  const { line, to, isCurrent, hasArrived, now } = props;
  const isAwaiting = line.awaiting_reply_since !== null;
  const isFromTeam = line.last_sender_type === "agent";
  const unread = line.unread_count ?? 0;
  const preview = previewWords(line);
  return (
    <li className={cn(hasArrived && "transition-colors duration-[3s] starting:bg-primary-soft")}>
      <Link
        to={to}
        prefetch="intent"
        preventScrollReset
        aria-current={isCurrent ? "page" : undefined}
        data-ticket={line.ticket_id}
        className="group relative flex gap-3 border-b border-border px-4 py-3 outline-offset-[-2px] hover:bg-hover aria-[current=page]:bg-primary-soft"
      >
        <span className="relative mt-0.5 h-fit">
          <Avatar name={line.customer_name} size="sm" />
          {isAwaiting ? (
            <span
              title={m.desk_awaiting_reply()}
              className="absolute -start-0.5 -top-0.5 size-2.5 rounded-full bg-primary ring-2 ring-surface group-hover:ring-hover group-aria-[current=page]:ring-primary-soft"
            />
          ) : null}
        </span>
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="flex items-baseline gap-2 text-xs text-muted-foreground">
            <span dir="auto" className="min-w-0 truncate font-medium">
              {line.customer_name}
            </span>
            <span className="shrink-0 tabular-nums">#{line.number}</span>
            <Time value={line.last_activity_at} style="relative-short" className="ms-auto shrink-0 tabular-nums" />
          </span>
          <span dir="auto" className={cn("mt-0.5 truncate text-begin-as-page text-sm", isAwaiting ? "font-semibold" : "font-medium")}>
            {line.subject}
          </span>
          <span className="flex items-center gap-2 text-[0.8125rem] text-muted-foreground">
            <span className="min-w-0 flex-1 truncate">
              {preview === null ? null : isFromTeam ? m.desk_preview_agent({ text: isolated(preview) }) : <bdi>{preview}</bdi>}
            </span>
            <CountBadge count={unread} name={m.common_unread_messages({ count: unread })} />
          </span>
          <span className="mt-1.5 flex h-5 items-center gap-2.5 text-xs text-muted-foreground">
            <span className="inline-flex min-w-0 items-center gap-1.5">
              <StatusIcon status={line.status} className="size-3.5" />
              <span className="truncate">{statusName(line.status)}</span>
            </span>
            <DueCountdown ticket={line} now={now} />
            {isAwaiting ? <VisuallyHidden>{m.desk_awaiting_reply()}</VisuallyHidden> : null}
            {line.is_private ? (
              <span title={m.desk_private()}>
                <Lock aria-hidden="true" className="size-3.5" />
                <VisuallyHidden>{m.desk_private()}</VisuallyHidden>
              </span>
            ) : null}
            <span className="ms-auto flex items-center gap-2" title={m.desk_priority_is({ priority: priorityName(line.priority) })}>
              <PriorityIcon priority={line.priority} />
              <VisuallyHidden>{m.desk_priority_is({ priority: priorityName(line.priority) })}</VisuallyHidden>
            </span>
            {line.assignee_name === null ? (
              <span title={m.desk_unassigned()} className="size-5 rounded-full border border-dashed border-input">
                <VisuallyHidden>{m.desk_unassigned()}</VisuallyHidden>
              </span>
            ) : (
              <span title={m.desk_assigned_to({ name: line.assignee_name })} className="grid">
                <Avatar
                  name={line.assignee_name}
                  seed={line.assignee_id ?? line.assignee_name}
                  pictureId={line.assignee_avatar_id}
                  size="xs"
                />
                <VisuallyHidden>{m.desk_assigned_to({ name: line.assignee_name })}</VisuallyHidden>
              </span>
            )}
          </span>
        </span>
      </Link>
    </li>
  );
}

import { cn } from "~/lib/cn";
import { formatNumber } from "~/lib/i18n/format";
import { m } from "~/lib/i18n/messages";
import type { Line } from "./line";
import { useActionsState, useRoomActions } from "./use-message-actions";

/** The emoji that people put to a message, each with how many. Pressing one adds the own, or takes it away. */
export function ReactionBar({ line }: { line: Line }) {
  const actions = useRoomActions()?.actions;
  const isOpen = useActionsState(actions, (state) => state.isOpen, false);
  return (
    <ul aria-label={m.room_reactions()} className="flex min-w-0 flex-wrap gap-1">
      {line.reactions.map(({ emoji, senderIds, names }) => {
        const isOwn = actions !== undefined && senderIds.includes(actions.me.id);
        const who = m.room_reaction_by({ emoji, names: names.join(", ") });
        return (
          <li key={emoji}>
            <button
              type="button"
              aria-pressed={isOwn}
              aria-label={who}
              title={who}
              disabled={!isOpen}
              onClick={() => actions?.react(line.seq, emoji, !isOwn)}
              className={cn(
                "flex h-6.5 min-w-6.5 items-center gap-1 rounded-full border px-2 text-xs text-foreground tabular-nums enabled:cursor-pointer",
                isOwn ? "border-primary bg-primary-soft font-semibold" : "border-border bg-surface enabled:hover:bg-hover",
              )}
            >
              <span aria-hidden="true" className="text-sm leading-none">
                {emoji}
              </span>
              {senderIds.length > 1 ? formatNumber(senderIds.length) : null}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

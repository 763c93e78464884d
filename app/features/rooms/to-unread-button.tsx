import { ArrowUp } from "lucide-react";
import { useState } from "react";
import { m } from "~/lib/i18n/messages";
import type { Jump } from "./jump-context";
import type { FeedSnapshot } from "./feed-snapshot";

/** Over the top of the conversation when there is more unread than was loaded with the page: the way to where reading goes on. */
export function ToUnreadButton({ feed, isHydrated, onJump }: { feed: FeedSnapshot; isHydrated: boolean; onJump: Jump }) {
  const { firstUnreadSeq, log, window: apart } = feed;
  const [isDone, setDone] = useState(false);
  const first = (apart?.lines ?? log.lines)[0]?.seq ?? 1;
  if (firstUnreadSeq === null || isDone || !isHydrated) return null;
  // Once it is among the lines, its separator says it.
  if (first <= firstUnreadSeq) {
    if (!apart) setDone(true);
    return null;
  }
  return (
    <button
      type="button"
      onClick={() => {
        setDone(true);
        void onJump({ kind: "message", seq: firstUnreadSeq, nearSeq: firstUnreadSeq }).then((isThere) => setDone(isThere));
      }}
      className="absolute top-2 left-1/2 z-10 flex -translate-x-1/2 cursor-pointer items-center gap-1.5 rounded-full border border-border bg-surface px-3.5 py-1.5 text-xs font-semibold whitespace-nowrap text-foreground shadow-lg noscript:hidden"
    >
      <ArrowUp aria-hidden="true" className="size-3.5" />
      {m.room_to_first_unread()}
    </button>
  );
}

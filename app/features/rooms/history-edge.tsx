import { useEffect, useRef } from "react";
import { buttonVariants } from "~/components/ui/button-variants";
import { Spinner } from "~/components/ui/spinner";
import { m } from "~/lib/i18n/messages";

/** After an answer that brought nothing, as when the connection is lost: milliseconds. */
const patienceMs = 4000;

/**
 * The end of what is here of a conversation. More comes when it comes into view; the link is for everybody else.
 *
 * @param props.at number of the line at this end: another one says that loading has brought something
 */
export function HistoryEdge(props: {
  side: "older" | "newer";
  at: number;
  href?: string;
  isLoading: boolean;
  onWanted: () => void;
  onClick: () => void;
}) {
  const { side, at, href, isLoading, onWanted, onClick } = props;
  const mark = useRef<HTMLDivElement>(null);
  const wanted = useRef({ at: -1, call: onWanted });
  useEffect(() => {
    wanted.current.call = onWanted;
  });
  useEffect(() => {
    const element = mark.current;
    if (!element || isLoading) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        wanted.current.at = at;
        wanted.current.call();
      },
      // The conversation scrolls, not the page: a margin counts only around what clips.
      { root: element.closest("[data-room-scroll]"), rootMargin: "1500px 0px" },
    );
    const timer = setTimeout(() => observer.observe(element), wanted.current.at === at ? patienceMs : 0);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [isLoading, at]);
  return (
    <div ref={mark} className="flex h-9 shrink-0 items-center justify-center text-xs text-muted-foreground">
      {isLoading ? (
        <span role="status" className="flex items-center gap-2">
          <Spinner />
          {side === "older" ? m.room_loading_older() : m.room_loading_newer()}
        </span>
      ) : (
        <a
          href={href}
          className={buttonVariants({ variant: "ghost", size: "sm" })}
          onClick={(event) => {
            event.preventDefault();
            onClick();
          }}
        >
          {side === "older" ? m.room_older() : m.room_newest()}
        </a>
      )}
    </div>
  );
}

import { lazy, Suspense, useEffect, useRef, type RefObject } from "react";
import { Spinner } from "~/components/ui/spinner";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";

const Panel = lazy(() => import("./emoji-picker-panel").then(({ loadPanel }) => loadPanel()).catch(() => ({ default: NotLoaded })));

/**
 * All emoji, to be searched and picked from. Its code and its data are loaded when it is first shown, from this site.
 * Whoever shows it places it and takes it away again; the focus is in its search meanwhile where there is a keyboard.
 *
 * @param props.onPick with the emoji in the skin tone that was chosen
 * @param props.onClose at Escape, and when something else is pressed
 * @param props.ignore a button that opens and closes it by itself
 */
export function EmojiPicker(props: {
  onPick: (emoji: string) => void;
  onClose: () => void;
  ignore?: RefObject<HTMLElement>;
  className?: string;
}) {
  const { onPick, onClose, ignore, className } = props;
  const frame = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const closeOutside = ({ target }: PointerEvent) => {
      if (!(target instanceof Node) || frame.current?.contains(target) || ignore?.current?.contains(target)) return;
      close.current();
    };
    document.addEventListener("pointerdown", closeOutside);
    return () => document.removeEventListener("pointerdown", closeOutside);
  }, [ignore]);
  return (
    <div
      ref={frame}
      role="dialog"
      aria-label={m.room_emoji_choose()}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.isDefaultPrevented()) return;
        event.stopPropagation();
        onClose();
      }}
      className={cn(
        "grid h-[min(24rem,55dvh)] w-[min(21.5rem,calc(100vw-1.5rem))] place-items-center overflow-hidden rounded-xl border border-border bg-surface text-start shadow-lg",
        className,
      )}
    >
      <Suspense fallback={<Spinner />}>
        <Panel onPick={onPick} />
      </Suspense>
    </div>
  );
}

function NotLoaded(_props: { onPick: (emoji: string) => void }) {
  return (
    <p role="alert" className="px-6 text-center text-sm text-muted-foreground">
      {m.room_emoji_not_loaded()}
    </p>
  );
}

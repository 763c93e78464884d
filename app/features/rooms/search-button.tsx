import { Search } from "lucide-react";
import { forwardRef } from "react";
import { cn } from "~/lib/cn";
import { m } from "~/lib/i18n/messages";

/** Opens the search of the room; a link to its page where there is no JavaScript. */
export const SearchButton = forwardRef<HTMLAnchorElement, { href: string; isOpen: boolean; onToggle: () => void }>(function SearchButton(
  { href, isOpen, onToggle },
  ref,
) {
  return (
    <a
      ref={ref}
      href={href}
      aria-label={m.room_search()}
      title={m.room_search()}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onToggle();
      }}
      className={cn(
        "flex size-7 shrink-0 items-center justify-center rounded-md transition-colors hover:bg-hover hover:text-foreground focus-visible:outline-offset-[-2px]",
        isOpen && "bg-pressed text-foreground",
      )}
    >
      <Search aria-hidden="true" className="size-4" />
    </a>
  );
});

import { useEffect } from "react";

const icons = { calm: "/favicon.svg", unread: "/favicon-unread.svg" };

const prefix = /^\([\d+]+\) /;

/** "Inbox" as the tab's title with a count before it; without one for 0. Whatever count stood there before is gone. */
export function titleWithCount(title: string, count: number): string {
  const plain = title.replace(prefix, "");
  return count > 0 ? `(${count > 99 ? "99+" : count}) ${plain}` : plain;
}

/** Shows in the browser's tab that something waits: a number before the title, a dot on the icon. One per page. */
export function useTabBadge(count: number): void {
  useEffect(() => {
    const show = (shown: number) => {
      const title = titleWithCount(document.title, shown);
      if (title !== document.title) document.title = title;
    };
    show(count);
    setIcon(count > 0 ? icons.unread : icons.calm);
    if (count === 0) return;
    // Each page that is opened below writes its own title.
    const observer = new MutationObserver(() => show(count));
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => {
      observer.disconnect();
      show(0);
      setIcon(icons.calm);
    };
  }, [count]);
}

function setIcon(address: string): void {
  const link = document.head.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (link && link.getAttribute("href") !== address) link.setAttribute("href", address);
}

import { useLocation } from "@remix-run/react";
import { useEffect, useRef, type ReactNode } from "react";
import { toast } from "~/components/ui/toaster";

/**
 * Around what says at the top of a page that something was done. The focus goes there where what was pressed is gone;
 * those who are further down are told where they are.
 *
 * @param props.words null while there is nothing to say
 */
export function DoneNotice({ words, children }: { words: string | null; children: ReactNode }) {
  const { key } = useLocation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (words === null) return;
    if (document.activeElement === document.body) box.current?.focus();
    else toast.success(words);
  }, [words, key]);
  return (
    <div ref={box} tabIndex={-1} className="rounded-lg empty:hidden">
      {children}
    </div>
  );
}

import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";

/**
 * Something that is not done by one press: the words that say what it means open first. A `<details>`, so that it asks
 * without JavaScript as well.
 *
 * @param props.isOpen open already, as after a refusal
 */
export function ConfirmPanel(props: { title: string; text: string; isOpen?: boolean; children: ReactNode }) {
  const { title, text, isOpen = false, children } = props;
  return (
    <details open={isOpen} className="group rounded-xl border border-border shadow-xs">
      <summary className="flex cursor-pointer list-none items-center gap-3 rounded-xl p-4 font-medium group-open:rounded-b-none hover:bg-hover [&::-webkit-details-marker]:hidden">
        <span className="min-w-0 flex-1 wrap-anywhere">{title}</span>
        <ChevronDown
          aria-hidden="true"
          className="size-4 shrink-0 text-muted-foreground transition-transform duration-100 group-open:rotate-180"
        />
      </summary>
      <div className="flex flex-col gap-4 border-t border-border p-4 text-sm">
        <p className="max-w-prose text-pretty wrap-anywhere">{text}</p>
        {children}
      </div>
    </details>
  );
}

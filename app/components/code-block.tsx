import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { m } from "~/lib/i18n/messages";
import { useHydrated } from "~/lib/use-hydrated";

/** Code in a message: always from left to right, as typed, with a button that copies it. */
export function CodeBlock({ text }: { text: string }) {
  const isHydrated = useHydrated();
  const [isCopied, setIsCopied] = useState(false);
  const Icon = isCopied ? Check : Copy;
  async function copy() {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 2000);
  }
  return (
    <div dir="ltr" className="group/code relative max-w-full min-w-0">
      <pre
        tabIndex={0}
        role="group"
        aria-label={m.common_code()}
        className="overflow-x-auto rounded-md border border-current/25 px-3 py-2 pe-11 text-start font-mono text-[0.8125rem] leading-relaxed outline-current"
      >
        <code>{text}</code>
      </pre>
      {isHydrated ? (
        <button
          type="button"
          onClick={() => void copy().catch(() => undefined)}
          aria-label={isCopied ? m.common_copied() : m.common_copy_code()}
          title={isCopied ? m.common_copied() : m.common_copy_code()}
          className="absolute end-1 top-1 grid size-8 cursor-pointer place-items-center rounded-md outline-current hover:bg-current/10"
        >
          <Icon aria-hidden="true" className="size-4" />
        </button>
      ) : null}
    </div>
  );
}

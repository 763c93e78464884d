import { cn } from "~/lib/cn";
import { LineIcon } from "~/components/ui/line-icon";

/** What a file is, as a drawing. Decoration: its name says the same. */
export function AttachmentIcon({ contentType, className }: { contentType: string; className?: string }) {
  return (
    <span className={cn("grid shrink-0 place-items-center text-muted-foreground", className)}>
      <LineIcon className="size-5">
        {/^(image|audio|video)\//.test(contentType) ? (
          <>
            <rect x="2" y="3" width="12" height="10" rx="1.5" />
            {contentType.startsWith("image/") ? (
              <path d="m2.5 11.5 3-3 2.5 2.5 2-2 3.5 3M10.5 6h.01" />
            ) : (
              <path d="m6.5 5.8 3.5 2.2-3.5 2.2z" />
            )}
          </>
        ) : (
          <>
            <path d="M9 1.8H4.5a1 1 0 0 0-1 1v10.4a1 1 0 0 0 1 1h7a1 1 0 0 0 1-1V5.3z" />
            <path d="M9 1.8v3.5h3.5" />
            {/zip|compressed/.test(contentType) ? <path d="M8 7.5v.01M8 9.5v.01M8 11.5v.01" /> : <path d="M5.8 8.5h4.4M5.8 11h3" />}
          </>
        )}
      </LineIcon>
    </span>
  );
}

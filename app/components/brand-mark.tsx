import { cn } from "~/lib/cn";

/** The product's own sign: an open door. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={cn("size-8 shrink-0", className)}>
      <rect width="32" height="32" rx="9" className="fill-primary" />
      <path
        d="M10 25V10.5A3.5 3.5 0 0 1 13.5 7h8A1.5 1.5 0 0 1 23 8.5v14a1.5 1.5 0 0 1-1.5 1.5H20V11h-4.5a1.5 1.5 0 0 0-1.5 1.5V25z"
        className="fill-primary-foreground"
      />
    </svg>
  );
}

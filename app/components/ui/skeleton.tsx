import { cn } from "~/lib/cn";

/** The place of something that is coming. Give it the size of what will stand there. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn("animate-pulse rounded-md bg-pressed", className)} />;
}

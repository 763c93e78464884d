import { Skeleton } from "~/components/ui/skeleton";
import { m } from "~/lib/i18n/messages";

/** The place of a room while it loads. It waits a moment before it shows, so that fast rooms do not flicker. */
export function TicketRoomSkeleton() {
  return (
    <div className="flex min-h-0 flex-1 animate-in flex-col fade-in-0 fill-mode-backwards [animation-delay:120ms]">
      <p className="sr-only" role="status">
        {m.common_loading()}
      </p>
      <div className="border-b border-border px-4 py-2.5">
        <Skeleton className="my-1.5 h-5 w-72 max-w-[70%]" />
        <div className="mt-2 flex gap-1.5">
          <Skeleton className="h-8 w-24" />
          <Skeleton className="h-8 w-24" />
          <Skeleton className="h-8 w-32" />
        </div>
      </div>
      <div className="flex flex-1 flex-col justify-end gap-5 overflow-hidden p-5">
        {["w-3/5", "ms-auto w-2/5", "w-1/2", "ms-auto w-3/5"].map((size, index) => (
          <Skeleton key={index} className={`h-16 rounded-xl ${size}`} />
        ))}
      </div>
      <div className="p-4">
        <Skeleton className="h-24 rounded-lg" />
      </div>
    </div>
  );
}

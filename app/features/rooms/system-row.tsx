import { Time } from "~/components/ui/time";
import type { Line } from "./line";
import { MessageText } from "~/components/message-text";

/** What the product itself says, such as "closed by Mia": a quiet line in the middle. */
export function SystemRow({ line }: { line: Line }) {
  return (
    <div className="mt-4 flex justify-center">
      <div className="max-w-[85%] rounded-full bg-sunken px-3 py-1 text-center text-xs text-muted-foreground">
        <MessageText text={line.body} className="inline" /> <Time value={line.createdAt} style="time" className="tabular-nums" />
      </div>
    </div>
  );
}

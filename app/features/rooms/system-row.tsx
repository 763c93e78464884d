import { Time } from "~/components/ui/time";
import type { Line } from "./line";
import { systemWords } from "./system-words";

/** What the product itself says, such as "Mia closed the ticket": a quiet line in the middle. */
export function SystemRow({ line }: { line: Line }) {
  return (
    <div className="mt-4 flex justify-center">
      <p className="max-w-[85%] rounded-2xl bg-sunken px-3 py-1 text-center text-xs wrap-anywhere text-muted-foreground">
        {line.system ? systemWords(line.system, line.senderName) : line.body}{" "}
        <Time value={line.createdAt} style="time" className="ms-1 whitespace-nowrap tabular-nums" />
      </p>
    </div>
  );
}

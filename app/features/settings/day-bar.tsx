import { openParts, type Hours } from "./calendar-hours";

/** A day from midnight to midnight with its open parts filled. Decoration: the hours stand beside it. */
export function DayBar({ day, dayBefore }: { day: readonly Hours[]; dayBefore: readonly Hours[] }) {
  return (
    <div aria-hidden="true" className="relative h-2.5 overflow-hidden rounded-full bg-pressed">
      {openParts(day, dayBefore).map(({ start, end }, index) => (
        <span
          key={index}
          className="absolute inset-y-0 bg-primary"
          style={{ insetInlineStart: `${start}%`, width: `${Math.max(end - start, 1)}%` }}
        />
      ))}
      {/* Every sixth hour. */}
      {[25, 50, 75].map((place) => (
        <span key={place} className="absolute inset-y-0 w-px bg-surface" style={{ insetInlineStart: `${place}%` }} />
      ))}
    </div>
  );
}

import { memo } from "react";

/** What a field for a time zone offers while somebody types. Some four hundred, that never change: not to be drawn with every key. */
export const TimeZoneOptions = memo(function TimeZoneOptions({ id, timeZones }: { id: string; timeZones: readonly string[] }) {
  return (
    <datalist id={id}>
      {timeZones.map((zone) => (
        <option key={zone} value={zone} />
      ))}
    </datalist>
  );
});

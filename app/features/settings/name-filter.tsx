import { Search } from "lucide-react";
import { Input } from "~/components/ui/input";
import { useHydrated } from "~/lib/use-hydrated";

/** More than these are looked through by name. */
export const manyPeople = 5;

/** What somebody looks for in a list of people, made comparable: without case and accents. */
export const searchable = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** A field that shortens a list while one types. Not there without JavaScript: it could do nothing. */
export function NameFilter(props: { label: string; value: string; onChange: (value: string) => void }) {
  const { label, value, onChange } = props;
  if (!useHydrated()) return null;
  return (
    <div className="relative max-w-sm">
      <Search aria-hidden="true" className="pointer-events-none absolute start-3 top-3 size-4 text-muted-foreground" />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        // Enter would send the form around it.
        onKeyDown={(event) => {
          if (event.key === "Enter") event.preventDefault();
        }}
        className="ps-9"
      />
    </div>
  );
}

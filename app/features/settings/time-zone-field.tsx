import { getInputProps, type FieldMetadata } from "@conform-to/react";
import { useEffect, useRef } from "react";
import { Button } from "~/components/ui/button";
import { Field } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { m } from "~/lib/i18n/messages";
import { useHydrated } from "~/lib/use-hydrated";
import { TimeZoneOptions } from "./time-zone-options";

/** A zone of the IANA database, found by typing a part of its name. Offers the browser's own where that is another one. */
export function TimeZoneField(props: {
  field: FieldMetadata<string>;
  timeZones: readonly string[];
  errors: readonly string[] | undefined;
  onTake: (timeZone: string) => void;
}) {
  const { field, timeZones, errors = [], onTake } = props;
  const own = useHydrated() ? Intl.DateTimeFormat().resolvedOptions().timeZone : undefined;
  const { key: _key, ...bound } = getInputProps(field, { type: "text", ariaDescribedBy: field.descriptionId });
  const input = useRef<HTMLInputElement>(null);
  const all = [...new Set([...(field.errors ?? []), ...errors])];
  const isTaken = useRef(false);
  useEffect(() => {
    if (!isTaken.current || field.value !== own) return;
    isTaken.current = false;
    // The button is gone; what it has filled in is where one goes on.
    input.current?.focus();
  });
  return (
    <Field
      id={field.id}
      label={m.settings_calendar_zone()}
      errors={all}
      hint={
        own && own !== field.value ? (
          <>
            {m.settings_calendar_zone_hint()}{" "}
            <Button
              variant="link"
              size="sm"
              className="inline h-auto min-h-6 px-0 py-0"
              onClick={() => {
                isTaken.current = true;
                onTake(own);
              }}
            >
              {m.settings_calendar_zone_own({ zone: own })}
            </Button>
          </>
        ) : (
          m.settings_calendar_zone_hint()
        )
      }
    >
      <Input
        ref={input}
        key={field.key}
        {...bound}
        aria-invalid={all.length > 0 || undefined}
        list={`${field.id}-zones`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <TimeZoneOptions id={`${field.id}-zones`} timeZones={timeZones} />
    </Field>
  );
}

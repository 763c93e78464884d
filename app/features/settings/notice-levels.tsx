import { useId } from "react";
import { Checkbox } from "~/components/ui/checkbox";
import { noticeLevelName, noticeLevels, noticeLevelText } from "~/features/workspaces/notice-words";
import type { SlaNoticeLevel } from "~/lib/supabase/workspace-types";
import { FieldErrors } from "./field-errors";

/** A box for each level of notices. */
export function NoticeLevels(props: {
  legend: string;
  name: string;
  chosen: readonly SlaNoticeLevel[];
  errors?: readonly string[] | undefined;
}) {
  const { legend, name, chosen, errors } = props;
  const id = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="sr-only">{legend}</legend>
      {noticeLevels.map((level) => (
        <label
          key={level}
          className="flex cursor-pointer items-start gap-3 rounded-md border border-border px-3 py-2.5 text-sm hover:bg-hover has-checked:border-primary has-checked:bg-primary-soft"
        >
          <Checkbox
            name={name}
            value={level}
            defaultChecked={chosen.includes(level)}
            aria-describedby={`${id}-${level}`}
            className="mt-px"
          />
          <span className="min-w-0">
            <span className="block font-medium">{noticeLevelName(level)}</span>
            <span id={`${id}-${level}`} className="block text-pretty text-muted-foreground">
              {noticeLevelText(level)}
            </span>
          </span>
        </label>
      ))}
      <FieldErrors id={`${id}-errors`} errors={errors} />
    </fieldset>
  );
}

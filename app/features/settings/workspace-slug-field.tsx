import type { FieldMetadata } from "@conform-to/react";
import { useState } from "react";
import { TextField } from "~/components/forms/text-field";
import { SlugStateWords } from "~/features/workspaces/slug-state-words";
import { useSlugState } from "~/features/workspaces/use-slug-state";
import { m } from "~/lib/i18n/messages";
import { paths } from "~/lib/paths";

/** Where the workspace is found. Another address is looked up while it is typed; the former ones stay. */
export function WorkspaceSlugField(props: { field: FieldMetadata<string>; ownSlug: string; origin: string }) {
  const { field, ownSlug, origin } = props;
  const [typed, setTyped] = useState(field.initialValue ?? ownSlug);
  const slug = typed.trim().toLowerCase();
  const isOther = slug !== ownSlug && slug !== "";
  const state = useSlugState(isOther ? slug : null, ownSlug);
  return (
    <TextField
      field={field}
      label={m.settings_workspace_slug()}
      autoCapitalize="none"
      autoComplete="off"
      spellCheck={false}
      dir="ltr"
      onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      hint={
        <>
          <span className="block wrap-anywhere">{m.settings_workspace_slug_url({ url: origin + paths.portal(slug || ownSlug) })}</span>
          <span className="block">{m.settings_workspace_slug_former()}</span>
          {/* What was said about a refused one stands under the field already. */}
          <SlugStateWords state={field.errors?.length ? null : state} />
        </>
      }
    />
  );
}

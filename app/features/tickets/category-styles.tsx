import type { CategoryOption } from "~/lib/supabase/database-types";

const uuidPattern = /^[0-9a-f-]{36}$/;

/**
 * Shows what has a category in its `data-only` while the form's select has that category chosen: by styles alone, so
 * also without JavaScript. In a browser too old for them all of it is shown, and `data-only-words` says to what it belongs.
 */
export function CategoryStyles({ categories }: { categories: readonly CategoryOption[] }) {
  const shown = categories
    .map(({ category_id: id }) => id)
    .filter((id) => uuidPattern.test(id))
    .map((id) => `form:has(option[value="${id}"]:checked) [data-only~="${id}"]`);
  if (shown.length === 0) return null;
  const rules = `@supports selector(:has(*)){[data-only],[data-only-words]{display:none}${shown.join(",")}{display:block}}`;
  // Quotes would be escaped as text.
  return <style dangerouslySetInnerHTML={{ __html: rules }} />;
}

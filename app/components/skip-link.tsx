import { m } from "~/lib/i18n/messages";

/** The first stop of the Tab key: past the navigation to `<main id="content">`. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="sr-only z-50 rounded-md bg-foreground px-4 py-2 font-medium text-background focus:not-sr-only focus:fixed focus:start-3 focus:top-3"
    >
      {m.common_skip_to_content()}
    </a>
  );
}

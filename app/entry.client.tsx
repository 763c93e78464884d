import { RemixBrowser } from "@remix-run/react";
import { startTransition, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { overwriteGetLocale } from "~/lib/i18n/compiled/runtime.js";
import { baseLocale, isLocale } from "~/lib/i18n/locale";

// The server chose the language and wrote it into the page; the browser follows it.
overwriteGetLocale(() => {
  const { lang } = document.documentElement;
  return isLocale(lang) ? lang : baseLocale;
});

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <RemixBrowser />
    </StrictMode>,
  );
});

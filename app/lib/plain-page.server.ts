/** A page without React, for requests that never reach a route: refused, too large, malformed, broken. */
import { m } from "~/lib/i18n/messages";
import { directionOf, getLocale } from "~/lib/i18n/locale";
import { statusWords } from "~/lib/i18n/status-words";

/** Text made safe to stand in HTML. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The whole document for an HTTP status, in the current locale. It needs no script and no other file. */
export function plainPage(status: number): string {
  const { title, text } = statusWords(status);
  const locale = getLocale();
  return `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-content:center;padding:2rem;box-sizing:border-box;font:16px/1.5 system-ui,sans-serif;background:light-dark(#fbfaf8,#171513);color:light-dark(#26221e,#efece8)}
main{max-width:28rem}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:0 0 1.5rem;color:light-dark(#5f574f,#b3aaa1)}
a{color:inherit;font-weight:600;text-underline-offset:.25em}small{color:light-dark(#6f665d,#a0978e);font-variant-numeric:tabular-nums}
</style>
<main><small>${status}</small><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p><a href="/">${escapeHtml(m.common_go_home())}</a></main>
</html>`;
}

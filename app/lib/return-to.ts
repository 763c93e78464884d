/**
 * The path to go back to after a form post, safe to redirect to: always on this site.
 *
 * @param value what the form or the address said; anything but a local path gives `fallback`
 */
export function safeReturnTo(value: unknown, fallback = "/"): string {
  // Browsers drop tabs and line breaks inside an address, and read a backslash as a slash.
  if (typeof value !== "string" || !value.startsWith("/") || /[\\\p{Cc}]/u.test(value) || value.length > 2000) return fallback;
  const base = "http://frontroom.invalid";
  const url = URL.canParse(value, base) ? new URL(value, base) : undefined;
  // The parsed form is checked too: `/.//evil.example` becomes `//evil.example`.
  if (url?.origin !== base || url.pathname.startsWith("//")) return fallback;
  return url.pathname + url.search + url.hash;
}

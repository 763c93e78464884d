/** Numbers as people type them. */

/**
 * A number as the database takes it, with a point: "1.234,5" in German and "1,234.5" in English are both 1234.5.
 *
 * @returns null for what is no number, and for what could be two
 */
export function toNumberText(typed: string, locale: string): string | null {
  const text = typed
    .normalize("NFKC")
    // Arabic digits and separators; NFKC has made plain digits of wide ones.
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replaceAll("\u066b", ".")
    .replace(/[\s\u066c'’]/g, "")
    .replace(/^[\u2212\u2013]/, "-")
    .replace(/^\+/, "");
  if (/^-?\d+$/.test(text)) return text;
  const parts = new Intl.NumberFormat(locale === "ar" ? "en" : locale, { useGrouping: true }).formatToParts(12345.6);
  const decimal = parts.find(({ type }) => type === "decimal")?.value ?? ".";
  const other = decimal === "," ? "." : ",";
  const [group, point] = [other, decimal].map((sign) => `\\${sign}`);
  if (new RegExp(`^-?\\d{1,3}(${group}\\d{3})+(${point}\\d+)?$`).test(text)) return text.replaceAll(other, "").replace(decimal, ".");
  return /^-?\d+[.,]\d+$/.test(text) ? text.replace(",", ".") : null;
}

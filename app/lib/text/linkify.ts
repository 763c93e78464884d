/** Finds the addresses in a text. What a person types is only ever text or the `href` of a checked address. */
export type TextPart = { text: string; href?: string };

// Bounded repetition and no nesting: the time grows with the length of the text, whatever it says.
const candidate =
  /\b(?:https?:\/\/|mailto:)[^\s<>"'`\u2028\u2029]{1,2000}|\bwww\.[^\s<>"'`]{3,2000}|[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,4}/giu;
const allowed = new Set(["http:", "https:", "mailto:"]);

/**
 * Cuts a text into plain parts and links. Joined, the parts are the text again.
 *
 * @returns links only to http, https and mailto
 */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(candidate)) {
    const word = withoutTail(match[0]);
    const href = addressOf(word);
    if (!href) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: word, href });
    end = match.index + word.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** Punctuation at the end belongs to the sentence, and so does a closing bracket that the address did not open. */
function withoutTail(word: string): string {
  let end = word.length;
  let unopened = countOf(word, ")") - countOf(word, "(");
  let unopenedSquare = countOf(word, "]") - countOf(word, "[");
  for (; end > 0; end -= 1) {
    const last = word[end - 1] ?? "";
    if (last === ")" && unopened > 0) unopened -= 1;
    else if (last === "]" && unopenedSquare > 0) unopenedSquare -= 1;
    else if (!/[.,;:!?…*_~}|]/u.test(last)) break;
  }
  return word.slice(0, end);
}

function countOf(word: string, character: string): number {
  return word.split(character).length - 1;
}

/** @returns where an address leads, or null where it must not become a link */
export function addressOf(word: string): string | null {
  const address = /^(?:https?:|mailto:)/i.test(word) ? word : /^www\./i.test(word) ? `https://${word}` : `mailto:${word}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  // An address that carries a name or password shows another host than the one it leads to.
  if (!allowed.has(url.protocol) || url.username !== "" || url.password !== "") return null;
  return url.protocol === "mailto:" || url.hostname.includes(".") || url.hostname === "localhost" ? url.href : null;
}

/** File names that come from outside, made safe to store, to show and to save under. */
import { attachmentTypes } from "./attachment-types";

/** What most file systems take, and the database. */
const maxBytes = 255;
const maxCharacters = 200;
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;
const knownExtensions = new Set(Object.values(attachmentTypes).flatMap(({ extensions }) => extensions));

/** As many whole characters of `text` as fit, and none in pieces. */
function cut(text: string, characters: number, bytes: number): string {
  let kept = "";
  let count = 0;
  let size = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    count += Array.from(segment).length;
    size += Buffer.byteLength(segment);
    if (count > characters || size > bytes) break;
    kept += segment;
  }
  return kept;
}

/**
 * A name without path, controls, marks that turn the reading direction or hide letters, and what file systems refuse;
 * its extension is one of the type's, so that what people see is what it is. Never empty.
 *
 * @param contentType what the content was found to be; one of `attachmentTypes`
 */
export function safeFileName(given: string, contentType: string): string {
  const { extensions } = attachmentTypes[contentType]!;
  const name = given
    .normalize("NFC")
    .replace(/^.*[/\\]/su, "")
    // Zero-width joiners stay: emoji and several scripts need them.
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\uFFFD]|(?![\u200c\u200d])\p{Cf}/gu, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/gu, " ")
    // Leading dots hide a file, and Windows drops those at the end.
    .replace(/^[. ]+|[. ]+$/g, "");
  const [, stem = "", last = ""] = /^(.+)\.([^.]+)$/su.exec(name) ?? ["", name, ""];
  const extension = last.toLowerCase();
  const isRight = extensions.includes(extension);
  // The extension of another kind gives way to the right one; what is none that we know stays as part of the name.
  const base = isRight || knownExtensions.has(extension) || last === "" ? stem : name;
  const ending = `.${isRight ? extension : extensions[0]}`;
  const fitting = cut(base, maxCharacters - ending.length - 1, maxBytes - ending.length - 1).replace(/[. ]+$/, "");
  const safe = fitting === "" ? "file" : fitting;
  return `${reserved.test(safe.split(".")[0]!.trim()) ? "_" : ""}${safe}${ending}`;
}

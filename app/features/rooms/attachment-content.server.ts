/** What a file is, by its content alone. What its sender says it is counts for nothing. */
import { isUtf8 } from "node:buffer";
import { fileTypeFromBuffer } from "file-type";
import { imageSize } from "image-size";
import { isShown } from "./attachment-shown";
import { attachmentTypes } from "./attachment-types";

export type FileContent = { contentType: string; width: number | null; height: number | null };
export type ContentRefusal = "empty" | "type" | "dimensions";

/** Longest side and all pixels of an image; a small file can unfold into more than a phone has memory. */
const maxSide = 30_000;
const maxPixels = 100_000_000;

/** The same content under names that the library gives it. */
const aliases: Record<string, string> = {
  "image/apng": "image/png",
  "image/heif": "image/heic",
  "audio/x-m4a": "audio/mp4",
  "video/x-m4v": "video/mp4",
};

/** Texts with a form of their own: what holds for text holds for them. */
const texts = new Set(["text/calendar", "text/vcard", "text/vtt", "application/x-subrip"]);

/** How HTML and XML begin, as browsers that guess see it (the WHATWG's sniffing rules), and SVG. */
const markup =
  /^<(?:!--|\?xml|!doctype|(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|math|xml|meta|link|base|object|embed|form|img)(?=[\s/>]|$))/i;

/** UTF-8 without control characters, and not markup in a text's clothes. */
function isPlainText(bytes: Buffer): boolean {
  if (!isUtf8(bytes)) return false;
  // Tab, line feed, form feed and carriage return are text.
  for (const byte of bytes) if (byte === 0x7f || (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13)) return false;
  const start = bytes
    .subarray(0, 4096)
    .toString()
    .replace(/^[\uFEFF\s]+/, "");
  return !markup.test(start);
}

/** Width and height as they are shown: a camera held upright says so beside the pixels. */
function shownSize(bytes: Buffer): { width: number; height: number } | null {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) return null;
    return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch {
    return null;
  }
}

/** Reads what a file is. Refused is everything that is not on the list of `attachmentTypes`. */
export async function readContent(bytes: Buffer): Promise<FileContent | ContentRefusal> {
  if (bytes.length === 0) return "empty";
  // Text of two bytes a letter begins as sound does, and could hold a page.
  if (bytes.length > 1 && (bytes.readUInt16BE(0) === 0xfffe || bytes.readUInt16BE(0) === 0xfeff)) return "type";
  const found = await fileTypeFromBuffer(bytes).catch(() => null);
  if (found === null) return "type";
  // Without parameters: `audio/ogg; codecs=opus` is one of ours.
  const mime = found?.mime.split(";")[0]!.trim();
  const contentType = mime === undefined || texts.has(mime) ? (isPlainText(bytes) ? "text/plain" : "") : (aliases[mime] ?? mime);
  if (!Object.hasOwn(attachmentTypes, contentType)) return "type";
  const none = { contentType, width: null, height: null };
  if (!isShown({ contentType, width: 1, height: 1 })) return none;
  const size = shownSize(bytes);
  if (!size) return "type";
  if (size.width > maxSide || size.height > maxSide || size.width * size.height > maxPixels) return "dimensions";
  return { contentType, ...size };
}

/** Files as people send them, good and bad, made byte by byte. */
import { crc32, deflateSync } from "node:zlib";

const uint = (bytes: number, value: number, order: "BE" | "LE" = "BE") => {
  const buffer = Buffer.alloc(bytes);
  if (order === "BE") buffer.writeUIntBE(value, 0, bytes);
  else buffer.writeUIntLE(value, 0, bytes);
  return buffer;
};

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  return Buffer.concat([uint(4, data.length), body, uint(4, crc32(body))]);
}

/** A PNG of one colour. `claimed` is the size that its head states, if another. */
export function png(width: number, height: number, claimed: { width: number; height: number } = { width, height }): Buffer {
  const head = Buffer.concat([uint(4, claimed.width), uint(4, claimed.height), Buffer.from([8, 2, 0, 0, 0])]);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([15, 118, 110]))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, pngChunk("IHDR", head), pngChunk("IDAT", pixels), pngChunk("IEND", Buffer.alloc(0))]);
}

export const gif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
export const webp = Buffer.from("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA", "base64");
export const pdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

/** The head of a JPEG, as a camera held upright writes it: stored lying, with a mark to turn it. */
export function uprightJpeg(width: number, height: number): Buffer {
  const exif = Buffer.concat([
    Buffer.from("Exif\0\0MM\0*"),
    uint(4, 8),
    uint(2, 1),
    Buffer.concat([uint(2, 0x0112), uint(2, 3), uint(4, 1), uint(2, 6), uint(2, 0)]),
    uint(4, 0),
  ]);
  const frame = Buffer.concat([Buffer.from([8]), uint(2, width), uint(2, height), Buffer.from([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1])]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe1]),
    uint(2, exif.length + 2),
    exif,
    Buffer.from([0xff, 0xc0]),
    uint(2, frame.length + 2),
    frame,
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** A zip archive, its files not compressed. */
export function zip(files: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const sizes = Buffer.concat([
      uint(4, crc32(data), "LE"),
      uint(4, data.length, "LE"),
      uint(4, data.length, "LE"),
      uint(2, name.length, "LE"),
    ]);
    const common = Buffer.concat([uint(2, 20, "LE"), uint(2, 0), uint(2, 0), uint(4, 0), sizes, uint(2, 0)]);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), data]);
    entries.push(
      Buffer.concat([
        Buffer.from("PK\x01\x02"),
        uint(2, 20, "LE"),
        common,
        uint(2, 0),
        uint(2, 0),
        uint(2, 0),
        uint(4, 0),
        uint(4, offset, "LE"),
        Buffer.from(name),
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const count = uint(2, entries.length, "LE");
  const end = Buffer.concat([
    Buffer.from("PK\x05\x06"),
    uint(4, 0),
    count,
    count,
    uint(4, directory.length, "LE"),
    uint(4, offset, "LE"),
    uint(2, 0),
  ]);
  return Buffer.concat([...locals, directory, end]);
}

const contentTypes = (main: string) =>
  `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`;

/** A Word document; `macros` makes it one that carries program code. */
export const docx = (macros = false): Buffer =>
  zip({
    "[Content_Types].xml": contentTypes(
      macros
        ? "application/vnd.ms-word.document.macroEnabled.main+xml"
        : "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    "word/document.xml": "<w:document/>",
  });

/** What must never be stored as something a browser or a person would run. */
export const hostileFiles: readonly { name: string; bytes: Buffer }[] = [
  { name: "picture.svg", bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>') },
  { name: "picture.png", bytes: Buffer.from('\uFEFF \n<svg onload="alert(1)"/>') },
  { name: "declared.svg", bytes: Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') },
  { name: "page.html", bytes: Buffer.from("<!doctype html><script>alert(1)</script>") },
  { name: "notes.txt", bytes: Buffer.from("\n\t <HTML><body onload=alert(1)>") },
  { name: "comment.txt", bytes: Buffer.from("<!-- harmless --><script>alert(1)</script>") },
  { name: "script.txt", bytes: Buffer.from("<script>alert(1)</script>") },
  { name: "feed.xml", bytes: Buffer.from('<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><feed/>') },
  { name: "page.xhtml", bytes: Buffer.from('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>') },
  { name: "wide.html", bytes: Buffer.from("\uFEFF<html><script>alert(1)</script>", "utf16le") },
  { name: "setup.exe", bytes: Buffer.concat([Buffer.from("MZ\x90\0\x03\0\0\0"), Buffer.alloc(200)]) },
  { name: "invoice.pdf", bytes: Buffer.concat([Buffer.from("MZ\x90\0\x03\0\0\0"), Buffer.alloc(200)]) },
  { name: "program", bytes: Buffer.concat([Buffer.from("\x7fELF\x02\x01\x01\0"), Buffer.alloc(200)]) },
  { name: "app.jar", bytes: zip({ "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\n" }) },
  { name: "letter.docm", bytes: docx(true) },
  { name: "old.doc", bytes: Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]) },
  { name: "noise.bin", bytes: Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8]) },
  { name: "broken.txt", bytes: Buffer.from([0x48, 0x69, 0xff, 0xfe, 0x41]) },
  { name: "escape.log", bytes: Buffer.from("ok \x1b]0;evil\x07") },
  { name: "not-a.gif", bytes: Buffer.from("GIF<script>alert(1)</script>") },
  { name: "bomb.png", bytes: png(1, 1, { width: 60_000, height: 60_000 }) },
  { name: "empty.txt", bytes: Buffer.alloc(0) },
];

/** Begins as a picture and goes on as a page: it may be stored as the picture, and as nothing else. */
export const gifPage = Buffer.concat([gif, Buffer.from("<html><script>alert(1)</script></html>")]);

/** Pictures of 40 by 20 pixels, in each of the forms in which a WebP says how large it is. */
export const picture = {
  jpeg: Buffer.from(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAAUACgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAED/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AmArIAAAAAAAAAB//2Q==",
    "base64",
  ),
  webpLossy: Buffer.from("UklGRj4AAABXRUJQVlA4IDIAAAAwAwCdASooABQAP3G202G0ryqmJWgCkC4JZwDO7A8KmggAAP7cSucv1VT1+lbt5alAAA==", "base64"),
  webpLossless: Buffer.from("UklGRh4AAABXRUJQVlA4TBEAAAAvJ8AEAAdQuz7Urf+BiOh/AAA=", "base64"),
  webpExtended: Buffer.from(
    "UklGRnwAAABXRUJQVlA4WAoAAAAQAAAAJwAAEwAAQUxQSCIAAAABmYzof4BIgITp3tYJRFPEBChM24bJbk9JWCwN44WH970BVlA4IDQAAAAwAwCdASooABQAPxGGu1csKSYjpWgBgCIJZwDRgA8KmggAAP7i4J+Wi/195Q7EvJRtzfAA",
    "base64",
  ),
  webpMoving: Buffer.from(
    "UklGRuIAAABXRUJQVlA4WAoAAAACAAAAJwAAEwAAQU5JTQYAAAD/////AABBTk1GWgAAAAAAAAAAACcAABMAAGQAAAJWUDggQgAAAFADAJ0BKigAFAA+kUaeSyWjoqGlaACwEglnAM7egAAr98NwAP7upj//Ys5bAvH//ucD/ucD/ucD+NsH7b1qgAAAAEFOTUZUAAAAAAAAAAAAJwAAEwAAZAAAAFZQOCA8AAAAtAIAnQEqKAAUAD6RRp5LAlaAAAEglnANAYDzE27wAP71WL//3OB//s4H/+zgfx1/zbkWmWXGJFbX4AAAUklGRk4AAABXRUJQVlA4IEIAAABQAwCdASooABQAPpFGnkslo6KhpWgAsBIJZwDO3oAAK/fDcAD+7qY//2LOWwLx//7nA/7nA/7nA/jbB+29aoAAAAA=",
    "base64",
  ),
};

/** A PNG that says that it moves. */
export const movingPng = (width: number, height: number): Buffer => {
  const still = png(width, height);
  const head = 8 + 25;
  return Buffer.concat([still.subarray(0, head), pngChunk("acTL", Buffer.concat([uint(4, 2), uint(4, 0)])), still.subarray(head)]);
};

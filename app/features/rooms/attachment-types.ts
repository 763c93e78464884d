/** Which files can be attached, by what their content is; the database keeps the same list. */

export type AttachmentKind = "image" | "pdf" | "text" | "document" | "spreadsheet" | "slides" | "archive" | "audio" | "video";

type AttachmentType = { kind: AttachmentKind; /** The first is the usual one. */ extensions: readonly [string, ...string[]] };

const office = "application/vnd.openxmlformats-officedocument.";
const open = "application/vnd.oasis.opendocument.";

/** No SVG, HTML or XML, which can carry script; no old Office files, which look like installers; nothing that runs. */
export const attachmentTypes: Readonly<Record<string, AttachmentType>> = {
  "image/png": { kind: "image", extensions: ["png"] },
  "image/jpeg": { kind: "image", extensions: ["jpg", "jpeg"] },
  "image/gif": { kind: "image", extensions: ["gif"] },
  "image/webp": { kind: "image", extensions: ["webp"] },
  "image/avif": { kind: "image", extensions: ["avif"] },
  "image/heic": { kind: "image", extensions: ["heic", "heif"] },
  "application/pdf": { kind: "pdf", extensions: ["pdf"] },
  "text/plain": {
    kind: "text",
    extensions: ["txt", "log", "csv", "tsv", "md", "json", "yaml", "yml", "ini", "conf", "diff", "patch", "srt", "ics"],
  },
  [`${office}wordprocessingml.document`]: { kind: "document", extensions: ["docx"] },
  [`${open}text`]: { kind: "document", extensions: ["odt"] },
  [`${office}spreadsheetml.sheet`]: { kind: "spreadsheet", extensions: ["xlsx"] },
  [`${open}spreadsheet`]: { kind: "spreadsheet", extensions: ["ods"] },
  [`${office}presentationml.presentation`]: { kind: "slides", extensions: ["pptx"] },
  [`${open}presentation`]: { kind: "slides", extensions: ["odp"] },
  "application/zip": { kind: "archive", extensions: ["zip"] },
  "application/gzip": { kind: "archive", extensions: ["gz", "tgz"] },
  "application/x-7z-compressed": { kind: "archive", extensions: ["7z"] },
  "audio/mpeg": { kind: "audio", extensions: ["mp3"] },
  "audio/mp4": { kind: "audio", extensions: ["m4a"] },
  "audio/ogg": { kind: "audio", extensions: ["ogg", "opus"] },
  "audio/wav": { kind: "audio", extensions: ["wav"] },
  "video/mp4": { kind: "video", extensions: ["mp4", "m4v"] },
  "video/quicktime": { kind: "video", extensions: ["mov"] },
  "video/webm": { kind: "video", extensions: ["webm"] },
};

/** Which files can be attached, by what their content is; the database keeps the same list. */

/** The first extension is the usual one. */
type AttachmentType = { extensions: readonly [string, ...string[]] };

const office = "application/vnd.openxmlformats-officedocument.";
const open = "application/vnd.oasis.opendocument.";

/** No SVG, HTML or XML, which can carry script; no old Office files, which look like installers; nothing that runs. */
export const attachmentTypes: Readonly<Record<string, AttachmentType>> = {
  "image/png": { extensions: ["png"] },
  "image/jpeg": { extensions: ["jpg", "jpeg"] },
  "image/gif": { extensions: ["gif"] },
  "image/webp": { extensions: ["webp"] },
  "image/avif": { extensions: ["avif"] },
  "image/heic": { extensions: ["heic", "heif"] },
  "application/pdf": { extensions: ["pdf"] },
  "text/plain": {
    extensions: ["txt", "log", "csv", "tsv", "md", "json", "yaml", "yml", "ini", "conf", "diff", "patch", "srt", "ics"],
  },
  [`${office}wordprocessingml.document`]: { extensions: ["docx"] },
  [`${open}text`]: { extensions: ["odt"] },
  [`${office}spreadsheetml.sheet`]: { extensions: ["xlsx"] },
  [`${open}spreadsheet`]: { extensions: ["ods"] },
  [`${office}presentationml.presentation`]: { extensions: ["pptx"] },
  [`${open}presentation`]: { extensions: ["odp"] },
  "application/zip": { extensions: ["zip"] },
  "application/gzip": { extensions: ["gz", "tgz"] },
  "application/x-7z-compressed": { extensions: ["7z"] },
  "audio/mpeg": { extensions: ["mp3"] },
  "audio/mp4": { extensions: ["m4a"] },
  "audio/ogg": { extensions: ["ogg", "opus"] },
  "audio/wav": { extensions: ["wav"] },
  "video/mp4": { extensions: ["mp4", "m4v"] },
  "video/quicktime": { extensions: ["mov"] },
  "video/webm": { extensions: ["webm"] },
};

/** The picture of a posted form, as the database takes it. What it is, is decided there. */

/** @returns base64; an empty text where no file was chosen */
export async function postedPicture(posted: FormData): Promise<string> {
  const file = posted.get("picture");
  return file instanceof Blob ? Buffer.from(await file.arrayBuffer()).toString("base64") : "";
}

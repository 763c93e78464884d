/** The picture of a posted form, as the database takes it. What it is, is decided there. */
import { data, unstable_parseMultipartFormData as parseMultipart } from "@remix-run/node";
import { pictureLimits } from "./picture-limits";
import { postedForm } from "./responses.server";

/** Of a file so much is kept, and the rest read and forgotten: what is larger is refused by the database in words. */
const mostOfFile = Math.max(...Object.values(pictureLimits).map(({ bytes }) => bytes)) + 1;
/** The other fields are an intent and a kind. */
const mostOfField = 1024;
const mostFields = 8;

/**
 * A form that may bring a picture. However large that is, little of it is ever held.
 *
 * @throws a 400 for a body that is none
 */
export async function postedPictureForm(request: Request): Promise<FormData> {
  if (!request.headers.get("Content-Type")?.startsWith("multipart/form-data")) return postedForm(request);
  let fields = 0;
  try {
    return await parseMultipart(request, async ({ filename, contentType, data: chunks }) => {
      fields += 1;
      if (fields > mostFields) throw new Error("More fields than the form has.");
      const isFile = filename !== undefined;
      const bytes = await beginningOf(chunks, isFile ? mostOfFile : mostOfField);
      return isFile ? new File([bytes], filename, { type: contentType }) : new TextDecoder().decode(bytes);
    });
  } catch {
    throw data(null, { status: 400 });
  }
}

async function beginningOf(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    if (size < most) kept.push(chunk.subarray(0, most - size));
    size += chunk.length;
  }
  return new Uint8Array(Buffer.concat(kept));
}

/** @returns base64; an empty text where no file was chosen */
export async function postedPicture(posted: FormData): Promise<string> {
  const file = posted.get("picture");
  return file instanceof Blob ? Buffer.from(await file.arrayBuffer()).toString("base64") : "";
}

import { pictureLimits, type PictureKind } from "~/lib/picture-limits";

/** A face is shown at 48 pixels at most; twice that and more for sharp screens. */
const faceSide = 256;
const tries = 5;

/**
 * Draws a chosen picture anew, so that it fits and has nothing in it of what the camera wrote (where, with what).
 *
 * @returns null where the browser cannot draw it: the server says what is wrong with it
 */
export async function shrinkPicture(file: File, kind: PictureKind): Promise<File | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const { bytes, side } = pictureLimits[kind];
  let scale = Math.min(1, side / Math.max(picture.width, picture.height));
  for (let nth = 0; nth < tries; nth++, scale *= 0.7) {
    const canvas = kind === "avatar" ? drawnFace(picture) : drawn(picture, scale);
    for (const type of kind === "avatar" ? ["image/jpeg"] : ["image/png", "image/webp"]) {
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.9));
      if (blob && blob.type === type && blob.size <= bytes) return new File([blob], file.name, { type });
    }
  }
  return null;
}

function drawn(picture: ImageBitmap, scale: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The middle, as a square, on white where it lets something through. */
function drawnFace(picture: ImageBitmap): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = faceSide;
  const side = Math.min(picture.width, picture.height);
  const context = canvas.getContext("2d");
  if (context) {
    context.fillStyle = "white";
    context.fillRect(0, 0, faceSide, faceSide);
    context.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, faceSide, faceSide);
  }
  return canvas;
}

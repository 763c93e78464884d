/** Images that every browser shows by itself. Their width and height are known; all else is offered for download. */
export function isShown({ contentType, width, height }: { contentType: string; width: number | null; height: number | null }): boolean {
  return /^image\/(png|jpeg|gif|webp|avif)$/.test(contentType) && width !== null && height !== null;
}

/** Characters as the database counts them (code points), of a message or note. */
export const maxBodyLength = 10_000;

/** The length of a body as it will be stored: without the white space around it. */
export function bodyLength(body: string): number {
  const trimmed = body.trim();
  // Counting is only worth it where the quick upper bound does not decide.
  return trimmed.length < maxBodyLength - 1000 ? trimmed.length : [...trimmed].length;
}

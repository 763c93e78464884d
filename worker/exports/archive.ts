/** A .zip that is written one entry after the other, and never held as a whole. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";

export type Written = { bytes: number; sha256: string };

export type Archive = {
  /**
   * Writes the next entry, and settles when it is read to its end.
   *
   * @param isDense compressing it would gain nothing
   */
  add(path: string, chunks: AsyncIterable<Buffer>, isDense?: boolean): Promise<Written>;
  /** After the last one. */
  end(): void;
  /** The archive's own bytes: nothing is written before somebody reads them. */
  output: AsyncIterable<Buffer>;
};

/** @param writtenAt the date of all entries */
export function createArchive(writtenAt: Date): Archive {
  const zip = new ZipFile();
  return {
    output: zip.outputStream as unknown as AsyncIterable<Buffer>,
    add(path, chunks, isDense = false) {
      return new Promise((resolve, reject) => {
        const hash = createHash("sha256");
        let bytes = 0;
        async function* counted() {
          try {
            for await (const chunk of chunks) {
              hash.update(chunk);
              bytes += chunk.length;
              yield chunk;
            }
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
            // The archive stays unfinished: whoever writes it has been told.
            await new Promise(() => undefined);
          }
          resolve({ bytes, sha256: hash.digest("hex") });
        }
        zip.addReadStreamLazy(path, { compress: !isDense, mtime: writtenAt }, (give) => give(null, Readable.from(counted())));
      });
    },
    end: () => zip.end(),
  };
}

/** Joins chunks to pieces of `size` bytes; the last one is shorter. */
export async function* inParts(chunks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let rest = chunk;
    while (length + rest.length >= size) {
      const taken = rest.subarray(0, size - length);
      yield Buffer.concat([...waiting, taken]);
      rest = rest.subarray(taken.length);
      waiting = [];
      length = 0;
    }
    if (rest.length > 0) waiting.push(rest);
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(waiting);
}

/** Reads a .zip from a file, entry by entry; nothing of it is held as a whole. */
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { type Entry, openPromise } from "yauzl";
import type { Written } from "./archive";

export type ArchiveReader = {
  names: string[];
  /** All of a small entry. */
  readAll(path: string): Promise<Buffer>;
  /** What an entry really holds. */
  check(path: string): Promise<Written>;
  /** The lines of an entry, some at a time, as bytes that are JSON each. */
  lines(path: string, atOnce: number): AsyncGenerator<string[]>;
  close(): void;
};

/** @throws when the file is no .zip, or not a whole one */
export async function openArchive(file: string): Promise<ArchiveReader> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false });
  const entries = new Map<string, Entry>();
  await new Promise<void>((resolve, reject) => {
    zip.on("entry", (entry: Entry) => {
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.on("end", resolve);
    zip.on("error", reject);
    zip.readEntry();
  });

  async function read(path: string): Promise<Readable> {
    const entry = entries.get(path);
    if (!entry) throw new Error(`${path} is missing in the file.`);
    return zip.openReadStreamPromise(entry);
  }

  return {
    names: [...entries.keys()],
    async readAll(path) {
      const chunks: Buffer[] = [];
      for await (const chunk of await read(path)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    async check(path) {
      const hash = createHash("sha256");
      let bytes = 0;
      for await (const chunk of await read(path)) {
        hash.update(chunk as Buffer);
        bytes += (chunk as Buffer).length;
      }
      return { bytes, sha256: hash.digest("hex") };
    },
    async *lines(path, atOnce) {
      let [rest, batch] = [Buffer.alloc(0), [] as string[]];
      for await (const chunk of await read(path)) {
        // By bytes: a chunk may end within a letter, and what else breaks lines is part of a text.
        rest = Buffer.concat([rest, chunk as Buffer]);
        let from = 0;
        for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, from)) {
          batch.push(rest.toString("utf8", from, end));
          from = end + 1;
          if (batch.length === atOnce) {
            yield batch;
            batch = [];
          }
        }
        rest = rest.subarray(from);
      }
      if (rest.length > 0) throw new Error(`${path} does not end with a line's end.`);
      if (batch.length > 0) yield batch;
    },
    close: () => zip.close(),
  };
}

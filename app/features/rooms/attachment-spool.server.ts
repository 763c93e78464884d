/** Takes a body in that may be large and slow. */
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable, Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";

/** The body goes on beyond what it may have. */
export class BodyTooLong extends Error {}

class Limit extends Transform {
  private received = 0;

  constructor(private readonly most: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.received += chunk.length;
    if (this.received > this.most) done(new BodyTooLong());
    else done(null, chunk);
  }
}

/**
 * The whole of a body. While it comes in it lies on the disk: many slow ones would fill the memory.
 *
 * @param most bytes, counted whatever the request said in advance
 * @throws {BodyTooLong}, and what the connection throws when it is cut
 */
export async function spool(body: ReadableStream<Uint8Array>, most: number): Promise<Buffer> {
  const file = path.join(tmpdir(), `frontroom-upload-${randomUUID()}`);
  try {
    // "wx" and 0600: nobody else's file, and nobody else's to read.
    await pipeline(Readable.fromWeb(body as NodeReadableStream), new Limit(most), createWriteStream(file, { flags: "wx", mode: 0o600 }));
    return await readFile(file);
  } finally {
    await rm(file, { force: true });
  }
}

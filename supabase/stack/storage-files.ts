import { createHash, randomBytes } from "node:crypto";
import { copyFile, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";

type Metadata = {
  cacheControl: string;
  contentLength: number;
  size: number;
  mimetype: string;
  lastModified: Date;
  eTag: string;
  httpStatusCode: number;
};

type Body = ReadableStream<Uint8Array> | Uint8Array;

/**
 * The Storage server's objects as files below `root`. The server asks for them by bucket and name; names are hashed,
 * so that no name, however odd, can point outside the folder or collide on a file system that ignores case.
 */
export class FileStorage {
  readonly driver = undefined;

  constructor(private readonly root: string) {}

  private file(bucket: string, key: string): string {
    const hash = createHash("sha256").update(`${bucket}\0${key}`).digest("hex");
    return path.join(this.root, hash.slice(0, 2), hash);
  }

  private async metadata(bucket: string, key: string): Promise<Metadata> {
    const file = this.file(bucket, key);
    const kept = JSON.parse(await readFile(`${file}.json`, "utf8")) as { mimetype: string; cacheControl: string; eTag: string };
    const { mimetype, cacheControl, eTag } = kept;
    const { size, mtime } = await stat(file);
    return { mimetype, cacheControl, eTag, contentLength: size, size, lastModified: mtime, httpStatusCode: 200 };
  }

  async uploadObject(
    bucket: string,
    key: string,
    _version: string | undefined,
    body: Body,
    mimetype: string,
    cacheControl: string,
  ): Promise<Metadata> {
    const file = this.file(bucket, key);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const partial = `${file}.${randomBytes(6).toString("hex")}`;
    const hash = createHash("md5");
    const handle = await open(partial, "w", 0o600);
    try {
      const write = async (chunk: Uint8Array) => {
        hash.update(chunk);
        await handle.write(chunk);
      };
      if (body instanceof Uint8Array) await write(body);
      else for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) await write(chunk);
      await handle.sync();
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    const kept = { bucket, key, mimetype, cacheControl, eTag: `"${hash.digest("hex")}"` };
    await writeFile(`${file}.json`, JSON.stringify(kept), { mode: 0o600 });
    await rename(partial, file);
    return this.metadata(bucket, key);
  }

  async getObject(bucket: string, key: string): Promise<{ metadata: Metadata; httpStatusCode: number; body?: Buffer }> {
    try {
      return { metadata: await this.metadata(bucket, key), httpStatusCode: 200, body: await readFile(this.file(bucket, key)) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      const metadata = {
        cacheControl: "no-cache",
        contentLength: 0,
        size: 0,
        mimetype: "",
        lastModified: new Date(0),
        eTag: "",
        httpStatusCode: 404,
      };
      return { metadata, httpStatusCode: 404 };
    }
  }

  async headObject(bucket: string, key: string): Promise<Metadata> {
    return this.metadata(bucket, key);
  }

  async deleteObject(bucket: string, key: string): Promise<void> {
    const file = this.file(bucket, key);
    await rm(file, { force: true });
    await rm(`${file}.json`, { force: true });
  }

  async deleteObjects(bucket: string, keys: string[]): Promise<void> {
    for (const key of keys) await this.deleteObject(bucket, key);
  }

  async copyObject(
    fromBucket: string,
    from: string,
    _version: string | undefined,
    toBucket: string,
    to: string,
  ): Promise<Pick<Metadata, "httpStatusCode" | "eTag" | "lastModified">> {
    const target = this.file(toBucket, to);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await copyFile(this.file(fromBucket, from), target);
    const kept = JSON.parse(await readFile(`${this.file(fromBucket, from)}.json`, "utf8")) as object;
    await writeFile(`${target}.json`, JSON.stringify({ ...kept, bucket: toBucket, key: to }), { mode: 0o600 });
    return this.metadata(toBucket, to);
  }

  /** Only image transformation asks for one, and the stack has none. */
  async privateAssetUrl(bucket: string, key: string): Promise<string> {
    return Promise.reject(new Error(`The embedded stack does not transform images (${bucket}/${key}).`));
  }
}

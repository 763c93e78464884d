/** Supabase Storage as the worker needs it: reading any file, putting exports there and deleting, which the secret key alone may. */
import { StorageClient } from "@supabase/storage-js";

export type Storage = {
  /** The bytes of one object. @throws when Storage does not give them, also where there is none */
  read(bucket: string, path: string): Promise<Buffer>;
  /** Puts an object there, in the place of one that is. @throws when Storage does not take it */
  write(bucket: string, path: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** Deletes one object. One that is not there is deleted already. @throws when Storage does not do it */
  remove(bucket: string, path: string): Promise<void>;
};

/** Of an error the message alone is kept: the request, with the key in it, stays out of the queue's record. */
export function openStorage({ url, secretKey }: { url: string; secretKey: string }): Storage {
  const client = new StorageClient(`${url}/storage/v1`, { apikey: secretKey, Authorization: `Bearer ${secretKey}` });
  return {
    async read(bucket, path) {
      const { data, error } = await client.from(bucket).download(path);
      if (error) throw new Error(`Storage: ${error.message}`);
      return Buffer.from(await data.arrayBuffer());
    },
    async write(bucket, path, bytes, contentType) {
      const { error } = await client.from(bucket).upload(path, bytes, { contentType, cacheControl: "0", upsert: true });
      if (error) throw new Error(`Storage: ${error.message}`);
    },
    async remove(bucket, path) {
      const { error } = await client.from(bucket).remove([path]);
      if (error) throw new Error(`Storage: ${error.message}`);
    },
  };
}

/** Supabase Storage as the worker needs it: deleting, which the secret key alone may. */
import { StorageClient } from "@supabase/storage-js";

export type Storage = {
  /** Deletes one object. One that is not there is deleted already. @throws when Storage does not do it */
  remove(bucket: string, path: string): Promise<void>;
};

export function openStorage({ url, secretKey }: { url: string; secretKey: string }): Storage {
  const client = new StorageClient(`${url}/storage/v1`, { apikey: secretKey, Authorization: `Bearer ${secretKey}` });
  return {
    async remove(bucket, path) {
      const { error } = await client.from(bucket).remove([path]);
      // Its message alone: the request, with the key in it, stays out of the queue's record.
      if (error) throw new Error(`Storage: ${error.message}`);
    },
  };
}

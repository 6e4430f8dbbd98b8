import { startObjectStore } from "../../functions/local/object-store.ts";
import { secret } from "../../lib/secret.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";

/** A running S3 store that checks SigV4 signatures. It lives under a base path, which is part of what is signed. */
export interface MiniflareStore {
  /** With the base path: `http://127.0.0.1:<port>/cdn-cgi/local/r2/s3`. */
  endpoint: string;
  region: string;
  bucketNames: readonly string[];
  credentials: AccessKey;
  close(): Promise<void>;
}

interface MiniflareStoreOptions {
  bucketNames?: readonly string[];
  accessKeyId?: string;
  secretAccessKey?: string;
}

/** Starts the local object store on 127.0.0.1 with one access key for all of its buckets. */
export async function startMiniflareStore(options: MiniflareStoreOptions = {}): Promise<MiniflareStore> {
  const {
    bucketNames = ["acme-bucket"],
    accessKeyId = "AKIAMINIFLARETEST",
    secretAccessKey = "miniflare/test+secret=key",
  } = options;
  const keys = { accessKeyId, secretAccessKey };
  const { endpoint, close } = await startObjectStore({
    port: 0,
    buckets: Object.fromEntries(bucketNames.map((name) => [name, keys])),
  });
  return {
    endpoint,
    region: "auto",
    bucketNames,
    credentials: { accessKeyId, secretAccessKey: secret(secretAccessKey) },
    close,
  };
}

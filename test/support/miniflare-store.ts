import { Miniflare } from "miniflare";
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
  /** 0 or absent: any free one. */
  port?: number;
  /** A folder to keep objects in; in memory when absent. */
  persistTo?: string;
}

/** Starts Miniflare's S3 on 127.0.0.1 with one access key for all of its buckets. */
export async function startMiniflareStore(options: MiniflareStoreOptions = {}): Promise<MiniflareStore> {
  const {
    bucketNames = ["acme-bucket"],
    accessKeyId = "AKIAMINIFLARETEST",
    secretAccessKey = "miniflare/test+secret=key",
    port = 0,
    persistTo,
  } = options;
  const s3Credentials = { accessKeyId, secretAccessKey };
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port,
    modules: true,
    script: "export default { fetch: () => new Response(null, { status: 404 }) }",
    compatibilityDate: "2026-01-01",
    r2Buckets: Object.fromEntries(
      bucketNames.map((name, index) => [`B${index}`, { id: name, s3Credentials }]),
    ),
    ...(persistTo !== undefined && { r2Persist: persistTo }),
  });
  const url = await miniflare.ready;
  return {
    endpoint: `${url.origin}/cdn-cgi/local/r2/s3`,
    region: "auto",
    bucketNames,
    credentials: { accessKeyId, secretAccessKey: secret(secretAccessKey) },
    close: () => miniflare.dispose(),
  };
}

import { join } from "node:path";
import { startBlobStore } from "./blob-store.ts";
import { LOCAL_AZURE, LOCAL_GCS, type LocalKey } from "./demo-stores.ts";
import { STORAGE_ADMIN } from "./gcs/gcs-bucket.ts";
import { startGcsServer } from "./gcs/server.ts";
import { startObjectStore } from "./object-store.ts";

export interface StoresOptions {
  /** Where objects are kept. */
  dir: string;
  ports: { s3: number; gcs: number; azure: number };
  keys: Record<string, LocalKey>;
  /** Pages that the Cloud Storage bucket and the Azure account let in; the S3 store lets in localhost's alone. */
  origins: readonly string[];
  /** Takes what ends each store as soon as it runs. */
  started: (() => Promise<void>)[];
}

export interface LocalStores {
  s3: string;
  gcs: string;
  azure: string;
}

/** An S3, a Cloud Storage and an Azure Blob store on this machine, one after the other. */
export async function startStores({
  dir,
  ports,
  keys,
  origins,
  started,
}: StoresOptions): Promise<LocalStores> {
  const s3 = await startObjectStore({ port: ports.s3, dir: join(dir, "objects"), buckets: keys });
  started.push(s3.close);

  const { bucketName, email, hmacId, hmacSecret } = LOCAL_GCS;
  const cors = {
    origin: [...origins],
    method: ["GET", "HEAD", "PUT"],
    responseHeader: ["Content-Type", "Content-MD5", "ETag", "x-goog-if-generation-match"],
  };
  const gcs = await startGcsServer({
    port: ports.gcs,
    dir: join(dir, "gcs"),
    accounts: [{ email, hmacKeys: { [hmacId]: hmacSecret } }],
    buckets: [{ name: bucketName, cors: [cors], versioning: true, permissions: { [email]: STORAGE_ADMIN } }],
  });
  started.push(gcs.close);

  const { accountName, accountKey, containerName } = LOCAL_AZURE;
  const azure = await startBlobStore({
    port: ports.azure,
    dir: join(dir, "azure"),
    accounts: { [accountName]: accountKey },
    containers: [containerName],
    corsOrigins: origins,
  });
  started.push(azure.close);

  return { s3: s3.endpoint, gcs: gcs.endpoint, azure: azure.endpoint };
}

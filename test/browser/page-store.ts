import { randomBytes } from "node:crypto";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { startBlobStore } from "../../functions/local/blob-store.ts";
import { startObjectStore } from "../../functions/local/object-store.ts";
import { startGcsStore } from "../support/gcs-store.ts";
import { startScriptedStore } from "../support/scripted-store.ts";
import { type CorsRule, corsAsS3 } from "../support/store-cors.ts";

/** A store with one bucket whose CORS rules can be set. */
export interface PageStore {
  /** Its bucket's, with keys that reach it. */
  address: string;
  /** Where the service finds the provider, when it is not in the address. */
  endpoint?: string;
  /** Replaces the rules that there were. */
  allow(...rules: CorsRule[]): Promise<void>;
  close(): Promise<void>;
}

/** S3 by miniflare, which has no CORS configuration, behind a listener that has S3's. */
export async function startS3Store(): Promise<PageStore> {
  const name = "page-data";
  const [accessKeyId, secretAccessKey] = ["AKPAGEDATA", randomBytes(24).toString("hex")];
  const objects = await startObjectStore({
    port: 0,
    buckets: { [name]: { accessKeyId, secretAccessKey } },
  });
  const store = await startScriptedStore(objects.endpoint);
  const { host, pathname } = new URL(store.endpoint);
  return {
    address: `s3://${accessKeyId}:${secretAccessKey}@${host}/${name}?region=us-east-1&basePath=${pathname}`,
    allow: async (...rules) => store.script(...corsAsS3(...rules)),
    async close() {
      await store.close();
      await objects.close();
    },
  };
}

/** Cloud Storage, whose rules have one list for what pages may send and what they may read. */
export async function startCloudStorage(): Promise<PageStore> {
  const gcs = await startGcsStore();
  const { accessKeyId, secretAccessKey } = gcs.hmacKey;
  return {
    address: `gs://${accessKeyId}:${encodeURIComponent(secretAccessKey.reveal())}@${gcs.bucket.name}`,
    endpoint: gcs.server.endpoint,
    async allow(...rules) {
      gcs.settings.cors = rules.map(({ origins, methods, headers, exposed = [] }) => ({
        origin: [...origins],
        method: [...methods],
        responseHeader: [...headers, ...exposed],
      }));
    },
    close: gcs.close,
  };
}

/** Azure Blob Storage by Azurite, whose rules are the account's. */
export async function startAzure(): Promise<PageStore> {
  const [account, container] = ["pagestore", "runs"];
  const key = randomBytes(64).toString("base64");
  const store = await startBlobStore({ port: 0, accounts: { [account]: key }, containers: [container] });
  const credential = new StorageSharedKeyCredential(account, key);
  const client = new BlobServiceClient(`${store.endpoint}/${account}`, credential);
  return {
    address: `az://:${encodeURIComponent(key)}@${account}/${container}`,
    endpoint: store.endpoint,
    async allow(...rules) {
      const cors = rules.map(({ origins, methods, headers, exposed = [] }) => ({
        allowedOrigins: origins.join(","),
        allowedMethods: methods.join(","),
        allowedHeaders: headers.join(","),
        exposedHeaders: exposed.join(","),
        maxAgeInSeconds: 0,
      }));
      await client.setProperties({ cors });
    },
    close: store.close,
  };
}

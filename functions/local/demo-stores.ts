import { createHash } from "node:crypto";

/** The buckets of the local S3 store, each with an access key of its own. */
const S3_BUCKETS = ["demo", "sandbox-1", "sandbox-2", "sandbox-3"];

export interface LocalKey {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Keys that open nothing but a store on this machine's loopback address. */
export function localKeys(): Record<string, LocalKey> {
  return Object.fromEntries(
    S3_BUCKETS.map((name) => [name, { accessKeyId: `${name}-key`, secretAccessKey: `${name}-secret` }]),
  );
}

/** The local Cloud Storage bucket, and the HMAC key of the one service account that may use it. */
export const LOCAL_GCS = {
  bucketName: "demo-gcs",
  email: "demo@local.iam.gserviceaccount.com",
  hmacId: "GOOG1LOCALDEMO",
  hmacSecret: "demo-gcs-secret",
};

/** The local Azure storage account, its shared key (64 bytes, as Azure's are) and its container. */
export const LOCAL_AZURE = {
  accountName: "localdemo",
  accountKey: createHash("sha512").update("demo-azure-secret").digest("base64"),
  containerName: "demo-azure",
};

/** The local stores as entries of `GORILLA_SUPPORTED_FILE_STORES`. */
export function localStoreAddresses(s3Endpoint: string, keys: Record<string, LocalKey>): string[] {
  const { host, pathname } = new URL(s3Endpoint);
  const s3 = Object.entries(keys).map(
    ([name, { accessKeyId, secretAccessKey }]) =>
      `s3://${encodeURIComponent(accessKeyId)}:${encodeURIComponent(secretAccessKey)}@${host}/${name}` +
      `?region=us-east-1&basePath=${pathname}`,
  );
  const { hmacId, hmacSecret, bucketName } = LOCAL_GCS;
  const { accountKey, accountName, containerName } = LOCAL_AZURE;
  return [
    ...s3,
    `gs://${hmacId}:${encodeURIComponent(hmacSecret)}@${bucketName}`,
    `az://:${encodeURIComponent(accountKey)}@${accountName}/${containerName}`,
  ];
}

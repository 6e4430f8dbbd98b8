import { generateKeyPairSync } from "node:crypto";
import { type GcsBucket, STORAGE_ADMIN } from "../../functions/local/gcs/gcs-bucket.ts";
import { type GcsServer, startGcsServer } from "../../functions/local/gcs/server.ts";
import { secret } from "../../lib/secret.ts";
import type { Bucket } from "../../lib/storage/bucket.ts";
import type { AccessKey, ServiceAccountKey } from "../../lib/storage/credentials.ts";

/** A running GCS server with one bucket, and the two kinds of key of the service account that administers it. */
export interface GcsStore {
  server: GcsServer;
  bucket: Bucket;
  /** The bucket's settings; what a test changes holds at once. */
  settings: GcsBucket;
  serviceAccountKey: ServiceAccountKey;
  hmacKey: AccessKey;
  close(): Promise<void>;
}

const EMAIL = "byob@acme.iam.gserviceaccount.com";
const HMAC_ID = "GOOG1EBYOBTESTBYOBTEST";
const HMAC_SECRET = "gcs/test+secret=key";

/** Makes an RSA key as Google's console hands them out. */
export function rsaKeyPair() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { publicKey, privateKey: secret(privateKey.export({ type: "pkcs8", format: "pem" }).toString()) };
}

export async function startGcsStore({ now }: { now?: () => Date } = {}): Promise<GcsStore> {
  const { publicKey, privateKey } = rsaKeyPair();
  const name = "acme-bucket";
  const server = await startGcsServer({
    port: 0,
    accounts: [{ email: EMAIL, publicKey, hmacKeys: { [HMAC_ID]: HMAC_SECRET } }],
    buckets: [{ name, permissions: { [EMAIL]: STORAGE_ADMIN } }],
    ...(now && { now }),
  });
  const settings = server.buckets.get(name);
  if (settings === undefined) throw new Error("The server lacks its bucket.");
  return {
    server,
    settings,
    bucket: { provider: "GCP", name, path: "" },
    serviceAccountKey: { clientEmail: EMAIL, privateKey },
    hmacKey: { accessKeyId: HMAC_ID, secretAccessKey: secret(HMAC_SECRET) },
    close: server.close,
  };
}

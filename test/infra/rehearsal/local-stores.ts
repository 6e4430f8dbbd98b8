import { randomBytes } from "node:crypto";
import { startBlobStore } from "../../../functions/local/blob-store.ts";
import { startObjectStore } from "../../../functions/local/object-store.ts";
import { startGcsStore } from "../../support/gcs-store.ts";

export const ORIGIN = "http://localhost:3000";

/** The stores of AWS, Google and Azure on this machine, and what an admin knows of them. */
export interface LocalStores {
  /** Values of the context, by which the template leads the functions here. */
  context: Record<"endpointAws" | "endpointGcp" | "endpointAzure", string>;
  /** Addresses with keys. */
  addresses: Record<"own" | "instance" | "gcs" | "azure", string>;
  /** The integration key at Google. */
  gcpKey: string;
  /** What must never be seen outside. */
  hidden: string[];
  close(): Promise<void>;
}

const keyPair = () => ({
  accessKeyId: `AK${randomBytes(8).toString("hex").toUpperCase()}`,
  secretAccessKey: randomBytes(30).toString("base64"),
});

export async function startLocalStores(): Promise<LocalStores> {
  const buckets = { "acme-own": keyPair(), "acme-models": keyPair() };
  const accountKey = randomBytes(64).toString("base64");
  const [gcs, azure, objects] = await Promise.all([
    startGcsStore(),
    startBlobStore({
      port: 0,
      accounts: { acmestore: accountKey },
      containers: ["runs"],
      corsOrigins: [ORIGIN],
    }),
    startObjectStore({ port: 0, buckets }),
  ]);
  const responseHeader = ["Content-Type", "Content-MD5", "ETag"];
  gcs.settings.cors = [{ origin: [ORIGIN], method: ["GET", "HEAD", "PUT"], responseHeader }];
  const aws = (name: keyof typeof buckets) => {
    const { accessKeyId, secretAccessKey } = buckets[name];
    return `s3://${accessKeyId}:${encodeURIComponent(secretAccessKey)}@s3.us-east-1.amazonaws.com/${name}?region=us-east-1`;
  };
  const { clientEmail, privateKey } = gcs.serviceAccountKey;
  const { accessKeyId, secretAccessKey } = gcs.hmacKey;
  return {
    context: {
      endpointAws: objects.endpoint,
      endpointGcp: gcs.server.endpoint,
      endpointAzure: azure.endpoint,
    },
    addresses: {
      own: aws("acme-own"),
      instance: aws("acme-models"),
      gcs: `gs://${clientEmail}:${encodeURIComponent(privateKey.reveal())}@acme-bucket`,
      azure: `az://:${encodeURIComponent(accountKey)}@acmestore/runs`,
    },
    gcpKey: JSON.stringify({ accessKeyId, secretAccessKey: secretAccessKey.reveal() }),
    hidden: [
      ...Object.values(buckets).map((keys) => keys.secretAccessKey),
      ...[accountKey, secretAccessKey.reveal(), privateKey.reveal().split("\n")[1] ?? ""],
    ],
    async close() {
      await Promise.all([gcs.close(), azure.close(), objects.close()]);
    },
  };
}

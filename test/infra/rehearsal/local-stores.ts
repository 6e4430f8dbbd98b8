import { startThreeStores } from "../../support/three-stores.ts";

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

export async function startLocalStores(): Promise<LocalStores> {
  const { buckets, accountKey, gcs, azure, objects } = await startThreeStores(["acme-own", "acme-models"]);
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

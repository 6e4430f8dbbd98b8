import { type GcsBucket, gcsBucket, STORAGE_ADMIN } from "../../functions/local/gcs/gcs-bucket.ts";
import { gcpRoom } from "../../lib/storage/gcp/room.ts";
import { readXml } from "../../lib/storage/read-xml.ts";
import { type GcsStore, startGcsStore } from "./gcs-store.ts";
import { type Fault, type ScriptedStore, startScriptedStore } from "./scripted-store.ts";
import { spend } from "./spend.ts";
import { LOCAL_ORIGIN, type Validated, type ValidationSetting, validateAddress } from "./validate-address.ts";

interface Options extends Partial<ValidationSetting> {
  /** What the store does wrong. */
  faults?: readonly Fault[];
  /** Where something other than the bench's own bucket is asked for. */
  address?: string;
}

/** Cloud Storage with one bucket behind a scripted listener, and the validation engine in front of it. */
export interface GcpBench {
  store: ScriptedStore;
  /** The bucket's; what a test changes holds at once. */
  settings: GcsBucket;
  /** Whose keys the address has. */
  clientEmail: string;
  secrets: string[];
  /** The bucket's address, with its keys unless others are given. */
  address(parts?: { keys?: string; bucketName?: string; path?: string }): string;
  validate(options?: Options): Promise<Validated>;
  /** Keys of the objects that are in the bucket now. */
  left(): Promise<string[]>;
  /** Empties the bucket and gives it the settings that W&B asks for. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

export type GcpKeyKind = "HMAC key" | "private key";

export async function startGcpBench(kind: GcpKeyKind): Promise<GcpBench> {
  const gcs = await startGcsStore();
  const { settings, bucket, serviceAccountKey, hmacKey } = gcs;
  const { clientEmail } = serviceAccountKey;
  const store = await startScriptedStore(gcs.server.endpoint);
  const { id, secret } = ownKeysOf(gcs, kind);
  const ownKeys = `${id}:${encodeURIComponent(secret)}`;
  const admin = gcpRoom.signer(bucket, hmacKey, { now: () => new Date(), endpoint: gcs.server.endpoint });

  const address: GcpBench["address"] = ({ keys = ownKeys, bucketName = bucket.name, path = "" } = {}) =>
    `gs://${keys === "" ? "" : `${keys}@`}${bucketName}${path && `/${path}`}`;

  const left = async () => {
    const list = { method: "GET" as const, key: "", parameters: { "list-type": "2" } };
    const { text } = await spend(await admin.signSubresource(list, 60));
    const objects = readXml(new TextEncoder().encode(text), "ListBucketResult")?.children("Contents") ?? [];
    return objects.map((object) => object.text("Key") ?? "");
  };

  return {
    store,
    settings,
    clientEmail,
    secrets: [secret, encodeURIComponent(secret), hmacKey.secretAccessKey.reveal()],
    address,
    left,
    validate({ faults = [], address: asked = address(), deployment, ...setting } = {}) {
      store.script(...faults);
      return validateAddress(asked, {
        registered: address(),
        ...setting,
        deployment: { endpoints: { GCP: store.endpoint }, ...deployment },
      });
    },
    async heal() {
      store.reset();
      const permissions = { [clientEmail]: STORAGE_ADMIN };
      const method = ["GET", "HEAD", "PUT"];
      const cors = [
        { origin: [LOCAL_ORIGIN], method, responseHeader: ["Content-Type", "Content-MD5", "ETag"] },
      ];
      Object.assign(settings, gcsBucket({ name: bucket.name, permissions, cors, versioning: true }));
      const removals = (await left()).map((key) =>
        admin.sign({ method: "DELETE", key, expiresInSeconds: 60 }),
      );
      for (const grant of await Promise.all(removals)) await spend(grant);
    },
    async close() {
      await store.close();
      await gcs.close();
    },
  };
}

function ownKeysOf({ serviceAccountKey, hmacKey }: GcsStore, kind: GcpKeyKind) {
  return kind === "HMAC key"
    ? { id: hmacKey.accessKeyId, secret: hmacKey.secretAccessKey.reveal() }
    : { id: serviceAccountKey.clientEmail, secret: serviceAccountKey.privateKey.reveal() };
}

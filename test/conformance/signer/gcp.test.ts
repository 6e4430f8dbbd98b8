import type { Credentials } from "../../../lib/storage/credentials.ts";
import { gcpRoom } from "../../../lib/storage/gcp/room.ts";
import { type GcsStore, startGcsStore } from "../../support/gcs-store.ts";
import { describeMultipart } from "./multipart-suite.ts";
import { describeSigner } from "./signer-suite.ts";

async function storeWith(keyOf: (store: GcsStore) => Credentials) {
  const store = await startGcsStore();
  const { endpoint } = store.server;
  return {
    signer: (now: () => Date) => gcpRoom.signer(store.bucket, keyOf(store), { now, endpoint }),
    multipart: (now: () => Date) => gcpRoom.multipart(store.bucket, keyOf(store), { now, endpoint }),
    close: store.close,
  };
}

const KEYS: [string, (store: GcsStore) => Credentials][] = [
  ["a service account's private key", ({ serviceAccountKey }) => serviceAccountKey],
  ["an HMAC key", ({ hmacKey }) => hmacKey],
];

for (const [name, keyOf] of KEYS) {
  const title = `Google Cloud Storage (our strict server), with ${name}`;
  describeSigner(title, () => storeWith(keyOf));
  describeMultipart(title, () => storeWith(keyOf));
}

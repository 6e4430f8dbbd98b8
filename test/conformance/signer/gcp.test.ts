import type { Credentials } from "../../../lib/storage/credentials.ts";
import { gcpRoom } from "../../../lib/storage/gcp/room.ts";
import { type GcsStore, startGcsStore } from "../../support/gcs-store.ts";
import { describeSigner } from "./signer-suite.ts";

async function storeWith(keyOf: (store: GcsStore) => Credentials) {
  const store = await startGcsStore();
  const { endpoint } = store.server;
  return {
    signer: (now: () => Date) => gcpRoom.signer(store.bucket, keyOf(store), { now, endpoint }),
    close: store.close,
  };
}

describeSigner("Google Cloud Storage (our strict server), with a service account's private key", () =>
  storeWith(({ serviceAccountKey }) => serviceAccountKey),
);

describeSigner("Google Cloud Storage (our strict server), with an HMAC key", () =>
  storeWith(({ hmacKey }) => hmacKey),
);

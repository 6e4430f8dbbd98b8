import { Agent, getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { startBlobStore } from "../../../functions/local/blob-store.ts";
import { secret } from "../../../lib/secret.ts";
import { azureRoom } from "../../../lib/storage/azure/room.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import type { Credentials } from "../../../lib/storage/credentials.ts";
import { azuriteDelegationKey } from "../../support/azurite-identity.ts";
import { selfSigned } from "../../support/self-signed.ts";
import { describeMultipart } from "./multipart-suite.ts";
import { describeSigner, type StoreLimits } from "./signer-suite.ts";

const accountName = "acmestore";
const accountKey = Buffer.from("an account key of a test").toString("base64");
const bucket: Bucket = { provider: "AZURE", name: "acme-runs", path: "", accountName };
const store = { port: 0, accounts: { [accountName]: accountKey }, containers: [bucket.name] };

const noHeader = "a SAS binds no header of an upload";
const limits: StoreLimits = {
  unbindable: { contentType: noHeader, contentMd5: noHeader, contentLength: noHeader },
  headIsGet: "both need the permission to read",
  listIsWhole: "a SAS is for a blob or a container, not for a prefix",
};

async function byAccountKey() {
  const { endpoint, close } = await startBlobStore(store);
  const credentials = { accountKey: secret(accountKey) };
  return { ...signersOf(credentials, endpoint), close };
}

async function byDelegationKey() {
  const { endpoint, close } = await startBlobStore({ ...store, tls: selfSigned, oauth: "basic" });
  const before = getGlobalDispatcher();
  setGlobalDispatcher(new Agent({ connect: { ca: selfSigned.cert } }));
  const credentials = await azuriteDelegationKey(endpoint, accountName);
  return {
    ...signersOf(credentials, endpoint),
    close: async () => {
      setGlobalDispatcher(before);
      await close();
    },
  };
}

function signersOf(credentials: Credentials, endpoint: string) {
  return {
    signer: (now: () => Date) => azureRoom.signer(bucket, credentials, { now, endpoint }),
    multipart: (now: () => Date) => azureRoom.multipart(bucket, credentials, { now, endpoint }),
  };
}

describeSigner("Azure Blob Storage (Azurite), by account key", byAccountKey, {
  ...limits,
  nameless: "does not say it: an account key's SAS has no place for it",
});
describeMultipart("Azure Blob Storage (Azurite), by account key", byAccountKey);
describeSigner("Azure Blob Storage (Azurite over TLS), by user delegation key", byDelegationKey, {
  ...limits,
  nameRefused: "is refused by Azurite, which does not know scid",
});
describeMultipart("Azure Blob Storage (Azurite over TLS), by user delegation key", byDelegationKey);

import { Agent, getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { startBlobStore } from "../../../functions/local/blob-store.ts";
import { secret } from "../../../lib/secret.ts";
import { azureRoom } from "../../../lib/storage/azure/room.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import { azuriteDelegationKey } from "../../support/azurite-identity.ts";
import { selfSigned } from "../../support/self-signed.ts";
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

describeSigner(
  "Azure Blob Storage (Azurite), by account key",
  async () => {
    const { endpoint, close } = await startBlobStore(store);
    const credentials = { accountKey: secret(accountKey) };
    return { signer: (now) => azureRoom.signer(bucket, credentials, { now, endpoint }), close };
  },
  limits,
);

describeSigner(
  "Azure Blob Storage (Azurite over TLS), by user delegation key",
  async () => {
    const { endpoint, close } = await startBlobStore({ ...store, tls: selfSigned, oauth: "basic" });
    const before = getGlobalDispatcher();
    setGlobalDispatcher(new Agent({ connect: { ca: selfSigned.cert } }));
    const credentials = await azuriteDelegationKey(endpoint, accountName);
    return {
      signer: (now) => azureRoom.signer(bucket, credentials, { now, endpoint }),
      close: async () => {
        setGlobalDispatcher(before);
        await close();
      },
    };
  },
  limits,
);

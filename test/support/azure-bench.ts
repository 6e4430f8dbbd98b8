import { createHash } from "node:crypto";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { prepareAccount } from "../../functions/local/blob-account.ts";
import { startBlobStore } from "../../functions/local/blob-store.ts";
import type { DelegationKey } from "../../lib/storage/credentials.ts";
import { azuriteDelegationKey } from "./azurite-identity.ts";
import { type Fault, type ScriptedStore, startScriptedStore } from "./scripted-store.ts";
import { selfSigned } from "./self-signed.ts";
import { LOCAL_ORIGIN, type Validated, type ValidationSetting, validateAddress } from "./validate-address.ts";

interface Options extends Partial<ValidationSetting> {
  /** What the store does wrong. */
  faults?: readonly Fault[];
  /** Where something other than the bench's own container is asked for. */
  address?: string;
}

/** Azurite with one account behind a scripted listener, and the validation engine in front of it. */
export interface AzureBench {
  store: ScriptedStore;
  accountName: string;
  containerName: string;
  /** The account, as its owner has it; what a test changes holds at once. */
  account: BlobServiceClient;
  secrets: string[];
  /** The container's address, with its key where the bench signs with that, unless another is given. */
  address(parts?: { keys?: string; containerName?: string; path?: string }): string;
  validate(options?: Options): Promise<Validated>;
  /** Names of the blobs that are in the container now. */
  left(): Promise<string[]>;
  /** Empties the container and gives the account the settings that W&B asks for. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

type AzureKeyKind = "account key" | "managed identity";

/** 64 bytes, as Azure's keys have. */
const ACCOUNT_KEY = createHash("sha512").update("an account key of a test").digest("base64");

export async function startAzureBench(kind: AzureKeyKind): Promise<AzureBench> {
  const [accountName, containerName] = ["acmestore", "acme-runs"];
  const isIdentity = kind === "managed identity";
  const blobs = await startBlobStore({
    port: 0,
    accounts: { [accountName]: ACCOUNT_KEY },
    ...(isIdentity && { tls: selfSigned, oauth: "basic" }),
  });
  const delegationKey = isIdentity ? await delegationKeyOf(blobs.endpoint, accountName) : undefined;
  const store = await startScriptedStore(blobs.endpoint);
  const tlsOptions = { ca: selfSigned.cert }; // which the SDK's types do not name
  const account = new BlobServiceClient(
    `${blobs.endpoint}/${accountName}`,
    new StorageSharedKeyCredential(accountName, ACCOUNT_KEY),
    { retryOptions: { maxTries: 1 }, ...(isIdentity && { tlsOptions }) },
  );
  const container = account.getContainerClient(containerName);
  const ownKeys = isIdentity ? "" : `:${encodeURIComponent(ACCOUNT_KEY)}`;

  const address: AzureBench["address"] = (parts = {}) => {
    const { keys = ownKeys, containerName: name = containerName, path = "" } = parts;
    return `az://${keys === "" ? "" : `${keys}@`}${accountName}/${name}${path && `/${path}`}`;
  };

  const left = async () => {
    const names: string[] = [];
    for await (const { name } of container.listBlobsFlat()) names.push(name);
    return names;
  };

  return {
    store,
    accountName,
    containerName,
    account,
    secrets: [
      ACCOUNT_KEY,
      encodeURIComponent(ACCOUNT_KEY),
      ...(delegationKey ? [delegationKey.value.reveal()] : []),
    ],
    address,
    left,
    validate({ faults = [], address: asked = address(), deployment, ...setting } = {}) {
      store.script(...faults);
      return validateAddress(asked, {
        registered: address(),
        validationKeys: async () => delegationKey,
        ...setting,
        deployment: { endpoints: { AZURE: store.endpoint }, ...deployment },
      });
    },
    async heal() {
      store.reset();
      const [name, accountKey] = [accountName, ACCOUNT_KEY];
      const setup = { endpoint: blobs.endpoint, name, accountKey, containers: [containerName] };
      const ca = isIdentity ? selfSigned.cert : undefined;
      await prepareAccount({ ...setup, corsOrigins: [LOCAL_ORIGIN], ca });
      await container.setAccessPolicy();
      for (const blobName of await left()) await container.deleteBlob(blobName);
    },
    async close() {
      await store.close();
      await blobs.close();
    },
  };
}

async function delegationKeyOf(endpoint: string, accountName: string): Promise<DelegationKey> {
  const before = getGlobalDispatcher();
  const trusting = new Agent({ connect: { ca: selfSigned.cert } });
  setGlobalDispatcher(trusting);
  try {
    return await azuriteDelegationKey(endpoint, accountName);
  } finally {
    setGlobalDispatcher(before);
    await trusting.close();
  }
}

import { randomBytes } from "node:crypto";
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { startObjectStore } from "../../functions/local/object-store.ts";
import { type Fault, type ScriptedStore, startScriptedStore } from "./scripted-store.ts";
import { healthySettings } from "./store-faults.ts";
import { type Validated, type ValidationSetting, validateAddress } from "./validate-address.ts";

interface Options extends Partial<ValidationSetting> {
  /** What the store does wrong. */
  faults?: readonly Fault[];
  /** Where something other than the bench's own bucket is asked for. */
  address?: string;
  /** Of the bucket; empty: all of it. */
  path?: string;
}

export interface Bench {
  store: ScriptedStore;
  bucketName: string;
  secrets: string[];
  /** The bucket's address, with its keys unless others are given. */
  address(parts?: { keys?: string; at?: string; bucketName?: string; path?: string; query?: string }): string;
  validate(options?: Options): Promise<Validated>;
  /** Keys of the objects that are in the bucket now. */
  left(): Promise<string[]>;
  wipe(): Promise<void>;
  close(): Promise<void>;
}

/** A real object store with one bucket behind a scripted listener, and the validation engine in front of it. */
export async function startBench({ tls = false } = {}): Promise<Bench> {
  const accessKeyId = `AK${randomBytes(8).toString("hex").toUpperCase()}`;
  const secretAccessKey = `${randomBytes(24).toString("base64")}/+=`;
  const bucketName = "acme-data";
  const objects = await startObjectStore({
    port: 0,
    buckets: { [bucketName]: { accessKeyId, secretAccessKey } },
  });
  const store = await startScriptedStore(objects.endpoint, { tls, usual: healthySettings });
  const client = new S3Client({
    endpoint: objects.endpoint,
    region: "auto",
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
  });
  const ownKeys = `${accessKeyId}:${encodeURIComponent(secretAccessKey)}`;
  const basePath = new URL(objects.endpoint).pathname;

  const address: Bench["address"] = (parts = {}) => {
    const { keys = ownKeys, path = "", query = tls ? "&tls=true" : "" } = parts;
    const at = `${keys === "" ? "" : `${keys}@`}${parts.at ?? `${store.host}:${store.port}`}`;
    const folder = path === "" ? "" : `/${path}`;
    return `s3://${at}/${parts.bucketName ?? bucketName}${folder}?region=us-east-1&basePath=${basePath}${query}`;
  };

  const left = async () => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucketName }));
    return Contents.map(({ Key = "" }) => Key);
  };

  return {
    store,
    bucketName,
    secrets: [secretAccessKey, encodeURIComponent(secretAccessKey)],
    address,
    left,
    validate(options = {}) {
      const { faults = [], path = "", address: asked = address({ path }), ...setting } = options;
      store.script(...faults);
      return validateAddress(asked, { registered: address(), ...setting });
    },
    async wipe() {
      for (const Key of await left()) await client.send(new DeleteObjectCommand({ Bucket: bucketName, Key }));
    },
    async close() {
      client.destroy();
      await store.close();
      await objects.close();
    },
  };
}

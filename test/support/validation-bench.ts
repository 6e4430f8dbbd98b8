import { randomBytes } from "node:crypto";
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { startObjectStore } from "../../functions/local/object-store.ts";
import { parseAddress } from "../../lib/buckets/address.ts";
import { registeredAddressContext } from "../../lib/buckets/address-context.ts";
import type { ValidationKeys } from "../../lib/buckets/choose-keys.ts";
import { type RegisteredStores, readRegisteredStores } from "../../lib/buckets/registered-stores.ts";
import type { CheckName, CheckResult, Report } from "../../lib/buckets/report.ts";
import { validateBucket } from "../../lib/buckets/validate-bucket.ts";
import type { Deployment } from "../../lib/deployment.ts";
import type { TeamStore } from "../../lib/teams/team-store.ts";
import { memoryTeamStore } from "./memory-team-store.ts";
import { type Fault, type ScriptedStore, startScriptedStore } from "./scripted-store.ts";

interface Options {
  /** What the store does wrong. */
  faults?: readonly Fault[];
  /** Where something other than the bench's own bucket is asked for. */
  address?: string;
  /** Of the bucket; empty: all of it. */
  path?: string;
  /** The operator's list; the bucket with its keys when absent. */
  registered?: string;
  deployment?: Partial<Deployment>;
  org?: string;
  teamName?: string;
  teamStore?: TeamStore;
  now?: () => Date;
  callTimeoutMs?: number;
  validationKeys?: ValidationKeys;
}

interface Outcome {
  report: Report;
  check(name: CheckName): CheckResult;
  /** The checks that did not pass, as `name: status severity`. */
  amiss: string[];
  /** Checks that broke off for a reason of ours. */
  broken: { check: CheckName; error: unknown }[];
  registered: RegisteredStores;
}

export interface Bench {
  store: ScriptedStore;
  bucketName: string;
  secrets: string[];
  /** The bucket's address, with its keys unless others are given. */
  address(parts?: { keys?: string; at?: string; bucketName?: string; path?: string; query?: string }): string;
  validate(options?: Options): Promise<Outcome>;
  /** Keys of the objects that are in the bucket now. */
  left(): Promise<string[]>;
  wipe(): Promise<void>;
  close(): Promise<void>;
}

/** A page of this origin may talk to the local store as it is. */
const ORIGIN = "http://localhost:3000";

/** A real object store with one bucket behind a scripted listener, and the validation engine in front of it. */
export async function startBench({ tls = false } = {}): Promise<Bench> {
  const accessKeyId = `AK${randomBytes(8).toString("hex").toUpperCase()}`;
  const secretAccessKey = `${randomBytes(24).toString("base64")}/+=`;
  const bucketName = "acme-data";
  const objects = await startObjectStore({
    port: 0,
    buckets: { [bucketName]: { accessKeyId, secretAccessKey } },
  });
  const store = await startScriptedStore(objects.endpoint, { tls });
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
    async validate(options = {}) {
      const { faults = [], path = "", org = "acme", teamName = "omega", callTimeoutMs = 2_000 } = options;
      store.script(...faults);
      const deployment: Deployment = {
        type: "self-managed",
        org: "acme",
        frontendOrigins: [ORIGIN],
        ...options.deployment,
      };
      const registered = readRegisteredStores(options.registered ?? address());
      const broken: Outcome["broken"] = [];
      const report = await validateBucket(
        {
          deployment,
          registered,
          store: options.teamStore ?? memoryTeamStore(),
          validationKeys: options.validationKeys ?? (async () => undefined),
          now: options.now ?? (() => new Date()),
          callTimeoutMs,
          onFault: (check, error) => broken.push({ check, error }),
        },
        {
          org,
          teamName,
          address: parseAddress(
            options.address ?? address({ path }),
            registeredAddressContext({ deployment, registered }),
          ),
        },
      );
      return { report, check: checkIn(report), amiss: amissIn(report), broken, registered };
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

function checkIn(report: Report): Outcome["check"] {
  return (name) => {
    const found = report.checks.find((check) => check.name === name);
    if (found === undefined) throw new Error(`The report has no ${name}`);
    return found;
  };
}

function amissIn(report: Report): string[] {
  return report.checks
    .filter(({ status }) => status === "failed" || status === "inconclusive")
    .map(({ name, status, severity }) => `${name}: ${status} ${severity}`);
}

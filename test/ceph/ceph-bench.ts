import { PutBucketPolicyCommand, PutBucketVersioningCommand, type S3Client } from "@aws-sdk/client-s3";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import { type Validated, type ValidationSetting, validateAddress } from "../support/validate-address.ts";
import { createBucket, DOCUMENTED_CORS } from "./ceph-bucket.ts";
import { clientOf } from "./client-of.ts";
import { type RadosgwAdmin, radosgwAdmin } from "./radosgw-admin.ts";

interface Asked extends Partial<ValidationSetting> {
  /** The owner's when absent. */
  keys?: AccessKey;
  path?: string;
}

/** A running radosgw with one user who owns buckets, and the validation engine in front of it. */
export interface CephBench {
  endpoint: string;
  admin: RadosgwAdmin;
  owner: AccessKey;
  /** AWS's SDK with the owner's keys. */
  client: S3Client;
  /** Makes a bucket with the documented CORS rule and versioning. Gives its name. */
  wholeBucket(name: string): Promise<string>;
  /** Replaces a bucket's policy by these statements. */
  putPolicy(bucketName: string, statements: readonly object[]): Promise<void>;
  validate(bucketName: string, asked?: Asked): Promise<Validated>;
  close(): void;
}

/** A healthy bucket's report says this too: radosgw obeys copy headers that were not signed (16.2, 2026-11-24). */
export const ALWAYS = ["unsigned-headers-refused: failed warning"];

/** Makes the owner, with this user id. */
export async function startCephBench(
  { endpoint, configFile }: { endpoint: string; configFile: string },
  ownerId: string,
): Promise<CephBench> {
  const admin = radosgwAdmin(configFile);
  const owner = await admin.createUser(ownerId);
  const client = clientOf(endpoint, owner);
  return {
    endpoint,
    admin,
    owner,
    client,
    async wholeBucket(name) {
      await createBucket(endpoint, owner, name, { cors: DOCUMENTED_CORS });
      const VersioningConfiguration = { Status: "Enabled" } as const;
      await client.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
      return name;
    },
    async putPolicy(bucketName, statements) {
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
      await client.send(new PutBucketPolicyCommand({ Bucket: bucketName, Policy }));
    },
    async validate(bucketName, { keys = owner, path = "", ...setting } = {}) {
      const userinfo = `${keys.accessKeyId}:${encodeURIComponent(keys.secretAccessKey.reveal())}`;
      const folder = path === "" ? "" : `/${path}`;
      const address = `s3://${userinfo}@${new URL(endpoint).host}/${bucketName}${folder}?region=us-east-1`;
      return expectUnbroken(
        await validateAddress(address, { registered: address, callTimeoutMs: 5_000, ...setting }),
      );
    },
    close: () => client.destroy(),
  };
}

/** A report that no check broke off for a reason of ours; throws otherwise. */
export function expectUnbroken(validated: Validated): Validated {
  const [broken] = validated.broken;
  if (broken !== undefined) throw new Error(`${broken.check} broke off`, { cause: broken.error });
  return validated;
}

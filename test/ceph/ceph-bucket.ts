import { CreateBucketCommand, PutBucketCorsCommand } from "@aws-sdk/client-s3";
import type { Bucket } from "../../lib/storage/bucket.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import { minioRoom } from "../../lib/storage/minio/room.ts";
import { clientOf } from "./client-of.ts";

/** The room that serves Ceph. */
export const room = minioRoom;

/** The CORS rule of W&B's own document. */
export const DOCUMENTED_CORS = {
  AllowedHeaders: ["*"],
  AllowedMethods: ["GET", "HEAD", "PUT"],
  AllowedOrigins: ["*"],
  ExposeHeaders: ["ETag"],
  MaxAgeSeconds: 3000,
};

/** Creates a bucket as its owner does. */
export async function createBucket(
  endpoint: string,
  owner: AccessKey,
  name: string,
  options: { path?: string; cors?: typeof DOCUMENTED_CORS } = {},
): Promise<Bucket> {
  const client = clientOf(endpoint, owner);
  try {
    await client.send(new CreateBucketCommand({ Bucket: name }));
    if (options.cors) {
      const CORSConfiguration = { CORSRules: [options.cors] };
      await client.send(new PutBucketCorsCommand({ Bucket: name, CORSConfiguration }));
    }
  } finally {
    client.destroy();
  }
  return { provider: "MINIO", name, path: options.path ?? "", region: "us-east-1", endpoint };
}

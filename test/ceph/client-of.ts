import { S3Client } from "@aws-sdk/client-s3";
import type { AccessKey } from "../../lib/storage/credentials.ts";

/** AWS's SDK, path-style. */
export function clientOf(endpoint: string, keys: AccessKey): S3Client {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  return new S3Client({
    endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: {
      accessKeyId,
      secretAccessKey: secretAccessKey.reveal(),
      ...(sessionToken && { sessionToken: sessionToken.reveal() }),
    },
  });
}

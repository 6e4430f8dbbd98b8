import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { startLocalCloud } from "../../support/local-cloud.ts";

test("has a table and every bucket, each with keys of its own", async () => {
  const cloud = await startLocalCloud(["demo", "other"]);
  try {
    expect((await cloud.dynamo.send(new ListTablesCommand({}))).TableNames).toEqual([cloud.tableName]);
    expect(new Set(cloud.buckets.map(({ secretAccessKey }) => secretAccessKey)).size).toBe(2);
    for (const { name, ...credentials } of cloud.buckets) {
      const s3 = new S3Client({
        endpoint: cloud.s3Endpoint,
        region: "auto",
        credentials,
        forcePathStyle: true,
      });
      expect((await s3.send(new HeadBucketCommand({ Bucket: name }))).$metadata.httpStatusCode).toBe(200);
      s3.destroy();
    }
  } finally {
    await cloud.close();
  }
  await expect(fetch(cloud.dynamoEndpoint)).rejects.toThrow("fetch failed");
  await expect(fetch(cloud.s3Endpoint)).rejects.toThrow("fetch failed");
});

import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { uploadLargeFile } from "../support/large-upload.ts";
import { type LocalService, startLocalService } from "../support/local-service.ts";
import { createBucket, DOCUMENTED_CORS } from "./ceph-bucket.ts";
import { radosgwAdmin } from "./radosgw-admin.ts";

let service: LocalService;

beforeAll(async () => {
  const { endpoint, configFile } = inject("radosgw");
  const owner = await radosgwAdmin(configFile).createUser("large-owner");
  await createBucket(endpoint, owner, "large-files", { cors: DOCUMENTED_CORS });
  const { host } = new URL(endpoint);
  const keys = `${owner.accessKeyId}:${encodeURIComponent(owner.secretAccessKey.reveal())}`;
  const address = `s3://${keys}@${host}/large-files?region=us-east-1`;
  service = await startLocalService({ buckets: ["local"], registered: address });
  const made = await service.call("POST", "/teams", {
    token: await service.token({ sub: "admin1", roles: ["admin"] }),
    body: { teamName: "omega", storageType: "External", storageBucket: { address } },
  });
  expect([made.status, made.body.detail]).toEqual([201, undefined]);
});
afterAll(() => service?.close());

test("a file of 300 MiB goes up in parts, one of its URLs expired and asked for again, and comes back", async () => {
  await uploadLargeFile(service, "omega");
}, 120_000);

import { afterAll, beforeAll, expect, it } from "vitest";
import { uploadLargeFile } from "../support/large-upload.ts";
import { type LocalService, startLocalService } from "../support/local-service.ts";

let service: LocalService;

beforeAll(async () => {
  service = await startLocalService({ buckets: ["large-files"] });
  const storageBucket = { provider: "MINIO", name: "large-files" };
  const made = await service.call("POST", "/teams", {
    token: await service.token({ sub: "admin1", roles: ["admin"] }),
    body: { teamName: "omega", storageType: "External", storageBucket },
  });
  expect(made.status).toBe(201);
});
afterAll(() => service.close());

it("a file of 300 MiB goes up in parts, one of its URLs expired and asked for again, and comes back", async () => {
  await uploadLargeFile(service, "omega");
}, 120_000);

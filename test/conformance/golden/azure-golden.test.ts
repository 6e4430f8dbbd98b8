import { describe, expect, test } from "vitest";
import { secret } from "../../../lib/secret.ts";
import { azureRoom } from "../../../lib/storage/azure/room.ts";
import type { Bucket } from "../../../lib/storage/bucket.ts";
import type { Credentials } from "../../../lib/storage/credentials.ts";
import type { SignRequest } from "../../../lib/storage/signer.ts";

const value = secret(Buffer.from("golden account key").toString("base64"));
const bucket: Bucket = { provider: "AZURE", name: "runs", path: "", accountName: "acmestore" };
const now = () => new Date("2026-11-24T08:00:00.500Z");
const urlOf = (credentials: Credentials, request: SignRequest) =>
  azureRoom.signer(bucket, credentials, { now }).sign(request).url;

test("by account key: a download under an awkward key, with a file name", () => {
  const responseContentDisposition = 'attachment; filename="a b.txt"';
  const key = "run 1/ü+%~#?.bin ";
  expect(
    urlOf({ accountKey: value }, { method: "GET", key, expiresInSeconds: 3600, responseContentDisposition }),
  ).toBe(
    "https://acmestore.blob.core.windows.net/runs/run%201/%C3%BC%2B%25~%23%3F.bin%20?sv=2025-05-05&spr=https&se=2026-11-24T09%3A00%3A00Z&sr=b&sp=r&rscd=attachment%3B%20filename%3D%22a%20b.txt%22&sig=1hiFd0g5G5CgUOUD0yx9gTiwYMx7xdf8JRiGHHPm2DI%3D",
  );
});

const delegationKey: Credentials = {
  signedObjectId: "66666666-7777-8888-9999-000000000000",
  signedTenantId: "11111111-2222-3333-4444-555555555555",
  signedStart: new Date("2026-11-24T07:45:00Z"),
  expiresAt: new Date("2026-11-24T20:00:00Z"),
  signedService: "b",
  signedVersion: "2025-05-05",
  value,
};

test("by user delegation key: a write-once upload, cut to the key's end", () => {
  const bound = { ifNoneMatch: "*" } as const;
  expect(urlOf(delegationKey, { method: "PUT", key: "a//b", expiresInSeconds: 86_400, bound })).toBe(
    "https://acmestore.blob.core.windows.net/runs/a//b?sv=2025-05-05&spr=https&se=2026-11-24T20%3A00%3A00Z&skoid=66666666-7777-8888-9999-000000000000&sktid=11111111-2222-3333-4444-555555555555&skt=2026-11-24T07%3A45%3A00Z&ske=2026-11-24T20%3A00%3A00Z&sks=b&skv=2025-05-05&sr=b&sp=c&sig=w708j8UIxxKK%2FWGpDSxGJ2BHc2YDUYLzFQDidSRbpuM%3D",
  );
});

describe("a download in W&B's own name", () => {
  const request: SignRequest = { method: "GET", key: "a/b", expiresInSeconds: 3600, user: "wandb" };
  const withType = { ...request, responseContentType: "text/plain" };

  test("by user delegation key says who asked", () => {
    expect(urlOf(delegationKey, withType)).toBe(
      "https://acmestore.blob.core.windows.net/runs/a/b?sv=2025-05-05&spr=https&se=2026-11-24T09%3A00%3A00Z&skoid=66666666-7777-8888-9999-000000000000&sktid=11111111-2222-3333-4444-555555555555&skt=2026-11-24T07%3A45%3A00Z&ske=2026-11-24T20%3A00%3A00Z&sks=b&skv=2025-05-05&sr=b&sp=r&rsct=text%2Fplain&scid=a4e19ebc-d459-5882-9171-870c35d4b1af&sig=1dA3OVTzgxQnawTSm4TjwHrh6FMy8URTxD55Apq1J1k%3D",
    );
  });

  test("by account key is the same as in nobody's", () => {
    const { user, ...anonymous } = withType;
    expect(urlOf({ accountKey: value }, withType)).toBe(urlOf({ accountKey: value }, anonymous));
  });
});

import { describe, expect, test } from "vitest";
import { secret } from "../../../lib/secret.ts";
import { awsRoom } from "../../../lib/storage/aws/room.ts";
import { azureRoom } from "../../../lib/storage/azure/room.ts";
import { gcpRoom } from "../../../lib/storage/gcp/room.ts";
import type { Bound, Signer, SignRequest } from "../../../lib/storage/signer.ts";
import type { SignSubresource } from "../../../lib/storage/subresource.ts";

const now = () => new Date("2026-11-24T08:00:00Z");
const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: secret("do-not-tell") };
const aws = () =>
  awsRoom.signer({ provider: "AWS", name: "runs", path: "", region: "eu-west-1" }, keys, { now });
const gcp = () => gcpRoom.signer({ provider: "GCP", name: "runs", path: "" }, keys, { now });
const azure = () =>
  azureRoom.signer(
    { provider: "AZURE", name: "runs", path: "", accountName: "acmestore" },
    {
      signedObjectId: "66666666-7777-8888-9999-000000000000",
      signedTenantId: "11111111-2222-3333-4444-555555555555",
      signedStart: new Date("2026-11-24T07:00:00Z"),
      expiresAt: new Date("2026-11-25T07:00:00Z"),
      signedService: "b",
      signedVersion: "2025-05-05",
      value: secret("AAAA"),
    },
    { now },
  );

/** Signers keep what one request has in common with the next; what was kept must not outlive a change. */
describe.each<[string, () => Signer]>([
  ["S3", aws],
  ["Cloud Storage", gcp],
  ["Azure", azure],
])("%s", (_title, fresh) => {
  const base: SignRequest = { method: "GET", key: "k", expiresInSeconds: 60 };

  test.each<[string, Partial<SignRequest>]>([
    ["method", { method: "DELETE" }],
    ["key", { key: "l" }],
    ["life", { expiresInSeconds: 61 }],
    ["user", { user: "ada" }],
    ["content type", { responseContentType: "text/plain" }],
    ["file name", { responseContentDisposition: "attachment" }],
    ["permission", { method: "PUT" }],
    ["permission to write once", { method: "PUT", bound: { ifNoneMatch: "*" } }],
  ])("a request object that gets another %s gets another URL", async (_field, change) => {
    const signer = fresh();
    const request = { ...base };
    await signer.sign(request);
    const changed = Object.assign(request, change);
    expect((await signer.sign(changed)).url).toBe((await fresh().sign({ ...changed })).url);
  });

  test("the headers of one grant are its own", async () => {
    const signer = fresh();
    (await signer.sign(base)).headers["x-added"] = "by the caller";
    const again = await signer.sign(base);
    expect(again).toEqual(await fresh().sign(base));
  });
});

describe.each<[string, () => Signer & { signSubresource: SignSubresource }]>([
  ["S3", aws],
  ["Cloud Storage", gcp],
])("%s, which binds headers", (_title, fresh) => {
  test("uploads after one another bind each their own", async () => {
    const signer = fresh();
    const bounds: Bound[] = [
      {},
      { contentType: "text/plain" },
      { contentType: "text/html" },
      { contentMd5: "XUFAKrxLKna5cZ2REBfFkg==" },
      {},
      { contentMd5: "XUFAKrxLKna5cZ2REBfFkg==", contentType: "text/html" },
    ];
    for (const bound of bounds) {
      const request = { method: "PUT", key: "k", expiresInSeconds: 60, bound } as const;
      expect(await signer.sign(request)).toEqual(await fresh().sign(request));
    }
  });

  test("parameters and headers that were changed are signed as they are now", async () => {
    const parameters = { uploads: "" };
    const headers = { "content-type": "text/plain" };
    const part = { method: "POST", key: "k", parameters, headers } as const;
    const signer = fresh();
    await signer.signSubresource(part, 60);
    Object.assign(parameters, { uploadId: "1" });
    Object.assign(headers, { "content-type": "text/html" });
    expect((await signer.signSubresource(part, 60)).url).toBe((await fresh().signSubresource(part, 60)).url);
  });
});

test.each([
  ["S3", aws],
  ["Cloud Storage", gcp],
])("%s takes a user's name with half a surrogate pair", async (_title, fresh) => {
  const { url } = await fresh().sign({ method: "GET", key: "k", expiresInSeconds: 60, user: "a\ud800b" });
  expect(new URL(url).searchParams.get("X-User")).toBe("a\ufffdb");
});

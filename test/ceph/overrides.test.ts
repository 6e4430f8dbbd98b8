import { beforeAll, describe, expect, inject, test } from "vitest";
import type { S3Signer } from "../../lib/storage/s3/signer.ts";
import { spend } from "../support/spend.ts";
import { createBucket, room } from "./ceph-bucket.ts";
import { radosgwAdmin } from "./radosgw-admin.ts";

const KEY = "9d5ed678fe57bcca610140957afab571";
const DISPOSITION = `attachment; filename="weights \\"v1\\" + 100%.pt"; filename*=UTF-8''mod%C3%A8le%20%22v1%22.pt`;

let signer: S3Signer;

beforeAll(async () => {
  const { endpoint, configFile } = inject("radosgw");
  const owner = await radosgwAdmin(configFile).createUser("overrides-owner");
  const bucket = await createBucket(endpoint, owner, "overrides");
  signer = room.signer(bucket, owner, { now: () => new Date() });
  const bound = { contentType: "application/octet-stream" };
  await spend(signer.sign({ method: "PUT", key: KEY, expiresInSeconds: 60, bound }), "weights");
});

describe("a download's headers are those that were signed", () => {
  test.each(["GET", "HEAD"] as const)("%s", async (method) => {
    const grant = signer.sign({
      method,
      key: KEY,
      expiresInSeconds: 60,
      responseContentType: "text/plain; charset=utf-8",
      responseContentDisposition: DISPOSITION,
    });
    const { status, headers, text } = await spend(grant);
    expect([status, text]).toEqual([200, method === "GET" ? "weights" : ""]);
    expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(headers["content-disposition"]).toBe(DISPOSITION);
  });

  test("each alone, and none unless asked for", async () => {
    const get = { method: "GET", key: KEY, expiresInSeconds: 60 } as const;
    const named = await spend(signer.sign({ ...get, responseContentDisposition: DISPOSITION }));
    expect(named.headers["content-type"]).toBe("application/octet-stream");
    const typed = await spend(signer.sign({ ...get, responseContentType: "image/png" }));
    expect(typed.headers["content-type"]).toBe("image/png");
    expect(typed.headers).not.toHaveProperty("content-disposition");
  });

  test("and no others: the signature covers them", async () => {
    const grant = signer.sign({
      method: "GET",
      key: KEY,
      expiresInSeconds: 60,
      responseContentType: "text/plain",
    });
    const otherType = grant.url.replace("text%2Fplain", "text%2Fhtml");
    expect((await spend({ ...grant, url: otherType })).status).toBe(403);
    const added = `${grant.url}&response-content-disposition=inline`;
    expect((await spend({ ...grant, url: added })).status).toBe(403);
  });
});

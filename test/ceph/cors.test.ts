import { beforeAll, expect, inject, test } from "vitest";
import type { Bucket } from "../../lib/storage/bucket.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import { spend } from "../support/spend.ts";
import { createBucket, DOCUMENTED_CORS, room } from "./ceph-bucket.ts";
import { radosgwAdmin } from "./radosgw-admin.ts";

const origin = "https://app.acme.test";

let owner: AccessKey;
let open: Bucket;
let closed: Bucket;

beforeAll(async () => {
  const { endpoint, configFile } = inject("radosgw");
  owner = await radosgwAdmin(configFile).createUser("cors-owner");
  open = await createBucket(endpoint, owner, "cors-open", { cors: DOCUMENTED_CORS });
  closed = await createBucket(endpoint, owner, "cors-closed");
});

/** A browser's preflight of a grant, and then the grant itself from that browser's origin. */
async function fromBrowser(bucket: Bucket, method: "GET" | "PUT") {
  const signer = room.signer(bucket, owner, { now: () => new Date() });
  const grant = signer.sign({ method, key: "an object", expiresInSeconds: 60 });
  const asked = { "access-control-request-method": method, "access-control-request-headers": "content-type" };
  const preflight = await fetch(grant.url, { method: "OPTIONS", headers: { origin, ...asked } });
  const real = await spend(
    { ...grant, headers: { ...grant.headers, origin } },
    method === "PUT" ? "x" : undefined,
  );
  return { preflight, real };
}

test("a grant works from a browser when the bucket has the documented CORS rule", async () => {
  for (const method of ["PUT", "GET"] as const) {
    const { preflight, real } = await fromBrowser(open, method);
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
    expect(preflight.headers.get("access-control-allow-methods")).toBe(method);
    expect(preflight.headers.get("access-control-allow-headers")).toBe("content-type");
    expect(real.headers["access-control-allow-origin"]).toBe("*");
    expect(real.headers["access-control-expose-headers"]).toBe("ETag");
  }
});

test("a bucket without a CORS rule refuses the preflight and says nothing of origins", async () => {
  const { preflight, real } = await fromBrowser(closed, "PUT");
  expect(preflight.status).toBe(403);
  expect(real.status).toBe(200);
  expect(real.headers).not.toHaveProperty("access-control-allow-origin");
});

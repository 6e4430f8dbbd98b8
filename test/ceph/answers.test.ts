import { beforeAll, describe, expect, inject, test } from "vitest";
import { secret } from "../../lib/secret.ts";
import type { Bucket } from "../../lib/storage/bucket.ts";
import type { AccessKey } from "../../lib/storage/credentials.ts";
import type { Cause } from "../../lib/storage/room.ts";
import type { GrantMethod } from "../../lib/storage/signer.ts";
import { spend } from "../support/spend.ts";
import { createBucket, room } from "./ceph-bucket.ts";
import { radosgwAdmin } from "./radosgw-admin.ts";

const now = () => new Date();

let bucket: Bucket;
let owner: AccessKey;
let stranger: AccessKey;

beforeAll(async () => {
  const { endpoint, configFile } = inject("radosgw");
  const admin = radosgwAdmin(configFile);
  owner = await admin.createUser("answers-owner");
  stranger = await admin.createUser("answers-stranger");
  bucket = await createBucket(endpoint, owner, "answers-bucket");
  expect(await causeOf("PUT", "there", {})).toBe("ok");
});

interface Odd {
  keys?: AccessKey;
  in?: Partial<Bucket>;
  headers?: Record<string, string>;
}

/** What the room makes of radosgw's answer to a grant. */
async function causeOf(method: GrantMethod, key: string, odd: Odd): Promise<Cause> {
  const signer = room.signer({ ...bucket, ...odd.in }, odd.keys ?? owner, { now });
  const grant = signer.sign({ method, key, expiresInSeconds: 60 });
  const sent = { ...grant, headers: { ...grant.headers, ...odd.headers } };
  const { status, headers, text } = await spend(sent, method === "PUT" ? "x" : undefined);
  const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return room.diagnose({ status, headers: flat, body: new TextEncoder().encode(text) });
}

describe("radosgw's answers are told apart", () => {
  test("a wrong secret", async () => {
    const keys = { ...owner, secretAccessKey: secret("wrong") };
    expect(await causeOf("GET", "there", { keys })).toBe("wrong-secret");
  });

  test("a key that does not exist", async () => {
    expect(await causeOf("GET", "there", { keys: { ...owner, accessKeyId: "NOSUCHKEY" } })).toBe(
      "wrong-key-id",
    );
  });

  test("a missing permission", async () => {
    expect(await causeOf("GET", "there", { keys: stranger })).toBe("access-denied");
    expect(await causeOf("PUT", "there", { keys: stranger })).toBe("access-denied");
  });

  test("a missing bucket and a missing object", async () => {
    expect(await causeOf("GET", "there", { in: { name: "no-such-bucket" } })).toBe("no-such-bucket");
    expect(await causeOf("GET", "absent", {})).toBe("no-such-key");
    expect(await causeOf("HEAD", "absent", {})).toBe("no-such-key");
  });

  test("a copy-source that makes no sense is not taken for an upload", async () => {
    const headers = { "x-amz-copy-source": "nonsense" };
    expect(await causeOf("PUT", "copied", { headers })).not.toBe("ok");
  });
});

test("an unsigned request is refused, whether or not there is an object", async () => {
  for (const key of ["there", "absent"]) {
    const url = `${bucket.endpoint}/${bucket.name}/${key}`;
    expect((await spend({ method: "GET", url, headers: {} })).status).toBe(403);
  }
});
